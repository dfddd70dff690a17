package ascode

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// The command and the permission of this room.
const (
	Applying  = "configuration.apply"
	Exporting = "configuration.export"
)

// Verbs declares them. Applying asks, besides its own permission on every record
// that changes, what changing that record by itself would ask.
var Verbs = []govern.Verb{
	{Name: Applying, Area: "configuration", Doc: "Takes a configuration from files, as one change.", ByRow: true, Severable: true, Verbatim: true},
	{Name: Importing, Area: "configuration", Doc: "Takes a configuration that another installation signed, as one change.", ByRow: true, Verbatim: true},
	{Name: Exporting, Area: "configuration", Doc: "Writes the configuration to files: what the asker may view of it.", Asked: true},
}

// Apply is the command: it makes the configuration what the files say. Records
// that they do not name stay, unless Delete is asked for: then those of every
// table that the files name go.
type Apply struct {
	book    *Book
	files   []File
	del     bool
	whole   bool
	entries []*entry
	named   map[string]bool

	q     govern.Reader // that steps were planned with
	steps []step
	later []Later
	over  []Left
	world *world
}

// Apply reads the files. Faults, each with file and line: bad_yaml,
// unknown_table, unknown_field, missing_field, bad_value, secret and more.
func (b *Book) Apply(files []File, del bool) (*Apply, error) {
	book, entries, named, err := b.read(files)
	if err != nil {
		return nil, err
	}
	return &Apply{book: book, files: files, del: del, entries: entries, named: named}, nil
}

// AllOrNothing has a change that waits executed whole or not at all: nobody leaves
// rows out, and one that is stale makes all of it stale.
func (c *Apply) AllOrNothing() { c.whole = true }

// Undivided reports whether that was asked for.
func (c *Apply) Undivided() bool { return c.whole }

// Name is the permission asked for.
func (*Apply) Name() string { return Applying }

// Draw draws an id for every record that the files give none; it is taken when
// the record turns out to be new.
func (c *Apply) Draw(newID func() govern.ID) {
	for _, e := range c.entries {
		e.drawn = newID()
	}
}

// Targets are the records that change, as they are and as they will be; when
// none does, those that are named.
func (c *Apply) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	if err := c.plan(ctx, q); err != nil {
		return nil, err
	}
	changed := slices.DeleteFunc(slices.Clone(c.steps), func(st step) bool { return st.same() })
	if len(changed) == 0 {
		changed = c.steps
	}
	var targets []access.Target
	seen := map[string]bool{}
	for _, st := range changed {
		for _, t := range st.s.Targets(st.was, st.is) {
			if id := written(t); !seen[id] {
				seen[id] = true
				targets = append(targets, t)
			}
		}
	}
	return targets, nil
}

// written is a target as one text.
func written(t access.Target) string {
	var b strings.Builder
	b.WriteString(t.Unit)
	for _, r := range t.Records {
		b.WriteString("\x00" + r.Table + "\x00" + r.ID)
	}
	return b.String()
}

// Plan inserts, updates and deletes what differs. Fault denied for a record that
// is named without any change and that the maker may not view: whether it is so
// is nothing to be found out in this way.
func (c *Apply) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	if err := c.plan(ctx, q); err != nil {
		return govern.Plan{}, err
	}
	plan := govern.Plan{Rows: c.Changes(), Facts: Facts(c.files)}
	for _, st := range c.steps {
		if !st.same() {
			continue
		}
		plan.Stays = append(plan.Stays, govern.Ref{Table: st.s.Name(), ID: st.was.ID})
		if view := st.s.Name() + ".view"; !q.May(who.User, view, st.s.Target(st.was)) {
			return plan, fault.New(fault.Denied, "denied", "%s may not %s on %s %s, which %s, line %d names.", who.User, view, st.s.Name(), st.was.ID, st.entry.place.file, st.entry.place.line)
		}
	}
	return plan, nil
}

// Brought names the files for the log when they were refused.
func (c *Apply) Brought(error) []audit.Fact { return Facts(c.files) }

// Changes are the rows that the command came to when it was last planned.
func (c *Apply) Changes() []govern.RowChange { return changes(c.steps) }

func changes(steps []step) []govern.RowChange {
	var rows []govern.RowChange
	for _, st := range steps {
		if !st.same() {
			rows = append(rows, st.s.Change(st.was, st.is))
		}
	}
	return rows
}

