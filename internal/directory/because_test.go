package directory_test

import (
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// TestAGrantAndItsChangeHaveOneTicketAndReason, wherever these are said; the ticket is
// asked for and looked at as that of any change, and found in the log.
func TestAGrantAndItsChangeHaveOneTicketAndReason(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		h.Must(h.Submit(house.Founder, on(policy.AccessID, &policy.SetAccess{
			MinAdministrators: 2, ChangeExpiryHours: 72, TicketRules: []govern.TicketRule{{Action: "grant.insert"}}, TicketPattern: "OPS-[0-9]+",
		})))
		give := func(id govern.ID, ticket, reason string, note govern.Note) error {
			grant := &directory.Grant{User: "anna", Role: "viewer", Scope: "unit", ScopeRecord: "london", Ticket: ticket, Reason: reason}
			put := govern.PutNew(directory.Grants, id, grant)
			if id == "chosen" || strings.HasPrefix(string(id), "by-name") {
				put = govern.PutNamed(directory.Grants, id, grant)
			}
			_, err := h.Engine.Submit(t.Context(), govern.Actor{User: house.Founder, Method: "test"}, note, put)
			return err
		}
		for id, err := range map[string]error{
			"ticket_missing": give("none", "", "", govern.Note{}),
			"bad_ticket":     give("bad", "blah", "", govern.Note{}),
			"two_tickets":    give("by-name-two", "OPS-1", "", govern.Note{Ticket: "OPS-2"}),
		} {
			if fault.Code(err) != id {
				t.Errorf("it is %v, not %s", err, id)
			}
		}
		if err := give("own", "OPS-142", "SME for two days", govern.Note{}); err != nil {
			t.Fatal(err)
		}
		if err := give("change", "", "", govern.Note{Ticket: "OPS-143", Reason: "Asked for"}); err != nil {
			t.Fatal(err)
		}
		if err := give("chosen", "OPS-144", "", govern.Note{Reason: "Asked for"}); err != nil {
			t.Fatal(err)
		}
		watch(h, "grant", "insert")
		held := h.MustHold(h.Engine.Submit(t.Context(), govern.Actor{User: house.Founder, Method: "test"}, govern.Note{Ticket: "OPS-7"},
			govern.PutNew(directory.Grants, "again", &directory.Grant{User: "anna", Role: "viewer", Scope: "unit", ScopeRecord: "paris"})))
		if _, err := h.Engine.Withdraw(t.Context(), govern.Actor{User: house.Founder, Method: "test"}, govern.Note{}, held.Change); err != nil {
			t.Fatal(err)
		}
		anew := h.MustHold(h.Engine.Again(t.Context(), govern.Actor{User: house.Founder, Method: "test"}, govern.Note{Ticket: "OPS-8", Reason: "Asked again"}, held.Change, govern.Repeat{}))
		h.Must(agree(h, anew))
		for id, want := range map[govern.ID][2]string{"own": {"OPS-142", "SME for two days"}, "change": {"OPS-143", "Asked for"}, "chosen": {"OPS-144", "Asked for"}, "again": {"OPS-8", "Asked again"}} {
			g, err := directory.Grants.Get(t.Context(), h.DB, id)
			if err != nil || [2]string{g.Ticket, g.Reason} != want {
				t.Errorf("%s says %+v, %v", id, g, err)
			}
			entries, err := h.Engine.History(t.Context(), house.Founder, "grant", id, true, 0, 1)
			if err != nil || len(entries) != 1 || entries[0].Ticket != want[0] || entries[0].Reason != want[1] {
				t.Errorf("the log says of %s %+v, %v", id, entries, err)
			}
		}
	})
}
