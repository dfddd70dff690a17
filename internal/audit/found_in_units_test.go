package audit_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

// A log whose blocks, segments and volumes all have their like, and ends within a
// block: 2 volumes of 2048 entries, 1 segment of 512 and 1 block of 256 more, 40
// entries that are not indexed.
const unitEntries = 2*2048 + 512 + 256 + 40

// unitEvent is the event of entry n: some values common, some rare, some where
// units begin and end.
func unitEvent(n int) *audit.Event {
	ev := update(n)
	ev.Outcome = []string{audit.Applied, audit.Applied, audit.Refused}[n%3]
	ev.Reason = fmt.Sprint("each of ", []string{"amber", "birch", "copper"}[n%3], " and day", n/1000)
	if p := n % 256; p < 2 {
		ev.Reason += " edge"
	}
	if n == 4400 || n == 2048 || n == 2049 {
		ev.Ticket = "T-once"
	}
	return ev
}

func unitTrail(t *testing.T, db store.DB) *trail {
	audit.Shrink(t, 2, 4)
	tr := newTrail(t, db)
	for tr.last < unitEntries {
		var group []*audit.Event
		for range min(50, unitEntries-tr.last) {
			group = append(group, unitEvent(int(tr.last)+len(group)+1))
		}
		tr.record(group...)
		if tr.last%1000 == 0 {
			tr.tick()
		}
	}
	tr.settle()
	return tr
}

// settle ticks until the index does not change any more.
func (tr *trail) settle() {
	tr.t.Helper()
	for was := (indexState{-1, 0, 0, 0}); ; {
		tr.tick()
		now := tr.indexState()
		if now == was {
			return
		}
		was = now
	}
}

type indexState struct{ blocks, volumes, gathered, segments int64 }

func (tr *trail) indexState() (s indexState) {
	tr.t.Helper()
	err := tr.db.QueryRow(context.Background(), []any{&s.blocks, &s.volumes, &s.gathered, &s.segments}, `SELECT blocks, volumes, gathered, (SELECT count(*) FROM audit_segment) FROM audit_index`)
	if err != nil {
		tr.t.Fatal(err)
	}
	return s
}

// told is what each entry of the filling tells, and the words of its reason.
var told = sync.OnceValue(func() (list []toldEvent) {
	for n := range unitEntries + 1 {
		ev := unitEvent(n)
		list = append(list, toldEvent{ev, append(strings.Fields(ev.Reason), fmt.Sprintf("de%020d", n), fmt.Sprintf("de%020d", n+1))})
	}
	return list
})

type toldEvent struct {
	*audit.Event
	words []string
}

// toldBy is what entry n tells; what follows the filling tells of archives.
func toldBy(n int64) toldEvent {
	if n > unitEntries {
		return toldEvent{Event: &audit.Event{Action: "audit.archive", Outcome: audit.Noted}}
	}
	return told()[n]
}

// naive finds by looking at every event that was recorded and is here.
func (tr *trail) naive(q audit.Query, words []string, here func(seq int64) bool) (want []int64) {
	for n := tr.last; n > 0 && len(want) < q.Limit; n-- {
		ev := toldBy(n)
		fits := here(n) && (q.Actor == "" || ev.Actor == q.Actor) && (q.Outcome == "" || ev.Outcome == q.Outcome) && (q.Ticket == "" || ev.Ticket == q.Ticket) &&
			(q.Table == "" || ev.Record.Table == q.Table) && (q.Record == "" || ev.Record.ID == q.Record) && (q.Field == "" || q.Field == "iban") &&
			(q.From == 0 || at(n) >= q.From) && (q.To == 0 || at(n) < q.To) && (q.Before == 0 || n < q.Before)
		for _, w := range words {
			fits = fits && slices.Contains(ev.words, w)
		}
		if fits {
			want = append(want, n)
		}
	}
	return want
}

func all(int64) bool { return true }

func TestRandomSearchesFindWhatReadingEverythingFindsInEveryUnitOfTheIndex(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := unitTrail(t, db)
		if s := tr.indexState(); s.volumes != 2 || s.blocks != 2*8+3 || s.segments == 0 || len(tr.indexRows("audit_block")) == 0 {
			t.Fatalf("the index is %+v", s)
		}
		search := func(here func(seq int64) bool) {
			t.Helper()
			rapid.Check(t, func(rt *rapid.T) {
				q, words := drawQuery(rt)
				want := tr.naive(q, words, here)
				if got := tr.search(q); !slices.Equal(got, want) {
					rt.Fatalf("%+v: found %v, want %v", q, got, want)
				}
			})
		}
		search(all)
		first := tr.archive(1, 256)
		tr.archive(257, 768)
		tr.archive(769, 2304) // beyond a volume
		search(func(seq int64) bool { return seq > 2304 })
		if err := first.Restore(t.Context(), db, tr.ring, tr.blobs(), time.Now()); err != nil {
			t.Fatal(err)
		}
		search(func(seq int64) bool { return seq > 2304 || seq <= 256 })
	})
}

