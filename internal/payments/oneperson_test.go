package payments_test

import (
	"testing"
	"time"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

func TestNobodyUnlinksTheirOwnSecondUser(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.rule("instructions", "bank_instruction", "update", "")
		w.User("eva", "bank_instruction.update", "user.update")
		w.User("eva2", "bank_instruction.approve")
		w.User("tom", "bank_instruction.approve")
		for _, id := range []govern.ID{"eva", "eva2"} {
			w.alter(id, func(u *directory.User) { u.PersonnelID = "P-1" })
		}
		moved := &payments.BankInstruction{Unit: "group", Owner: "Bouwbedrijf De Boer", IBAN: newIBAN, BIC: "NWBKGB2L", Country: "NL"}
		held := w.MustHold(w.Submit("eva", govern.Put(payments.BankInstructions, "builder", 1, moved)))
		_, err := w.approve("eva2", held)
		wantFault(t, err, "own_change", "")
		u, _ := directory.Users.Get(ctx, w.DB, "eva2")
		u.PersonnelID = ""
		_, err = w.Submit("eva", govern.Put(directory.Users, "eva2", u.Version, u))
		wantFault(t, err, "own_access", "")
		_, err = w.approve("eva2", held)
		wantFault(t, err, "own_change", "")
	})
}

func TestNobodyWakesTheirOwnSecondUser(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.User("eva", "user.update")
		w.User("eva2", "role.update")
		for _, id := range []govern.ID{"eva", "eva2"} {
			w.alter(id, func(u *directory.User) { u.PersonnelID = "P-1" })
		}
		w.alter("eva2", func(u *directory.User) { u.Status = "suspended" })
		u, _ := directory.Users.Get(ctx, w.DB, "eva2")
		u.Status = "active"
		if _, err := w.Submit("eva", govern.Put(directory.Users, "eva2", u.Version, u)); fault.Code(err) != "not_looked_at" {
			t.Errorf("eva woke her own suspended user: %v", err)
		}
	})
}

func TestNobodyTakesMoreTimeUnderAnotherName(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.User("eva", "user.update")
		w.alter("eva", func(u *directory.User) { u.EndsAt = govern.At(w.Engine.Now().Add(time.Hour)) })
		u, _ := directory.Users.Get(ctx, w.DB, "eva")
		u.EndsAt = 0
		_, err := w.Submit("eva", govern.Put(directory.Users, "eva", u.Version, u))
		wantFault(t, err, "own_access", "")
		u, _ = directory.Users.Get(ctx, w.DB, "eva")
		u.EndsAt, u.PersonnelID = 0, "NEW"
		if _, err := w.Submit("eva", govern.Put(directory.Users, "eva", u.Version, u)); fault.Code(err) != "own_access" {
			t.Errorf("eva gave herself more time: %v", err)
		}
	})
}

func TestAHeldSignatureEndsWhenAnotherSignerIsSuspended(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.Must(w.sign("mayor", p))
		w.rule("treasurers", "package.sign", "command", `actor.id == "treasurer"`)
		held := w.MustHold(w.sign("treasurer", p))
		w.alter("mayor", func(u *directory.User) { u.Status = "suspended" })
		out, err := w.approve(house.Second, held)
		if w.pkg(p.ID).State == payments.Accepted {
			t.Errorf("accepted with the signature of a suspended mayor: %+v %v", out, err)
		}
	})
}

// 5b. the same for two users found to be one person meanwhile.
func TestAHeldSignatureEndsWhenTwoSignersTurnOutToBeOnePerson(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.Must(w.sign("mayor", p))
		w.rule("treasurers", "package.sign", "command", `actor.id == "treasurer"`)
		held := w.MustHold(w.sign("treasurer", p))
		for _, id := range []govern.ID{"mayor", "treasurer"} {
			w.alter(id, func(u *directory.User) { u.PersonnelID = "P-1" })
		}
		out, err := w.approve(house.Second, held)
		if w.pkg(p.ID).State == payments.Accepted {
			t.Errorf("accepted by one person alone: %+v %v", out, err)
		}
	})
}

