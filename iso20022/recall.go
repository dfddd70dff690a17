package iso20022

import (
	"slices"
	"time"
)

// CancelVersion is a message by which a payment is asked back, as its namespace
// names it. Customers send camt.055; camt.056 is what banks send each other, and
// what some take from customers too.
type CancelVersion string

// The versions that are written, both of 2019.
const (
	Camt05508 CancelVersion = "camt.055.001.08"
	Camt05608 CancelVersion = "camt.056.001.08"
)

// Recall asks a bank to give one transfer of an earlier pain.001 back.
type Recall struct {
	ID        string    // of this request, at most 35 characters
	CreatedAt time.Time // written in UTC to the second
	From      Party     // who asks
	To        Agent     // the bank that has the transfer

	MessageID     string // of the pain.001
	MessageName   string // "pain.001.001.09"
	PaymentID     string // of its payment block
	EndToEndID    string // of the transfer
	Amount        Amount
	ExecutionDate Date
	Debit         Debit
	CreditorAgent Agent
	Creditor      Party
	CreditorAcct  Account

	Code string // why, one of RecallCodes
	Text string // why, in words; may be empty
}

// RecallCodes are the reasons that may be given. Source: ISO 20022
// ExternalCancellationReason1Code.
func RecallCodes() []string {
	return []string{"CUST", "DUPL", "TECH", "FRAD", "AM09", "AC03", "UPAY", "CURR", "CUTA"}
}

// WriteRecall writes the request, UTF-8, one trailing newline; the same request
// gives the same bytes. Texts are mapped by Latin. The error is an *Error that
// names the field; nothing is written then. Source: ISO 20022 message definition
// reports, Exceptions and Investigations 2019 (camt.055.001.08, camt.056.001.08).
func WriteRecall(version CancelVersion, r Recall) ([]byte, error) {
	if err := r.check(version); err != nil {
		return nil, err
	}
	w := &xmlWriter{version: Pain00109} // of the same year: agents and parties are written alike
	w.out.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"" + urn + string(version) + "\">\n")
	w.open = append(w.open, "Document")
	if version == Camt05508 {
		w.in("CstmrPmtCxlReq", func() { w.recallOfCustomer(&r) })
	} else {
		w.in("FIToFIPmtCxlReq", func() { w.recallOfBank(&r) })
	}
	w.out.WriteString("</Document>\n")
	return w.out.Bytes(), nil
}

// check refuses what could only be written wrongly, and maps texts in place.
func (r *Recall) check(version CancelVersion) *Error {
	if version != Camt05508 && version != Camt05608 {
		return refuse("", "unknown_version", "%q is not written; %s and %s are.", clip(string(version)), Camt05508, Camt05608)
	}
	if !slices.Contains(RecallCodes(), r.Code) {
		return refuse("Code", "bad_code", "%q is no reason to ask a payment back.", clip(r.Code))
	}
	if year := r.CreatedAt.UTC().Year(); r.CreatedAt.IsZero() || year < 1000 || year > 9999 {
		return refuse("CreatedAt", "bad_date", "The time of creation is missing or not within the years 1000 to 9999.")
	}
	if _, ok := parseDate(string(r.ExecutionDate)); !ok {
		return refuse("ExecutionDate", "bad_date", "%q is not a day of the calendar.", clip(string(r.ExecutionDate)))
	}
	if r.Amount.Minor <= 0 {
		return refuse("Amount", "not_positive", "The amount must be above zero.")
	}
	return firstOf(
		checkID("ID", r.ID, 35), checkID("MessageID", r.MessageID, 35), checkID("MessageName", r.MessageName, 35),
		checkID("PaymentID", r.PaymentID, 35), checkID("EndToEndID", r.EndToEndID, 35),
		r.From.check("From"), r.To.check("To"), r.Debit.Party.check("Debit.Party"), r.Debit.Account.check("Debit.Account"), r.Debit.Agent.check("Debit.Agent"),
		r.CreditorAgent.check("CreditorAgent"), r.Creditor.check("Creditor"), r.CreditorAcct.check("CreditorAcct"),
		mapText("Text", &r.Text, 105, false),
	)
}
