package collude_test

import (
	"slices"
	"testing"

	"github.com/countersign/countersign/internal/collude"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
)

func TestTheWaysToARoleNameGroupsAsPeopleCallThem(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.User("mia", "member.insert")
		w.User("max", "grant.insert")
		w.User("guest")
		put(w, directory.Roles, "solver", &directory.Role{Name: "Solver", Permissions: []string{"exception.close"}})
		for id, name := range map[govern.ID]string{"g1": "London team", "g2": "Night shift"} {
			put(w, directory.Groups, id, &directory.Group{Name: name})
		}
		put(w, directory.Grants, "g1", &directory.Grant{Group: "g1", Role: "solver", Scope: "everything"})
		put(w, directory.Members, "g2", &directory.Member{User: "guest", Group: "g2"})
		w.rule("grants", "grant", "insert", `after.user != ""`, one("grant.approve"))
		var ways []string
		for _, g := range w.ask(collude.Ask{Outcome: collude.Role, User: "guest", Role: "solver", Limit: 1000}).Cases[0].Groups {
			ways = append(ways, g.Way)
		}
		for _, want := range []string{"a membership of the group London team", "a grant to the group Night shift at everything"} {
			if !slices.Contains(ways, want) {
				t.Errorf("%q is not among %q", want, ways)
			}
		}
	})
}
