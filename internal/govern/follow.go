package govern

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/store"
)

// Told is one thing that a listener is told of: a record that changed, or whose
// pending change did.
type Told struct {
	Seq     int64
	Table   string
	ID      ID
	Version int64 // 0 when nothing of it was written, or it was deleted
}

// News is what a listener is told at one time.
type News struct {
	Told    []Told
	Inbox   int  // changes that wait for the user
	Counted bool // whether Inbox is there
	Missed  bool // there was more than can be told: look again at everything
}

// A follower reads what all nodes write to the log and hands it to whoever
// listens. There is one for a node, at work while somebody listens.
type follower struct {
	mu        sync.Mutex
	listeners map[*Listener]bool
	stop      context.CancelFunc // nil: not at work
}

// Listener gets the news that one user may know.
type Listener struct {
	C    chan News
	e    *Engine
	user string
	mu   sync.Mutex
	last int // what was counted last
}

const (
	followEvery = 250 * time.Millisecond
	// What one look at the log reads at most; beyond, listeners are told that
	// they missed something.
	followEntries = 2000
	followBytes   = 16 << 20
)

// Listen begins to tell the user what they may know of what is written from now
// on, also by other nodes. Close ends it.
func (e *Engine) Listen(user string) *Listener {
	l := &Listener{C: make(chan News, 16), e: e, user: user, last: -1}
	f := &e.follower
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.listeners == nil {
		f.listeners = map[*Listener]bool{}
	}
	f.listeners[l] = true
	select {
	case <-e.stop:
		return l // there will be no more news
	default:
	}
	if f.stop == nil {
		e.stopped.Add(1)
		ctx, cancel := context.WithCancel(context.Background())
		f.stop = cancel
		go e.follow(ctx)
	}
	return l
}

// Close ends the listening.
func (l *Listener) Close() {
	f := &l.e.follower
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.listeners, l)
	if len(f.listeners) == 0 && f.stop != nil {
		f.stop()
		f.stop = nil
	}
}

