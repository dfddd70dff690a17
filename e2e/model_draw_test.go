package e2e

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/countersign/countersign/internal/govern"
)

var (
	unitPool   = []string{"north", "south", "n1", "n2", "s1", "x1", "x2"}
	memberPool = []string{"m1", "m2", "m3", "m4"}
	groupPool  = []string{"a", "b", "c"}
	rolePool   = []string{"r1", "r2", "r3", "uma-0", "tim-1"}
	grantPool  = []string{"g1", "g2", "g3", "g4", "g5", "g6", "uma-1", "gil-0", "ada-0"}
	rulePool   = []string{"units", "users", "f1", "f2", "f3"}
	deputyPool = []string{"d1", "d2", "d3"}
	modelled   = []string{"unit", "user", "group", "member", "role", "grant", "four_eyes_rule", "deputy"}
	// homes are the units of groups, which never move.
	homes = map[string]string{"b": "north", "c": "n2"}
	// cast are the people who act, with what they may do and where at first.
	cast = map[string][]granted{
		"uma": {{[]string{"unit.insert", "unit.update", "unit.delete"}, ""}, {[]string{"user.update"}, "north"}},
		"uwe": {{[]string{"unit.insert", "unit.update", "unit.delete", "unit.approve", "group.insert", "member.insert", "member.delete"}, "north"}},
		"ada": {{[]string{"unit.approve", "user.approve", "role.approve", "grant.approve", "member.approve", "deputy.approve", "four_eyes_rule.approve"}, ""}},
		"pam": {{[]string{"user.insert", "user.update", "user.suspend", "user.move", "user.approve", "user.reactivate", "deputy.insert", "deputy.delete"}, ""}},
		"tim": {{[]string{"unit.approve", "user.approve", "grant.approve", "deputy.approve"}, ""}, {[]string{"user.update", "user.insert", "grant.insert", "grant.delete"}, "south"}},
		"gil": {{[]string{"grant.insert", "grant.update", "grant.delete", "role.insert", "role.update", "role.delete", "group.insert", "group.update", "group.delete", "member.insert", "member.delete"}, ""}},
		"nil": nil,
	}
	firstRules = map[string]row{
		"units": {subject: "unit", ops: "delete,update", factors: [2]factor{{permission: "unit.approve", people: 1}}, enabled: true},
		"users": {subject: "user", ops: "insert", factors: [2]factor{{permission: "user.approve", people: 2}}, enabled: true},
	}
	// permissions are those that come and go with roles of the pool.
	permissions = []string{"unit.insert", "unit.update", "unit.delete", "unit.approve", "user.insert", "user.update", "user.approve", "user.view", "grant.insert", "grant.approve", "member.insert", "role.update"}
)

