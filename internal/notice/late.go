package notice

import (
	"context"
	"strings"
	"time"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/store"
)

// goodRun is a run whose files count as having come.
const goodRun = `r.state NOT IN ('failed', 'stopped')`

// ofFiles are files of processes that are late. One that does not come waits from
// the first day on which it was missed.
func (w *waits) ofFiles(ctx context.Context, before map[string]*Item) ([]*Item, error) {
	rows, err := ExpectedFiles.Find(ctx, w.db, `id <> '' ORDER BY id LIMIT 2000`)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	last := map[govern.ID]govern.Time{}
	err = w.db.Query(ctx, func(scan store.Scan) error {
		var process govern.ID
		var at int64
		err := scan((*string)(&process), &at)
		last[process] = govern.Time(at)
		return err
	}, `SELECT r.process, max(r.ran_at) FROM run r WHERE `+goodRun+` AND r.process IN (SELECT process FROM expected_file) GROUP BY r.process`)
	if err != nil {
		return nil, err
	}
	calendars := map[govern.ID]func(time.Time) bool{"": func(time.Time) bool { return false }}
	var list []*Item
	for _, x := range rows {
		if calendars[x.Calendar] == nil {
			if calendars[x.Calendar], err = payments.FreeDays(ctx, w.db, x.Calendar); err != nil {
				return nil, err
			}
		}
		m, late, err := x.first(calendars[x.Calendar], last[x.Process], govern.At(w.engine.Now()))
		if err != nil {
			return nil, err
		}
		if !late {
			continue
		}
		round := number(int64(m.Day)) + "/" + number(x.Version)
		i, err := w.known(before, "file/"+string(x.ID)+"/"+round, func() (*Item, error) { return w.ofFile(ctx, x, m, round) })
		if err != nil {
			return nil, err
		}
		i.People = w.owners(x) // who is in the group may change while it waits
		list = append(list, i)
	}
	return list, nil
}

func (w *waits) ofFile(ctx context.Context, x *Expected, m missed, round string) (*Item, error) {
	p, err := recon.Processes.Get(ctx, w.db, x.Process)
	if err != nil {
		return nil, err
	}
	i := &Item{Kind: OfFile, Record: x.ID, Round: round, What: x.Name + ", " + p.Code, Since: m.Due}
	if x.Unit != "" {
		i.Units = []string{string(x.Unit)}
	}
	return i, nil
}

// owners are those who look after the file.
func (w *waits) owners(x *Expected) (people []string) {
	if x.User != "" {
		people = append(people, string(x.User))
	}
	if x.Group == "" {
		return people
	}
	for _, user := range w.engine.Access().Inside(string(x.Group), int64(govern.At(w.engine.Now()))) {
		if user != string(x.User) && len(people) < mostTold {
			people = append(people, user)
		}
	}
	return people
}

// dayOf is the day that the round of a late file names, and the version of the
// expectation.
func dayOf(round string) (day, version int64) {
	d, v, _ := strings.Cut(round, "/")
	return mustNumber(d), mustNumber(v)
}