func TestTwoSignaturesOfOnePersonCountOnce(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		a, _ := payments.Accounts.Get(ctx, w.DB, "eur")
		a.RequiredPoints = 15
		w.Must(w.Submit(house.Founder, govern.Put(payments.Accounts, "eur", a.Version, a)))
		p := w.waiting()
		w.Must(w.sign("mayor", p))
		w.Must(w.sign("cashier", p))
		for _, id := range []govern.ID{"mayor", "cashier"} {
			w.alter(id, func(u *directory.User) { u.PersonnelID = "P-1" })
		}
		w.Must(w.sign("treasurer", p))
		if w.pkg(p.ID).State == payments.Accepted {
			t.Error("two signatures of one person counted twice")
		}
	})
}

// 6b. Who entered it has signed as another user, found out before acceptance.
func TestTheOtherUserOfWhoEnteredDoesNotCount(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.Must(w.sign("mayor", p))
		for _, id := range []govern.ID{"mayor", "clerk"} {
			w.alter(id, func(u *directory.User) { u.PersonnelID = "P-1" })
		}
		w.Must(w.sign("treasurer", p))
		if w.pkg(p.ID).State == payments.Accepted {
			t.Error("the signature of who entered it counted")
		}
	})
}

func TestNobodyAgreesToTheirOwnAccess(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.User("eva", "grant.insert")
		w.User("tom", "grant.approve")
		w.rule("grants", "grant", "insert", "")
		held := w.MustHold(w.Submit("eva", govern.PutNew(directory.Grants, "g2", &directory.Grant{User: "tom", Role: "everything", Scope: "everything"})))
		if out, err := w.approve("tom", held); err == nil && out.State == govern.Applied {
			t.Error("tom was the second pair of eyes on his own widening: he now may do everything")
		}
	})
}

func TestAChangeIsShownOnlyToWhoMaySeeAllItsRows(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.rule("packages", "package.create", "command", "")
		held := w.MustHold(w.Submit("clerk", draft("P-1", "third_party", pay("E-1", "1"))))
		w.User("glance", "package.view")
		_, err := w.Engine.Look(ctx, "glance", held.Change)
		wantFault(t, err, "denied", "")
		w.Grant("glance", "order.view")
		if _, err := w.Engine.Look(ctx, "glance", held.Change); err != nil {
			t.Errorf("who may see packages and orders does not see the change: %v", err)
		}
	})
}

func TestAStrangerDoesNotLearnTheDigest(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.rule("packages", "package.create", "command", "")
		held := w.MustHold(w.Submit("clerk", draft("P-1", "third_party", pay("E-1", "1"))))
		w.User("stranger")
		_, err := w.Engine.Approve(ctx, govern.Actor{User: "stranger"}, govern.Note{}, held.Change, "x")
		if fault.Code(err) == "other_digest" {
			t.Errorf("a stranger: %v", err)
		}
	})
}

func TestARuleOnAnUnknownCommandIsRefused(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		out, err := w.Submit(house.Founder, govern.PutNew(policy.Rules, "r", &policy.Rule{
			Name: "r", Subject: "package.singn", Operations: []string{"command"},
			Factors: []approval.Factor{{Permission: "package.sign.approve", People: 1}}, Enabled: true,
		}))
		if err == nil {
			t.Errorf("saved: %+v", out)
		}
	})
}

func TestNobodyMovesOutOfARule(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		put(w, directory.Units, "paris", &directory.Unit{Name: "Paris"})
		w.rule("instructions", "bank_instruction", "update", `actor.unit == "group"`)
		w.User("eva", "bank_instruction.update", "user.update")
		w.alter("eva", func(u *directory.User) { u.Unit = "group" })
		moved := &payments.BankInstruction{Unit: "group", Owner: "Bouwbedrijf De Boer", IBAN: newIBAN, BIC: "NWBKGB2L", Country: "NL"}
		held := w.MustHold(w.Submit("eva", govern.Put(payments.BankInstructions, "builder", 1, moved)))
		_, err := w.Engine.Withdraw(ctx, govern.Actor{User: "eva"}, govern.Note{}, held.Change)
		if err != nil {
			t.Fatal(err)
		}
		u, _ := directory.Users.Get(ctx, w.DB, "eva")
		u.Unit = "paris"
		_, err = w.Submit("eva", govern.Put(directory.Users, "eva", u.Version, u))
		wantFault(t, err, "own_access", "")
		w.MustHold(w.Submit("eva", govern.Put(payments.BankInstructions, "builder", 1, moved)))
	})
}

