package notice

import (
	"context"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
)

// suspending is the permission of those who name another successor.
const suspending = "user.suspend"

// ofUnlooked are people whose time is over and who had something, where nobody was
// named to look after it or that one has gone too.
func (w *waits) ofUnlooked(ctx context.Context, _ map[string]*Item) ([]*Item, error) {
	ended, err := directory.Unlooked(ctx, w.db, govern.At(w.engine.Now()))
	if err != nil {
		return nil, err
	}
	var list []*Item
	for _, u := range ended {
		if u.Heir(w.engine.People()) { // it is handed over within seconds
			continue
		}
		i := &Item{Kind: OfUnlooked, Record: u.ID, Round: number(int64(u.EndsAt)), What: u.Name, Since: u.EndsAt, People: w.who(suspending, directory.Users.TargetOf(u))}
		if u.Unit != "" {
			i.Units = []string{string(u.Unit)}
		}
		list = append(list, i)
	}
	return list, nil
}
