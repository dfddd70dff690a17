package directory_test

import (
	"testing"
	"time"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// altered is a plain update of anna, as forms and imports make it.
func altered(t *testing.T, h *house.House, change func(u *directory.User)) govern.Command {
	t.Helper()
	u, err := directory.Users.Get(t.Context(), h.DB, "anna")
	if err != nil {
		t.Fatal(err)
	}
	next := *u
	change(&next)
	return govern.Put(directory.Users, "anna", u.Version, &next)
}

// What a plain update of a user can amount to, and the command that it then is.
func amounts() map[string]func(u *directory.User) {
	return map[string]func(u *directory.User){
		"user.suspend": func(u *directory.User) { u.Status = "suspended" },
		"user.move":    func(u *directory.User) { u.Unit = "paris" },
	}
}

func TestAPlainUpdateThatSuspendsOrMovesIsThatCommand(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		h.User("clerk", "user.update")
		for name, change := range amounts() {
			refused(t, h, "denied", "clerk", altered(t, h, change))
			put(h, policy.Rules, govern.ID("watch-"+name), &policy.Rule{Name: name, Subject: name, Operations: []string{approval.Command}, Factors: []approval.Factor{{Permission: name + ".approve", People: 1}}, Enabled: true})
			held := h.MustHold(h.Submit(house.Founder, altered(t, h, change)))
			if out, err := h.Engine.Approve(t.Context(), govern.Actor{User: house.Founder, Method: "test"}, govern.Note{}, held.Change, held.Digest); err == nil {
				t.Errorf("the maker agreed to their own %s: %+v", name, out)
			}
			h.Must(agree(h, held))
		}
	})
}

func TestAnEndedUserComesBackOnlyWithWhatWasLookedAt(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		put(h, directory.Grants, "anna-views", &directory.Grant{User: "anna", Role: "viewer", Scope: "everything"})
		h.Must(h.Submit(house.Founder, altered(t, h, func(u *directory.User) { u.EndsAt = govern.At(h.Clock.Now()) + 1_000_000 })))
		refused(t, h, "not_suspended", house.Founder, on("anna", &directory.Reactivate{}))
		h.Clock.Advance(time.Minute)
		refused(t, h, "not_looked_at", house.Founder, altered(t, h, func(u *directory.User) { u.EndsAt = 0 }))
		later := govern.At(h.Clock.Now()) + 3600e6
		refused(t, h, "not_looked_at", house.Founder, altered(t, h, func(u *directory.User) { u.EndsAt = later }))
		h.Must(h.Submit(house.Founder, on("anna", &directory.Reactivate{EndsAt: later})))
		u, err := directory.Users.Get(t.Context(), h.DB, "anna")
		if err != nil || u.EndsAt != later || !h.Engine.People().Stands("anna") {
			t.Errorf("anna is %+v, %v", u, err)
		}
		if g, err := directory.Grants.Get(t.Context(), h.DB, "anna-views"); fault.Code(err) != "not_found" {
			t.Errorf("anna has %+v again, which nobody looked at: %v", g, err)
		}
	})
}

func TestToEndAUserNowIsToSuspend(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		h.User("clerk", "user.update")
		refused(t, h, "denied", "clerk", altered(t, h, func(u *directory.User) { u.EndsAt = govern.At(h.Clock.Now()) - 1 }))
		h.Must(h.Submit("clerk", altered(t, h, func(u *directory.User) { u.EndsAt = govern.At(h.Clock.Now()) + 3600e6 })))
	})
}

func TestATicketThatSuspendingNeedsIsNeededByEveryWay(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		h.Must(h.Submit(house.Founder, on(policy.AccessID, &policy.SetAccess{MinAdministrators: 1, TicketRules: []govern.TicketRule{{Action: "user.suspend"}}})))
		refused(t, h, "ticket_missing", house.Founder, altered(t, h, amounts()["user.suspend"]))
		h.Must(h.Submit(house.Founder, altered(t, h, amounts()["user.move"])))
	})
}
