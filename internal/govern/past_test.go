package govern_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/internal/testkit/soak"
)

// moment is what stood at a time: all that decides about access, and the rows.
type moment struct {
	at    govern.Time
	facts access.Facts
	rows  map[string]string // by table and id: as it was told
}

// The past is looked at from so many moments, however long the test is, and at so
// many rows of a table each: what is asked of one moment takes as long as all that
// happened since, so that to ask at every step would take its square.
const (
	mostMoments = 40
	mostRows    = 12
)

// TestThePastIsWhatStoodThen does things at random, keeps what stands after some of
// them, and asks the log for it afterwards.
func TestThePastIsWhatStoodThen(t *testing.T) {
	house.Each(t, slices.Concat(directory.Tables, policy.Tables), slices.Concat(directory.Verbs, policy.Verbs), func(t *testing.T, h *house.House) {
		r := rand.New(rand.NewPCG(7, 11))
		p := &pastTown{House: h, t: t, r: r, live: map[string][]govern.ID{}}
		var moments []moment
		steps := soak.Count(60, 150, 3000)
		for n := range steps {
			p.act(n)
			if n%max(7, steps/mostMoments) == 0 {
				moments = append(moments, p.now())
				p.act(n + 100_000) // something comes right after
			}
		}
		if p.done < 50 {
			t.Fatalf("only %d things were done", p.done)
		}
		for i, m := range moments {
			then, err := h.Engine.AccessAt(context.Background(), m.at)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(m.facts, then.Facts()); diff != "" {
				t.Fatalf("moment %d (-stood +told):\n%s", i, diff)
			}
			for name, want := range m.rows {
				var table, id string
				fmt.Sscan(name, &table, &id)
				row, err := h.Engine.RowAt(context.Background(), pastTables[table], govern.ID(id), m.at)
				switch {
				case want == "" && !fault.Is(err, fault.NotFound):
					t.Fatalf("moment %d: %s is told to have been there: %v", i, name, err)
				case want != "" && (err != nil || string(row.Shown) != want):
					t.Fatalf("moment %d: %s is told as %v, %v; it was %s", i, name, row, err, want)
				}
			}
		}
	})
}

var pastTables = map[string]govern.Any{
	"unit": directory.Units, "user": directory.Users, "group": directory.Groups, "member": directory.Members, "role": directory.Roles, "grant": directory.Grants,
}

type pastTown struct {
	*house.House
	t    *testing.T
	r    *rand.Rand
	live map[string][]govern.ID
	done int
}

func (p *pastTown) pick(table string) govern.ID {
	list := p.live[table]
	if len(list) == 0 {
		return ""
	}
	return list[p.r.IntN(len(list))]
}

// act does one thing that may be refused.
func (p *pastTown) act(n int) {
	id := govern.ID(fmt.Sprintf("x%d", n))
	switch p.r.IntN(9) {
	case 0:
		put(p, "unit", directory.Units, id, &directory.Unit{Name: string(id), Parent: p.pick("unit")})
	case 1:
		put(p, "user", directory.Users, id, &directory.User{Name: string(id), Email: string(id) + "@example.com", Kind: "person", Status: "active", Unit: p.pick("unit")})
	case 2:
		put(p, "group", directory.Groups, id, &directory.Group{Name: string(id), Unit: p.pick("unit")})
	case 3:
		put(p, "member", directory.Members, id, &directory.Member{User: p.pick("user"), Group: p.pick("group")})
	case 4:
		role := &directory.Role{Name: string(id), Permissions: []string{"unit.view"}, Includes: []string{}}
		if r := p.pick("role"); r != "" {
			role.Includes = append(role.Includes, string(r))
		}
		put(p, "role", directory.Roles, id, role)
	case 5:
		put(p, "grant", directory.Grants, id, &directory.Grant{User: p.pick("user"), Role: p.pick("role"), Scope: "everything"})
	case 6:
		change(p, directory.Users, p.pick("user"), func(u *directory.User) {
			u.Status = []string{"active", "suspended"}[p.r.IntN(2)]
			u.JobTitle = fmt.Sprint(n)
		})
	case 7:
		change(p, directory.Roles, p.pick("role"), func(r *directory.Role) { r.Permissions = []string{"unit.view", "user.view"}[:1+p.r.IntN(2)] })
	case 8:
		remove(p, "grant", directory.Grants)
		remove(p, "member", directory.Members)
	}
}

func put[T any](p *pastTown, name string, table *govern.Table[T], id govern.ID, row *T) {
	if out, err := p.Submit(house.Founder, govern.PutNew(table, id, row)); err == nil && out.State == govern.Applied {
		p.done++
		p.live[name] = append(p.live[name], id)
	}
}

func change[T any](p *pastTown, table *govern.Table[T], id govern.ID, do func(*T)) {
	row, err := table.Get(context.Background(), p.DB, id)
	if err != nil {
		return
	}
	next := *row
	do(&next)
	if out, err := p.Submit(house.Founder, govern.Put(table, id, table.MetaOf(row).Version, &next)); err == nil && out.State == govern.Applied {
		p.done++
	}
}

func remove[T any](p *pastTown, name string, table *govern.Table[T]) {
	id := p.pick(name)
	row, err := table.Get(context.Background(), p.DB, id)
	if err != nil {
		return
	}
	if out, err := p.Submit(house.Founder, govern.Remove(table, id, table.MetaOf(row).Version)); err == nil && out.State == govern.Applied {
		p.done++
		p.live[name] = slices.DeleteFunc(p.live[name], func(i govern.ID) bool { return i == id })
	}
}

// now is what stands.
func (p *pastTown) now() moment {
	p.t.Helper()
	m := moment{facts: p.Engine.Access().Facts(), rows: map[string]string{}, at: govern.At(p.Engine.Now())}
	for _, name := range slices.Sorted(maps.Keys(p.live)) {
		ids := p.live[name]
		for _, i := range p.r.Perm(len(ids))[:min(len(ids), mostRows)] {
			m.rows[name+" "+string(ids[i])] = p.shown(name, ids[i])
		}
	}
	m.rows["user never"] = ""
	return m
}

func (p *pastTown) shown(name string, id govern.ID) string {
	p.t.Helper()
	row, err := p.Engine.RowAt(context.Background(), pastTables[name], id, govern.At(p.Engine.Now()))
	if err != nil {
		p.t.Fatal(err)
	}
	if !json.Valid(row.Shown) {
		p.t.Fatalf("%s", row.Shown)
	}
	return string(row.Shown)
}
