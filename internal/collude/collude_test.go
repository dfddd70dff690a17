package collude_test

import (
	"context"
	"slices"
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/collusion"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/collude"
	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/testkit/house"
)

var (
	tables = slices.Concat(directory.Tables, policy.Tables, payments.Tables, cycles.Tables, recon.Tables, deliver.Tables)
	verbs  = slices.Concat(directory.Verbs, policy.Verbs, payments.Verbs, cycles.Verbs, recon.Verbs, deliver.Verbs)
)

// town is a customer of four signatories with five points each, of whom mayor and
// notary do not sign together; ten points are asked. Two administrators hold
// every permission and sign nothing.
type town struct {
	*house.House
	t *testing.T
}

func eachTown(t *testing.T, f func(t *testing.T, w *town)) {
	house.Each(t, tables, verbs, func(t *testing.T, h *house.House) {
		w := &town{h, t}
		of := payments.OfCustomer{Customer: "town", Unit: "group"}
		put(w, directory.Units, "group", &directory.Unit{Name: "Group"})
		put(w, payments.Customers, "town", &payments.Customer{Name: "Town", Unit: "group"})
		put(w, payments.Accounts, "eur", &payments.Account{OfCustomer: of, Name: "Euro", IBAN: "DE89370400440532013000", BIC: "COBADEFFXXX", Currency: "EUR"})
		for _, job := range []govern.ID{"mayor", "notary", "treasurer", "cashier"} {
			w.User(string(job), "package.sign")
			put(w, payments.Jobs, "job-"+job, &payments.Job{OfCustomer: of, Name: string(job)})
			put(w, payments.UserJobs, "of-"+job, &payments.UserJob{OfCustomer: of, User: job, Job: "job-" + job})
			put(w, payments.Signatories, job+"-eur", &payments.Signatory{OfCustomer: of, Account: "eur", User: job, Points: 5})
		}
		put(w, payments.Exclusions, "apart", &payments.Exclusion{OfCustomer: of, JobA: "job-notary", JobB: "job-mayor"})
		f(t, w)
	})
}

func put[T any](w *town, table *govern.Table[T], id govern.ID, row *T) {
	w.t.Helper()
	w.Must(w.Submit(house.Founder, govern.PutNew(table, id, row)))
}

// courier brings in the service that delivers.
func (w *town) courier() {
	w.t.Helper()
	put(w, directory.Users, "delivery", &directory.User{Email: "delivery@service.invalid", Name: "Delivery", Kind: "service", Status: "active"})
	w.Grant("delivery", "delivery.queue", "delivery.record")
}

func (w *town) ask(a collude.Ask) *collude.Report {
	w.t.Helper()
	r, err := w.try(a)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *town) try(a collude.Ask) (*collude.Report, error) {
	s := &collude.Scene{Read: w.DB, Picture: w.Engine.Picture(), Now: govern.At(w.Engine.Now()), Courier: "delivery", Declared: func(string) bool { return false }}
	return s.Answer(context.Background(), a)
}

func (w *town) rule(id govern.ID, subject, op, condition string, factors ...approval.Factor) {
	w.t.Helper()
	put(w, policy.Rules, id, &policy.Rule{Name: "rule " + string(id), Subject: subject, Operations: []string{op}, Condition: condition, Factors: factors, Enabled: true})
}

func one(permission string) approval.Factor {
	return approval.Factor{Permission: permission, People: 1}
}

func (w *town) want(c collude.Case, smallest int, sets int64) {
	w.t.Helper()
	if c.Smallest != smallest || c.Sets != sets || !c.All {
		w.t.Errorf("the smallest set of %s has %d people and there are %d sets; want %d and %d: %+v", c.Name, c.Smallest, c.Sets, smallest, sets, c.Groups)
	}
}

func gap(c collude.Case, code collusion.GapCode, action string) bool {
	for _, g := range c.Groups {
		if !slices.ContainsFunc(g.Gaps, func(g collusion.Gap) bool { return g.Code == code && g.Action == action }) {
			return false
		}
	}
	return len(c.Groups) > 0
}

