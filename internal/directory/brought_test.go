package directory_test

import (
	"testing"
	"time"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit/house"
)

func TestAPlainUpdateThatSuspendsHandsOverWhatThePersonHad(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		h.Grant("anna", "unit.insert")
		watch(h, "unit", "insert")
		held := h.MustHold(h.Submit("anna", govern.PutNew(directory.Units, "one", &directory.Unit{Name: "One"})))
		suspended := func(to govern.ID) govern.Command {
			return altered(t, h, func(u *directory.User) { u.Status, u.Successor = "suspended", to })
		}
		refused(t, h, "successor_missing", house.Founder, suspended(""))
		refused(t, h, "bad_successor", house.Founder, suspended("anna"))
		refused(t, h, "successor_missing", house.Founder, altered(t, h, func(u *directory.User) { u.EndsAt = govern.At(h.Clock.Now()) - 1 }))
		h.Must(h.Submit(house.Founder, suspended("ben")))
		list, err := directory.Handovers.Find(t.Context(), h.DB, `successor = 'ben' AND "user" = 'anna'`)
		if err != nil || len(list) != 1 || list[0].Kind != "change" || list[0].Record != held.Change {
			t.Errorf("ben's list is %+v, %v", list, err)
		}
		refused(t, h, "nothing_to_do", house.Founder, on("anna", &directory.Suspend{}))
	})
}

// TestASuccessorWhoIsGoneByThenStopsTheSuspension: what others agreed to would
// lie on the list of somebody who cannot look after it.
func TestASuccessorWhoIsGoneByThenStopsTheSuspension(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		watch(h, "user", "update")
		held := h.MustHold(h.Submit(house.Founder, altered(t, h, func(u *directory.User) { u.Status, u.Successor = "suspended", "ben" })))
		h.Must(agree(h, h.MustHold(h.Submit(house.Founder, on("ben", &directory.Suspend{})))))
		if out, err := agree(h, held); err != nil || out.State != govern.Stale {
			t.Errorf("it came to %+v, %v; want a stale change", out, err)
		}
	})
}

func TestAPlainUpdateThatMovesEndsTheMembershipsOfTheOldUnit(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		put(h, directory.Groups, "wide", &directory.Group{Name: "Wide", Unit: "group"})
		for id, group := range map[govern.ID]govern.ID{"m1": "solvers", "m3": "wide"} {
			put(h, directory.Members, id, &directory.Member{User: "anna", Group: group})
		}
		move := altered(t, h, func(u *directory.User) { u.Unit = "paris" })
		h.User("clerk", "user.update", "user.move")
		refused(t, h, "denied", "clerk", move)
		h.Grant("clerk", "member.delete")
		watch(h, "member", "delete")
		held := h.MustHold(h.Submit("clerk", move))
		h.Clock.Advance(time.Second)
		h.Must(agree(h, held))
		left, err := directory.Members.Find(t.Context(), h.DB, `"user" = 'anna' ORDER BY id`)
		if err != nil || len(left) != 1 || left[0].ID != "m3" {
			t.Errorf("the memberships are %+v, %v", left, err)
		}
	})
}
