package notice

import (
	"context"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// missingInput are the companies of which an open cycle has no invoice to pay yet.
const missingInput = `cycle c JOIN participant p ON NOT EXISTS (SELECT 1 FROM invoice i WHERE i.cycle = c.id AND i.payer = p.id) WHERE c.state = 'open'`

// ofMissing are invoice files that have not come. Those of the company itself are
// told who may bring them in, not who may do so for everybody: they wait for many.
func (w *waits) ofMissing(ctx context.Context, before map[string]*Item) ([]*Item, error) {
	type missing struct{ cycle, code, date, participant, company, unit string }
	var all []missing
	err := w.db.Query(ctx, func(scan store.Scan) error {
		var m missing
		err := scan(&m.cycle, &m.code, &m.date, &m.participant, &m.company, &m.unit)
		all = append(all, m)
		return err
	}, `SELECT c.id, c.code, c.settlement_date, p.id, p.code, p.unit FROM `+missingInput+` ORDER BY c.id, p.id LIMIT 2000`)
	if err != nil {
		return nil, err
	}
	var list []*Item
	for _, m := range all {
		i, err := w.known(before, "missing/"+m.cycle+"/"+m.participant, func() (*Item, error) {
			i := &Item{Kind: OfMissing, Record: govern.ID(m.cycle), Round: m.participant, What: m.company + ", " + m.code, Units: []string{m.unit}}
			if day, err := time.Parse(time.DateOnly, m.date); err == nil {
				i.Until = govern.At(day)
			}
			i.People = w.own(bringing, m.unit)
			var err error
			i.Since, err = w.firstTold(ctx, i)
			return i, err
		})
		if err != nil {
			return nil, err
		}
		list = append(list, i)
	}
	return list, nil
}

const bringing = "cycle.import_invoices"

// own are those who may do that in the unit and not everywhere.
func (w *waits) own(permission, unit string) (people []string) {
	now := int64(govern.At(w.engine.Now()))
	for _, user := range w.who(permission, access.Target{Unit: unit}) {
		if !w.engine.Access().Check(user, permission, access.Target{}, now) {
			people = append(people, user)
		}
	}
	return people
}
