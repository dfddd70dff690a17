package e2e

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

var (
	unitPool   = []string{"north", "south", "n1", "n2", "s1", "x1", "x2"}
	memberPool = []string{"m1", "m2", "m3", "m4"}
	// cast are the people who act, with what they may do and where.
	cast = map[string][]granted{
		"uma": {{[]string{"unit.insert", "unit.update", "unit.delete"}, ""}, {[]string{"user.update"}, "north"}},
		"uwe": {{[]string{"unit.update", "unit.delete", "unit.approve"}, "north"}},
		"ada": {{[]string{"unit.approve", "user.approve"}, ""}},
		"pam": {{[]string{"user.insert", "user.update", "user.approve"}, ""}},
		"tim": {{[]string{"unit.approve", "user.approve"}, ""}, {[]string{"user.update", "user.insert"}, "south"}},
		"nil": nil,
	}
	permissions = []string{"unit.insert", "unit.update", "unit.delete", "unit.approve", "user.insert", "user.update", "user.approve", "user.view"}
)

// TestTheDoorDoesWhatTheReferenceSays plays random requests of several people on
// the program and on the reference, and compares answers, rows, pending changes
// and everybody's effective permissions after each. COUNTERSIGN_E2E_STEPS says
// how many requests: 1,000, and 10,000 in a soak.
func TestTheDoorDoesWhatTheReferenceSays(t *testing.T) {
	const perWorld = 100
	steps := count(t, "COUNTERSIGN_E2E_STEPS", 1000, 10_000)
	for name, value := range map[string]string{"rapid.checks": strconv.Itoa((steps + perWorld - 1) / perWorld), "rapid.shrinktime": "5s", "rapid.nofailfile": "true"} {
		before := flag.Lookup(name).Value.String()
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = flag.Set(name, before) })
	}
	testkit.EachURL(t, func(t *testing.T, url string) {
		answers := map[string]int{}
		rapid.Check(t, func(rt *rapid.T) {
			p := newPlay(t, rt, again(t, url), answers)
			defer p.town.close()
			for range perWorld { // as many as were asked for, where rapid.Repeat plays what it likes
				p.request(rt)
				p.compare(rt)
			}
			p.unlooked(rt) // too rare to be waited for
			p.compare(rt)
		})
		t.Log(answers)
		if steps < 1000 {
			return // too few to meet them all
		}
		for _, want := range []string{
			"applied", "held", "denied", "suspended", "not_found", "stale", "unknown_reference", "not_looked_at", "in_use", "contradiction",
			"change_ended", "own_change", "not_an_approver", "rejected",
		} {
			if answers[want] == 0 {
				t.Errorf("nothing was ever answered %q", want)
			}
		}
	})
}

// play is one organisation, real and imagined.
type play struct {
	t       *testing.T
	town    *town
	world   *world
	digests map[string]string
	changes []string
	answers map[string]int
	n       int
}

func newPlay(t *testing.T, rt *rapid.T, url string, answers map[string]int) *play {
	p := &play{t: t, digests: map[string]string{}, answers: answers, world: &world{units: map[string]unitRow{}, users: map[string]userRow{}, grants: map[string][]granted{}, pending: map[string]*waits{}}}
	w, err := open(place{url, t.TempDir()}, directory.Verbs...)
	if err != nil {
		rt.Fatal(err)
	}
	p.town = w
	w.must(t, "", p.foundation())
	for _, r := range []policy.Rule{
		{Name: "units", Subject: "unit", Operations: []string{"update", "delete"}, Factors: []approval.Factor{{Permission: "unit.approve", People: 1}}, Enabled: true},
		{Name: "users", Subject: "user", Operations: []string{"insert"}, Factors: []approval.Factor{{Permission: "user.approve", People: 2}}, Enabled: true},
	} {
		w.must(t, "founder", govern.PutNew(policy.Rules, govern.ID(r.Name), &r))
	}
	return p
}

