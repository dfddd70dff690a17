package access_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/countersign/countersign/access"
)

// company draws facts of n users: 60 roles of up to 40 of 300 permissions, some
// including others, a tree of 200 units, one to four grants each; the same for
// the same n.
func company(n int) access.Facts {
	r := rand.New(rand.NewPCG(uint64(n), 1))
	var f access.Facts
	for i := range 200 {
		u := access.Unit{ID: fmt.Sprintf("unit-%03d", i)}
		if i > 0 {
			u.Parent = fmt.Sprintf("unit-%03d", r.IntN(i))
		}
		f.Units = append(f.Units, u)
	}
	for i := range 60 {
		role := access.Role{ID: fmt.Sprintf("role-%02d", i)}
		for range 5 + r.IntN(35) {
			role.Permissions = append(role.Permissions, fmt.Sprintf("table_%02d.%s", r.IntN(60), []string{"view", "insert", "update", "delete", "approve"}[r.IntN(5)]))
		}
		if i > 0 && r.IntN(3) == 0 {
			role.Includes = []string{fmt.Sprintf("role-%02d", r.IntN(i))}
		}
		f.Roles = append(f.Roles, role)
	}
	for i := range n {
		u := access.User{ID: fmt.Sprintf("user-%08x-%06d", r.Uint32(), i), Active: r.IntN(20) > 0}
		f.Users = append(f.Users, u)
		for j := range 1 + r.IntN(4) {
			g := access.Grant{ID: fmt.Sprintf("grant-%06d-%d", i, j), User: u.ID, Role: f.Roles[r.IntN(60)].ID, Scope: access.Scope{Kind: access.ScopeEverything}}
			switch r.IntN(3) {
			case 0:
				g.Scope = access.Scope{Kind: access.ScopeUnit, ID: f.Units[r.IntN(200)].ID}
			case 1:
				g.Scope = access.Scope{Kind: access.ScopeRecord, Table: "order", ID: fmt.Sprint("order-", r.IntN(1000))}
			}
			if r.IntN(10) == 0 {
				g.Until = int64(1 + r.IntN(200))
			}
			f.Grants = append(f.Grants, g)
		}
	}
	return f
}

type question struct {
	user, permission string
	on               access.Target
}

const at = 100 // the time of all questions

// questions draws n of them. Their strings are copies, as those of a request
// are: one that shares its bytes with the facts would be compared by address.
func questions(f access.Facts, n int) []question {
	r := rand.New(rand.NewPCG(7, uint64(n)))
	list := make([]question, n)
	for i := range list {
		role := f.Roles[r.IntN(len(f.Roles))]
		list[i] = question{
			strings.Clone(f.Users[r.IntN(len(f.Users))].ID), strings.Clone(role.Permissions[r.IntN(len(role.Permissions))]),
			access.Target{Unit: f.Units[r.IntN(200)].ID, Records: []access.Record{{Table: "order", ID: fmt.Sprint("order-", r.IntN(1000))}}},
		}
	}
	return list
}

// reference is Check as one writes it by hand for facts that never change, with
// maps and bitsets and no reasons.
type reference struct {
	permission map[string]uint
	parent     map[string]string
	users      map[string]*referenceUser
}

type referenceUser struct {
	active bool
	until  int64
	grants []referenceGrant
}

type referenceGrant struct {
	bits        *[5]uint64
	scope       access.Scope
	from, until int64
}

func newReference(f access.Facts) *reference {
	ref := &reference{map[string]uint{}, map[string]string{}, make(map[string]*referenceUser, len(f.Users))}
	for _, u := range f.Units {
		ref.parent[u.ID] = u.Parent
	}
	bits := map[string]*[5]uint64{}
	for _, r := range f.Roles { // a role includes earlier ones only
		bits[r.ID] = new([5]uint64)
		for _, p := range r.Permissions {
			if _, ok := ref.permission[p]; !ok {
				ref.permission[p] = uint(len(ref.permission))
			}
			bits[r.ID][ref.permission[p]/64] |= 1 << (ref.permission[p] % 64)
		}
		for _, include := range r.Includes {
			for w, word := range bits[include] {
				bits[r.ID][w] |= word
			}
		}
	}
	for _, u := range f.Users {
		ref.users[u.ID] = &referenceUser{active: u.Active, until: u.Until}
	}
	for _, g := range f.Grants {
		ref.users[g.User].grants = append(ref.users[g.User].grants, referenceGrant{bits[g.Role], g.Scope, g.From, g.Until})
	}
	return ref
}

func (ref *reference) check(user, permission string, on access.Target, now int64) bool {
	u, p := ref.users[user], ref.permission[permission]
	if u == nil || !u.active || u.until != 0 && now >= u.until {
		return false
	}
	if _, ok := ref.permission[permission]; !ok {
		return false
	}
	for i := range u.grants {
		g := &u.grants[i]
		if g.bits[p/64]>>(p%64)&1 == 0 || now < g.from || g.until != 0 && now >= g.until {
			continue
		}
		switch g.scope.Kind {
		case access.ScopeEverything:
			return true
		case access.ScopeUnit:
			for unit := on.Unit; unit != ""; unit = ref.parent[unit] {
				if unit == g.scope.ID {
					return true
				}
			}
		case access.ScopeRecord:
			for _, r := range on.Records {
				if r.Table == g.scope.Table && r.ID == g.scope.ID {
					return true
				}
			}
		}
	}
	return false
}

func TestReferenceOfTheBenchmarkGivesTheSameAnswers(t *testing.T) {
	f := company(1000)
	s, ref := compiled(t, f), newReference(f)
	allowed := 0
	for _, q := range questions(f, 10_000) {
		want := ref.check(q.user, q.permission, q.on, at)
		if s.Check(q.user, q.permission, q.on, at) != want {
			t.Fatalf("%+v: not %v", q, want)
		}
		if want {
			allowed++
		}
	}
	if allowed < 100 {
		t.Errorf("only %d of the questions are allowed: the figures would show denials alone", allowed)
	}
}

func BenchmarkCheck(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		f := company(n)
		s, ref, list := compiled(b, f), newReference(f), questions(f, 1<<16)
		run := func(name string, ask func(*question)) {
			b.Run(fmt.Sprintf("users=%d/%s", n, name), func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					ask(&list[i&(1<<16-1)])
				}
			})
		}
		run("reference", func(q *question) { ref.check(q.user, q.permission, q.on, at) })
		run("check", func(q *question) { s.Check(q.user, q.permission, q.on, at) })
		run("explain", func(q *question) { s.Explain(q.user, q.permission, q.on, at) })
	}
}

func BenchmarkCompile(b *testing.B) {
	f := company(100_000)
	b.Run("snapshot", func(b *testing.B) {
		for b.Loop() {
			compiled(b, f)
		}
	})
	b.Run("reference", func(b *testing.B) {
		for b.Loop() {
			newReference(f)
		}
	})
}

func BenchmarkWithOneGrant(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		f := company(n)
		s := compiled(b, f)
		b.Run(fmt.Sprint("users=", n), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				g := f.Grants[i%len(f.Grants)]
				g.Until = 500
				if _, err := s.With(access.Delta{Put: access.Facts{Grants: []access.Grant{g}}}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