// looked are the permissions that are compared after each request: all that
// anybody but the founders may come to hold, and one that they alone do.
func looked() []string {
	list := append([]string{"four_eyes_rule.insert"}, permissions...)
	for _, all := range cast {
		for _, g := range all {
			list = append(list, g.permissions...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// granted is permissions within a unit and all beneath it; "" is everywhere.
type granted struct {
	permissions []string
	within      string
}

// pick draws evenly: rapid's own draws prefer what is small and first, so that
// most requests would be the same few.
func pick[T any](p *play, rt *rapid.T, what string, from []T) T {
	p.n++
	seed := rapid.Uint64().Draw(rt, what)
	return from[rand.New(rand.NewPCG(seed, uint64(p.n))).IntN(len(from))]
}

func (p *play) seldom(rt *rapid.T, what string) bool {
	return pick(p, rt, what, []bool{true, false, false, false, false, false, false, false, false, false})
}

// some draws about a third of a list, joined.
func (p *play) some(rt *rapid.T, what string, from []string) string {
	return join(slices.DeleteFunc(slices.Clone(from), func(string) bool { return pick(p, rt, what, []bool{true, true, false}) }))
}

func join(list []string) string {
	list = slices.Clone(list)
	slices.Sort(list)
	return strings.Join(list, ",")
}

func (p *play) people() []string {
	return append([]string{"founder", "second"}, slices.Sorted(maps.Keys(cast))...)
}

// actor is mostly one of those who may, at times anybody.
func (p *play) actor(rt *rapid.T, likely ...string) string {
	return pick(p, rt, "actor", append(p.people(), slices.Repeat(likely, 6)...))
}

// submit is a wish put to the program, and to the reference.
func (p *play) submit(user string, x wish) asked {
	return asked{
		func() (govern.Outcome, error) { return p.town.ask(user, command(x)) },
		func(w *world, change string) string { return w.submit(user, change, x) },
	}
}

func (p *play) request(rt *rapid.T) asked {
	decide, overtake := p.decision, p.overtake
	if len(p.waiting()) == 0 {
		overtake = p.row
		if len(p.changes) == 0 || !p.seldom(rt, "ended") {
			decide = p.row
		}
	}
	return pick(p, rt, "request", []func(*rapid.T) asked{p.row, p.row, p.row, p.row, p.comeBack, p.ownDeputy, decide, decide, decide, decide, overtake})(rt)
}

// row is a record put or taken away.
func (p *play) row(rt *rapid.T) asked {
	table := pick(p, rt, "table", append(slices.Clone(modelled), "unit", "unit", "user", "grant", "grant", "member", "role"))
	pools := map[string][]string{
		"unit": unitPool, "user": append(slices.Sorted(maps.Keys(cast)), append(memberPool, memberPool...)...), "group": groupPool, "role": rolePool, "grant": grantPool,
		"four_eyes_rule": rulePool, "deputy": deputyPool,
	}
	x := wish{table: table}
	if table == "member" {
		x.row.user, x.row.group = pick(p, rt, "user", p.people()), pick(p, rt, "group", groupPool)
		x.id = x.row.group + "-" + x.row.user
	} else {
		x.id = pick(p, rt, "id", pools[table])
	}
	was, known := p.world.rows[table][x.id]
	x.op = "insert"
	if known != p.seldom(rt, "wrong") { // one that is there is changed, else made; at times the other way about
		switch table {
		case "user":
			x.op = "update"
		case "member", "deputy":
			x.op = "delete"
		default:
			x.op = pick(p, rt, "op", []string{"update", "update", "delete"})
		}
	}
	x.command = table + "." + x.op
	if x.base = was.version; p.seldom(rt, "out of date") {
		x.base++
	}
	if x.op != "delete" {
		p.fill(rt, &x, was, known)
	} else {
		x.row = row{}
	}
	return p.submit(p.actor(rt, likely[table]...), x)
}

var likely = map[string][]string{
	"unit": {"uma", "founder", "uwe"}, "user": {"pam", "founder", "tim"}, "group": {"gil", "founder"}, "member": {"gil", "second", "uwe"}, "role": {"gil", "second"},
	"grant": {"gil", "founder", "tim"}, "four_eyes_rule": {"founder", "second"}, "deputy": {"pam", "second"},
}

// fill draws what the row is to be.
func (p *play) fill(rt *rapid.T, x *wish, was row, known bool) {
	anywhere := slices.Sorted(maps.Keys(p.world.rows["unit"]))
	if anywhere = append(anywhere, "", ""); p.seldom(rt, "unknown") {
		anywhere = unitPool
	}
	p.n++
	switch x.table {
	case "unit":
		x.row = row{name: fmt.Sprintf("name %d", p.n), parent: pick(p, rt, "parent", anywhere)}
	case "user":
		x.row = row{unit: pick(p, rt, "home", anywhere), status: pick(p, rt, "status", []string{"active", "active", "active", "suspended"})}
		if known && !p.seldom(rt, "move") {
			x.row.unit = was.unit
		}
		if x.row.status == "suspended" {
			x.row.successor = pick(p, rt, "successor", append(p.people(), "founder", "second", "ada", "tim"))
		}
	case "group":
		x.row = row{unit: homes[x.id], name: fmt.Sprintf("name %d", p.n)}
	case "role":
		x.row = row{permissions: p.some(rt, "permissions", permissions), includes: p.some(rt, "includes", rolePool[:3])}
		if p.seldom(rt, "plain") {
			x.row.includes = ""
		}
	case "grant":
		x.row = row{role: pick(p, rt, "role", rolePool), within: pick(p, rt, "within", anywhere), of: pick(p, rt, "of", []string{"", "", "", "process"})}
		if pick(p, rt, "to a group", []bool{true, false}) {
			x.row.group = pick(p, rt, "group", groupPool)
		} else {
			x.row.user = pick(p, rt, "user", append(p.people(), memberPool...))
		}
	case "four_eyes_rule":
		p.fillRule(rt, x)
	case "deputy":
		x.row = row{user: pick(p, rt, "absent", p.people()), deputy: pick(p, rt, "deputy", p.people())}
	}
}

func (p *play) fillRule(rt *rapid.T, x *wish) {
	subject := pick(p, rt, "subject", modelled)
	x.row = row{
		subject: subject, ops: p.some(rt, "ops", []string{"insert", "update", "delete"}), only: pick(p, rt, "only", []string{"", "", "gil", "founder"}),
		enabled: !p.seldom(rt, "off"), apart: p.seldom(rt, "apart"),
	}
	if x.row.ops == "" {
		x.row.ops = "update"
	}
	for i := range 1 + pick(p, rt, "second factor", []int{0, 0, 1}) {
		f := factor{people: pick(p, rt, "how many", []int{1, 1, 2})}
		if pick(p, rt, "by group", []bool{true, false, false}) {
			f.group = pick(p, rt, "of group", groupPool)
		} else {
			f.permission = subject + ".approve"
		}
		x.row.factors[i] = f
	}
}

// comeBack reactivates one who is suspended, mostly.
func (p *play) comeBack(rt *rapid.T) asked {
	var from []string
	for _, id := range slices.Sorted(maps.Keys(p.world.rows["user"])) {
		if !p.world.stands(id) {
			from = append(from, id)
		}
	}
	if len(from) == 0 && !p.seldom(rt, "active") {
		return p.row(rt)
	}
	id := pick(p, rt, "who", append(from, "nil"))
	var had []string
	for _, table := range []string{"grant", "member"} {
		for at, r := range p.world.rows[table] {
			if r.user == id {
				had = append(had, at)
			}
		}
	}
	keep := pick(p, rt, "keep", []string{join(had), join(had), join(had), ""})
	return p.submit(p.actor(rt, "founder", "second"), wish{command: "user.reactivate", table: "user", op: "update", id: id, keep: keep})
}

// ownDeputy names a deputy of one's own, or ends a deputyship.
func (p *play) ownDeputy(rt *rapid.T) asked {
	there := slices.Sorted(maps.Keys(p.world.rows["deputy"]))
	if len(there) == 0 || pick(p, rt, "name", []bool{true, false}) {
		p.n++
		x := wish{command: "me.name_deputy", table: "deputy", op: "insert", id: fmt.Sprintf("own-%d", p.n)}
		x.row.deputy = pick(p, rt, "deputy", append(p.people(), "ada", "tim", "second"))
		return p.submit(p.actor(rt), x)
	}
	id := pick(p, rt, "deputyship", append(there, "none"))
	user := p.actor(rt)
	if d := p.world.rows["deputy"][id]; !p.seldom(rt, "another") && d.user != "" {
		user = pick(p, rt, "whose", []string{d.user, d.deputy})
	}
	return p.submit(user, wish{command: "me.end_deputy", table: "deputy", op: "update", id: id})
}

// waiting are the changes that wait.
func (p *play) waiting() (list []string) {
	for _, id := range p.changes {
		if p.world.pending[id].state == "pending" {
			list = append(list, id)
		}
	}
	return list
}

// overtake suspends somebody whom a change that waits rests on.
func (p *play) overtake(rt *rapid.T) asked {
	c := p.world.pending[pick(p, rt, "overtaken", p.waiting())]
	people := []string{c.maker}
	for _, g := range c.agreed {
		people = append(people, g.people()...)
	}
	return p.turn("second", pick(p, rt, "suspended", people), "suspended")
}

// turn gives somebody another status.
func (p *play) turn(by, id, status string) asked {
	r := p.world.rows["user"][id]
	x := wish{command: "user.update", table: "user", op: "update", id: id, base: r.version, row: r}
	if x.row.status = status; status == "suspended" { // who can take everything over, mostly
		x.row.successor = "founder"
		if id == "founder" {
			x.row.successor = "second"
		}
	}
	return p.submit(by, x)
}

// decision is an agreement, a rejection or a withdrawal, of a change that waits, or
// of the last whatever became of it.
func (p *play) decision(rt *rapid.T) asked {
	from := p.waiting()
	if len(from) == 0 || p.seldom(rt, "the last") {
		from = p.changes[len(p.changes)-1:]
	}
	id := pick(p, rt, "change", from)
	verb := pick(p, rt, "verb", []string{"approve", "approve", "approve", "approve", "reject", "withdraw"})
	user, behalf := p.actor(rt, "ada", "second", "tim", "founder"), ""
	if verb != "withdraw" && pick(p, rt, "for another", []bool{true, false, false}) {
		behalf = p.actor(rt)
		if lent := p.world.lenders(user); len(lent) > 0 {
			behalf = pick(p, rt, "for", lent)
		}
		if behalf == user {
			behalf = ""
		}
	}
	if verb == "withdraw" && !p.seldom(rt, "another's") {
		user = p.world.pending[id].maker
	}
	return p.decide(verb, user, behalf, id)
}

func (p *play) decide(verb, user, behalf, id string) asked {
	who, e, digest := govern.Actor{User: user, OnBehalf: behalf, Method: "test"}, p.town.engine, p.digests[id]
	return asked{func() (govern.Outcome, error) {
		switch verb {
		case "reject":
			return e.Reject(ctx, who, govern.Note{Reason: "no"}, govern.ID(id))
		case "withdraw":
			return e.Withdraw(ctx, who, govern.Note{}, govern.ID(id))
		}
		return e.Approve(ctx, who, govern.Note{}, govern.ID(id), digest)
	}, func(w *world, _ string) string { return w.decide(verb, user, behalf, id) }}
}

// lenders are those whose deputy the user is now, sorted.
func (w *world) lenders(user string) (list []string) {
	for _, d := range w.rows["deputy"] {
		if d.deputy == user && !d.ended && w.stands(user) && w.stands(d.user) && !slices.Contains(list, d.user) {
			list = append(list, d.user)
		}
	}
	slices.Sort(list)
	return list
}
