package recon

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/matching"
)

// Door is what the comparer needs of govern.Engine.
type Door interface {
	Submit(ctx context.Context, who govern.Actor, note govern.Note, cmd govern.Command) (govern.Outcome, error)
	Standing(user string) error
}

// Comparer compares the runs that were started, on whichever node takes them up
// first, and records what they come to through the door as the service it acts for,
// which needs the permission run.finish. A run whose worker died is taken up again
// when its lease ends; the same files give the same bytes. Set the fields before Run;
// those left empty have the values named.
type Comparer struct {
	Door  Door
	DB    store.DB
	Files files.Store
	Room  string // folder to work in; "": the system's
	Actor govern.Actor

	Log      *slog.Logger     // none
	Now      func() time.Time // of leases: the clock
	Holder   string           // chance
	Lease    time.Duration    // 15 s: how soon a dead worker's run is taken up
	Beat     time.Duration    // 1 s: how soon a stop is noticed, and how old progress is
	Poll     time.Duration    // 1 s: how soon a run is seen that was started elsewhere
	Pause    time.Duration    // 10 s: how long this node leaves alone what it could not do
	Attempts int64            // 5, then the run fails
	Parallel int              // 2 runs at once

	once  sync.Once
	wake  chan struct{}
	lock  sync.Mutex
	later map[string]time.Time // what this node leaves alone, by run
}

func (c *Comparer) prepare() {
	c.once.Do(func() {
		c.wake, c.later = make(chan struct{}, 1), map[string]time.Time{}
		if c.Log == nil {
			c.Log = slog.New(slog.DiscardHandler)
		}
		if c.Now == nil {
			c.Now = time.Now
		}
		if c.Holder == "" {
			c.Holder = rand.Text()
		}
		for to, otherwise := range map[*time.Duration]time.Duration{&c.Lease: 15 * time.Second, &c.Beat: time.Second, &c.Poll: time.Second, &c.Pause: 10 * time.Second} {
			if *to == 0 {
				*to = otherwise
			}
		}
		if c.Attempts == 0 {
			c.Attempts = 5
		}
		if c.Parallel == 0 {
			c.Parallel = 2
		}
	})
}