// follow looks at the log until ctx ends or the Engine stops. What there was
// before it began is not told.
func (e *Engine) follow(ctx context.Context) {
	defer e.stopped.Done()
	w := &watch{e: e, sealer: audit.NewSealer(e.ring), seq: -1}
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	for {
		if err := w.look(ctx); err != nil && ctx.Err() == nil {
			e.log.Warn("the log could not be followed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-e.stop:
			return
		case <-tick.C:
		}
	}
}

// watch is the state of following.
type watch struct {
	e         *Engine
	sealer    *audit.Sealer
	seq       int64 // what has been told
	room, was *room
	counted   time.Time // when the room was read
	restless  bool      // a change was held, decided or ended since
	later     []piece   // changes, told once the room has been read
}

// piece is one thing to tell, with the rows by which it is judged who may know.
type piece struct {
	told   Told
	def    *def
	rows   []any
	change ID // the change that it is, instead
}

func (w *watch) look(ctx context.Context) error {
	e := w.e
	var pieces []piece
	missed, fresh := false, false
	err := e.db.Snapshot(ctx, func(r store.Reader) error {
		var head int64
		if err := r.QueryRow(ctx, []any{&head}, `SELECT coalesce(max(seq), 0) FROM audit_entry`); err != nil {
			return err
		}
		if w.seq >= 0 && head > w.seq {
			var err error
			if pieces, missed, err = w.read(ctx, r, head); err != nil {
				return err
			}
		}
		w.seq = head
		v := e.view.Load()
		if w.room != nil && !w.restless && !missed && w.room.view.epoch == v.epoch || time.Since(w.counted) < time.Second {
			return nil
		}
		next, err := e.readRoom(ctx, r, v)
		if err != nil {
			return err
		}
		w.was, w.room, w.counted, w.restless, fresh = w.room, next, time.Now(), false, true
		return nil
	})
	if err != nil {
		return err
	}
	if fresh {
		pieces, w.later = append(pieces, w.later...), nil
	}
	e.follower.mu.Lock()
	listeners := make([]*Listener, 0, len(e.follower.listeners))
	for l := range e.follower.listeners {
		listeners = append(listeners, l)
	}
	e.follower.mu.Unlock()
	for _, l := range listeners {
		w.tell(l, pieces, missed, fresh)
	}
	return nil
}

// read opens the entries up to head.
func (w *watch) read(ctx context.Context, r store.Reader, head int64) (pieces []piece, missed bool, err error) {
	var bytes int64
	err = r.QueryRow(ctx, []any{&bytes}, `SELECT CAST(coalesce(sum(length(sealed)), 0) AS BIGINT) FROM audit_entry WHERE seq > $1 AND seq <= $2`, w.seq, head)
	if err != nil || bytes > followBytes || head-w.seq > followEntries {
		w.restless = true
		return nil, true, err
	}
	type opened struct {
		seq int64
		ev  *audit.Event
	}
	var events []opened
	err = r.Query(ctx, func(scan store.Scan) error {
		var entry audit.Entry
		if err := scan(&entry.Seq, &entry.Header, &entry.Sealed); err != nil {
			return err
		}
		header, err := tree.ParseHeader(entry.Header)
		if err != nil {
			return err
		}
		entry.At = header.At
		ev, err := w.sealer.Open(entry)
		if err != nil { // verify names it; following goes on behind it
			w.e.log.Warn("an entry could not be told of", "seq", entry.Seq, "error", err)
			missed = true
			return nil
		}
		events = append(events, opened{entry.Seq, ev})
		return nil
	}, `SELECT seq, header, sealed FROM audit_entry WHERE seq > $1 AND seq <= $2 ORDER BY seq`, w.seq, head)
	for _, o := range events {
		for _, p := range w.pieces(ctx, r, o.seq, o.ev) {
			if p.change != "" {
				w.later = append(w.later, p)
				continue
			}
			pieces = append(pieces, p)
		}
	}
	return pieces, missed, err
}

// pieces are what an entry tells of.
func (w *watch) pieces(ctx context.Context, r store.Reader, seq int64, ev *audit.Event) (list []piece) {
	if !slices.Contains(told, ev.Outcome) {
		return nil
	}
	if ev.Change != "" {
		w.restless = true
		list = append(list, piece{told: Told{Seq: seq, Table: "change", ID: ID(ev.Change)}, change: ID(ev.Change)})
	}
	rows := ev.Rows
	if len(rows) == 0 && ev.Record.Table != "" {
		rows = []audit.Row{{Table: ev.Record.Table, ID: ev.Record.ID, Op: string(Touch)}}
	}
	for i := range rows {
		row := &rows[i]
		d := w.e.def(row.Table)
		if d == nil {
			continue
		}
		p := piece{told: Told{Seq: seq, Table: row.Table, ID: ID(row.ID), Version: row.Version}, def: d}
		if before, after, err := d.images(row); err == nil {
			p.rows = slices.DeleteFunc([]any{before, after}, func(row any) bool { return row == nil })
		}
		if len(p.rows) == 0 { // nothing of it stands in the entry: what it is now says who may know
			if now, err := d.get(ctx, r, ID(row.ID)); err == nil {
				p.rows = []any{now}
			}
		}
		list = append(list, p)
	}
	return list
}

// tell gives the listener what its user may know.
func (w *watch) tell(l *Listener, pieces []piece, missed, fresh bool) {
	e, n := w.e, News{Missed: missed}
	v, now := e.view.Load(), At(e.now())
	for _, p := range pieces {
		may := false
		if p.change != "" {
			may = w.room.shows(e, l.user, p.change) || w.was.shows(e, l.user, p.change)
		}
		for _, row := range p.rows {
			may = may || v.access.Check(l.user, p.def.name+".view", p.def.shownOn(row), int64(now))
		}
		if may {
			n.Told = append(n.Told, p.told)
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if fresh || l.last < 0 && w.room != nil {
		if count := w.room.waiting(l.user, now); count != l.last {
			n.Inbox, n.Counted, l.last = count, true, count
		}
	}
	if n.Told == nil && !n.Counted && !n.Missed {
		return
	}
	select {
	case l.C <- n:
	default: // it does not listen fast enough: it starts again
		l.last = -1
		select {
		case <-l.C:
		default:
		}
		select {
		case l.C <- News{Missed: true}:
		default:
		}
	}
}
