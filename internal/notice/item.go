package notice

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/store"
)

// Item is something that waits, and for whom.
type Item struct {
	Kind   Kind
	Record govern.ID
	Round  string // tells this wait from an earlier one of the same record
	What   string // a command, a package's code, a process, a review or a file
	Maker  string // id of who asked for it
	Units  []string
	Since  govern.Time
	Until  govern.Time // 0: it has no end
	People []string    // ids of users

	inner Kind                 // of an escalation: what has waited
	about govern.ID            // and which record
	round string               // and its round
	why   string               // of an escalation, or the state of a delivery
	told  []govern.TidingsItem // of tidings
	count int
}

func (i *Item) unit() govern.ID {
	if len(i.Units) == 0 {
		return ""
	}
	return govern.ID(i.Units[0])
}

// within reports whether the item is of the unit or beneath it.
func (i *Item) within(snapshot *access.Snapshot, unit govern.ID) bool {
	return unit == "" || slices.ContainsFunc(i.Units, func(u string) bool { return snapshot.Within(u, string(unit)) })
}

// body is what a notice keeps of an item.
type body struct {
	What  string               `json:"what"`
	Maker string               `json:"maker,omitempty"`
	Since govern.Time          `json:"since"`
	Until govern.Time          `json:"until,omitempty"`
	Inner Kind                 `json:"inner,omitempty"`
	About govern.ID            `json:"about,omitempty"`
	Why   string               `json:"why,omitempty"`
	Told  []govern.TidingsItem `json:"told,omitempty"`
	Count int                  `json:"count,omitempty"`
	Round string               `json:"round,omitempty"`
}

func (i *Item) body() (string, error) {
	text, err := json.Marshal(body{i.What, i.Maker, i.Since, i.Until, i.inner, i.about, i.why, i.told, i.count, i.round})
	return string(text), err
}

// mostTold is how many people one wait is told to.
const mostTold = 100

// waits are all things that wait, at most 2000 of each kind, found again each time
// and remembered as far as nothing about them changed.
type waits struct {
	engine  *govern.Engine
	db      store.DB
	changes map[govern.ID]*govern.Awaited
	items   map[string]*Item // by kind, record and version
	untaken bool             // somebody wants to be told of exceptions that nobody was given
}

func (w *waits) all(ctx context.Context) ([]*Item, error) {
	var list []*Item
	before := w.items
	w.items = map[string]*Item{}
	for _, find := range []func(context.Context, map[string]*Item) ([]*Item, error){w.ofChanges, w.ofPackages, w.ofExceptions, w.ofReviews, w.ofDeliveries, w.ofUnsent, w.ofMissing, w.ofFiles, w.ofUntaken, w.ofUnlooked, w.ofHanded, w.ofAlarms} {
		found, err := find(ctx, before)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}

// known is the item as it was found before, or made anew.
func (w *waits) known(before map[string]*Item, key string, create func() (*Item, error)) (*Item, error) {
	i := before[key]
	if i == nil {
		var err error
		if i, err = create(); err != nil {
			return nil, err
		}
	}
	w.items[key] = i
	return i, nil
}

func (w *waits) ofChanges(ctx context.Context, _ map[string]*Item) ([]*Item, error) {
	found, err := w.engine.Awaited(ctx, func(id govern.ID, round int64) *govern.Awaited {
		if a := w.changes[id]; a != nil && a.Round == round {
			return a
		}
		return nil
	}, mostTold)
	if err != nil {
		return nil, err
	}
	w.changes = make(map[govern.ID]*govern.Awaited, len(found))
	var list []*Item
	for _, a := range found {
		w.changes[a.Change] = a
		list = append(list, &Item{Kind: OfChange, Record: a.Change, Round: number(a.Round), What: a.Command, Maker: a.Maker, Units: a.Units, Since: a.MadeAt, Until: a.ExpiresAt, People: a.People})
	}
	return list, nil
}

func (w *waits) ofPackages(ctx context.Context, before map[string]*Item) ([]*Item, error) {
	rows, err := payments.Packages.Find(ctx, w.db, `state = $1 AND held = 0 ORDER BY id LIMIT 2000`, string(payments.Awaiting))
	if err != nil {
		return nil, err
	}
	var list []*Item
	for _, p := range rows {
		i, err := w.known(before, "package/"+string(p.ID)+"/"+number(p.Version), func() (*Item, error) { return w.ofPackage(ctx, p) })
		if err != nil {
			return nil, err
		}
		list = append(list, i)
	}
	return list, nil
}

func (w *waits) ofPackage(ctx context.Context, p *payments.Package) (*Item, error) {
	until, err := payments.Deadline(ctx, w.db, p.ID)
	if err != nil {
		return nil, err
	}
	on := payments.Packages.TargetOf(p)
	i := &Item{Kind: OfSignature, Record: p.ID, Round: number(p.Submission), What: p.Code, Maker: p.CreatedBy, Since: p.SubmittedAt, Until: until}
	if on.Unit != "" {
		i.Units = []string{on.Unit}
	}
	s, err := payments.Evaluate(ctx, w.db, w.engine.People(), p.ID)
	if err != nil {
		return nil, err
	}
	for _, set := range s.Completions {
		for _, u := range set {
			user := string(u)
			if len(i.People) == mostTold || slices.Contains(i.People, user) || w.engine.Check(user, "package.sign", on) != nil {
				continue
			}
			i.People = append(i.People, user)
		}
	}
	return i, nil
}

func (w *waits) ofReviews(ctx context.Context, _ map[string]*Item) ([]*Item, error) {
	byID := map[string]*Item{}
	var list []*Item
	err := w.db.Query(ctx, func(scan store.Scan) error {
		var id, name, unit, reviewer string
		var started, due int64
		if err := scan(&id, &name, &unit, &started, &due, &reviewer); err != nil {
			return err
		}
		i := byID[id]
		if i == nil {
			i = &Item{Kind: OfReview, Record: govern.ID(id), What: name, Since: govern.Time(started), Until: govern.Time(due)}
			if unit != "" {
				i.Units = []string{unit}
			}
			byID[id], list = i, append(list, i)
		}
		i.People = append(i.People, reviewer)
		return nil
	}, `SELECT DISTINCT r.id, r.name, r.unit, r.started_at, r.due_at, i.reviewer FROM access_review r JOIN review_item i ON i.review = r.id
		WHERE r.state = 'open' AND i.verdict = 'open' ORDER BY r.id, i.reviewer LIMIT 2000`)
	return list, err
}