func (p *play) foundation() *directory.Found {
	f := &directory.Found{}
	for _, u := range unitPool[:3] {
		parent := map[string]string{"n1": "north"}[u]
		f.Units = append(f.Units, &directory.Unit{Meta: govern.Meta{ID: govern.ID(u)}, Name: u, Parent: govern.ID(parent)})
		p.world.units[u] = unitRow{u, parent, 1}
	}
	everybody := maps.Clone(cast)
	everybody["founder"] = []granted{{p.town.engine.Permissions(), ""}}
	everybody["second"] = everybody["founder"]
	for _, id := range slices.Sorted(maps.Keys(everybody)) {
		f.Users = append(f.Users, person(id))
		p.world.users[id] = userRow{"", "active", 1}
		p.world.grants[id] = everybody[id]
		for i, g := range everybody[id] {
			role := govern.ID(fmt.Sprintf("%s-%d", id, i))
			f.Roles = append(f.Roles, &directory.Role{Meta: govern.Meta{ID: role}, Name: string(role), Permissions: slices.Clone(g.permissions)})
			grant := &directory.Grant{Meta: govern.Meta{ID: role}, User: govern.ID(id), Role: role, Scope: "everything"}
			if g.within != "" {
				grant.Scope, grant.ScopeRecord = "unit", govern.ID(g.within)
			}
			f.Grants = append(f.Grants, grant)
		}
	}
	return f
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

// actor is mostly one of those who may, at times anybody.
func (p *play) actor(rt *rapid.T, likely ...string) string {
	anybody := []string{"uma", "ada", "founder", "second", "tim", "pam", "uwe", "nil"}
	return pick(p, rt, "actor", append(anybody, slices.Repeat(likely, 4)...))
}

// base is mostly the version that stands, at times one that is out of date.
func (p *play) base(rt *rapid.T, version int64) int64 {
	if p.seldom(rt, "out of date") {
		return version + 1
	}
	return version
}

func (p *play) request(rt *rapid.T) {
	pick(p, rt, "request", []func(*rapid.T){
		p.putUnit, p.putUnit, p.putUnit, p.putUnit, p.putUnit, p.putUnit, p.putUnit, p.putUnit, p.putUser, p.putUser, p.suspend,
		p.decide("approve"), p.decide("approve"), p.decide("approve"), p.decide("reject"), p.decide("withdraw"),
	})(rt)
}

func (p *play) putUnit(rt *rapid.T) {
	x := wish{table: "unit", op: pick(p, rt, "op", []string{"insert", "insert", "update", "update", "update", "delete"}), id: pick(p, rt, "unit", unitPool)}
	p.n++
	x.unit = unitRow{name: fmt.Sprintf("name %d", p.n), parent: pick(p, rt, "parent", append([]string{""}, unitPool...))}
	var cmd govern.Command
	row := &directory.Unit{Name: x.unit.name, Parent: govern.ID(x.unit.parent)}
	switch x.base = p.base(rt, p.world.version(x)); x.op {
	case "insert":
		cmd = govern.PutNew(directory.Units, govern.ID(x.id), row)
	case "update":
		cmd = govern.Put(directory.Units, govern.ID(x.id), x.base, row)
	default:
		x.unit, cmd = unitRow{}, govern.Remove(directory.Units, govern.ID(x.id), x.base)
	}
	p.submit(rt, p.actor(rt, "uma", "founder", "uwe"), x, cmd)
}

// putUser adds a member, or moves one to another unit.
func (p *play) putUser(rt *rapid.T) {
	x := wish{table: "user", op: "insert", id: pick(p, rt, "user", memberPool)}
	x.user = userRow{unit: pick(p, rt, "home", append([]string{""}, unitPool...)), status: "active"}
	if p.world.version(x) > 0 || p.seldom(rt, "unknown") {
		x.op = "update"
	}
	p.user(rt, x)
}

// suspend ends or begins again what somebody may do.
func (p *play) suspend(rt *rapid.T) {
	x := wish{table: "user", op: "update", id: pick(p, rt, "user", append(slices.Sorted(maps.Keys(cast)), memberPool...))}
	x.user = p.world.users[x.id]
	if w := p.world; x.user.status == "suspended" && len(w.grants[x.id]) > 0 && !p.seldom(rt, "unlooked") {
		p.comeBack(x.id)
		return
	}
	x.user.status = pick(p, rt, "status", []string{"active", "active", "active", "suspended"})
	p.user(rt, x)
}

// unlooked has a founder suspend somebody and take them back as they were.
func (p *play) unlooked(rt *rapid.T) {
	x := wish{table: "user", op: "update", id: pick(p, rt, "back", slices.Sorted(maps.Keys(cast)))}
	for _, status := range []string{"suspended", "active"} {
		x.user = p.world.users[x.id]
		x.user.status, x.base = status, p.world.version(x)
		row := person(x.id)
		row.Unit, row.Status = govern.ID(x.user.unit), status
		p.submit(rt, "founder", x, govern.Put(directory.Users, govern.ID(x.id), x.base, row))
	}
}

// comeBack has a founder look at all that somebody had, and give it back.
func (p *play) comeBack(id string) {
	cmd := &directory.Reactivate{}
	cmd.On(govern.ID(id))
	for i := range cast[id] {
		cmd.Keep = append(cmd.Keep, govern.ID(fmt.Sprintf("%s-%d", id, i)))
	}
	if out, err := p.town.ask("founder", cmd); err != nil || out.State != govern.Applied {
		p.t.Fatalf("%s does not come back: %+v, %v", id, out, err)
	}
	row := p.world.users[id]
	row.status, row.version = "active", row.version+1
	p.world.users[id] = row
}

func (p *play) user(rt *rapid.T, x wish) {
	row := person(x.id)
	row.Unit, row.Status = govern.ID(x.user.unit), x.user.status
	cmd := govern.PutNew(directory.Users, govern.ID(x.id), row)
	if x.base = p.base(rt, p.world.version(x)); x.op == "update" {
		cmd = govern.Put(directory.Users, govern.ID(x.id), x.base, row)
	}
	p.submit(rt, p.actor(rt, "pam", "founder", "tim"), x, cmd)
}

func (p *play) submit(rt *rapid.T, user string, x wish, cmd govern.Command) {
	out, err := p.town.ask(user, cmd)
	change := string(out.Change)
	p.same(rt, p.world.submit(user, change, x), out, err)
	if out.State == govern.Held {
		p.changes, p.digests[change] = append(p.changes, change), out.Digest
	}
}

func (p *play) decide(verb string) func(*rapid.T) {
	return func(rt *rapid.T) {
		if len(p.changes) == 0 {
			return
		}
		id := pick(p, rt, "change", p.likely())
		user := p.actor(rt, "ada", "second", "tim", "uma")
		who, e := govern.Actor{User: user, Method: "test"}, p.town.engine
		switch verb {
		case "approve":
			out, err := e.Approve(ctx, who, govern.Note{}, govern.ID(id), p.digests[id])
			p.same(rt, p.world.approve(user, id), out, err)
		case "reject":
			out, err := e.Reject(ctx, who, govern.Note{Reason: "no"}, govern.ID(id))
			p.same(rt, p.world.reject(user, id), out, err)
		default:
			out, err := e.Withdraw(ctx, who, govern.Note{}, govern.ID(id))
			p.same(rt, p.world.withdraw(user, id), out, err)
		}
	}
}

// likely are the changes to decide on: those that wait, and the last
// whatever became of it.
func (p *play) likely() (list []string) {
	for _, id := range p.changes {
		if p.world.pending[id].state == "pending" {
			list = append(list, id)
		}
	}
	return append(list, p.changes[len(p.changes)-1])
}

func (p *play) same(rt *rapid.T, want string, out govern.Outcome, err error) {
	got := string(out.State)
	if err != nil {
		got = fault.Code(err)
	}
	p.answers[want]++
	if got != want {
		rt.Fatalf("answered %q (%+v, %v); the reference says %q", got, out, err, want)
	}
}

// compare holds the tables against the reference, and what the Engine lets
// people do against a plain reading of the tables.
func (p *play) compare(rt *rapid.T) {
	read := &world{units: map[string]unitRow{}, users: map[string]userRow{}, grants: map[string][]granted{}}
	p.each(rt, `SELECT id, name, parent, CAST(version AS TEXT) FROM unit`, func(c []string) { read.units[c[0]] = unitRow{c[1], c[2], number(c[3])} })
	p.each(rt, `SELECT id, unit, status, CAST(version AS TEXT) FROM "user"`, func(c []string) { read.users[c[0]] = userRow{c[1], c[2], number(c[3])} })
	states := map[string]string{}
	p.each(rt, `SELECT id, state, '', '' FROM "change"`, func(c []string) { states[c[0]] = c[1] })
	wanted := map[string]string{}
	for id, w := range p.world.pending {
		wanted[id] = w.state
	}
	same := cmp.AllowUnexported(unitRow{}, userRow{})
	if diff := cmp.Diff(p.world.units, read.units, same) + cmp.Diff(p.world.users, read.users, same) + cmp.Diff(wanted, states); diff != "" {
		rt.Fatalf("the reference and the tables differ (-want +got):\n%s", diff)
	}
	roles := map[string][]string{}
	p.each(rt, `SELECT id, permissions, includes, '' FROM role`, func(c []string) { roles[c[0]] = quoted(rt, c[1]) })
	p.each(rt, `SELECT "user", role, scope, scope_record FROM "grant"`, func(c []string) { read.grants[c[0]] = append(read.grants[c[0]], granted{roles[c[1]], c[3]}) })
	now := p.town.engine.Now().UnixMicro()
	for user := range read.users {
		for _, permission := range permissions {
			for _, unit := range append([]string{""}, unitPool...) {
				got := p.town.engine.Access().Check(user, permission, access.Target{Unit: unit}, now)
				if want := read.may(user, permission, unit); got != want {
					rt.Fatalf("%s may %s on %q: %t; by the tables %t", user, permission, unit, got, want)
				}
			}
		}
	}
}

func (p *play) each(rt *rapid.T, query string, row func(columns []string)) {
	err := p.town.db.Query(ctx, func(scan store.Scan) error {
		c := make([]string, 4)
		err := scan(&c[0], &c[1], &c[2], &c[3])
		row(c)
		return err
	}, query)
	if err != nil {
		rt.Fatal(err)
	}
}

// quoted reads a list of texts as the tables hold it.
func quoted(rt *rapid.T, text string) (list []string) {
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		rt.Fatal(err)
	}
	return list
}

func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		panic(err)
	}
	return n
}
