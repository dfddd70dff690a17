package collude_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/collude"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/testkit/house"
)

// guard is a watch over the town, stepped by hand.
type guard struct {
	*town
	*collude.Watch
}

func (w *town) guard() *guard {
	return &guard{w, &collude.Watch{Engine: w.Engine, DB: w.DB, Courier: "delivery", Declared: func(string) bool { return false }, Settle: 10 * time.Second}}
}

// after steps once the time has gone by, and reads what was found.
func (g *guard) after(d time.Duration) *collude.Looked {
	g.t.Helper()
	g.Clock.Advance(d)
	if err := g.Step(context.Background()); err != nil {
		g.t.Fatal(err)
	}
	l, err := collude.Alarms(context.Background(), g.DB)
	if err != nil {
		g.t.Fatal(err)
	}
	return l
}

func of(l *collude.Looked, outcome collude.Outcome, on string) *collude.Alarm {
	for i := range l.Alarms {
		if a := &l.Alarms[i]; a.Outcome == outcome && a.On.ID == on {
			return a
		}
	}
	return nil
}

func names(a *collude.Alarm) (list []string) {
	for _, p := range a.People {
		list = append(list, p.Person)
	}
	slices.Sort(list)
	return list
}

func TestItIsLookedOnceChangesHaveSettledAndDaily(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		g := w.guard()
		if l := g.after(0); l.At != 0 {
			t.Fatal("it was looked before anything had settled")
		}
		first := g.after(10 * time.Second)
		if first.At == 0 {
			t.Fatal("it was not looked once all had settled")
		}
		if l := g.after(time.Hour); l.At != first.At {
			t.Error("it was looked again, and nothing had changed")
		}
		w.User("nora", "grant.view")
		if l := g.after(time.Second); l.At != first.At {
			t.Error("it was looked before the change had settled")
		}
		for range 12 { // somebody is entered every eight seconds
			put(w, policy.Rules, govern.ID(w.Clock.Now().Format("150405")), &policy.Rule{Name: w.Clock.Now().String(), Subject: "unit", Operations: []string{"delete"}, Factors: []approval.Factor{one("unit.approve")}})
			g.after(8 * time.Second)
		}
		if l := g.after(8 * time.Second); l.At != first.At {
			t.Error("it was looked while changes went on")
		}
		put(w, policy.Rules, "last", &policy.Rule{Name: "last", Subject: "unit", Operations: []string{"delete"}, Factors: []approval.Factor{one("unit.approve")}})
		second := g.after(20 * time.Second)
		if second.At == first.At {
			t.Fatal("changes that do not settle are never looked at")
		}
		g.after(10 * time.Second)
		third := g.after(10 * time.Second)
		if l := g.after(23 * time.Hour); l.At != third.At {
			t.Error("it was looked again on the same day, and nothing had changed")
		}
		if l := g.after(time.Hour); l.At == third.At {
			t.Error("it was not looked within a day")
		}
	})
}

func TestWhoAloneCouldIsFoundOnceAndGoneWhenMended(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		g := w.guard()
		put(w, recon.Processes, "cash", &recon.Process{Code: "CASH", Name: "Cash", Unit: "group", Kind: "data", Configuration: "keys: [id]\n", OnInconsistency: "warn"})
		w.User("xena", "exception.close", "exception.view")
		look := func() *collude.Looked {
			t.Helper()
			g.after(0)
			return g.after(10 * time.Second)
		}
		l := look()
		a := of(l, collude.Exception, "cash")
		if a == nil || !slices.Contains(names(a), "xena") || a.Round != 1 || len(a.Ways) == 0 || len(a.Ways[0].Gaps) == 0 {
			t.Fatalf("of the exceptions of the process it is found: %+v", a)
		}
		if l.Armed {
			t.Error("four eyes count as in use, and there is no rule")
		}
		w.User("yuri", "exception.close", "exception.view")
		l = look()
		if b := of(l, collude.Exception, "cash"); b == nil || b.ID != a.ID || b.Round != 2 || b.FoundAt != a.FoundAt || b.ChangedAt <= a.ChangedAt {
			t.Errorf("after somebody else could it is %+v, before it was %+v", b, a)
		}
		w.rule("close", "exception", "update", "", one("exception.approve"))
		w.Grant("xena", "exception.approve")
		w.Grant("yuri", "exception.approve")
		l = look()
		if b := of(l, collude.Exception, "cash"); b != nil {
			t.Errorf("it is still there: %+v", b)
		}
		if !l.Armed {
			t.Error("a rule is in force, and four eyes do not count as in use")
		}
		if b := of(l, collude.RuleOff, "close"); b != nil {
			t.Errorf("the rule holds its own end, and somebody alone is found: %+v", b)
		}
		held := w.MustHold(w.Submit(house.Founder, govern.Remove(policy.Rules, "close", 1)))
		w.Must(w.Engine.Approve(context.Background(), govern.Actor{User: "xena"}, govern.Note{}, held.Change, held.Digest))
		l = look()
		if b := of(l, collude.Exception, "cash"); b == nil || b.ID == a.ID || b.Round != 1 {
			t.Errorf("when it came again it is %+v, and was %s", b, a.ID)
		}
		if !l.Armed {
			t.Error("that the last rule was switched off is held for a beginning")
		}
		if n := w.Count(`SELECT count(*) FROM alarm WHERE ended_at > 0 AND on_record = 'cash'`); n != 1 {
			t.Errorf("%d findings have ended", n)
		}
	})
}
