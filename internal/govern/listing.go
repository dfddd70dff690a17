package govern

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Listing is what a list of a table's rows is asked for.
type Listing struct {
	Filters []Filter
	Sort    string // a column, with "-" before it downwards; "" is "id"
	After   *Place // nil: from the beginning
	Limit   int
	Count   bool // also say how many rows there are in all, up to Counted
}

// Place is where a page ended: what the last row is sorted by, then its id.
type Place struct {
	Key []string `json:"key"`
}

// Listed is a page of rows that the asker may view.
type Listed struct {
	Items []json.RawMessage // as Shown, with pending_change where one waits
	Next  *Place            // nil at the end
	Total int64             // with Count
	More  bool              // there are more than Total, which is Counted
}

// Counted is how far rows are counted: people read no further, and a database
// would have to look at all of them.
const Counted = 10_000

// scanned is how many rows one page looks at where the database cannot be asked
// for those that somebody may view: who may see few of many gets short pages
// rather than slow ones.
const scanned = 20000

// List gives the rows of a table that the user may view and that satisfy every
// filter. Faults: denied when the user may view none at all, unknown_column,
// bad_operator, bad_value, too_many_to_count.
func (e *Engine) List(ctx context.Context, user, table string, l Listing) (*Listed, error) {
	d := e.def(table)
	if d == nil {
		return nil, fault.Bad("table", "unknown_table", "There is no table %q.", table)
	}
	v, now := e.view.Load(), At(e.now())
	if err := v.standing(user, now); err != nil {
		return nil, err
	}
	permission := table + ".view"
	where := v.reach(d, user, permission, now)
	if where.Nowhere() {
		return nil, v.allowed(user, permission, nil, now)
	}
	s := &lister{e: e, d: d, l: l, may: func(row any) bool { return v.access.Check(user, permission, d.shownOn(row), int64(now)) }, user: user, exact: where.Everything && where.Barred == nil}
	if err := s.prepare(&where); err != nil {
		return nil, err
	}
	err := e.db.Snapshot(ctx, func(r store.Reader) error { return s.run(ctx, r) })
	return &s.out, err
}

// lister is one list under way.
type lister struct {
	e     *Engine
	d     *def
	l     Listing
	user  string
	may   func(row any) bool
	exact bool // the database knows which rows the user may view

	base  query // arguments of where
	where string
	key   []string // SQL columns of the sort, id last
	sort  *column
	down  bool
	out   Listed
}

// prepare makes the condition and the order.
func (s *lister) prepare(reach *access.Reach) error {
	s.base.dialect = s.e.db.Dialect()
	conditions := []string{"1 = 1"}
	if (!reach.Everything || reach.Barred != nil) && s.d.reach != nil {
		s.exact = true
		conditions[0] = s.d.reach.where(reach, &s.base)
	}
	if c, exact := s.e.guarded(&s.base, s.d, s.user); c != "" {
		conditions = append(conditions, c)
	} else if !exact {
		s.exact = false
	}
	if c := s.e.view.Load().unhidden(&s.base, s.d); c != "" {
		conditions = append(conditions, c)
	}
	for _, f := range s.l.Filters {
		c, err := s.d.filter(&s.base, f)
		if err != nil {
			return err
		}
		conditions = append(conditions, c)
	}
	s.where = strings.Join(conditions, " AND ")
	name, down := strings.CutPrefix(s.l.Sort, "-")
	if s.down = down; name == "" {
		name = "id"
	}
	var err error
	if s.sort, err = s.d.named(name, "sort", (*column).sorts); err != nil {
		return err
	}
	s.key = slices.Clone(s.sort.sql)
	if s.sort.kind == amount {
		slices.Reverse(s.key) // amounts of one currency stand together
	}
	if s.sort != idColumn {
		s.key = append(s.key, "id")
	}
	for i := range s.key {
		s.key[i] = store.Quote(s.key[i])
	}
	return nil
}

// sql is the statement for the rows after place.
func (s *lister) sql(place *Place, limit int) (string, []any, error) {
	q := query{s.base.dialect, slices.Clone(s.base.args)}
	where, order, beyond := s.where, "", ">"
	if s.down {
		order, beyond = " DESC", "<"
	}
	if place != nil {
		values, err := s.values(place)
		if err != nil {
			return "", nil, err
		}
		marks := make([]string, len(values))
		for i, v := range values {
			marks[i] = q.arg(v)
		}
		where += " AND (" + strings.Join(s.key, ", ") + ") " + beyond + " (" + strings.Join(marks, ", ") + ")"
	}
	return fmt.Sprintf("%s WHERE %s ORDER BY %s%s LIMIT %d", s.d.selects, where, strings.Join(s.key, order+", "), order, limit), q.args, nil
}

