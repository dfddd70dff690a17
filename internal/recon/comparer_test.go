package recon_test

import (
	"context"
	"io"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit/house"
)

func onePerson(permission string) []approval.Factor {
	return []approval.Factor{{Permission: permission, People: 1}}
}

// slow is a files' store that gives nothing until it is let go, or asked no more.
type slow struct {
	files.Store
	asked, free chan struct{}
	once        sync.Once
}

func newSlow(s files.Store) *slow {
	return &slow{Store: s, asked: make(chan struct{}), free: make(chan struct{})}
}

func (s *slow) Open(ctx context.Context, digest string) (io.ReadCloser, error) {
	s.once.Do(func() { close(s.asked) })
	select {
	case <-s.free:
		return s.Store.Open(ctx, digest)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// held has a worker take the next run up and get stuck in it; ended is closed when
// it has let go of it.
func (o *office) held(ctx context.Context, worker *recon.Comparer) (s *slow, ended chan struct{}) {
	o.t.Helper()
	s, ended = newSlow(o.keep), make(chan struct{})
	worker.Files = s
	go func() {
		defer close(ended)
		if worked, err := worker.Step(ctx); !worked || err != nil {
			o.t.Errorf("the worker worked: %v, %v", worked, err)
		}
	}()
	o.waits(s.asked)
	return s, ended
}

func (o *office) waits(c <-chan struct{}) {
	o.t.Helper()
	select {
	case <-c:
	case <-time.After(2 * time.Minute):
		o.t.Fatal("it does not happen")
	}
}

func TestAWorkerNoticesThatItsRunWasStopped(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		id := o.begun("P")
		o.worker.Beat = 10 * time.Millisecond
		_, ended := o.held(context.Background(), o.worker)
		o.Must(o.stop(house.Second, id, "Takes too long."))
		o.waits(ended)
		if run, list := o.read(id); run.State != recon.Stopped || len(list) != 0 || o.Count(`SELECT count(*) FROM run_work`) != 0 {
			t.Errorf("%+v with %d exceptions", run, len(list))
		}
	})
}

func TestAWorkerNoticesThatWhoAskedWasSuspended(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference})
		o.User("analyst", "process.run")
		left, right := sides(ledgerCSV, bankCSV)
		id := o.start("analyst", p, left, right)
		o.worker.Beat = 10 * time.Millisecond
		_, ended := o.held(context.Background(), o.worker)
		o.suspend("analyst")
		o.waits(ended)
		if run, list := o.read(id); run.State != recon.Stopped || run.StoppedBy != service || len(list) != 0 {
			t.Errorf("%+v with %d exceptions", run, len(list))
		}
	})
}

// TestARunWhoseWorkerFellSilentIsTakenUpByAnother: the first one's lease ends while
// it is stuck; when it comes to itself, it finds that the run is no longer its own.
func TestARunWhoseWorkerFellSilentIsTakenUpByAnother(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		left, right := sides(ledgerCSV, bankCSV)
		undisturbed, _ := o.run(house.Founder, o.process("U", recon.Process{Configuration: byReference}), left, right)
		id := o.begun("P")
		var past atomic.Int64
		later := func() time.Time { return time.Now().Add(time.Duration(past.Load())) }
		stuck, other := o.another(), o.another()
		stuck.Beat, stuck.Now, other.Now = time.Hour, later, later
		s, ended := o.held(context.Background(), stuck)
		if worked, err := other.Step(context.Background()); worked || err != nil {
			t.Fatalf("another takes it up before the lease ends: %v, %v", worked, err)
		}
		past.Store(int64(time.Minute))
		o.worker = other
		o.work()
		run, list := o.read(id)
		close(s.free)
		o.waits(ended)
		again, still := o.read(id)
		if diff := cmp.Diff(run, again); diff != "" || cmp.Diff(list, still) != "" {
			t.Errorf("the first worker changed what the second recorded: %s", diff)
		}
		if run.State != recon.Done || run.ResultDigest != undisturbed.ResultDigest || len(list) != 4 || o.Count(`SELECT count(*) FROM run_work`) != 0 {
			t.Errorf("%+v with %d exceptions, undisturbed %+v", run, len(list), undisturbed)
		}
	})
}

func TestANodeThatStopsGivesItsRunBackAtOnce(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		id := o.begun("P")
		ctx, stop := context.WithCancel(context.Background())
		_, ended := o.held(ctx, o.another())
		stop()
		o.waits(ended)
		o.work()
		if run, _ := o.read(id); run.State != recon.Done {
			t.Errorf("%+v", run)
		}
	})
}