func TestAPaymentTakesWhoEntersItAndSignaturesThatSuffice(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.courier()
		c := w.ask(collude.Ask{Outcome: collude.Payment}).Cases[0]
		w.want(c, 3, 10) // two who enter, five pairs of signatories who get on
		if !gap(c, collusion.NoRule, "bank_instruction.insert") && !gap(c, collusion.NoRule, "package.submit") {
			t.Errorf("the gaps are %+v", c.Groups[0].Gaps)
		}
		acts := c.Groups[0].Acts
		for _, a := range acts {
			if a.Member >= 0 && (len(a.Grants) == 0 || a.User == "") {
				t.Errorf("no grant is named for %+v", a)
			}
			if a.Action == "package.sign" && a.Points != 5 {
				t.Errorf("a signature adds %d", a.Points)
			}
		}
		w.rule("by-country", "bank_instruction", "insert", `after.country == "NL"`, one("bank_instruction.approve"))
		c = w.ask(collude.Ask{Outcome: collude.Payment, Account: "eur"}).Cases[0]
		w.want(c, 3, 10)
		if !gap(c, collusion.Assumed, "bank_instruction.insert") {
			t.Errorf("a rule whose condition is not known is not named: %+v", c.Groups[0].Gaps)
		}
		w.rule("instructions", "bank_instruction", "insert", "", one("bank_instruction.approve"))
		c = w.ask(collude.Ask{Outcome: collude.Payment, Account: "eur"}).Cases[0]
		w.want(c, 4, 5)
		if !gap(c, collusion.FewPeople, "bank_instruction.insert") {
			t.Errorf("the gaps are %+v", c.Groups[0].Gaps)
		}
	})
}

func TestADutyRuleKeepsTwoStepsApartUnlessAnExceptionStands(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.courier()
		put(w, policy.DutyRules, "keys", &policy.DutyRule{
			Name: "keys", Kind: duty.Dynamic, Mode: duty.Except, Enabled: true,
			Duties: []duty.Acts{{Actions: []string{"package.create", "package.add_orders", "order.change"}}, {Actions: []string{"package.submit"}}},
		})
		w.want(w.ask(collude.Ask{Outcome: collude.Payment}).Cases[0], 4, 5) // both administrators, and a pair
		now := govern.At(w.Engine.Now())
		w.User("warden", "duty_exception.approve")
		held := w.MustHold(w.Submit(house.Founder, govern.PutNew(policy.DutyExceptions, "x", &policy.DutyException{Rule: "keys", User: "second", Reason: "short of people", UntilAt: now + 3600e6})))
		w.Must(w.Engine.Approve(context.Background(), govern.Actor{User: "warden", Method: "test"}, govern.Note{}, held.Change, held.Digest))
		w.want(w.ask(collude.Ask{Outcome: collude.Payment}).Cases[0], 3, 5)
	})
}

func TestWithoutTheServiceThatDeliversNoPaymentLeaves(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		c := w.ask(collude.Ask{Outcome: collude.Payment}).Cases[0]
		w.want(c, 0, 0)
		if len(c.Blocked) != 1 {
			t.Errorf("blocked is %q", c.Blocked)
		}
	})
}

func TestWhoEntersAPackageDoesNotSignItEvenAsAnotherUser(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.courier()
		of := payments.OfCustomer{Customer: "town", Unit: "group"}
		for _, id := range []govern.ID{"eva", "eve"} {
			put(w, directory.Users, id, &directory.User{Email: string(id) + "@example.com", Name: "Eva", Kind: "person", Status: "active", PersonnelID: "E1"})
		}
		w.Grant("eva", "bank_instruction.insert", "bank_instruction.view", "package.create", "package.submit", "channel.insert")
		w.Grant("eve", "package.sign")
		put(w, payments.UserJobs, "of-eve", &payments.UserJob{OfCustomer: of, User: "eve", Job: "job-cashier"})
		put(w, payments.Signatories, "eve-eur", &payments.Signatory{OfCustomer: of, Account: "eur", User: "eve", Points: 10})
		c := w.ask(collude.Ask{Outcome: collude.Payment}).Cases[0]
		// Eva signs alone for an administrator; others sign in pairs for Eva or one of
		// two administrators, but of these only for Eva, whom an administrator needs
		// not; the pairs need Eva or an administrator.
		w.want(c, 2, 2+3*5)
		if c.Sizes[1] != 2 || c.Sizes[2] != 15 {
			t.Errorf("the sizes are %v", c.Sizes)
		}
	})
}