// values are the place's key as the database compares it.
func (s *lister) values(place *Place) ([]any, error) {
	if len(place.Key) != len(s.key) {
		return nil, errors.New("govern: a place of another list")
	}
	values := make([]any, len(s.key))
	classes := slices.Clone(s.sort.classes())
	if s.sort.kind == amount {
		slices.Reverse(classes)
	}
	for i, text := range place.Key {
		values[i] = text
		if i < len(classes) && classes[i] == store.ClassInt {
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return nil, err
			}
			values[i] = n
		}
	}
	return values, nil
}

// placeOf is where a row stands in the order.
func (s *lister) placeOf(row any) (*Place, error) {
	p := &Place{}
	if s.sort != idColumn {
		values, err := s.sort.values(nil, reflect.ValueOf(row).Elem().FieldByIndex(s.sort.index))
		if err != nil {
			return nil, err
		}
		if s.sort.kind == amount {
			slices.Reverse(values)
		}
		for _, v := range values {
			p.Key = append(p.Key, fmt.Sprint(v))
		}
	}
	p.Key = append(p.Key, string(metaOf(row).ID))
	return p, nil
}

func (s *lister) run(ctx context.Context, r store.Reader) error {
	rows, err := s.page(ctx, r)
	if err != nil {
		return err
	}
	pending, err := s.e.pendingOf(ctx, r, s.user, s.d.name, rows)
	if err != nil {
		return err
	}
	s.out.Items = make([]json.RawMessage, len(rows))
	for i, row := range rows {
		if s.out.Items[i], err = s.d.whole(row, pending[metaOf(row).ID]); err != nil {
			return err
		}
	}
	if s.l.Count {
		s.out.Total, err = s.count(ctx, r)
		if s.out.More = s.out.Total > Counted; s.out.More {
			s.out.Total = Counted
		}
	}
	return err
}

// page reads until it has enough rows that the user may view.
func (s *lister) page(ctx context.Context, r store.Reader) ([]any, error) {
	var page []any
	place := s.l.After
	for looked, chunk := 0, s.l.Limit+1; looked < scanned; looked += chunk {
		rows, err := s.read(ctx, r, place, chunk)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if len(page) == s.l.Limit {
				s.out.Next = place
				return page, nil
			}
			if place, err = s.placeOf(row); err != nil {
				return nil, err
			}
			if s.may(row) {
				page = append(page, row)
			}
		}
		if len(rows) < chunk {
			return page, nil
		}
		chunk = max(chunk, 1000)
	}
	s.out.Next = place
	return page, nil
}

func (s *lister) read(ctx context.Context, r store.Reader, place *Place, limit int) ([]any, error) {
	q, args, err := s.sql(place, limit)
	if err != nil {
		return nil, err
	}
	var rows []any
	err = r.Query(ctx, func(scan store.Scan) error {
		row, err := s.d.scan(scan)
		rows = append(rows, row)
		return err
	}, q, args...)
	return rows, err
}

// count asks the database where it knows, and looks at the rows where not; one
// more than Counted stands for all beyond.
func (s *lister) count(ctx context.Context, r store.Reader) (n int64, err error) {
	if s.exact {
		return n, r.QueryRow(ctx, []any{&n}, fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s LIMIT %d) AS t", s.d.from(), s.where, Counted+1), s.base.args...)
	}
	rows, err := s.read(ctx, r, nil, scanned+1)
	if len(rows) > scanned {
		return 0, fault.Bad("count", "too_many_to_count", "More than %d rows would have to be looked at one by one; filter the list or leave the count out.", scanned)
	}
	for _, row := range rows {
		if s.may(row) {
			n++
		}
	}
	return n, err
}

// Plain is the row's columns without its secrets, in canonical JSON.
func (t *Table[T]) Plain(row *T) (json.RawMessage, error) {
	return t.def.imageOf(row, func(c *column) bool { return c.audit != Mask }, false)
}

// whole is the row as it may leave, with its id, version and the change that
// waits for it.
func (d *def) whole(row any, pending ID) (json.RawMessage, error) {
	image, err := d.shown(row)
	if err != nil {
		return nil, err
	}
	m := metaOf(row)
	b, err := appendText([]byte(`{"id":`), "id", string(m.ID))
	if err != nil {
		return nil, err
	}
	b = strconv.AppendInt(append(b, `,"version":`...), m.Version, 10)
	if pending != "" {
		b = append(append(append(b, `,"pending_change":"`...), pending...), '"')
	}
	return append(append(b, ','), image[1:]...), nil
}
