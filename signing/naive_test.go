package signing_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/countersign/countersign/internal/testkit/soak"
	"github.com/countersign/countersign/signing"
)

// cases is how many random cases are held against the slow implementation.
func cases() int { return soak.Count(4_000, 20_000, 1_000_000) }

// naive is the evaluation once more, in the words of its definition.
func naive(c signing.Case) signing.Verdict {
	var people []signing.User
	for _, u := range c.Signers {
		if !slices.Contains(people, u) {
			people = append(people, u)
		}
	}
	var v signing.Verdict
	may := func(a, b signing.User) bool {
		ja, hasA := c.Jobs[a]
		jb, hasB := c.Jobs[b]
		return !hasA || !hasB || !slices.ContainsFunc(c.Exclusions, func(e signing.Exclusion) bool {
			return e == signing.Exclusion{ja, jb} || e == signing.Exclusion{jb, ja}
		})
	}
	marked := map[signing.User]bool{}
	for i, a := range people {
		for _, b := range people[i+1:] {
			if !may(a, b) {
				marked[a], marked[b] = true, true
				v.Clashes = append(v.Clashes, signing.Clash{
					First: signing.Holder{User: a, Job: c.Jobs[a]}, Second: signing.Holder{User: b, Job: c.Jobs[b]},
				})
			}
		}
	}
	counts := map[signing.User]bool{}
	v.Accepted = true
	for i, d := range c.Debits {
		a := signing.AccountVerdict{Account: d.Account, Required: d.Required}
		for _, u := range people {
			switch p := d.Points[u]; {
			case marked[u]:
			case p > 0:
				counts[u] = true
				a.Counted = append(a.Counted, signing.Share{User: u, Points: p})
				a.Points += p
			default:
				a.NoRight = append(a.NoRight, u)
			}
		}
		if a.Accepted = a.Points >= a.Required; !a.Accepted {
			a.Missing, v.Accepted = a.Required-a.Points, false
		}
		if i == 0 || a.Points < v.Points {
			v.Points = a.Points
		}
		v.Accounts = append(v.Accounts, a)
	}
	for _, u := range people {
		switch {
		case marked[u]:
			v.Ignored = append(v.Ignored, u)
		case counts[u]:
			v.Counted = append(v.Counted, u)
		default:
			v.NoRight = append(v.NoRight, u)
		}
	}
	return v
}

// random makes a case in which excluded pairs, people without jobs or points,
// and repeated signers are all common.
func random(r *rand.Rand) signing.Case {
	pick := func(prefix string, n int) string { return fmt.Sprint(prefix, r.IntN(n)) }
	users, jobs := 2+r.IntN(9), 1+r.IntN(5)
	c := signing.Case{Jobs: map[signing.User]signing.Job{}}
	for i := range users {
		if r.IntN(4) > 0 {
			c.Jobs[signing.User(fmt.Sprint("u", i))] = signing.Job(pick("j", jobs))
		}
	}
	for range r.IntN(4) {
		c.Exclusions = append(c.Exclusions, signing.Exclusion{signing.Job(pick("j", jobs)), signing.Job(pick("j", jobs))})
	}
	for range r.IntN(8) {
		c.Signers = append(c.Signers, signing.User(pick("u", users+1)))
	}
	for i := range 1 + r.IntN(3) {
		d := signing.Debit{Account: signing.Account(fmt.Sprint("a", i)), Required: 1 + r.IntN(14), Points: map[signing.User]int{}}
		for u := range users {
			if r.IntN(3) > 0 {
				d.Points[signing.User(fmt.Sprint("u", u))] = []int{0, 1, 2, 5, 8, 10}[r.IntN(6)]
			}
		}
		c.Debits = append(c.Debits, d)
	}
	return c
}

func TestEvaluationAgreesWithItsDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	accepted, clashing := 0, 0
	for range cases() {
		c := random(r)
		got := signing.Evaluate(c)
		// Printing is many times faster than comparing by reflection.
		if want := naive(c); fmt.Sprint(want) != fmt.Sprint(got) {
			t.Fatalf("%+v:\n%s", c, cmp.Diff(want, got, cmpopts.EquateEmpty()))
		}
		if got.Accepted {
			accepted++
		}
		if len(got.Clashes) > 0 {
			clashing++
		}
	}
	if accepted < cases()/20 || clashing < cases()/20 {
		t.Errorf("of %d cases only %d are accepted and %d have a clash: they test little", cases(), accepted, clashing)
	}
}

func TestCompletionsAreTheSmallestSetsThatBruteForceFinds(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	found := 0
	for range cases() / 20 {
		c := random(r)
		var from []signing.User
		for i := range 10 {
			if u := signing.User(fmt.Sprint("u", i)); !slices.Contains(c.Signers, u) {
				from = append(from, u)
			}
		}
		got, all := signing.Completions(c, from, 1<<10)
		want := subsets(c, from)
		if !all || !cmp.Equal(want, got, cmpopts.EquateEmpty()) {
			t.Fatalf("%+v: found %v (all: %v), expected %v", c, got, all, want)
		}
		found += len(want)
	}
	if found < cases()/40 {
		t.Errorf("only %d sets in all: the cases test little", found)
	}
}

// subsets tries every set of further signers and keeps the smallest accepted.
func subsets(c signing.Case, from []signing.User) (best [][]signing.User) {
	for bitmap := range 1 << len(from) {
		set := []signing.User{}
		for i, u := range from {
			if bitmap>>i&1 == 1 {
				set = append(set, u)
			}
		}
		if len(best) > 0 && len(set) > len(best[0]) {
			continue
		}
		with := c
		with.Signers = slices.Concat(c.Signers, set)
		if !naive(with).Accepted {
			continue
		}
		if len(best) > 0 && len(set) < len(best[0]) {
			best = nil
		}
		best = append(best, set)
	}
	slices.SortFunc(best, func(a, b []signing.User) int {
		return slices.CompareFunc(a, b, func(x, y signing.User) int { return slices.Index(from, x) - slices.Index(from, y) })
	})
	return best
}
