package signing_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/countersign/countersign/signing"
)

var council = signing.Case{
	Debits:     []signing.Debit{{Account: "budget", Required: 10, Points: map[signing.User]int{"mia": 8, "noel": 8, "cleo": 2}}},
	Jobs:       map[signing.User]signing.Job{"mia": "mayor", "noel": "notary", "cleo": "clerk"},
	Exclusions: []signing.Exclusion{{"mayor", "notary"}},
}

func ExampleEvaluate() {
	c := council
	c.Signers = []signing.User{"mia", "noel"}
	v := signing.Evaluate(c)
	fmt.Println("accepted:", v.Accepted, "ignored:", v.Ignored, "missing:", v.Accounts[0].Missing)
	fmt.Printf("%+v\n", v.Clashes[0])
	// Output:
	// accepted: false ignored: [mia noel] missing: 10
	// {First:{User:mia Job:mayor} Second:{User:noel Job:notary}}
}

func ExampleCompletions() {
	c := council
	c.Signers = []signing.User{"cleo"}
	sets, all := signing.Completions(c, nil, 10)
	fmt.Println(sets, all)
	// Output: [[mia] [noel]] true
}

func ExampleLowers() {
	c := council
	c.Signers = []signing.User{"cleo", "mia"}
	warning, lowers := signing.Lowers(c, "noel")
	fmt.Println(lowers, warning.Accounts, warning.Refuses)
	// Output: true [{budget 10 2}] true
}

func ExampleRun() {
	lines := `{"id":1,"accounts":{"A":{"mia":8,"cleo":2}},"jobs":{},"exclusions":[],"signers":["mia","cleo"],"account":"A"}
{"id":2,"accounts":{"A":{"mia":-8}},"jobs":{},"exclusions":[],"signers":[],"account":"A"}`
	_ = signing.Run(strings.NewReader(lines), os.Stdout)
	// Output:
	// {"id":1,"accepted":true,"counted":["mia","cleo"],"ignored":[],"no_right":[],"points":10}
	// {"id":2,"error":"BAD_POINTS"}
}
