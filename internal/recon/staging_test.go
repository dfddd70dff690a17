package recon_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/testkit/house"
)

// studio is an office where anna makes staging copies and bert is the other person
// who configures the process P.
func studio(t *testing.T, f func(t *testing.T, o *office)) {
	each(t, func(t *testing.T, o *office) {
		o.role("config-admin", "staging-copy-creator")
		o.process("P", recon.Process{Configuration: byReference})
		for _, user := range []string{"anna", "bert"} {
			o.User(user)
			o.grant(user, "config-admin", "P")
		}
		o.grant("anna", "staging-copy-creator", "")
		f(t, o)
	})
}

// role adds standard roles, with what they may do in this area.
func (o *office) role(ids ...string) {
	o.t.Helper()
	for _, id := range ids {
		r, ok := standard.Find(id)
		if !ok {
			o.t.Fatalf("there is no standard role %s", id)
		}
		known := slices.DeleteFunc(slices.Clone(r.Permissions), func(p string) bool { return !slices.Contains(o.Engine.Permissions(), p) })
		o.Must(o.Submit(house.Founder, govern.PutNew(directory.Roles, govern.ID(id), &directory.Role{Name: id, Permissions: known})))
	}
}

// grant gives a role over everything, or over one process.
func (o *office) grant(user, role, process string) {
	o.t.Helper()
	g := &directory.Grant{User: govern.ID(user), Role: govern.ID(role), Scope: "everything"}
	if process != "" {
		g.Scope, g.ScopeTable, g.ScopeRecord = "record", "process", govern.ID(process)
	}
	o.Must(o.Submit(house.Founder, govern.PutNew(directory.Grants, govern.ID("g-"+user+role+process), g)))
}

// do asks for a command on a record.
func (o *office) do(user string, cmd govern.Action, id govern.ID) (govern.Outcome, error) {
	cmd.On(id)
	return o.Submit(user, cmd)
}

// copied makes a copy of P as anna, and returns its id.
func (o *office) copied() govern.ID {
	o.t.Helper()
	out := o.Must(o.do("anna", &recon.MakeCopy{}, "P"))
	return out.Records[0].ID
}

func (o *office) processOf(id govern.ID) *recon.Process {
	o.t.Helper()
	p, err := recon.Processes.Get(context.Background(), o.DB, id)
	if err != nil {
		o.t.Fatal(err)
	}
	return p
}

// edit changes how a process compares.
func (o *office) edit(user string, id govern.ID, change func(p *recon.Process)) (govern.Outcome, error) {
	o.t.Helper()
	p := *o.processOf(id)
	base := p.Version
	change(&p)
	return o.Submit(user, govern.Put(recon.Processes, id, base, &p))
}

func tolerant(p *recon.Process) { p.Configuration = strings.Replace(p.Configuration, "0.01", "5", 1) }

// try runs the copy on the files of the original's latest run.
func (o *office) try(user string, id govern.ID) (*recon.Trial, error) {
	o.t.Helper()
	cmd, err := recon.StartTrial(context.Background(), o.DB, o.keep, id, "")
	if err != nil {
		return nil, err
	}
	if _, err = o.Submit(user, cmd); err == nil {
		o.work()
	}
	return cmd, err
}

