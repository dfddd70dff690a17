package ascode_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/refdata"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/house"
)

// foundedBy is an installation as init leaves it: the program's own roles, and the
// first administrators of that house.
func foundedBy(t *testing.T, url string, people ...govern.ID) *house.House {
	t.Helper()
	h := house.Unfounded(t, testkit.Open(t, url), server.Tables, verbs)
	f := &directory.Found{Roles: append(directory.StandardRoles(), &directory.Role{Meta: govern.Meta{ID: "everything"}, Name: "everything", Permissions: h.Engine.Permissions()})}
	for _, id := range people {
		f.Users = append(f.Users, &directory.User{Meta: govern.Meta{ID: id}, Email: string(id) + "@example.com", Name: string(id), Kind: "person", Status: "active"})
		f.Grants = append(f.Grants, &directory.Grant{Meta: govern.Meta{ID: "grant-" + id}, User: id, Role: "everything", Scope: "everything"})
	}
	h.Must(h.Submit("", f))
	return h
}

// submitted asks as somebody, with a ticket.
func submitted(h *house.House, user string, cmd govern.Command) (govern.Outcome, error) {
	return h.Engine.Submit(context.Background(), govern.Actor{User: user, Method: "test"}, govern.Note{Reason: "test", Ticket: "OPS-1"}, cmd)
}

const sponsorRule = `
four_eyes_rule:
  - {id: sponsors, name: Sponsors, subject: access_policy.sponsor_process_admin, operations: [command], factors: [{permission: access_policy.sponsor_process_admin.approve, people: 1}], enabled: true}
`

// office is what the demo's house has, as far as it refers to people: processes and
// reference tables with those who made them, deputies, a sponsor, memberships for a
// time and until a change.
func furnish(t *testing.T, h *house.House) {
	t.Helper()
	by := func(user string, cmd govern.Command) { t.Helper(); h.Must(h.Submit(user, cmd)) }
	text := organisation + sponsorRule + `
  - {id: watch, name: Labels, subject: label, operations: [insert], factors: [{permission: label.approve, people: 1}], enabled: true}
`
	out, _, err := apply(t, h, "sara", files(text), false)
	h.Must(out, err)
	process := &recon.Process{Code: "CASH", Name: "Cash", Unit: "group", Kind: "data", OnInconsistency: "warn", Configuration: "keys: [ref]\n"}
	by("sara", govern.PutNew(recon.Processes, "pm", process))
	by("saul", govern.PutNew(refdata.Defined, "rates", &refdata.Table{Name: "Rates", Unit: "group", Columns: []refdata.Column{{Name: "code", Kind: "text", Key: true}}}))
	users, err := directory.Users.Find(t.Context(), h.DB, `email LIKE '%@example.com' ORDER BY email`)
	if err != nil {
		t.Fatal(err)
	}
	of := map[string]govern.ID{}
	for _, u := range users {
		of[strings.TrimSuffix(u.Email, "@example.com")] = u.ID
	}
	clerks, err := directory.Groups.One(t.Context(), h.DB, `name = 'Clerks'`)
	if err != nil {
		t.Fatal(err)
	}
	now := govern.At(h.Clock.Now())
	day := govern.Time((24 * time.Hour).Microseconds())
	by("sara", govern.PutNew(directory.Grants, "temporary", &directory.Grant{User: of["paul"], Role: "operator", Scope: "record", ScopeTable: "process", ScopeRecord: "pm", UntilAt: now + day, Reason: "for a day"}))
	by("sara", govern.PutNew(directory.Groups, "plain", &directory.Group{Name: "Plain"}))
	by("sara", govern.PutNew(directory.Members, "timed", &directory.Member{User: of["karin"], Group: clerks.ID, UntilAt: now + day}))
	held := h.MustHold(h.Submit("sara", govern.PutNew(recon.Labels, "late", &recon.Label{Name: "Late", Unit: "group"})))
	by("sara", govern.PutNew(directory.Members, "until", &directory.Member{User: of["paul"], Group: "plain", UntilChange: held.Change}))
	deputy := func(id govern.ID, until govern.Time) {
		t.Helper()
		held := h.MustHold(submitted(h, "sara", govern.PutNew(policy.Deputies, id, &policy.Deputy{User: of["karin"], Deputy: of["paul"], FromAt: now, UntilAt: until, Reason: "leave"})))
		h.Must(h.Engine.Approve(t.Context(), govern.Actor{User: "saul"}, govern.Note{}, held.Change, held.Digest))
	}
	deputy("past", now+3600e6)
	deputy("now", now+day)
	sponsor := &policy.SponsorProcessAdmin{Sponsor: of["karin"]}
	sponsor.On(policy.AccessID)
	held = h.MustHold(submitted(h, "sara", sponsor))
	h.Must(h.Engine.Approve(t.Context(), govern.Actor{User: "saul"}, govern.Note{}, held.Change, held.Digest))
	h.Clock.Advance(2 * time.Hour)
}

