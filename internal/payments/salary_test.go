package payments_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/testkit/house"
)

// paid is a package of two salaries, with a third-party order before them.
func (w *town) paid() govern.ID {
	w.t.Helper()
	of := func(kind string, e payments.Entry) payments.Entry {
		e.Kind = kind
		return e
	}
	return w.create(draft("P-1", "mixed", of("third_party", pay("E-1", "10.00")), of("salary", pay("SAL-1", "4321.09")), of("salary", pay("SAL-2", "5000.01"))))
}

func TestSalariesAreToldInTotalsToWhoHasNoPermissionOfTheirOwn(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.User("viewer", "package.view", "order.view")
		w.User("payroll", "package.view", "order.view", payments.ViewSalary)
		id := w.paid()
		salary, other := w.order(id, 1), w.order(id, 0)
		for user, want := range map[string]int64{"viewer": 1, "payroll": 3, house.Second: 3} {
			list, err := w.Engine.List(ctx, user, "order", govern.Listing{Limit: 10, Count: true})
			if err != nil || int64(len(list.Items)) != want || list.Total != want {
				t.Errorf("%s is shown %d of %d orders, %v; want %d", user, len(list.Items), list.Total, err, want)
			}
		}
		on := salary.Target()
		on.Guard = payments.ViewSalary
		if w.Engine.Check("viewer", "order.view", on) == nil || w.Engine.Check("payroll", "order.view", on) != nil || w.Engine.Check("viewer", "order.view", other.Target()) != nil {
			t.Error("a single salary is not kept from who may not see it, or more is")
		}
		got, err := w.Engine.Target(ctx, "order", salary.ID)
		if err != nil || got.Guard != payments.ViewSalary {
			t.Errorf("the target of a salary is %+v, %v", got, err)
		}
		hits, err := w.Engine.Find(ctx, "viewer", "SAL-1", 5)
		if err != nil || len(hits) != 0 {
			t.Errorf("the search finds %+v, %v", hits, err)
		}
		if hits, err = w.Engine.Find(ctx, "payroll", "SAL-1", 5); err != nil || len(hits) != 1 {
			t.Errorf("the search of payroll finds %+v, %v", hits, err)
		}
		past, err := w.Engine.History(ctx, "viewer", "order", salary.ID, false, 0, 10)
		if err != nil || len(past) != 0 {
			t.Errorf("the history tells %+v, %v", past, err)
		}
		totals, err := payments.TotalsOf(ctx, w.DB, id)
		if err != nil || len(totals) != 2 || totals[1].Amount != "9321.10" || totals[1].Orders != 2 {
			t.Errorf("the totals are %+v, %v", totals, err)
		}
	})
}

func TestTheLogTellsNoSalaryWithoutThePermission(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.User("auditor", "package.view")
		w.rule("packages", "package.create", "command", "")
		held := w.MustHold(w.Submit("clerk", draft("P-2", "salary", pay("SAL-9", "4321.09"))))
		w.Must(w.approve(house.Second, held))
		kept := w.Engine.Kept("auditor")
		if d := cmp.Diff([]string{govern.GuardUnit(payments.ViewSalary)}, kept); d != "" {
			t.Fatal(d)
		}
		if got := w.Engine.Kept(house.Founder); got != nil {
			t.Errorf("from the founder is kept %v", got)
		}
		scope := &audit.Scope{All: true, Without: kept}
		found, err := audit.Search(ctx, w.DB, w.Ring, audit.Query{Scope: scope, Action: "package.create", Limit: 10})
		if err != nil || len(found) == 0 {
			t.Fatal(found, err)
		}
		for _, f := range found {
			for _, r := range f.Event.Rows {
				if strings.Contains(string(r.After)+string(r.Was), "SAL-9") {
					t.Errorf("entry %d tells %s", f.Seq, r.After)
				}
			}
			if len(f.Event.Rows) > 0 && f.Hidden == 0 {
				t.Errorf("entry %d does not tell that it hides a row", f.Seq)
			}
		}
		if found, err = audit.Search(ctx, w.DB, w.Ring, audit.Query{Scope: scope, Words: "SAL-9", Limit: 10}); err != nil || len(found) != 0 {
			t.Errorf("searching for the salary finds %+v, %v", found, err)
		}
		if found, err = audit.Search(ctx, w.DB, w.Ring, audit.Query{Words: "SAL-9", Limit: 10}); err != nil || len(found) == 0 {
			t.Errorf("who may see all finds %+v, %v", found, err)
		}
	})
}

func TestAChangeOfSalariesIsShownWithoutThemToWhoMayNotSeeThem(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.rule("packages", "package.create", "command", "")
		w.User("approver", "package.create.approve")
		held := w.MustHold(w.Submit("clerk", draft("P-3", "salary", pay("SAL-9", "1.00"))))
		look, err := w.Engine.Look(ctx, "approver", held.Change)
		if err != nil {
			t.Fatal(err)
		}
		for i := range look.Body.Rows {
			rc := &look.Body.Rows[i]
			if kept := w.Engine.Keeps("approver", rc); kept != (rc.Table == "order") {
				t.Errorf("%s kept: %t", rc.Table, kept)
			}
			if w.Engine.Keeps(house.Founder, rc) {
				t.Errorf("%s is kept from the founder", rc.Table)
			}
		}
	})
}
