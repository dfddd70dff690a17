package govern

import (
	"context"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// room is every pending change at one time, read once for all who ask what
// waits for them.
type room struct {
	view *view
	list map[ID]*decision
}

// mostInRoom is how many pending changes are counted.
const mostInRoom = 2000

func (e *Engine) readRoom(ctx context.Context, r store.Reader, v *view) (*room, error) {
	m := &room{view: v, list: map[ID]*decision{}}
	places, err := e.changesAfter(ctx, r, "", &BoxQuery{Box: Waiting}, nil)
	for len(places) > 0 && err == nil && len(m.list) < mostInRoom {
		for _, at := range places {
			d, err := e.decision(ctx, r, v, at.ID, At(e.now()))
			if fault.Is(err, fault.Stale) || fault.Is(err, fault.Conflict) {
				continue
			}
			if err != nil {
				return nil, err
			}
			m.list[at.ID] = d
		}
		if len(places) < inBoxAtOnce {
			break
		}
		places, err = e.changesAfter(ctx, r, "", &BoxQuery{Box: Waiting}, &places[len(places)-1])
	}
	return m, err
}

// waiting is how many changes wait for the user.
func (m *room) waiting(user string, now Time) int {
	n := 0
	for _, d := range m.list {
		mine := *d
		mine.now = now
		if mine.eligible(user) == nil || mine.decideFor(user) != nil {
			n++
		}
	}
	return n
}

// shows reports whether the room holds the change and the user may see it.
func (m *room) shows(e *Engine, user string, id ID) bool {
	if m == nil || m.list[id] == nil {
		return false
	}
	d := m.list[id]
	return e.mayLook(&Pending{Change: d.change, Body: d.body, Eligible: d.eligible(user), For: d.decideFor(user)}, user) == nil
}

// Waiting is how many changes wait for the user's agreement; of very many, the
// oldest are counted.
func (e *Engine) Waiting(ctx context.Context, user string) (n int, err error) {
	err = e.db.Snapshot(ctx, func(r store.Reader) error {
		m, err := e.readRoom(ctx, r, e.view.Load())
		if err == nil {
			n = m.waiting(user, At(e.now()))
		}
		return err
	})
	return n, err
}
