package ascode_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit/house"
)

var book = ascode.New(server.Tables)

// verbs are all but the founding, which a house has already.
var verbs = server.Verbs[1:]

func each(t *testing.T, f func(t *testing.T, h *house.House)) {
	house.Each(t, server.Tables, verbs, f)
}

func files(text string) []ascode.File { return []ascode.File{{Name: "house.yaml", Content: text}} }

func apply(t testing.TB, h *house.House, user string, list []ascode.File, del bool) (govern.Outcome, *ascode.Apply, error) {
	t.Helper()
	cmd, err := book.With(h.Engine.Foreigns()).Apply(list, del)
	if err != nil {
		t.Fatal(err)
	}
	out, err := h.Submit(user, cmd)
	if err != nil {
		err = cmd.Located(err)
	}
	return out, cmd, err
}

// must applies a text as the founder, at once.
func must(t testing.TB, h *house.House, text string) *ascode.Apply {
	t.Helper()
	out, cmd, err := apply(t, h, house.Founder, files(text), false)
	h.Must(out, err)
	return cmd
}

func export(t testing.TB, h *house.House) []ascode.File {
	t.Helper()
	var list []ascode.File
	err := h.DB.Snapshot(context.Background(), func(r store.Reader) (err error) {
		list, err = book.With(h.Engine.Foreigns()).Export(context.Background(), r, func(string, access.Target) bool { return true })
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// changed are the differences that the command came to, one line each.
func changed(t testing.TB, h *house.House, cmd *ascode.Apply) []string {
	t.Helper()
	list, err := cmd.Differences(h.DB)
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{}
	for _, d := range list {
		line := string(d.Op) + " " + d.Table + " " + d.Key
		for _, f := range d.Fields {
			line += "; " + f.Name + " " + f.Before + "→" + f.After
			for _, x := range f.Added {
				line += " +" + x
			}
			for _, x := range f.Removed {
				line += " -" + x
			}
		}
		lines = append(lines, line)
	}
	return lines
}

const organisation = `
unit:
  - {id: group, name: Halvorn Group}
  - {id: treasury, name: Treasury, parent: Halvorn Group}
user:
  - {email: karin@example.com, name: Karin, kind: person, status: active, unit: Halvorn Group/Treasury}
  - {email: paul@example.com, name: Paul, kind: person, status: active, unit: Halvorn Group/Treasury}
role:
  - {name: Reader, permissions: [unit.view]}
  - {name: Clerk, permissions: [job.view, job.insert], includes: [Reader]}
group:
  - {name: Clerks, unit: Halvorn Group/Treasury}
member:
  - {group: Halvorn Group/Treasury/Clerks, user: paul@example.com}
grant:
  - {user: karin@example.com, role: Clerk, scope: unit, scope_record: Halvorn Group/Treasury}
  - {group: Halvorn Group/Treasury/Clerks, role: Reader, scope: everything}
  - {user: paul@example.com, role: Reader, scope: table, scope_table: process, scope_record: Halvorn Group/Treasury}
  - {user: paul@example.com, role: Reader, scope: table, scope_table: reference_table}
customer:
  - {name: Holding, unit: Halvorn Group/Treasury}
job:
  - {name: Mayor, customer: Holding, unit: Halvorn Group/Treasury}
  - {name: Notary, customer: Holding, unit: Halvorn Group/Treasury}
exclusion:
  - {customer: Holding, unit: Halvorn Group/Treasury, job_a: Holding/Mayor, job_b: Holding/Notary}
account:
  - {name: Main, customer: Holding, unit: Halvorn Group/Treasury, iban: NL91ABNA0417164300, bic: ABNANL2A, currency: EUR}
account_signatory:
  - {customer: Holding, unit: Halvorn Group/Treasury, account: NL91ABNA0417164300//ABNANL2A/EUR, user: karin@example.com, points: 8}
`

func TestRecordsReferToEachOtherByTheirKeys(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		ctx := context.Background()
		karin, err := directory.Users.One(ctx, h.DB, `email = 'karin@example.com'`)
		if err != nil || karin == nil {
			t.Fatal(karin, err)
		}
		unit, err := directory.Units.Get(ctx, h.DB, karin.Unit)
		if err != nil || unit.Name != "Treasury" || unit.Parent != "group" {
			t.Errorf("Karin's unit is %+v, %v", unit, err)
		}
		grants, err := directory.Grants.Find(ctx, h.DB, `"user" = $1`, string(karin.ID))
		if err != nil || len(grants) != 1 || grants[0].ScopeRecord != unit.ID {
			t.Errorf("Karin's grants are %+v, %v", grants, err)
		}
		points, err := payments.Signatories.Find(ctx, h.DB, `"user" = $1`, string(karin.ID))
		if err != nil || len(points) != 1 || points[0].Points != 8 {
			t.Errorf("Karin's points are %+v, %v", points, err)
		}
	})
}

func TestApplyingTheSameFilesAgainChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		// Written the other way round it is the same pair; nothing stands for nothing.
		text := strings.Replace(organisation, "job_a: Holding/Mayor, job_b: Holding/Notary", "job_b: Holding/Mayor, job_a: Holding/Notary", 1)
		for _, text := range []string{organisation, text} {
			cmd := must(t, h, text)
			if diff := cmp.Diff([]string{}, changed(t, h, cmd)); diff != "" {
				t.Error(diff)
			}
		}
	})
}

