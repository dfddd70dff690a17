package recon_test

import (
	"slices"
	"testing"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/testkit/house"
)

func aProcess(code string) *recon.Process {
	return &recon.Process{Code: code, Name: code, Kind: "data", Configuration: byReference, OnInconsistency: "warn"}
}

// creator is an office with the role of those who made a process.
func creator(t *testing.T, f func(t *testing.T, o *office)) {
	each(t, func(t *testing.T, o *office) {
		o.Must(o.Submit(house.Founder, govern.PutNew(directory.Roles, "config-admin", &directory.Role{Name: "config-admin", Permissions: []string{"process.view", "process.update", "process.approve"}})))
		o.User("anna", "process.insert", "grant.insert")
		f(t, o)
	})
}

func TestWhoMakesAProcessConfiguresIt(t *testing.T) {
	creator(t, func(t *testing.T, o *office) {
		o.Must(o.Submit("anna", govern.PutNew(recon.Processes, "cash", aProcess("CASH"))))
		on := access.Target{Records: []access.Record{{Table: "process", ID: "cash"}}}
		if err := o.Engine.Check("anna", "process.update", on); err != nil {
			t.Errorf("who made the process may not configure it: %v", err)
		}
		if o.Engine.Check("anna", "process.update", access.Target{Records: []access.Record{{Table: "process", ID: "other"}}}) == nil {
			t.Error("who made one process may configure another")
		}
		o.Must(o.Submit(house.Founder, govern.PutNew(recon.Processes, "other", aProcess("OTHER"))))
		own := &directory.Grant{User: "anna", Role: "config-admin", Scope: "record", ScopeTable: "process", ScopeRecord: "other"}
		if _, err := o.Submit("anna", govern.PutNew(directory.Grants, "own", own)); fault.Code(err) != "own_access" {
			t.Errorf("a grant of one's own on another process: %v", err)
		}
	})
}

func TestAHeldProcessGivesItsMakerTheRoleWhenItIsApproved(t *testing.T) {
	creator(t, func(t *testing.T, o *office) {
		o.Must(o.Submit(house.Founder, govern.PutNew(policy.Rules, "r", &policy.Rule{Name: "r", Subject: "grant", Operations: []string{"insert"}, Factors: []approval.Factor{{Permission: "grant.approve", People: 1}}, Enabled: true})))
		held := o.MustHold(o.Submit("anna", govern.PutNew(recon.Processes, "cash", aProcess("CASH"))))
		o.Must(o.Engine.Approve(t.Context(), govern.Actor{User: house.Second}, govern.Note{}, held.Change, held.Digest))
		if n := o.Count(`SELECT count(*) FROM "grant" WHERE "user" = 'anna' AND role = 'config-admin' AND scope_record = 'cash'`); n != 1 {
			t.Errorf("there are %d grants for the maker", n)
		}
	})
}

func TestDeletingAProcessTakesTheGlobalRoleAndTheProcessRole(t *testing.T) {
	creator(t, func(t *testing.T, o *office) {
		o.Must(o.Submit("anna", govern.PutNew(recon.Processes, "cash", aProcess("CASH"))))
		o.User("deletor", "process.view", "process.delete")
		if _, err := o.Submit("anna", govern.Remove(recon.Processes, "cash", 1)); fault.Code(err) != "denied" {
			t.Errorf("with the process role alone: %v", err)
		}
		if _, err := o.Submit("deletor", govern.Remove(recon.Processes, "cash", 1)); fault.Code(err) != "process_role_missing" {
			t.Errorf("with the global role alone: %v", err)
		}
		o.Grant("anna", "process.delete")
		o.Must(o.Submit("anna", govern.Remove(recon.Processes, "cash", 1)))
	})
}

