package iso20022

import (
	"fmt"
	"slices"
	"strings"
)

// check refuses what the writer could only write wrongly, and replaces texts by
// their mapped form and empty payment ids by given ones. It works on a copy.
func (m *Initiation) check() *Error {
	if err := checkID("MessageID", m.MessageID, 35); err != nil {
		return err
	}
	if year := m.CreatedAt.UTC().Year(); m.CreatedAt.IsZero() || year < 1000 || year > 9999 {
		return refuse("CreatedAt", "bad_date", "The time of creation is missing or not within the years 1000 to 9999.")
	}
	if err := m.Initiating.check("Initiating"); err != nil {
		return err
	}
	if len(m.Payments) == 0 {
		return refuse("Payments", "missing", "A message needs at least one payment.")
	}
	seen := seenIDs{}
	for i := range m.Payments {
		place := placeOf(i)
		if m.Payments[i].ID == "" {
			m.Payments[i].ID = fmt.Sprintf("%s-%d", m.MessageID, i+1)
		}
		if err := m.Payments[i].check(place, seen); err != nil {
			return err
		}
	}
	return nil
}

// placeOf is the place of a payment, or of a transfer in it.
func placeOf(payment int, transfer ...int) string {
	place := fmt.Sprintf("Payments[%d]", payment)
	for _, j := range transfer {
		place += fmt.Sprintf(".Transfers[%d]", j)
	}
	return place
}

// seenIDs maps kind and identifier to the place that used it first.
type seenIDs map[[2]string]string

func (s seenIDs) once(kind, id, place, code string) *Error {
	key := [2]string{kind, id}
	if first, used := s[key]; used {
		return refuse(place, code, "%q stands at %s already.", id, first)
	}
	s[key] = place
	return nil
}

func (p *Payment) check(place string, seen seenIDs) *Error {
	if err := checkID(place+".ID", p.ID, 35); err != nil {
		return err
	}
	if err := seen.once("payment", p.ID, place+".ID", "duplicate_id"); err != nil {
		return err
	}
	if !p.ExecutionDate.check() {
		return refuse(place+".ExecutionDate", "bad_date", "%q is not a day as YYYY-MM-DD.", clip(string(p.ExecutionDate)))
	}
	if err := firstOf(
		p.Debit.Party.check(place+".Debit.Party"),
		p.Debit.Account.check(place+".Debit.Account"),
		p.Debit.Agent.check(place+".Debit.Agent"),
	); err != nil {
		return err
	}
	account := fmt.Sprintf("%+v on %s", p.Debit.Account, p.ExecutionDate)
	if err := seen.once("block", account, place, "duplicate_block"); err != nil {
		return err
	}
	if len(p.Transfers) == 0 {
		return refuse(place+".Transfers", "missing", "A payment needs at least one transfer.")
	}
	p.Transfers = slices.Clone(p.Transfers)
	for i := range p.Transfers {
		if err := p.Transfers[i].check(fmt.Sprintf("%s.Transfers[%d]", place, i), seen); err != nil {
			return err
		}
	}
	return nil
}

func (t *Transfer) check(place string, seen seenIDs) *Error {
	if err := t.checkIDs(place, seen); err != nil {
		return err
	}
	if t.UltimateDebtor != nil {
		debtor := *t.UltimateDebtor
		if err := debtor.check(place + ".UltimateDebtor"); err != nil {
			return err
		}
		t.UltimateDebtor = &debtor
	}
	return firstOf(
		t.Amount.checkPayable(place+".Amount"),
		checkOneOf(place+".ChargeBearer", t.ChargeBearer, "DEBT", "CRED", "SHAR", "SLEV"),
		checkCode(place+".ServiceLevel", t.ServiceLevel, 4),
		checkCode(place+".CategoryPurpose", t.CategoryPurpose, 4),
		checkCode(place+".Purpose", t.Purpose, 4),
		t.CreditorAgent.check(place+".CreditorAgent"),
		t.Creditor.check(place+".Creditor"),
		t.CreditorAccount.check(place+".CreditorAccount"),
		t.Remittance.check(place+".Remittance"),
	)
}

func (t *Transfer) checkIDs(place string, seen seenIDs) *Error {
	if err := checkID(place+".EndToEndID", t.EndToEndID, 35); err != nil {
		return err
	}
	if err := seen.once("end to end", t.EndToEndID, place+".EndToEndID", "duplicate_id"); err != nil {
		return err
	}
	if t.InstructionID == "" {
		return nil
	}
	if err := checkID(place+".InstructionID", t.InstructionID, 35); err != nil {
		return err
	}
	return seen.once("instruction", t.InstructionID, place+".InstructionID", "duplicate_id")
}

func (a Amount) checkPayable(place string) *Error {
	exponent, known := Exponent(a.Currency)
	switch {
	case !known:
		return refuse(place+".Currency", "bad_currency", "%q is not a currency of ISO 4217.", clip(a.Currency))
	case a.Exponent != exponent:
		return refuse(place+".Exponent", "bad_exponent", "%s has %d decimals, not %d.", a.Currency, exponent, a.Exponent)
	case a.Minor <= 0:
		return refuse(place, "not_positive", "The amount must be more than zero.")
	case a.Minor > 999_999_999_999_999_999:
		return refuse(place, "amount_too_large", "An amount has at most 18 digits.")
	}
	return nil
}

func firstOf(errs ...*Error) *Error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func checkOneOf(place, value string, allowed ...string) *Error {
	if value == "" || slices.Contains(allowed, value) {
		return nil
	}
	return refuse(place, "bad_code", "%q is not one of %s.", clip(value), strings.Join(allowed, ", "))
}

func checkCode(place, code string, most int) *Error {
	if len(code) > most {
		return refuse(place, "bad_code", "%q is longer than the %d characters of a code.", clip(code), most)
	}
	for i := range len(code) {
		if !isCapital(code[i]) && !isDigits(code[i:i+1]) {
			return refuse(place, "bad_code", "%q is not a code of capital letters and digits.", code)
		}
	}
	return nil
}
