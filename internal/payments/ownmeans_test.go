package payments_test

import (
	"testing"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/testkit/house"
)

// admin is a payments administrator who signs as well.
func (w *town) admin() {
	w.User("admin", "account.update", "account_signatory.insert", "account_signatory.update", "account_signatory.delete",
		"user_job.insert", "user_job.update", "job.delete", "exclusion.delete", "exclusion.insert", "account_signatory.approve")
}

func TestNobodyGivesThemselvesPoints(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.admin()
		_, err := w.Submit("admin", govern.PutNew(payments.Signatories, "own", &payments.Signatory{OfCustomer: ofTown, Account: "eur", User: "admin", Points: 10}))
		wantFault(t, err, "own_access", "")
		put(w, payments.Signatories, "own", &payments.Signatory{OfCustomer: ofTown, Account: "eur", User: "admin", Points: 3})
		_, err = w.Submit("admin", govern.Put(payments.Signatories, "own", 1, &payments.Signatory{OfCustomer: ofTown, Account: "eur", User: "admin", Points: 10}))
		wantFault(t, err, "own_access", "")
		w.Must(w.Submit("admin", govern.Put(payments.Signatories, "own", 1, &payments.Signatory{OfCustomer: ofTown, Account: "eur", User: "admin", Points: 2})))
	})
}

func TestNobodyAgreesToTheirOwnPoints(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.admin()
		w.rule("points", "account_signatory", "insert", "")
		held := w.MustHold(w.Submit(house.Founder, govern.PutNew(payments.Signatories, "own", &payments.Signatory{OfCustomer: ofTown, Account: "eur", User: "admin", Points: 10})))
		_, err := w.approve("admin", held)
		wantFault(t, err, "own_access", "")
		w.Must(w.approve(house.Second, held))
	})
}

func TestASignatoryDoesNotLowerWhatTheirAccountAsksFor(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.admin()
		put(w, payments.Signatories, "own", &payments.Signatory{OfCustomer: ofTown, Account: "eur", User: "admin", Points: 3})
		a, err := payments.Accounts.Get(ctx, w.DB, "eur")
		if err != nil {
			t.Fatal(err)
		}
		a.RequiredPoints = 3
		_, err = w.Submit("admin", govern.Put(payments.Accounts, "eur", a.Version, a))
		wantFault(t, err, "own_access", "")
		a.RequiredPoints = 30
		w.Must(w.Submit("admin", govern.Put(payments.Accounts, "eur", a.Version, a)))
	})
}

func TestNobodyTakesAJobOrLiftsAnExclusionOfTheirs(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.admin()
		_, err := w.Submit("admin", govern.PutNew(payments.UserJobs, "own", &payments.UserJob{OfCustomer: ofTown, User: "admin", Job: "job-notary"}))
		wantFault(t, err, "own_access", "")
		put(w, payments.UserJobs, "own", &payments.UserJob{OfCustomer: ofTown, User: "admin", Job: "job-notary"})
		_, err = w.Submit("admin", govern.Remove(payments.Exclusions, "mayor-notary", 1))
		wantFault(t, err, "own_access", "")
		w.Must(w.Submit(house.Founder, govern.Remove(payments.Exclusions, "mayor-notary", 1)))
	})
}
