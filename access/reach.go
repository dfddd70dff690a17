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
	// Barred is what walls keep the user from all the same.
	Barred []Barrier
}

// Nowhere reports whether the permission is not held at all.
func (r *Reach) Nowhere() bool { return !r.Everything && len(r.Units) == 0 && len(r.Records) == 0 }

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
		}
	}
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