func TestAStagingCopyIsAFullCopyUnderANameThatSaysSo(t *testing.T) {
	studio(t, func(t *testing.T, o *office) {
		o.Must(o.edit("anna", "P", func(p *recon.Process) {
			p.HandTolerance, p.OnInconsistency, p.Name = "2", "stop", strings.Repeat("ä", 140)
		}))
		first, second := o.processOf(o.copied()), o.processOf(o.copied())
		want := *o.processOf("P")
		want.Root = first.Root
		want.Code, want.Name = "P-COPY1", strings.Repeat("ä", 131)+"… – COPY1"
		if diff := cmp.Diff(&want, first); diff != "" {
			t.Error(diff)
		}
		if second.Code != "P-COPY2" || !strings.HasSuffix(second.Name, " – COPY2") {
			t.Errorf("the second copy is %s %q", second.Code, second.Name)
		}
		s, err := recon.StagingCopies.Get(t.Context(), o.DB, first.ID)
		if err != nil {
			t.Fatal(err)
		}
		if s.Original != "P" || s.OriginalVersion != 2 || s.Number != 1 || s.MadeBy != "anna" || s.MadeAt == 0 {
			t.Errorf("%+v", s)
		}
		o.Must(o.edit("anna", first.ID, tolerant))
		if _, err := o.do("anna", &recon.MakeCopy{}, first.ID); fault.Code(err) != "copy_of_copy" {
			t.Errorf("a copy of a copy: %v", err)
		}
	})
}

func TestALongCodeMakesRoomForTheNumberOfItsCopyAndATakenOneIsPassedOver(t *testing.T) {
	studio(t, func(t *testing.T, o *office) {
		code := strings.Repeat("X", 32)
		o.process(code, recon.Process{Configuration: byReference})
		o.process(strings.Repeat("X", 26)+"-COPY1", recon.Process{Configuration: byReference})
		out := o.Must(o.do(house.Founder, &recon.MakeCopy{}, govern.ID(code)))
		if p := o.processOf(out.Records[0].ID); p.Code != strings.Repeat("X", 26)+"-COPY2" {
			t.Errorf("the copy's code is %s", p.Code)
		}
	})
}

func TestCopyingTakesTheGlobalRoleAndTheProcessRole(t *testing.T) {
	studio(t, func(t *testing.T, o *office) {
		o.User("global")
		o.grant("global", "staging-copy-creator", "")
		if _, err := o.do("bert", &recon.MakeCopy{}, "P"); fault.Code(err) != "denied" {
			t.Errorf("with the process role alone: %v", err)
		}
		if _, err := o.do("global", &recon.MakeCopy{}, "P"); fault.Code(err) != "process_role_missing" {
			t.Errorf("with the global role alone: %v", err)
		}
		id := o.copied()
		o.run(house.Founder, "P", side("ledger.csv", ledgerCSV), side("bank.csv", bankCSV))
		for name, err := range map[string]error{
			"try": second(o.try("global", id)), "raise": last(o.do("global", &recon.Raise{}, id)), "renew": last(o.do("global", &recon.Renew{}, id)), "close": last(o.do("global", &recon.CloseCopy{}, id)),
		} {
			if fault.Code(err) != "process_role_missing" && fault.Code(err) != "nothing_differs" {
				t.Errorf("%s with the global role alone: %v", name, err)
			}
		}
		o.Must(o.edit("anna", id, tolerant))
		if _, err := o.do("global", &recon.Raise{}, id); fault.Code(err) != "process_role_missing" {
			t.Errorf("raise with the global role alone: %v", err)
		}
		for name, err := range map[string]error{
			"try": second(o.try("bert", id)), "raise": last(o.do("bert", &recon.Raise{}, id)), "renew": last(o.do("bert", &recon.Renew{}, id)), "close": last(o.do("bert", &recon.CloseCopy{}, id)),
		} {
			if fault.Code(err) != "denied" {
				t.Errorf("%s with the process role alone: %v", name, err)
			}
		}
	})
}

func second(_ *recon.Trial, err error) error { return err }
func last(_ govern.Outcome, err error) error { return err }

func side(name, content string) recon.Side {
	return recon.Side{Name: name, Format: recon.CSV, Content: []byte(content)}
}

