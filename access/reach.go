package access

import (
	"cmp"
	"slices"
)

// Reach is where a user holds one permission at one time, in a form that a
// database can be asked by: what it names is what Check allows.
type Reach struct {
	Everything bool
	Units      []string // each granted unit and all units beneath it, sorted
	Granted    []string // the granted units themselves, sorted
	Records    []Record // sorted by table and id
	Tables     []Part   // whole tables, sorted
	// Barred is what walls keep the user from all the same.
	Barred []Barrier
}

// Nowhere reports whether the permission is not held at all.
func (r *Reach) Nowhere() bool {
	return !r.Everything && len(r.Units) == 0 && len(r.Records) == 0 && len(r.Tables) == 0
}

// Of lists the ids of the table's records that are named, sorted.
func (r *Reach) Of(table string) []string { return of(r.Records, table) }

// Of lists the ids of the table's records that are named.
func (p *Place) Of(table string) []string { return of(p.Records, table) }

func of(records []Record, table string) []string {
	var ids []string
	for _, rec := range records {
		if rec.Table == table {
			ids = append(ids, rec.ID)
		}
	}
	return ids
}

// Part is the records of one table, All of them or those of some units.
type Part struct {
	Table   string
	All     bool
	Units   []string // each granted unit and all units beneath it, sorted; nil with All
	Granted []string // the granted units themselves, sorted; nil with All
}

// parts are what grants of whole tables come to together, by table.
func (s *Snapshot) parts(list []*held) (parts []Part) {
	spans := map[string][]span{}
	for _, g := range list {
		i := slices.IndexFunc(parts, func(p Part) bool { return p.Table == g.more.scope.Table })
		if i < 0 {
			i, parts = len(parts), append(parts, Part{Table: g.more.scope.Table})
		}
		if g.unit < 0 {
			parts[i].All = true
			continue
		}
		spans[parts[i].Table] = append(spans[parts[i].Table], s.units.spans[g.unit])
		parts[i].Granted = append(parts[i].Granted, s.units.list[g.unit].ID)
	}
	for i := range parts {
		p := &parts[i]
		if p.All {
			p.Granted = nil
			continue
		}
		slices.Sort(p.Granted)
		p.Granted, p.Units = slices.Compact(p.Granted), s.units.inside(spans[p.Table])
	}
	slices.SortFunc(parts, func(a, b Part) int { return cmp.Compare(a.Table, b.Table) })
	return parts
}

// part is what is reached of a table as a whole.
func (r *Reach) part(table string) *Part {
	for i := range r.Tables {
		if r.Tables[i].Table == table {
			return &r.Tables[i]
		}
	}
	return &Part{}
}

// Reach says where the user holds the permission at now (µs UTC).
func (s *Snapshot) Reach(user, permission string, now int64) Reach {
	var r Reach
	_, h := s.holder(user)
	if h == nil || !h.stands(now) {
		return r
	}
	p, ok := s.roles.permission[permission]
	if !ok {
		return r
	}
	given := h.held
	for _, m := range h.in() {
		if m.valid(now) {
			given = append(slices.Clip(given), s.groups.list[m.group].held...)
		}
	}
	var spans []span
	var tables []*held
	for i := range given {
		g := &given[i]
		if !s.roles.has(g.role, p) || !g.valid(now) || !s.reaches(g) {
			continue
		}
		switch s.kind(g) {
		case ScopeEverything:
			return Reach{Everything: true, Barred: s.barriers(h, now)}
		case ScopeUnit:
			spans = append(spans, s.units.spans[g.unit])
			r.Granted = append(r.Granted, s.units.list[g.unit].ID)
		case ScopeRecord:
			r.Records = append(r.Records, Record{g.more.scope.Table, g.more.scope.ID})
		case ScopeTable:
			tables = append(tables, g)
		}
	}
	r.Tables = s.parts(tables)
	r.Units, r.Barred = s.units.inside(spans), s.barriers(h, now)
	slices.Sort(r.Granted)
	r.Granted = slices.Compact(r.Granted)
	slices.SortFunc(r.Records, func(a, b Record) int { return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.ID, b.ID)) })
	r.Records = slices.Compact(r.Records)
	return r
}

// inside lists the known units whose place lies in any of the spans, sorted.
func (t *unitTable) inside(spans []span) []string {
	if len(spans) == 0 {
		return nil
	}
	var ids []string
	for i := range t.list {
		place := t.spans[i].from
		if t.list[i].known && slices.ContainsFunc(spans, func(s span) bool { return s.from <= place && place < s.to }) {
			ids = append(ids, t.list[i].ID)
		}
	}
	slices.Sort(ids)
	return ids
}
