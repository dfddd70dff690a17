package notice

import (
	"context"

	"github.com/countersign/countersign/internal/store"
)

// ofHanded are the lists of what was handed over, one for each person who had it and
// each successor, while something on it is not settled. What is added later is told
// anew.
func (w *waits) ofHanded(ctx context.Context, _ map[string]*Item) (list []*Item, err error) {
	err = w.db.Query(ctx, func(scan store.Scan) error {
		i := &Item{Kind: OfHanded, People: make([]string, 1)}
		var unit string
		var latest int64
		err := scan((*string)(&i.Record), &i.What, &unit, &i.People[0], (*int64)(&i.Since), &latest)
		if unit != "" {
			i.Units = []string{unit}
		}
		i.Round = number(latest)
		list = append(list, i)
		return err
	}, `SELECT h."user", u.name, u.unit, h.successor, min(h.handed_at),
			(SELECT max(a.handed_at) FROM handover a WHERE a."user" = h."user" AND a.successor = h.successor) FROM handover h JOIN "user" u ON u.id = h."user"
		WHERE h.settled_at = 0 GROUP BY h."user", u.name, u.unit, h.successor ORDER BY h."user", h.successor LIMIT 2000`)
	return list, err
}

// stillHanded is the condition on what of a person is on the recipient's list yet; a
// webhook is told of everybody's.
const stillHanded = `handover WHERE "user" = $1 AND settled_at = 0 AND (successor = $2 OR NOT EXISTS (SELECT 1 FROM "user" WHERE id = $2))`