// plan makes the steps, once for each Reader: permissions are asked on the same
// steps that are then carried out.
func (c *Apply) plan(ctx context.Context, q govern.Reader) error {
	if c.q == q {
		return nil
	}
	c.q, c.steps, c.later, c.over, c.world = nil, nil, nil, nil, c.book.world(ctx, q)
	c.world.sees = seeing(q)
	if err := c.world.place(c.entries); err != nil {
		return err
	}
	c.world.declares()
	shelves, lists, err := c.world.written(c.named)
	if err != nil {
		return err
	}
	var all []step
	for i, list := range lists {
		if !c.world.later[shelves[i].s.Name()] {
			all = append(all, list...)
		}
	}
	govern.Foresee(q, changes(all))
	var gone []step
	for i, sh := range shelves {
		if err := c.world.settle(q, sh, lists[i]); err != nil {
			return err
		}
		if lists[i], err = c.without(ctx, q, sh, lists[i]); err != nil {
			return err
		}
		var out []step
		if c.del {
			out = sh.deletions()
		}
		if table := sh.s.Name(); c.world.later[table] {
			if rows := len(changes(lists[i])) + len(out); rows > 0 {
				c.later = append(c.later, Later{table, rows})
			}
			continue
		}
		c.steps, gone = append(c.steps, lists[i]...), append(gone, out...)
	}
	slices.Reverse(gone) // what refers to others goes before them
	c.steps = append(c.steps, gone...)
	c.q = q
	return nil
}

// without leaves out the new rows whose time is over, and counts them.
func (c *Apply) without(ctx context.Context, q govern.Reader, sh *shelf, list []step) (left []step, err error) {
	for _, st := range list {
		over := false
		if st.was == nil {
			if over, err = sh.s.Over(ctx, q, st.is); err != nil {
				return nil, err
			}
		}
		if !over {
			left = append(left, st)
		}
	}
	if n := len(list) - len(left); n > 0 {
		c.over = append(c.over, Left{sh.s.Name(), n})
	}
	return left, nil
}

// written are the named tables, each with its entries compared with its rows.
func (w *world) written(named map[string]bool) (shelves []*shelf, lists [][]step, err error) {
	for _, s := range w.book.sheets {
		if !named[s.Name()] {
			continue
		}
		sh, err := w.shelf(s.Name())
		if err != nil {
			return nil, nil, err
		}
		list, err := w.raw(sh)
		if err != nil {
			return nil, nil, err
		}
		shelves, lists = append(shelves, sh), append(lists, list)
	}
	return shelves, lists, nil
}

// deletions are the rows that no entry is.
func (sh *shelf) deletions() []step {
	var list []step
	for _, id := range sh.order {
		if sh.claimed[id] == nil && !ofProgram(sh.rows[id]) {
			list = append(list, step{s: sh.s, was: sh.rows[id]})
		}
	}
	return list
}

// ofProgram reports whether the record is the program's own, such as a standard
// role: it is no configuration.
func ofProgram(r *govern.Record) bool {
	revision, has := r.Values["standard"]
	return has && string(revision) != "0"
}

// Located puts file and line to a fault that the Engine found in one of the
// planned rows, which it names by table and number.
func (c *Apply) Located(err error) error {
	f := fault.From(err)
	table, rest, found := strings.Cut(f.Field, "[")
	number, field, ended := strings.Cut(rest, "]")
	n, bad := strconv.Atoi(number)
	var changed []step
	for _, st := range c.steps {
		if !st.same() {
			changed = append(changed, st)
		}
	}
	if len(changed) == 1 && f.Kind == fault.Invalid && (!found || table != changed[0].s.Name()) {
		n, bad, ended, table, field = 0, nil, true, changed[0].s.Name(), f.Field
	}
	if !ended || bad != nil || n >= len(changed) || changed[n].s.Name() != table {
		return err
	}
	st, inner := changed[n], *f
	inner.Field = strings.TrimPrefix(field, ".")
	if st.entry == nil {
		inner.Field, inner.Detail = table, table+" "+string(st.was.ID)+" cannot be deleted: "+f.Detail
		return &inner
	}
	return st.entry.fault(&inner)
}