func TestNobodyHelpsThemselvesToARole(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.User("eva", "grant.insert")
		ask := collude.Ask{Outcome: collude.Role, User: "eva", Role: "everything"}
		r := w.ask(ask)
		w.want(r.Cases[0], 1, 2) // either administrator, and never Eva herself
		if !r.Alarm || !gap(r.Cases[0], collusion.NoRule, "grant.insert") {
			t.Errorf("the answer is %+v", r.Cases[0])
		}
		w.rule("grants", "grant", "insert", `after.scope == "everything"`, one("grant.approve"))
		c := w.ask(ask).Cases[0]
		w.want(c, 1, 2) // a role that Eva has is made to include it
		if !gap(c, collusion.NoRule, "role.update") {
			t.Errorf("the gaps are %+v", c.Groups[0].Gaps)
		}
		w.rule("roles", "role", "update", `size(after.includes) > 0`, one("role.approve"))
		w.want(w.ask(ask).Cases[0], 2, 1)
		if c := w.ask(collude.Ask{Outcome: collude.Role, User: house.Founder, Role: "everything"}).Cases[0]; c.Already == "" {
			t.Errorf("the founder holds it: %+v", c)
		}
	})
}

func TestAWiderGrantPassesARuleOnNarrowOnes(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.User("eva")
		w.rule("grants", "grant", "insert", `after.scope == "unit"`, one("grant.approve"))
		c := w.ask(collude.Ask{Outcome: collude.Role, User: "eva", Role: "everything", Scope: "unit", ScopeRecord: "group"}).Cases[0]
		w.want(c, 1, 2)
	})
}

func TestWhoGivesTheRolesOfEveryProcessGivesThoseOfOne(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		put(w, directory.Units, "far", &directory.Unit{Name: "Far"})
		put(w, recon.Processes, "cash", &recon.Process{Code: "CASH", Name: "Cash", Unit: "group", Kind: "data", Configuration: "keys: [id]\n", OnInconsistency: "warn"})
		put(w, directory.Roles, "viewer", &directory.Role{Name: "Viewer", Permissions: []string{"process.view"}})
		put(w, directory.Roles, "giver", &directory.Role{Name: "Giver", Permissions: []string{"grant.insert"}})
		every := map[govern.ID]govern.ID{"mia": "", "max": "group", "moe": "far"}
		for user, unit := range every {
			w.User(string(user))
			put(w, directory.Grants, user+"-gives", &directory.Grant{User: user, Role: "giver", Scope: "table", ScopeTable: "process", ScopeRecord: unit})
		}
		w.User("nan")
		put(w, directory.Grants, "nan-gives", &directory.Grant{User: "nan", Role: "giver", Scope: "table", ScopeTable: "reference_table"})
		on := collude.Ask{Outcome: collude.Role, Role: "viewer", Scope: "record", ScopeTable: "process", ScopeRecord: "cash"}
		w.want(w.ask(on).Cases[0], 1, 4) // both administrators, Mia and Max
		w.rule("grants", "grant", "insert", `after.scope != "table"`, one("grant.approve"))
		w.want(w.ask(on).Cases[0], 1, 2) // the administrators, by a grant on every process

		put(w, directory.Grants, "eva-sees", &directory.Grant{User: "nan", Role: "viewer", Scope: "table", ScopeTable: "process", ScopeRecord: "group"})
		on.User = "nan"
		if c := w.ask(on).Cases[0]; c.Already == "" {
			t.Errorf("who may view every process of the unit may view this one: %+v", c)
		}
	})
}

func TestAMembershipGivesTheRoleOfTheGroup(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.User("eva")
		w.User("leader", "member.insert")
		put(w, directory.Groups, "solvers", &directory.Group{Name: "Solvers"})
		put(w, directory.Roles, "solver", &directory.Role{Name: "Solver", Permissions: []string{"exception.close"}})
		put(w, directory.Grants, "g", &directory.Grant{Group: "solvers", Role: "solver", Scope: "everything"})
		c := w.ask(collude.Ask{Outcome: collude.Role, User: "eva", Role: "solver"}).Cases[0]
		w.want(c, 1, 3)
	})
}

func TestARuleHoldsItsOwnEnd(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.rule("rates", "rate", "insert", "", one("rate.approve"))
		r := w.ask(collude.Ask{Outcome: collude.RuleOff})
		w.want(r.Cases[0], 2, 1) // both administrators: it falls under itself
		if r.Alarm {
			t.Error("an alarm")
		}
	})
}

