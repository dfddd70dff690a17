package recon_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/testkit/house"
)

func (o *office) stop(user string, run govern.ID, reason string) (govern.Outcome, error) {
	c := &recon.Stop{Reason: reason}
	c.On(run)
	return o.Submit(user, c)
}

// begun is a run that nobody compares yet.
func (o *office) begun(process string) govern.ID {
	o.t.Helper()
	left, right := sides(ledgerCSV, bankCSV)
	return o.start(house.Founder, o.process(process, recon.Process{Configuration: byReference}), left, right)
}

func TestARunIsStoppedWithAReasonByWhoMayAndNothingOfItIsWritten(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		id := o.begun("P")
		o.User("runner", "process.run", "run.view")
		o.User("stopper", "run.stop")
		if _, err := o.stop("runner", id, "Wrong file."); !fault.Is(err, fault.Denied) {
			t.Fatalf("who may only run it: %v", err)
		}
		_, err := o.stop("stopper", id, " ")
		wantFault(t, err, "reason_missing", "reason", "")
		o.Must(o.stop("stopper", id, "Wrong file."))
		if worked, err := o.worker.Step(context.Background()); worked || err != nil {
			t.Errorf("a worker took it up: %v, %v", worked, err)
		}
		run, list := o.read(id)
		if run.State != recon.Stopped || run.StoppedBy != "stopper" || run.Detail != "Wrong file." || run.EndedAt == 0 || run.ResultDigest != "" || run.LeftRows != 0 || len(list) != 0 {
			t.Errorf("%+v with %d exceptions", run, len(list))
		}
		_, err = o.stop("stopper", id, "Again.")
		wantFault(t, err, "wrong_state", "", "stopped already")
		if n := o.kept(); n != 3 {
			t.Errorf("%d files are kept, want both sides and the configuration", n)
		}
		left, right := sides(ledgerCSV, bankCSV)
		if next, _ := o.run(house.Founder, "P", left, right); next.Number != 2 || next.State != recon.Done {
			t.Errorf("the same files cannot be compared again: %+v", next)
		}
	})
}

func TestAFourEyesRuleHoldsAStopAndARunThatEndsMeanwhileMakesItStale(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.rule("run.stop")
		first, second := o.begun("P"), o.begun("Q")
		out := o.MustHold(o.stop(house.Founder, first, "Wrong file."))
		late := o.MustHold(o.stop(house.Founder, second, "Wrong file."))
		if run, _ := o.read(first); run.State != recon.Running {
			t.Fatalf("it is %s before anybody agreed", run.State)
		}
		o.approve(house.Second, out)
		if run, _ := o.read(first); run.State != recon.Stopped || run.StoppedBy != house.Founder {
			t.Errorf("approved: %+v", run)
		}
		o.work()
		got, err := o.Engine.Approve(context.Background(), govern.Actor{User: house.Second}, govern.Note{}, late.Change, late.Digest)
		if run, list := o.read(second); err != nil || got.State != govern.Stale || run.State != recon.Done || len(list) != 4 {
			t.Errorf("%+v, %v; %+v with %d exceptions", got, err, run, len(list))
		}
	})
}

func TestOfAStopAndAnEndAtTheSameMomentOneHappens(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		states := map[string]int{}
		for n := range 12 {
			id := o.begun(fmt.Sprintf("P%d", n))
			var both sync.WaitGroup
			both.Go(func() {
				if _, err := o.worker.Step(context.Background()); err != nil {
					t.Error(err)
				}
			})
			var refused error
			both.Go(func() {
				for range n * 40 { // from at once to after its end
					_, _ = recon.Runs.Get(context.Background(), o.DB, id)
				}
				_, refused = o.stop(house.Second, id, "Too late?")
			})
			both.Wait()
			run, list := o.read(id)
			states[run.State]++
			switch {
			case run.State == recon.Stopped && refused == nil && len(list) == 0 && run.ResultDigest == "" && run.StoppedBy == house.Second:
			case run.State == recon.Done && fault.Code(refused) == "wrong_state" && len(list) == 4 && run.StoppedBy == "":
			default:
				t.Fatalf("the stop was answered %v, the run is %+v with %d exceptions", refused, run, len(list))
			}
			if n := o.Count(`SELECT count(*) FROM run_work`); n != 0 {
				t.Errorf("%d leases are left", n)
			}
		}
		t.Log(states)
	})
}