// less are the files without the records of those ids.
func less(list []ascode.File, ids ...string) (left []ascode.File) {
	for _, f := range list {
		parts := strings.Split(f.Content, "\n  - ")
		kept := slices.DeleteFunc(slices.Clone(parts), func(p string) bool {
			first, _, _ := strings.Cut(p, "\n")
			return slices.Contains(ids, strings.TrimPrefix(first, "id: "))
		})
		left = append(left, ascode.File{Name: f.Name, Content: strings.TrimSuffix(strings.Join(kept, "\n  - "), "\n")})
	}
	return left
}

// TestAnExportMakesAnEmptyInstallationTheSame but for what is that house's own: its
// first administrators with their grants. What is over, and who is in a group until a
// change of the other house is decided, is left, and counted.
func TestAnExportMakesAnEmptyInstallationTheSame(t *testing.T) {
	testkit.EachURL(t, func(t *testing.T, url string) {
		there := foundedBy(t, url, "sara", "saul")
		furnish(t, there)
		written := export(t, there)
		here := foundedBy(t, testkit.Another(t, url), "nora", "nick")
		here.Clock.Advance(2 * time.Hour)
		out, _, err := apply(t, here, "nora", files(sponsorRule), false) // nobody names a sponsor alone
		here.Must(out, err)
		cmd, err := book.Apply(written, false)
		if err != nil {
			t.Fatal(err)
		}
		held, err := submitted(here, "nora", cmd)
		if err != nil {
			t.Fatal(cmd.Located(err))
		}
		if diff := cmp.Diff([]ascode.Left{{Table: "deputy", Rows: 1}, {Table: "member", Rows: 1}}, sortedLeft(cmd.Over())); diff != "" {
			t.Error("left because it is over: " + diff)
		}
		if len(held.Unadministered) != 0 {
			t.Errorf("without an administrator are %v", held.Unadministered)
		}
		here.Must(here.Engine.Approve(t.Context(), govern.Actor{User: "nick"}, govern.Note{}, held.Change, held.Digest))
		want, got := less(written, "past", "until"), less(export(t, here), "nora", "nick", "grant-nora", "grant-nick")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error("the configuration is another one: " + diff)
		}
		for _, on := range []access.Record{{Table: "process", ID: "pm"}, {Table: "reference_table", ID: "rates"}} {
			maker := map[string]string{"pm": "sara", "rates": "saul"}[on.ID]
			grants, err := directory.Grants.Find(t.Context(), here.DB, `scope_table = $1 AND scope_record = $2 AND "user" <> $3 AND until_at = 0`, on.Table, on.ID, maker)
			if err != nil || len(grants) != 0 {
				t.Errorf("others have a grant on %s %s: %+v, %v", on.Table, on.ID, grants, err)
			}
		}
		cmd, err = book.Apply(written, false)
		if err != nil {
			t.Fatal(err)
		}
		here.Must(submitted(here, "nora", cmd))
		if list := changed(t, here, cmd); len(list) != 0 {
			t.Errorf("applied again it changes %v", list)
		}
	})
}

func sortedLeft(list []ascode.Left) []ascode.Left {
	return slices.SortedFunc(slices.Values(list), func(a, b ascode.Left) int { return strings.Compare(a.Table, b.Table) })
}

const onlyAProcess = `
process:
  - {id: pm, code: PM, name: Payments, kind: data, configuration: "keys: [ref]", on_inconsistency: warn}
`

