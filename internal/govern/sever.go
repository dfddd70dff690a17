package govern

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
)

// Skipped is a row of an executed change that was not written.
type Skipped struct {
	Ref
	Why string `json:"why" doc:"What had become of it meanwhile; empty when those who agreed left it out."`
}

// LeaveOut is what an approver sends about rows: the ones that the agreement
// does not cover. Nil says nothing and is refused where others left rows out;
// an empty list covers every row.
type LeaveOut []Ref

// Undivided is a command whose rows belong together this time, though they need
// not: because of what it was asked with.
type Undivided interface{ Undivided() bool }

func undivided(cmd Command) bool {
	u, is := cmd.(Undivided)
	return is && u.Undivided()
}

// severable is nil when rows of the change may be left out.
func (e *Engine) severable(b *Body) error {
	switch {
	case !e.verbs[b.Command].Severable:
		return fault.Bad("leave_out", "not_severable", "The rows of %s belong together: agree to all of them, or reject the change.", b.Command)
	case b.Whole:
		return fault.Bad("leave_out", "all_or_nothing", "This change is all or nothing: its maker asked for that, or some of its rows follow from others, as when somebody is suspended or moved. Agree to every row, or reject it.")
	}
	return nil
}

// leftOut is what those who agreed, and still count, left out; none says that
// nobody did agree.
func (d *decision) leftOut() (left []Ref, none bool) {
	live := d.live()
	if len(live) == 0 {
		return nil, true
	}
	return d.left[giver(live[0])], false
}

// settleRows finds what the agreement leaves out. One that leaves out other rows
// than those before it counts anew: theirs count for nothing any more, since they
// agreed to something else; again is then true.
func (g *batch) settleRows(d *decision, want LeaveOut) (left []Ref, again bool, err error) {
	have, first := d.leftOut()
	if want == nil {
		if len(have) > 0 {
			return nil, false, fault.New(fault.Conflict, "rows_left_out", "Whoever agreed before left %d rows out: %s. Agree to the same, or say yourself what is left out.", len(have), refsText(have))
		}
		return nil, false, nil
	}
	left = sortedRefs(want)
	if len(left) > 0 {
		if err := g.e.severable(d.body); err != nil {
			return nil, false, err
		}
		if err := g.parts(d, left); err != nil {
			return nil, false, err
		}
	}
	return left, !first && !slices.Equal(have, left), nil
}

// parts refuses a list that names what is no row of the change or all of them,
// and one that takes away what a remaining row needs.
func (g *batch) parts(d *decision, left []Ref) error {
	rows := map[Ref]*RowChange{}
	n := 0
	for i := range d.body.Rows {
		if rc := &d.body.Rows[i]; rc.Op != Touch {
			rows[Ref{rc.Table, rc.ID}] = rc
			n++
		}
	}
	for _, ref := range left {
		if rows[ref] == nil {
			return fault.Bad("leave_out", "unknown_row", "The change has no row %s %s.", ref.Table, ref.ID)
		}
	}
	if len(left) == n {
		return fault.Bad("leave_out", "all_left_out", "Nothing would be left of the change; reject it instead.")
	}
	kept := without(d.body.Rows, left)
	for i := range kept {
		for _, ref := range left {
			if gone := rows[ref]; gone.Op == Insert && kept[i].rests(gone) {
				return needed(&kept[i], gone)
			}
		}
	}
	return g.fitsWithout(d, kept)
}

func needed(rc, gone *RowChange) error {
	return fault.Bad("leave_out", "row_needed", "The %s %s rests on the %s %s, which is left out. Leave both out, or neither.", words(rc.Table), rc.ID, words(gone.Table), gone.ID)
}

// fitsWithout refuses to leave out rows without which a remaining one no longer
// fits its table, or deletes what is still referred to.
func (g *batch) fitsWithout(d *decision, kept []RowChange) error {
	whole := newRecorder(g.e, d.view, g.tx, d.now, d.body.Maker)
	whole.plans(d.body.Rows)
	q := newRecorder(g.e, d.view, g.tx, d.now, d.body.Maker)
	q.plans(kept)
	for i := range kept {
		why, err := g.unfit(q, &kept[i])
		if err != nil {
			return err
		}
		if why == "" {
			continue
		}
		if before, err := g.unfit(whole, &kept[i]); err != nil {
			return err
		} else if before == "" {
			return fault.Bad("leave_out", "row_needed", "Without what is left out, the %s %s does not hold: %s", words(kept[i].Table), kept[i].ID, why)
		}
	}
	err := g.e.inUse(g.ctx, q, d.body.Maker, kept)
	if fault.Is(err, fault.Conflict) {
		return fault.Bad("leave_out", "row_needed", "%s", fault.From(err).Detail)
	}
	return err
}

