package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/outbox"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

var ctx = context.Background()

// table is an outbox whose time the test holds.
type table struct {
	t  *testing.T
	db store.DB
	at atomic.Int64
}

func each(t *testing.T, f func(t *testing.T, b *table)) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		b := &table{t: t, db: db}
		b.at.Store(time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC).UnixMicro())
		f(t, b)
	})
}

func (b *table) now() time.Time          { return time.UnixMicro(b.at.Load()).UTC() }
func (b *table) advance(d time.Duration) { b.at.Add(d.Microseconds()) }

// put leaves a message as the Engine does.
func (b *table) put(id, kind string) {
	b.t.Helper()
	err := b.db.Write(ctx, func(tx store.Tx) error {
		return tx.Exec(ctx, `INSERT INTO outbox (id, kind, subject, body, due_at, leased_until, attempts, done_at, made_seq) VALUES ($1, $2, $3, $4, 0, 0, 0, 0, 1)`, id, kind, "subject of "+id, "body of "+id)
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *table) worker(do outbox.Handler) *outbox.Worker {
	return &outbox.Worker{DB: b.db, Now: b.now, Handlers: map[string]outbox.Handler{"send": do}}
}

func (b *table) step(w *outbox.Worker, want bool) {
	b.t.Helper()
	if worked, err := w.Step(ctx); err != nil || worked != want {
		b.t.Fatalf("worked: %v, %v; want %v", worked, err, want)
	}
}

func (b *table) count(where string) int64 {
	b.t.Helper()
	var n int64
	if err := b.db.QueryRow(ctx, []any{&n}, `SELECT count(*) FROM outbox WHERE `+where); err != nil {
		b.t.Fatal(err)
	}
	return n
}

func TestAMessageIsHandledOnceAndThenDone(t *testing.T) {
	each(t, func(t *testing.T, b *table) {
		b.put("m", "send")
		var got []outbox.Message
		w := b.worker(func(_ context.Context, m outbox.Message) error { got = append(got, m); return nil })
		b.step(w, true)
		b.step(w, false)
		want := outbox.Message{ID: "m", Kind: "send", Subject: "subject of m", Body: "body of m", Attempt: 1}
		if len(got) != 1 || got[0] != want || b.count(`done_at > 0`) != 1 {
			t.Errorf("handled %+v", got)
		}
	})
}

func TestAFailedMessageWaitsLongerEachTimeAndIsThenGivenUpAloud(t *testing.T) {
	each(t, func(t *testing.T, b *table) {
		b.put("m", "send")
		var waits []time.Duration
		last, failed := b.now(), errors.New("the bank does not answer\x00")
		alerts := 0
		w := b.worker(func(_ context.Context, m outbox.Message) error {
			waits = append(waits, b.now().Sub(last))
			last = b.now()
			if m.Attempt != len(waits) || m.Last != (m.Attempt == 12) {
				t.Errorf("attempt %d of %d, last: %v", m.Attempt, len(waits), m.Last)
			}
			return failed
		})
		w.OnGiveUp = func(_ context.Context, m outbox.Message, why error) {
			if alerts++; !errors.Is(why, failed) || m.ID != "m" {
				t.Errorf("alert %+v: %v", m, why)
			}
		}
		for alerts == 0 {
			if worked, err := w.Step(ctx); err != nil {
				t.Fatal(err)
			} else if !worked {
				b.advance(10 * time.Second)
			}
		}
		s := time.Second
		want := []time.Duration{0, 10 * s, 20 * s, 40 * s, 80 * s, 160 * s, 320 * s, 640 * s, 1280 * s, 2560 * s, 3600 * s, 3600 * s}
		if fmt.Sprint(waits) != fmt.Sprint(want) {
			t.Errorf("waits %v, want %v", waits, want)
		}
		b.advance(100 * time.Hour)
		b.step(w, false)
		lost, err := outbox.GivenUp(ctx, b.db, "", 10)
		if err != nil || len(lost) != 1 || lost[0].ID != "m" || lost[0].GaveUpAt == 0 || !strings.Contains(lost[0].Failure, "the bank does not answer") {
			t.Errorf("given up: %+v %v", lost, err)
		}
	})
}

func TestAMessageThatWasGivenUpIsTriedAgainWhenAPersonSaysSo(t *testing.T) {
	each(t, func(t *testing.T, b *table) {
		b.put("m", "send")
		tries := 0
		w := b.worker(func(_ context.Context, m outbox.Message) error {
			if tries++; tries == 1 {
				return outbox.GiveUp(errors.New("the host key changed"))
			}
			if m.Attempt != 1 {
				t.Errorf("attempt %d", m.Attempt)
			}
			return nil
		})
		b.step(w, true)
		b.advance(time.Hour)
		b.step(w, false)
		if err := outbox.Again(ctx, b.db, "m", b.now()); err != nil {
			t.Fatal(err)
		}
		b.step(w, true)
		if tries != 2 || b.count(`done_at > 0 AND gave_up_at = 0`) != 1 {
			t.Errorf("%d tries", tries)
		}
		if err := outbox.Again(ctx, b.db, "m", b.now()); !errors.Is(err, store.ErrRowCount) {
			t.Errorf("again, though it is done: %v", err)
		}
	})
}

func TestAMessageOfAWorkerThatDiedIsTakenByAnotherWhenTheLeaseIsOver(t *testing.T) {
	each(t, func(t *testing.T, b *table) {
		b.put("m", "send")
		died := make(chan struct{})
		go func() {
			defer close(died)
			_, _ = b.worker(func(context.Context, outbox.Message) error { runtime.Goexit(); return nil }).Step(ctx)
		}()
		<-died
		attempt := 0
		w := b.worker(func(_ context.Context, m outbox.Message) error { attempt = m.Attempt; return nil })
		b.advance(4 * time.Minute)
		b.step(w, false)
		b.advance(time.Minute)
		b.step(w, true)
		if attempt != 2 {
			t.Errorf("attempt %d", attempt)
		}
	})
}

func TestAMessageThatKillsItsWorkersIsGivenUp(t *testing.T) {
	each(t, func(t *testing.T, b *table) {
		b.put("m", "send")
		for range 3 {
			died := make(chan struct{})
			go func() {
				defer close(died)
				w := b.worker(func(context.Context, outbox.Message) error { runtime.Goexit(); return nil })
				w.Attempts = 3
				_, _ = w.Step(ctx)
			}()
			<-died
			b.advance(5 * time.Minute)
		}
		w := b.worker(func(context.Context, outbox.Message) error { t.Error("a fourth attempt"); return nil })
		alerts := 0
		w.Attempts, w.OnGiveUp = 3, func(context.Context, outbox.Message, error) { alerts++ }
		b.step(w, true)
		if alerts != 1 || b.count(`gave_up_at > 0`) != 1 {
			t.Errorf("%d alerts", alerts)
		}
	})
}

func TestAWorkerWhoseLeaseRanOutDoesNotUndoWhatTheNextOneDid(t *testing.T) {
	each(t, func(t *testing.T, b *table) {
		b.put("m", "send")
		second := b.worker(func(context.Context, outbox.Message) error { return nil })
		first := b.worker(func(context.Context, outbox.Message) error {
			b.advance(6 * time.Minute)
			b.step(second, true)
			return errors.New("too late")
		})
		b.step(first, true)
		if b.count(`done_at > 0 AND failure = ''`) != 1 {
			t.Error("the second worker's mark is gone")
		}
	})
}

func TestAStoppingNodeGivesItsMessageBackWithoutCountingTheAttempt(t *testing.T) {
	each(t, func(t *testing.T, b *table) {
		b.put("m", "send")
		stop, cancel := context.WithCancel(ctx)
		w := b.worker(func(c context.Context, _ outbox.Message) error { cancel(); <-c.Done(); return c.Err() })
		w.Attempts = 1
		if worked, err := w.Step(stop); !worked || err != nil {
			t.Fatal(worked, err)
		}
		attempt := 0
		b.step(b.worker(func(_ context.Context, m outbox.Message) error { attempt = m.Attempt; return nil }), true)
		if attempt != 1 {
			t.Errorf("attempt %d", attempt)
		}
	})
}

func TestAMessageThatNoNodeKnowsIsNotLostInSilence(t *testing.T) {
	each(t, func(t *testing.T, b *table) {
		b.put("m", "sing")
		w := b.worker(nil)
		w.Attempts = 1
		b.step(w, true)
		if lost, err := outbox.GivenUp(ctx, b.db, "", 10); err != nil || len(lost) != 1 || !strings.Contains(lost[0].Failure, `"sing"`) {
			t.Errorf("given up: %+v %v", lost, err)
		}
	})
}

func TestAHandlerThatPanicsFailsAlone(t *testing.T) {
	each(t, func(t *testing.T, b *table) {
		b.put("m", "send")
		b.step(b.worker(func(context.Context, outbox.Message) error { panic("out of order") }), true)
		if b.count(`failure LIKE '%out of order%' AND due_at > 0 AND done_at = 0`) != 1 {
			t.Error("the failure is not noted")
		}
	})
}

func TestManyWorkersHandleEachMessageExactlyOnce(t *testing.T) {
	each(t, func(t *testing.T, b *table) {
		const messages = 60
		for n := range messages {
			b.put(string(govern.NewID(time.UnixMilli(int64(n)))), "send")
		}
		var mu sync.Mutex
		seen := map[govern.ID]int{}
		stop, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		var busy sync.WaitGroup
		for range 4 {
			w := b.worker(func(_ context.Context, m outbox.Message) error {
				mu.Lock()
				defer mu.Unlock()
				if seen[m.ID]++; len(seen) == messages {
					cancel()
				}
				return nil
			})
			w.Poll = 10 * time.Millisecond
			busy.Add(1)
			go func() { defer busy.Done(); w.Run(stop) }()
		}
		busy.Wait()
		for id, n := range seen {
			if n != 1 {
				t.Errorf("%s was handled %d times", id, n)
			}
		}
		if len(seen) != messages || b.count(`done_at > 0`) != messages {
			t.Errorf("%d messages handled, %d done", len(seen), b.count(`done_at > 0`))
		}
	})
}

func TestWakingDoesNotWaitForThePoll(t *testing.T) {
	each(t, func(t *testing.T, b *table) {
		stop, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		handled := make(chan struct{})
		w := b.worker(func(context.Context, outbox.Message) error { close(handled); return nil })
		w.Poll = time.Hour
		over := make(chan struct{})
		go func() { defer close(over); w.Run(stop) }()
		b.put("m", "send")
		w.Wake()
		select {
		case <-handled:
		case <-stop.Done():
			t.Error("nothing was handled")
		}
		cancel()
		<-over
	})
}
