package duty

import (
	"fmt"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
)

// A role that a rule names is what the role may do, under whatever name: who holds
// a copy of it, a role that may do more, or several that together may do as much,
// holds it too.

// marks are the permissions that make a role what it is, sorted: those to act, for
// one that can also be done without seeing it, or of a role that only reads all of
// them. One without permissions is known by its name alone.
func marks(s *access.Snapshot, role string) []string {
	all := s.Permissions(role)
	if acts := slices.DeleteFunc(slices.Clone(all), func(p string) bool { return strings.HasSuffix(p, ".view") }); len(acts) > 0 {
		return acts
	}
	return all
}

// How an item is held: by its name, by all that makes it, or by a part of that.
const (
	byName = iota
	inFull
	inPart
)

func (h *Held) rank() int {
	switch {
	case len(h.Gives) == 0:
		return byName
	case h.whole:
		return inFull
	}
	return inPart
}

// inAllButName is what a role that is not the rule's gives of it; Gives is nil where
// that is nothing.
func (r *reader) inAllButName(role string, item int) Held {
	h := Held{item: item}
	for _, p := range r.marks[item] {
		way := r.Giving(role, p)
		switch {
		case way == nil:
			continue
		case h.Gives == nil:
			h.Through = way
		case !slices.Equal(h.Through, way):
			h.Through = []string{role}
		}
		h.Gives = append(h.Gives, p)
	}
	h.whole = len(h.Gives) == len(r.marks[item])
	return h
}

// add notes what of its item a part gives.
func add(parts map[int]map[string]bool, h *Held) map[int]map[string]bool {
	if parts == nil {
		parts = map[int]map[string]bool{}
	}
	if parts[h.item] == nil {
		parts[h.item] = map[string]bool{}
	}
	for _, p := range h.Gives {
		parts[h.item][p] = true
	}
	return parts
}

// dropParts leaves out the parts of roles that never become one, as nearly all do.
func (r *reader) dropParts(hands []Held) []Held {
	var parts map[int]map[string]bool
	for i := range hands {
		if hands[i].rank() == inPart {
			parts = add(parts, &hands[i])
		}
	}
	if parts == nil {
		return hands
	}
	return slices.DeleteFunc(hands, func(h Held) bool {
		return h.rank() == inPart && len(parts[h.item]) < len(r.marks[h.item])
	})
}

// Alone finds a role that the rule names and that breaks it by itself, because it
// gives so many of the others too; and the others that it gives. "" when there is
// none. Nobody could hold such a role.
func (s *Set) Alone(snap *access.Snapshot, rule *Rule) (role string, others []string) {
	r := newReader(snap, nil, 0)
	r.prepare(rule, 1)
	for _, role := range rule.Roles {
		items := 0
		others = nil
		for _, h := range r.leads(rule, role) {
			if h.rank() == inPart {
				continue
			}
			if items++; h.Role != role {
				others = append(others, h.Role+h.Permission)
			}
		}
		if items >= rule.limit() {
			return role, others
		}
	}
	return "", nil
}

// first names a few.
func first(names []string) string {
	const few = 3
	if len(names) > few+1 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
	}
	return strings.Join(names, ", ")
}