func TestACopyTriesTheOriginalsFilesAndOpensNoException(t *testing.T) {
	studio(t, func(t *testing.T, o *office) {
		id := o.copied()
		if _, err := o.try("anna", id); fault.Code(err) != "no_run" {
			t.Fatalf("without a run of the original: %v", err)
		}
		original, _ := o.run(house.Founder, "P", side("ledger.csv", ledgerCSV), side("bank.csv", bankCSV))
		open := o.Count(`SELECT count(*) FROM exception`)
		o.Must(o.edit("anna", id, tolerant))
		cmd, err := o.try("anna", id)
		if err != nil {
			t.Fatal(err)
		}
		run, exceptions := o.read(cmd.RunID())
		if run.Process != id || run.LeftDigest != original.LeftDigest || run.RightDigest != original.RightDigest || run.Partial != original.Partial || len(exceptions) != 0 {
			t.Errorf("%+v opens %d exceptions", run, len(exceptions))
		}
		if n := o.Count(`SELECT count(*) FROM exception`); n != open {
			t.Errorf("there were %d exceptions and are %d", open, n)
		}
		room, err := files.NewFolder(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		o.Must(o.edit("anna", id, func(p *recon.Process) { p.Configuration = "keys: ref\n" }))
		dry, err := recon.NewTrial(t.Context(), o.DB, o.keep, room, "", id, original.ID, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if out, rows, err := o.Engine.DryRun(t.Context(), govern.Actor{User: "anna"}, govern.Note{}, dry); err != nil || out.State != govern.Planned || len(rows) != 1 || !strings.Contains(string(rows[0].After), `"matched":2`) {
			t.Errorf("the dry run says %+v, %d rows, %v", out, len(rows), err)
		}
		o.Must(o.edit("anna", id, func(p *recon.Process) { p.Configuration = byReference; tolerant(p) }))
		if _, err := o.try("anna", id); fault.Code(err) != "already_run" {
			t.Errorf("the same again: %v", err)
		}
		other, list := o.run(house.Founder, id, side("ledger.csv", ledgerCSV+"E,7.00,2026-03-01,five\n"), side("bank.csv", bankCSV))
		if other.Number != 2 || len(list) != 0 {
			t.Errorf("run like any process it is %+v with %d exceptions", other, len(list))
		}
	})
}

func TestATrialTakesTheRunThatWasChosen(t *testing.T) {
	studio(t, func(t *testing.T, o *office) {
		id := o.copied()
		first, _ := o.run(house.Founder, "P", side("a.csv", ledgerCSV), side("b.csv", bankCSV))
		o.run(house.Founder, "P", side("c.csv", "ref,amount,date\nZ,1,2026-01-01\n"), side("b.csv", bankCSV))
		for run, name := range map[govern.ID]string{first.ID: "a.csv", "": "c.csv"} {
			cmd, err := recon.StartTrial(t.Context(), o.DB, o.keep, id, run)
			if err != nil {
				t.Fatal(err)
			}
			o.Must(o.Submit("anna", cmd))
			o.work()
			if got, _ := o.read(cmd.RunID()); got.LeftName != name || got.State != recon.Done {
				t.Errorf("run %q gives %+v", run, got)
			}
		}
		o.process("Q", recon.Process{Configuration: byReference})
		theirs, _ := o.run(house.Founder, "Q", side("a.csv", ledgerCSV), side("b.csv", bankCSV))
		_, err := recon.StartTrial(t.Context(), o.DB, o.keep, id, theirs.ID)
		wantFault(t, err, "other_process", "run", "")
	})
}

// ruled puts changes of processes under four eyes: another person agrees who may
// approve those of P, as bert may.
func (o *office) ruled() {
	o.t.Helper()
	o.Must(o.Submit(house.Founder, govern.PutNew(directory.Roles, "change-approver", &directory.Role{Name: "change-approver", Permissions: []string{"process.approve"}})))
	o.grant("bert", "change-approver", "P")
	o.Must(o.Submit(house.Founder, govern.PutNew(policy.Rules, "change-control", &policy.Rule{
		Name: "change control", Subject: "process", Operations: []string{approval.Update}, Condition: `!before.code.contains("-COPY")`,
		Factors: []approval.Factor{{Permission: "process.approve", People: 1}}, Enabled: true,
	})))
}

func TestAChangeRequestIsHeldAndAnotherPersonWhoConfiguresTheOriginalAgrees(t *testing.T) {
	studio(t, func(t *testing.T, o *office) {
		o.ruled()
		id := o.copied()
		o.Must(o.edit("anna", id, tolerant))
		held := o.MustHold(o.do("anna", &recon.Raise{}, id))
		if p := o.processOf("P"); p.Version != 1 {
			t.Fatalf("the original is at version %d before anybody agreed", p.Version)
		}
		o.User("carl")
		o.grant("carl", "config-admin", string(id)) // of the copy alone
		o.grant("carl", "change-approver", string(id))
		if _, err := o.Engine.Approve(t.Context(), govern.Actor{User: "carl"}, govern.Note{}, held.Change, held.Digest); !fault.Is(err, fault.Denied) {
			t.Errorf("who configures the copy alone agreed: %v", err)
		}
		o.approve("bert", held)
		p, s := o.processOf("P"), o.processOf(id)
		if p.Version != 2 || p.Configuration != s.Configuration || p.Code != "P" || len(recon.Differences(p, s)) != 0 {
			t.Errorf("the original became %+v", p)
		}
		if _, err := o.do("anna", &recon.Raise{}, id); fault.Code(err) != "nothing_differs" {
			t.Errorf("the same again: %v", err)
		}
		o.Must(o.edit("anna", id, func(p *recon.Process) { p.HandTolerance = "3" }))
		o.approve("bert", o.MustHold(o.do("anna", &recon.Raise{}, id)))
		if p := o.processOf("P"); p.Version != 3 || p.HandTolerance != "3" {
			t.Errorf("after a second request the original is %+v", p)
		}
	})
}

func TestNothingIsMergedWhenTheOriginalMovedOn(t *testing.T) {
	studio(t, func(t *testing.T, o *office) {
		id := o.copied()
		o.Must(o.edit("anna", id, tolerant))
		o.Must(o.edit("bert", "P", func(p *recon.Process) { p.OnInconsistency = "stop" }))
		if _, err := o.do("anna", &recon.Raise{}, id); fault.Code(err) != "original_moved" || !strings.Contains(err.Error(), "version 2") {
			t.Fatalf("got %v", err)
		}
		o.Must(o.do("anna", &recon.Renew{}, id))
		if diff := recon.Differences(o.processOf("P"), o.processOf(id)); len(diff) != 0 {
			t.Errorf("brought up to its original the copy differs: %+v", diff)
		}
		if _, err := o.do("anna", &recon.Renew{}, id); fault.Code(err) != "nothing_to_do" {
			t.Errorf("the same again: %v", err)
		}
		o.Must(o.edit("anna", id, tolerant))
		o.Must(o.do("anna", &recon.Raise{}, id))
		if p := o.processOf("P"); p.OnInconsistency != "stop" || !strings.Contains(p.Configuration, "tolerance: 5") {
			t.Errorf("the original became %+v", p)
		}
	})
}

func TestARequestThatWaitsIsStaleWhenTheOriginalMovesOn(t *testing.T) {
	studio(t, func(t *testing.T, o *office) {
		o.rule("staging_copy.raise")
		id := o.copied()
		o.Must(o.edit("anna", id, tolerant))
		held := o.MustHold(o.do("anna", &recon.Raise{}, id))
		o.Must(o.edit("bert", "P", func(p *recon.Process) { p.Name = "Another name" }))
		out, err := o.Engine.Approve(t.Context(), govern.Actor{User: house.Second}, govern.Note{}, held.Change, held.Digest)
		if err != nil || out.State != govern.Stale {
			t.Fatalf("%+v, %v", out, err)
		}
		if p := o.processOf("P"); p.Version != 2 || strings.Contains(p.Configuration, "tolerance: 5") {
			t.Errorf("the original became %+v", p)
		}
	})
}

func TestAClosedCopyGoesWithItsRunsAndTheOriginalStaysUntilThen(t *testing.T) {
	studio(t, func(t *testing.T, o *office) {
		o.process("Q", recon.Process{Configuration: byReference})
		o.grant("anna", "config-admin", "Q")
		id := o.Must(o.do("anna", &recon.MakeCopy{}, "Q")).Records[0].ID
		run, _ := o.run(house.Founder, id, side("a.csv", ledgerCSV), side("b.csv", bankCSV))
		o.Must(o.do(house.Founder, &recon.CommentOnRun{Text: "Look here."}, run.ID))
		if _, err := o.Submit(house.Founder, govern.Remove(recon.Processes, "Q", 1)); fault.Code(err) != "has_copies" {
			t.Errorf("deleting an original: %v", err)
		}
		if _, err := o.Submit(house.Founder, govern.Remove(recon.Processes, id, 1)); fault.Code(err) != "is_copy" {
			t.Errorf("deleting a copy: %v", err)
		}
		o.Must(o.do("anna", &recon.CloseCopy{}, id))
		for _, table := range []string{"staging_copy", "run", "exception_comment"} {
			if n := o.Count(`SELECT count(*) FROM ` + table); n != 0 {
				t.Errorf("%d rows of %s stand", n, table)
			}
		}
		if _, err := recon.Processes.Get(t.Context(), o.DB, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("the copy: %v", err)
		}
		o.Must(o.Submit(house.Founder, govern.Remove(recon.Processes, "Q", 1)))
	})
}

func TestARunOfAnOriginalIsStillNeverDeleted(t *testing.T) {
	studio(t, func(t *testing.T, o *office) {
		o.run(house.Founder, "P", side("a.csv", ledgerCSV), side("b.csv", bankCSV))
		o.Must(o.do("anna", &recon.CloseCopy{}, o.copied()))
		if n := o.Count(`SELECT count(*) FROM run`); n != 1 {
			t.Errorf("%d runs stand", n)
		}
		if _, err := o.Submit(house.Founder, govern.Remove(recon.Processes, "P", 1)); fault.Code(err) != "process_has_runs" {
			t.Errorf("deleting a process with runs: %v", err)
		}
	})
}

func TestEveryColumnBesidesCodeNameAndUnitIsTakenOverAndCompared(t *testing.T) {
	original, copied := recon.Process{Code: "P", Name: "p", Unit: "u"}, recon.Process{Code: "P", Name: "p", Unit: "u"}
	v, n := reflect.ValueOf(&copied).Elem(), 0
	for _, f := range reflect.VisibleFields(v.Type()) {
		switch f.Name {
		case "Root", "Meta", "ID", "Version", "ChildrenVersion", "Code", "Name", "Unit":
			continue
		}
		v.FieldByIndex(f.Index).SetString("other")
		n++
		if diff := recon.Differences(&original, &copied); len(diff) != n {
			t.Errorf("%s is not compared", f.Name)
		}
	}
	recon.ConfigureAs(&original, &copied)
	if original != copied {
		t.Errorf("not taken over: %s", cmp.Diff(original, copied))
	}
}

func TestAProcessIsPutBackToAnEarlierVersion(t *testing.T) {
	studio(t, func(t *testing.T, o *office) {
		before := *o.processOf("P")
		o.Must(o.edit("anna", "P", tolerant))
		o.ruled()
		back, err := o.Engine.PutBack(t.Context(), "anna", recon.Processes, "P", 2, 1)
		if err != nil {
			t.Fatal(err)
		}
		o.approve("bert", o.MustHold(o.Submit("anna", back)))
		now := o.processOf("P")
		if now.Version != 3 {
			t.Errorf("it stands at version %d", now.Version)
		}
		now.Root = before.Root
		if diff := cmp.Diff(&before, now); diff != "" {
			t.Error(diff)
		}
	})
}
