package recon_test

import (
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/testkit/house"
)

// found are the exceptions of a run of ledgerCSV and bankCSV by their kinds.
func (o *office) found(p govern.ID) (*recon.Run, map[string]*recon.Exception) {
	o.t.Helper()
	left, right := sides(ledgerCSV, bankCSV)
	run, list := o.run(house.Founder, p, left, right)
	by := map[string]*recon.Exception{}
	for _, x := range list {
		by[x.Kind] = x
	}
	return run, by
}

func (o *office) on(user string, id govern.ID, a govern.Action) (govern.Outcome, error) {
	a.On(id)
	return o.Submit(user, a)
}

func (o *office) state(id govern.ID) string {
	o.t.Helper()
	x, err := recon.Exceptions.Get(o.t.Context(), o.DB, id)
	if err != nil {
		o.t.Fatal(err)
	}
	return x.State
}

// by is a match of unmatched_left with unmatched_right, which differ by 23.
func by(x map[string]*recon.Exception, kinds ...string) *recon.Match {
	m := &recon.Match{Reason: "One payment in two currencies."}
	for _, kind := range kinds {
		m.With = append(m.With, string(x[kind].ID))
	}
	return m
}

func TestAMatchByHandClosesItsExceptionsAndBreakingItOpensThem(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference, HandTolerance: "23"})
		_, x := o.found(p)
		left, right := x["unmatched_left"].ID, x["unmatched_right"].ID
		out := o.Must(o.on(house.Founder, left, by(x, "unmatched_right")))
		m, err := recon.HandMatches.Get(t.Context(), o.DB, out.Records[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		if m.Difference != "23" || m.State != "standing" || m.MadeBy != house.Founder || len(m.Exceptions) != 2 || o.state(left) != "closed" || o.state(right) != "closed" {
			t.Errorf("%+v; left %s, right %s", m, o.state(left), o.state(right))
		}
		_, err = o.on(house.Founder, left, &recon.Reopen{})
		wantFault(t, err, "matched_by_hand", "", "Break")
		_, err = o.on(house.Founder, m.ID, &recon.Break{Reason: " "})
		wantFault(t, err, "reason_missing", "reason", "")
		o.Must(o.on(house.Founder, m.ID, &recon.Break{Reason: "Two payments."}))
		if o.state(left) != "under_review" || o.state(right) != "under_review" {
			t.Errorf("after the break: left %s, right %s", o.state(left), o.state(right))
		}
		_, err = o.on(house.Founder, m.ID, &recon.Break{Reason: "Again."})
		wantFault(t, err, "wrong_state", "", "already")
	})
}

func TestAMatchByHandIsRefusedForWhatDoesNotBelongTogether(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference, HandTolerance: "22.99"})
		_, x := o.found(p)
		left := x["unmatched_left"].ID
		_, err := o.on(house.Founder, left, by(x, "unmatched_right"))
		wantFault(t, err, "beyond_tolerance", "with", "differ by 23,")
		_, err = o.on(house.Founder, left, by(x))
		wantFault(t, err, "one_side", "with", "both sides")
		_, err = o.on(house.Founder, left, by(x, "bad"))
		wantFault(t, err, "unreadable_row", "with", "could not be read")
		m := by(x, "unmatched_right")
		m.Reason = " "
		_, err = o.on(house.Founder, left, m)
		wantFault(t, err, "reason_missing", "reason", "")
		other := o.process("Q", recon.Process{Configuration: byReference})
		_, y := o.found(other)
		_, err = o.on(house.Founder, left, by(y, "unmatched_right"))
		wantFault(t, err, "other_run", "with", "one run")
		o.Must(o.on(house.Founder, x["unmatched_right"].ID, &recon.Close{ActionTaken: "Booked."}))
		_, err = o.on(house.Founder, left, by(x, "unmatched_right"))
		wantFault(t, err, "wrong_state", "", "closed")
	})
}

func TestAPairIsAcceptedWithinTheToleranceByHandAlone(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		for tolerance, want := range map[string]string{"": "beyond_tolerance", "5": ""} { // the pair B differs by 5
			p := o.process("P"+tolerance, recon.Process{Configuration: byReference, HandTolerance: tolerance})
			_, x := o.found(p)
			if _, err := o.on(house.Founder, x["partial"].ID, by(x)); err != nil && fault.Code(err) != want || err == nil && want != "" {
				t.Errorf("with the tolerance %q: %v, want %q", tolerance, err, want)
			}
		}
	})
}

