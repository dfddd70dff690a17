package outbox

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/countersign/countersign/internal/store"
)

// Worker does the messages of one database. Several may run on one node or on
// many. Set the fields before Run; those left empty have the values named.
type Worker struct {
	DB       store.DB
	Handlers map[string]Handler // by kind
	// OnGiveUp raises the alert for a message that was given up. After a crash
	// it may be called again for the same message.
	OnGiveUp func(ctx context.Context, m Message, why error)

	Now      func() time.Time        // the clock
	Log      *slog.Logger            // none
	Holder   string                  // host, process and chance
	Lease    time.Duration           // 5 minutes
	Poll     time.Duration           // 1 second: how soon what others left, or a retry, is seen
	Attempts int                     // 12
	Backoff  func(int) time.Duration // Backoff
	Parallel int                     // 4 messages at once

	once sync.Once
	wake chan struct{}
}

func (w *Worker) prepare() {
	w.once.Do(func() {
		w.wake = make(chan struct{}, 1)
		if w.Now == nil {
			w.Now = time.Now
		}
		if w.Log == nil {
			w.Log = slog.New(slog.DiscardHandler)
		}
		if w.Holder == "" {
			host, _ := os.Hostname()
			w.Holder = fmt.Sprintf("%s/%d/%s", host, os.Getpid(), rand.Text()[:8])
		}
		if w.Lease == 0 {
			w.Lease = 5 * time.Minute
		}
		if w.Poll == 0 {
			w.Poll = time.Second
		}
		if w.Attempts == 0 {
			w.Attempts = 12
		}
		if w.Backoff == nil {
			w.Backoff = Backoff
		}
		if w.Parallel == 0 {
			w.Parallel = 4
		}
	})
}

// Wake has the worker look at once; govern.Engine.OnOutbox takes it. It never
// blocks.
func (w *Worker) Wake() {
	w.prepare()
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Run works until ctx ends and the handlers under way have returned.
func (w *Worker) Run(ctx context.Context) {
	w.prepare()
	var busy sync.WaitGroup
	for range w.Parallel {
		busy.Add(1)
		go func() {
			defer busy.Done()
			w.loop(ctx)
		}()
	}
	busy.Wait()
}

func (w *Worker) loop(ctx context.Context) {
	tick := time.NewTicker(w.Poll)
	defer tick.Stop()
	for {
		worked, err := w.Step(ctx)
		if err != nil && ctx.Err() == nil {
			w.Log.Warn("the outbox could not be worked on", "error", err)
		}
		if worked && err == nil && ctx.Err() == nil {
			w.Wake() // there may be more, and others idle
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-w.wake:
		case <-tick.C:
		}
	}
}

// Step does one message that is due and reports whether there was one. Its
// error is the database's; a handler's failure is written beside the message.
func (w *Worker) Step(ctx context.Context) (worked bool, err error) {
	w.prepare()
	h, err := w.lease(ctx)
	if err != nil || h == nil {
		return false, err
	}
	// What became of it is written even when the node is stopping.
	keep := context.WithoutCancel(ctx)
	failed := w.handle(ctx, h.Message)
	done, over := after(h.Message, failed)
	switch {
	case done:
		err = w.finish(keep, h)
	case errors.Is(ctx.Err(), context.Canceled) && !final(failed):
		err = w.release(keep, h)
	case over:
		w.Log.Error("an outbox message was given up", "id", h.ID, "kind", h.Kind, "subject", h.Subject, "attempt", h.Attempt, "error", failed)
		if w.OnGiveUp != nil {
			w.OnGiveUp(keep, h.Message, failed)
		}
		err = w.abandon(keep, h, failed)
	default:
		w.Log.Warn("an outbox message failed and is repeated", "id", h.ID, "kind", h.Kind, "subject", h.Subject, "attempt", h.Attempt, "error", failed)
		err = w.postpone(keep, h, w.Backoff(h.Attempt), failed)
	}
	if errors.Is(err, store.ErrRowCount) {
		w.Log.Error("a handler outlived its lease; another worker has the message", "id", h.ID, "kind", h.Kind)
		err = nil
	}
	return true, err
}

// handle runs the handler for nine tenths of the lease. Attempts beyond the
// last are those of workers that died each time.
func (w *Worker) handle(ctx context.Context, m Message) (err error) {
	if m.Attempt > w.Attempts {
		return GiveUp(fmt.Errorf("no attempt of %d came to an end", w.Attempts))
	}
	do := w.Handlers[m.Kind]
	if do == nil {
		// Perhaps a newer node knows it; if none does, it is given up aloud.
		return fmt.Errorf("this node has no handler for messages of kind %q", m.Kind)
	}
	ctx, cancel := context.WithTimeout(ctx, w.Lease/10*9)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the handler panicked: %v", p)
		}
	}()
	return do(ctx, m)
}
