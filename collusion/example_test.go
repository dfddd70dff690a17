package collusion_test

import (
	"fmt"
	"strings"

	"github.com/countersign/countersign/collusion"
	"github.com/countersign/countersign/signing"
)

// Eva enters packages and may submit them; Tom and Uma sign, each with enough
// points; nobody signs what they entered. Eva signs too, and so does Max submit.
func ExampleFind() {
	may := func(users ...string) collusion.May {
		return func(user string) bool { return strings.Contains(strings.Join(users, " "), user) }
	}
	q := collusion.Question{
		People: []collusion.Person{
			{ID: "eva", Users: []collusion.User{{ID: "eva"}}},
			{ID: "max", Users: []collusion.User{{ID: "max"}}},
			{ID: "tom", Users: []collusion.User{{ID: "tom"}}},
			{ID: "uma", Users: []collusion.User{{ID: "uma"}}},
		},
		Ways: []collusion.Way{{
			Name: "a package of one's own",
			Steps: []collusion.Step{
				{Action: "package.create", May: may("eva"), Agree: may("tom", "uma")},
				{Action: "package.submit", May: may("eva", "max"), Agree: may("max")},
				{Action: "package.sign", May: may("eva", "tom", "uma"), Signing: &signing.Case{
					Debits: []signing.Debit{{Account: "main", Points: map[signing.User]int{"eva": 10, "tom": 10, "uma": 10}}},
				}},
			},
			Apart: []collusion.Apart{{First: collusion.Act{Step: 0}, Second: collusion.Act{Step: 2}, Why: "who enters does not sign"}},
		}},
	}
	a, err := collusion.Find(q)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("smallest:", a.Smallest, "sets:", a.Sets)
	for _, g := range a.Groups {
		for _, m := range g.Members {
			fmt.Println("one of", m.People)
		}
		for _, d := range g.Acts {
			fmt.Println(" ", d.User, d.Action)
		}
		for _, gap := range g.Gaps {
			fmt.Println("  possible because", gap.Text)
		}
	}
	// Output:
	// smallest: 2 sets: 2
	// one of [eva]
	// one of [tom uma]
	//   eva package.create
	//   eva package.submit
	//   tom package.sign
	//   possible because no duty rule keeps package.create and package.submit in different hands
	//   possible because no four-eyes rule on package.submit
	//   possible because no four-eyes rule on package.sign
}
