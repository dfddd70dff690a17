package govern

import (
	"context"

	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// agreeing is one thing that who agrees to a change does, and what was done to the
// same records before.
type agreeing struct {
	action string
	past   []duty.Act
}

// recall finds what was done before to the records of a change, as far as duty
// rules keep from it who agrees.
func (e *Engine) recall(ctx context.Context, r store.Reader, d *decision) error {
	if !e.duty(d.view, d.body.Command, d.body.Rows, true, d.now) {
		return nil
	}
	h := e.hindsight(newRecorder(e, d.view, r, d.now, d.body.Maker))
	list, err := h.byPlan(ctx, d.body.Command, d.body.plan(), true)
	if err != nil {
		return err
	}
	for _, x := range list {
		against := d.view.duties.Against(x.action)
		if against == nil {
			continue
		}
		acts, _, err := h.past(ctx, x.line, against, "")
		if err != nil {
			return err
		}
		d.recalled = append(d.recalled, agreeing{x.action, acts})
	}
	return nil
}

func (b *Body) plan() *Plan {
	return &Plan{Rows: b.Rows, Outbox: b.Outbox, Facts: b.Facts, Record: b.Record}
}

// excluded is nil unless a duty rule keeps the person from agreeing.
func (d *decision) excluded(person string) error {
	if err := d.barred[person]; err != nil {
		return err
	}
	for _, x := range d.recalled {
		for _, c := range d.view.duties.Clashes(d.view.access, x.action, person, x.past, int64(d.now)) {
			if c.Refused() {
				return fault.New(fault.Denied, codeDuty, "%s.", &c)
			}
		}
	}
	return nil
}

// search asks the whole log about those who agreed and who is about to: whoever
// did beneath what the change is about what a rule keeps apart is barred. What is
// let through is told in facts.
func (g *batch) search(j *job, d *decision) (facts []audit.Fact, err error) {
	if len(d.recalled) == 0 {
		return nil, nil
	}
	d.barred = map[string]error{}
	h := g.e.hindsight(newRecorder(g.e, d.view, g.tx, d.now, d.body.Maker))
	list, err := h.byPlan(g.ctx, d.body.Command, d.body.plan(), true)
	if err != nil {
		return nil, err
	}
	users := []string{j.who.User, j.who.OnBehalf}
	for _, a := range d.agreed {
		users = append(users, a.User, a.Deputy)
	}
	for _, person := range d.view.persons(users...) {
		found, err := h.clashes(g.ctx, list, []string{person}, true)
		if err != nil {
			return nil, err
		}
		told, refused := judged(found)
		if refused != nil {
			d.barred[person] = refused
		}
		facts = append(facts, told...)
	}
	if p := d.view.access.Person(j.who.OnBehalf); j.who.OnBehalf != "" && d.barred[p] != nil { // a deputy is kept from what the other is
		d.barred[d.view.access.Person(j.who.User)] = d.barred[p]
	}
	return facts, nil
}
