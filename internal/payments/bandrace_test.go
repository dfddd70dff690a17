package payments_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/internal/testkit/soak"
)

// halves is one round: two packages that pay one beneficiary 600 euros each on
// one day. Each alone requires 10 points; once one is accepted the other
// requires 15. The mayor has signed both.
type halves struct {
	*town
	round int
	nodes [2]*govern.Engine // two on PostgreSQL, on SQLite the same twice
	day   string
	pkg   [2]*payments.Package
}

// eachHalves runs f in round after round, each on a business day of its own.
func eachHalves(t *testing.T, f func(h *halves)) {
	eachTown(t, func(t *testing.T, w *town) {
		w.banded()
		w.User("agent", "package.sign.approve")
		nodes := [2]*govern.Engine{w.Engine, w.Engine}
		if w.DB.Dialect() == store.Postgres {
			nodes[1] = w.Start(w.DB, w.tables, payments.Verbs)
		}
		day := time.Date(2026, 11, 4, 0, 0, 0, 0, time.UTC)
		for round := range soak.Count(3, 12, 400) {
			for day = day.AddDate(0, 0, 1); day.Weekday() == time.Saturday || day.Weekday() == time.Sunday; {
				day = day.AddDate(0, 0, 1)
			}
			h := &halves{town: w, round: round, nodes: nodes, day: day.Format(time.DateOnly)}
			for i := range h.pkg {
				name := fmt.Sprintf("%d-%d", round, i)
				h.pkg[i] = w.submitted("H-"+name, onDay(h.day, pay("O-"+name, "600")))
				if got := w.required(h.pkg[i].ID); got != 10 {
					t.Fatalf("round %d: %s requires %d points while none is accepted, want 10", round, h.pkg[i].Code, got)
				}
				w.Must(w.sign("mayor", h.pkg[i]))
			}
			f(h)
		}
	})
}

// node is where the i-th half's last signature comes in; it changes places from
// round to round.
func (h *halves) node(i int) *govern.Engine { return h.nodes[(i+h.round)%2] }

// together does both at the same moment.
func (h *halves) together(do func(i int) (govern.Outcome, error)) (outs [2]govern.Outcome, errs [2]error) {
	var busy sync.WaitGroup
	start := make(chan struct{})
	for k := range 2 {
		i := (k + h.round/2) % 2
		busy.Go(func() {
			<-start
			outs[i], errs[i] = do(i)
		})
	}
	close(start)
	busy.Wait()
	return outs, errs
}

// wantOneAccepted asks that one half is accepted with 10 points, and that the
// other has so many and waits for the 15 that it requires since; it gives the
// accepted one.
func (h *halves) wantOneAccepted(other int) int {
	h.t.Helper()
	states := []payments.State{h.town.pkg(h.pkg[0].ID).State, h.town.pkg(h.pkg[1].ID).State}
	first := slices.Index(states, payments.Accepted)
	if first < 0 || states[1-first] != payments.Awaiting {
		h.t.Fatalf("round %d: the packages are %v, want one accepted and one waiting", h.round, states)
	}
	for i, want := range map[int][2]int{first: {10, 10}, 1 - first: {other, 15}} {
		v := h.standing(h.pkg[i].ID).Verdict.Accounts[0]
		if got := [2]int{v.Points, v.Required}; got != want {
			h.t.Fatalf("round %d: %s has points and required points %v, want %v", h.round, h.pkg[i].Code, got, want)
		}
	}
	return first
}

func TestHalvesSignedAtOnceAreNotBothAcceptedByTheLowerPoints(t *testing.T) {
	eachHalves(t, func(h *halves) {
		outs, errs := h.together(func(i int) (govern.Outcome, error) {
			user := []string{"treasurer", "cashier"}[i]
			s := h.signature(user, h.pkg[i])
			s.On(h.pkg[i].ID)
			return h.node(i).Submit(ctx, govern.Actor{User: user, Method: "test"}, govern.Note{}, s)
		})
		for i, err := range errs {
			if err != nil || outs[i].State != govern.Applied {
				t.Fatalf("round %d: the signature of %s is %+v, %v", h.round, h.pkg[i].Code, outs[i], err)
			}
		}
		// The log tells which came first, and so which could be accepted.
		if first := h.wantOneAccepted(10); outs[first].Seq > outs[1-first].Seq {
			t.Fatalf("round %d: %s was accepted by entry %d, after entry %d of the other", h.round, h.pkg[first].Code, outs[first].Seq, outs[1-first].Seq)
		}
		// What the sum of the day requires, the other gets from a third signatory.
		waiting := slices.IndexFunc(h.pkg[:], func(p *payments.Package) bool { return h.town.pkg(p.ID).State == payments.Awaiting })
		h.Must(h.sign([]string{"cashier", "treasurer"}[waiting], h.pkg[waiting]))
		h.wantState(h.pkg[waiting].ID, payments.Accepted)
	})
}

func TestHalvesWhoseHeldSignaturesAreApprovedAtOnceAreNotBothAccepted(t *testing.T) {
	ruled := map[*house.House]bool{}
	eachHalves(t, func(h *halves) {
		if !ruled[h.House] {
			ruled[h.House] = true
			h.rule("last signatures", "package.sign", "command", `actor.id == "treasurer" || actor.id == "cashier"`)
		}
		var held [2]govern.Outcome
		for i, user := range []string{"treasurer", "cashier"} {
			held[i] = h.MustHold(h.sign(user, h.pkg[i]))
		}
		outs, errs := h.together(func(i int) (govern.Outcome, error) {
			return h.node(i).Approve(ctx, govern.Actor{User: "agent", Method: "test"}, govern.Note{}, held[i].Change, held[i].Digest)
		})
		first := h.wantOneAccepted(5)
		if errs[first] != nil || outs[first].State != govern.Applied {
			t.Fatalf("round %d: the first approval is %+v, %v; want applied", h.round, outs[first], errs[first])
		}
		if errs[1-first] != nil || outs[1-first].State != govern.Stale {
			t.Fatalf("round %d: the second approval is %+v, %q; want stale", h.round, outs[1-first], fault.Code(errs[1-first]))
		}
		if n := h.Count(`SELECT count(*) FROM signature WHERE "package" = $1`, string(h.pkg[1-first].ID)); n != 1 {
			t.Fatalf("round %d: the refused half has %d signatures, want the mayor's alone", h.round, n)
		}
	})
}
