package payments_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/signing"
)

func (w *town) try(users ...string) *payments.Trial {
	w.t.Helper()
	trial, err := payments.Try(ctx, w.DB, w.Engine.People(), "eur", users)
	if err != nil {
		w.t.Fatal(err)
	}
	return trial
}

func TestAnySetCanBeTriedWithoutSigning(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		if got := w.try("mayor", "notary"); got.Verdict.Accepted || len(got.Verdict.Clashes) != 1 || len(got.Verdict.Ignored) != 2 {
			t.Errorf("mayor and notary: %+v", got.Verdict)
		}
		if got := w.try("mayor", "treasurer"); !got.Verdict.Accepted || got.Verdict.Points != 10 {
			t.Errorf("mayor and treasurer: %+v", got.Verdict)
		}
		if got := w.try("clerk"); len(got.WithoutJob) != 1 || got.Verdict.Points != 0 {
			t.Errorf("who has no job: %+v", got)
		}
		if d := cmp.Diff([][]signing.User{{"cashier"}, {"treasurer"}}, w.try("notary").Completions); d != "" {
			t.Error(d)
		}
	})
}

func TestACustomerWithoutJobsSeesNoTraceOfThem(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		put(w, payments.Customers, "village", &payments.Customer{Name: "Village", Unit: "group"})
		ofVillage := payments.OfCustomer{Customer: "village", Unit: "group"}
		put(w, payments.Accounts, "vil", &payments.Account{OfCustomer: ofVillage, Name: "Euro", IBAN: "FR1420041010050500013M02606", BIC: "PSSTFRPP", Currency: "EUR", RequiredPoints: 10})
		for _, u := range []govern.ID{"mayor", "notary"} { // who have jobs elsewhere, which exclude each other there
			put(w, payments.Signatories, "vil-"+u, &payments.Signatory{OfCustomer: ofVillage, Account: "vil", User: u, Points: 5})
		}
		c := draft("V-1", "third_party", pay("V-1", "1"))
		c.Customer, c.Orders[0].Account = "village", "vil"
		id := w.create(c)
		w.Must(w.on("clerk", id, &payments.Submit{}))
		for _, u := range []string{"mayor", "notary"} {
			s, err := payments.Suppose(ctx, w.DB, w.Engine.People(), govern.At(w.Engine.Now()), id, u)
			if err != nil || s.Refusal != nil || s.Lowers {
				t.Fatalf("a signature of %s would come to %+v, %v", u, s, err)
			}
			w.Must(w.sign(u, w.pkg(id)))
		}
		w.wantState(id, payments.Accepted)
		text, err := json.Marshal(w.standing(id))
		if err != nil {
			t.Fatal(err)
		}
		for _, job := range []string{"job-mayor", "job-notary", `"job"`, `"first"`} {
			if strings.Contains(string(text), job) {
				t.Errorf("its standing tells of %s: %s", job, text)
			}
		}
		if got := w.standing(id); len(got.WithoutJob)+len(got.Verdict.Clashes)+len(got.Verdict.Ignored) != 0 {
			t.Errorf("its standing is %+v", got)
		}
		for _, table := range []string{"job", "user_job", "exclusion"} {
			list, err := w.Engine.List(ctx, house.Founder, table, govern.Listing{Limit: 5, Filters: []govern.Filter{{Column: "customer", Op: govern.Equals, Value: "village"}}})
			if err != nil || len(list.Items) != 0 {
				t.Errorf("%s has %v, %v", table, list, err)
			}
		}
	})
}
