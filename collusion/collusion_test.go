package collusion_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/collusion"
	"github.com/countersign/countersign/internal/testkit/soak"
	"github.com/countersign/countersign/signing"
)

// TestTheSetsAreThoseOfTryingAll compares with brute force on small random
// organisations.
func TestTheSetsAreThoseOfTryingAll(t *testing.T) {
	sizes := map[int]int{}
	for seed := range soak.Count(150, 300, 20_000) {
		q := rapid.Custom(organisation).Example(seed)
		if seed%2 == 1 {
			tellWhoMatters(&q)
		}
		if a, _ := compared(t, seed, &q); !a.ByItself {
			sizes[a.Smallest]++
		}
	}
	t.Logf("by size of the smallest: %v", sizes)
	for size := range 3 {
		if sizes[size] == 0 {
			t.Errorf("no organisation's smallest set had %d people: the test compares too little", size)
		}
	}
}

// TestDeputiesMakeTheSetsThatTryingAllFinds is the same of organisations in which
// few can agree themselves, and many for others.
func TestDeputiesMakeTheSetsThatTryingAllFinds(t *testing.T) {
	byDeputy := 0
	for seed := range soak.Count(500, 1500, 20_000) {
		q := rapid.Custom(lending).Example(seed)
		_, sets := compared(t, seed, &q)
		q.Lent = nil
		if !slices.Equal(sets, newNaive(&q).minimal(collusion.Largest)) {
			byDeputy++
		}
	}
	t.Logf("deputies matter in %d", byDeputy)
	if byDeputy < 40 {
		t.Errorf("deputies matter in %d organisations only: the test compares too little", byDeputy)
	}
}

// compared finds the sets, which are those of trying all.
func compared(t *testing.T, seed int, q *collusion.Question) (a *collusion.Answer, sets []string) {
	t.Helper()
	q.Groups, q.Names = 100_000, 1000
	a, err := collusion.Find(*q)
	if err != nil {
		t.Fatal(err)
	}
	n := newNaive(q)
	if a.ByItself != n.enough(nil) {
		t.Fatalf("seed %d: by itself is %v", seed, a.ByItself)
	}
	if a.ByItself {
		return a, nil
	}
	got, twice := expand(q, a)
	want := n.minimal(collusion.Largest)
	if diff := cmp.Diff(want, got); diff != "" || twice {
		t.Fatalf("seed %d, twice %v (-trying all +found):\n%s\n%s", seed, twice, diff, show(q))
	}
	if int64(len(want)) != a.Sets || !a.All {
		t.Fatalf("seed %d: %d sets are counted, %d there", seed, a.Sets, len(want))
	}
	for i := range a.Groups {
		if why := n.idle(&a.Groups[i]); why != "" {
			t.Fatalf("seed %d: what the example of a group does is not enough: %s: %+v\n%s", seed, why, a.Groups[i], show(q))
		}
	}
	return a, want
}

