package refdata

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/csvrows"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/sheets"
)

// ImportRows takes the rows of a CSV file in one change: all of them, or nothing
// and the faults of every bad row; or, when asked, the good ones, with the others
// in the log. A row whose key is there already changes that row.
type ImportRows struct {
	id           govern.ID
	run          govern.ID
	File         string `json:"file" doc:"The file's name, for the log."`
	CSV          string `json:"csv" doc:"Its text: a header line that names the table's columns, in any order, then a line for each row. Optional columns may be left out, and keep what stands."`
	TakeGoodRows bool   `json:"take_good_rows" required:"false" doc:"Take the good rows and leave out at most 100 bad ones."`
	RemoveOthers bool   `json:"remove_others" required:"false" doc:"Delete the rows whose keys the file does not name, so that the table says what the file says."`
	AllOrNothing bool   `json:"all_or_nothing" required:"false" doc:"Where others have to agree: nobody leaves rows out, and one that cannot be taken any more stops all. remove_others asks for the same."`
}

// mostRows is how many rows one file may hold: they are one change.
const mostRows = 10000

// Name is the command's name.
func (*ImportRows) Name() string { return "reference_table.import_rows" }

// On sets the table.
func (m *ImportRows) On(id govern.ID) { m.id = id }

// Draw names the import; its new rows are called by it and their line.
func (m *ImportRows) Draw(newID func() govern.ID) { m.run = newID() }

// Undivided reports whether the file is taken whole or not at all.
func (m *ImportRows) Undivided() bool { return m.AllOrNothing || m.RemoveOthers }

// Targets is the table.
func (m *ImportRows) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Defined.Targets(ctx, q, m.id)
}

// Plan inserts what is new and updates what differs. Faults: those of
// csvrows.Form; no_rows, no_difference; and bad_rows, which holds csvrows.Faults
// with the codes missing, too_long, bad_character, bad_integer, bad_decimal,
// bad_date, bad_boolean and duplicate_in_file.
func (m *ImportRows) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	t, err := Defined.Get(ctx, q, m.id)
	if err != nil {
		return govern.Plan{}, err
	}
	if m.File == "" {
		return govern.Plan{}, fault.Bad("file", "too_short", "Give the file's name.")
	}
	form := t.form()
	lines, faults, err := form.Read(m.CSV)
	if err == nil {
		err = form.Whole(m.CSV, lines)
	}
	if err != nil {
		return govern.Plan{}, err
	}
	there, err := t.rows(ctx, q)
	if err != nil {
		return govern.Plan{}, err
	}
	rows, faults := m.read(t, there, lines, faults)
	if err := m.refuse(form, lines, rows, faults); err != nil {
		return govern.Plan{}, err
	}
	return m.plan(ctx, q, t, there, rows, m.facts(lines, faults))
}

func (t *Table) form() csvrows.Form {
	f := csvrows.Form{Field: "csv", Most: mostRows}
	for _, c := range t.Columns {
		if c.Optional {
			f.Optional = append(f.Optional, c.Name)
		} else {
			f.Needed = append(f.Needed, c.Name)
		}
	}
	return f
}

// rows are those of the table by their keys.
func (t *Table) rows(ctx context.Context, q govern.Reader) (map[string]*Row, error) {
	list, err := Rows.Find(ctx, q, `reference_table = $1 ORDER BY "key"`, string(t.ID))
	by := make(map[string]*Row, len(list))
	for _, r := range list {
		by[r.Key] = r
	}
	return by, err
}

