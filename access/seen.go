package access

import "slices"

// Seen is what somebody may be told who may ask about some units alone: of those
// and what is beneath, and of nothing besides.
type Seen struct {
	Units  []string          // where they may ask
	Grant  func(*Grant) bool // whether they may be told of a grant, and of the group that holds it
	Record func(Record) bool // whether they may be told of a record
}

// Target is what a grant belongs to: the unit or the record that it reaches, or
// everything.
func (g *Grant) Target() Target {
	switch g.Scope.Kind {
	case ScopeUnit:
		return Target{Unit: g.Scope.ID}
	case ScopeRecord:
		return Target{Unit: g.Unit, Records: []Record{{g.Scope.Table, g.Scope.ID}}}
	}
	return Target{}
}

// Told are the user's reasons as far as somebody may be told of them. Of a grant
// that they may not be told of and that reaches their units, only this is told, as a
// reason without a grant at each such unit: whoever may ask what the user may do there
// knows it anyway. Of what reaches no unit of theirs nothing is.
func (s *Snapshot) Told(user string, list []Reason, seen *Seen) []Reason {
	grants := map[string]Grant{}
	for _, g := range s.Granted(user) {
		grants[g.ID] = g
	}
	told := []Reason{}
	var units []string
	for _, r := range list {
		g := grants[r.Grant]
		if seen.Grant(&g) {
			told = append(told, r)
			continue
		}
		units = append(units, s.here(r.Scope, seen)...)
	}
	slices.Sort(units)
	for _, u := range slices.Compact(units) {
		told = append(told, Reason{Through: []string{}, Scope: Scope{Kind: ScopeUnit, ID: u}})
	}
	return told
}

// here are the units to which a scope comes down where somebody may ask.
func (s *Snapshot) here(scope Scope, seen *Seen) (units []string) {
	for _, u := range seen.Units {
		switch {
		case scope.Kind == ScopeEverything && s.Knows(u), scope.Kind == ScopeUnit && s.Within(u, scope.ID):
			units = append(units, u)
		case scope.Kind == ScopeUnit && s.Within(scope.ID, u):
			units = append(units, scope.ID)
		}
	}
	return units
}

// Tell is the decision about a target that somebody may ask about, with its
// reasons as far as they may be told of them. What a user lacks who has nothing that
// they may be told of is NoneSeen, whether there is something else or not.
func (s *Snapshot) Tell(d Decision, seen *Seen) Decision {
	if d.Allowed {
		if d.Grants = s.Told(d.User, d.Grants, seen); len(d.Grants) == 0 {
			d.Grants = []Reason{{Through: []string{}}} // at a record of theirs, by what they are not told of
		}
	} else {
		d.Missing = s.lacking(d.User, d.Missing, seen)
	}
	d.Names = nil
	s.roles.name(&d)
	return d
}

func (s *Snapshot) lacking(user string, list []Lack, seen *Seen) (told []Lack) {
	for _, l := range list {
		switch {
		case l.Code == NoGrant:
		case l.Code == Walled:
			told = append(told, Lack{Code: Walled}) // rules about duties are of the whole house
		case l.Reason == nil:
			told = append(told, l)
		default:
			if r := s.Told(user, []Reason{*l.Reason}, seen); len(r) == 1 && r[0].Grant != "" {
				told = append(told, l)
			}
		}
	}
	if told == nil {
		return []Lack{{Code: NoneSeen}}
	}
	return told
}

// ShiftsSeen are Shifts of what the user holds where somebody may ask.
func ShiftsSeen(before, after *Snapshot, user string, now int64, seen *Seen) []Shift {
	return shifts(before, after, user, now, func(s *Snapshot, r Reach) Reach { return s.within(r, seen) })
}

// within is the part of a reach that somebody may be told of.
func (s *Snapshot) within(r Reach, seen *Seen) (part Reach) {
	if r.Everything {
		part.Granted = s.here(Scope{Kind: ScopeEverything}, seen)
	}
	for _, u := range r.Granted {
		part.Granted = append(part.Granted, s.here(Scope{Kind: ScopeUnit, ID: u}, seen)...)
	}
	slices.Sort(part.Granted)
	part.Granted = slices.Compact(part.Granted)
	var spans []span
	for _, u := range part.Granted {
		spans = append(spans, s.units.spans[s.units.number[u]])
	}
	part.Units = s.units.inside(spans)
	for _, rec := range r.Records {
		if seen.Record(rec) {
			part.Records = append(part.Records, rec)
		}
	}
	return part
}
