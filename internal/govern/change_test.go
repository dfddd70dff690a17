package govern_test

import (
	"context"
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

var tables = []govern.Any{directory.Units, directory.Users, directory.Groups, directory.Members, directory.Roles, directory.Grants, directory.APITokens, policy.Rules}

func each(t *testing.T, f func(t *testing.T, h *house.House)) { house.Each(t, tables, nil, f) }

var ctx = context.Background()

// watchUnits puts a four-eyes rule on units, met by one person with unit.approve.
func watchUnits(h *house.House, people int) {
	h.Must(h.Submit(house.Founder, govern.PutNew(policy.Rules, "watch-units", &policy.Rule{
		Name: "units", Subject: "unit",
		Operations: []string{"insert", "update", "delete"}, Factors: []approval.Factor{{Permission: "unit.approve", People: people}}, Enabled: true,
	})))
}

func unit(name string) *directory.Unit { return &directory.Unit{Name: name} }

func wantFault(t *testing.T, err error, code string) {
	t.Helper()
	if fault.Code(err) != code {
		t.Errorf("got %v, want the fault %s", err, code)
	}
}

func TestAnAllowedChangeIsAppliedAndRecordedOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		before := h.Count(`SELECT seq FROM audit_head`)
		out := h.Must(h.Submit(house.Founder, govern.PutNew(directory.Units, "london", unit("London"))))
		got, err := directory.Units.Get(ctx, h.DB, "london")
		if err != nil || got.Name != "London" || got.Version != 1 {
			t.Fatalf("got %+v, %v", got, err)
		}
		if out.Seq != before+1 || h.Count(`SELECT count(*) FROM audit_entry`) != out.Seq {
			t.Errorf("entry %d after %d, with %d entries", out.Seq, before, h.Count(`SELECT count(*) FROM audit_entry`))
		}
	})
}

func TestWhoLacksThePermissionIsRefusedAndTheRefusalIsRecorded(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.User("clerk", "unit.view")
		before := h.Count(`SELECT seq FROM audit_head`)
		_, err := h.Submit("clerk", govern.PutNew(directory.Units, "london", unit("London")))
		wantFault(t, err, "denied")
		if n := h.Count(`SELECT count(*) FROM unit`); n != 0 {
			t.Errorf("%d units stand after the refusal", n)
		}
		if after := h.Count(`SELECT seq FROM audit_head`); after != before+1 {
			t.Errorf("the log grew by %d entries, want the refusal's one", after-before)
		}
	})
}

func TestAHeldChangeIsExecutedByAnotherPersonsApproval(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		watchUnits(h, 1)
		h.User("maker", "unit.insert", "unit.approve")
		h.User("approver", "unit.approve")
		held := h.MustHold(h.Submit("maker", govern.PutNew(directory.Units, "london", unit("London"))))
		if h.Count(`SELECT count(*) FROM unit`) != 0 {
			t.Fatal("the held change was written")
		}
		_, err := h.Engine.Approve(ctx, govern.Actor{User: "maker"}, govern.Note{}, held.Change, held.Digest)
		wantFault(t, err, "own_change")
		_, err = h.Engine.Approve(ctx, govern.Actor{User: "approver"}, govern.Note{}, held.Change, "00")
		wantFault(t, err, "other_digest")
		h.Must(h.Engine.Approve(ctx, govern.Actor{User: "approver"}, govern.Note{}, held.Change, held.Digest))
		if got, err := directory.Units.Get(ctx, h.DB, "london"); err != nil || got.Version != 1 {
			t.Errorf("got %+v, %v", got, err)
		}
		_, err = h.Engine.Approve(ctx, govern.Actor{User: house.Second}, govern.Note{}, held.Change, held.Digest)
		wantFault(t, err, "change_ended")
	})
}
