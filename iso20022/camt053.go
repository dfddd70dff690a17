package iso20022

// Direction is the side of the account that an amount stands on.
type Direction string

// The two directions of ISO 20022, as the account's owner sees them.
const (
	Credit  Direction = "CRDT"
	Debited Direction = "DBIT"
)

// Statement is one account statement of a camt.053 or MT940 file. Texts are the bank's
// own, trimmed; account numbers are not checked again.
type Statement struct {
	ID                 string
	ElectronicSequence string // digits, "" when the bank numbers none
	Page               string // of an MT940, "" when it has none
	LegalSequence      string
	From, To           Date
	Account            StatementAccount
	Currency           string // of the account, else of its booked balances
	Balances           []Balance
	Entries            []Entry
	Information        string // of an MT940, :86: behind the closing balance
	EntryCount         int    // what the bank says in TxsSummry, -1 when it says nothing
	Line               int    // where it begins in the file
}

// StatementAccount is an IBAN or another number, and its owner if named.
type StatementAccount struct {
	IBAN, Other, Owner string
}

// Balance is one balance; Type is the code (OPBD, CLBD, PRCD, ITBD, CLAV …) or
// the bank's proprietary one, SubType INTM on the inner pages of a statement.
type Balance struct {
	Type, SubType string
	Amount        Amount
	Direction     Direction
	Date          Date
}

// Entry is one booking. Amount is never negative; Direction says how it moved
// the account. A Reversal takes back an earlier booking of the other direction.
type Entry struct {
	Reference     string // NtryRef
	BankReference string // AcctSvcrRef
	Amount        Amount
	Direction     Direction
	Reversal      bool
	Status        string // BOOK, PDNG, INFO or FUTR
	Booked, Value Date
	Code          string // bank transaction code, "PMNT/RCDT/BOOK" or proprietary
	Information   string // AddtlNtryInf
	Batches       []Batch
	Transactions  []Transaction
	Line          int // where it begins in the file
}

// Batch tells that the entry books several transactions at once. Count is -1
// and Total without currency when the bank does not state them.
type Batch struct {
	MessageID, PaymentID string
	Count                int
	Total                Amount
	Direction            Direction
}

// Transaction is one payment within an entry. Amount has no currency and
// Direction is "" when the file states none: then they are the entry's.
type Transaction struct {
	MessageID, PaymentID, InstructionID, EndToEndID, TransactionID, BankReference string
	Amount                                                                        Amount
	Direction                                                                     Direction
	Debtor, Creditor                                                              Counterparty
	Text                                                                          []string // unstructured remittance
	Reference                                                                     []string // structured creditor references
	ReturnReason                                                                  string   // code, "" unless the payment came back
	Information                                                                   string   // AddtlTxInf
}

// Counterparty is a party of a transaction and its account, as far as named.
type Counterparty struct {
	Name, IBAN, Other string
}

// Signed is the amount in minor units, negative for a debit.
func (e *Entry) Signed() int64 { return signed(e.Amount, e.Direction) }

// Signed is the balance in minor units, negative for an overdrawn account.
func (b *Balance) Signed() int64 { return signed(b.Amount, b.Direction) }

func signed(a Amount, d Direction) int64 {
	if d == Debited {
		return -a.Minor
	}
	return a.Minor
}

// EndToEndIDs are those of the entry's transactions, in the file's order,
// without NOTPROVIDED.
func (e *Entry) EndToEndIDs() []string {
	var ids []string
	for i := range e.Transactions {
		if id := e.Transactions[i].EndToEndID; id != "" && id != "NOTPROVIDED" {
			ids = append(ids, id)
		}
	}
	return ids
}

// Counterparty is the other side of transaction i: the creditor of what was
// paid, the debtor of what was received. In a reversal the parties keep the
// roles of the first booking.
func (e *Entry) Counterparty(i int) Counterparty {
	paid := e.Direction == Debited
	if e.Reversal {
		paid = !paid
	}
	if paid {
		return e.Transactions[i].Creditor
	}
	return e.Transactions[i].Debtor
}
