package govern

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/store"
)

// Hits are the records of one table that a search found.
type Hits struct {
	Table string `json:"table"`
	Items []Hit  `json:"items" doc:"Those whose id or key begins with what is looked for, then the newest."`
	More  bool   `json:"more" doc:"Whether there are more; the table's own list filters for them."`
	Part  bool   `json:"part" doc:"Whether only the newest rows were looked at, because there are many, or none because the time was over."`
}

// Hit is one record that a search found.
type Hit struct {
	ID      ID       `json:"id"`
	Title   string   `json:"title" doc:"What people call it."`
	Columns []string `json:"columns" doc:"The columns that hold what was looked for; id among them."`
}

// Bounds of one search.
const (
	// newest is how many rows of a table are looked at for words somewhere within
	// a text, which no index knows.
	newest     = 10000
	searchTime = time.Second
	mostWords  = 6
)

// Find looks for words in the ids, title and key columns of every table, among
// the rows that the user may view; at most most of each. Every word must stand
// in one of the columns, in any case of the letters A to Z. Tables without a hit
// are left out, unless they could not be looked at any more.
func (e *Engine) Find(ctx context.Context, user, text string, most int) ([]Hits, error) {
	v, now := e.view.Load(), At(e.now())
	if err := v.standing(user, now); err != nil {
		return nil, err
	}
	words := strings.Fields(text)
	words = words[:min(len(words), mostWords)]
	found := []Hits{}
	if len(words) == 0 {
		return found, nil
	}
	tables := e.all()
	sort.Slice(tables, func(i, j int) bool { return tables[i].name < tables[j].name })
	began := time.Now()
	err := e.db.Snapshot(ctx, func(r store.Reader) error {
		for _, d := range tables {
			permission := d.name + ".view"
			reach := v.reach(d, user, permission, now)
			if reach.Nowhere() {
				continue
			}
			f := &finder{v: v, d: d, words: words, most: most, dialect: e.db.Dialect(), reach: &reach, out: Hits{Table: d.name, Items: []Hit{}}}
			f.may = func(row any) bool { return v.access.Check(user, permission, d.shownOn(row), int64(now)) }
			if f.out.Part = time.Since(began) > searchTime; !f.out.Part {
				if err := f.run(ctx, r); err != nil {
					return fmt.Errorf("search in %s: %w", d.name, err)
				}
			}
			if len(f.out.Items) > 0 || f.out.Part && time.Since(began) > searchTime {
				found = append(found, f.out)
			}
		}
		return nil
	})
	return found, err
}

// finder looks through one table.
type finder struct {
	v       *view
	d       *def
	words   []string
	most    int
	dialect store.Dialect
	reach   *access.Reach
	may     func(row any) bool
	out     Hits
}

// columns are those that are looked in: id first.
func (f *finder) columns() []*column {
	list := []*column{idColumn}
	names := append(f.d.title(), (Sheet{f.d}).Key()...)
	for i := range f.d.columns {
		c := &f.d.columns[i]
		if slices.Contains(names, c.name) && slices.Contains(c.filterOps(), Contains) && !c.list() {
			list = append(list, c)
		}
	}
	return list
}

func (f *finder) run(ctx context.Context, r store.Reader) error {
	if len(f.words) == 1 {
		if err := f.add(ctx, r, f.beginning); err != nil {
			return err
		}
	}
	if err := f.add(ctx, r, f.within); err != nil {
		return err
	}
	var n int64
	q := query{dialect: f.dialect}
	text := fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s LIMIT %d) AS t", f.d.from(), f.visible(&q), newest+1)
	err := r.QueryRow(ctx, []any{&n}, text, q.args...)
	f.out.Part = n > newest
	return err
}

// visible is the condition on the rows that the user may view, as far as the
// database can be asked.
func (f *finder) visible(q *query) string {
	if c := f.v.unhidden(q, f.d); c != "" {
		return c + " AND " + f.reached(q)
	}
	return f.reached(q)
}

func (f *finder) reached(q *query) string {
	if f.reach.Everything && f.reach.Barred == nil || f.d.reach == nil {
		return "1 = 1"
	}
	return f.d.reach.where(f.reach, q)
}

// beginning asks by index for rows whose id or key begins with the word.
func (f *finder) beginning(q *query) string {
	word := f.words[0]
	low, high := q.arg(word), q.arg(word+"\U0010ffff")
	starts := func(sql string) string {
		return fmt.Sprintf("(%[1]s >= %[2]s AND %[1]s < %[3]s)", store.Quote(sql), low, high)
	}
	parts := []string{starts("id")}
	for _, c := range f.columns()[1:] {
		if slices.ContainsFunc(f.d.unique, func(set []string) bool { return set[0] == c.sql[0] }) {
			parts = append(parts, starts(c.sql[0]))
		}
	}
	return fmt.Sprintf("%s WHERE (%s) AND %s ORDER BY id LIMIT %d", f.d.selects, strings.Join(parts, " OR "), f.visible(q), f.most+1)
}

// within asks the newest rows for the words anywhere.
func (f *finder) within(q *query) string {
	inner := fmt.Sprintf("SELECT * FROM %s WHERE %s ORDER BY id DESC LIMIT %d", f.d.from(), f.visible(q), newest)
	var all []string
	for _, word := range f.words {
		mark := q.arg(small(word))
		var any []string
		for _, c := range f.columns() {
			any = append(any, holds("lower("+store.Quote(c.sql[0])+")", mark))
		}
		all = append(all, "("+strings.Join(any, " OR ")+")")
	}
	selects := strings.Replace(f.d.selects, " FROM "+f.d.from(), " FROM ("+inner+") AS t", 1)
	return fmt.Sprintf("%s WHERE %s ORDER BY id DESC LIMIT %d", selects, strings.Join(all, " AND "), f.most+1)
}

// add takes what a question finds, each row once, up to one more than are told.
func (f *finder) add(ctx context.Context, r store.Reader, ask func(*query) string) error {
	q := query{dialect: f.dialect}
	text := ask(&q)
	return r.Query(ctx, func(scan store.Scan) error {
		row, err := f.d.scan(scan)
		if err != nil || !f.may(row) || slices.ContainsFunc(f.out.Items, func(h Hit) bool { return h.ID == metaOf(row).ID }) {
			return err
		}
		if len(f.out.Items) == f.most {
			f.out.More = true
			return nil
		}
		hit, err := f.hit(row)
		f.out.Items = append(f.out.Items, hit)
		return err
	}, text, q.args...)
}

// hit names a row, and the columns for which it was found.
func (f *finder) hit(row any) (Hit, error) {
	h := Hit{ID: metaOf(row).ID, Columns: []string{}}
	rec, err := Sheet{f.d}.record(row)
	if err != nil {
		return h, err
	}
	value := func(name string) (text string) {
		if name == "id" {
			return string(h.ID)
		}
		var list []string
		if raw := rec.Values[name]; json.Unmarshal(raw, &text) != nil && json.Unmarshal(raw, &list) == nil {
			text = strings.Join(list, " ")
		}
		return text
	}
	var title []string
	for _, name := range f.d.title() {
		if text := value(name); text != "" {
			title = append(title, text)
		}
	}
	if h.Title = strings.Join(title, " · "); h.Title == "" {
		h.Title = string(h.ID)
	}
	for _, c := range f.columns() {
		text := small(value(c.name))
		if slices.ContainsFunc(f.words, func(w string) bool { return strings.Contains(text, small(w)) }) {
			h.Columns = append(h.Columns, c.name)
		}
	}
	return h, nil
}
