package payments_test

import (
	"testing"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit/house"
)

func TestInstructionWaitsForOtherEyesThanItsMakers(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.rule("instructions", "bank_instruction", "update", "before.iban != after.iban")
		w.User("keeper", "bank_instruction.update", "bank_instruction.approve")
		w.User("checker", "bank_instruction.approve")
		same := &payments.BankInstruction{Unit: "group", Owner: "Bouwbedrijf De Boer", IBAN: payIBAN, BIC: "ABNANL2A", Country: "NL", Participant: "boer"}
		w.Must(w.Submit("keeper", govern.Put(payments.BankInstructions, "builder", 1, same)))
		moved := *same
		moved.IBAN, moved.BIC = newIBAN, "NWBKGB2L"
		held := w.MustHold(w.Submit("keeper", govern.Put(payments.BankInstructions, "builder", 2, &moved)))
		_, err := w.approve("keeper", held)
		wantFault(t, err, "own_change", "")
		_, err = w.approve("mayor", held)
		wantFault(t, err, "not_an_approver", "")
		if b, err := payments.BankInstructions.Get(ctx, w.DB, "builder"); err != nil || b.IBAN != payIBAN {
			t.Errorf("the instruction changed before anybody agreed: %+v, %v", b, err)
		}
		w.Must(w.approve("checker", held))
		if b, err := payments.BankInstructions.Get(ctx, w.DB, "builder"); err != nil || b.IBAN != newIBAN || b.Version != 3 {
			t.Errorf("the approved instruction is %+v, %v", b, err)
		}
	})
}

func TestThirdPartyOrdersWaitAndIntercompanyOnesDoNot(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.company()
		w.rule("third parties", "order", "insert", `after.kind != "intercompany"`)
		own := w.create(draft("OWN", "intercompany", within(pay("E-1", "1"))))
		third := draft("THIRD", "third_party", pay("E-2", "2"))
		held := w.MustHold(w.Submit("clerk", third))
		if n := w.Count(`SELECT count(*) FROM package`); n != 1 {
			t.Errorf("%d packages stand, want 1", n)
		}
		_, err := w.approve("clerk", held)
		wantFault(t, err, "own_change", "")
		out := w.Must(w.approve(house.Second, held))
		p := w.pkg(out.Records[0].ID)
		if p.Code != "THIRD" || p.CreatedBy != "clerk" {
			t.Errorf("approved was %+v", p)
		}
		w.Must(w.on("clerk", own, &payments.AddOrders{Orders: []payments.Entry{within(pay("E-3", "3"))}}))
		w.MustHold(w.on("clerk", p.ID, &payments.AddOrders{Orders: []payments.Entry{pay("E-4", "4")}}))
	})
}

func TestHeldPackageIsStaleWhenItsInstructionChanged(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.rule("packages", "package.create", "command", "")
		held := w.MustHold(w.Submit("clerk", draft("P-1", "third_party", pay("E-1", "1"))))
		moved := &payments.BankInstruction{Unit: "group", Owner: "Bouwbedrijf De Boer", IBAN: newIBAN, Country: "GB"}
		w.Must(w.Submit(house.Founder, govern.Put(payments.BankInstructions, "builder", 1, moved)))
		out, err := w.approve(house.Second, held)
		if err != nil || out.State != govern.Stale {
			t.Errorf("approved after the instruction changed: %+v, %v", out, err)
		}
	})
}

func TestHeldSubmissionIsSignedAsItWasApproved(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.rule("submissions", "package.submit", "command", "")
		id := w.create(draft("P-1", "third_party", pay("E-1", "1")))
		held := w.MustHold(w.on("clerk", id, &payments.Submit{}))
		w.Must(w.approve(house.Second, held))
		p := w.pkg(id)
		w.accept(p)
		if _, _, digest, err := payments.File(ctx, w.DB, id); err != nil || digest != p.Digest {
			t.Errorf("the file has the digest %s, %v", digest, err)
		}
	})
}

func TestHeldSignatureIsStaleWhenTheVerdictRestsOnMore(t *testing.T) {
	changes := map[string]func(w *town, p *payments.Package){
		"another signature": func(w *town, p *payments.Package) { w.Must(w.on("mayor", p.ID, &payments.TakeBack{})) },
		"an exclusion": func(w *town, _ *payments.Package) {
			put(w, payments.Exclusions, "x", &payments.Exclusion{OfCustomer: ofTown, JobA: "job-mayor", JobB: "job-cashier"})
		},
		"a job": func(w *town, _ *payments.Package) {
			w.Must(w.Submit(house.Founder, govern.Put(payments.UserJobs, "of-cashier", 1, &payments.UserJob{OfCustomer: ofTown, User: "cashier", Job: "job-notary"})))
		},
		"points": func(w *town, _ *payments.Package) {
			w.Must(w.Submit(house.Founder, govern.Put(payments.Signatories, "cashier-eur", 1, &payments.Signatory{OfCustomer: ofTown, Account: "eur", User: "cashier", Points: 1})))
		},
		"the points required": func(w *town, _ *payments.Package) {
			a := &payments.Account{OfCustomer: ofTown, Name: "Euro", IBAN: eurIBAN, BIC: "COBADEFFXXX", Currency: "EUR", RequiredPoints: 20}
			w.Must(w.Submit(house.Founder, govern.Put(payments.Accounts, "eur", 1, a)))
		},
		"the package": func(w *town, p *payments.Package) { w.Must(w.on("clerk", p.ID, &payments.Reopen{})) },
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			eachTown(t, func(t *testing.T, w *town) {
				p := w.waiting()
				w.Must(w.sign("mayor", p))
				w.rule("cashiers", "package.sign", "command", `actor.id == "cashier"`)
				held := w.MustHold(w.sign("cashier", p))
				change(w, p)
				out, err := w.approve(house.Second, held)
				if err != nil || out.State != govern.Stale {
					t.Errorf("approved after %s changed: %+v, %v", name, out, err)
				}
				if state := w.pkg(p.ID).State; state == payments.Accepted {
					t.Error("a verdict that no longer holds accepted the package")
				}
			})
		})
	}
}

func TestEachNodeAcceptsAfterTheOther(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		if w.DB.Dialect() == store.SQLite {
			t.Skip("SQLite has one node")
		}
		other := w.Start(w.DB, w.tables, payments.Verbs)
		done := make(chan error)
		for user, e := range map[string]*govern.Engine{"mayor": w.Engine, "treasurer": other} {
			go func() {
				s := w.signature(user, p)
				s.On(p.ID)
				_, err := e.Submit(ctx, govern.Actor{User: user}, govern.Note{}, s)
				done <- err
			}()
		}
		for range 2 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		w.wantState(p.ID, payments.Accepted)
		if n := w.Count(`SELECT count(*) FROM outbox`); n != 1 {
			t.Errorf("%d messages, want 1", n)
		}
	})
}
