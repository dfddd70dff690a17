package govern

import (
	"context"
	"fmt"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Box is one way of looking at changes.
type Box string

// The boxes.
const (
	Waiting Box = "waiting" // for the user's agreement, oldest first
	Mine    Box = "mine"    // that the user asked for, newest first
	All     Box = "all"     // that the user may see, newest first
)

// BoxQuery is what is looked for.
type BoxQuery struct {
	Box     Box
	States  []string // any of them; none: all
	Command string   // "": any
	Maker   string   // "": anybody
	After   *BoxPlace
	Limit   int
}

// BoxPlace is the change that a page ended with.
type BoxPlace struct {
	MadeAt Time `json:"made_at"`
	ID     ID   `json:"id"`
}

// seenInBox is how many changes one page looks at.
const seenInBox = 2000

// Changes gives a page of a box, and where the next begins; nil at the end.
func (e *Engine) Changes(ctx context.Context, user string, b BoxQuery) (list []*Pending, next *BoxPlace, err error) {
	err = e.db.Snapshot(ctx, func(r store.Reader) error {
		place := b.After
		for looked := 0; looked < seenInBox; {
			chunk, err := e.changesAfter(ctx, r, user, &b, place)
			if err != nil {
				return err
			}
			for _, at := range chunk {
				if len(list) == b.Limit {
					next = place
					return nil
				}
				place = &at
				p, err := e.boxed(ctx, r, user, b.Box, at.ID)
				if err != nil {
					return err
				}
				if p != nil {
					list = append(list, p)
				}
			}
			if len(chunk) < inBoxAtOnce {
				return nil
			}
			looked += len(chunk)
		}
		next = place
		return nil
	})
	return list, next, err
}

const inBoxAtOnce = 100

// changesAfter finds the next changes that may be in the box.
func (e *Engine) changesAfter(ctx context.Context, r store.Reader, user string, b *BoxQuery, place *BoxPlace) ([]BoxPlace, error) {
	q := query{dialect: e.db.Dialect()}
	where, order, beyond := []string{"1 = 1"}, " DESC", "<"
	if b.Box == Waiting {
		where, order, beyond = append(where, "state = 'pending'"), "", ">"
	}
	if b.Box == Mine {
		where = append(where, "maker = "+q.arg(user))
	}
	if len(b.States) > 0 {
		where = append(where, q.in("state", b.States))
	}
	if b.Command != "" {
		where = append(where, "command = "+q.arg(b.Command))
	}
	if b.Maker != "" {
		where = append(where, "maker = "+q.arg(b.Maker))
	}
	if place != nil {
		where = append(where, fmt.Sprintf("(made_at, id) %s (%s, %s)", beyond, q.arg(int64(place.MadeAt)), q.arg(string(place.ID))))
	}
	var list []BoxPlace
	err := r.Query(ctx, func(scan store.Scan) error {
		var at BoxPlace
		err := scan((*int64)(&at.MadeAt), (*string)(&at.ID))
		list = append(list, at)
		return err
	}, fmt.Sprintf(`SELECT made_at, id FROM "change" WHERE %s ORDER BY made_at%s, id%s LIMIT %d`, strings.Join(where, " AND "), order, order, inBoxAtOnce), q.args...)
	return list, err
}

// boxed is the change if it belongs into the user's box, else nil. One whose
// table was migrated since cannot be shown any more; it is in no box.
func (e *Engine) boxed(ctx context.Context, r store.Reader, user string, box Box, id ID) (*Pending, error) {
	p, err := e.pending(ctx, r, user, id)
	switch {
	case fault.Is(err, fault.Stale):
		return nil, nil
	case err != nil:
		return nil, err
	case box == Waiting && p.Eligible != nil && p.For == nil, box != Waiting && e.mayLook(p, user) != nil:
		return nil, nil
	}
	return p, nil
}

// Inbox lists the pending changes that wait for the user, oldest first.
func (e *Engine) Inbox(ctx context.Context, user string, limit int) ([]*Pending, error) {
	list, _, err := e.Changes(ctx, user, BoxQuery{Box: Waiting, Limit: limit})
	return list, err
}

// CanAgree lists up to most users whose agreement would help the pending change;
// none of one that has ended.
func (e *Engine) CanAgree(ctx context.Context, id ID, most int) ([]string, error) {
	v, now := e.view.Load(), At(e.now())
	d, err := e.decision(ctx, e.db, v, id, now)
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Stale) {
		return []string{}, nil
	}
	if err != nil {
		return nil, err
	}
	return e.canAgree(d, most), nil
}

func (e *Engine) canAgree(d *decision, most int) []string {
	v, now := d.view, d.now
	on := access.Target{}
	if len(d.body.Targets) > 0 {
		on = d.body.Targets[0]
	}
	users, seen, people := []string{}, map[string]bool{}, map[string]bool{}
	named := func(user string) { users, people[v.access.Person(user)] = append(users, user), true }
	for _, p := range d.rules {
		for _, f := range p.Rule().Factors {
			asked := v.access.Inside(f.Group, int64(now))
			if f.Group == "" {
				asked = v.access.Who(f.Permission, on, int64(now))
			}
			for _, user := range asked {
				if !seen[user] && len(people) < most && d.eligible(user) == nil {
					named(user)
				}
				seen[user] = true
				for _, deputy := range v.deputiesOf(user, now) {
					if !seen[deputy] && len(people) < most && d.eligibleFor(deputy, user) == nil {
						named(deputy)
						seen[deputy] = true
					}
				}
			}
		}
	}
	return v.onePerPerson(users)
}
