package access

import (
	"cmp"
	"slices"
)

// held is one grant as Check reads it.
type held struct {
	id         string
	more       *more // nil for what always holds at everything or a unit
	role, unit int32 // unit is -1 where the scope names none
}

// more is the rest of a grant, where there is more to it; those alike may share
// it.
type more struct {
	from, until int64
	scope       Scope
	home        string // the unit that the one record belongs to
}

func (g *held) valid(now int64) bool {
	return g.more == nil || g.more.from <= now && (g.more.until == 0 || now < g.more.until)
}

// times are from when until when the grant holds.
func (g *held) times() (from, until int64) {
	if g.more == nil {
		return 0, 0
	}
	return g.more.from, g.more.until
}

// home is the unit that the one record belongs to, "" for other scopes.
func (g *held) home() string {
	if g.more == nil {
		return ""
	}
	return g.more.home
}

// scope of a grant that somebody holds.
func (s *Snapshot) scope(g *held) Scope {
	switch {
	case g.more != nil:
		return g.more.scope
	case g.unit < 0:
		return Scope{Kind: ScopeEverything}
	}
	return Scope{Kind: ScopeUnit, ID: s.units.list[g.unit].ID}
}

// grant is the fact behind what somebody holds.
func (s *Snapshot) grant(h *holder, g *held) Grant {
	from, until := g.times()
	return Grant{ID: g.id, User: h.id(), Role: s.roles.list[g.role].ID, Scope: s.scope(g), Unit: g.home(), From: from, Until: until}
}

// compile is the grant as its holder holds it; its scope is whole. like finds one
// to share the rest with, if any.
func (s *Snapshot) compile(g *Grant, like func(more) *more) held {
	h := held{id: g.ID, role: s.roles.number[g.Role], unit: -1}
	if unit := g.Scope.unit(); unit != "" {
		h.unit = s.units.number[unit]
	}
	rest := more{from: g.From, until: g.Until, scope: g.Scope}
	if g.Scope.Kind == ScopeRecord {
		rest.home = g.Unit
	}
	if rest != (more{scope: s.scope(&h)}) {
		h.more = like(rest)
	}
	return h
}

// arrange puts the grants in order and finds where those of records and tables begin.
func (s *Snapshot) arrange(h *holder) {
	if len(h.held) > 1 {
		slices.SortFunc(h.held, s.order)
	}
	n := len(h.held)
	for n > 0 && s.kind(&h.held[n-1]) >= ScopeRecord {
		n--
	}
	h.records = int32(n)
}

func (s *Snapshot) order(a, b held) int {
	if c := cmp.Compare(s.kind(&a), s.kind(&b)); c != 0 {
		return c
	}
	x, y := s.scope(&a), s.scope(&b)
	return cmp.Or(cmp.Compare(x.Table, y.Table), cmp.Compare(x.ID, y.ID), cmp.Compare(a.id, b.id))
}

func (s *Snapshot) kind(g *held) ScopeKind {
	switch {
	case g.more != nil:
		return g.more.scope.Kind
	case g.unit < 0:
		return ScopeEverything
	}
	return ScopeUnit
}