// read turns lines into rows, and adds the faults of those that are none.
func (m *ImportRows) read(t *Table, there map[string]*Row, lines []csvrows.Line, faults csvrows.Faults) ([]*Row, csvrows.Faults) {
	var rows []*Row
	first := map[string]int{}
	for _, l := range lines {
		if l.Cell == nil {
			continue // its fault is known
		}
		for name, cell := range l.Cell {
			l.Cell[name] = sheets.Plain(cell)
		}
		values, key, bad := t.take(l.Cell)
		if at := first[key]; bad == nil && at > 0 {
			bad = []wrong{{t.keys()[0], "duplicate_in_file", fmt.Sprintf("the row %s stands on line %d already", key, at)}}
		}
		for _, b := range bad {
			faults = append(faults, csvrows.Fault{Line: l.At, Column: b.column, Code: b.code, Detail: b.why})
		}
		if bad != nil {
			continue
		}
		first[key] = l.At
		if was := there[key]; was != nil {
			for name, value := range was.Values {
				if _, named := l.Cell[name]; !named {
					values[name] = value
				}
			}
		}
		rows = append(rows, &Row{Meta: govern.Meta{ID: m.run + govern.ID("-"+strconv.Itoa(l.At))}, Table: t.ID, Unit: t.Unit, Key: key, Values: values})
	}
	slices.SortStableFunc(faults, func(a, b csvrows.Fault) int { return a.Line - b.Line })
	return rows, faults
}

// refuse is the fault of a file that is not taken.
func (m *ImportRows) refuse(form csvrows.Form, lines []csvrows.Line, rows []*Row, faults csvrows.Faults) error {
	switch {
	case len(lines) == 0:
		return fault.Bad(form.Field, "no_rows", "%s has a header and no rows.", m.File)
	case len(faults) > 0 && m.RemoveOthers:
		return faults.Refusal(form.Field, m.File, len(lines), ", so nothing was taken: where other rows are to be deleted, every row has to be good.")
	case len(faults) > 0 && !m.TakeGoodRows:
		return faults.Refusal(form.Field, m.File, len(lines), ", so nothing was taken. Correct them, or ask for the good rows to be taken.")
	case len(faults.Lines()) > csvrows.MostFaulty:
		return faults.Refusal(form.Field, m.File, len(lines), fmt.Sprintf(", so nothing was taken. At most %d rows may be left out.", csvrows.MostFaulty))
	case len(rows) == 0:
		return faults.Refusal(form.Field, m.File, len(lines), ", so nothing was taken: no row is good.")
	}
	return nil
}

func (m *ImportRows) plan(ctx context.Context, q govern.Reader, t *Table, there map[string]*Row, rows []*Row, facts []audit.Fact) (govern.Plan, error) {
	plan := govern.Plan{Record: govern.Ref{Table: Defined.Name, ID: t.ID}, Facts: facts}
	for _, r := range rows {
		was := there[r.Key]
		delete(there, r.Key)
		if was == nil {
			plan.Rows = append(plan.Rows, Rows.Insert(r))
		} else if !maps.Equal(was.Values, r.Values) {
			r.Meta = was.Meta
			plan.Rows = append(plan.Rows, Rows.Update(was, r))
		}
	}
	if m.RemoveOthers {
		whole, err := Defined.Children(ctx, q, t.ID)
		if err != nil {
			return plan, err
		}
		plan.Reads = append(plan.Reads, whole)
		for _, key := range slices.Sorted(maps.Keys(there)) {
			plan.Rows = append(plan.Rows, Rows.Delete(there[key]))
		}
	}
	if len(plan.Rows) == 0 {
		return plan, fault.New(fault.Conflict, "no_difference", "The table %s says what %s says already.", t.Name, m.File)
	}
	return plan, nil
}

// Brought names the file for the log when nothing of it was taken.
func (m *ImportRows) Brought(error) []audit.Fact { return audit.FileFacts(m.File, []byte(m.CSV)) }

func (m *ImportRows) facts(lines []csvrows.Line, faults csvrows.Faults) []audit.Fact {
	bad := len(faults.Lines())
	facts := append(audit.FileFacts(m.File, []byte(m.CSV)), audit.RowFacts(len(lines), len(lines)-bad)...)
	for _, f := range faults {
		facts = append(facts, audit.Fact{Name: "refused", Value: f.String()})
	}
	return facts
}