func TestANodeThatHasNotTheFilesLeavesTheRunToOthers(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		id := o.begun("P")
		elsewhere := o.another()
		var err error
		if elsewhere.Files, err = files.NewFolder(t.TempDir()); err != nil {
			t.Fatal(err)
		}
		for _, want := range []bool{true, false} { // once it knows, it does not ask again at once
			if worked, err := elsewhere.Step(context.Background()); worked != want || err != nil {
				t.Fatalf("worked: %v, %v", worked, err)
			}
		}
		if n := o.Count(`SELECT attempts FROM run_work WHERE run = $1`, string(id)); n != 0 {
			t.Errorf("it counts as %d attempts", n)
		}
		o.work()
		if run, _ := o.read(id); run.State != recon.Done {
			t.Errorf("%+v", run)
		}
	})
}

func TestTheLeaseOfADeadWorkerGoesWhenItsRunWasStopped(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		id := o.begun("P")
		err := o.DB.Write(context.Background(), func(tx store.Tx) error {
			return tx.Exec(context.Background(), `INSERT INTO run_work (run, holder, leased_until, attempts, waits, stage, done, total, rows_read, rows_compared) VALUES ($1, 'dead', 1, 1, '', 'match', 0, 0, 0, 0)`, string(id))
		})
		if err != nil {
			t.Fatal(err)
		}
		o.Must(o.stop(house.Founder, id, "It hangs."))
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			o.worker.Run(ctx)
		}()
		for end := time.Now().Add(2 * time.Minute); o.Count(`SELECT count(*) FROM run_work`) > 0; time.Sleep(10 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("the lease stays")
			}
		}
		stop()
		o.waits(ended)
	})
}

func TestARunThatKillsEveryWorkerFails(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		id := o.begun("P")
		err := o.DB.Write(context.Background(), func(tx store.Tx) error {
			return tx.Exec(context.Background(), `INSERT INTO run_work (run, holder, leased_until, attempts, waits, stage, done, total, rows_read, rows_compared) VALUES ($1, 'dead', 0, 5, '', '', 0, 0, 0, 0)`, string(id))
		})
		if err != nil {
			t.Fatal(err)
		}
		o.work()
		if run, list := o.read(id); run.State != recon.Failed || run.Detail == "" || len(list) != 0 {
			t.Errorf("%+v with %d exceptions", run, len(list))
		}
	})
}

func TestARunComparesByTheConfigurationItWasStartedWith(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		left, right := sides(ledgerCSV, bankCSV)
		before, _ := o.run(house.Founder, o.process("U", recon.Process{Configuration: byReference}), left, right)
		id := o.begun("P")
		p, err := recon.Processes.Get(context.Background(), o.DB, "P")
		if err != nil {
			t.Fatal(err)
		}
		p.Configuration = "keys: text\n"
		o.Must(o.Submit(house.Founder, govern.Put(recon.Processes, p.ID, p.Version, p)))
		o.work()
		run, _ := o.read(id)
		if run.ResultDigest != before.ResultDigest || run.ConfigurationDigest != before.ConfigurationDigest || run.State != recon.Done || run.ProcessVersion != 1 {
			t.Errorf("%+v, under the configuration of its start %+v", run, before)
		}
	})
}

func TestAKeptFileThatCannotBeComparedFailsItsRunWithItsPlace(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		p := o.process("P", recon.Process{Configuration: byReference})
		keep := func(text string) recon.Kept {
			digest, err := files.PutBytes(ctx, o.keep, []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			return recon.Kept{Name: "kept.csv", Format: recon.CSV, Digest: digest}
		}
		for text, want := range map[string]string{bankCSV: recon.Done, "other\n1\n": recon.Failed} {
			cmd, err := recon.Repeat(ctx, o.DB, o.keep, p, keep(ledgerCSV), keep(text))
			if err != nil {
				t.Fatal(err)
			}
			o.Must(o.Submit(house.Founder, cmd))
			o.work()
			if run, _ := o.read(cmd.RunID()); run.State != want || (want == recon.Failed) != (run.Detail != "") {
				t.Errorf("%q: %+v", text, run)
			}
		}
	})
}

func TestHowFarARunHasComeIsToldUntilItEnds(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.holdEnds()
		id := o.begun("P")
		want := recon.Progress{State: recon.Running}
		for _, step := range []func(){func() {}, o.work} {
			step()
			got, err := recon.ProgressOf(context.Background(), o.DB, id)
			if err != nil || got != want {
				t.Errorf("%+v, %v; want %+v", got, err, want)
			}
			want = recon.Progress{State: recon.Running, Stage: "record", RowsRead: 7, RowsCompared: 7}
		}
		if _, err := recon.ProgressOf(context.Background(), o.DB, "none"); !fault.Is(err, fault.NotFound) {
			t.Errorf("of a run that is not there: %v", err)
		}
	})
}
