package govern

import (
	"cmp"
	"maps"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
)

// Lack is why nobody's change could meet a four-eyes rule.
type Lack string

// Lacks, from the plainest on.
const (
	LacksPeople Lack = "people" // too few whom it asks for
	LacksPlace  Lack = "place"  // enough of them, but nowhere together
	LacksMaker  Lack = "maker"  // enough together, but none left who could have asked
)

// met is how far today's people could meet a rule.
type met struct {
	lack Lack // "" when they could
	// eligible are the users of each factor, in the order of the factors.
	eligible [][]string
}

// meetable asks whether there is somebody whose change of some record the other people
// of the view could agree to.
func (v *view) meetable(p *approval.Program, now Time) met {
	return v.meetableAt(p, now, nil, func(approval.Agreement) bool { return true })
}

// meetableAt is meetable in the places alone that are given, nil is all, and by the
// changes alone of who may ask.
func (v *view) meetableAt(p *approval.Program, now Time, at []access.Target, asks func(maker approval.Agreement) bool) met {
	var m met
	somewhere, people := v.somewhere(now), v.people(now)
	able := map[string]approval.Agreement{}
	for i := range p.Rule().Factors {
		users := []string{}
		for _, a := range p.Eligible(i, approval.Agreement{}, people, somewhere) {
			users, able[a.User] = append(users, a.User), a
		}
		m.eligible = append(m.eligible, users)
	}
	candidates := slices.SortedFunc(maps.Values(able), func(a, b approval.Agreement) int { return cmp.Compare(a.User, b.User) })
	if !p.Possible(approval.Agreement{}, candidates, somewhere) {
		m.lack = LacksPeople
		return m
	}
	if at == nil {
		at = v.held(p.Rule(), candidates)
	}
	makers := kindsOf(slices.DeleteFunc(people, func(a approval.Agreement) bool { return !asks(a) }), candidates)
	m.lack = LacksPlace
	for _, on := range at {
		may := remembered(v.may([]access.Target{on}, now))
		if !p.Possible(approval.Agreement{}, candidates, may) {
			continue
		}
		m.lack = LacksMaker
		if slices.ContainsFunc(makers, func(maker approval.Agreement) bool { return p.Possible(maker, candidates, may) }) {
			m.lack = ""
			return m
		}
	}
	return m
}

// kindsOf leaves one maker of each kind: to a rule, makers who do not agree
// themselves differ in nothing but their unit.
func kindsOf(people, candidates []approval.Agreement) (makers []approval.Agreement) {
	agree, units := map[string]bool{}, map[string]bool{}
	for _, c := range candidates {
		agree[cmp.Or(c.Person, c.User)] = true
	}
	for _, a := range people {
		if !agree[cmp.Or(a.Person, a.User)] {
			if units[a.Unit] {
				continue
			}
			units[a.Unit] = true
		}
		makers = append(makers, a)
	}
	return makers
}

// held is where a record under the rule can be: nowhere, at a unit, or what else the
// candidates hold what is asked for on. Whatever lies deeper is within the reach of
// the same people. A change is about one record of a table, which a record of another
// table that it names may hold: those of one unit are taken for such.
func (v *view) held(rule approval.Rule, candidates []approval.Agreement) []access.Target {
	d := v.extra.def(rule.Subject)
	// The rows of some tables are nowhere; by commands alone they are written somewhere.
	nowhere := d != nil && !d.placed && !d.byCommand
	named := func(table string) bool { return d == nil || d.byCommand || d.names(table) }
	units, records := map[string]bool{"": true}, map[string]map[access.Record]bool{}
	tables := map[access.Scope]bool{}
	for _, c := range candidates {
		for _, g := range v.access.Granted(c.User) {
			asked := func(f approval.Factor) bool {
				return f.Group == "" && len(v.access.Giving(g.Role, f.Permission)) > 0
			}
			on := access.Record{Table: g.Scope.Table, ID: g.Scope.ID}
			switch {
			case !slices.ContainsFunc(rule.Factors, asked):
			case g.Scope.Kind == access.ScopeUnit && !nowhere:
				units[g.Scope.ID] = true
			case !named(on.Table):
			case g.Scope.Kind == access.ScopeRecord:
				if records[g.Unit] == nil {
					records[g.Unit] = map[access.Record]bool{}
				}
				records[g.Unit][on] = true
			case g.Scope.Kind == access.ScopeTable:
				tables[g.Scope] = true
				units[g.Scope.ID] = true
			}
		}
	}
	var list []access.Target
	for _, unit := range slices.Sorted(maps.Keys(units)) {
		list = append(list, access.Target{Unit: unit})
	}
	for _, unit := range slices.Sorted(maps.Keys(records)) {
		for on := range records[unit] {
			t := access.Target{Unit: unit, Records: []access.Record{on}}
			for also := range records[unit] {
				if also.Table != on.Table {
					t.Records = append(t.Records, also)
				}
			}
			list = append(list, t)
		}
	}
	for i := range list {
		t := &list[i]
		for scope := range tables {
			there := func(r access.Record) bool { return r.Table == scope.Table }
			if !slices.ContainsFunc(t.Records, there) && (scope.ID == "" || v.access.Within(t.Unit, scope.ID)) {
				t.Records = append(t.Records, access.Record{Table: scope.Table, ID: someRecord})
			}
		}
	}
	return list
}

// someRecord stands for a record of a table of which nothing is known.
const someRecord = "\x00some"
