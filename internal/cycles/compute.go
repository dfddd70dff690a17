package cycles

import (
	"context"
	"strconv"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/netting"
)

// Compute nets the cycle; computing again replaces what was computed before.
type Compute struct {
	on
	run govern.ID
}

// Name is the command's name.
func (*Compute) Name() string { return "cycle.compute" }

// Draw names the run; its settlements are called by it and their number.
func (k *Compute) Draw(newID func() govern.ID) { k.run = newID() }

// Plan rests on the whole set under the cycle. Faults: wrong_state,
// rates_missing when a settlement currency changed since they were fixed,
// not_computable when an amount does not fit.
func (k *Compute) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	c, err := k.in(ctx, q, "It is computed after its rates are fixed.", RatesFixed, Calculated)
	if err != nil {
		return govern.Plan{}, err
	}
	in, err := gather(ctx, q, c)
	if err != nil {
		return govern.Plan{}, err
	}
	result, err := netting.Compute(in.cycle)
	if err != nil {
		return govern.Plan{}, fault.Wrap(err, fault.Conflict, "not_computable", "The cycle %s cannot be computed: %v. Reopen its input and put it right.", c.Code, err)
	}
	after := *c
	after.State, after.Result, after.InputsDigest = Calculated, summaryOf(result), in.digest()
	plan := govern.Plan{Rows: []govern.RowChange{Cycles.Update(c, &after)}}
	if plan.Reads, err = k.children(ctx, q); err != nil {
		return govern.Plan{}, err
	}
	old, err := SettlementsOf(ctx, q, c.ID)
	if err != nil {
		return govern.Plan{}, err
	}
	rows, err := k.settle(c, in, result, old)
	plan.Rows = append(plan.Rows, rows...)
	plan.Facts = append(factsOf(in, after.Result), audit.Fact{Name: "inputs_sha256", Value: after.InputsDigest})
	if c.InputsDigest != "" {
		plan.Facts = append(plan.Facts, count("replaced_settlements", len(old)), audit.Fact{Name: "replaced_inputs_sha256", Value: c.InputsDigest})
	}
	return plan, err
}

// settle plans the settlements of the result in place of the old ones.
func (k *Compute) settle(c *Cycle, in *inputs, result netting.Result, old []*Settlement) ([]govern.RowChange, error) {
	before := map[govern.ID]*Settlement{}
	for _, s := range old {
		before[s.Participant] = s
	}
	var rows []govern.RowChange
	for n, net := range result.Participants {
		amount, err := net.Settlement.Money()
		if err != nil {
			return nil, fault.Wrap(err, fault.Conflict, "not_computable", "What settles %s does not fit: %v.", net.ID, err)
		}
		p := in.participants[net.ID]
		after := &Settlement{
			Meta: govern.Meta{ID: k.run + govern.ID("-"+strconv.Itoa(n+1))}, Cycle: c.ID, Unit: p.Unit, Participant: p.ID,
			Direction: string(net.Settlement.Direction), Amount: amount, ResidueBase: net.Settlement.ResidueBase.String(),
		}
		if was := before[p.ID]; was != nil {
			after.Meta = was.Meta
			rows = append(rows, Settlements.Update(was, after))
			delete(before, p.ID)
			continue
		}
		rows = append(rows, Settlements.Insert(after))
	}
	for _, s := range old {
		if before[s.Participant] != nil {
			rows = append(rows, Settlements.Delete(s))
		}
	}
	return rows, nil
}

func summaryOf(r netting.Result) Summary {
	return Summary{
		PaymentsBefore: int64(r.PaymentsBefore), PaymentsAfter: int64(r.PaymentsAfter), GrossBase: r.GrossBase.String(),
		NetBase: r.NetBase.String(), SavingsPct: r.SavingsPct.String(), ResidueBase: r.ResidueBase.String(),
	}
}

func factsOf(in *inputs, s Summary) []audit.Fact {
	return []audit.Fact{
		count("participants", len(in.participants)), count("payments_before", int(s.PaymentsBefore)), count("payments_after", int(s.PaymentsAfter)),
		{Name: "gross_base", Value: s.GrossBase},
		{Name: "net_base", Value: s.NetBase},
		{Name: "residue_base", Value: s.ResidueBase},
	}
}
