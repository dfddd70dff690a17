package govern_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/internal/testkit/soak"
)

// failing is a database of which a write fails: that of the log's entries, or the
// one after so many others. 0 and false: none.
type failing struct {
	store.DB
	log   atomic.Bool
	after atomic.Int64
}

var errDisk = errors.New("no space left on device")

func (f *failing) Write(ctx context.Context, do func(store.Tx) error) error {
	return f.DB.Write(ctx, func(tx store.Tx) error { return do(&failingTx{tx, f, f.after.Load()}) })
}

type failingTx struct {
	store.Tx
	of   *failing
	left int64
}

func (t *failingTx) spend() error {
	if t.left == 0 {
		return nil
	}
	if t.left--; t.left == 0 {
		t.left = 1 // and every later one
		return errDisk
	}
	return nil
}

func (t *failingTx) Exec(ctx context.Context, q string, args ...any) error {
	return errors.Join(t.spend(), t.Tx.Exec(ctx, q, args...))
}

func (t *failingTx) ExecOne(ctx context.Context, q string, args ...any) error {
	return errors.Join(t.spend(), t.Tx.ExecOne(ctx, q, args...))
}

func (t *failingTx) InsertMany(ctx context.Context, table string, columns []string, rows [][]any) error {
	if table == "audit_entry" && t.of.log.Load() {
		return errDisk
	}
	return errors.Join(t.spend(), t.Tx.InsertMany(ctx, table, columns, rows))
}

func (t *failingTx) UpdateMany(ctx context.Context, table string, columns []string, rows [][]any, condition string) error {
	return errors.Join(t.spend(), t.Tx.UpdateMany(ctx, table, columns, rows, condition))
}

// TestNothingIsDoneThatIsNotLogged does things at random, many while the log or
// another write fails. What fails leaves no trace; in the end every step of every
// row stands in the log, and nothing else does.
func TestNothingIsDoneThatIsNotLogged(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		f := &failing{DB: db}
		h := house.New(t, f, slices.Concat(directory.Tables, policy.Tables), slices.Concat(directory.Verbs, policy.Verbs))
		p := &pastTown{House: h, t: t, r: rand.New(rand.NewPCG(5, 23)), live: map[string][]govern.ID{}}
		failed := 0
		for n := range soak.Count(40, 90, 2000) {
			done, before := p.done, stand(t, h)
			switch n % 4 {
			case 1:
				f.log.Store(true)
			case 3:
				f.after.Store(1 + p.r.Int64N(4))
			}
			p.act(n)
			f.log.Store(false)
			f.after.Store(0)
			if p.done > done || n%2 == 0 {
				continue
			}
			if diff := cmp.Diff(before, stand(t, h)); diff != "" {
				t.Fatalf("what failed left this (-before +after):\n%s", diff)
			}
			failed++
		}
		if p.done < 10 || failed < 10 {
			t.Fatalf("%d things were done and %d failed", p.done, failed)
		}
		logged(t, h)
	})
}