// Wake has the comparer look at once. It never blocks.
func (c *Comparer) Wake() {
	c.prepare()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// Run works until ctx ends; what is being compared then is given back to others.
func (c *Comparer) Run(ctx context.Context) {
	c.prepare()
	var busy sync.WaitGroup
	busy.Go(func() { c.tidy(ctx) })
	for range c.Parallel {
		busy.Go(func() { c.loop(ctx) })
	}
	busy.Wait()
}

// tidy drops, at once and every minute, the leases that dead workers have left of
// runs that were ended otherwise.
func (c *Comparer) tidy(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := c.exec(ctx, tidySQL, c.Now().UnixMicro()); err != nil && ctx.Err() == nil {
			c.Log.Warn("the leases of runs could not be tidied", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (c *Comparer) loop(ctx context.Context) {
	tick := time.NewTicker(c.Poll)
	defer tick.Stop()
	for {
		worked, err := c.Step(ctx)
		if err != nil && ctx.Err() == nil {
			c.Log.Warn("the runs could not be worked on", "error", err)
		}
		if worked && err == nil && ctx.Err() == nil {
			c.Wake() // there may be more, and others idle
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-c.wake:
		case <-tick.C:
		}
	}
}

// leaves reports whether this node leaves the run alone for now.
func (c *Comparer) leaves(run string, now time.Time) bool {
	c.lock.Lock()
	defer c.lock.Unlock()
	return now.Before(c.later[run])
}

func (c *Comparer) pause(run govern.ID) {
	c.lock.Lock()
	defer c.lock.Unlock()
	for id, until := range c.later {
		if c.Now().After(until) {
			delete(c.later, id)
		}
	}
	c.later[string(run)] = c.Now().Add(c.Pause)
}

// Why a comparison is broken off.
var (
	errEnded = errors.New("the run has ended")
	errLost  = errors.New("another worker has the run")
	errAsker = errors.New("who started the run may do nothing any more")
)

// Step compares one run and reports whether there was one. Its error is the
// database's; what becomes of the comparison is recorded with the run.
func (c *Comparer) Step(ctx context.Context) (worked bool, err error) {
	c.prepare()
	t, err := c.take(ctx)
	if err != nil || t == nil {
		return false, err
	}
	// What became of it is written even when the node is stopping.
	keep := context.WithoutCancel(ctx)
	var found *Found
	if err = errEnded; t.run.State == Running {
		found, err = c.compare(ctx, t)
	}
	switch {
	case err == nil, errors.Is(err, errAsker):
	case errors.Is(err, errEnded):
		return true, c.exec(keep, dropSQL, string(t.run.ID), c.Holder)
	case errors.Is(err, errLost):
		c.Log.Warn("a run was lost to another worker", "run", t.run.ID)
		return true, nil
	case ctx.Err() != nil:
		return true, c.leave(keep, t.run.ID, "", true)
	case fault.Is(err, fault.NotFound): // nodes that do not share their files: another has them
		c.Log.Warn("a file of a run is not here", "run", t.run.ID, "error", err)
		c.pause(t.run.ID)
		return true, c.leave(keep, t.run.ID, "", true)
	case fault.Is(err, fault.Invalid):
		found = failed(t.run, told(err))
	case t.attempt >= c.Attempts:
		c.Log.Error("a run was given up", "run", t.run.ID, "attempt", t.attempt, "error", err)
		found = failed(t.run, fmt.Sprintf("It could not be compared in %d attempts: %s The operator finds more in the program's own log.", t.attempt, told(err)))
	default:
		c.Log.Warn("a run could not be compared and is tried again", "run", t.run.ID, "attempt", t.attempt, "error", err)
		c.pause(t.run.ID)
		return true, c.leave(keep, t.run.ID, "", false)
	}
	return true, c.record(keep, t, found)
}

// told is a refusal as people read it, with the side it is about.
func told(err error) string {
	f := fault.From(err)
	if f.Field != "" {
		return f.Field + ": " + f.Detail
	}
	return f.Detail
}

// compare computes the run while its lease is prolonged and its state is watched.
// An attempt beyond the last is of workers that died each time.
func (c *Comparer) compare(ctx context.Context, t *taken) (found *Found, err error) {
	if t.attempt > c.Attempts {
		return nil, fault.New(fault.Unavailable, "no_end", "No attempt came to an end.")
	}
	ctx, broken := context.WithCancelCause(ctx)
	defer broken(nil)
	w := &watch{}
	var beats sync.WaitGroup
	beats.Go(func() { broken(c.watch(ctx, t.run, w)) })
	defer beats.Wait()
	defer broken(nil)
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the comparison panicked: %v", p)
		}
	}()
	found, err = Compute(ctx, c.Files, c.Room, t.run, w.told)
	switch {
	case err == nil:
		w.told(matching.Progress{Stage: recording})
		p := w.last()
		if c.beat(ctx, t.run.ID, &p) != nil {
			c.Log.Debug("how far a run has come could not be told", "run", t.run.ID)
		}
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	}
	return found, err
}

// recording is the stage after those of the comparison: its outcome is written.
const recording = "record"

// watch is what the comparison said last.
type watch struct {
	lock sync.Mutex
	p    Progress
}

func (w *watch) told(m matching.Progress) {
	w.lock.Lock()
	defer w.lock.Unlock()
	w.p.tell(m)
}

func (w *watch) last() Progress {
	w.lock.Lock()
	defer w.lock.Unlock()
	return w.p
}

// watch prolongs the lease until ctx ends or there is a reason to break off. A
// database that does not answer is one when the lease runs out.
func (c *Comparer) watch(ctx context.Context, run *Run, w *watch) error {
	beat := time.NewTicker(c.Beat)
	defer beat.Stop()
	held := c.Now().Add(c.Lease)
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-beat.C:
		}
		next := c.Now().Add(c.Lease)
		p := w.last()
		err := c.beat(ctx, run.ID, &p)
		var state string
		if err == nil {
			held = next
			err = c.DB.QueryRow(ctx, []any{&state}, `SELECT state FROM run WHERE id = $1`, string(run.ID))
		}
		switch {
		case errors.Is(err, store.ErrRowCount), err != nil && c.Now().After(held):
			return errLost
		case err == nil && state != Running:
			return errEnded
		case c.Door.Standing(string(run.AskedBy)) != nil:
			return errAsker
		}
	}
}

// record has the outcome written, and gives the run back where that is not to be
// had yet.
func (c *Comparer) record(ctx context.Context, t *taken, found *Found) error {
	run := t.run
	out, err := c.Door.Submit(ctx, c.Actor, govern.Note{}, &Finish{run.ID, found})
	internal := fault.Is(err, fault.Internal)
	if fault.Is(err, fault.Invalid) || internal && t.attempt >= c.Attempts { // what was found cannot be recorded as it is
		c.Log.Error("the outcome of a run was refused", "run", run.ID, "error", err)
		out, err = c.Door.Submit(ctx, c.Actor, govern.Note{}, &Finish{run.ID, failed(run, "Its outcome could not be recorded: "+told(err))})
	}
	switch {
	case fault.Code(err) == "wrong_state", err == nil && out.State == govern.Applied:
		return c.exec(ctx, dropSQL, string(run.ID), c.Holder)
	case err == nil:
		c.Log.Warn("the end of a run waits for other eyes", "run", run.ID, "change", out.Change)
		return c.leave(ctx, run.ID, out.Change, true)
	}
	c.Log.Warn("the end of a run could not be recorded and is tried again", "run", run.ID, "code", fault.Code(err), "error", err)
	c.pause(run.ID)
	return c.leave(ctx, run.ID, "", !internal)
}
