package main

import (
	"fmt"

	"github.com/countersign/countersign/signing"
)

var clashingBefore = town("mayor", "clerk1", "treasurer", "guest")

// town is a local government: mayor and notary may not sign together, two clerks
// may not sign for each other, and there are more pairs that concern nobody here.
func town(signers ...signing.User) signing.Case {
	c := signing.Case{
		Debits:     []signing.Debit{{Account: "A", Points: map[signing.User]int{"mayor": 8, "notary": 8, "treasurer": 5, "clerk1": 2, "clerk2": 2, "guest": 0}}},
		Jobs:       map[signing.User]signing.Job{"mayor": "mayor", "notary": "notary", "clerk1": "clerk", "clerk2": "clerk", "treasurer": "finance"},
		Exclusions: []signing.Exclusion{{"mayor", "notary"}, {"clerk", "clerk"}},
		Signers:    signers,
	}
	for i := range 18 {
		c.Exclusions = append(c.Exclusions, signing.Exclusion{signing.Job(fmt.Sprint("job", i)), "mayor"})
	}
	return c
}

// large is a company in which nobody has signed yet.
func large() signing.Case {
	c := signing.Case{Jobs: map[signing.User]signing.Job{}, Exclusions: []signing.Exclusion{{"job0", "job1"}, {"job2", "job2"}, {"job3", "job4"}}}
	for a := range 3 {
		d := signing.Debit{Account: signing.Account(fmt.Sprint("account", a)), Required: 10, Points: map[signing.User]int{}}
		for i := range 200 {
			u := signing.User(fmt.Sprintf("user%03d", i))
			c.Jobs[u] = signing.Job(fmt.Sprint("job", i%10))
			d.Points[u] = 1 + (i+a)%4
		}
		c.Debits = append(c.Debits, d)
	}
	return c
}
