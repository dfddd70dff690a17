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
// everything. One of a whole table belongs to the unit whose records it reaches: who
// may act on records of the table alone gives nobody all of them.
func (g *Grant) Target() Target {
	switch g.Scope.Kind {
	case ScopeUnit:
		return Target{Unit: g.Scope.ID}
	case ScopeRecord:
		return Target{Unit: g.Unit, Records: []Record{{g.Scope.Table, g.Scope.ID}}}
	case ScopeTable:
		return Target{Unit: g.Scope.ID}
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
	var scopes []Scope
	for _, r := range list {
		g := grants[r.Grant]
		if seen.Grant(&g) {
			told = append(told, r)
			continue
		}
		scopes = append(scopes, s.here(r.Scope, seen)...)
	}
	slices.SortFunc(scopes, Scope.compare)
	for _, scope := range slices.Compact(scopes) {
		told = append(told, Reason{Through: []string{}, Scope: scope})
	}
	return told
}

// here is what a scope comes down to where somebody may ask: units, or a table's
// records in them. A record is told of or not; there is nothing between.
func (s *Snapshot) here(scope Scope, seen *Seen) (list []Scope) {
	at := Scope{Kind: ScopeUnit}
	switch scope.Kind {
	case ScopeEverything, ScopeUnit:
	case ScopeTable:
		at = Scope{Kind: ScopeTable, Table: scope.Table}
	default:
		return nil
	}
	for _, at.ID = range seen.Units {
		switch unit := scope.unit(); {
		case unit == "" && s.Knows(at.ID), s.Within(at.ID, unit):
			list = append(list, at)
		case s.Within(unit, at.ID):
			list = append(list, Scope{at.Kind, at.Table, unit})
		}
	}
	return list
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

// cut is what granted units, or all that there are, come down to where somebody may
// ask, and what lies there and beneath.
func (s *Snapshot) cut(all bool, granted []string, seen *Seen) (at, beneath []string) {
	var list []Scope
	if all {
		list = s.here(Scope{Kind: ScopeEverything}, seen)
	}
	for _, u := range granted {
		list = append(list, s.here(Scope{Kind: ScopeUnit, ID: u}, seen)...)
	}
	var spans []span
	for _, here := range list {
		at = append(at, here.ID)
		spans = append(spans, s.units.spans[s.units.number[here.ID]])
	}
	slices.Sort(at)
	return slices.Compact(at), s.units.inside(spans)
}

// within is the part of a reach that somebody may be told of.
func (s *Snapshot) within(r Reach, seen *Seen) (part Reach) {
	part.Granted, part.Units = s.cut(r.Everything, r.Granted, seen)
	for _, p := range r.Tables {
		p.Granted, p.Units = s.cut(p.All, p.Granted, seen)
		if p.All = false; p.Granted != nil {
			part.Tables = append(part.Tables, p)
		}
	}
	for _, rec := range r.Records {
		if seen.Record(rec) {
			part.Records = append(part.Records, rec)
		}
	}
	return part
}
