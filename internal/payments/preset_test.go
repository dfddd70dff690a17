package payments_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

func TestThePresetForThirdPartyPaymentsHoldsAllButWhatIsProvenIntercompany(t *testing.T) {
	tables := append([]govern.Any{directory.Units, directory.Users, directory.Groups, directory.Members, directory.Roles, directory.Grants, directory.APITokens, policy.Rules, cycles.Participants}, payments.Tables...)
	at := slices.IndexFunc(policy.Verbs, func(v govern.Verb) bool { return v.Name == "four_eyes_rule.preset" })
	house.Each(t, tables, append(slices.Clone(payments.Verbs), policy.Verbs[at]), func(t *testing.T, h *house.House) {
		w := &town{h, t, tables}
		w.found()
		w.company()
		w.User("head", "package.submit.approve")
		preset := &policy.Preset{}
		w.Must(w.on(house.Founder, "third_party_payments", preset))
		if n := w.Count(`SELECT count(*) FROM four_eyes_rule WHERE enabled = 1 AND name = 'Preset: third party payments'`); n != 1 {
			t.Fatalf("%d rules are in force", n)
		}
		if _, err := w.on(house.Founder, "third_party_payments", &policy.Preset{}); fault.Code(err) != "preset_stands" {
			t.Errorf("switched on again: %v", err)
		}
		for i, c := range []struct {
			kind  string
			waits bool
		}{{"third_party", true}, {"intercompany", false}, {"salary", true}, {"tax", true}, {"mixed", true}} {
			order := pay("E-"+strconv.Itoa(i), "10.00")
			orders := []payments.Entry{order}
			if c.kind == "intercompany" {
				orders[0] = within(order)
			}
			if c.kind == "mixed" {
				orders[0].Kind, order.Kind, order.EndToEndID = "tax", "third_party", "E-third"
				orders = append(orders, order)
			}
			id := w.create(draft("K-"+strconv.Itoa(i), c.kind, orders...)) // entering is nobody else's affair
			out, err := w.on("clerk", id, &payments.Submit{})
			if err != nil || (out.State == govern.Held) != c.waits {
				t.Fatalf("submitting a %s package: %+v, %v", c.kind, out, err)
			}
			if !c.waits {
				w.wantState(id, payments.Awaiting)
				continue
			}
			w.wantState(id, payments.Drafted)
			who := govern.Actor{User: "clerk", Method: "test"}
			if _, err := w.Engine.Approve(ctx, who, govern.Note{}, out.Change, out.Digest); fault.Code(err) != "own_change" {
				t.Errorf("the maker agrees: %v", err)
			}
			who.User = "mayor" // who signs does not agree by that
			if _, err := w.Engine.Approve(ctx, who, govern.Note{}, out.Change, out.Digest); fault.Code(err) != "not_an_approver" {
				t.Errorf("a signatory agrees: %v", err)
			}
			who.User = "head"
			w.Must(w.Engine.Approve(ctx, who, govern.Note{}, out.Change, out.Digest))
			w.wantState(id, payments.Awaiting)
		}
	})
}
