package iso20022

import "time"

// StatusReport is one pain.002 message: what the bank says of one pain.001.
// Statuses are codes of at most four characters (ACCP, ACSC, PART, PDNG, RJCT …),
// "" where the bank says none; see StatusOf.
type StatusReport struct {
	MessageID           string
	CreatedAt           time.Time // in UTC; a time without zone is taken as UTC
	OriginalMessageID   string
	OriginalMessageName string // as the bank calls it: "pain.001.001.09"
	OriginalCount       int    // -1 when the bank states none
	Status              string // of the whole message
	Reasons             []StatusReason
	Counts              []StatusCount
	Payments            []PaymentStatus
	Line                int // where the original message is named
}

// PaymentStatus is what the bank says of one payment block.
type PaymentStatus struct {
	OriginalID    string // PmtInfId of the pain.001
	OriginalCount int    // -1 when the bank states none
	Status        string
	Reasons       []StatusReason
	Counts        []StatusCount
	Transactions  []TransactionStatus
	Line          int
}

// TransactionStatus is what the bank says of one transfer. Amount has no
// currency when the bank does not repeat it.
type TransactionStatus struct {
	StatusID              string
	OriginalInstructionID string
	OriginalEndToEndID    string
	Status                string
	Reasons               []StatusReason
	BankReference         string // AcctSvcrRef
	Amount                Amount // OrgnlTxRef/Amt/InstdAmt
	Line                  int
}

// StatusReason is why: a Code of the standard (AC04, AM04 …) or one of the
// bank's own, who says so, and the bank's words.
type StatusReason struct {
	Code        string
	Proprietary bool
	Originator  string
	Information []string
}

// StatusCount is how many transfers have a status.
type StatusCount struct {
	Status string
	Count  int
}

// StatusOf is the status of a transfer by the most special that the report
// says: of the transfer, else of its payment, else of the whole message. The
// reasons are those that stand where the status does. Ids are those of the
// pain.001; an empty paymentID finds the transfer in any payment. It is "" when
// the report does not say: a payment or message that was accepted in part (PART)
// leaves open what became of a transfer that it does not name.
func (r *StatusReport) StatusOf(paymentID, endToEndID string) (status string, reasons []StatusReason) {
	status, reasons = r.Status, r.Reasons
	for i := range r.Payments {
		p := &r.Payments[i]
		if paymentID != "" && p.OriginalID != paymentID {
			continue
		}
		for j := range p.Transactions {
			t := &p.Transactions[j]
			if t.OriginalEndToEndID == endToEndID && endToEndID != "" && t.Status != "" {
				return t.Status, t.Reasons
			}
		}
		if p.OriginalID == paymentID && p.Status != "" {
			status, reasons = p.Status, p.Reasons
		}
	}
	if status == "PART" {
		return "", nil
	}
	return status, reasons
}
