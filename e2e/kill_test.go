package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

// TestWhatWasAcknowledgedOutlivesKill kills a process with 64 clients at random
// moments, fsync on, and holds the database against the log and against what
// the clients were told. COUNTERSIGN_E2E_KILLS says how
// often: 10 times, 100 in a soak.
func TestWhatWasAcknowledgedOutlivesKill(t *testing.T) {
	for name, url := range map[string]func(testing.TB) string{
		"sqlite":   testkit.DurableSQLiteURL,
		"postgres": func(t testing.TB) string { return testkit.PostgresURL(t, "durable") },
	} {
		t.Run(name, func(t *testing.T) {
			p := place{url(t), t.TempDir()}
			first := settle(t, p, clients)
			if err := audit.NewKeeper(first.db, first.ring, p.checkpoints()).Tick(ctx); err != nil {
				t.Fatal(err)
			}
			first.close()
			k := &killed{t: t, place: p, db: testkit.Open(t, p.url), log: newLedger()}
			kills := count(t, "COUNTERSIGN_E2E_KILLS", 10, 100)
			for i := range kills {
				k.round(i)
			}
			t.Logf("%d kills: %d answers of %d entries; %v", kills, k.answers, k.log.seq, k.states)
			if kills < 10 {
				return // too few to meet every answer
			}
			for _, want := range []string{"applied", "held", "rejected", "denied"} {
				if k.states[want] == 0 {
					t.Errorf("no client was ever answered %q: the crowd did not do all it should", want)
				}
			}
		})
	}
}

// killed is the parent's knowledge over all rounds.
type killed struct {
	t *testing.T
	place
	db      store.DB
	log     *ledger
	answers int
	states  map[string]int
}

func (k *killed) round(i int) {
	k.t.Helper()
	lines := k.crowd(i)
	// Whoever holds the head knows that no transaction of the dead is left.
	err := k.db.Write(ctx, func(tx store.Tx) error {
		return tx.ExecOne(ctx, `UPDATE audit_head SET nonce = 'looked at' WHERE one = 1`)
	})
	if err != nil {
		k.t.Fatal(err)
	}
	k.whole("after the kill", false)
	w, err := open(k.place)
	if err != nil {
		k.t.Fatal(err)
	}
	defer w.close()
	if err := k.log.read(w); err != nil {
		k.t.Fatalf("kill %d: %v", i, err)
	}
	k.told(i, lines)
	k.repeat(w, i, lines)
	if err := k.log.read(w); err != nil {
		k.t.Fatalf("kill %d, asked again: %v", i, err)
	}
	if err := k.log.agree(w); err != nil {
		k.t.Fatalf("kill %d: %v", i, err)
	}
	if err := audit.NewKeeper(w.db, w.ring, w.checkpoints()).Tick(ctx); err != nil {
		k.t.Fatalf("kill %d: the log cannot be signed on: %v", i, err)
	}
	k.whole("signed on", true)
}

// whole verifies the log by its bytes; covered: to its end.
func (k *killed) whole(when string, covered bool) {
	k.t.Helper()
	rep, err := k.verified(k.db)
	if err != nil || !rep.Whole() || rep.Entries == 0 || covered && (rep.Unsigned > 0 || rep.Torn) {
		k.t.Fatalf("%s: the log is not whole: %+v, %v", when, rep, err)
	}
}

// crowd runs the clients for a while, kills them, and returns what they said.
func (k *killed) crowd(i int) []said {
	k.t.Helper()
	cmd := k.child("crowd")
	cmd.Env = append(cmd.Env, fmt.Sprintf("COUNTERSIGN_E2E_RUN=%d", i))
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		k.t.Fatal(err)
	}
	in := bufio.NewScanner(out)
	in.Buffer(nil, 1<<20)
	var lines []said
	for in.Scan() {
		if len(lines) == 0 {
			time.AfterFunc(time.Duration(5+rand.IntN(600))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		}
		var s said
		if err := json.Unmarshal(in.Bytes(), &s); err != nil {
			k.t.Fatalf("%v: %s", err, in.Bytes())
		}
		lines = append(lines, s)
	}
	if err := cmd.Wait(); err == nil || err.Error() != "signal: killed" || len(lines) == 0 {
		k.t.Fatalf("the crowd ended by itself after %d lines: %v", len(lines), err)
	}
	return lines
}

// told holds every answer against the entry that it names.
func (k *killed) told(i int, lines []said) {
	k.t.Helper()
	if k.states == nil {
		k.states = map[string]int{}
	}
	refusals := int64(0)
	for _, s := range lines {
		if s.Asking {
			continue
		}
		k.answers++
		k.states[string(s.State)+s.Code]++
		switch {
		case s.Kind == fault.Denied.String():
			refusals++
		case s.Kind == "":
			if got := k.log.outcome[s.Seq]; got != string(s.State) || s.Change != govern.ID(k.log.change[s.Seq]) {
				k.t.Fatalf("kill %d: client %d was told %+v; entry %d says %q", i, s.Client, s, s.Seq, got)
			}
		case s.Kind != fault.Conflict.String() && s.Kind != fault.Stale.String():
			k.t.Fatalf("kill %d: client %d was told %+v", i, s.Client, s)
		}
	}
	if k.log.refused < refusals {
		k.t.Fatalf("kill %d: %d refusals were answered, the log tells of %d", i, refusals, k.log.refused)
	}
}

// repeat asks again, under its key, whatever got no answer: it must stand once.
func (k *killed) repeat(w *town, i int, lines []said) {
	k.t.Helper()
	answered := map[string]int64{}
	for _, s := range lines {
		if s.Key == "" || s.Asking {
			continue
		}
		if before, twice := answered[s.Key]; twice && before != s.Seq {
			k.t.Fatalf("kill %d: key %s was answered with entries %d and %d", i, s.Key, before, s.Seq)
		}
		answered[s.Key] = s.Seq
	}
	for _, s := range lines {
		if before, ok := answered[s.Key]; !s.Asking || ok && rand.IntN(20) > 0 {
			continue
		} else if out, err := w.engine.Submit(ctx, govern.Actor{User: clerk(s.Client)}, govern.Note{Key: s.Key, Fingerprint: "found"}, unit(s.ID, "plain")); err != nil || out.State != govern.Applied || ok && out.Seq != before {
			k.t.Fatalf("kill %d: key %s asked again: %+v, %v; before it was entry %d", i, s.Key, out, err, before)
		}
	}
}
