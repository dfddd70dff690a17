package directory_test

import (
	"testing"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// TestAGrantMadeWiderAsksWhatANewOneWould: to be another's, of another role or scope,
// to begin earlier or end later waits for the rule on new grants, and takes the
// permission and the ticket for one; to end sooner, or for another reason, does not.
func TestAGrantMadeWiderAsksWhatANewOneWould(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		soon := govern.At(h.Clock.Now()) + 3600e6
		given := directory.Grant{User: "anna", Role: "viewer", Scope: "unit", ScopeRecord: "london", FromAt: soon, UntilAt: 3 * soon}
		put(h, directory.Roles, "solver", &directory.Role{Name: "Solver", Permissions: []string{"unit.view", "unit.update"}})
		put(h, directory.Grants, "g", &given)
		h.User("uwe", "grant.update")
		change := func(set func(*directory.Grant)) govern.Command {
			next := given
			set(&next)
			return govern.Put(directory.Grants, "g", 1, &next)
		}
		wider := map[string]func(*directory.Grant){
			"another's":     func(g *directory.Grant) { g.User = "ben" },
			"a group's":     func(g *directory.Grant) { g.User, g.Group = "", "solvers" },
			"another role":  func(g *directory.Grant) { g.Role = "solver" },
			"another place": func(g *directory.Grant) { g.ScopeRecord = "paris" },
			"everything":    func(g *directory.Grant) { g.Scope, g.ScopeRecord = "everything", "" },
			"earlier":       func(g *directory.Grant) { g.FromAt = 0 },
			"longer":        func(g *directory.Grant) { g.UntilAt++ },
			"for ever":      func(g *directory.Grant) { g.UntilAt = 0 },
		}
		for name, set := range wider {
			if _, err := h.Submit("uwe", change(set)); err == nil {
				t.Errorf("%s: who gives no grants makes it so", name)
			}
		}
		watch(h, "grant", "insert")
		for name, set := range wider {
			held := h.MustHold(h.Submit(house.Founder, change(set)))
			if _, err := h.Engine.Withdraw(t.Context(), govern.Actor{User: house.Founder, Method: "test"}, govern.Note{}, held.Change); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		held := h.MustHold(h.Submit(house.Founder, change(wider["another's"])))
		h.Must(agree(h, held))
		given.User = "ben"
		shorter := given
		shorter.Reason, shorter.FromAt, shorter.UntilAt = "Until March", soon+1, 2*soon
		h.Must(h.Submit("uwe", govern.Put(directory.Grants, "g", 2, &shorter)))

		h.Must(h.Submit(house.Founder, on(policy.AccessID, &policy.SetAccess{
			MinAdministrators: 2, ChangeExpiryHours: 72, TicketRules: []govern.TicketRule{{Action: "grant.insert"}},
		})))
		refused(t, h, "ticket_missing", house.Founder, govern.Put(directory.Grants, "g", 3, &given))
		shorter.UntilAt--
		h.Must(h.Submit(house.Founder, govern.Put(directory.Grants, "g", 3, &shorter)))
	})
}

func TestAMembershipMadeLongerAsksWhatANewOneWould(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		soon := govern.At(h.Clock.Now()) + 3600e6
		waits := h.MustHold(func() (govern.Outcome, error) {
			watch(h, "unit", "insert")
			return h.Submit(house.Founder, govern.PutNew(directory.Units, "rome", &directory.Unit{Name: "Rome"}))
		}())
		timed := directory.Member{User: "anna", Group: "solvers", FromAt: soon, UntilAt: 3 * soon}
		bound := directory.Member{User: "ben", Group: "solvers", UntilChange: waits.Change}
		put(h, directory.Members, "timed", &timed)
		put(h, directory.Members, "bound", &bound)
		watch(h, "member", "insert")
		for name, set := range map[string]func(timed, bound *directory.Member) *directory.Member{
			"earlier":                func(m, _ *directory.Member) *directory.Member { m.FromAt = 0; return m },
			"longer":                 func(m, _ *directory.Member) *directory.Member { m.UntilAt++; return m },
			"for ever":               func(m, _ *directory.Member) *directory.Member { m.UntilAt = 0; return m },
			"whatever the change is": func(_, m *directory.Member) *directory.Member { m.UntilChange = ""; return m },
		} {
			t1, b1 := timed, bound
			id, row := govern.ID("timed"), set(&t1, &b1)
			if row == &b1 {
				id = "bound"
			}
			held := h.MustHold(h.Submit(house.Founder, govern.Put(directory.Members, id, 1, row)))
			if _, err := h.Engine.Withdraw(t.Context(), govern.Actor{User: house.Founder, Method: "test"}, govern.Note{}, held.Change); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		timed.UntilAt--
		h.Must(h.Submit(house.Founder, govern.Put(directory.Members, "timed", 1, &timed)))
	})
}
