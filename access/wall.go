package access

import (
	"cmp"
	"maps"
	"slices"
)

// Side is one side of a wall: a unit with all beneath it, or a group. One of them
// is set.
type Side struct{ Unit, Group string }

// Wall stands between two sides. Whoever is on the one is kept from the records of
// the other, whatever they were granted: all users of a person who is at home in a
// unit or holds something scoped to it or beneath, or to a record that belongs
// there, or is in a group. The records of
// a unit are those that belong to it; those of a group are what names it and what
// it was granted by unit or record: whole tables are nobody's. What belongs to both sides is kept from nobody.
// A wall without sides stands nowhere.
type Wall struct {
	ID          string
	Left, Right Side
}

// Pass lets a person past a wall, from From (inclusive) to Until (exclusive), µs
// UTC.
type Pass struct {
	ID, Wall, User string
	From, Until    int64
}

// walls are all walls and passes; nil when there are none. They never change.
type walls struct {
	list   []Wall // that stand, by id
	known  map[string]Wall
	passes map[string]Pass
}

func (w *walls) change(d *Delta) *walls {
	if len(d.Put.Walls)+len(d.Put.Passes)+len(d.GoneWalls)+len(d.GonePasses) == 0 {
		return w
	}
	next := &walls{known: map[string]Wall{}, passes: map[string]Pass{}}
	if w != nil {
		maps.Copy(next.known, w.known)
		maps.Copy(next.passes, w.passes)
	}
	for _, id := range d.GoneWalls {
		delete(next.known, id)
	}
	for _, id := range d.GonePasses {
		delete(next.passes, id)
	}
	for _, x := range d.Put.Walls {
		next.known[x.ID] = x
	}
	for _, x := range d.Put.Passes {
		next.passes[x.ID] = x
	}
	if len(next.known)+len(next.passes) == 0 {
		return nil
	}
	for _, id := range slices.Sorted(maps.Keys(next.known)) {
		if x := next.known[id]; x.Left != (Side{}) && x.Right != (Side{}) {
			next.list = append(next.list, x)
		}
	}
	return next
}

func (w *walls) stand() bool { return w != nil && len(w.list) > 0 }

// bar keeps a user from one side of a wall while the person is on the other, but
// for when a pass lets them.
type bar struct {
	wall       string
	own, other Side
	during     []times
	past       []times
}

// times is from when (inclusive) until when (exclusive), 0 = open.
type times struct{ from, until int64 }

func (t times) hold(now int64) bool { return t.from <= now && (t.until == 0 || now < t.until) }

func (b *bar) stands(now int64) bool { return during(b.during, now) && !during(b.past, now) }

func during(list []times, now int64) bool {
	for _, t := range list {
		if t.hold(now) {
			return true
		}
	}
	return false
}

// barred names the wall that keeps the user from the target, "" when none does.
func (s *Snapshot) barred(h *holder, on *Target, now int64) string {
	if !h.walled {
		return ""
	}
	for i := range h.profile.bars {
		b := &h.profile.bars[i]
		if b.stands(now) && s.beyond(b.other, on, now) && !s.beyond(b.own, on, now) {
			return b.wall
		}
	}
	return ""
}

// beyond reports whether the target is one of the side's records.
func (s *Snapshot) beyond(side Side, on *Target, now int64) bool {
	if side.Unit != "" {
		n, ok := s.units.number[side.Unit]
		return ok && s.units.within(n, s.units.place(on.Unit))
	}
	for i := range on.Records {
		if on.Records[i].Table == groupTableName && on.Records[i].ID == side.Group {
			return true
		}
	}
	n, ok := s.groups.number[side.Group]
	if !ok {
		return false
	}
	given := s.groups.list[n].held
	for i := range given {
		if g := &given[i]; s.owns(g) && g.valid(now) && s.covers(g, on) {
			return true
		}
	}
	return false
}

// groupTableName is the table that groups are records of.
const groupTableName = "group"

// owns reports whether what a group was granted is of its side.
func (s *Snapshot) owns(g *held) bool {
	k := s.kind(g)
	return k == ScopeUnit || k == ScopeRecord
}

// scoped are the grants of a group by unit or record that hold at now.
func (s *Snapshot) scoped(group string, now int64) (list []*held) {
	n, ok := s.groups.number[group]
	if !ok {
		return nil
	}
	given := s.groups.list[n].held
	for i := range given {
		if g := &given[i]; s.owns(g) && g.valid(now) {
			list = append(list, g)
		}
	}
	return list
}

// belongs is when the user is on the side.
func (s *Snapshot) belongs(h *holder, side Side) (list []times) {
	if side.Group != "" {
		for _, m := range h.in() {
			if s.groups.list[m.group].is(side.Group) {
				list = append(list, times{m.from, m.until})
			}
		}
		return list
	}
	if h.profile != nil && s.Within(h.profile.unit, side.Unit) {
		list = append(list, times{})
	}
	for _, r := range s.reach(h) {
		at := r.home()
		if r.unit >= 0 {
			at = s.units.list[r.unit].ID
		}
		if at != "" && !r.never() && s.Within(at, side.Unit) {
			list = append(list, times{r.from, r.until})
		}
	}
	return list
}

