// Package govern is the one door through which governed data changes.
//
// A Command plans: it reads, and returns the rows it wants changed, before and
// after. The Engine authorises it, holds it for other eyes or applies it, and
// records it, in one transaction. There is no other way: not for the API, the
// command line, an import, a job or a test.
//
// It guarantees that every applied row stands in exactly one audit entry of the
// same transaction, that log order is commit order, that a held change is
// executed only while its maker and approvers still may and its rows stand as
// they were shown, and that an answer is given only after the commit.
package govern

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Founding is the one command that needs no grant: it sets up an installation
// that has no users yet, and is refused for ever after.
const Founding = "installation.found"

// Config is what an Engine is made of.
type Config struct {
	DB       store.DB
	Ring     *secret.Ring
	Tables   []Any
	Commands []Verb
	Now      func() time.Time // nil: the clock
	Log      *slog.Logger     // nil: none
	// Group is how many waiting commands share one transaction at most; 0: 60,
	// below the 64 subtransactions that PostgreSQL caches.
	Group int
	// Tell leaves a message of kind ToldMessage for whoever asked for a change that
	// tables have news of.
	Tell bool
	// Tickets, when set, is asked whether anybody wants the sheet of a ticket that
	// something was done under: then a message of kind TicketMessage is left.
	Tickets func(context.Context, store.Reader) (bool, error)
}

// Engine is the only code that writes governed tables. It is safe for use by
// many goroutines; one of its own does all writing.
type Engine struct {
	db          store.DB
	ring        *secret.Ring
	sealer      *audit.Sealer
	tables      []*def
	byName      map[string]*def
	verbs       map[string]Verb
	schema      approval.Schema
	permissions map[string]bool
	now         func() time.Time
	log         *slog.Logger
	group       int
	tells       bool
	tickets     func(context.Context, store.Reader) (bool, error)

	view     atomic.Pointer[view]
	queue    chan *job
	stop     chan struct{} // closed by Close
	over     chan struct{} // closed when the writer has stopped
	stopped  sync.WaitGroup
	programs sync.Map // JSON of a frozen rule → *approval.Program
	wake     atomic.Pointer[func()]
	follower follower
	stuck    recent
}

// New checks the declarations against the database and starts the Engine.
func New(ctx context.Context, c Config) (*Engine, error) {
	e := &Engine{
		db: c.DB, ring: c.Ring, sealer: audit.NewSealer(c.Ring), byName: map[string]*def{}, verbs: map[string]Verb{},
		schema: approval.Schema{}, permissions: map[string]bool{}, now: c.Now, log: c.Log, group: c.Group, tells: c.Tell, tickets: c.Tickets, queue: make(chan *job, 1024),
		stop: make(chan struct{}), over: make(chan struct{}),
	}
	if e.now == nil {
		e.now = time.Now
	}
	if e.log == nil {
		e.log = slog.New(slog.DiscardHandler)
	}
	if e.group == 0 {
		e.group = 60
	}
	if err := e.declare(ctx, c.Tables, c.Commands); err != nil {
		return nil, err
	}
	var v *view
	err := e.db.Snapshot(ctx, func(r store.Reader) (err error) {
		v, err = e.load(ctx, r)
		return err
	})
	if err != nil {
		return nil, err
	}
	e.view.Store(v)
	e.stopped.Add(2)
	go e.write()
	go e.watch()
	return e, nil
}

// Close lets what waits finish and stops the Engine. Nothing may be submitted
// any more.
func (e *Engine) Close() {
	close(e.stop)
	e.stopped.Wait()
}

func (e *Engine) declare(ctx context.Context, tables []Any, verbs []Verb) error {
	for _, t := range tables {
		d := t.erased()
		if e.byName[d.name] != nil {
			return fmt.Errorf("govern: table %s is declared twice", d.name)
		}
		e.tables, e.byName[d.name] = append(e.tables, d), d
		want := map[string]store.Class{"id": store.ClassText, "version": store.ClassInt}
		for i := range d.columns {
			c := &d.columns[i]
			e.schema[d.name] = append(e.schema[d.name], approval.Field{Name: c.name, Kind: c.approvalKind()})
			for j, class := range c.classes() {
				want[c.sql[j]] = class
			}
		}
		if d.hasRoot {
			want["children_version"] = store.ClassInt
		}
		if err := store.CheckColumns(ctx, e.db, d.name, want); err != nil {
			return err
		}
	}
	for _, d := range e.tables {
		if d.parentName != "" && e.byName[d.parentName] == nil {
			return fmt.Errorf("govern: %s names the undeclared parent %s", d.name, d.parentName)
		}
		for _, c := range d.columns {
			if ref := c.constraint.ref; ref != "" && e.byName[ref] == nil {
				return fmt.Errorf("govern: %s.%s refers to the undeclared table %s", d.name, c.name, ref)
			}
		}
	}
	for _, p := range e.Permissions() {
		e.permissions[p] = true
	}
	if err := e.always(); err != nil {
		return err
	}
	for _, v := range verbs {
		if _, twice := e.verbs[v.Name]; twice {
			return fmt.Errorf("govern: command %s is declared twice", v.Name)
		}
		if e.permissions[v.Name] {
			return fmt.Errorf("govern: the command %s has the name of a permission of its table; give it another", v.Name)
		}
		if v.ByProgram && v.New != nil {
			return fmt.Errorf("govern: only the program asks the command %s; it is not served", v.Name)
		}
		if v.Foreseen && !v.ByProgram {
			return fmt.Errorf("govern: the command %s is the will of whoever asks it; only the program carries out what was foreseen", v.Name)
		}
		e.verbs[v.Name] = v
	}
	for _, p := range e.Permissions() {
		e.permissions[p] = true
	}
	return nil
}

// OnOutbox sets what is called after a commit that left messages in the outbox.
func (e *Engine) OnOutbox(f func()) { e.wake.Store(&f) }

// watch keeps the view that reads are decided by within a second of what other
// nodes commit. Writes do not rest on it: they compare epochs themselves.
func (e *Engine) watch() {
	defer e.stopped.Done()
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	for n := 1; ; n++ {
		select {
		case <-e.stop:
			return
		case <-tick.C:
		}
		if err := e.catchUp(context.Background()); err != nil {
			e.log.Warn("the access view could not be refreshed", "error", err)
		}
		if n%20 == 0 {
			e.expireOld()
		}
	}
}

func (e *Engine) catchUp(ctx context.Context) error {
	return e.db.Snapshot(ctx, func(r store.Reader) error {
		var epoch int64
		if err := r.QueryRow(ctx, []any{&epoch}, `SELECT epoch FROM audit_head WHERE one = 1`); err != nil {
			return err
		}
		next, err := e.refresh(ctx, r, e.view.Load(), epoch)
		if err == nil {
			e.adopt(next)
		}
		return err
	})
}

// adopt takes a newer view; an older one is left alone.
func (e *Engine) adopt(next *view) {
	for {
		now := e.view.Load()
		if now.epoch >= next.epoch || e.view.CompareAndSwap(now, next) {
			return
		}
	}
}
