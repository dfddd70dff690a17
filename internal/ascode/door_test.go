package ascode_test

import (
	"context"
	"strings"
	"testing"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

const roleAndJob = `
role:
  - {name: Reader, permissions: [unit.view, user.view]}
job:
  - {name: Assistant, customer: Holding, unit: Halvorn Group/Treasury}
`

func TestEveryRowAsksThePermissionOfItsTable(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		user := h.User("importer", ascode.Applying, "role.update")
		if _, _, err := apply(t, h, user, files(roleAndJob), false); !fault.Is(err, fault.Denied) || !strings.Contains(err.Error(), "job.insert") {
			t.Errorf("without job.insert: %v", err)
		}
		h.Grant(user, "job.insert")
		out, _, err := apply(t, h, user, files(roleAndJob), false)
		h.Must(out, err)

		user = h.User("clerk", "role.update", "job.insert", "role.view")
		if _, _, err := apply(t, h, user, files("role:\n  - {name: Reader, permissions: [unit.view]}\n"), false); !fault.Is(err, fault.Denied) || !strings.Contains(err.Error(), ascode.Applying) {
			t.Errorf("without the command's own permission: %v", err)
		}
	})
}

func TestAnAdministratorOfAUnitAppliesWhatIsOfThatUnit(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation+"# and a local administrator\n")
		must(t, h, `
role:
  - {name: Local, permissions: [configuration.apply, user.insert, user.update, user.view]}
user:
  - {id: local, email: local@example.com, name: Local, kind: person, status: active, unit: Halvorn Group/Treasury}
grant:
  - {user: local@example.com, role: Local, scope: unit, scope_record: Halvorn Group/Treasury}
`)
		line := "user:\n  - {email: new@example.com, name: New, kind: person, status: invited, unit: "
		out, _, err := apply(t, h, "local", files(line+"Halvorn Group/Treasury}\n"), false)
		h.Must(out, err)
		if _, _, err := apply(t, h, "local", files(line+"Halvorn Group}\n"), false); !fault.Is(err, fault.Denied) {
			t.Errorf("moving a user out of the unit: %v", err)
		}
	})
}

func TestWhatIsNamedWithoutAChangeMustBeVisible(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		user := h.User("guesser", ascode.Applying)
		guess := "role:\n  - {name: Reader, permissions: [unit.view]}\n"
		if _, _, err := apply(t, h, user, files(guess), false); !fault.Is(err, fault.Denied) || !strings.Contains(err.Error(), "role.view") {
			t.Errorf("a right guess: %v", err)
		}
		h.Grant(user, "role.view")
		out, _, err := apply(t, h, user, files(guess), false)
		h.Must(out, err)
	})
}

func TestNobodyWidensTheirOwnAccessByAFile(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		user := h.User("admin", ascode.Applying, "role.view", "role.update", "grant.insert", "account_signatory.insert")
		for _, text := range []string{
			"grant:\n  - {user: =admin, role: Clerk, scope: everything}\n",
			"account_signatory:\n  - {customer: Holding, unit: Halvorn Group/Treasury, account: NL91ABNA0417164300//ABNANL2A/EUR, user: admin@example.com, points: 1}\n",
		} {
			if _, _, err := apply(t, h, user, files(text), false); fault.Code(err) != "own_access" {
				t.Errorf("%s: %v", text, err)
			}
		}
	})
}

func watch(t *testing.T, h *house.House, table string, operations ...string) {
	t.Helper()
	h.Must(h.Submit(house.Founder, govern.PutNew(policy.Rules, "watch", &policy.Rule{
		Name: "Watch", Subject: table, Operations: operations, Factors: []approval.Factor{{Permission: table + ".approve", People: 1}}, Enabled: true,
	})))
}

func TestARuleOnATableHoldsTheWholeChange(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		watch(t, h, "job", "insert")
		maker := h.User("maker", ascode.Applying, "role.update", "role.view", "job.insert")
		out, _, err := apply(t, h, maker, files(roleAndJob), false)
		h.MustHold(out, err)
		if n := h.Count(`SELECT count(*) FROM job`); n != 2 {
			t.Errorf("%d jobs while it waits", n)
		}
		ctx := context.Background()
		if _, err := h.Engine.Approve(ctx, govern.Actor{User: maker}, govern.Note{}, out.Change, out.Digest); fault.Code(err) != "own_change" {
			t.Errorf("the maker approves: %v", err)
		}
		h.Must(h.Engine.Approve(ctx, govern.Actor{User: house.Founder}, govern.Note{}, out.Change, out.Digest))
		if n := h.Count(`SELECT count(*) FROM job`); n != 3 {
			t.Errorf("%d jobs after the approval", n)
		}
	})
}

