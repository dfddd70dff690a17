package access

import "slices"

// Includes reports whether the role is the other, or includes it by whatever
// roles between; false when either is unknown.
func (s *Snapshot) Includes(role, other string) bool {
	t := s.roles
	if !t.knows(role) || !t.knows(other) {
		return false
	}
	seen := map[string]bool{}
	var leads func(id string) bool
	leads = func(id string) bool {
		if id == other {
			return true
		}
		if seen[id] || !t.knows(id) {
			return false
		}
		seen[id] = true
		for _, next := range t.list[t.number[id]].Includes {
			if leads(next) {
				return true
			}
		}
		return false
	}
	return leads(role)
}

// Permissions lists what a role gives, by whatever roles it includes, sorted; nil
// for one that is unknown or gives nothing.
func (s *Snapshot) Permissions(role string) (list []string) {
	n, ok := s.roles.number[role]
	if !ok || !s.roles.list[n].known {
		return nil
	}
	for name, p := range s.roles.permission {
		if s.roles.has(n, p) {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}
