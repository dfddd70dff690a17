package e2e

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/store"
)

const farAway = govern.Time(250e15) // a day of the year 9892

func unitOf(id string, r row) *directory.Unit {
	return &directory.Unit{Meta: govern.Meta{ID: govern.ID(id)}, Name: r.name, Parent: govern.ID(r.parent)}
}

func userOf(id string, r row) *directory.User {
	u := person(id)
	u.Unit, u.Status, u.Successor = govern.ID(r.unit), r.status, govern.ID(r.successor)
	return u
}

func roleOf(id string, r row) *directory.Role {
	return &directory.Role{Meta: govern.Meta{ID: govern.ID(id)}, Name: id, Permissions: items(r.permissions), Includes: items(r.includes)}
}

func grantOf(id string, r row) *directory.Grant {
	g := &directory.Grant{Meta: govern.Meta{ID: govern.ID(id)}, User: govern.ID(r.user), Group: govern.ID(r.group), Role: govern.ID(r.role), Scope: "everything"}
	if r.within != "" {
		g.Scope, g.ScopeRecord = "unit", govern.ID(r.within)
	}
	if r.of != "" {
		g.Scope, g.ScopeTable = "table", r.of
	}
	return g
}

func ruleOf(id string, r row) *policy.Rule {
	rule := &policy.Rule{Name: id, Subject: r.subject, Operations: items(r.ops), DifferentUnits: r.apart, Enabled: r.enabled}
	if r.only != "" {
		rule.Condition = fmt.Sprintf("actor.id == %q", r.only)
	}
	for _, f := range r.factors {
		if f.people > 0 {
			rule.Factors = append(rule.Factors, approval.Factor{Permission: f.permission, Group: f.group, People: f.people})
		}
	}
	return rule
}

// ownDeputy names a deputy under an id that the reference knows.
type ownDeputy struct {
	*policy.NameDeputy
	id string
}

func (c *ownDeputy) Draw(func() govern.ID) {
	c.NameDeputy.Draw(func() govern.ID { return govern.ID(c.id) })
}

// command is the wish as the program takes it.
func command(x wish) govern.Command {
	switch x.command {
	case "me.name_deputy":
		return &ownDeputy{&policy.NameDeputy{Deputy: x.row.deputy, FromAt: 1, UntilAt: farAway}, x.id}
	case "me.end_deputy":
		return &policy.EndDeputy{ID: govern.ID(x.id)}
	case "user.reactivate":
		cmd := &directory.Reactivate{}
		cmd.On(govern.ID(x.id))
		for _, id := range items(x.keep) {
			cmd.Keep = append(cmd.Keep, govern.ID(id))
		}
		return cmd
	}
	switch x.table {
	case "unit":
		return put(directory.Units, x, unitOf(x.id, x.row))
	case "user":
		return put(directory.Users, x, userOf(x.id, x.row))
	case "group":
		return put(directory.Groups, x, &directory.Group{Name: x.row.name, Unit: govern.ID(x.row.unit)})
	case "member":
		return put(directory.Members, x, &directory.Member{User: govern.ID(x.row.user), Group: govern.ID(x.row.group)})
	case "role":
		return put(directory.Roles, x, roleOf(x.id, x.row))
	case "grant":
		return put(directory.Grants, x, grantOf(x.id, x.row))
	case "deputy":
		return put(policy.Deputies, x, &policy.Deputy{User: govern.ID(x.row.user), Deputy: govern.ID(x.row.deputy), FromAt: 1, UntilAt: farAway})
	}
	return put(policy.Rules, x, ruleOf(x.id, x.row))
}

func put[T any](t *govern.Table[T], x wish, r *T) govern.Command {
	switch x.op {
	case "insert":
		return govern.PutNew(t, govern.ID(x.id), r)
	case "update":
		return govern.Put(t, govern.ID(x.id), x.base, r)
	}
	return govern.Remove(t, govern.ID(x.id), x.base)
}

// compare holds what stands against the reference.
func (p *play) compare(rt *rapid.T) {
	if diff := p.differs(rt, p.world); diff != "" {
		rt.Fatal(diff)
	}
}

