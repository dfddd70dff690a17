package payments_test

import (
	"testing"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/testkit/house"
)

func TestAccountNumbersAreRefusedWithTheirField(t *testing.T) {
	cases := map[string]struct{ iban, number, bic, code, field string }{
		"a mistyped IBAN":        {"NL91ABNA0417164301", "", "ABNANL2A", "iban_check", "iban"},
		"an IBAN with spaces":    {"NL91 ABNA 0417 1643 00", "", "ABNANL2A", "iban_form", "iban"},
		"no number":              {"", "", "ABNANL2A", "number_missing", "iban"},
		"two numbers":            {payIBAN, "12", "ABNANL2A", "two_numbers", "number"},
		"a bad other number":     {"", "12/", "ABNANL2A", "bad_number", "number"},
		"a short BIC":            {payIBAN, "", "ABNANL2", "bic_form", "bic"},
		"no BIC without an IBAN": {"", "12", "", "bic_missing", "bic"},
	}
	eachTown(t, func(t *testing.T, w *town) {
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				_, err := w.Submit(house.Founder, govern.PutNew(payments.BankInstructions, "b", &payments.BankInstruction{Unit: "group", Owner: "B", IBAN: c.iban, Number: c.number, BIC: c.bic, Country: "NL"}))
				wantFault(t, err, c.code, c.field)
				if len(c.bic) < 8 {
					return // an account's BIC is refused by its length before
				}
				_, err = w.Submit(house.Founder, govern.PutNew(payments.Accounts, "a", &payments.Account{OfCustomer: ofTown, Name: "A", IBAN: c.iban, Number: c.number, BIC: c.bic, Currency: "EUR"}))
				wantFault(t, err, c.code, c.field)
			})
		}
	})
}

func TestRecordsStayAtTheirCustomer(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		put(w, directory.Units, "branch", &directory.Unit{Name: "Branch", Parent: "group"})
		put(w, payments.Customers, "village", &payments.Customer{Name: "Village", Unit: "branch"})
		ofVillage := payments.OfCustomer{Customer: "village", Unit: "branch"}
		put(w, payments.Jobs, "reeve", &payments.Job{OfCustomer: ofVillage, Name: "reeve"})
		euro := payments.Account{OfCustomer: ofTown, Name: "Euro", IBAN: eurIBAN, BIC: "COBADEFFXXX", Currency: "EUR"}
		foreignUnit, moved, renumbered := euro, euro, euro
		foreignUnit.Unit, foreignUnit.IBAN = "branch", payIBAN
		moved.OfCustomer, renumbered.IBAN = ofVillage, payIBAN
		refused := map[string]struct {
			cmd         govern.Command
			code, field string
		}{
			"an account in another unit":  {govern.PutNew(payments.Accounts, "a", &foreignUnit), "other_unit", "unit"},
			"an account that moves":       {govern.Put(payments.Accounts, "eur", 1, &moved), "fixed", "customer"},
			"an account renumbered":       {govern.Put(payments.Accounts, "eur", 1, &renumbered), "fixed", "iban"},
			"a customer that moves":       {govern.Put(payments.Customers, "town", 1, &payments.Customer{Name: "Town", Unit: "branch"}), "fixed", "unit"},
			"a signatory of two":          {govern.PutNew(payments.Signatories, "s", &payments.Signatory{OfCustomer: ofVillage, Account: "eur", User: "mayor", Points: 1}), "other_customer", "customer"},
			"a signatory without points":  {govern.PutNew(payments.Signatories, "s", &payments.Signatory{OfCustomer: ofTown, Account: "eur", User: house.Founder}), "too_small", "points"},
			"a job of another customer":   {govern.PutNew(payments.UserJobs, "u", &payments.UserJob{OfCustomer: ofTown, User: house.Founder, Job: "reeve"}), "other_customer", "job"},
			"a second job":                {govern.PutNew(payments.UserJobs, "u", &payments.UserJob{OfCustomer: ofTown, User: "mayor", Job: "job-notary"}), "duplicate", ""},
			"an exclusion across":         {govern.PutNew(payments.Exclusions, "x", &payments.Exclusion{OfCustomer: ofTown, JobA: "reeve", JobB: "job-notary"}), "other_customer", "job_b"},
			"an exclusion the other way":  {govern.PutNew(payments.Exclusions, "x", &payments.Exclusion{OfCustomer: ofTown, JobA: "job-mayor", JobB: "job-notary"}), "duplicate", ""},
			"a job that somebody has":     {govern.Remove(payments.Jobs, "job-mayor", 1), "in_use", ""},
			"a name that no bank can say": {govern.PutNew(payments.Customers, "c", &payments.Customer{Name: "Ρόδος", Unit: "group"}), "bad_character", "name"},
		}
		for name, c := range refused {
			t.Run(name, func(t *testing.T) {
				_, err := w.Submit(house.Founder, c.cmd)
				wantFault(t, err, c.code, c.field)
			})
		}
		x, err := payments.Exclusions.Get(ctx, w.DB, "mayor-notary")
		if err != nil || x.JobA != "job-mayor" || x.JobB != "job-notary" {
			t.Errorf("the exclusion is kept as %+v, %v; want the lesser first", x, err)
		}
		a, err := payments.Accounts.Get(ctx, w.DB, "eur")
		if err != nil || a.RequiredPoints != 10 {
			t.Errorf("the account requires %+v, %v; want 10 by default", a, err)
		}
	})
}

func TestTwoHoldersOfOneJobCanBeExcluded(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		put(w, payments.Exclusions, "mayors", &payments.Exclusion{OfCustomer: ofTown, JobA: "job-mayor", JobB: "job-mayor"})
		w.User("deputy", "package.sign")
		put(w, payments.UserJobs, "of-deputy", &payments.UserJob{OfCustomer: ofTown, User: "deputy", Job: "job-mayor"})
		put(w, payments.Signatories, "deputy-eur", &payments.Signatory{OfCustomer: ofTown, Account: "eur", User: "deputy", Points: 5})
		p := w.waiting()
		w.Must(w.sign("mayor", p))
		w.Must(w.sign("deputy", p))
		w.wantState(p.ID, payments.Awaiting)
		if got := w.standing(p.ID).Verdict.Ignored; len(got) != 2 {
			t.Errorf("ignored are %v, want both mayors", got)
		}
	})
}

func TestEveryDebitAccountMustHaveItsPoints(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.Must(w.Submit(house.Founder, govern.Remove(payments.Signatories, "treasurer-chf", 1)))
		p := w.mixed()
		w.Must(w.sign("mayor", p))
		w.Must(w.sign("treasurer", p))
		v := w.standing(p.ID).Verdict
		if v.Accepted || !v.Accounts[0].Accepted || v.Accounts[1].Missing != 5 {
			t.Errorf("the verdict is %+v", v)
		}
		w.Must(w.sign("cashier", p))
		w.wantState(p.ID, payments.Accepted)
		if _, err := w.sign("notary", p); fault.Code(err) != "wrong_state" {
			t.Error(err)
		}
	})
}