// lending draws an organisation with one rule or two at each step, whose people
// have one user mostly.
func lending(t *rapid.T) collusion.Question {
	var q collusion.Question
	var users []string
	for i := range rapid.SampledFrom([]int{3, 4, 5, 6}).Draw(t, "people") {
		p := collusion.Person{ID: fmt.Sprintf("p%d", i)}
		for j := range rapid.SampledFrom([]int{1, 1, 1, 2}).Draw(t, "users") {
			u := collusion.User{ID: fmt.Sprintf("u%d%d", i, j), Unit: rapid.SampledFrom([]string{"", "a", "b", "b", "c", "c"}).Draw(t, "unit")}
			p.Users, users = append(p.Users, u), append(users, u.ID)
		}
		q.People = append(q.People, p)
	}
	for range rapid.SampledFrom([]int{3, 4, 6, 8}).Draw(t, "lent") {
		who := rapid.SampledFrom(users)
		q.Lent = append(q.Lent, collusion.Lent{User: who.Draw(t, "lender"), Deputy: who.Draw(t, "deputy")})
	}
	some := func(label string) collusion.May {
		has := map[string]bool{}
		for _, u := range users {
			has[u] = rapid.SampledFrom([]bool{label == "may", true, false, false}).Draw(t, label)
		}
		return func(user string) bool { return has[user] }
	}
	way := collusion.Way{Name: "way"}
	for i := range rapid.SampledFrom([]int{1, 1, 2}).Draw(t, "steps") {
		name := fmt.Sprint(i)
		s := collusion.Step{Action: name, Agree: some("agree")}
		for n := range rapid.SampledFrom([]int{1, 1, 1, 2}).Draw(t, "rules") {
			s.Rules = append(s.Rules, collusion.Rule{
				ID: fmt.Sprint(name, "#", n), DifferentUnits: rapid.Bool().Draw(t, "different units"),
				Factors: []collusion.Factor{{People: rapid.SampledFrom([]int{1, 1, 2}).Draw(t, "of"), Who: fmt.Sprint(name, n), May: some("agrees")}},
			})
		}
		if rapid.SampledFrom([]bool{true, false, false}).Draw(t, "barring") {
			s.Barred = some("barred")
		}
		if rapid.SampledFrom([]bool{true, false, false}).Draw(t, "form") {
			s.By = &collusion.Agent{User: "robot " + name, Person: rapid.SampledFrom([]string{"robot", "p0"}).Draw(t, "keeper"), Unit: rapid.SampledFrom([]string{"", "a"}).Draw(t, "robot's")}
		} else {
			s.May = some("may")
		}
		way.Steps = append(way.Steps, s)
	}
	if rapid.Bool().Draw(t, "apart") {
		act := func() collusion.Act {
			return collusion.Act{Step: rapid.IntRange(0, len(way.Steps)-1).Draw(t, "act"), Agree: rapid.Bool().Draw(t, "agrees")}
		}
		way.Apart = []collusion.Apart{{First: act(), Second: act()}}
	}
	q.Ways = []collusion.Way{way}
	return q
}

// organisation draws people, ways, rules and duties.
func organisation(t *rapid.T) collusion.Question {
	var q collusion.Question
	units := []string{"", "a", "b", "c"}
	var users []string
	for i := range rapid.IntRange(2, 7).Draw(t, "people") {
		p := collusion.Person{ID: fmt.Sprintf("p%d", i)}
		for j := range rapid.SampledFrom([]int{1, 1, 1, 2}).Draw(t, "users") {
			u := collusion.User{ID: fmt.Sprintf("u%d%d", i, j), Unit: rapid.SampledFrom(units).Draw(t, "unit")}
			p.Users = append(p.Users, u)
			users = append(users, u.ID)
		}
		q.People = append(q.People, p)
	}
	for range rapid.IntRange(0, 4).Draw(t, "lent") {
		who := rapid.SampledFrom(users)
		q.Lent = append(q.Lent, collusion.Lent{User: who.Draw(t, "lender"), Deputy: who.Draw(t, "deputy")})
	}
	some := func(label string) collusion.May {
		has := map[string]bool{}
		for _, u := range users {
			has[u] = rapid.SampledFrom([]bool{true, false, false}).Draw(t, label)
		}
		return func(user string) bool { return has[user] }
	}
	for w := range rapid.IntRange(1, 2).Draw(t, "ways") {
		way := collusion.Way{Name: fmt.Sprint("way ", w)}
		for i := range rapid.IntRange(1, 4).Draw(t, "steps") {
			way.Steps = append(way.Steps, step(t, fmt.Sprint(w, ".", i), users, some))
		}
		for range rapid.IntRange(0, 2).Draw(t, "apart") {
			act := func() collusion.Act {
				return collusion.Act{Step: rapid.IntRange(0, len(way.Steps)-1).Draw(t, "act"), Agree: rapid.SampledFrom([]bool{false, false, true}).Draw(t, "agrees")}
			}
			apart := collusion.Apart{First: act(), Second: act()}
			if rapid.Bool().Draw(t, "exceptions") {
				apart.Unless = some("excepted")
			}
			way.Apart = append(way.Apart, apart)
		}
		q.Ways = append(q.Ways, way)
	}
	return q
}