func TestAMakerWhoLostATablesPermissionMeanwhileChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		watch(t, h, "job", "insert")
		maker := h.User("maker", ascode.Applying, "role.update", "role.view", "job.insert")
		out, _, err := apply(t, h, maker, files(roleAndJob), false)
		h.MustHold(out, err)
		grant, err := directory.Grants.One(context.Background(), h.DB, `"user" = $1`, maker)
		if err != nil {
			t.Fatal(err)
		}
		role, err := directory.Roles.Get(context.Background(), h.DB, grant.Role)
		if err != nil {
			t.Fatal(err)
		}
		role.Permissions = []string{ascode.Applying, "role.update", "role.view"}
		h.Must(h.Submit(house.Founder, govern.Put(directory.Roles, role.ID, role.Version, role)))
		out, err = h.Engine.Approve(context.Background(), govern.Actor{User: house.Founder}, govern.Note{}, out.Change, out.Digest)
		if err != nil || out.State != govern.Failed || !strings.Contains(out.Detail, "job.insert") {
			t.Errorf("it ended %+v, %v", out, err)
		}
	})
}

func TestAnExportShowsWhatMayBeViewed(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		list, err := book.Export(context.Background(), h.DB, func(permission string, on access.Target) bool {
			return permission == "user.view" || permission == "unit.view" && on.Unit != "group"
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != 2 || list[0].Name != "unit.yaml" || list[1].Name != "user.yaml" {
			t.Fatalf("got %v", list)
		}
		if !strings.Contains(list[0].Content, "parent: =group") || strings.Contains(list[0].Content, "Halvorn") || strings.Contains(list[1].Content, "unit: Treasury") {
			t.Errorf("got %s%s", list[0].Content, list[1].Content)
		}
	})
}

// TestWhatATableFillsInIsAskedAbout: the unit of a membership is its group's,
// also when the group is new.
func TestWhatATableFillsInIsAskedAbout(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		must(t, h, `
role:
  - {name: Local, permissions: [configuration.apply, group.insert, member.insert, member.view, group.view]}
user:
  - {id: local, email: local@example.com, name: Local, kind: person, status: active, unit: Halvorn Group/Treasury}
grant:
  - {user: local@example.com, role: Local, scope: unit, scope_record: Halvorn Group/Treasury}
`)
		text := `
group:
  - {name: Desk, unit: Halvorn Group/Treasury}
member:
  - {group: Halvorn Group/Treasury/Desk, user: paul@example.com}
`
		for _, want := range []int{2, 0} {
			out, cmd, err := apply(t, h, "local", files(text), false)
			h.Must(out, err)
			if got := changed(t, h, cmd); len(got) != want {
				t.Errorf("it changes %v, want %d", got, want)
			}
		}
		if _, _, err := apply(t, h, "local", files(strings.ReplaceAll(text, "Halvorn Group/Treasury", "Halvorn Group")), false); !fault.Is(err, fault.Denied) {
			t.Errorf("in a unit above: %v", err)
		}
	})
}

func TestAFileSwitchesOnNothingThatNobodyDoesAlone(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.User("chief")
		h.User("importer", "configuration.apply", "access_policy.view", "access_policy.set", "access_policy.sponsor_process_admin")
		text := "access_policy:\n  - {roles_through_groups_only: false, min_administrators: 2, process_admin_sponsor: chief@example.com}\n"
		for _, want := range []string{"ticket_missing", "no_rule"} {
			note := govern.Note{}
			if want == "no_rule" {
				note.Ticket = "OPS-1"
			}
			cmd, err := book.Apply(files(text), false)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := h.Engine.Submit(t.Context(), govern.Actor{User: "importer"}, note, cmd); fault.Code(err) != want {
				t.Errorf("with %+v: %v, want %s", note, err, want)
			}
		}
		if p, err := policy.ReadAccess(t.Context(), h.DB); err != nil || p.ProcessAdminSponsor != "" {
			t.Errorf("it is switched on by %q, %v", p.ProcessAdminSponsor, err)
		}
	})
}
