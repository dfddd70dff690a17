package directory_test

import (
	"testing"
	"time"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit/house"
)

// ending is a plain update that has anna end after some time.
func ending(t *testing.T, h *house.House, after time.Duration, to govern.ID) govern.Command {
	t.Helper()
	return altered(t, h, func(u *directory.User) {
		u.EndsAt, u.Successor = govern.At(h.Clock.Now().Add(after)), to
	})
}

func TestAnEndAheadAsksForASuccessorWhereThereIsSomething(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		h.Must(h.Submit(house.Founder, ending(t, h, 48*time.Hour, ""))) // she has nothing
		h.Grant("anna", "unit.insert")
		watch(h, "unit", "insert")
		h.MustHold(h.Submit("anna", govern.PutNew(directory.Units, "one", &directory.Unit{Name: "One"})))
		refused(t, h, "successor_missing", house.Founder, ending(t, h, 24*time.Hour, ""))
		h.Must(h.Submit(house.Founder, ending(t, h, 72*time.Hour, ""))) // a later end takes nothing away
		refused(t, h, "bad_successor", house.Founder, ending(t, h, 24*time.Hour, "anna"))
		h.Must(h.Submit(house.Founder, ending(t, h, 24*time.Hour, "ben")))
		refused(t, h, "successor_missing", house.Founder, ending(t, h, 24*time.Hour, ""))
		h.Must(h.Submit(house.Founder, altered(t, h, func(u *directory.User) { u.JobTitle = "Clerk" })))
	})
}

func TestAtTheEndDateTheSuccessorGetsWhatThereIs(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		h.Grant("anna", "unit.insert")
		watch(h, "unit", "insert")
		held := h.MustHold(h.Submit("anna", govern.PutNew(directory.Units, "one", &directory.Unit{Name: "One"})))
		h.Must(h.Submit(house.Founder, ending(t, h, time.Hour, "ben")))
		refused(t, h, "not_ended", house.Founder, &directory.HandOver{User: "anna"})
		wantUnlooked(t, h, false)
		h.Clock.Advance(time.Hour)
		wantUnlooked(t, h, true)
		h.Must(h.Submit(house.Founder, &directory.HandOver{User: "anna"}))
		list, err := directory.Handovers.Find(t.Context(), h.DB, `successor = 'ben' AND "user" = 'anna'`)
		if err != nil || len(list) != 1 || list[0].Kind != "change" || list[0].Record != held.Change {
			t.Errorf("ben's list is %+v, %v", list, err)
		}
		wantUnlooked(t, h, false)
		refused(t, h, "nothing_to_do", house.Founder, &directory.HandOver{User: "anna"})
	})
}

func TestASuccessorWhoIsGoneAtTheEndDateGetsNothing(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		h.Grant("anna", "unit.insert")
		watch(h, "unit", "insert")
		h.MustHold(h.Submit("anna", govern.PutNew(directory.Units, "one", &directory.Unit{Name: "One"})))
		h.Must(h.Submit(house.Founder, ending(t, h, time.Hour, "ben")))
		h.Must(h.Submit(house.Founder, on("ben", &directory.Suspend{})))
		h.Clock.Advance(time.Hour)
		refused(t, h, "bad_successor", house.Founder, &directory.HandOver{User: "anna"})
		list := wantUnlooked(t, h, true)
		if list[0].Heir(h.Engine.People()) {
			t.Error("somebody suspended would look after it")
		}
		h.Must(h.Submit(house.Founder, on("anna", &directory.Suspend{Successor: house.Second})))
		wantUnlooked(t, h, false)
	})
}

// wantUnlooked wants anna, and nobody else, among those whose things nobody looks
// after, or nobody.
func wantUnlooked(t *testing.T, h *house.House, anna bool) []*directory.User {
	t.Helper()
	list, err := directory.Unlooked(t.Context(), h.DB, govern.At(h.Clock.Now()))
	if err != nil || anna && (len(list) != 1 || list[0].ID != "anna") || !anna && len(list) != 0 {
		t.Fatalf("nobody looks after what %+v had, %v; want anna there: %v", list, err, anna)
	}
	return list
}
