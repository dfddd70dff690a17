package ascode_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/house"
)

// town grows by random records whose names are as awkward as names can be.
type town struct {
	t     *rapid.T
	h     *house.House
	n     int
	units []govern.ID
	users []govern.ID
	roles []govern.ID
	group []govern.ID
}

// names are what files must bring through unchanged.
var names = rapid.OneOf(
	rapid.SampledFrom([]string{"Halvorn", "A/B", `A\/B`, "=A", "yes", "NO", "null", "~", "012", "1e3", "2026-11-22", " blank ", "a: b", "# no", "- x", "&a", "*a", "!!str", "| >", "\t", "two\nlines", "three\n lines \nand\n", "\nfirst", "\r\n", "é\u0301", "\u2028", "\u0085", "\ufeff", "😀", `"`, "'", "%", "@", "`"}),
	rapid.StringN(1, 20, 60).Filter(func(s string) bool { return len(s) > 0 }),
)

// name is one that no other record has.
func (w *town) name() string {
	w.n++
	s := ""
	for _, r := range names.Draw(w.t, "name") {
		if r != 0 && r != '\ufffd' {
			s += string(r)
		}
	}
	return fmt.Sprintf("%s%d", s, w.n)
}

func (w *town) id() govern.ID {
	w.n++
	return govern.ID(fmt.Sprintf("r%d", w.n))
}

func pick(w *town, from []govern.ID) govern.ID {
	if len(from) == 0 {
		return ""
	}
	return rapid.SampledFrom(from).Draw(w.t, "one of them")
}

func some(w *town, from []govern.ID) (list []string) {
	for _, id := range from {
		if len(list) < 3 && rapid.Bool().Draw(w.t, "also") {
			list = append(list, string(id))
		}
	}
	return list
}

func put[T any](w *town, t *govern.Table[T], row *T) govern.ID {
	id := w.id()
	w.h.Must(w.h.Submit(house.Founder, govern.PutNew(t, id, row)))
	return id
}

// grow adds one record of a random kind, and what stands beneath it.
func (w *town) grow() {
	switch rapid.IntRange(0, 9).Draw(w.t, "kind") {
	case 0:
		w.units = append(w.units, put(w, directory.Units, &directory.Unit{Name: w.name(), Parent: pick(w, w.units)}))
	case 1:
		w.n++
		w.users = append(w.users, put(w, directory.Users, &directory.User{
			Email: fmt.Sprintf("u%d@example.com", w.n), Name: w.name(), Kind: "person", Status: "active", Unit: pick(w, w.units),
			JobTitle: w.name(), EndsAt: govern.Time(rapid.Int64Range(0, 4e15).Draw(w.t, "end")),
		}))
	case 2:
		w.roles = append(w.roles, put(w, directory.Roles, &directory.Role{Name: w.name(), Permissions: []string{"unit.view", "job.view"}, Includes: some(w, w.roles)}))
	case 3:
		w.grant()
	case 4:
		w.customer()
	case 5:
		put(w, policy.Rules, &policy.Rule{
			Name: w.name(), Subject: "job", Operations: []string{"insert", "delete"}, Condition: "actor.id == \"no\\nbody\"\n&& true", DifferentUnits: rapid.Bool().Draw(w.t, "different units"),
			Factors: []approval.Factor{{Permission: "job.approve", People: 1}, {Permission: "user.approve", People: 2}}, ExpiresAfterHours: 72,
		})
	case 6:
		w.group = append(w.group, put(w, directory.Groups, &directory.Group{Name: w.name(), Unit: pick(w, w.units), Description: w.name()}))
		for _, user := range some(w, w.users) {
			put(w, directory.Members, &directory.Member{Group: w.group[len(w.group)-1], User: govern.ID(user)})
		}
	case 7:
		put(w, recon.Processes, &recon.Process{Code: fmt.Sprintf("P%d", w.n), Name: w.name(), Unit: pick(w, w.units), Kind: "data", OnInconsistency: "warn", Configuration: "keys:\n  - a\n\n# two lines \n"})
	case 8:
		w.supply()
	case 9:
		put(w, policy.DutyRules, &policy.DutyRule{
			Name: w.name(), Kind: duty.Static, Mode: duty.Report, Enabled: rapid.Bool().Draw(w.t, "in force"), Roles: some(w, w.roles), Permissions: []string{"unit.update", "member.insert"},
			Unit: pick(w, w.units),
		})
	}
}