func step(t *rapid.T, name string, users []string, some func(string) collusion.May) collusion.Step {
	s := collusion.Step{Action: name, Agree: some("agree"), Rules: rules(t, name, some)}
	if rapid.IntRange(0, 3).Draw(t, "walled") == 0 {
		s.Barred = some("barred")
	}
	switch rapid.IntRange(0, 5).Draw(t, "form") {
	case 0:
		s.By = &collusion.Agent{User: "robot " + name, Person: rapid.SampledFrom([]string{"robot", "p0"}).Draw(t, "keeper"), Unit: rapid.SampledFrom([]string{"", "a"}).Draw(t, "robot's")}
		return s
	case 1, 2:
		s.Completes = rules(t, name+"!", some)
		s.Signing = &signing.Case{Jobs: map[signing.User]signing.Job{}, Exclusions: []signing.Exclusion{{"x", "y"}, {"z", "z"}}}
		for d := range rapid.IntRange(1, 2).Draw(t, "debits") {
			debit := signing.Debit{Account: signing.Account(fmt.Sprint(d)), Required: rapid.IntRange(1, 12).Draw(t, "required"), Points: map[signing.User]int{}}
			for _, u := range users {
				debit.Points[signing.User(u)] = rapid.SampledFrom([]int{0, 4, 5, 10}).Draw(t, "points")
			}
			s.Signing.Debits = append(s.Signing.Debits, debit)
		}
		for _, u := range users {
			if j := rapid.SampledFrom([]signing.Job{"", "x", "y", "z"}).Draw(t, "job"); j != "" {
				s.Signing.Jobs[signing.User(u)] = j
			}
		}
	}
	s.May = some("may")
	return s
}

func rules(t *rapid.T, name string, some func(string) collusion.May) []collusion.Rule {
	var list []collusion.Rule
	for i := range rapid.SampledFrom([]int{0, 0, 1, 1, 2}).Draw(t, "rules") {
		r := collusion.Rule{ID: fmt.Sprint(name, "#", i), DifferentUnits: rapid.Bool().Draw(t, "different units")}
		if rapid.Bool().Draw(t, "conditional") {
			r.Applies = some("applies")
		}
		for f := range rapid.SampledFrom([]int{1, 1, 2}).Draw(t, "factors") {
			r.Factors = append(r.Factors, collusion.Factor{
				People: rapid.SampledFrom([]int{1, 1, 2}).Draw(t, "of"), Who: fmt.Sprint(r.ID, " factor ", f), May: some("agrees"),
			})
		}
		list = append(list, r)
	}
	return list
}

func show(q *collusion.Question) string {
	text := fmt.Sprintln(q.People, q.Lent)
	for _, w := range q.Ways {
		for i, s := range w.Steps {
			text += fmt.Sprintf("%s step %d: by %v, signing %v, rules %d, apart %v; may:", w.Name, i, s.By, s.Signing, len(s.Rules), w.Apart)
			for _, p := range q.People {
				for _, u := range p.Users {
					if s.May != nil && s.May(u.ID) {
						text += " " + u.ID
					}
				}
			}
			text += "\n"
		}
	}
	return text
}

// tellWhoMatters names in each way the users of whom anything in it is true.
func tellWhoMatters(q *collusion.Question) {
	for i := range q.Ways {
		w := &q.Ways[i]
		var asked []collusion.May
		for _, s := range w.Steps {
			asked = append(asked, s.May, s.Agree)
			for _, r := range slices.Concat(s.Rules, s.Completes, s.Assumed) {
				for _, f := range r.Factors {
					asked = append(asked, f.May)
				}
			}
		}
		for _, a := range w.Apart {
			asked = append(asked, a.Unless)
		}
		w.Among = []string{}
		for _, p := range q.People {
			for _, u := range p.Users {
				if slices.ContainsFunc(asked, func(may collusion.May) bool { return may != nil && may(u.ID) }) {
					w.Among = append(w.Among, u.ID)
				}
			}
		}
	}
}
