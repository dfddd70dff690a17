package directory_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// hourly gives anna a role over London, and a membership, both for an hour.
func hourly(h *house.House) {
	until := govern.At(h.Clock.Now().Add(time.Hour))
	put(h, directory.Grants, "for-an-hour", &directory.Grant{User: "anna", Role: "viewer", Scope: "unit", ScopeRecord: "london", UntilAt: until})
	put(h, directory.Groups, "band", &directory.Group{Name: "Band", Unit: "london"})
	put(h, directory.Members, "in-for-an-hour", &directory.Member{User: "anna", Group: "band", UntilAt: until})
}

// wantOver compares what the program would take away now.
func wantOver(t *testing.T, h *house.House, grants, members int) {
	t.Helper()
	g, m, err := directory.Over(t.Context(), h.DB, govern.At(h.Clock.Now()))
	if err != nil || len(g) != grants || len(m) != members {
		t.Errorf("over are %d grants and %d memberships, %v; want %d and %d", len(g), len(m), err, grants, members)
	}
}

// wantEnd looks into the log for the one entry of the end.
func wantEnd(t *testing.T, h *house.House, action, table string, record govern.ID, said map[string]string) {
	t.Helper()
	found, err := audit.Search(t.Context(), h.DB, h.Ring, audit.Query{Action: action, Table: table, Record: string(record), Outcome: audit.Applied})
	if err != nil || len(found) != 1 || len(found[0].Event.Rows) != 1 {
		t.Fatalf("the log holds %+v, %v; want one %s of one row", found, err, action)
	}
	row, was := found[0].Event.Rows[0], map[string]any{}
	if err := json.Unmarshal(row.Was, &was); err != nil || row.Op != string(govern.Delete) {
		t.Errorf("the row is %+v, %v", row, err)
	}
	for column, value := range said {
		if was[column] != value {
			t.Errorf("the entry says %v of %s, want %s", was[column], column, value)
		}
	}
}

func TestAGrantAndAMembershipWhoseTimeIsOverEndOnceInTheLog(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		hourly(h)
		on := access.Target{Unit: "london"}
		refused(t, h, "not_ended", house.Founder, &directory.EndGrant{Grant: "for-an-hour"})
		refused(t, h, "not_ended", house.Founder, &directory.EndMember{Member: "in-for-an-hour"})
		refused(t, h, "not_ended", house.Founder, &directory.EndGrant{Grant: "grant-founder"}) // never ends
		wantOver(t, h, 0, 0)
		if !may(h, "anna", "unit.view", on) {
			t.Error("anna may not look while the grant lasts")
		}
		h.Clock.Advance(time.Hour)
		if may(h, "anna", "unit.view", on) {
			t.Error("anna may look until the program comes round")
		}
		wantOver(t, h, 1, 1)
		h.Must(h.Submit(house.Founder, &directory.EndGrant{Grant: "for-an-hour"}))
		h.Must(h.Submit(house.Founder, &directory.EndMember{Member: "in-for-an-hour"}))
		wantOver(t, h, 0, 0)
		refused(t, h, "not_found", house.Founder, &directory.EndGrant{Grant: "for-an-hour"}) // another node was faster
		refused(t, h, "not_found", house.Founder, &directory.EndMember{Member: "in-for-an-hour"})
		wantEnd(t, h, "grant.end", "grant", "for-an-hour", map[string]string{"user": "anna", "role": "viewer", "scope": "unit", "scope_record": "london"})
		wantEnd(t, h, "member.end", "member", "in-for-an-hour", map[string]string{"user": "anna", "group": "band"})
		put(h, directory.Members, "again", &directory.Member{User: "anna", Group: "band"}) // nothing is in the way
	})
}

// TestNoRuleHoldsAnEndThatWasAgreedToWithTheGrant: whoever agreed to the grant
// agreed to its end; a rule about the end itself would hold nothing.
func TestNoRuleHoldsAnEndThatWasAgreedToWithTheGrant(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		hourly(h)
		watch(h, "grant", approval.Delete)
		watch(h, "member", approval.Delete)
		put(h, directory.Grants, "for-ever", &directory.Grant{User: "anna", Role: "viewer", Scope: "everything"})
		h.MustHold(h.Submit(house.Founder, govern.Remove(directory.Grants, "for-ever", 1)))
		refused(t, h, "unwatchable", house.Founder, govern.PutNew(policy.Rules, "on-the-end", &policy.Rule{
			Name: "ends", Subject: "grant.end", Operations: []string{approval.Command}, Factors: []approval.Factor{{Permission: "grant.approve", People: 1}}, Enabled: true,
		}))
		h.Clock.Advance(time.Hour)
		h.Must(h.Submit(house.Founder, &directory.EndGrant{Grant: "for-an-hour"}))
		h.Must(h.Submit(house.Founder, &directory.EndMember{Member: "in-for-an-hour"}))
	})
}

// TestAnEndWaitsForTheChangeThatWaitsOnTheGrant: whoever decides on a longer time
// decides on the grant that they were shown.
func TestAnEndWaitsForTheChangeThatWaitsOnTheGrant(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		hourly(h)
		watch(h, "grant", approval.Update)
		g, err := directory.Grants.Get(t.Context(), h.DB, "for-an-hour")
		if err != nil {
			t.Fatal(err)
		}
		longer := *g
		longer.UntilAt += 3600e6
		held := h.MustHold(h.Submit(house.Founder, govern.Put(directory.Grants, g.ID, g.Version, &longer)))
		h.Clock.Advance(time.Hour)
		wantOver(t, h, 0, 1)
		h.Must(agree(h, held))
		wantOver(t, h, 0, 1)
		h.Clock.Advance(time.Hour)
		wantOver(t, h, 1, 1)
	})
}

// TestTheEndOfAnAdministratorsTimeIsNeverRefused: what is over gives nothing, so that
// taking it away locks nobody out.
func TestTheEndOfAnAdministratorsTimeIsNeverRefused(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		until := govern.At(h.Clock.Now().Add(time.Hour))
		put(h, directory.Roles, "band-admin", &directory.Role{Name: "Band administrator", Permissions: []string{"group.update", "member.insert"}})
		put(h, directory.Groups, "band", &directory.Group{Name: "Band", Unit: "london"})
		put(h, directory.Grants, "lasting", &directory.Grant{User: "anna", Role: "everything", Scope: "everything", UntilAt: until})
		put(h, directory.Grants, "of-the-band", &directory.Grant{User: "anna", Role: "band-admin", Scope: "record", ScopeTable: "group", ScopeRecord: "band", UntilAt: until})
		h.Clock.Advance(time.Hour)
		h.Must(h.Submit(house.Second, &directory.EndGrant{Grant: "lasting"}))
		h.Must(h.Submit(house.Second, &directory.EndGrant{Grant: "of-the-band"}))
	})
}