func (w *town) grant() {
	user, role, unit := pick(w, w.users), pick(w, w.roles), pick(w, w.units)
	if user == "" || role == "" {
		return
	}
	g := &directory.Grant{User: user, Role: role, Scope: "everything"}
	if group := pick(w, w.group); group != "" && rapid.Bool().Draw(w.t, "to a group") {
		g.User, g.Group = "", group
	}
	switch {
	case unit != "" && rapid.Bool().Draw(w.t, "of a unit"):
		g.Scope, g.ScopeRecord = "unit", unit
	case rapid.Bool().Draw(w.t, "of a record"):
		g.Scope, g.ScopeTable, g.ScopeRecord = "record", "user", user
	}
	put(w, directory.Grants, g)
}

func (w *town) customer() {
	unit := pick(w, w.units)
	if unit == "" {
		return
	}
	w.n++
	c := put(w, payments.Customers, &payments.Customer{Name: fmt.Sprintf("Customer/%d", w.n), Unit: unit})
	of := payments.OfCustomer{Customer: c, Unit: unit}
	account := put(w, payments.Accounts, &payments.Account{OfCustomer: of, Name: w.name(), Number: fmt.Sprintf("N%d", w.n), BIC: "COBADEFF", Currency: "EUR"})
	a := put(w, payments.Jobs, &payments.Job{OfCustomer: of, Name: w.name()})
	b := put(w, payments.Jobs, &payments.Job{OfCustomer: of, Name: w.name()})
	put(w, payments.Exclusions, &payments.Exclusion{OfCustomer: of, JobA: b, JobB: a})
	if user := pick(w, w.users); user != "" {
		put(w, payments.Signatories, &payments.Signatory{OfCustomer: of, Account: account, User: user, Points: 7})
		put(w, payments.UserJobs, &payments.UserJob{OfCustomer: of, User: user, Job: a})
	}
}

// TestApplyingAnExportChangesNothing, and an empty installation becomes the same
// by it, whatever stands there.
func TestApplyingAnExportChangesNothing(t *testing.T) {
	testkit.EachURL(t, func(t *testing.T, url string) {
		h, round, rounds := house.New(t, testkit.Open(t, url), server.Tables, verbs), 0, 20
		if os.Getenv("COUNTERSIGN_SOAK") != "" {
			rounds = 100
		}
		w := &town{h: h}
		declare(h)
		rapid.Check(t, func(rt *rapid.T) {
			if round == rounds {
				return
			}
			w.t = rt
			for range rapid.IntRange(1, 12).Draw(rt, "more") {
				w.grow()
			}
			written := export(t, h)
			if diff := cmp.Diff(written, export(t, h)); diff != "" {
				t.Fatalf("the same state in other bytes: %s", diff)
			}
			out, cmd, err := apply(t, h, house.Second, written, true)
			h.Must(out, err)
			if got := changed(t, h, cmd); len(got) > 0 || len(out.Records) > 0 {
				t.Fatalf("applying the export changed %v", got)
			}
			if round++; round%20 == 0 {
				again(t, testkit.Open(t, testkit.Another(t, url)), written)
			}
		})
	})
}

// again applies what was written to an installation that has nothing yet.
func again(t *testing.T, db store.DB, written []ascode.File) {
	t.Helper()
	h := house.New(t, db, server.Tables, verbs)
	// The first declares the supplier and lets the second write some.
	for i, user := range []string{house.Founder, house.Second} {
		out, cmd, err := apply(t, h, user, written, true)
		h.Must(out, err)
		if later := len(cmd.Later()); i == 1 && later > 0 {
			t.Errorf("rows of %d tables are still left", later)
		}
	}
	if diff := cmp.Diff(written, export(t, h)); diff != "" {
		t.Errorf("the configuration is another one: %s", diff)
	}
}
