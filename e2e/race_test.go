package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"
	"testing"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit"
)

// order is what a racer is told to do, reply what came of it.
type order struct {
	User   string
	Change govern.ID // approve this one, of that digest
	Digest string
	Unit   govern.ID // or ask to rename this unit, which is held
	Name   string
}

type reply struct {
	State govern.State
	Seq   int64
	Code  string
	Other string // an error that is no fault of the command
}

// racer does one order and answers. Two of them are told at the same moment.
type racer func(order) (reply, error)

func perform(e *govern.Engine, o order) reply {
	who := govern.Actor{User: o.User, Method: "test"}
	var out govern.Outcome
	var err error
	if o.Unit != "" {
		out, err = e.Submit(ctx, who, govern.Note{}, govern.Put(directory.Units, o.Unit, 1, &directory.Unit{Name: o.Name}))
	} else {
		out, err = e.Approve(ctx, who, govern.Note{}, o.Change, o.Digest)
	}
	r := reply{State: out.State, Seq: out.Seq, Code: fault.Code(err)}
	if err != nil && r.Code == "" {
		r.Other = err.Error()
	}
	return r
}

// raceInChild is a racer in a process of its own: orders on standard input,
// replies on standard output.
func raceInChild() error {
	w, err := open(placeOfChild())
	if err != nil {
		return err
	}
	defer w.close()
	in, out := json.NewDecoder(bufio.NewReader(os.Stdin)), json.NewEncoder(os.Stdout)
	for {
		var o order
		if err := in.Decode(&o); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if err := out.Encode(perform(w.engine, o)); err != nil {
			return err
		}
	}
}

func startRacer(t *testing.T, p place) racer {
	t.Helper()
	cmd := p.child("racer")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("a racing process: %v", err)
		}
	})
	enc, dec := json.NewEncoder(in), json.NewDecoder(out)
	return func(o order) (r reply, err error) {
		if err = enc.Encode(o); err == nil {
			err = dec.Decode(&r)
		}
		return r, err
	}
}

// eachPair runs f with two processes on one PostgreSQL, and with two goroutines
// on one Engine on SQLite.
func eachPair(t *testing.T, f func(t *testing.T, w *town, pair [2]racer)) {
	t.Run("goroutines on sqlite", func(t *testing.T) {
		w := settle(t, place{testkit.SQLiteURL(t), t.TempDir()}, 3)
		local := func(o order) (reply, error) { return perform(w.engine, o), nil }
		f(t, w, [2]racer{local, local})
	})
	t.Run("processes on postgres", func(t *testing.T) {
		w := settle(t, place{testkit.PostgresURL(t, "fast"), t.TempDir()}, 3)
		f(t, w, [2]racer{startRacer(t, w.place), startRacer(t, w.place)})
	})
}

// race gives both orders at once; who is told first alternates.
func race(t *testing.T, round int, pair [2]racer, orders [2]order) [2]reply {
	t.Helper()
	var got [2]reply
	var wg sync.WaitGroup
	begin := make(chan struct{})
	for k := range 2 {
		i := (k + round) % 2
		wg.Go(func() {
			<-begin
			var err error
			if got[i], err = pair[i](orders[i]); err != nil {
				t.Errorf("round %d: %v", round, err)
			}
		})
	}
	close(begin)
	wg.Wait()
	if t.Failed() {
		t.FailNow()
	}
	return got
}

// wantOneWinner asks that one racer reached the state and the other was refused
// with that code; it returns the winner.
func wantOneWinner(t *testing.T, round int, got [2]reply, state govern.State, code string) int {
	t.Helper()
	for win := range 2 {
		if got[win].State == state && got[win].Code == "" && got[1-win].Code == code && got[1-win].Seq == 0 {
			return win
		}
	}
	t.Fatalf("round %d: got %+v; want one %s and one refused with %s", round, got, state, code)
	return 0
}

// wantEntries asks that the entries after seq with that outcome are one for
// each round, under the sequence the winner was told.
func wantEntries(t *testing.T, w *town, after int64, outcome string, told map[int64]govern.ID, of func(event) string) {
	t.Helper()
	events, err := w.events(after)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, ev := range events {
		if ev.Outcome != outcome || ev.Change == "" {
			continue
		}
		seen[of(ev)]++
		if string(told[ev.seq]) != of(ev) {
			t.Errorf("entry %d is about %s; its winner was told of %q", ev.seq, of(ev), told[ev.seq])
		}
	}
	for _, id := range told {
		if seen[string(id)] != 1 {
			t.Errorf("%s stands in %d %s entries, want 1", id, seen[string(id)], outcome)
		}
	}
	if len(seen) != len(told) {
		t.Errorf("%d records in %s entries, want %d", len(seen), outcome, len(told))
	}
}

func TestTwoWhoApproveOneChangeAtOnceExecuteItOnce(t *testing.T) {
	eachPair(t, func(t *testing.T, w *town, pair [2]racer) {
		rounds, won := count(t, "COUNTERSIGN_E2E_RACES", 200, 200), [2]int{}
		told, start := map[int64]govern.ID{}, w.must(t, "founder", unit("start", "start")).Seq
		for i := range rounds {
			id := govern.ID(fmt.Sprintf("u%d", i))
			w.must(t, "founder", unit(id, "new"))
			held, err := w.ask(clerk(0), govern.Put(directory.Units, id, 1, &directory.Unit{Name: "held"}))
			if err != nil || held.State != govern.Held {
				t.Fatalf("got %+v, %v", held, err)
			}
			got := race(t, i, pair, [2]order{{User: clerk(1), Change: held.Change, Digest: held.Digest}, {User: clerk(2), Change: held.Change, Digest: held.Digest}})
			win := wantOneWinner(t, i, got, govern.Applied, "change_ended")
			told[got[win].Seq], won[win] = held.Change, won[win]+1
			if row, err := directory.Units.Get(ctx, w.db, id); err != nil || row.Version != 2 {
				t.Fatalf("round %d: %+v, %v; want version 2", i, row, err)
			}
		}
		wantEntries(t, w, start, audit.Applied, told, func(ev event) string { return ev.Change })
		t.Logf("%d of %d races had one winner: %v", len(told), rounds, won)
	})
}

func TestTwoWhoChangeOneRecordAtOnceLeaveOneWaiting(t *testing.T) {
	eachPair(t, func(t *testing.T, w *town, pair [2]racer) {
		rounds, won := count(t, "COUNTERSIGN_E2E_RACES", 200, 200), [2]int{}
		told, start := map[int64]govern.ID{}, w.must(t, "founder", unit("start", "start")).Seq
		for i := range rounds {
			id := govern.ID(fmt.Sprintf("u%d", i))
			w.must(t, "founder", unit(id, "new"))
			got := race(t, i, pair, [2]order{{User: clerk(1), Unit: id, Name: "held by one"}, {User: clerk(2), Unit: id, Name: "held by two"}})
			win := wantOneWinner(t, i, got, govern.Held, "change_pending")
			told[got[win].Seq], won[win] = id, won[win]+1
		}
		wantEntries(t, w, start, audit.Held, told, func(ev event) string { return ev.Record.ID })
		t.Logf("%d of %d races had one winner: %v", len(told), rounds, won)
	})
}

func unit(id govern.ID, name string) govern.Command {
	return govern.PutNew(directory.Units, id, &directory.Unit{Name: name})
}
