package govern

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Impossible is a four-eyes rule, or a change that waits, which today's people
// cannot meet any more.
type Impossible struct {
	Kind     string `json:"kind" enum:"rule,change"`
	ID       ID     `json:"id"`
	Name     string `json:"name" doc:"The rule's name, or the change's command."`
	MadeAt   Time   `json:"made_at,omitempty" doc:"Of a change."`
	Eligible string `json:"eligible" doc:"Whom it asks for, and who of them there is today."`
}

// seenForImpossible is how many of the oldest pending changes are looked at.
const seenForImpossible = 1000

// Impossible lists the rules in force that nobody could meet, and the pending
// changes that the user may see and nobody can complete, oldest first: what the
// people who look after the rules have to heal.
func (e *Engine) Impossible(ctx context.Context, user string) ([]Impossible, error) {
	v, now := e.view.Load(), At(e.now())
	list := []Impossible{}
	for _, p := range v.rules.All() {
		if !p.Rule().Enabled {
			continue
		}
		if ok, eligible := v.meetable(p, now); !ok {
			list = append(list, Impossible{Kind: "rule", ID: ID(p.Rule().ID), Name: p.Rule().Name, Eligible: eligible})
		}
	}
	people := v.people()
	err := e.db.Snapshot(ctx, func(r store.Reader) error {
		var ids []ID
		err := r.Query(ctx, func(scan store.Scan) error {
			var id string
			err := scan(&id)
			ids = append(ids, ID(id))
			return err
		}, fmt.Sprintf(`SELECT id FROM "change" WHERE state = 'pending' ORDER BY made_at, id LIMIT %d`, seenForImpossible))
		if err != nil {
			return err
		}
		for _, id := range ids {
			d, err := e.decision(ctx, r, v, id, now)
			if fault.Is(err, fault.Stale) {
				continue // its table was migrated; it ends when somebody looks at it
			}
			if err != nil {
				return err
			}
			lacks := d.lacks(e, people)
			if lacks == "" || e.mayLook(&Pending{Change: d.change, Body: d.body, Eligible: d.eligible(user)}, user) != nil {
				continue
			}
			list = append(list, Impossible{Kind: "change", ID: id, Name: d.body.Command, MadeAt: d.change.MadeAt, Eligible: lacks})
		}
		return nil
	})
	return list, err
}

// lacks says why nobody can complete the change, "" when somebody can.
func (d *decision) lacks(e *Engine, people []approval.Agreement) string {
	if err := e.mayStill(d); err != nil {
		return fault.From(err).Detail
	}
	may := d.view.may(d.body.Targets, d.now)
	var lacks []string
	for _, p := range d.rules {
		if p.Possible(d.maker, people, may) {
			continue
		}
		for i, f := range p.Rule().Factors {
			eligible := "nobody"
			for n, a := range p.Eligible(i, d.maker, people, may) {
				if n == 0 {
					eligible = a.User
				} else {
					eligible += ", " + a.User
				}
			}
			if lack := fmt.Sprintf("%s: %s", f.Who(), eligible); !slices.Contains(lacks, lack) {
				lacks = append(lacks, lack) // the rule held under and that in force are mostly one
			}
		}
	}
	return strings.Join(lacks, "; ")
}
