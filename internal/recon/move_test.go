package recon_test

import (
	"context"
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/testkit/house"
)

// TestNobodyWidensTheirOwnAccessByMovingARecord: whoever configures a process takes
// it neither to a unit where they may not act, nor to one where they may do more
// with it, nor agree that it goes where they may; whoever gains nothing moves it.
func TestNobodyWidensTheirOwnAccessByMovingARecord(t *testing.T) {
	house.Each(t, tables, recon.Verbs, func(t *testing.T, h *house.House) {
		do := func(cmd govern.Command) { h.Must(h.Submit(house.Founder, cmd)) }
		for _, unit := range []govern.ID{"north", "south"} {
			do(govern.PutNew(directory.Units, unit, &directory.Unit{Name: string(unit)}))
		}
		process := &recon.Process{Code: "CASH", Name: "Cash", Unit: "north", Kind: "data", OnInconsistency: "warn", Configuration: "keys: [a]\n"}
		do(govern.PutNew(recon.Processes, "cash", process))
		do(govern.PutNew(directory.Roles, "configures", &directory.Role{Name: "Configures", Permissions: []string{"process.view", "process.update", "process.approve"}}))
		do(govern.PutNew(directory.Roles, "closes", &directory.Role{Name: "Closes", Permissions: []string{"exception.force_close"}}))
		give := func(id govern.ID, user, role, unit govern.ID) {
			g := &directory.Grant{User: user, Role: role, Scope: "unit", ScopeRecord: unit}
			if unit == "" {
				g.Scope, g.ScopeTable, g.ScopeRecord = "record", "process", "cash"
			}
			do(govern.PutNew(directory.Grants, id, g))
		}
		for _, user := range []govern.ID{"lena", "nora", "omar"} {
			h.User(string(user))
		}
		give("lena-cash", "lena", "configures", "")
		move := func(user, unit string, version int64) (govern.Outcome, error) {
			next := *process
			next.Unit = govern.ID(unit)
			return h.Submit(user, govern.Put(recon.Processes, "cash", version, &next))
		}
		refused := func(says, code string, out govern.Outcome, err error) {
			t.Helper()
			if fault.Code(err) != code {
				t.Errorf("%s: %+v, %v; want %s", says, out, err, code)
			}
		}
		out, err := move("lena", "south", 1)
		refused("to a unit where she has nothing, by what she has on the process", "denied", out, err)
		give("lena-south", "lena", "configures", "south")
		give("lena-closes", "lena", "closes", "south")
		out, err = move("lena", "south", 1)
		refused("to a unit where she may close exceptions", "own_access", out, err)

		// nora gains nothing by it; omar would, and so cannot agree to it.
		for _, unit := range []govern.ID{"north", "south"} {
			give("nora-"+unit, "nora", "configures", unit)
			give("omar-"+unit, "omar", "configures", unit)
		}
		give("omar-closes", "omar", "closes", "south")
		do(govern.PutNew(policy.Rules, "watch", &policy.Rule{Name: "watch", Subject: "process", Operations: []string{"update"}, Enabled: true, Factors: []approval.Factor{{Permission: "process.approve", People: 1}}}))
		held := h.MustHold(move("nora", "south", 1))
		out, err = h.Engine.Approve(context.Background(), govern.Actor{User: "omar"}, govern.Note{}, held.Change, held.Digest)
		refused("he agrees to what he gains by", "own_access", out, err)
		h.Must(h.Engine.Approve(context.Background(), govern.Actor{User: house.Second}, govern.Note{}, held.Change, held.Digest))
		if p, err := recon.Processes.Get(context.Background(), h.DB, "cash"); err != nil || p.Unit != "south" {
			t.Errorf("it is %+v, %v", p, err)
		}
	})
}
