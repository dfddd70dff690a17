package e2e

import (
	"flag"
	"maps"
	"slices"
	"strconv"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit"
)

// met are the answers that the random requests have to meet, the rarer the later, and
// the tables whose rows they have to change.
var met = []string{
	"applied", "held", "denied", "suspended", "not_found", "stale", "unknown_reference", "not_looked_at", "bad_successor", "not_suspended", "in_use", "group_has_grants",
	"contradiction", "duplicate", "change_pending", "rule_never_met", "own_access", "locked_out", "own_deputy", "no_deputy", "ended_already",
	"change_ended", "own_change", "not_an_approver", "already_decided", "not_maker", "rejected", "withdrawn", "failed",
	"logged unit", "logged user", "logged group", "logged member", "logged role", "logged grant", "logged four_eyes_rule", "logged deputy",
}

// TestTheDoorDoesWhatTheReferenceSays plays random requests of several people on
// the program and on the reference: people, units, groups, memberships, roles,
// grants, rules and deputies come, change and go, changes are agreed to, also for
// others, rejected and withdrawn, at times two requests at once. After each it
// compares answers, rows, pending changes and everybody's effective permissions, and
// at the end every row of every table with the steps that the log tells of.
// COUNTERSIGN_E2E_STEPS says how many requests: 10,000 on each database,
// a fifth with -short, and 100,000 in a soak.
func TestTheDoorDoesWhatTheReferenceSays(t *testing.T) {
	const perWorld, mostWorlds = 100, 1500
	steps := count(t, "COUNTERSIGN_E2E_STEPS", 10_000, 100_000)
	set(t, "rapid.shrinktime", "5s")
	set(t, "rapid.nofailfile", "true")
	testkit.BothURLs(t, func(t *testing.T, url string) {
		answers, worlds := map[string]int{}, 0
		play := func(n int) {
			set(t, "rapid.checks", strconv.Itoa(n))
			worlds += n
			rapid.Check(t, func(rt *rapid.T) {
				p := newPlay(t, rt, testkit.Another(t, url), answers)
				defer p.town.close()
				for asked := 0; asked < perWorld; {
					asked += p.next(rt)
					p.compare(rt)
				}
				p.rare(rt)
				p.accounted(rt)
			})
		}
		play((steps + perWorld - 1) / perWorld)
		lacks := func() []string {
			return slices.DeleteFunc(slices.Clone(met), func(a string) bool { return answers[a] > 0 })
		}
		for steps >= 10_000 && len(lacks()) > 0 && worlds < mostWorlds {
			play(1) // what is rare is played for until it comes
		}
		t.Log(worlds, "worlds:", answers)
		if steps >= 10_000 && len(lacks()) > 0 {
			t.Errorf("nothing was ever answered %q", lacks())
		}
	})
}

func set(t *testing.T, name, value string) {
	t.Helper()
	before := flag.Lookup(name).Value.String()
	if err := flag.Set(name, value); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = flag.Set(name, before) })
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
	p := &play{t: t, digests: map[string]string{}, answers: answers, world: newWorld()}
	w, err := open(place{url, t.TempDir()}, slices.Concat(directory.Verbs, policy.Verbs[len(policy.Verbs)-2:])...)
	if err != nil {
		rt.Fatal(err)
	}
	p.town = w
	w.must(t, "", p.foundation())
	for id, r := range firstRules {
		w.must(t, "founder", command(wish{command: "four_eyes_rule.insert", table: "four_eyes_rule", op: "insert", id: id, row: r}))
		r.version = 1
		p.world.rows["four_eyes_rule"][id] = r
	}
	return p
}

// foundation is everybody of the cast with what they may do.
func (p *play) foundation() *directory.Found {
	f := &directory.Found{}
	for _, u := range unitPool[:3] {
		r := row{version: 1, name: u, parent: map[string]string{"n1": "north"}[u]}
		f.Units = append(f.Units, unitOf(u, r))
		p.world.rows["unit"][u] = r
	}
	everybody := maps.Clone(cast)
	for _, id := range []string{"founder", "second"} {
		everybody[id] = []granted{{p.town.engine.Permissions(), ""}}
	}
	for _, id := range slices.Sorted(maps.Keys(everybody)) {
		r := row{version: 1, status: "active"}
		f.Users = append(f.Users, userOf(id, r))
		p.world.rows["user"][id] = r
		for i, g := range everybody[id] {
			at := id + "-" + strconv.Itoa(i)
			role := row{version: 1, permissions: join(g.permissions)}
			grant := row{version: 1, user: id, role: at, within: g.within}
			f.Roles, f.Grants = append(f.Roles, roleOf(at, role)), append(f.Grants, grantOf(at, grant))
			p.world.rows["role"][at], p.world.rows["grant"][at] = role, grant
		}
	}
	return f
}

// asked is one request: how it is put to the program, and what it comes to by the
// reference once the program has told under which id a change waits.
type asked struct {
	do       func() (govern.Outcome, error)
	foretell func(w *world, change string) string
}

// next plays one request, or two at the same time, and says how many.
func (p *play) next(rt *rapid.T) int {
	if !p.seldom(rt, "race") {
		p.ask(rt, p.request(rt))
		return 1
	}
	p.race(rt, p.request(rt), p.request(rt))
	return 2
}

func (p *play) ask(rt *rapid.T, a asked) {
	out, err := a.do()
	want := a.foretell(p.world, string(out.Change))
	p.answers[want]++
	if got := cameTo(out, err); got != want {
		rt.Fatalf("answered %q (%+v, %v); the reference says %q", got, out, err, want)
	}
	p.remember(out)
}

// race asks two at once. What they are answered, and what stands afterwards, must
// be what comes of asking one after the other.
func (p *play) race(rt *rapid.T, pair ...asked) {
	var outs [2]govern.Outcome
	var errs [2]error
	var wg sync.WaitGroup
	begin := make(chan struct{})
	for i := range pair {
		wg.Go(func() {
			<-begin
			outs[i], errs[i] = pair[i].do()
		})
	}
	close(begin)
	wg.Wait()
	var differences []string
	for _, order := range [][2]int{{0, 1}, {1, 0}} {
		w, same := p.world.clone(), true
		for _, i := range order {
			want, got := pair[i].foretell(w, string(outs[i].Change)), cameTo(outs[i], errs[i])
			if same = same && want == got; !same {
				differences = append(differences, "answered "+got+" for "+want)
			}
		}
		if !same {
			continue
		}
		diff := p.differs(rt, w)
		if diff == "" {
			p.world = w
			for i := range outs {
				p.answers[cameTo(outs[i], errs[i])]++
				p.remember(outs[i])
			}
			return
		}
		differences = append(differences, diff)
	}
	rt.Fatalf("two at once were answered %+v, %v; neither order comes to that: %q", outs, errs, differences)
}

func cameTo(out govern.Outcome, err error) string {
	if err != nil {
		return fault.Code(err)
	}
	return string(out.State)
}

func (p *play) remember(out govern.Outcome) {
	if id := string(out.Change); out.State == govern.Held && p.digests[id] == "" {
		p.changes, p.digests[id] = append(p.changes, id), out.Digest
	}
}

// accounted holds every step that any row took against the log.
func (p *play) accounted(rt *rapid.T) {
	log := newLedger()
	if err := log.read(p.town); err != nil {
		rt.Fatal(err)
	}
	if err := log.agree(p.town); err != nil {
		rt.Fatal(err)
	}
	for _, table := range p.town.engine.Declared() {
		p.answers["logged "+table.Name] += int(log.steps[table.Name])
	}
}