func TestMatchingByHandNeedsThePermissionOnEveryExceptionAndWaitsUnderARule(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference, HandTolerance: "23"})
		_, x := o.found(p)
		o.User("viewer", "exception.view", "run.view")
		o.User("matcher", "exception.view", "exception.match")
		if _, err := o.on("viewer", x["unmatched_left"].ID, by(x, "unmatched_right")); fault.Code(err) != "denied" {
			t.Errorf("without the permission: %v", err)
		}
		o.rule("exception.match")
		held := o.MustHold(o.on("matcher", x["unmatched_left"].ID, by(x, "unmatched_right")))
		if o.state(x["unmatched_left"].ID) != "unreviewed" {
			t.Error("it is closed before anybody agreed")
		}
		o.approve(house.Second, held)
		if o.state(x["unmatched_left"].ID) != "closed" {
			t.Error("it is open although somebody agreed")
		}
	})
}

func TestMarkingARunFailedTakesTheGlobalRoleAndTheProcessRole(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference})
		run, _ := o.found(p)
		o.User("marker", "run.view", "run.mark_failed")
		o.User("runner", "run.view", "exception.review")
		failed := &recon.MarkFailed{Reason: "The wrong file was taken."}
		if _, err := o.on("runner", run.ID, failed); fault.Code(err) != "denied" {
			t.Errorf("with the process role alone: %v", err)
		}
		if _, err := o.on("marker", run.ID, failed); fault.Code(err) != "process_role_missing" {
			t.Errorf("with the global role alone: %v", err)
		}
		o.Grant("runner", "run.mark_failed")
		o.Must(o.on("runner", run.ID, failed))
	})
}

func TestAFailedRunDoesNotCountAndItsFilesAreComparedAgain(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference})
		run, x := o.found(p)
		o.Must(o.on(house.Founder, x["bad"].ID, &recon.Close{ActionTaken: "Corrected at the source."}))
		_, err := o.on(house.Founder, run.ID, &recon.MarkFailed{Reason: "short"})
		wantFault(t, err, "reason_missing", "reason", "10")
		o.Must(o.on(house.Founder, run.ID, &recon.MarkFailed{Reason: "The wrong file was taken."}))
		now, list := o.read(run.ID)
		if now.State != "failed" || !strings.Contains(now.Detail, "wrong file") || now.Matched != run.Matched || now.ResultDigest != run.ResultDigest {
			t.Errorf("the failed run is %+v", now)
		}
		for _, e := range list {
			if e.State != "closed" || (e.Kind == "bad") != (e.ActionTaken == "Corrected at the source.") {
				t.Errorf("%s is %s: %s", e.Kind, e.State, e.ActionTaken)
			}
		}
		_, err = o.on(house.Founder, x["partial"].ID, &recon.Reopen{})
		wantFault(t, err, "run_failed", "", "run the process again")
		_, err = o.on(house.Founder, run.ID, &recon.MarkFailed{Reason: "The wrong file was taken."})
		wantFault(t, err, "wrong_state", "", "failed already")
		left, right := sides(ledgerCSV, bankCSV)
		if again, fresh := o.run(house.Founder, p, left, right); again.Number != 2 || len(fresh) != 4 || fresh[0].State != "unreviewed" {
			t.Errorf("the same files again: %+v with %d exceptions", again, len(fresh))
		}
	})
}

func TestAHeldMarkIsStaleWhenSomebodyWorksOnAnExceptionMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference})
		run, x := o.found(p)
		o.rule("run.mark_failed")
		held := o.MustHold(o.on(house.Founder, run.ID, &recon.MarkFailed{Reason: "The wrong file was taken."}))
		o.Must(o.on(house.Founder, x["bad"].ID, &recon.Review{}))
		out, err := o.Engine.Approve(t.Context(), govern.Actor{User: house.Second}, govern.Note{}, held.Change, held.Digest)
		if err != nil || out.State != govern.Stale {
			t.Errorf("it ended %+v, %v; want stale", out, err)
		}
	})
}
