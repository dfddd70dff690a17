package cycles

import (
	"context"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/money"
)

const ratesFixed = "Rates can be keyed while it is open or its input closed; reopen its input first."

// KeyRate keys a rate for the first time, or anew, whoever keyed or confirmed it
// before: it has to be confirmed again.
type KeyRate struct {
	on
	Currency money.Currency `json:"currency"`
	Value    money.Decimal  `json:"value" doc:"What one unit of the currency is worth in the base currency."`
	rate     govern.ID
}

// Name is the command's name.
func (*KeyRate) Name() string { return "cycle.key_rate" }

// Draw draws the rate's id.
func (k *KeyRate) Draw(newID func() govern.ID) { k.rate = newID() }

// Plan faults wrong_state, base_rate_is_one, unknown_currency and bad_rate.
func (k *KeyRate) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	c, err := k.in(ctx, q, ratesFixed, Opened, InputClosed)
	if err != nil {
		return govern.Plan{}, err
	}
	if k.Currency == c.BaseCurrency {
		return govern.Plan{}, fault.Bad("currency", "base_rate_is_one", "%s is the base currency: its rate is 1 and is not keyed.", k.Currency)
	}
	before, err := rateOf(ctx, q, k.id, k.Currency)
	if err != nil {
		return govern.Plan{}, err
	}
	after := Rate{Meta: govern.Meta{ID: k.rate}, Cycle: c.ID, Unit: c.Unit, Currency: k.Currency, Value: k.Value, State: keyed, KeyedBy: govern.ID(who.User)}
	if before == nil {
		return govern.Plan{Rows: []govern.RowChange{Rates.Insert(&after)}}, nil
	}
	after.Meta = before.Meta
	return govern.Plan{Rows: []govern.RowChange{Rates.Update(before, &after)}}, nil
}

func rateOf(ctx context.Context, q store.Reader, cycle govern.ID, currency money.Currency) (*Rate, error) {
	return Rates.One(ctx, q, `cycle = $1 AND currency = $2`, string(cycle), string(currency))
}

// ConfirmRate keys a rate again, blind.
type ConfirmRate struct {
	on
	Currency money.Currency `json:"currency"`
	Value    money.Decimal  `json:"value" doc:"Keyed from the source, not from the screen: it must agree with what was keyed first."`
}

// Name is the command's name.
func (*ConfirmRate) Name() string { return "cycle.confirm_rate" }

// Plan faults wrong_state, rate_not_keyed, rate_confirmed, own_rate for who keyed
// it, and rates_differ, which does not tell the value that was keyed.
func (k *ConfirmRate) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	c, err := k.in(ctx, q, ratesFixed, Opened, InputClosed)
	if err != nil {
		return govern.Plan{}, err
	}
	before, err := rateOf(ctx, q, c.ID, k.Currency)
	switch {
	case err != nil:
		return govern.Plan{}, err
	case before == nil:
		return govern.Plan{}, fault.Bad("currency", "rate_not_keyed", "Nobody has keyed a rate for %q yet; key it first.", k.Currency)
	case before.State == confirmed:
		return govern.Plan{}, fault.New(fault.Conflict, "rate_confirmed", "The rate for %s is confirmed already. To change it, key it anew.", k.Currency)
	case q.Person(string(before.KeyedBy)) == q.Person(who.User):
		return govern.Plan{}, fault.New(fault.Denied, "own_rate", "You keyed this rate; somebody else has to key it again.")
	case !before.Value.Equal(k.Value):
		return govern.Plan{}, fault.Bad("value", "rates_differ", "This is not what was keyed for %s. Look at the source again; who is wrong keys it anew.", k.Currency)
	}
	after := *before
	after.State, after.ConfirmedBy = confirmed, govern.ID(who.User)
	return govern.Plan{Rows: []govern.RowChange{Rates.Update(before, &after)}}, nil
}

// FixRates locks the rates.
type FixRates struct{ on }

// Name is the command's name.
func (*FixRates) Name() string { return "cycle.fix_rates" }

// Plan faults wrong_state, and rates_missing with the currencies of invoices and
// of their participants' settlements that have no confirmed rate.
func (f *FixRates) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	plan, err := f.step(ctx, q, RatesFixed, "Rates are fixed after the input is closed.", InputClosed)
	if err != nil {
		return govern.Plan{}, err
	}
	if plan.Reads, err = f.children(ctx, q); err != nil {
		return govern.Plan{}, err
	}
	c, err := Cycles.Get(ctx, q, f.id)
	if err != nil {
		return govern.Plan{}, err
	}
	in, err := gather(ctx, q, c)
	if err != nil {
		return govern.Plan{}, err
	}
	for _, r := range in.cycle.Rates {
		plan.Facts = append(plan.Facts, audit.Fact{Name: "rate_" + strings.ToLower(string(r.Currency)), Value: r.Value.String()})
	}
	return plan, nil
}

// confirmedRates are the rates of the currencies needed, in their order, without
// the base's. Fault rates_missing.
func confirmedRates(ctx context.Context, q store.Reader, c *Cycle, needed []money.Currency) ([]*Rate, error) {
	rates, err := Rates.Find(ctx, q, `cycle = $1 AND state = 'confirmed' ORDER BY currency`, string(c.ID))
	if err != nil {
		return nil, err
	}
	var have []*Rate
	var lack []string
	for _, currency := range needed {
		if currency == c.BaseCurrency {
			continue
		}
		i := slices.IndexFunc(rates, func(r *Rate) bool { return r.Currency == currency })
		if i < 0 {
			lack = append(lack, string(currency))
			continue
		}
		have = append(have, rates[i])
	}
	if lack != nil {
		return nil, fault.New(fault.Conflict, "rates_missing", "There is no confirmed rate for %s. Let one person key it and another confirm it, while the input is open or closed.", strings.Join(lack, ", "))
	}
	return have, nil
}
