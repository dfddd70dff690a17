package cycles

import (
	"cmp"
	"context"
	"slices"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/money"
)

// Flows are what a cycle is about, to be drawn: what everybody owes everybody
// before netting, and the one payment of each after it. Values are in base
// currency, exact decimals.
type Flows struct {
	BaseCurrency money.Currency `json:"base_currency"`
	Members      []Member       `json:"members" doc:"Who takes part, by code."`
	Flows        []Flow         `json:"flows" doc:"Before netting: one for each payer and payee, by their codes."`
	Unvalued     int64          `json:"unvalued" doc:"Invoices in a currency whose rate is not confirmed yet; no flow has their value."`
}

// Member is a participant with what settles it; the direction is empty before
// the cycle is computed.
type Member struct {
	ID        govern.ID     `json:"id"`
	Code      string        `json:"code"`
	Name      string        `json:"name"`
	Direction string        `json:"direction" enum:"receive,pay,none," doc:"Seen from the participant."`
	Amount    *money.Money  `json:"amount,omitempty" doc:"In its own currency."`
	Base      money.Decimal `json:"base" doc:"The amount's value."`
}

// Flow is all that one participant owes another.
type Flow struct {
	Payer    govern.ID     `json:"payer"`
	Payee    govern.ID     `json:"payee"`
	Invoices int64         `json:"invoices"`
	Base     money.Decimal `json:"base" doc:"The value of those whose rate is confirmed; below zero when credit notes prevail."`
}

// FlowsOf reads a cycle as a picture. Fault not_found.
func FlowsOf(ctx context.Context, r store.Reader, cycle govern.ID) (*Flows, error) {
	c, err := Cycles.Get(ctx, r, cycle)
	if err != nil {
		return nil, err
	}
	rates, err := valued(ctx, r, c)
	if err != nil {
		return nil, err
	}
	f := &Flows{BaseCurrency: c.BaseCurrency, Members: []Member{}, Flows: []Flow{}}
	members := map[govern.ID]*Member{}
	if err := f.add(ctx, r, c, rates, members); err != nil {
		return nil, err
	}
	settlements, err := SettlementsOf(ctx, r, c.ID)
	if err != nil {
		return nil, err
	}
	for _, s := range settlements {
		m := members[s.Participant]
		if m == nil {
			continue // its invoices were taken out since; it is computed anew
		}
		m.Direction, m.Amount = s.Direction, &s.Amount
		m.Base = rates[s.Amount.Currency].Mul(s.Amount.Decimal())
	}
	for _, m := range members {
		f.Members = append(f.Members, *m)
	}
	slices.SortFunc(f.Members, func(a, b Member) int { return cmp.Compare(a.Code, b.Code) })
	slices.SortFunc(f.Flows, func(a, b Flow) int {
		return cmp.Or(cmp.Compare(members[a.Payer].Code, members[b.Payer].Code), cmp.Compare(members[a.Payee].Code, members[b.Payee].Code))
	})
	return f, nil
}

// add sums the invoices by payer and payee, and finds out who they are.
func (f *Flows) add(ctx context.Context, r store.Reader, c *Cycle, rates map[money.Currency]money.Decimal, members map[govern.ID]*Member) error {
	invoices, err := Invoices.Find(ctx, r, `cycle = $1 ORDER BY id`, string(c.ID))
	if err != nil {
		return err
	}
	place := map[[2]govern.ID]int{}
	for _, i := range invoices {
		for _, id := range []govern.ID{i.Payer, i.Payee} {
			if members[id] != nil {
				continue
			}
			p, err := Participants.Get(ctx, r, id)
			if err != nil {
				return err
			}
			members[id] = &Member{ID: id, Code: p.Code, Name: p.Name}
		}
		pair := [2]govern.ID{i.Payer, i.Payee}
		at, known := place[pair]
		if !known {
			at = len(f.Flows)
			place[pair] = at
			f.Flows = append(f.Flows, Flow{Payer: i.Payer, Payee: i.Payee})
		}
		flow := &f.Flows[at]
		flow.Invoices++
		rate, known := rates[i.Amount.Currency]
		if !known {
			f.Unvalued++
			continue
		}
		flow.Base = flow.Base.Add(rate.Mul(i.Amount.Decimal()))
	}
	return nil
}

// valued are the confirmed rates and the base's own. One that is only keyed is
// not used: who keys it again must not see it.
func valued(ctx context.Context, r store.Reader, c *Cycle) (map[money.Currency]money.Decimal, error) {
	rates, err := Rates.Find(ctx, r, `cycle = $1 AND state = $2 ORDER BY currency`, string(c.ID), confirmed)
	known := map[money.Currency]money.Decimal{c.BaseCurrency: money.NewDecimal(1, 0)}
	for _, rate := range rates {
		known[rate.Currency] = rate.Value
	}
	return known, err
}
