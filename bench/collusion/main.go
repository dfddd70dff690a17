// Command collusion measures how long it takes to find every smallest set of up
// to four people among 10,000, and writes docs/benchmarks.md.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"github.com/countersign/countersign/bench/internal/report"
	"github.com/countersign/countersign/bench/internal/turns"
	"github.com/countersign/countersign/collusion"
	"github.com/countersign/countersign/signing"
)

var (
	rounds = flag.Int("rounds", 5, "how often each row has its turn")
	out    = flag.String("out", "", "the file whose section is written")
)

func main() {
	flag.Parse()
	if err := measure(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func measure() error {
	section := &report.Section{Title: "Collusion", Command: "collusion"}
	section.Printf("| people | each ability | deputies | kinds | sets | of them one, two, three, four people | ms | processor ms | goal | met |\n| ---: | --- | --- | ---: | ---: | --- | ---: | ---: | --- | --- |\n")
	for _, row := range []struct {
		rare, lent int
		anywhere   bool
		deputies   string
	}{
		{40, 0, false, "none"},
		{25, 0, false, "none"},
		{40, 300, false, "300, of the same unit"},
		{40, 100, true, "100, of any unit"},
		{40, 300, true, "300, of any unit"},
	} {
		q := organisation(10_000, row.rare)
		lend(&q, row.lent, row.anywhere)
		a, err := collusion.Find(q)
		if err != nil {
			return err
		}
		figures, err := turns.Hold(*rounds, time.Millisecond, []turns.Contestant{turns.Again("find", func() error {
			again, err := collusion.Find(q)
			if err == nil && (!again.All || again.Sets != a.Sets) {
				err = fmt.Errorf("%d sets, then %d", a.Sets, again.Sets)
			}
			return err
		})})
		if err != nil {
			return err
		}
		f := figures[0]
		section.Printf("| 10000 | one in %d | %s | %d | %d | %v | %.0f | %.0f | ≤ 5 s | %s |\n", row.rare, row.deputies, a.Kinds, a.Sets, a.Sizes, f.Median()/1e6, f.Processors()/1e6, report.Met(f.Processors() <= 5e9))
	}
	section.Printf("\nThe organisation is drawn at random: people of 200 units, each of eight abilities with the chance named, signatories with 5 or 10 points; two rules ask for an approver of another unit, and nobody signs what they entered. Deputies agree for as many people, both drawn at random. A search that was cut off would not count. That the sets are those of trying all is tested on small organisations.\n")
	text := section.Text(fmt.Sprintf("%d rounds, medians; whether the goal is met is told by the processor's time", *rounds))
	fmt.Println(text)
	if *out != "" {
		return section.Write(*out, text)
	}
	return nil
}

// lend has so many people agree for another.
func lend(q *collusion.Question, n int, anywhere bool) {
	r := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // the same deputies each time
	colleagues := map[string][]string{}
	for _, p := range q.People {
		at := p.Users[0].Unit
		if anywhere {
			at = ""
		}
		colleagues[at] = append(colleagues[at], p.ID)
	}
	for range n {
		absent := q.People[r.IntN(len(q.People))].Users[0]
		of := colleagues[absent.Unit]
		if anywhere {
			of = colleagues[""]
		}
		q.Lent = append(q.Lent, collusion.Lent{User: absent.ID, Deputy: of[r.IntN(len(of))]})
	}
}

// organisation scatters abilities over people of 200 units.
func organisation(people, rare int) collusion.Question {
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same organisation each time
	var q collusion.Question
	can, points := map[string]uint16{}, map[signing.User]int{}
	for i := range people {
		id := fmt.Sprintf("u%05d", i)
		q.People = append(q.People, collusion.Person{ID: id, Users: []collusion.User{{ID: id, Unit: fmt.Sprint(r.IntN(200))}}})
		for bit := range 8 {
			if r.IntN(rare) == 0 {
				can[id] |= 1 << bit
			}
		}
		if r.IntN(10) == 0 {
			points[signing.User(id)] = 5 * (1 + r.IntN(2))
		}
	}
	may := func(n int) collusion.May { return func(user string) bool { return can[user]>>n&1 != 0 } }
	rule := func(id string, n int) []collusion.Rule {
		return []collusion.Rule{{ID: id, Name: id, DifferentUnits: true, Factors: []collusion.Factor{{People: 1, May: may(n)}}}}
	}
	q.Ways = []collusion.Way{{
		Name: "payment",
		Steps: []collusion.Step{
			{Action: "bank_instruction.insert", May: may(0), Agree: may(1), Rules: rule("instructions", 1)},
			{Action: "package.create", May: may(2), Agree: may(3)},
			{Action: "package.submit", May: may(4), Agree: may(5), Rules: rule("submitting", 5)},
			{Action: "package.sign", May: may(6), Agree: may(7), Signing: &signing.Case{Debits: []signing.Debit{{Account: "main", Points: points}}}},
		},
		Apart: []collusion.Apart{{First: collusion.Act{Step: 1}, Second: collusion.Act{Step: 3}}},
	}}
	return q
}
