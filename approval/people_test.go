package approval_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/approval"
)

func program(t interface {
	Helper()
	Fatal(...any)
}, differentUnits bool, factors ...approval.Factor,
) *approval.Program {
	t.Helper()
	p, err := approval.Compile(approval.Rule{
		ID: "r", Subject: "bank_instruction", Operations: []string{approval.Update},
		Factors: factors, DifferentUnits: differentUnits, Enabled: true,
	}, schema)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// holding is a May made of "user permission" pairs.
func holding(pairs ...string) approval.May {
	return func(user string, f approval.Factor) bool {
		return slices.Contains(pairs, user+" "+f.Who(func(group string) string { return group }))
	}
}

var (
	twoPeople = approval.Factor{Permission: "a", People: 2}
	onePerson = approval.Factor{Permission: "b", People: 1}
	ann       = approval.Agreement{User: "ann", Unit: "london"}
	bob       = approval.Agreement{User: "bob", Unit: "london"}
	bob2      = approval.Agreement{User: "bob-admin", Person: "bob", Unit: "paris"}
	cem       = approval.Agreement{User: "cem", Unit: "paris"}
	dan       = approval.Agreement{User: "dan"}
)

func TestTwoUsersOfOnePersonAreOne(t *testing.T) {
	p := program(t, false, twoPeople)
	may := holding("bob a", "bob-admin a", "cem a")
	want := []approval.Shortfall{{Factor: 0, Permission: "a", People: 1}}
	if diff := cmp.Diff(want, p.Missing(ann, []approval.Agreement{bob, bob2}, may)); diff != "" {
		t.Error(diff)
	}
	if missing := p.Missing(ann, []approval.Agreement{bob, bob2, cem}, may); missing != nil {
		t.Errorf("still missing %v", missing)
	}
	if p.CouldServe(bob2, ann, []approval.Agreement{bob}, may) {
		t.Error("the second user of a person who agreed is said to help")
	}
}

func TestMakerNeverCounts(t *testing.T) {
	p := program(t, false, onePerson)
	may := holding("ann b", "bob b", "bob-admin b")
	if len(p.Missing(ann, []approval.Agreement{ann}, may)) == 0 {
		t.Error("the maker approved")
	}
	if len(p.Missing(bob, []approval.Agreement{bob2}, may)) == 0 {
		t.Error("the maker approved through a second user")
	}
	if p.CouldServe(bob2, bob, nil, may) {
		t.Error("the maker is said to help")
	}
	if len(p.Missing(ann, []approval.Agreement{{}}, func(string, approval.Factor) bool { return true })) == 0 {
		t.Error("nobody approved")
	}
}

func TestApproverOfMakersUnitDoesNotCountWhereUnitsMustDiffer(t *testing.T) {
	p := program(t, true, onePerson)
	may := holding("bob b", "cem b", "dan b")
	for _, c := range []struct {
		who  approval.Agreement
		want bool
	}{{bob, false}, {cem, true}, {dan, false}} {
		if got := len(p.Missing(ann, []approval.Agreement{c.who}, may)) == 0; got != c.want {
			t.Errorf("%s: met is %v", c.who.User, got)
		}
	}
	if !p.Possible(approval.Agreement{}, []approval.Agreement{bob}, may) {
		t.Error("impossible though no maker is known yet")
	}
}

func TestPersonFillsTheFactorThatHelpsMost(t *testing.T) {
	p := program(t, false, twoPeople, onePerson)
	may := holding("bob a", "bob b", "cem a", "dan a")
	progress := p.Progress(ann, []approval.Agreement{dan, bob, cem}, may)
	want := approval.Progress{Filled: []approval.Filled{
		{Factor: 0, Agreements: []approval.Agreement{cem, dan}}, {Factor: 1, Agreements: []approval.Agreement{bob}},
	}}
	if diff := cmp.Diff(want, progress); diff != "" {
		t.Error(diff)
	}
	if p.CouldServe(bob, ann, []approval.Agreement{cem, dan}, holding("bob a", "cem a", "dan a")) {
		t.Error("a third person for two places is said to help")
	}
}

func TestImpossibleRuleNamesWhoIsEligible(t *testing.T) {
	p := program(t, false, twoPeople)
	candidates := []approval.Agreement{dan, cem, bob2, bob, ann}
	may := holding("ann a", "bob a", "bob-admin a", "cem b")
	if p.Possible(ann, candidates, may) {
		t.Error("possible with one person")
	}
	if !p.Possible(approval.Agreement{}, candidates, may) {
		t.Error("impossible with two people")
	}
	if diff := cmp.Diff([]approval.Agreement{bob, bob2}, p.Eligible(0, ann, candidates, may)); diff != "" {
		t.Error(diff)
	}
}

// most tries every assignment of people to places.
func most(people [][]int, room []int) int {
	if len(people) == 0 {
		return 0
	}
	best := most(people[1:], room)
	for _, f := range people[0] {
		if room[f] > 0 {
			room[f]--
			best = max(best, 1+most(people[1:], room))
			room[f]++
		}
	}
	return best
}

func TestMatchingAgreesWithTryingAllAssignments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		factors := make([]approval.Factor, rapid.IntRange(1, 3).Draw(t, "factors"))
		places := 0
		for f := range factors {
			factors[f] = approval.Factor{Permission: string(rune('a' + f)), People: rapid.IntRange(1, 3).Draw(t, "people")}
			places += factors[f].People
		}
		different := rapid.Bool().Draw(t, "different")
		letter := rapid.SampledFrom([]string{"", "p", "q", "r", "s"})
		agreement := rapid.Custom(func(t *rapid.T) approval.Agreement {
			return approval.Agreement{
				User: rapid.StringMatching("u[0-7]").Draw(t, "user"), Person: letter.Draw(t, "person"),
				Unit: rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "unit"),
			}
		})
		agreed := rapid.SliceOfN(agreement, 0, 6).Draw(t, "agreed")
		maker := agreement.Draw(t, "maker")
		held := rapid.SliceOfDistinct(rapid.StringMatching("u[0-7] [abc]"), rapid.ID).Draw(t, "held")
		may := holding(held...)

		ways := map[string][]int{}
		for _, a := range agreed {
			person, makers := a.Person, maker.Person
			if person == "" {
				person = a.User
			}
			if makers == "" {
				makers = maker.User
			}
			if person == makers || a.User == maker.User || different && (a.Unit == "" || a.Unit == maker.Unit) {
				continue
			}
			for f := range factors {
				if may(a.User, factors[f]) {
					ways[person] = append(ways[person], f)
				}
			}
		}
		var people [][]int
		room := make([]int, len(factors))
		for f := range factors {
			room[f] = factors[f].People
		}
		for _, w := range ways {
			people = append(people, w)
		}
		p := program(t, different, factors...)
		progress := p.Progress(maker, agreed, may)
		lacking, seen := 0, map[string]bool{}
		for _, s := range progress.Missing {
			lacking += s.People
		}
		for f, filled := range progress.Filled {
			for _, a := range filled.Agreements {
				person := a.Person
				if person == "" {
					person = a.User
				}
				if seen[person] || !may(a.User, factors[f]) || !slices.Contains(agreed, a) {
					t.Fatalf("%v cannot fill factor %d", a, f)
				}
				seen[person] = true
			}
		}
		if best := most(people, room); lacking != places-best || len(seen) != best {
			t.Fatalf("lacking %d and filled %d of %d places, best is %d", lacking, len(seen), places, best)
		}
		who := agreement.Draw(t, "who")
		already := slices.ContainsFunc(agreed, func(a approval.Agreement) bool { return samePerson(a, who) })
		fewer := total(p.Missing(maker, append(slices.Clone(agreed), who), may)) < lacking
		if got := p.CouldServe(who, maker, agreed, may); got != (fewer && !already) {
			t.Fatalf("could serve is %v", got)
		}
		shuffled := slices.Clone(agreed)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if diff := cmp.Diff(progress, p.Progress(maker, shuffled, may)); diff != "" {
			t.Fatalf("the order of agreements matters: %s", diff)
		}
	})
}

func samePerson(a, b approval.Agreement) bool {
	if a.Person == "" {
		a.Person = a.User
	}
	if b.Person == "" {
		b.Person = b.User
	}
	return a.Person == b.Person
}

func total(list []approval.Shortfall) (n int) {
	for _, s := range list {
		n += s.People
	}
	return n
}