func TestAnExceptionIsClosedByWhoMay(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		put(w, recon.Processes, "cash", &recon.Process{Code: "CASH", Name: "Cash", Unit: "group", Kind: "data", Configuration: "keys: [id]\n", OnInconsistency: "warn"})
		w.User("eva", "exception.close")
		w.rule("closing", "exception.close", "command", `actor.id != "eva"`, approval.Factor{Permission: "exception.close.approve", People: 1})
		c := w.ask(collude.Ask{Outcome: collude.Exception}).Cases[0]
		w.want(c, 1, 2) // Eva, whom the rule passes by; or both administrators
		if c.Sizes[0] != 1 || c.Sizes[1] != 1 {
			t.Errorf("the sizes are %v", c.Sizes)
		}
	})
}

func TestWrongQuestionsAreRefused(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		for code, a := range map[string]collude.Ask{
			"unknown_outcome":   {Outcome: "rain"},
			"not_found":         {Outcome: collude.Payment, Account: "none"},
			"unknown_reference": {Outcome: collude.RuleOff, Rule: "none"},
			"scope_missing":     {Outcome: collude.Role, Role: "everything", Scope: "record"},
			"no_roles_there":    {Outcome: collude.Role, Role: "everything", Scope: "table", ScopeTable: "order"},
		} {
			if _, err := w.try(a); fault.Code(err) != code {
				t.Errorf("%+v is answered %v", a, err)
			}
		}
	})
}

func TestWhereNoWayIsOpenThePeopleWhoCouldDoTheRestAreTold(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.courier()
		w.want(w.ask(collude.Ask{Outcome: collude.Payment}).Cases[0], 3, 10)
		// With nobody to enter an order there is no way at all, and the people who
		// could do the rest are still told.
		w.Must(w.Submit(house.Founder, govern.Put(directory.Roles, "everything", 1, &directory.Role{Name: "everything", Permissions: without(w.Engine.Permissions())})))
		none := w.ask(collude.Ask{Outcome: collude.Payment}).Cases[0]
		if none.Sets != 0 || none.People == 0 || !none.All {
			t.Errorf("with nobody to enter an order: %+v", none)
		}
	})
}

// without leaves out what makes a payment an order.
func without(permissions []string) []string {
	return slices.DeleteFunc(slices.Clone(permissions), func(p string) bool {
		return slices.Contains([]string{"package.create", "package.add_orders", "order.change", "cycle.settle"}, p)
	})
}

func TestADutyRuleClosesTheWaysThatWouldBreakIt(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		put(w, directory.Units, "paris", &directory.Unit{Name: "Paris"})
		put(w, directory.Roles, "members", &directory.Role{Name: "Members", Permissions: []string{"member.insert"}})
		put(w, directory.Roles, "both", &directory.Role{Name: "Both", Permissions: []string{"member.insert", "unit.update"}})
		w.User("eva")
		put(w, directory.Roles, "units", &directory.Role{Name: "Units", Permissions: []string{"unit.update"}})
		put(w, directory.Grants, "eva", &directory.Grant{User: "eva", Role: "units", Scope: "unit", ScopeRecord: "group"})
		put(w, policy.DutyRules, "apart", &policy.DutyRule{
			Name: "apart", Kind: duty.Static, Mode: duty.Refuse, Enabled: true, Permissions: []string{"member.insert", "unit.update"}, Unit: "group",
		})
		ask := func(user, role, unit govern.ID) collude.Case {
			return w.ask(collude.Ask{Outcome: collude.Role, User: user, Role: role, Scope: "unit", ScopeRecord: unit}).Cases[0]
		}
		if c := ask("eva", "members", "group"); c.Smallest != 0 || len(c.Blocked) == 0 {
			t.Errorf("eva can come by the other half: %+v", c)
		}
		if c := ask("mayor", "members", "group"); c.Smallest != 1 {
			t.Errorf("the mayor, who holds nothing of it, cannot: %+v", c)
		}
		if c := ask("eva", "members", "paris"); c.Smallest != 1 {
			t.Errorf("in paris nothing is kept apart: %+v", c)
		}
		if c := ask("", "both", "group"); c.Smallest != 0 {
			t.Errorf("somebody can be given both at once: %+v", c)
		}
	})
}
