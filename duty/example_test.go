package duty_test

import (
	"fmt"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/duty"
)

// Nobody both gives rights and closes exceptions: who would hold both by a change
// is named, with the grants that it rests on.
func ExampleSet_Fresh() {
	before, _ := access.Compile(access.Facts{
		Users:  []access.User{{ID: "anna", Active: true}},
		Roles:  []access.Role{{ID: "administrator", Permissions: []string{"grant.insert"}}, {ID: "solver", Permissions: []string{"exception.close"}}},
		Grants: []access.Grant{{ID: "g1", User: "anna", Role: "administrator", Scope: access.Scope{Kind: access.ScopeEverything}}},
	})
	after, _ := before.With(access.Delta{Put: access.Facts{
		Grants: []access.Grant{{ID: "g2", User: "anna", Role: "solver", Scope: access.Scope{Kind: access.ScopeEverything}}},
	}})
	rules, _ := duty.NewSet([]duty.Rule{{
		ID: "sod-1", Name: "Rights or exceptions", Kind: duty.Static, Mode: duty.Refuse, Enabled: true,
		Permissions: []string{"grant.insert", "exception.close"}, TooMany: 2, Within: duty.Everywhere,
	}}, nil)
	where := func(string, string) (access.Target, bool) { return access.Target{}, false }
	fmt.Println(rules.Fresh(before, after, []string{"anna"}, 0, where))
	// Output:
	// anna (anna) breaks the duty rule "Rights or exceptions": grant.insert by grant g1 of role administrator at everything; exception.close by grant g2 of role solver at everything
}

// Who entered an order does not sign it: what was done before comes from whoever
// keeps the log.
func ExampleSet_Clashes() {
	people, _ := access.Compile(access.Facts{Users: []access.User{{ID: "ben", Active: true}}})
	rules, _ := duty.NewSet([]duty.Rule{{
		ID: "sod-2", Name: "Entering and signing", Kind: duty.Dynamic, Mode: duty.Refuse, Enabled: true,
		Duties: []duty.Acts{{Actions: []string{"package.create", "order.change"}}, {Actions: []string{"package.sign"}}},
	}}, nil)
	fmt.Println(rules.Against("package.sign"))
	past := []duty.Act{{Action: "order.change", User: "ben", Person: "ben", Seq: 17}}
	for _, c := range rules.Clashes(people, "package.sign", "ben", past, 0) {
		fmt.Println(c.Refused(), c.String())
	}
	// Output:
	// [order.change package.create]
	// true ben did order.change here before (entry 17); by the duty rule "Entering and signing" somebody else does package.sign
}
