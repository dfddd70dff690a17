package collude

import (
	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/recon"
)

// force is the command that closes an exception out of the ordinary; a program
// that has none closes them all in the ordinary way.
const force = "exception.force_close"

// closed is the closing of an exception of the process by force.
func (s *Scene) closed(p *recon.Process) []*way {
	command := force
	if !s.Declared(force) {
		command = "exception.close"
	}
	on := access.Target{Unit: string(p.Unit), Records: []access.Record{{Table: "process", ID: string(p.ID)}}}
	known := map[string]any{"process": string(p.ID), "unit": string(p.Unit)}
	after := map[string]any{"process": string(p.ID), "unit": string(p.Unit), "state": "closed"}
	w := &way{}
	w.Name = "an exception of the process closed"
	w.step(s, &doing{command: command, on: []access.Target{on}, rows: []row{{"exception", "update", known, after}}}, "an exception of "+p.Code)
	return []*way{w}
}

// off is a four-eyes rule disabled or deleted: both fall under the rule itself.
func (s *Scene) off(r *policy.Rule) (list []*way, already string, err error) {
	if !r.Enabled {
		return nil, "The rule is switched off already.", nil
	}
	disabled := *r
	disabled.Enabled = false
	before, err := s.Picture.Seen("four_eyes_rule", r)
	if err != nil {
		return nil, "", err
	}
	after, err := s.Picture.Seen("four_eyes_rule", &disabled)
	if err != nil {
		return nil, "", err
	}
	on := []access.Target{{Records: []access.Record{{Table: "four_eyes_rule", ID: string(r.ID)}}}}
	for _, m := range []struct {
		name, op string
		row      row
	}{
		{"the rule disabled", "update", row{"four_eyes_rule", "update", before, after}},
		{"the rule deleted", "delete", row{"four_eyes_rule", "delete", before, nil}},
	} {
		for _, d := range s.put("four_eyes_rule", m.op, on, m.row) {
			d.own = string(r.ID)
			w := &way{}
			w.Name = m.name
			w.step(s, d, "the rule "+r.Name)
			list = append(list, w)
		}
	}
	return list, "", nil
}

// accounts are those that a payment is looked at for.
func (s *Scene) accounts(ask *Ask) ([]*payments.Account, error) {
	if ask.Account != "" {
		a, err := payments.Accounts.Get(s.ctx, s.Read, ask.Account)
		return []*payments.Account{a}, err
	}
	return payments.Accounts.Find(s.ctx, s.Read, `1 = 1 ORDER BY id`)
}
