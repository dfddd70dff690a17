package e2e

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/testkit"
)

// TestARunWhoseNodeWasKilledIsComparedByAnother kills the process that compares a
// run, and has this one take it up when its lease ends: the same bytes come of it
// as of a run that nobody disturbed.
func TestARunWhoseNodeWasKilledIsComparedByAnother(t *testing.T) {
	testkit.EachURL(t, func(t *testing.T, url string) {
		p := place{url, t.TempDir()}
		w := settle(t, p, 0, recon.Verbs...)
		keep, err := files.NewFolder(p.files())
		if err != nil {
			t.Fatal(err)
		}
		here := p.comparer(w, keep)
		var runs []*recon.Run
		for _, name := range []string{"undisturbed", "killed"} {
			id := w.begin(t, keep, govern.ID(name))
			if name == "killed" {
				killWorkerOf(t, p, w, id)
			}
			for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
				if _, err := here.Step(ctx); err != nil {
					t.Fatal(err)
				}
				r, err := recon.Runs.Get(ctx, w.db, id)
				if err != nil || time.Now().After(end) {
					t.Fatalf("it does not end: %+v, %v", r, err)
				}
				if r.State != recon.Running {
					runs = append(runs, r)
					break
				}
			}
		}
		if a, b := runs[0], runs[1]; b.State != recon.Done || a.ResultDigest == "" || a.ResultDigest != b.ResultDigest || b.UnmatchedLeft != 1 {
			t.Errorf("undisturbed %+v, killed %+v", a, b)
		}
	})
}

func (p place) files() string { return filepath.Join(p.dir, "files") }

// comparer is a node's worker, with a lease that ends soon.
func (p place) comparer(w *town, keep files.Store) *recon.Comparer {
	return &recon.Comparer{Door: w.engine, DB: w.db, Files: keep, Room: p.dir, Actor: govern.Actor{User: "founder"}, Lease: 2 * time.Second, Beat: 50 * time.Millisecond, Poll: 20 * time.Millisecond}
}

// begin starts a run of a new process.
func (w *town) begin(t *testing.T, keep files.Store, process govern.ID) govern.ID {
	t.Helper()
	w.must(t, "founder", govern.PutNew(recon.Processes, process, &recon.Process{Code: string(process), Name: string(process), Kind: "data", Configuration: "keys: ref\n", OnInconsistency: "warn"}))
	side := func(name, text string) recon.Side {
		return recon.Side{Name: name, Format: recon.CSV, Content: []byte(text)}
	}
	cmd, err := recon.Prepare(ctx, w.db, keep, "", process, side("l.csv", "ref\nA\nB\n"), side("r.csv", "ref\nA\n"))
	if err != nil {
		t.Fatal(err)
	}
	w.must(t, "founder", cmd)
	return cmd.RunID()
}

// killWorkerOf has a child take the run up, and kills it in the midst of it.
func killWorkerOf(t *testing.T, p place, w *town, run govern.ID) {
	t.Helper()
	cmd := p.child("compares")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		p, err := recon.ProgressOf(ctx, w.db, run)
		if err != nil || time.Now().After(end) {
			_ = cmd.Process.Kill()
			t.Fatalf("the child does not take it up: %+v, %v", p, err)
		}
		if p.Taken {
			break
		}
	}
	_ = cmd.Process.Kill()
	if err := cmd.Wait(); err == nil || err.Error() != "signal: killed" {
		t.Fatalf("the child ended by itself: %v", err)
	}
}

// comparesInChild takes runs up, and never comes to the end of one: its disk gives
// nothing.
func comparesInChild() error {
	p := placeOfChild()
	w, err := open(p, recon.Verbs...)
	if err != nil {
		return err
	}
	keep, err := files.NewFolder(p.files())
	if err != nil {
		return err
	}
	p.comparer(w, stuck{keep}).Run(ctx)
	return fmt.Errorf("the worker ended")
}

type stuck struct{ files.Store }

func (stuck) Open(ctx context.Context, _ string) (io.ReadCloser, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}
