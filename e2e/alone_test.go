package e2e

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

// scripted is a command whose plan does what a test says.
type scripted struct {
	plan func(q govern.Reader) (govern.Plan, error)
}

func (*scripted) Name() string { return "unit.scripted" }
func (*scripted) On(govern.ID) {}
func (*scripted) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

func (c *scripted) Plan(_ context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	return c.plan(q)
}

var scriptedVerb = govern.Verb{Name: "unit.scripted", Area: "directory", Doc: "Does what a test says.", New: func() govern.Action { return &scripted{} }}

// countedDB counts the transactions, so that a test knows what shared one.
type countedDB struct {
	store.DB
	writes atomic.Int64
}

func (d *countedDB) Write(ctx context.Context, f func(store.Tx) error) error {
	d.writes.Add(1)
	return d.DB.Write(ctx, f)
}

func token(id, secret string) *directory.APIToken {
	sum := sha256.Sum256([]byte(secret))
	return &directory.APIToken{Meta: govern.Meta{ID: govern.ID(id)}, User: "robot", Name: id, Hash: hex.EncodeToString(sum[:]), ExpiresAt: govern.At(time.Now().Add(time.Hour))}
}

// TestABadCommandOfAGroupFailsAlone puts one bad command among good ones that
// wait for the same transaction.
func TestABadCommandOfAGroupFailsAlone(t *testing.T) {
	bad := map[string]struct {
		user, code string
		cmd        govern.Command
		runs       int64 // transactions that the group takes
		entries    int   // of the bad command itself
	}{
		"unique violation": {"founder", "duplicate", govern.PutNew(directory.APITokens, "twin", token("twin", "taken")), 2, 0},
		"still in use":     {"founder", "in_use", govern.Remove(directory.Roles, "all", 1), 1, 0},
		"panic in plan":    {"founder", "internal", &scripted{func(govern.Reader) (govern.Plan, error) { panic("a defect") }}, 1, 0},
		"error in plan": {"founder", "internal", &scripted{func(q govern.Reader) (govern.Plan, error) {
			return govern.Plan{}, q.Query(ctx, func(store.Scan) error { return nil }, `SELECT nothing FROM nowhere`)
		}}, 2, 0},
		"error hidden by a plan": {"founder", "mistaken", &scripted{func(q govern.Reader) (govern.Plan, error) {
			_ = q.Query(ctx, func(store.Scan) error { return errors.New("ignored") }, `SELECT nothing FROM nowhere`)
			return govern.Plan{}, fault.New(fault.Conflict, "mistaken", "The error of the database was taken for this.")
		}}, 0, 0},
		"refusal": {"visitor", "denied", unit("refused", "refused"), 1, 1},
		"stale":   {"founder", "stale", govern.Put(directory.APITokens, "first", 7, token("first", "taken")), 1, 0},
	}
	testkit.EachURL(t, func(t *testing.T, url string) {
		for name, b := range bad {
			t.Run(name, func(t *testing.T) {
				w := settle(t, place{url, t.TempDir()}, 0, scriptedVerb)
				w.must(t, "founder", govern.PutNew(directory.APITokens, "first", token("first", "taken")))
				start := w.must(t, "founder", unit("start", "start")).Seq
				errs, runs := together(t, w, b.user, b.cmd)
				for i, err := range errs[1:] {
					if err != nil {
						t.Errorf("good neighbour %d: %v", i, err)
					}
				}
				if fault.Code(errs[0]) != b.code {
					t.Errorf("the bad one: %v; want %s", errs[0], b.code)
				}
				if b.runs != 0 && runs != b.runs {
					t.Errorf("the group took %d transactions, want %d", runs, b.runs)
				}
				events, err := w.events(start)
				if want := len(errs) - 1 + b.entries; err != nil || len(events) != want {
					t.Errorf("%d entries, %v; want %d", len(events), err, want)
				}
				for _, ev := range events {
					if (ev.Outcome == audit.Applied) == (ev.Actor == "visitor") {
						t.Errorf("entry %+v", ev.Event)
					}
				}
			})
			url = testkit.Another(t, url)
		}
	})
}

// together submits the bad command between good ones while the writer is kept
// busy, so that they form one group; it returns the bad one's error first, and
// how many transactions they took.
func together(t *testing.T, w *town, user string, bad govern.Command) (errs []error, runs int64) {
	t.Helper()
	db := &countedDB{DB: w.db}
	e, err := govern.New(ctx, govern.Config{DB: db, Ring: w.ring, Tables: tables(), Commands: []govern.Verb{directory.FoundVerb, scriptedVerb}})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	busy, release := make(chan struct{}), make(chan struct{})
	gate := &scripted{func(govern.Reader) (govern.Plan, error) {
		close(busy)
		<-release
		return govern.Plan{}, fault.New(fault.Conflict, "gate", "Only held the writer up.")
	}}
	go func() { _, _ = e.Submit(ctx, govern.Actor{User: "founder"}, govern.Note{}, gate) }()
	<-busy
	const neighbours = 8
	errs = make([]error, neighbours+1)
	done := make(chan struct{})
	submit := func(i int, user string, cmd govern.Command) {
		go func() {
			_, errs[i] = e.Submit(ctx, govern.Actor{User: user}, govern.Note{}, cmd)
			done <- struct{}{}
		}()
		time.Sleep(2 * time.Millisecond) // in this order
	}
	for i := 1; i <= neighbours; i++ {
		submit(i, "founder", unit(govern.ID(fmt.Sprintf("good-%d", i)), "good"))
		if i == neighbours/2 {
			submit(0, user, bad)
		}
	}
	before := db.writes.Load()
	close(release)
	for range errs {
		<-done
	}
	return errs, db.writes.Load() - before
}

// TestAnErrorThatAPlanHidesIsNoLostCommit: on PostgreSQL such a transaction can
// only be rolled back, and COMMIT says so without an error.
func TestAnErrorThatAPlanHidesIsNoLostCommit(t *testing.T) {
	testkit.EachURL(t, func(t *testing.T, url string) {
		w := settle(t, place{url, t.TempDir()}, 0, scriptedVerb)
		_, err := w.ask("founder", &scripted{func(q govern.Reader) (govern.Plan, error) {
			_ = q.Query(ctx, func(store.Scan) error { return nil }, `SELECT nothing FROM nowhere`)
			return govern.Plan{}, fault.New(fault.Conflict, "mistaken", "The error of the database was taken for this.")
		}})
		if fault.Code(err) != "mistaken" {
			t.Errorf("got %v", err)
		}
	})
}