// rests reports whether the row names the new record: by a declared reference, as
// what it is part of, or as what it grants something on.
func (rc *RowChange) rests(on *RowChange) bool {
	if rc.after == nil {
		return false
	}
	for i := range rc.def.columns {
		if c := &rc.def.columns[i]; c.constraint.ref == on.Table && c.refers(rc.after, on.ID) {
			return true
		}
	}
	if table, id, _ := rc.def.parent(rc.after); table == on.Table && id == on.ID {
		return true
	}
	return slices.Contains(rc.def.target(rc.after).Records, access.Record{Table: on.Table, ID: string(on.ID)})
}

// without are the rows but those that are left out, and but the next versions of
// records none of whose parts changes any more.
func without(rows []RowChange, left []Ref) []RowChange {
	out := make(map[Ref]bool, len(left))
	for _, ref := range left {
		out[ref] = true
	}
	var kept []RowChange
	roots := map[Ref]bool{}
	for i := range rows {
		if rc := &rows[i]; rc.Op != Touch && !out[Ref{rc.Table, rc.ID}] {
			kept = append(kept, *rc)
			if table, id, part := rc.def.parent(rc.row()); part {
				roots[Ref{table, id}] = true
			}
		}
	}
	for i := range rows {
		if rc := &rows[i]; rc.Op == Touch && roots[Ref{rc.Table, rc.ID}] {
			kept = append(kept, *rc)
		}
	}
	return kept
}

// remaining are the rows that are written, of a change whose rows stand for
// themselves: without those that were left out and those that fail alone, which
// are noted in d. why is set when nothing remains or what all rest on moved.
func (g *batch) remaining(j *job, d *decision) (rows []RowChange, why string, err error) {
	if why, err = g.movedBeside(d); why != "" || err != nil {
		return nil, why, err
	}
	gone := slices.Clone(d.leaves)
	for _, s := range d.skipped {
		gone = append(gone, s.Ref)
	}
	for {
		rows = without(d.body.Rows, gone)
		failed, err := g.failing(j, d, rows)
		if err != nil {
			return nil, "", err
		}
		if len(failed) == 0 {
			break
		}
		for _, s := range failed {
			gone = append(gone, s.Ref)
		}
		d.skipped = append(d.skipped, failed...)
	}
	if len(rows) == 0 {
		return nil, d.skipped[0].Why, nil
	}
	return rows, "", nil
}

// failing are the rows that cannot be written as they were shown, each with why.
func (g *batch) failing(j *job, d *decision, rows []RowChange) (list []Skipped, err error) {
	q := newRecorder(g.e, d.view, g.tx, d.now, d.body.Maker)
	q.plans(rows)
	planned := make(map[Ref]*RowChange, len(rows))
	roots := map[Ref]string{} // records that moved, whose parts cannot be written
	for i := range rows {
		rc := &rows[i]
		planned[Ref{rc.Table, rc.ID}] = rc
		if rc.Op == Touch {
			if roots[Ref{rc.Table, rc.ID}], err = g.altered(rc); err != nil {
				return nil, err
			}
		}
	}
	for i := range rows {
		rc := &rows[i]
		if rc.Op == Touch {
			continue
		}
		why, err := g.failed(j, q, d, planned, rc)
		if err != nil {
			return nil, err
		}
		if table, id, part := rc.def.parent(rc.row()); why == "" && part {
			why = roots[Ref{table, id}]
		}
		if why != "" {
			list = append(list, Skipped{Ref{rc.Table, rc.ID}, why})
		}
	}
	return list, nil
}