func TestAProcessRunsOnceAtATime(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference})
		var all sync.WaitGroup
		var lock sync.Mutex
		var started []govern.ID
		for n := range 8 {
			left, right := sides(ledgerCSV+fmt.Sprintf("Z%d,1.00,2026-03-01,new\n", n), bankCSV)
			cmd, err := o.prepare(p, left, right)
			if err != nil {
				t.Fatal(err)
			}
			all.Go(func() {
				out, err := o.Submit(house.Founder, cmd)
				lock.Lock()
				defer lock.Unlock()
				if err == nil && out.State == govern.Applied {
					started = append(started, cmd.RunID())
					return
				}
				if f := fault.From(err); f.Code != "run_under_way" || f.Detail == "" {
					t.Errorf("a second run is answered %+v, %v", out, err)
				}
			})
		}
		all.Wait()
		if len(started) != 1 {
			t.Fatalf("%d runs of one process are under way", len(started))
		}
		left, right := sides(ledgerCSV, bankCSV)
		cmd, err := o.prepare(p, left, right)
		if err != nil {
			t.Fatal(err)
		}
		_, err = o.Submit(house.Founder, cmd)
		wantFault(t, err, "run_under_way", "", "Run 1 of this process is under way")
		o.work()
		if run, _ := o.run(house.Founder, p, left, right); run.Number != 2 {
			t.Errorf("the next run has number %d", run.Number)
		}
	})
}

func TestARunOfWhoWasSuspendedMeanwhileIsStopped(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference})
		o.User("analyst", "process.run")
		left, right := sides(ledgerCSV, bankCSV)
		id := o.start("analyst", p, left, right)
		o.suspend("analyst")
		o.work()
		run, list := o.read(id)
		if run.State != recon.Stopped || run.StoppedBy != service || run.Detail == "" || run.AskedBy != "analyst" || run.ResultDigest != "" || len(list) != 0 {
			t.Errorf("%+v with %d exceptions", run, len(list))
		}
	})
}

func (o *office) suspend(user govern.ID) {
	o.t.Helper()
	u, err := directory.Users.Get(context.Background(), o.DB, user)
	if err != nil {
		o.t.Fatal(err)
	}
	next := *u
	next.Status = "suspended"
	o.Must(o.Submit(house.Founder, govern.Put(directory.Users, user, u.Version, &next)))
}

func TestARuleOnRunsHoldsTheirEndUntilAnotherPersonAgrees(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.holdEnds()
		id := o.begun("P")
		o.work()
		if worked, err := o.worker.Step(context.Background()); worked || err != nil {
			t.Fatalf("it is compared again while its end waits: %v, %v", worked, err)
		}
		if run, list := o.read(id); run.State != recon.Running || len(list) != 0 {
			t.Fatalf("%+v with %d exceptions before anybody agreed", run, len(list))
		}
		var out govern.Outcome
		if err := o.DB.QueryRow(context.Background(), []any{&out.Change, &out.Digest}, `SELECT id, digest FROM "change" WHERE state = 'pending'`); err != nil {
			t.Fatal(err)
		}
		o.approve(house.Second, out)
		if run, list := o.read(id); run.State != recon.Done || len(list) != 4 {
			t.Errorf("%+v with %d exceptions", run, len(list))
		}
	})
}

// holdEnds has the end of every run wait for one more person.
func (o *office) holdEnds() {
	o.t.Helper()
	o.Must(o.Submit(house.Founder, govern.PutNew(policy.Rules, "ends", &policy.Rule{
		Name: "ends", Subject: "run", Operations: []string{"update"}, Factors: onePerson("run.approve"), Enabled: true,
	})))
}
