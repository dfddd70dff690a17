package collude

import (
	"cmp"
	"maps"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Given is a role that could be given.
type Given struct {
	Role govern.ID `json:"role"`
	Name string    `json:"name"`
}

// localPowers are the powers that are of use at one unit: roles and rules belong to
// none.
var localPowers = []string{"grant.insert"}

// roles looks for who alone could give somebody a role by which access or rules are
// changed, over everything or at one unit. A unit's finding names whom no finding
// of a wider place names for the same role.
func (s *Scene) roles() (found []Finding, unseen []Unseen, err error) {
	roles := s.powerful(powers)
	more := max(0, len(roles)-lookRoles)
	wider := map[string]set{} // by role: whom a finding over everything names
	for _, role := range roles[:min(len(roles), lookRoles)] {
		f, err := s.alone(Ask{Outcome: Role, Role: govern.ID(role)})
		if err != nil {
			return nil, nil, err
		}
		wider[role] = set{}
		for i := range f {
			if len(f[i].People) < f[i].Of {
				delete(wider, role) // so many could everywhere that a unit is no news
				break
			}
			wider[role].adds(f[i].People)
		}
		found = append(found, f...)
	}
	local := slices.DeleteFunc(s.powerful(localPowers), func(role string) bool { return wider[role] == nil })
	units := s.places(local)
	more += max(0, len(units)-lookUnits)
	at := map[string]map[string]set{} // by unit and role
	for _, unit := range units[:min(len(units), lookUnits)] {
		at[unit] = map[string]set{}
		f, err := s.atUnit(unit, local, func(role string) set {
			all := maps.Clone(wider[role])
			for _, above := range s.access().Above(unit) {
				maps.Copy(all, at[above][role])
			}
			return all
		}, at[unit])
		if err != nil {
			return nil, nil, err
		}
		if f != nil {
			found = append(found, *f)
		}
	}
	if more > 0 {
		unseen = append(unseen, Unseen{Role, more})
	}
	return found, unseen, nil
}

// atUnit is who alone could give somebody any of the roles at the unit, nil when
// that is nobody but those of whom wider tells already. Whom it names is put into at.
func (s *Scene) atUnit(unit string, roles []string, wider func(role string) set, at map[string]set) (*Finding, error) {
	f := &Finding{Outcome: Role, On: access.Record{Table: "unit", ID: unit}, Name: unit, People: []Someone{}, Ways: []Lone{}}
	named := set{}
	for _, role := range roles {
		list, err := s.alone(Ask{Outcome: Role, Role: govern.ID(role), Scope: "unit", ScopeRecord: govern.ID(unit)})
		if err != nil {
			return nil, err
		}
		known, news := wider(role), set{}
		for i := range list {
			for _, p := range list[i].People {
				if known[p.Person] {
					continue
				}
				if news[p.Person] = true; !named[p.Person] {
					named[p.Person] = true
					f.People = append(f.People, p)
				}
			}
			if len(news) > 0 {
				f.Ways = alike(f.Ways, list[i].Ways)
			}
		}
		if at[role] = news; len(news) > 0 {
			f.Roles = append(f.Roles, Given{govern.ID(role), s.roleName(role)})
		}
	}
	if len(f.People) == 0 {
		return nil, nil
	}
	f.Of = len(f.People)
	u, err := directory.Units.Get(s.ctx, s.Read, govern.ID(unit))
	if err == nil {
		f.Name = u.Name
	} else if !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	return f, nil
}

// places are the units at which somebody alone might give one of the roles and not
// everywhere: those at which somebody is let give grants, and those at which a group
// has one of the roles, which a membership gives. What lies above comes before what
// lies beneath. At a unit of neither kind whoever could, could at one above it too.
func (s *Scene) places(roles []string) []string {
	units := maps.Clone(s.grantedAt("grant.insert"))
	for _, g := range s.toGroups() {
		begun := g.From <= int64(s.Now) && (g.Until == 0 || int64(s.Now) < g.Until)
		if begun && g.Scope.Kind == access.ScopeUnit && slices.ContainsFunc(roles, func(role string) bool { return s.access().Includes(g.Role, role) }) {
			units[g.Scope.ID] = true
		}
	}
	list := slices.DeleteFunc(sorted(units), func(unit string) bool { return !s.access().Knows(unit) })
	slices.SortStableFunc(list, func(a, b string) int {
		return cmp.Compare(len(s.access().Above(a)), len(s.access().Above(b)))
	})
	return list
}

// toGroups are all grants that groups hold.
func (s *Scene) toGroups() []access.Grant {
	if s.toGroup == nil {
		s.toGroup = slices.DeleteFunc(slices.Clone(s.facts().Grants), func(g access.Grant) bool { return g.Group == "" })
	}
	return s.toGroup
}

func (s set) adds(people []Someone) {
	for _, p := range people {
		s[p.Person] = true
	}
}
