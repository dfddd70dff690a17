package iso20022

import "time"

// Initiation is one pain.001 message: what one initiating party asks of its
// bank. Identifiers are at most 35 characters of the standard's set.
type Initiation struct {
	MessageID  string
	CreatedAt  time.Time // written in UTC to the second
	Initiating Party
	Payments   []Payment // in the order of the file; see Add
}

// Payment is one payment block: all transfers from one debit account on one
// day. Two blocks with the same account and day are refused.
type Payment struct {
	ID            string // "" gives MessageID, a dash and the block's number
	Debit         Debit
	ExecutionDate Date
	BatchBooking  *bool // nil leaves it to the agreement with the bank
	Transfers     []Transfer
}

// Debit is the side that pays. An account has one party and one agent: Add takes
// them from the first transfer of a block.
type Debit struct {
	Party   Party
	Account Account
	Agent   Agent // without BIC and clearing code NOTPROVIDED is written
}

// Transfer is one order to pay.
type Transfer struct {
	InstructionID   string // optional; for the bank's answers, unique in the message
	EndToEndID      string // reaches the beneficiary; unique in the message
	Amount          Amount // positive, with the currency's own exponent
	ChargeBearer    string // DEBT, CRED, SHAR, SLEV or ""
	ServiceLevel    string // SEPA, NURG, URGP …, or ""
	CategoryPurpose string // SALA, TAXS …, or ""
	UltimateDebtor  *Party
	CreditorAgent   Agent // without BIC and clearing code NOTPROVIDED is written
	Creditor        Party
	CreditorAccount Account
	Purpose         string // code of at most four characters, or ""
	Remittance      Remittance
}

// Party is a person or company. Name is mapped by Latin to at most 140
// characters; OrganisationID is a number that the bank knows it by.
type Party struct {
	Name           string
	Address        *Address
	OrganisationID string
	LEI            string
}

// Address is structured; Country (ISO 3166) is needed, and Town unless Lines
// are given. Lengths are those of PostalAddress24.
type Address struct {
	Street, Building, PostCode, Town, Subdivision, Country string
	Lines                                                  []string // at most seven of 70 characters
}

// Account is an IBAN or another number, never both. Scheme is a code of the
// other number ("BBAN", "CUID") or "". Currency is optional.
type Account struct {
	IBAN     string
	Other    string
	Scheme   string
	Currency string
}

// Agent is the bank of an account: a BIC, or a clearing system's code and the
// bank's number in it ("USABA", "021000021"), or neither.
type Agent struct {
	BIC            string
	ClearingSystem string
	ClearingMember string
}

// Remittance says what is paid: free Text of at most 140 characters, or a
// structured Reference, never both. A Reference of type "" must be a creditor
// reference of ISO 11649; another type is proprietary ("QRR").
type Remittance struct {
	Text          string
	Reference     string
	ReferenceType string
	Issuer        string
}

// Add puts a transfer into the block of its debit account and day, and opens
// one if there is none yet. Blocks stand in the order of their first transfer.
func (m *Initiation) Add(debit Debit, on Date, t Transfer) {
	for i := range m.Payments {
		p := &m.Payments[i]
		if p.Debit.Account == debit.Account && p.ExecutionDate == on {
			p.Transfers = append(p.Transfers, t)
			return
		}
	}
	m.Payments = append(m.Payments, Payment{Debit: debit, ExecutionDate: on, Transfers: []Transfer{t}})
}