func TestAVolumeIsTheSameHoweverItGrewAndSearchedMeanwhile(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := unitTrail(t, db)
		grown := tr.indexRows("audit_volume")
		if len(grown) == 0 {
			t.Fatal("there is no volume")
		}
		tr.forgetIndex()
		tr.restart()
		meanwhile := 0
		for was := (indexState{-1, 0, 0, 0}); ; {
			now := tr.indexState()
			if now == was {
				break
			}
			if was = now; now.gathered > 0 || now.segments > 1 {
				meanwhile++
			}
			for _, q := range []audit.Query{{Ticket: "T-once", Limit: 9}, {Actor: "user3", Table: "bank_instruction", Record: "BI7", Limit: 20}, {Outcome: audit.Refused, To: at(2050), Limit: 3}} {
				if got, want := tr.search(q), tr.naive(q, nil, all); !slices.Equal(got, want) {
					t.Fatalf("%+v at %+v: found %v, want %v", q, now, got, want)
				}
			}
			tr.tick()
		}
		if meanwhile < 10 {
			t.Errorf("only %d searches came between segments and volumes", meanwhile)
		}
		if diff := cmp.Diff(grown, tr.indexRows("audit_volume")); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTheKeeperHurriesWhileTheIndexIsFarBehind(t *testing.T) {
	audit.Shrink(t, 1, 2)
	tr := newTrail(t, testkit.Open(t, testkit.SQLiteURL(t)))
	tr.recordMany(5 * 256)
	tr.tick()
	if p := tr.keeper.Pause(); p > 100*time.Millisecond || tr.indexState().blocks >= 5 {
		t.Errorf("with blocks left it pauses for %v", p)
	}
	tr.settle()
	_ = tr.keeper.Pause()
	if p := tr.keeper.Pause(); p < 500*time.Millisecond {
		t.Errorf("with nothing to do it pauses for %v", p)
	}
}

// forgetIndex leaves the log without its index, as a migration does.
func (tr *trail) forgetIndex() {
	tr.t.Helper()
	err := tr.db.Write(context.Background(), func(tx store.Tx) error {
		for _, q := range []string{`DELETE FROM audit_volume`, `DELETE FROM audit_segment`, `DELETE FROM audit_block`, `UPDATE audit_index SET blocks = 0, volumes = 0, gathered = 0`} {
			if err := tx.Exec(context.Background(), q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		tr.t.Fatal(err)
	}
}

// drawQuery draws a search, often with a bound at or beside the end of a unit.
func drawQuery(rt *rapid.T) (q audit.Query, words []string) {
	q.Limit = rapid.SampledFrom([]int{1, 3, 20, 50, 1000}).Draw(rt, "limit")
	some := func(name string, values ...string) string {
		return rapid.SampledFrom(append(values, "", "")).Draw(rt, name)
	}
	q.Actor, q.Outcome, q.Ticket = some("actor", "user3", "user6", "nobody"), some("outcome", audit.Applied, audit.Refused), some("ticket", "", "", "T-once")
	if q.Table = some("table", "bank_instruction"); q.Table != "" {
		q.Record, q.Field = some("record", "BI7", "BI39", "BI99"), some("field", "iban", "bank")
	}
	for _, w := range []string{some("word", "amber", "birch", "each"), some("other word", "edge", "day3", "day4", "de00000000000000002048", "nowhere")} {
		if w != "" {
			words = append(words, w)
			q.Words += " " + w
		}
	}
	bound := func(name string) int64 {
		unit := rapid.SampledFrom([]int64{0, 0, 256, 512, 2048}).Draw(rt, name+" unit")
		if unit == 0 {
			return 0
		}
		return max(1, rapid.Int64Range(1, unitEntries/unit).Draw(rt, name)*unit+rapid.Int64Range(-1, 2).Draw(rt, name+" beside"))
	}
	if n := bound("from"); n > 0 {
		q.From = at(n)
	}
	if n := bound("to"); n > 0 {
		q.To = at(n)
	}
	q.Before = bound("before")
	return q, words
}
