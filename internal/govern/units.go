package govern

import (
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
)

// placing says in an entry to which units its rows belong, as they stand when it
// is written: who may read the log of a unit finds by this what is theirs.
type placing struct {
	g     *batch
	next  *view // the tree once the rows are written; nil: as it is
	ev    *audit.Event
	unit  string // the one looked up last, and its place
	place int64
}

// row is the place of the unit that a row belongs to, 0 for none.
func (p *placing) row(d *def, row any) (int64, error) {
	unit, err := p.g.unitOf(d.target(row), true)
	if g := d.guardOf(row); err == nil && g != "" {
		return p.behind(g, unit), nil
	}
	if err != nil || unit == "" {
		return 0, err
	}
	return p.of(unit), nil
}

// behind is the place of a unit as a guard keeps it: its path names the guard,
// so that the log is told without it to who does not hold the permission.
func (p *placing) behind(guard, unit string) int64 {
	name := GuardUnit(guard)
	path := []string{name + " " + unit, name}
	if unit != "" {
		path = append(path, p.path(unit)...)
	}
	i := slices.IndexFunc(p.ev.Units, func(have []string) bool { return have[0] == path[0] })
	if i < 0 {
		i = len(p.ev.Units)
		p.ev.Units = append(p.ev.Units, path)
	}
	return int64(i) + 1
}

func (p *placing) of(unit string) int64 {
	if unit == p.unit {
		return p.place
	}
	p.unit = unit
	i := slices.IndexFunc(p.ev.Units, func(path []string) bool { return path[0] == unit })
	if i < 0 {
		i = len(p.ev.Units)
		p.ev.Units = append(p.ev.Units, p.path(unit))
	}
	p.place = int64(i) + 1
	return p.place
}

func (p *placing) path(unit string) []string {
	if p.next != nil {
		if path := p.next.access.Above(unit); path != nil {
			return path
		}
	}
	if path := p.g.view.access.Above(unit); path != nil {
		return path
	}
	return []string{unit}
}

// change places a row change, and the row of the entry that tells of it.
func (p *placing) change(rc *RowChange, told *audit.Row) (err error) {
	if rc.after != nil {
		if told.Unit, err = p.row(rc.def, rc.after); err != nil {
			return err
		}
	}
	if rc.before == nil {
		return nil
	}
	left, err := p.row(rc.def, rc.before)
	if rc.after == nil {
		told.Unit = left
	} else if left != told.Unit {
		told.Left = left
	}
	return err
}

// unitOf is the unit of a target: its own, or that of the first record it names
// that has one. "" when it belongs to none.
func (g *batch) unitOf(on access.Target, follow bool) (string, error) {
	if on.Unit != "" || !follow {
		return on.Unit, nil
	}
	for _, r := range on.Records {
		if r.Table == "user" {
			if u, known := g.view.access.User(r.ID); known && u.Unit != "" {
				return u.Unit, nil
			}
			continue
		}
		d := g.view.extra.def(r.Table)
		if d == nil {
			continue
		}
		row, err := d.get(g.ctx, g.tx, ID(r.ID))
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return "", err
		}
		if unit, err := g.unitOf(d.target(row), false); unit != "" || err != nil {
			return unit, err
		}
	}
	return "", nil
}

// about places an entry that tells of no rows by the record that it is about.
func (g *batch) about(ev *audit.Event) error {
	if ev.Record.ID == "" {
		return nil
	}
	unit, err := g.unitOf(access.Target{Records: []access.Record{{Table: ev.Record.Table, ID: ev.Record.ID}}}, true)
	g.under(ev, unit)
	return err
}

// under places an entry under one unit, if it is one.
func (g *batch) under(ev *audit.Event, unit string) {
	if unit != "" {
		(&placing{g: g, ev: ev}).of(unit)
	}
}

// unitAsked is the unit of what a refused job was about, "" where that is not
// known.
func (g *batch) unitAsked(j *job) string {
	for _, on := range j.targets {
		unit, err := g.unitOf(on, true)
		if err != nil {
			g.e.log.Warn("the unit of a refusal could not be found", "command", j.what, "error", err)
		}
		if unit != "" {
			return unit
		}
	}
	return ""
}
