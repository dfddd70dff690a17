package govern

import (
	"context"
	"fmt"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Awaited is a pending change and who could agree to it, for telling them.
type Awaited struct {
	Change            ID
	Command           string
	Maker             string
	Units             []string // of what it is about
	MadeAt, ExpiresAt Time
	// Round grows when agreements were set aside, so that people have to look again.
	Round  int64
	People []string
}

// mostAwaited is how many pending changes are looked at, the oldest first.
const mostAwaited = 2000

// Awaited lists the pending changes. Of those that old knows in this round it
// takes the answer of before.
func (e *Engine) Awaited(ctx context.Context, old func(id ID, round int64) *Awaited, most int) ([]*Awaited, error) {
	var list []*Awaited
	err := e.db.Snapshot(ctx, func(r store.Reader) error {
		var found []*Awaited
		err := r.Query(ctx, func(scan store.Scan) error {
			a := &Awaited{}
			err := scan((*string)(&a.Change), &a.Round)
			found = append(found, a)
			return err
		}, fmt.Sprintf(`SELECT id, (SELECT count(*) FROM decision WHERE decision."change" = "change".id AND verdict = 'struck') FROM "change" WHERE state = 'pending' ORDER BY made_at, id LIMIT %d`, mostAwaited))
		if err != nil {
			return err
		}
		v, now := e.view.Load(), At(e.now())
		for _, a := range found {
			if known := old(a.Change, a.Round); known != nil {
				list = append(list, known)
				continue
			}
			d, err := e.decision(ctx, r, v, a.Change, now)
			if fault.Is(err, fault.Stale) || fault.Is(err, fault.Conflict) {
				continue
			}
			if err != nil {
				return err
			}
			d.await(a)
			a.People = e.canAgree(d, most)
			list = append(list, a)
		}
		return nil
	})
	return list, err
}

func (d *decision) await(a *Awaited) {
	b := d.body
	a.Command, a.Maker, a.MadeAt, a.ExpiresAt = b.Command, b.Maker, b.MadeAt, d.change.ExpiresAt
	for _, on := range b.Targets {
		if on.Unit != "" {
			a.Units = append(a.Units, on.Unit)
		}
	}
}
