package collude_test

import (
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/collude"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/testkit/house"
)

func TestEachAnswerSaysThatSeveralChangesAfterOneAnotherAreNotCounted(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		put(w, directory.Roles, "solver", &directory.Role{Name: "Solver", Permissions: []string{"exception.close"}})
		for _, outcome := range collude.Outcomes {
			ask := collude.Ask{Outcome: outcome}
			if outcome == collude.Role {
				ask.User, ask.Role = house.Founder, "solver"
			}
			if said := strings.Join(w.ask(ask).Beyond, "; "); !strings.Contains(said, "several changes of access after one another") {
				t.Errorf("%s: not counted: %s", outcome, said)
			}
		}
	})
}