// stand is what there is: the rows with their versions, and how far the log goes.
func stand(t *testing.T, h *house.House) map[string]int64 {
	t.Helper()
	rows := map[string]int64{}
	read := func(kind, q string) {
		err := h.DB.Query(context.Background(), func(scan store.Scan) error {
			var id string
			var version int64
			err := scan(&id, &version)
			rows[kind+"/"+id] = version
			return err
		}, q)
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, table := range h.Engine.Declared() {
		read(table.Name, `SELECT id, version FROM `+store.Quote(table.Name))
	}
	read("log/change", `SELECT id, ended_seq FROM "change"`)
	read("log/decision", `SELECT "change", count(*) FROM decision GROUP BY "change"`)
	read("log", `SELECT 'head', seq FROM audit_head`)
	read("log", `SELECT 'entries', count(*) FROM audit_entry`)
	read("log", `SELECT 'outbox', count(*) FROM outbox`)
	read("log", `SELECT 'epoch', epoch FROM audit_head`)
	return rows
}

// logged compares the steps that the rows took with those that the log tells.
func logged(t *testing.T, h *house.House) {
	t.Helper()
	told := map[string]int64{}
	err := h.DB.Snapshot(context.Background(), func(r store.Reader) error {
		return audit.Walk(context.Background(), r, h.Ring, audit.Query{Outcome: audit.Applied}, func(f audit.Found) error {
			for _, row := range f.Event.Rows {
				key := row.Table + "/" + row.ID
				if told[key]++; row.Op == string(govern.Delete) {
					told[key] = -1 << 40 // whatever came before
				}
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	rows := stand(t, h)
	for key, version := range rows {
		if key[:3] != "log" && told[key] != version {
			t.Errorf("%s took %d steps, the log tells %d", key, version, told[key])
		}
	}
	for key, steps := range told {
		if _, there := rows[key]; !there && steps > 0 {
			t.Errorf("the log tells %d steps of %s, which is not there", steps, key)
		}
	}
	if head, entries := rows["log/head"], rows["log/entries"]; head != entries {
		t.Errorf("the head says %d entries, there are %d", head, entries)
	}
}

// TestNoWayInDoesAnythingThatTheLogCannotHold asks by every way into the Engine while
// entries cannot be written. There are no others: what all of them write, and all that
// runs out or follows by itself, is written by one function, in one transaction.
func TestNoWayInDoesAnythingThatTheLogCannotHold(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		f, ctx := &failing{DB: db}, context.Background()
		h := house.New(t, f, slices.Concat(directory.Tables, policy.Tables), slices.Concat(directory.Verbs, policy.Verbs))
		h.User("mia", "unit.insert")
		h.User("anna", "unit.approve")
		h.Must(h.Submit(house.Founder, govern.PutNew(policy.Rules, "watch", &policy.Rule{
			Name: "watch", Subject: "unit", Operations: []string{"insert"}, Enabled: true,
			Factors: []approval.Factor{{Permission: "unit.approve", People: 1}},
		})))
		unit := func(name string) govern.Command {
			return govern.PutNew(directory.Units, govern.ID(name), &directory.Unit{Name: name})
		}
		held := h.MustHold(h.Submit("mia", unit("north")))
		mia, anna := govern.Actor{User: "mia"}, govern.Actor{User: "anna"}
		e := h.Engine
		ways := map[string]func() error{
			"applied": func() error {
				_, err := h.Submit(house.Founder, govern.PutNew(directory.Groups, "g", &directory.Group{Name: "g"}))
				return err
			},
			"held":     func() error { _, err := h.Submit("mia", unit("south")); return err },
			"refused":  func() error { _, err := h.Submit("anna", unit("south")); return err },
			"approve":  func() error { _, err := e.Approve(ctx, anna, govern.Note{}, held.Change, held.Digest); return err },
			"reject":   func() error { _, err := e.Reject(ctx, anna, govern.Note{Reason: "no"}, held.Change); return err },
			"withdraw": func() error { _, err := e.Withdraw(ctx, mia, govern.Note{}, held.Change); return err },
			"together": func() error {
				judged, err := e.ApproveEach(ctx, anna, govern.Note{}, []govern.Shown{{Change: held.Change, Digest: held.Digest}}, nil)
				if err == nil && judged[0].Code != "" {
					err = errors.New(judged[0].Code)
				}
				return err
			},
			"note": func() error {
				_, err := e.Note(ctx, mia, audit.Event{Action: "file.export", Outcome: audit.Noted})
				return err
			},
		}
		before := stand(t, h)
		f.log.Store(true)
		for name, ask := range ways {
			if err := ask(); err == nil {
				t.Errorf("%s: it was answered, and not logged", name)
			}
			if diff := cmp.Diff(before, stand(t, h)); diff != "" {
				t.Errorf("%s left this (-before +after):\n%s", name, diff)
			}
		}
		f.log.Store(false)
		if err := ways["approve"](); err != nil || e.Check("mia", "unit.insert", access.Target{}) != nil {
			t.Errorf("afterwards: %v", err)
		}
		logged(t, h)
	})
}