// differs holds the tables against a world, and what the program lets people do
// against a plain reading of the tables; "" when all is the same.
func (p *play) differs(rt *rapid.T, w *world) string {
	read, states, wanted := p.read(rt), map[string]string{}, map[string]string{}
	p.each(rt, 2, `SELECT id, state FROM "change"`, func(c []string) { states[c[0]] = c[1] })
	for id, x := range w.pending {
		wanted[id] = x.state
	}
	if diff := cmp.Diff(w.rows, read.rows, cmp.AllowUnexported(row{}, factor{})) + cmp.Diff(wanted, states); diff != "" {
		return "the reference and the tables differ (-want +got):\n" + diff
	}
	e, now := p.town.engine, p.town.engine.Now().UnixMicro()
	for user := range read.rows["user"] {
		has := map[string][]holding{}
		for _, h := range read.holdings(user) {
			for permission := range h.permissions {
				has[permission] = append(has[permission], h)
			}
		}
		for _, permission := range looked() {
			for _, unit := range append([]string{""}, unitPool...) {
				for _, table := range []string{"", "process", "reference_table"} {
					on := access.Target{Unit: unit}
					if table != "" {
						on.Records = []access.Record{{Table: table, ID: "some"}}
					}
					got := e.Access().Check(user, permission, on, now)
					want := read.stands(user) && slices.ContainsFunc(has[permission], func(h holding) bool {
						return (h.of == "" || h.of == table) && (h.within == "" || read.beneath(unit, h.within))
					})
					if got != want {
						return fmt.Sprintf("%s may %s on %s %q: %t; by the tables %t", user, permission, table, unit, got, want)
					}
				}
			}
		}
		if got, want := e.Deputies(user), read.lenders(user); !slices.Equal(got, want) {
			return fmt.Sprintf("%s decides for %v; by the tables for %v", user, got, want)
		}
		for _, group := range groupPool {
			if got, want := e.Access().In(user, group, now), read.stands(user) && read.in(user, group); got != want {
				return fmt.Sprintf("%s is in %s: %t; by the tables %t", user, group, got, want)
			}
		}
	}
	return ""
}

// read is the world as the tables have it.
func (p *play) read(rt *rapid.T) *world {
	w := newWorld()
	p.each(rt, 4, `SELECT id, CAST(version AS TEXT), name, parent FROM unit`, func(c []string) { w.rows["unit"][c[0]] = row{version: number(c[1]), name: c[2], parent: c[3]} })
	p.each(rt, 5, `SELECT id, CAST(version AS TEXT), unit, status, successor FROM "user"`, func(c []string) {
		w.rows["user"][c[0]] = row{version: number(c[1]), unit: c[2], status: c[3], successor: c[4]}
	})
	p.each(rt, 4, `SELECT id, CAST(version AS TEXT), unit, name FROM "group"`, func(c []string) { w.rows["group"][c[0]] = row{version: number(c[1]), unit: c[2], name: c[3]} })
	p.each(rt, 5, `SELECT id, CAST(version AS TEXT), unit, "user", "group" FROM member`, func(c []string) {
		w.rows["member"][c[0]] = row{version: number(c[1]), unit: c[2], user: c[3], group: c[4]}
	})
	p.each(rt, 4, `SELECT id, CAST(version AS TEXT), permissions, includes FROM role`, func(c []string) {
		w.rows["role"][c[0]] = row{version: number(c[1]), permissions: join(parsed[[]string](rt, c[2])), includes: join(parsed[[]string](rt, c[3]))}
	})
	p.each(rt, 7, `SELECT id, CAST(version AS TEXT), "user", "group", role, scope_record, scope_table FROM "grant"`, func(c []string) {
		w.rows["grant"][c[0]] = row{version: number(c[1]), user: c[2], group: c[3], role: c[4], within: c[5], of: c[6]}
	})
	p.each(rt, 6, `SELECT id, CAST(version AS TEXT), unit, "user", deputy, CAST(until_at AS TEXT) FROM deputy`, func(c []string) {
		w.rows["deputy"][c[0]] = row{version: number(c[1]), unit: c[2], user: c[3], deputy: c[4], ended: govern.Time(number(c[5])) != farAway}
	})
	rules, err := policy.Rules.Find(ctx, p.town.db, `id <> ''`)
	if err != nil {
		rt.Fatal(err)
	}
	for _, r := range rules {
		w.rows["four_eyes_rule"][string(r.ID)] = ruleRow(rt, r)
	}
	return w
}

func ruleRow(rt *rapid.T, r *policy.Rule) row {
	read := row{version: r.Version, subject: r.Subject, ops: join(r.Operations), enabled: r.Enabled, apart: r.DifferentUnits}
	if r.Condition != "" {
		if _, err := fmt.Sscanf(r.Condition, "actor.id == %q", &read.only); err != nil {
			rt.Fatal(err)
		}
	}
	for i, f := range r.Factors {
		read.factors[i] = factor{f.Permission, f.Group, f.People}
	}
	return read
}

func (p *play) each(rt *rapid.T, columns int, query string, read func(columns []string)) {
	err := p.town.db.Query(ctx, func(scan store.Scan) error {
		c, at := make([]string, columns), make([]any, columns)
		for i := range c {
			at[i] = &c[i]
		}
		err := scan(at...)
		if err == nil {
			read(c)
		}
		return err
	}, query)
	if err != nil {
		rt.Fatal(err)
	}
}

// parsed reads a list as the tables hold it.
func parsed[T any](rt *rapid.T, text string) (v T) {
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		rt.Fatal(err)
	}
	return v
}

func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		panic(err)
	}
	return n
}
