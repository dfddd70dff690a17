package notice

import (
	"context"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/store"
)

// unsentPackages are those that were accepted, whose sending was given up before
// there was a delivery, and that nobody holds.
const unsentPackages = ` package p ON p.id = o.subject AND p.state IN ('accepted', 'released') AND p.held = 0
	WHERE o.kind = 'package_accepted' AND o.gave_up_at > 0 AND o.done_at = 0
	AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.subject_table = 'package' AND d.subject = p.id)`

// ofDeliveries are files that wait for a person: they did not arrive, or nobody
// knows whether they did.
func (w *waits) ofDeliveries(ctx context.Context, before map[string]*Item) ([]*Item, error) {
	rows, err := deliver.Deliveries.Find(ctx, w.db, `state IN ('failed', 'unsure') ORDER BY id LIMIT 2000`)
	if err != nil {
		return nil, err
	}
	var list []*Item
	for _, d := range rows {
		i, err := w.known(before, "delivery/"+string(d.ID)+"/"+number(d.Version), func() (*Item, error) { return w.ofDelivery(ctx, d) })
		if err != nil {
			return nil, err
		}
		list = append(list, i)
	}
	return list, nil
}

func (w *waits) ofDelivery(ctx context.Context, d *deliver.Delivery) (*Item, error) {
	i := &Item{Kind: OfDelivery, Record: d.ID, Round: number(d.Version), What: d.FileName, why: d.State}
	asks := "delivery.retry"
	if d.State == deliver.Unsure {
		asks = "delivery.confirm"
	}
	i.People = w.who(asks, deliver.Deliveries.TargetOf(d))
	p, err := w.packageOf(ctx, d)
	if err != nil {
		return nil, err
	}
	i.from(p)
	i.Since, err = w.firstTold(ctx, i)
	return i, err
}

// packageOf is the package whose file is sent, or one of whose orders is asked
// back; nil for a file of another kind.
func (w *waits) packageOf(ctx context.Context, d *deliver.Delivery) (*payments.Package, error) {
	pkg := d.Subject
	switch d.SubjectTable {
	case "package":
	case "order":
		o, err := payments.Orders.Get(ctx, w.db, d.Subject)
		if err != nil {
			return nil, err
		}
		pkg = o.Package
	default:
		return nil, nil
	}
	p, err := payments.Packages.Get(ctx, w.db, pkg)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return p, err
}

// ofUnsent are accepted packages of which no file is on its way.
func (w *waits) ofUnsent(ctx context.Context, before map[string]*Item) ([]*Item, error) {
	type lost struct {
		pkg   govern.ID
		since govern.Time
	}
	var all []lost
	err := w.db.Query(ctx, func(scan store.Scan) error {
		var l lost
		err := scan((*string)(&l.pkg), (*int64)(&l.since))
		all = append(all, l)
		return err
	}, `SELECT p.id, max(o.gave_up_at) FROM outbox o JOIN`+unsentPackages+` GROUP BY p.id ORDER BY p.id LIMIT 2000`)
	if err != nil {
		return nil, err
	}
	var list []*Item
	for _, l := range all {
		round := number(int64(l.since))
		i, err := w.known(before, "unsent/"+string(l.pkg)+"/"+round, func() (*Item, error) {
			p, err := payments.Packages.Get(ctx, w.db, l.pkg)
			if err != nil {
				return nil, err
			}
			i := &Item{Kind: OfUnsent, Record: p.ID, Round: round, What: p.Code, Since: l.since, People: w.who("delivery.retry", payments.Packages.TargetOf(p))}
			i.from(p)
			return i, nil
		})
		if err != nil {
			return nil, err
		}
		list = append(list, i)
	}
	return list, nil
}

// from adds who entered the package, and its unit.
func (i *Item) from(p *payments.Package) {
	if p == nil {
		return
	}
	i.Maker = p.CreatedBy
	if p.Unit != "" {
		i.Units = []string{string(p.Unit)}
	}
	if !slices.Contains(i.People, p.CreatedBy) {
		i.People = append(i.People, p.CreatedBy)
	}
}

// who may do that there.
func (w *waits) who(permission string, on access.Target) []string {
	people := w.engine.Access().Who(permission, on, int64(govern.At(w.engine.Now())))
	return people[:min(len(people), mostTold)]
}

// firstTold is when that wait was first told to anybody, now when that has not
// been done.
func (w *waits) firstTold(ctx context.Context, i *Item) (govern.Time, error) {
	var since int64
	err := w.db.QueryRow(ctx, []any{&since}, `SELECT COALESCE(min(made_at), 0) FROM notice WHERE kind = $1 AND record = $2 AND round = $3`, string(i.Kind), string(i.Record), i.Round)
	if since == 0 {
		since = int64(govern.At(w.engine.Now()))
	}
	return govern.Time(since), err
}
