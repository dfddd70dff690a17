package cycles_test

import (
	"strings"
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/money"
)

// several holds five invoices: one that waits for two people because it is large,
// and one with the number of another.
func several(w *town) (list []govern.Outcome) {
	w.open()
	w.User("clerk", "invoice.insert")
	for _, user := range []string{"first", "other"} {
		w.User(user, "invoice.approve")
	}
	rule := func(id govern.ID, condition string, people int) {
		w.Must(w.Submit(house.Founder, govern.PutNew(policy.Rules, id, &policy.Rule{
			Name: string(id), Subject: "invoice", Operations: []string{"insert"}, Condition: condition, Enabled: true,
			Factors: []approval.Factor{{Permission: "invoice.approve", People: people}},
		})))
	}
	rule("all", "", 1)
	rule("large", "after.amount_minor > 5000000", 2)
	for _, i := range []struct {
		reference string
		minor     int64
	}{{"R1", 10000}, {"R2", 20000}, {"R1", 8000}, {"R4", 9000000}, {"R5", 100}} {
		id := govern.NewID(w.Engine.Now())
		list = append(list, w.MustHold(w.Submit("clerk", govern.PutNew(cycles.Invoices, id, &cycles.Invoice{
			Cycle: "2026-11", Unit: "a", Payer: "a", Payee: "b", Reference: i.reference, Amount: money.Money{Minor: i.minor, Currency: "EUR"},
		}))))
	}
	return list
}

func shown(list ...govern.Outcome) (agreed []govern.Shown) {
	for _, o := range list {
		agreed = append(agreed, govern.Shown{Change: o.Change, Digest: o.Digest})
	}
	return agreed
}

func TestOfChangesDecidedTogetherEachIsJudgedAlone(t *testing.T) {
	each(t, func(w *town) {
		c := several(w)
		as := func(user string) govern.Actor { return govern.Actor{User: user, Method: "test"} }
		_, err := w.Engine.ApproveEach(ctx, as("first"), govern.Note{}, shown(c[0]), []govern.ID{c[4].Change})
		if fault.Code(err) != "reason_missing" {
			t.Errorf("leaving out without a reason gives %v", err)
		}
		if _, err = w.Engine.ApproveEach(ctx, as("first"), govern.Note{}, shown(c[0], c[0]), nil); fault.Code(err) != "twice" {
			t.Errorf("naming one twice gives %v", err)
		}
		mine, err := w.Engine.ApproveEach(ctx, as("clerk"), govern.Note{}, shown(c[0]), nil)
		if err != nil || len(mine) != 1 || mine[0].Code != "own_change" || mine[0].Outcome != nil {
			t.Errorf("one's own gives %+v, %v", mine, err)
		}
		altered := shown(c[:4]...)
		altered[1].Digest = strings.Repeat("0", 64)
		note := govern.Note{Reason: "not ours", Key: "k", Fingerprint: "f"}
		got, err := w.Engine.ApproveEach(ctx, as("first"), note, altered, []govern.ID{c[4].Change})
		if err != nil || len(got) != 5 {
			t.Fatalf("got %+v, %v", got, err)
		}
		for i, want := range []govern.State{govern.Applied, "", govern.Stale, govern.Held, govern.Rejected} {
			switch j := got[i]; {
			case j.Change != c[i].Change:
				t.Errorf("the answer %d is about %s", i, j.Change)
			case want == "" && j.Code != "other_digest":
				t.Errorf("another digest gives %+v", j)
			case want != "" && (j.Outcome == nil || j.Outcome.State != want):
				t.Errorf("the change %d became %+v, want %s", i, j, want)
			}
		}
		again, err := w.Engine.ApproveEach(ctx, as("first"), note, altered, []govern.ID{c[4].Change})
		if err != nil || again[0].Outcome == nil || again[0].Outcome.Seq != got[0].Outcome.Seq {
			t.Errorf("the same request again gives %+v, %v", again, err)
		}
		last, err := w.Engine.ApproveEach(ctx, as("other"), govern.Note{}, shown(c[1], c[3]), nil)
		if err != nil || last[0].Outcome == nil || last[0].Outcome.State != govern.Applied || last[1].Outcome == nil || last[1].Outcome.State != govern.Applied {
			t.Errorf("another person comes to %+v, %v", last, err)
		}
		if n := w.Count(`SELECT count(*) FROM invoice`); n != 3 {
			t.Errorf("there are %d invoices, want R1, R2 and R4", n)
		}
		left, err := w.Engine.Look(ctx, "clerk", c[4].Change)
		if err != nil || left.Change.EndedWhy != "not ours" {
			t.Errorf("the maker is told %+v, %v", left, err)
		}
	})
}

func TestTheApproverSeesWhatSeveralChangesComeTo(t *testing.T) {
	each(t, func(w *town) {
		c := several(w)
		var ids []govern.ID
		for _, o := range c {
			ids = append(ids, o.Change)
		}
		s, err := w.Engine.SumUp(ctx, "first", ids)
		if err != nil {
			t.Fatal(err)
		}
		if s.Changes != 5 || len(s.Rows) != 1 || s.Rows[0] != (govern.OfTable{Table: "invoice", Op: govern.Insert, Count: 5}) {
			t.Errorf("got %d changes, %+v", s.Changes, s.Rows)
		}
		if len(s.Totals) != 1 || s.Totals[0].Sum != (money.Money{Minor: 9038100, Currency: "EUR"}) {
			t.Errorf("the total is %+v", s.Totals)
		}
		if len(s.Largest) != 5 || s.Largest[0].Change != c[3].Change || s.Largest[4].Amount.Minor != 100 {
			t.Errorf("the largest are %+v", s.Largest)
		}
		if len(s.New) != 5 || s.New[1].Known != "a b R2" && !strings.Contains(s.New[1].Known, "R2") {
			t.Errorf("new are %+v", s.New)
		}
		w.User("stranger")
		if _, err := w.Engine.SumUp(ctx, "stranger", ids); fault.Code(err) != "denied" {
			t.Errorf("a stranger is told %v", err)
		}
	})
}
