package govern

import (
	"context"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
)

// lineage is the records that something is done to, and with them all that these
// are part of.
type lineage struct {
	self  map[Ref]bool
	above map[Ref]bool
}

func newLineage() lineage { return lineage{map[Ref]bool{}, map[Ref]bool{}} }

func (l lineage) add(self Ref, above []Ref) {
	l.self[self], l.above[self] = true, true
	for _, a := range above {
		l.above[a] = true
	}
}

// related reports whether one is done to what the other is done to, to something
// above it or beneath it.
func (l lineage) related(o lineage) bool {
	for ref := range l.self {
		if o.above[ref] {
			return true
		}
	}
	for ref := range o.self {
		if l.above[ref] {
			return true
		}
	}
	return false
}

// deed is one action on records. One command does several: its own, what each row
// of it is by itself, and the commands that a row amounts to.
type deed struct {
	action string
	line   lineage
}

// deeds are those of a command, or with approval those of who agrees to it.
type deeds struct {
	h        *hindsight
	command  string
	at       Time // when it is done, or was
	approval bool
	list     []deed
	whole    lineage
}

func (h *hindsight) deedsOf(command string, at Time, record Ref, approval bool) *deeds {
	d := &deeds{h: h, command: command, at: at, approval: approval, whole: newLineage()}
	d.list = []deed{{d.named(command), d.whole}}
	if record != (Ref{}) {
		d.whole.add(record, nil)
	}
	return d
}

func (d *deeds) named(action string) string {
	if d.approval {
		return action + ".approve"
	}
	return action
}

// row adds what changing a row is, from its images before and after.
func (d *deeds) row(ctx context.Context, def *def, ref Ref, op Op, before, after any) error {
	line := newLineage()
	line.add(ref, nil)
	for _, row := range []any{before, after} {
		if row == nil {
			continue
		}
		above, err := d.h.above(ctx, def, row)
		if err != nil {
			return err
		}
		line.add(ref, above)
	}
	d.whole.add(ref, nil)
	for a := range line.above {
		d.whole.above[a] = true
	}
	if op == Touch {
		return nil
	}
	own := ref.Table + ".approve"
	if !d.approval {
		own = ref.Table + "." + string(op)
	}
	d.list = append(d.list, deed{own, line})
	for _, name := range d.h.e.amounts(d.command, def, before, after, d.at) {
		d.list = append(d.list, deed{d.named(name), line})
	}
	return nil
}

// hindsight looks at what was done before: in the log as its reader sees it, and by
// the jobs before in the same group.
type hindsight struct {
	*recorder
	ups map[Ref][]Ref
}

func (e *Engine) hindsight(q *recorder) *hindsight {
	own := newRecorder(e, q.v, q.Reader, q.now, q.asker) // what it looks at is no ground of a plan
	own.planned = q.planned
	return &hindsight{own, map[Ref][]Ref{}}
}

// mostAbove ends the way up of rows that lead in a circle.
const mostAbove = 16

// above is what a row is part of: what its table says, and its parents' parents.
func (h *hindsight) above(ctx context.Context, d *def, row any) ([]Ref, error) {
	var list []Ref
	for _, rec := range d.targetOf(row).Records {
		list = append(list, Ref{rec.Table, ID(rec.ID)})
	}
	for steps := 0; d != nil && steps < mostAbove; steps++ {
		table, id, _ := d.parent(row)
		if table == "" || id == "" {
			break
		}
		list = append(list, Ref{table, id})
		if d = h.v.extra.def(table); d == nil || d.parentName == "" {
			break
		}
		next, err := d.get(ctx, h.recorder, id)
		if fault.Is(err, fault.NotFound) {
			break
		}
		if err != nil {
			return nil, err
		}
		row = next
	}
	return list, nil
}

// byPlan are the deeds of a plan.
func (h *hindsight) byPlan(ctx context.Context, command string, plan *Plan, approval bool) ([]deed, error) {
	d := h.deedsOf(command, h.now, plan.Record, approval)
	for i := range plan.Rows {
		rc := &plan.Rows[i]
		if err := d.row(ctx, rc.def, Ref{rc.Table, rc.ID}, rc.Op, rc.before, rc.after); err != nil {
			return nil, err
		}
	}
	if def := h.v.extra.def(plan.Record.Table); def != nil && h.planned[plan.Record] == nil {
		row, err := def.get(ctx, h.recorder, plan.Record.ID)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		if err == nil {
			above, err := h.above(ctx, def, row)
			if err != nil {
				return nil, err
			}
			d.whole.add(plan.Record, above)
		}
	}
	return d.list, nil
}

// byEntry are the deeds that an applied entry tells of, with who did each.
func (h *hindsight) byEntry(ctx context.Context, f audit.Found) (list []deed, users []string, err error) {
	ev := f.Event
	makers, approvers := []string{ev.Actor, ev.OnBehalf}, []string{}
	if ev.Change != "" {
		makers = nil
		for _, f := range ev.Facts {
			switch f.Name {
			case factMaker, factMakerFor:
				makers = append(makers, f.Value)
			case factApprover, factApproverFor:
				approvers = append(approvers, f.Value)
			}
		}
	}
	for _, approval := range []bool{false, true} {
		d := h.deedsOf(ev.Action, Time(f.At), Ref{ev.Record.Table, ID(ev.Record.ID)}, approval)
		for i := range ev.Rows {
			row := &ev.Rows[i]
			def := h.v.extra.def(row.Table)
			if def == nil {
				continue
			}
			before, after, err := def.images(row)
			if err != nil && def.composed { // its columns were others: what was done was done all the same
				before, after, err = nil, nil, nil
			}
			if err != nil {
				return nil, nil, err
			}
			if err := d.row(ctx, def, Ref{row.Table, ID(row.ID)}, Op(row.Op), before, after); err != nil {
				return nil, nil, err
			}
		}
		who := makers
		if approval {
			who = approvers
		}
		for _, user := range who {
			if user == "" {
				continue
			}
			for _, x := range d.list {
				list, users = append(list, x), append(users, user)
			}
		}
	}
	return list, users, nil
}

// Facts of an entry by which a held change names its people.
const (
	factMaker    = "maker"
	factMakerFor = "maker_for"
	factApprover = "approver"

	factApproverFor = "approver_for" // whose deputy the one before was
)

// tablesOf are the tables among actions like process.update and process.approve,
// which a command of any name may do, and those whose rows may amount to one of the
// commands among them.
func (e *Engine) tablesOf(actions []string) (tables, commands []string) {
	add := func(table string) {
		if !slices.Contains(tables, table) {
			tables = append(tables, table)
		}
	}
	for _, a := range actions {
		of := strings.TrimSuffix(a, ".approve")
		table, _, _ := strings.Cut(of, ".")
		if _, is := e.verbs[of]; !is {
			add(table)
			continue
		}
		commands = append(commands, of)
		if d := e.byName[table]; d != nil && d.means != nil {
			add(table)
		}
	}
	return tables, commands
}
