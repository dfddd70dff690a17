package notice

import (
	"context"
	"fmt"
	"strings"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/store"
)

// allocated says, of an exception, that it is not one person's but a group's to
// look into; its round is then groupRound and the group.
const (
	allocated  = "allocated"
	groupRound = "group/"
)

// openExceptions are those that nobody was asked to solve yet.
const openExceptions = `state IN ('unreviewed', 'under_review')`

// ofExceptions are exceptions that somebody is to solve, and those that a group is
// to look into.
func (w *waits) ofExceptions(ctx context.Context, before map[string]*Item) ([]*Item, error) {
	rows, err := recon.Exceptions.Find(ctx, w.db, `state = 'pending' AND assignee <> '' ORDER BY id LIMIT 2000`)
	if err != nil {
		return nil, err
	}
	more, err := recon.Exceptions.Find(ctx, w.db, openExceptions+` AND "group" <> '' ORDER BY id LIMIT 2000`)
	if err != nil {
		return nil, err
	}
	var list []*Item
	for _, x := range append(rows, more...) {
		i, err := w.known(before, "exception/"+string(x.ID)+"/"+number(x.Version), func() (*Item, error) { return w.ofException(ctx, x) })
		if err != nil {
			return nil, err
		}
		if i.why == allocated {
			i.People = w.lookers(x)
		}
		list = append(list, i)
	}
	return list, nil
}

func (w *waits) ofException(ctx context.Context, x *recon.Exception) (*Item, error) {
	i := &Item{Kind: OfException, Record: x.ID, Round: string(x.Assignee), People: []string{string(x.Assignee)}}
	if x.State != "pending" {
		i.Round, i.People, i.why = groupRound+string(x.Group), nil, allocated
	}
	if x.Unit != "" {
		i.Units = []string{string(x.Unit)}
	}
	p, err := recon.Processes.Get(ctx, w.db, x.Process)
	if err != nil {
		return nil, err
	}
	i.What = p.Code
	i.Since, err = w.firstTold(ctx, i)
	return i, err
}

// lookers are the members of the group who may see the exception.
func (w *waits) lookers(x *recon.Exception) (people []string) {
	on := recon.Exceptions.TargetOf(x)
	for _, user := range w.engine.Access().Inside(string(x.Group), int64(govern.At(w.engine.Now()))) {
		if len(people) < mostTold && w.engine.Check(user, "exception.view", on) == nil {
			people = append(people, user)
		}
	}
	return people
}

// ofUntaken are runs with exceptions that nobody was given, neither a person nor a
// group. No person is told of them at once: everybody who works on the process
// sees them. They are for escalations and other programs.
func (w *waits) ofUntaken(ctx context.Context, _ map[string]*Item) ([]*Item, error) {
	if !w.untaken {
		return nil, nil
	}
	var list []*Item
	err := w.db.Query(ctx, func(scan store.Scan) error {
		var run, code, unit string
		var ran, n int64
		if err := scan(&run, &n, &ran, &unit, &code); err != nil {
			return err
		}
		i := &Item{Kind: OfUntaken, Record: govern.ID(run), What: fmt.Sprintf("%s, %d", code, n), Since: govern.Time(ran)}
		if unit != "" {
			i.Units = []string{unit}
		}
		list = append(list, i)
		return nil
	}, `SELECT r.id, r.number, r.ran_at, r.unit, p.code FROM run r JOIN process p ON p.id = r.process
		WHERE EXISTS (SELECT 1 FROM exception x WHERE x.run = r.id AND x.state IN ('unreviewed', 'under_review') AND x."group" = '') ORDER BY r.id LIMIT 2000`)
	return list, err
}

// groupOf is the group that the round of an exception names, "" for a person's.
func groupOf(round string) string {
	group, found := strings.CutPrefix(round, groupRound)
	if !found {
		return ""
	}
	return group
}
