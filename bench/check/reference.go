package main

import "github.com/countersign/countersign/access"

// reference is Check as one writes it by hand for facts that never change: maps
// from ids to numbers, bitsets for roles and for the units above a unit, and no
// reasons.
type reference struct {
	permission map[string]uint
	unit       map[string]uint
	above      [][units/64 + 1]uint64
	users      map[string]*referenceUser
}

type referenceUser struct {
	active bool
	until  int64
	grants []referenceGrant
}

type referenceGrant struct {
	bits        *[5]uint64
	kind        access.ScopeKind
	unit        uint
	record      access.Record
	from, until int64
}

func newReference(f access.Facts) *reference {
	ref := &reference{map[string]uint{}, map[string]uint{}, make([][units/64 + 1]uint64, len(f.Units)), make(map[string]*referenceUser, len(f.Users))}
	for i, u := range f.Units { // a unit lies beneath earlier ones only
		if u.Parent != "" {
			ref.above[i] = ref.above[ref.unit[u.Parent]]
		}
		ref.unit[u.ID] = uint(i)
		ref.above[i][i/64] |= 1 << (i % 64)
	}
	bits := map[string]*[5]uint64{}
	for _, r := range f.Roles {
		b := new([5]uint64)
		bits[r.ID] = b
		for _, p := range r.Permissions {
			if _, ok := ref.permission[p]; !ok {
				ref.permission[p] = uint(len(ref.permission))
			}
			b[ref.permission[p]/64] |= 1 << (ref.permission[p] % 64)
		}
		for _, include := range r.Includes {
			for i, word := range bits[include] {
				b[i] |= word
			}
		}
	}
	for _, u := range f.Users {
		ref.users[u.ID] = &referenceUser{active: u.Active, until: u.Until}
	}
	for _, g := range f.Grants {
		own := referenceGrant{bits: bits[g.Role], kind: g.Scope.Kind, record: access.Record{Table: g.Scope.Table, ID: g.Scope.ID}, from: g.From, until: g.Until}
		if g.Scope.Kind == access.ScopeUnit {
			own.unit = ref.unit[g.Scope.ID]
		}
		u := ref.users[g.User]
		u.grants = append(u.grants, own)
	}
	return ref
}

func (ref *reference) check(user, permission string, on *access.Target, now int64) bool {
	u := ref.users[user]
	if u == nil || !u.active || u.until != 0 && now >= u.until {
		return false
	}
	p, ok := ref.permission[permission]
	if !ok {
		return false
	}
	for i := range u.grants {
		g := &u.grants[i]
		if g.bits[p/64]>>(p%64)&1 == 0 || now < g.from || g.until != 0 && now >= g.until {
			continue
		}
		switch g.kind {
		case access.ScopeEverything:
			return true
		case access.ScopeUnit:
			if n, ok := ref.unit[on.Unit]; ok && ref.above[n][g.unit/64]>>(g.unit%64)&1 != 0 {
				return true
			}
		case access.ScopeRecord:
			for _, r := range on.Records {
				if r.ID == g.record.ID && r.Table == g.record.Table {
					return true
				}
			}
		}
	}
	return false
}
