package access

import (
	"slices"
	"strings"
)

// unitTable holds every unit that is known or named by a grant, under a number
// that stays the same over all snapshots that follow one Compile. Walking the
// tree once gives each unit a span of places that encloses those beneath it.
type unitTable struct {
	number map[string]int32
	list   []unitEntry
	spans  []span
}

type unitEntry struct {
	Unit
	known bool
}

// span is empty for a unit that is only named: it encloses nothing, not even
// itself.
type span struct{ from, to int32 }

func (t *unitTable) change(put []Unit, gone []string, named func(func(string))) (*unitTable, error) {
	next := &unitTable{number: make(map[string]int32, len(t.number)+len(put)), list: slices.Clone(t.list)}
	for id, n := range t.number {
		next.number[id] = n
	}
	differs := false
	for _, id := range gone {
		if n, ok := next.number[id]; ok && next.list[n].known {
			next.list[n] = unitEntry{Unit: Unit{ID: id}}
			differs = true
		}
	}
	for _, u := range put {
		next.list[next.add(u.ID)] = unitEntry{Unit: u, known: true}
		differs = true
	}
	named(func(id string) { next.add(id) })
	if !differs && len(next.list) == len(t.list) {
		return t, nil
	}
	return next, next.compile()
}

func (t *unitTable) add(id string) int32 {
	n, ok := t.number[id]
	if !ok {
		n = int32(len(t.list))
		t.number[id] = n
		t.list = append(t.list, unitEntry{Unit: Unit{ID: id}})
	}
	return n
}

// compile lays the spans. A unit whose parent is unknown stands as a root.
func (t *unitTable) compile() error {
	children := make([][]int32, len(t.list))
	var roots []int32
	for i := range t.list {
		if !t.list[i].known {
			continue
		}
		if p, ok := t.number[t.list[i].Parent]; ok && t.list[p].known {
			children[p] = append(children[p], int32(i))
		} else {
			roots = append(roots, int32(i))
		}
	}
	t.spans = make([]span, len(t.list))
	place := int32(0)
	var lay func(i int32)
	lay = func(i int32) {
		t.spans[i].from = place
		place++
		for _, c := range children[i] {
			lay(c)
		}
		t.spans[i].to = place
	}
	for _, i := range roots {
		lay(i)
	}
	return t.cycle()
}

// cycle refuses units that no root leads to: going up from such a unit never
// ends. The least id on a cycle names it.
func (t *unitTable) cycle() error {
	var lost []string
	for i := range t.list {
		if t.list[i].known && t.spans[i].to == 0 {
			lost = append(lost, t.list[i].ID)
		}
	}
	if len(lost) == 0 {
		return nil
	}
	up := slices.Min(lost)
	for range lost { // leads from a unit beneath the cycle onto it
		up = t.list[t.number[up]].Parent
	}
	ring := []string{up}
	for next := t.list[t.number[up]].Parent; next != up; next = t.list[t.number[next]].Parent {
		ring = append(ring, next)
	}
	least := slices.Index(ring, slices.Min(ring))
	ring = append(ring[least:], append(ring[:least:least], ring[least])...)
	return refuse("unit_cycle", "unit", ring[0], "%s; give one of these another parent", strings.Join(ring, " is beneath "))
}

// within reports whether place lies in the unit or beneath it.
func (t *unitTable) within(unit, place int32) bool {
	return t.spans[unit].from <= place && place < t.spans[unit].to
}

// place is where a known unit stands, -1 for any other.
func (t *unitTable) place(id string) int32 {
	if n, ok := t.number[id]; ok && t.spans[n].to > 0 {
		return t.spans[n].from
	}
	return -1
}

// Above is the unit and every unit above it, from the unit upwards; nil when it
// is unknown.
func (s *Snapshot) Above(unit string) []string {
	n, ok := s.units.number[unit]
	var path []string
	for ok && s.units.list[n].known {
		path = append(path, s.units.list[n].ID)
		n, ok = s.units.number[s.units.list[n].Parent]
	}
	return path
}