func TestAnEndedTokenStaysEnded(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		secret, hash := directory.NewSecret()
		put(w, directory.Users, "robot", &directory.User{Email: "robot@service.example", Name: "robot", Kind: "service", Status: "active", Keeper: house.Founder})
		put(w, directory.APITokens, "tk", &directory.APIToken{User: "robot", Name: "x", Hash: hash, ExpiresAt: govern.At(w.Engine.Now().Add(time.Hour))})
		w.Clock.Advance(2 * time.Hour)
		tk, _ := directory.APITokens.Get(ctx, w.DB, "tk")
		tk.ExpiresAt = govern.At(w.Engine.Now().Add(time.Hour))
		_, err := w.Submit(house.Founder, govern.Put(directory.APITokens, "tk", tk.Version, tk))
		if _, ierr := directory.Identify(ctx, w.DB, w.Engine.People(), secret, govern.At(w.Engine.Now())); err == nil && ierr == nil {
			t.Error("an ended token lives again")
		}
	})
}

func TestARuleOnAPackageSeesItsOrders(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.rule("packages", "package", "update", "")
		id := w.create(draft("P-1", "third_party", pay("E-1", "1")))
		v := w.pkg(id).Version
		out, err := w.on("clerk", id, &payments.AddOrders{Orders: []payments.Entry{pay("E-2", "1000000")}})
		if err == nil && out.State == govern.Applied {
			t.Errorf("the package went from version %d to %d, and the rule on package updates did not hold it", v, w.pkg(id).Version)
		}
	})
}

func TestAHeldChangeDoesNotTouchAnotherRecordOfThatID(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		put(w, directory.Units, "other", &directory.Unit{Name: "Other company"})
		put(w, payments.BankInstructions, "b2", &payments.BankInstruction{Unit: "group", Owner: "Old", IBAN: payIBAN, BIC: "ABNANL2A", Country: "NL"})
		w.rule("instructions", "bank_instruction", "update", "")
		w.User("eva")
		put(w, directory.Roles, "bi", &directory.Role{Name: "bi", Permissions: []string{"bank_instruction.update"}})
		put(w, directory.Grants, "bi-eva", &directory.Grant{User: "eva", Role: "bi", Scope: "unit", ScopeRecord: "group"})
		held := w.MustHold(w.Submit("eva", govern.Put(payments.BankInstructions, "b2", 1, &payments.BankInstruction{Unit: "group", Owner: "Old", IBAN: payIBAN, BIC: "ABNANL2A", Country: "NL", Participant: "x"})))
		w.Must(w.Submit(house.Founder, govern.Remove(payments.BankInstructions, "b2", 1)))
		put(w, payments.BankInstructions, "b2", &payments.BankInstruction{Unit: "other", Owner: "New", IBAN: newIBAN, BIC: "NWBKGB2L", Country: "GB"})
		out, err := w.approve(house.Second, held)
		if err == nil && out.State == govern.Applied {
			b, _ := payments.BankInstructions.Get(ctx, w.DB, "b2")
			t.Errorf("not stale: a record of another unit that eva may not touch was overwritten: %+v", b)
		}
	})
}

func TestAnApproverWhoTurnsOutToBeTheMakerDoesNotCount(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		put(w, policy.Rules, "two", &policy.Rule{Name: "two", Subject: "bank_instruction", Operations: []string{"update"}, Factors: []approval.Factor{{Permission: "bank_instruction.approve", People: 2}}, Enabled: true})
		w.User("eva", "bank_instruction.update")
		w.User("tom", "bank_instruction.approve")
		w.User("ann", "bank_instruction.approve")
		moved := &payments.BankInstruction{Unit: "group", Owner: "Bouwbedrijf De Boer", IBAN: newIBAN, BIC: "NWBKGB2L", Country: "NL"}
		held := w.MustHold(w.Submit("eva", govern.Put(payments.BankInstructions, "builder", 1, moved)))
		w.MustHold(w.approve("tom", held))
		w.alter("eva", func(u *directory.User) { u.PersonnelID = "P" })
		w.alter("tom", func(u *directory.User) { u.PersonnelID = "P" })
		w.MustHold(w.approve("ann", held))
	})
}
