package collude_test

import (
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/collude"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit/house"
)

// TestEachAnswerSaysThatChangedGrantsAreNotCounted has somebody change a grant to be
// another's who is not named among those who could give the role.
func TestEachAnswerSaysThatChangedGrantsAreNotCounted(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.User("mia", "grant.update")
		w.User("guest")
		w.User("other")
		put(w, directory.Roles, "solver", &directory.Role{Name: "Solver", Permissions: []string{"exception.close"}})
		given := directory.Grant{User: "guest", Role: "solver", Scope: "everything"}
		put(w, directory.Grants, "given", &given)
		w.rule("grants", "grant", "insert", "", one("grant.approve"))
		c := w.ask(collude.Ask{Outcome: collude.Role, User: "other", Role: "solver", Limit: 1000, Names: 1000}).Cases[0]
		for _, set := range setsOf(t, c) {
			if strings.Contains(set, "mia") {
				t.Errorf("who changes a grant is counted now: say so no more: %q", set)
			}
		}
		given.User = "other"
		w.Must(w.Submit("mia", govern.Put(directory.Grants, "given", 1, &given)))
		for _, outcome := range collude.Outcomes {
			ask := collude.Ask{Outcome: outcome}
			if outcome == collude.Role {
				ask.User, ask.Role = house.Founder, "solver"
			}
			if said := strings.Join(w.ask(ask).Beyond, "; "); !strings.Contains(said, "a grant that there is changed") || !strings.Contains(said, "several changes of access after one another") {
				t.Errorf("%s: not counted: %s", outcome, said)
			}
		}
	})
}
