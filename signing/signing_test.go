package signing_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/countersign/countersign/signing"
)

// town is a local government: mayor and notary are primary signatories who may
// not sign together, two clerks may not sign for each other.
func town(signers ...signing.User) signing.Case {
	return signing.Case{
		Debits:     []signing.Debit{{Account: "A", Points: map[signing.User]int{"mayor": 8, "notary": 8, "treasurer": 5, "clerk1": 2, "clerk2": 2, "guest": 0}}},
		Jobs:       map[signing.User]signing.Job{"mayor": "mayor", "notary": "notary", "clerk1": "clerk", "clerk2": "clerk", "treasurer": "finance"},
		Exclusions: []signing.Exclusion{{"mayor", "notary"}, {"clerk", "clerk"}},
		Signers:    signers,
	}
}

func TestExcludedPairIsRefusedAndPermittedPairAccepted(t *testing.T) {
	v := signing.Evaluate(town("notary", "mayor"))
	want := signing.Clash{First: signing.Holder{User: "notary", Job: "notary"}, Second: signing.Holder{User: "mayor", Job: "mayor"}}
	if v.Accepted || v.Points != 0 || len(v.Clashes) != 1 || v.Clashes[0] != want || v.Accounts[0].Missing != 10 {
		t.Errorf("mayor and notary: %+v", v)
	}
	if v := signing.Evaluate(town("mayor", "clerk1")); !v.Accepted || v.Points != 10 {
		t.Errorf("mayor and clerk: %+v", v)
	}
}

func TestAllPairsAreMarkedBeforeAnybodyIsIgnored(t *testing.T) {
	c := town("a", "b", "c")
	c.Jobs = map[signing.User]signing.Job{"a": "x", "b": "y", "c": "z"}
	c.Exclusions = []signing.Exclusion{{"x", "y"}, {"y", "z"}}
	if v := signing.Evaluate(c); !cmp.Equal(v.Ignored, []signing.User{"a", "b", "c"}) {
		t.Errorf("ignored %v: b, ignored because of a, still excludes c", v.Ignored)
	}
}

func TestTwoOfOneJobAreExcludedOnlyByADiagonal(t *testing.T) {
	if v := signing.Evaluate(town("clerk1", "clerk2", "mayor")); v.Points != 8 || len(v.Ignored) != 2 {
		t.Errorf("two clerks: %+v", v)
	}
	if v := signing.Evaluate(town("clerk1", "clerk1", "mayor")); !v.Accepted || len(v.Counted) != 2 {
		t.Errorf("one clerk listed twice is one clerk: %+v", v)
	}
}

func TestPackageThatDebitsNothingIsNotAccepted(t *testing.T) {
	if v := signing.Evaluate(signing.Case{Signers: []signing.User{"mayor"}}); v.Accepted || v.Points != 0 {
		t.Errorf("%+v", v)
	}
	if sets, all := signing.Completions(signing.Case{}, nil, 9); sets != nil || !all {
		t.Errorf("completed by %v", sets)
	}
}

func TestRequirementBelowOneMeansTheDefault(t *testing.T) {
	for _, required := range []int{0, -5} {
		c := town("clerk1")
		c.Debits[0].Required = required
		if v := signing.Evaluate(c); v.Accepted || v.Accounts[0].Required != signing.DefaultRequired {
			t.Errorf("%d: %+v", required, v.Accounts[0])
		}
	}
}

func TestNegativePointsAreNoRight(t *testing.T) {
	c := town("mayor", "clerk1")
	c.Debits[0].Points["clerk1"] = -1
	if v := signing.Evaluate(c); v.Points != 8 || !slices.Contains(v.NoRight, "clerk1") {
		t.Errorf("%+v", v)
	}
}

func TestPointsPastTheLargestIntegerDoNotWrap(t *testing.T) {
	c := town("mayor", "clerk1")
	c.Debits[0] = signing.Debit{Account: "A", Required: math.MaxInt, Points: map[signing.User]int{"mayor": math.MaxInt - 1, "clerk1": math.MaxInt}}
	if v := signing.Evaluate(c); !v.Accepted || v.Points != math.MaxInt {
		t.Errorf("%+v", v)
	}
}

func TestManySignersAreJudgedLikeFew(t *testing.T) {
	c := signing.Case{Jobs: map[signing.User]signing.Job{}, Exclusions: []signing.Exclusion{{"odd", "last"}}}
	c.Debits = []signing.Debit{{Account: "A", Required: 1, Points: map[signing.User]int{}}}
	for i := range 200 {
		u := signing.User(fmt.Sprint(i))
		c.Signers = append(c.Signers, u, u)
		c.Jobs[u] = []signing.Job{"even", "odd"}[i%2]
		c.Debits[0].Points[u] = 1
	}
	c.Jobs["198"] = "last"
	v := signing.Evaluate(c)
	if v.Points != 99 || len(v.Ignored) != 101 || !cmp.Equal(v, naive(c), cmpopts.EquateEmpty()) {
		t.Errorf("points %d, %d ignored", v.Points, len(v.Ignored))
	}
}

func TestOrderOfSignersAndPairsChangesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range cases() / 4 {
		c := random(r)
		before := signing.Evaluate(c)
		c.Signers, c.Exclusions = slices.Clone(c.Signers), slices.Clone(c.Exclusions)
		r.Shuffle(len(c.Signers), func(i, j int) { c.Signers[i], c.Signers[j] = c.Signers[j], c.Signers[i] })
		for i, e := range c.Exclusions {
			if r.IntN(2) == 0 {
				c.Exclusions[i] = signing.Exclusion{e[1], e[0]}
			}
		}
		after := signing.Evaluate(c)
		for _, lists := range [][2][]signing.User{{before.Counted, after.Counted}, {before.Ignored, after.Ignored}, {before.NoRight, after.NoRight}} {
			if !cmp.Equal(slices.Sorted(slices.Values(lists[0])), slices.Sorted(slices.Values(lists[1]))) {
				t.Fatalf("%+v: %v became %v", c, lists[0], lists[1])
			}
		}
		if before.Accepted != after.Accepted || before.Points != after.Points {
			t.Fatalf("%+v: %+v became %+v", c, before, after)
		}
	}
}

func TestOneMoreExclusionNeverAddsPoints(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range cases() / 4 {
		c := random(r)
		before := signing.Evaluate(c)
		c.Exclusions = append(c.Exclusions, random(r).Exclusions...)
		for i, a := range signing.Evaluate(c).Accounts {
			if a.Points > before.Accounts[i].Points {
				t.Fatalf("%+v: %d became %d", c, before.Accounts[i].Points, a.Points)
			}
		}
	}
}

func TestNoTwoWhoCountAreAnExcludedPair(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range cases() / 4 {
		c := random(r)
		v := signing.Evaluate(c)
		for i, a := range v.Counted {
			for _, b := range v.Counted[i+1:] {
				ja, hasA := c.Jobs[a]
				jb, hasB := c.Jobs[b]
				if hasA && hasB && (slices.Contains(c.Exclusions, signing.Exclusion{ja, jb}) || slices.Contains(c.Exclusions, signing.Exclusion{jb, ja})) {
					t.Fatalf("%+v: %s and %s both count", c, a, b)
				}
			}
		}
	}
}

func TestWarningComesExactlyWhenASumWouldFall(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	warned := 0
	for range cases() / 4 {
		c := random(r)
		user := signing.User(fmt.Sprint("u", r.IntN(10)))
		before, with := naive(c), c
		with.Signers = append(slices.Clone(c.Signers), user)
		after := naive(with)
		falls := false
		for i, a := range after.Accounts {
			falls = falls || a.Points < before.Accounts[i].Points
		}
		warning, lowers := signing.Lowers(c, user)
		if lowers != falls || warning.Refuses != (before.Accepted && !after.Accepted) || falls && len(warning.Clashes) == 0 {
			t.Fatalf("%+v and %s: %+v, %v", c, user, warning, lowers)
		}
		if falls {
			warned++
		}
	}
	if warned < cases()/400 {
		t.Errorf("only %d warnings: the cases test little", warned)
	}
}

func TestCompletionsStopAtTheLimitAndSaySo(t *testing.T) {
	c := signing.Case{Debits: []signing.Debit{{Account: "A", Points: map[signing.User]int{}}}}
	for i := range 60 {
		c.Debits[0].Points[signing.User(fmt.Sprint("u", i))] = 1
	}
	sets, all := signing.Completions(c, nil, 3)
	if len(sets) != 3 || all || len(sets[0]) != 10 {
		t.Errorf("%v, %v", sets, all)
	}
}

func TestCompletionsEndEvenWhenTheSearchIsHard(t *testing.T) {
	c := signing.Case{Jobs: map[signing.User]signing.Job{}}
	for a := range 12 {
		d := signing.Debit{Account: signing.Account(fmt.Sprint(a)), Required: 1 << 20, Points: map[signing.User]int{}}
		for i := range 60 {
			u := signing.User(fmt.Sprint("u", i))
			c.Jobs[u] = signing.Job(u)
			d.Points[u] = 1<<15 + (i*7919+a*104729)%50_000
			if i%2 == 1 {
				c.Exclusions = append(c.Exclusions, signing.Exclusion{signing.Job(u), signing.Job(fmt.Sprint("u", i-1))})
			}
		}
		c.Debits = append(c.Debits, d)
	}
	for _, set := range must(signing.Completions(c, nil, 5)) {
		with := c
		with.Signers = set
		if !naive(with).Accepted {
			t.Errorf("%v does not complete it", set)
		}
	}
}

func must[T any](v T, _ bool) T { return v }

func BenchmarkEvaluateFiveSigners(b *testing.B) {
	c := town("mayor", "clerk1", "treasurer", "guest", "stranger")
	for i := range 20 {
		c.Exclusions = append(c.Exclusions, signing.Exclusion{signing.Job(fmt.Sprint("job", i)), "mayor"})
	}
	b.ReportAllocs()
	for b.Loop() {
		signing.Evaluate(c)
	}
}

func BenchmarkEvaluateFiveSignersWithClashes(b *testing.B) {
	c := town("mayor", "clerk1", "notary", "clerk2", "treasurer")
	b.ReportAllocs()
	for b.Loop() {
		signing.Evaluate(c)
	}
}