func TestThePlanTellsTheDifferences(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		cmd := must(t, h, `
role:
  - {name: Clerk, permissions: [job.view, job.update], includes: []}
user:
  - {email: karin@example.com, name: Karin Auer, kind: person, status: active, unit: Halvorn Group}
unit:
  - {name: Audit, parent: Halvorn Group}
`)
		want := []string{
			"insert unit Halvorn Group/Audit; name →Audit; parent →Halvorn Group",
			"update user karin@example.com; name Karin→Karin Auer; unit Halvorn Group/Treasury→Halvorn Group",
			"update role Clerk; permissions → +job.update -job.insert; includes → -Reader",
		}
		if diff := cmp.Diff(want, changed(t, h, cmd)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestNothingIsDeletedThatWasNotAskedToBe(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		text := "job:\n  - {name: Mayor, customer: Holding, unit: Halvorn Group/Treasury}\nexclusion: []\n"
		if got := changed(t, h, must(t, h, text)); len(got) != 0 {
			t.Errorf("without being asked: %v", got)
		}
		out, cmd, err := apply(t, h, house.Founder, files(text), true)
		h.Must(out, err)
		got := changed(t, h, cmd)
		if len(got) != 2 || got[0] != "delete exclusion Holding/Holding/Notary/Holding/Mayor" && got[0] != "delete exclusion Holding/Holding/Mayor/Holding/Notary" || got[1] != "delete job Holding/Notary" {
			t.Errorf("asked to: %v", got)
		}
		if n := h.Count(`SELECT count(*) FROM job`) + h.Count(`SELECT count(*) FROM exclusion`); n != 1 {
			t.Errorf("%d jobs and exclusions are left, want the mayor", n)
		}
	})
}

func TestAUserIsNeverDeleted(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		_, _, err := apply(t, h, house.Founder, files("user: []\n"), true)
		if fault.Code(err) != "user_stays" || !strings.Contains(fault.From(err).Detail, "user second cannot be deleted") {
			t.Errorf("got %v", err)
		}
	})
}

func TestARecordIsRenamedByItsID(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		cmd := must(t, h, "unit:\n  - {id: group, name: Halvorn}\n  - {name: Legal, parent: Halvorn}\n")
		want := []string{"update unit Halvorn; name Halvorn Group→Halvorn", "insert unit Halvorn/Legal; name →Legal; parent →Halvorn"}
		if diff := cmp.Diff(want, changed(t, h, cmd)); diff != "" {
			t.Error(diff)
		}
	})
}