// TestWhoBringsAProcessByFilesIsNotItsAdministrator, unless the files say so, and a
// process that comes without any is named.
func TestWhoBringsAProcessByFilesIsNotItsAdministrator(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, "role:\n  - {id: config-admin, name: Configurers, permissions: [process.view, process.update]}\n")
		here := []govern.Ref{{Table: "process", ID: "pm"}}
		grants := func(when string, want int64) {
			t.Helper()
			if n := h.Count(`SELECT count(*) FROM "grant" WHERE scope_table = 'process'`); n != want {
				t.Errorf("%s: %d grants on the process, want %d", when, n, want)
			}
		}
		named := func(when string, got []govern.Ref) {
			t.Helper()
			if diff := cmp.Diff(here, got); diff != "" {
				t.Errorf("%s: without an administrator are %s", when, diff)
			}
		}
		there := installation(t, "testing.example/1")
		trust(h, "testing", there)
		b := there.seal(t, h, production, onlyAProcess)
		cmd, err := book.Import(b, production)
		if err != nil {
			t.Fatal(err)
		}
		dry, _, err := h.Engine.DryRun(t.Context(), govern.Actor{User: house.Founder}, govern.Note{}, cmd)
		if err != nil {
			t.Fatal(err)
		}
		named("the dry run of the bundle", dry.Unadministered)
		out, _, err := take(t, h, house.Founder, b)
		named("the bundle", h.Must(out, err).Unadministered)
		grants("the bundle", 0)
		out, _, err = apply(t, h, house.Founder, files(strings.ReplaceAll(strings.ReplaceAll(onlyAProcess, "pm", "px"), "PM", "PX")), false)
		here[0].ID = "px"
		named("the files", h.Must(out, err).Unadministered)
		grants("the files", 0)
		text := strings.ReplaceAll(strings.ReplaceAll(onlyAProcess, "pm", "py"), "PM", "PY") + "grant:\n  - {id: made-py, user: second@example.com, role: Configurers, scope: record, scope_table: process, scope_record: PY}\n"
		out, _, err = apply(t, h, house.Founder, files(text), false)
		if list := h.Must(out, err).Unadministered; len(list) != 0 {
			t.Errorf("with its maker's grant in the files %v are named", list)
		}
		grants("with its maker's grant in the files", 1)
	})
}

// TestADeputyWhoComesWithTheFilesIsOneOfTheirOwnUsers: who is active by the files can
// be a deputy by them, and nobody gains by it under another user of their own.
func TestADeputyWhoComesWithTheFilesIsOneOfTheirOwnUsers(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		text := func(status, kind, more string) []ascode.File {
			return files(`
user:
  - {id: dora, email: dora@example.com, name: Dora, kind: person, status: active}
  - {id: max, email: max@example.com, name: Max, kind: ` + kind + `, status: ` + status + more + `}
deputy:
  - {id: d, user: dora@example.com, deputy: max@example.com, until_at: "2027-01-01T00:00:00Z"}
`)
		}
		_, _, err := apply(t, h, house.Founder, text("suspended", "person", ""), false)
		refusedWith(t, "a suspended one", "no_deputy", err)
		_, _, err = apply(t, h, house.Founder, text("active", "service", ""), false)
		refusedWith(t, "a service", "no_deputy", err)
		out, _, err := apply(t, h, house.Founder, text("active", "person", ""), false)
		h.MustHold(out, err)
	})
}

// TestNobodyIsTheDeputyByAnotherUserOfTheirOwn that the same files bring.
func TestNobodyIsTheDeputyByAnotherUserOfTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		founder, err := directory.Users.Get(t.Context(), h.DB, house.Founder)
		if err != nil {
			t.Fatal(err)
		}
		founder.PersonnelID = "P1"
		h.Must(h.Submit(house.Second, govern.Put(directory.Users, house.Founder, founder.Version, founder)))
		h.User("dora")
		_, _, err = apply(t, h, house.Founder, files(`
user:
  - {id: other, email: other@example.com, name: Other, kind: person, status: active, personnel_id: P1}
deputy:
  - {id: d, user: dora@example.com, deputy: other@example.com, until_at: "2027-01-01T00:00:00Z"}
`), false)
		refusedWith(t, "one's own other user", "own_access", err)
	})
}
