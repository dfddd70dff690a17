package collusion_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/countersign/countersign/collusion"
	"github.com/countersign/countersign/signing"
)

func people(ids ...string) (list []collusion.Person) {
	for _, id := range ids {
		list = append(list, collusion.Person{ID: id, Users: []collusion.User{{ID: id}}})
	}
	return list
}

func only(users ...string) collusion.May {
	return func(user string) bool { return slices.Contains(users, user) }
}

func find(t *testing.T, q collusion.Question) *collusion.Answer {
	t.Helper()
	a, err := collusion.Find(q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func oneStep(rules ...collusion.Rule) []collusion.Way {
	return []collusion.Way{{Name: "it", Steps: []collusion.Step{{Action: "grant.insert", May: only("a", "b"), Agree: only("b", "c"), Rules: rules}}}}
}

func TestOnePersonAloneIsAnAlarm(t *testing.T) {
	a := find(t, collusion.Question{People: people("a", "b", "c"), Ways: oneStep()})
	if !a.Alarm || a.Smallest != 1 || a.Sets != 2 {
		t.Errorf("the answer is %+v", a)
	}
	if g := a.Groups[0].Gaps; len(g) != 1 || g[0].Code != collusion.NoRule || !g[0].Alone || g[0].Action != "grant.insert" {
		t.Errorf("the gaps are %+v", g)
	}
}

func TestARuleThatAsksForOneOnlyIsNamed(t *testing.T) {
	rule := collusion.Rule{ID: "r", Name: "access", Factors: []collusion.Factor{{People: 1, May: only("b", "c")}}}
	a := find(t, collusion.Question{People: people("a", "b", "c"), Ways: oneStep(rule)})
	if a.Alarm || a.Smallest != 2 || a.Sets != 3 {
		t.Errorf("the answer is %+v", a)
	}
	if g := a.Groups[0].Gaps; len(g) != 1 || g[0].Code != collusion.FewPeople || g[0].Text != "the rule access on grant.insert asks for one approver only" {
		t.Errorf("the gaps are %+v", g)
	}
}

func TestARuleThatMayNotApplyIsAssumedNotTo(t *testing.T) {
	ways := oneStep()
	ways[0].Steps[0].Assumed = []collusion.Rule{{ID: "r", Name: "large ones", Factors: []collusion.Factor{{People: 2, May: only("b", "c")}}}}
	a := find(t, collusion.Question{People: people("a", "b", "c"), Ways: ways})
	if !a.Alarm || !slices.ContainsFunc(a.Groups[0].Gaps, func(g collusion.Gap) bool { return g.Code == collusion.Assumed && g.Rule == "r" }) {
		t.Errorf("the answer is %+v", a)
	}
}

func TestTwoUsersOfOnePersonAreOne(t *testing.T) {
	rule := collusion.Rule{ID: "r", Factors: []collusion.Factor{{People: 1, May: only("b")}}}
	both := collusion.Person{ID: "ann", Users: []collusion.User{{ID: "a"}, {ID: "b"}}}
	a := find(t, collusion.Question{People: []collusion.Person{both}, Ways: oneStep(rule)})
	if a.Smallest != 0 || a.Sets != 0 || !a.All {
		t.Errorf("the answer is %+v", a)
	}
}

func TestAWrongQuestionIsRefused(t *testing.T) {
	step := collusion.Step{Action: "x", May: only("a")}
	for code, q := range map[string]collusion.Question{
		"most":          {Most: 5},
		"way_empty":     {Ways: []collusion.Way{{}}},
		"step_form":     {Ways: []collusion.Way{{Steps: []collusion.Step{{Action: "x"}}}}},
		"step_unknown":  {Ways: []collusion.Way{{Steps: []collusion.Step{step}, Apart: []collusion.Apart{{Second: collusion.Act{Step: 1}}}}}},
		"person_twice":  {People: people("a", "a")},
		"factor_people": {Ways: oneStep(collusion.Rule{Factors: []collusion.Factor{{May: only("a")}}})},
	} {
		_, err := collusion.Find(q)
		var refused *collusion.Error
		if !errors.As(err, &refused) || refused.Code != code {
			t.Errorf("want %s, got %v", code, err)
		}
	}
}

// TestTenThousandPeopleAreSearchedInSeconds counts the processor's time, so that
// it fails for a search that grew worse and not for a busy machine.
func TestTenThousandPeopleAreSearchedInSeconds(t *testing.T) {
	q := large(10_000, 60)
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		q.Lent = append(q.Lent, collusion.Lent{User: q.People[r.IntN(10_000)].ID, Deputy: q.People[r.IntN(10_000)].ID})
	}
	began := processorTime(t)
	a := find(t, q)
	took := processorTime(t) - began
	t.Logf("%d kinds, smallest %d, sizes %v, %d groups, %v", a.Kinds, a.Smallest, a.Sizes, len(a.Groups)+a.More, took)
	if took > 10*time.Second { // of both cores, the collector's too
		t.Errorf("it took %v of processor time", took)
	}
	if !a.All || a.Smallest == 0 || a.Kinds < 20 {
		t.Errorf("the organisation is no measure: %d kinds, smallest %d, all %v", a.Kinds, a.Smallest, a.All)
	}
}

func processorTime(t *testing.T) time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		t.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func BenchmarkTenThousandPeople(b *testing.B) {
	q := large(10_000, 25)
	for b.Loop() {
		if _, err := collusion.Find(q); err != nil {
			b.Fatal(err)
		}
	}
}

// large is an organisation whose people are scattered over 200 units and have
// each of twelve abilities with a chance of one in rare, and a way with two rules that ask for other units.
func large(n, rare int) collusion.Question {
	r := rand.New(rand.NewPCG(1, 2))
	var q collusion.Question
	can := map[string]uint16{}
	points := map[signing.User]int{}
	for i := range n {
		id := fmt.Sprintf("u%05d", i)
		q.People = append(q.People, collusion.Person{ID: id, Users: []collusion.User{{ID: id, Unit: fmt.Sprint(r.IntN(200))}}})
		for bit := range 12 {
			if r.IntN(rare) == 0 {
				can[id] |= 1 << bit
			}
		}
		if r.IntN(50) == 0 {
			points[signing.User(id)] = 5 * (1 + r.IntN(2))
		}
	}
	bit := func(n int) collusion.May { return func(user string) bool { return can[user]>>n&1 != 0 } }
	other := func(id string, n int) []collusion.Rule {
		return []collusion.Rule{{ID: id, Name: id, DifferentUnits: true, Factors: []collusion.Factor{{People: 1, May: bit(n)}}}}
	}
	q.Ways = []collusion.Way{{
		Name: "payment",
		Steps: []collusion.Step{
			{Action: "bank_instruction.insert", May: bit(0), Agree: bit(1), Rules: other("instructions", 1)},
			{Action: "package.create", May: bit(2), Agree: bit(3)},
			{Action: "package.submit", May: bit(4), Agree: bit(5), Rules: other("submitting", 5)},
			{Action: "package.sign", May: bit(6), Agree: bit(7), Signing: &signing.Case{Debits: []signing.Debit{{Account: "main", Points: points}}}},
		},
		Apart: []collusion.Apart{{First: collusion.Act{Step: 1}, Second: collusion.Act{Step: 3}}},
	}}
	return q
}
