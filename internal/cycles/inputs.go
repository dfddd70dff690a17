package cycles

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/money"
	"github.com/countersign/countersign/netting"
	"github.com/countersign/countersign/strictjson"
)

// inputs are everything that a computation rests on.
type inputs struct {
	code         string
	cycle        netting.Cycle // participants and invoices by business id, sorted
	participants map[string]*Participant
}

// gather reads the inputs as they stand. A participant takes part when an
// invoice names it. Fault rates_missing. The participants are noted as read by
// a plan; the invoices and rates are not: bind to the cycle's children.
func gather(ctx context.Context, q store.Reader, c *Cycle) (*inputs, error) {
	invoices, err := Invoices.Find(ctx, q, `cycle = $1 ORDER BY id`, string(c.ID))
	if err != nil {
		return nil, err
	}
	in := &inputs{code: c.Code, participants: map[string]*Participant{}}
	in.cycle.Base = c.BaseCurrency
	byID := map[govern.ID]*Participant{}
	used := map[money.Currency]bool{}
	for _, i := range invoices {
		for _, id := range []govern.ID{i.Payer, i.Payee} {
			if byID[id] != nil {
				continue
			}
			p, err := Participants.Get(ctx, q, id)
			if err != nil {
				return nil, err
			}
			byID[id], in.participants[p.Code], used[p.Currency] = p, p, true
			in.cycle.Participants = append(in.cycle.Participants, netting.Participant{ID: p.Code, Currency: p.Currency})
		}
		used[i.Amount.Currency] = true
		payer, payee := byID[i.Payer].Code, byID[i.Payee].Code
		in.cycle.Invoices = append(in.cycle.Invoices, netting.Invoice{
			ID: InvoiceKey(payer, payee, i.Reference), Payer: payer, Payee: payee,
			Currency: i.Amount.Currency, Amount: i.Amount.String(),
		})
	}
	slices.SortFunc(in.cycle.Participants, func(a, b netting.Participant) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(in.cycle.Invoices, func(a, b netting.Invoice) int { return cmp.Compare(a.ID, b.ID) })
	return in, in.takeRates(ctx, q, c, used)
}

func (in *inputs) takeRates(ctx context.Context, q store.Reader, c *Cycle, used map[money.Currency]bool) error {
	var needed []money.Currency
	for currency := range used {
		needed = append(needed, currency)
	}
	slices.Sort(needed)
	rates, err := confirmedRates(ctx, q, c, needed)
	if err != nil {
		return err
	}
	for _, r := range rates {
		in.cycle.Rates = append(in.cycle.Rates, netting.Rate{Currency: r.Currency, Value: r.Value})
	}
	return nil
}

// InvoiceKey names an invoice for ever, in every installation: codes hold no
// slash, so that the first two end the codes.
func InvoiceKey(payer, payee, reference string) string {
	return payer + "/" + payee + "/" + reference
}

// Inputs is the canonical form of what the cycle is computed from now: one line
// as `countersign netting compute` reads it, members in that order, rates,
// participants and invoices sorted by their names, amounts with all decimals,
// no white space, and a line end. The id is the cycle's code. Its SHA-256 is the
// cycle's inputs digest. Fault rates_missing.
func Inputs(ctx context.Context, r store.Reader, cycle govern.ID) ([]byte, error) {
	c, err := Cycles.Get(ctx, r, cycle)
	if err != nil {
		return nil, err
	}
	in, err := gather(ctx, r, c)
	if err != nil {
		return nil, err
	}
	return in.canonical(), nil
}

func (in *inputs) digest() string {
	sum := sha256.Sum256(in.canonical())
	return hex.EncodeToString(sum[:])
}

func (in *inputs) canonical() []byte { return Canonical(in.code, in.cycle) }

// Canonical is the form that Inputs describes, of a cycle whose rates,
// participants and invoices are sorted.
func Canonical(id string, c netting.Cycle) []byte {
	out := make([]byte, 0, 256+128*len(c.Invoices))
	out = strictjson.AppendText(append(out, `{"id":`...), id)
	out = strictjson.AppendText(append(out, `,"base":`...), string(c.Base))
	out = append(out, `,"rates":{`...)
	for i, r := range c.Rates {
		out = appendMember(out, i, string(r.Currency), r.Value.String())
	}
	out = append(out, `},"participants":{`...)
	for i, p := range c.Participants {
		out = appendMember(out, i, p.ID, string(p.Currency))
	}
	out = append(out, `},"invoices":[`...)
	for i, v := range c.Invoices {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, '{')
		for j, m := range [...][2]string{{"id", v.ID}, {"payer", v.Payer}, {"payee", v.Payee}, {"currency", string(v.Currency)}, {"amount", v.Amount}} {
			out = appendMember(out, j, m[0], m[1])
		}
		out = append(out, '}')
	}
	return append(out, "]}\n"...)
}

func appendMember(out []byte, i int, name, value string) []byte {
	if i > 0 {
		out = append(out, ',')
	}
	return strictjson.AppendText(append(strictjson.AppendText(out, name), ':'), value)
}

func count(name string, n int) audit.Fact { return audit.Fact{Name: name, Value: strconv.Itoa(n)} }