// TestTheGrantsOnAProcessEndWithIt: whoever may delete it need not be one who ends
// grants, and the log tells of each; a rule on ending grants does not hold the
// deletion, for these give nothing without their record. Its maker can be suspended
// then, for there is nothing left to administer.
func TestTheGrantsOnAProcessEndWithIt(t *testing.T) {
	creator(t, func(t *testing.T, o *office) {
		o.Must(o.Submit("anna", govern.PutNew(recon.Processes, "cash", aProcess("CASH"))))
		o.Must(o.Submit("anna", govern.PutNew(recon.Processes, "other", aProcess("OTHER"))))
		o.User("ben", "process.view")
		o.Must(o.Submit(house.Founder, govern.PutNew(directory.Grants, "ben-cash", &directory.Grant{User: "ben", Role: "config-admin", Scope: "record", ScopeTable: "process", ScopeRecord: "cash"})))
		o.Grant("anna", "process.delete")
		if on := o.Engine.Check("anna", "grant.delete", access.Target{}); on == nil {
			t.Fatal("anna may end grants by themselves")
		}
		o.Must(o.Submit(house.Founder, govern.PutNew(policy.Rules, "r", &policy.Rule{Name: "r", Subject: "grant", Operations: []string{"delete"}, Factors: []approval.Factor{{Permission: "grant.approve", People: 1}}, Enabled: true})))
		held := o.MustHold(o.Submit(house.Founder, govern.Remove(directory.Grants, "ben-cash", 1)))
		o.Must(o.Submit("anna", govern.Remove(recon.Processes, "cash", 1)))
		if out, err := o.Engine.Approve(t.Context(), govern.Actor{User: house.Second}, govern.Note{}, held.Change, held.Digest); err != nil || out.State != govern.Stale {
			t.Errorf("the end of a grant that has ended is %+v, %v", out, err)
		}
		if n := o.Count(`SELECT count(*) FROM "grant" WHERE scope_record = 'cash'`); n != 0 {
			t.Errorf("%d grants on the process are left", n)
		}
		if n := o.Count(`SELECT count(*) FROM "grant" WHERE id = 'made-other'`); n != 1 {
			t.Errorf("%d grants on the other process", n)
		}
		found, err := audit.Search(t.Context(), o.DB, o.Ring, audit.Query{Action: "process.delete"})
		if err != nil || len(found) == 0 || !slices.ContainsFunc(found[0].Event.Rows, func(r audit.Row) bool { return r.Table == "grant" && r.ID == "ben-cash" && r.Op == "delete" }) {
			t.Errorf("the log does not tell of the grant: %+v, %v", found, err)
		}
		suspended := func(user govern.ID) error {
			_, err := o.Submit(house.Founder, govern.Put(directory.Users, user, 1, &directory.User{Email: string(user) + "@example.com", Name: string(user), Kind: "person", Status: "suspended"}))
			return err
		}
		if err := suspended("ben"); err != nil {
			t.Errorf("who had a grant on what is gone is kept from being suspended: %v", err)
		}
		if err := suspended("anna"); fault.Code(err) != "no_administrator" {
			t.Errorf("the last administrator of what is there: %v", err)
		}
	})
}

// TestNoRolesOverEverythingStandInForTheProcessRole: whoever holds every standard role
// that is given over everything, or on reference tables, marks no run failed, deletes
// no process and copies none.
func TestNoRolesOverEverythingStandInForTheProcessRole(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference})
		run, _ := o.found(p)
		known := o.Engine.Permissions()
		var all []string
		for _, r := range standard.All() {
			if r.At != "a process" {
				all = append(all, r.Permissions...)
			}
		}
		all = slices.DeleteFunc(all, func(p string) bool { return !slices.Contains(known, p) })
		slices.Sort(all)
		o.User("global", slices.Compact(all)...)
		for _, cmd := range []func() (govern.Outcome, error){
			func() (govern.Outcome, error) {
				return o.on("global", run.ID, &recon.MarkFailed{Reason: "The wrong file was taken."})
			},
			func() (govern.Outcome, error) { return o.Submit("global", govern.Remove(recon.Processes, p, 1)) },
			func() (govern.Outcome, error) { return o.on("global", p, &recon.MakeCopy{}) },
		} {
			if out, err := cmd(); fault.Code(err) != "process_role_missing" {
				t.Errorf("%+v, %v", out, err)
			}
		}
	})
}