// failed says why the row cannot be written, "" when it can.
func (g *batch) failed(j *job, q *recorder, d *decision, planned map[Ref]*RowChange, rc *RowChange) (why string, err error) {
	if rc.Op != Insert {
		if why, err = g.altered(rc); why != "" || err != nil {
			return why, err
		}
	}
	for _, s := range d.skipped {
		if other := rowAt(d.body.Rows, s.Ref); other != nil && other.Op == Insert && rc.rests(other) {
			return fmt.Sprintf("The %s %s, on which it rests, failed.", words(other.Table), other.ID), nil
		}
	}
	if why, err = g.unfit(q, rc); why != "" || err != nil || rc.Op != Delete {
		return why, err
	}
	err = g.e.heldBy(g.ctx, q, j.who.User, rc, planned)
	if fault.Is(err, fault.Conflict) {
		return fault.From(err).Detail, nil
	}
	return "", err
}

func rowAt(rows []RowChange, ref Ref) *RowChange {
	for i := range rows {
		if rows[i].Table == ref.Table && rows[i].ID == ref.ID {
			return &rows[i]
		}
	}
	return nil
}

// movedBeside says which record that the plan read, and none of its rows changes,
// is no longer as it was. What the rows themselves rest on is asked row by row.
func (g *batch) movedBeside(d *decision) (string, error) {
	own := map[Ref]bool{}
	for i := range d.body.Rows {
		own[Ref{d.body.Rows[i].Table, d.body.Rows[i].ID}] = true
	}
	for _, r := range d.body.Reads {
		if own[Ref{r.Table, r.ID}] && !r.Children {
			continue
		}
		if why, err := g.movedRead(r); why != "" || err != nil {
			return why, err
		}
	}
	return "", nil
}

// skipTaken notes the rows whose id or values another record has by now, and
// reports whether there are any that were not noted before.
func (g *batch) skipTaken(d *decision, rows []RowChange) (found bool, err error) {
	for i := range rows {
		why, err := g.taken(&rows[i])
		if err != nil {
			return false, err
		}
		if why != "" {
			d.skipped, found = append(d.skipped, Skipped{Ref{rows[i].Table, rows[i].ID}, why}), true
		}
	}
	return found, nil
}

// partFacts tell in the log what was left out, and what failed alone.
func (d *decision) partFacts() (facts []audit.Fact) {
	for _, ref := range d.leaves {
		facts = append(facts, audit.Fact{Name: "left_out", Value: ref.Table + " " + string(ref.ID)})
	}
	for _, s := range d.skipped {
		facts = append(facts, audit.Fact{Name: "failed_alone", Value: s.Table + " " + string(s.ID) + ": " + s.Why})
	}
	return facts
}

// skippedOf are all rows that are not written.
func (d *decision) notWritten() (list []Skipped) {
	for _, ref := range d.leaves {
		list = append(list, Skipped{Ref: ref})
	}
	return append(list, d.skipped...)
}

// partly says in words how much of a change was executed, "" when all was.
func partly(skipped []Skipped, rows []RowChange) string {
	if len(skipped) == 0 {
		return ""
	}
	all, failed := 0, []string{}
	for i := range rows {
		if rows[i].Op != Touch {
			all++
		}
	}
	for _, s := range skipped {
		if s.Why != "" {
			failed = append(failed, s.Why)
		}
	}
	text := fmt.Sprintf("%d of %d rows were executed.", all-len(skipped), all)
	if n := len(skipped) - len(failed); n > 0 {
		text += fmt.Sprintf(" Left out: %d.", n)
	}
	if len(failed) > 0 {
		text += fmt.Sprintf(" Failed alone: %d. %s", len(failed), failed[0])
	}
	return text
}

func sortedRefs(list []Ref) []Ref {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Ref) int {
		return strings.Compare(a.Table+"\x00"+string(a.ID), b.Table+"\x00"+string(b.ID))
	})
	return slices.Compact(list)
}

// mostListed is how many rows a sentence names.
const mostListed = 5

func refsText(list []Ref) string {
	var parts []string
	for _, ref := range list[:min(len(list), mostListed)] {
		parts = append(parts, words(ref.Table)+" "+string(ref.ID))
	}
	if len(list) > mostListed {
		parts = append(parts, "…")
	}
	return strings.Join(parts, ", ")
}

// severance reports whether rows of the change are judged one by one.
func (e *Engine) severance(b *Body) bool {
	return e.severable(b) == nil && len(b.Outbox) == 0 && len(b.Rows) > 1
}

// refsJSON is the list as a decision keeps it, "" for none.
func refsJSON(list []Ref) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	text, err := marshal(list)
	return string(text), err
}

func readRefs(text string) (list []Ref, err error) {
	if text == "" {
		return nil, nil
	}
	return list, json.Unmarshal([]byte(text), &list)
}