// bars are those of a person with these users.
func (s *Snapshot) bars(person string, users []*holder) (list []bar) {
	for _, w := range s.walls.list {
		var past []times
		for _, p := range s.walls.passes {
			if p.Wall == w.ID && s.Person(p.User) == person {
				past = append(past, times{p.From, p.Until})
			}
		}
		for _, side := range [][2]Side{{w.Left, w.Right}, {w.Right, w.Left}} {
			var during []times
			for _, h := range users {
				during = append(during, s.belongs(h, side[0])...)
			}
			if during != nil {
				list = append(list, bar{w.ID, side[0], side[1], sorted(during), sorted(past)})
			}
		}
	}
	return list
}

func sorted(list []times) []times {
	slices.SortFunc(list, func(a, b times) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.until, b.until)) })
	return slices.Compact(list)
}

// fence gives each user the bars that the walls mean for their person. own makes a
// holder ours to write to. whose nil is everybody.
func (s *Snapshot) fence(whose map[string]bool, own func(n int32) *holder) {
	kin := map[string][]int32{}
	for n := range s.used {
		h := s.holders.at(n)
		if !h.known() {
			if h.walled {
				own(n).bar(nil)
			}
			continue
		}
		if person := s.personOf(h); whose == nil || whose[person] {
			kin[person] = append(kin[person], n)
		}
	}
	for person, numbers := range kin {
		var list []bar
		if s.walls.stand() {
			users := make([]*holder, len(numbers))
			for i, n := range numbers {
				users[i] = s.holders.at(n)
			}
			list = s.bars(person, users)
		}
		for _, n := range numbers {
			if h := s.holders.at(n); len(list) > 0 || h.walled {
				own(n).bar(list)
			}
		}
	}
}

// bar gives the holder other bars.
func (h *holder) bar(list []bar) {
	p := h.rest()
	p.bars = list
	h.wear(p)
}

// fenceChange is fence for those whom a change concerns.
func (c *change) fenceChange(was *Snapshot) {
	if !was.walls.stand() && !c.walls.stand() {
		return
	}
	var whose map[string]bool
	if was.walls == c.walls && was.units == c.units && !c.granted {
		whose = map[string]bool{}
		for n := range c.touched {
			if h := c.holders.at(n); h.known() {
				whose[c.personOf(h)] = true
			}
			if n < was.used {
				if h := was.holders.at(n); h.known() {
					whose[was.personOf(h)] = true
				}
			}
		}
	}
	c.fence(whose, func(n int32) *holder {
		c.page(n)
		return c.holders.at(n)
	})
}

// Barrier is what a wall keeps somebody from: what is Behind it and not Own, in a
// form that a database can be asked by.
type Barrier struct {
	Wall        string
	Behind, Own Place
}

// Place is records by the units that they belong to, or by being named; both sorted.
type Place struct {
	Units   []string
	Records []Record
}

// barriers are what keeps the user from records at now.
func (s *Snapshot) barriers(h *holder, now int64) (list []Barrier) {
	if !h.walled {
		return nil
	}
	for i := range h.profile.bars {
		if b := &h.profile.bars[i]; b.stands(now) {
			list = append(list, Barrier{b.wall, s.placeOf(b.other, now), s.placeOf(b.own, now)})
		}
	}
	return list
}

func (s *Snapshot) placeOf(side Side, now int64) (p Place) {
	var spans []span
	if n, ok := s.units.number[side.Unit]; ok && side.Unit != "" {
		spans = append(spans, s.units.spans[n])
	}
	if side.Group != "" {
		p.Records = append(p.Records, Record{groupTableName, side.Group})
		for _, g := range s.scoped(side.Group, now) {
			if s.kind(g) == ScopeUnit {
				spans = append(spans, s.units.spans[g.unit])
			} else {
				p.Records = append(p.Records, Record{g.more.scope.Table, g.more.scope.ID})
			}
		}
	}
	slices.SortFunc(p.Records, func(a, b Record) int { return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.ID, b.ID)) })
	p.Units, p.Records = s.units.inside(spans), slices.Compact(p.Records)
	return p
}

// unbarred reports whether something kept the user in before that keeps them no
// more, or not as long, in after.
func unbarred(before, after *holder) bool {
	if !before.walled {
		return false
	}
	for i := range before.profile.bars {
		b := &before.profile.bars[i]
		stays := after.walled && slices.ContainsFunc(after.profile.bars, func(a bar) bool {
			return a.wall == b.wall && a.own == b.own && a.other == b.other && within(b.during, a.during) && within(a.past, b.past)
		})
		if !stays {
			return true
		}
	}
	return false
}

// within reports whether each of the times lies in one of the others.
func within(list, others []times) bool {
	for _, t := range list {
		if !slices.ContainsFunc(others, func(o times) bool {
			return o.from <= t.from && (o.until == 0 || t.until != 0 && t.until <= o.until)
		}) {
			return false
		}
	}
	return true
}
