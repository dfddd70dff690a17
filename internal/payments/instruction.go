package payments

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/money"
)

// BankInstruction says where to pay a beneficiary. Orders name the version that
// they were entered with, and copy what it says.
type BankInstruction struct {
	govern.Meta
	Unit        govern.ID      `json:"unit" db:"unit" audit:"show" ref:"unit" doc:"The unit that keeps it."`
	Owner       string         `json:"owner" db:"owner" audit:"show" minLength:"1" maxLength:"140" doc:"Name of the beneficiary, as the bank knows it."`
	Participant string         `json:"participant" db:"participant" audit:"show" required:"false" maxLength:"64" doc:"Id of the netting participant that it is of, if any; only then an order to it can be intercompany."`
	IBAN        string         `json:"iban" db:"iban" audit:"show" required:"false" maxLength:"34" doc:"Without spaces; either this or number."`
	Number      string         `json:"number" db:"number" audit:"show" required:"false" maxLength:"34" doc:"The number of an account that has no IBAN."`
	BIC         string         `json:"bic" db:"bic" audit:"show" required:"false" maxLength:"11" doc:"Of the beneficiary's bank; may be empty beside an IBAN."`
	Country     string         `json:"country" db:"country" audit:"show" pattern:"^[A-Z]{2}$" doc:"Of the beneficiary, two letters of ISO 3166."`
	Currency    money.Currency `json:"currency" db:"currency" audit:"show" required:"false" maxLength:"3" doc:"The one currency that is paid there; empty: any."`

	Street   string `json:"street" db:"street" audit:"show" required:"false" maxLength:"70" doc:"Of the beneficiary; an address needs its town."`
	Building string `json:"building" db:"building" audit:"show" required:"false" maxLength:"16"`
	PostCode string `json:"post_code" db:"post_code" audit:"show" required:"false" maxLength:"16"`
	Town     string `json:"town" db:"town" audit:"show" required:"false" maxLength:"35"`
}

// BankInstructions are where all beneficiaries are paid.
var BankInstructions = govern.Declare(govern.Table[BankInstruction]{
	Name:   "bank_instruction",
	Doc:    "Where to pay a beneficiary.",
	Target: func(b *BankInstruction) access.Target { return b.Target() },
	Payee:  payeeOfInstruction,
	Check: func(_ context.Context, _ govern.Reader, _, after *BankInstruction) error {
		if after == nil {
			return nil
		}
		if err := checkName("owner", after.Owner); err != nil {
			return err
		}
		if after.Currency != "" {
			if err := checkCurrency("currency", after.Currency); err != nil {
				return err
			}
		}
		if after.Town == "" && after.Street+after.Building+after.PostCode != "" {
			return fault.Bad("town", "town_missing", "An address needs its town.")
		}
		return checkNumber(after.IBAN, after.Number, after.BIC)
	},
	// That an order is paid elsewhere than before is what thieves aim at.
	Turns: func(before, after *BankInstruction) bool { return before.Creditor() != after.Creditor() },
})

// Target is what a permission for the instruction is asked on: its unit and
// itself.
func (b *BankInstruction) Target() access.Target {
	return access.Target{Unit: string(b.Unit), Records: []access.Record{{Table: "bank_instruction", ID: string(b.ID)}}}
}

// Creditor is what an order copies of a bank instruction when it is entered:
// the file is made from the copy, so that a later change of the instruction
// can never alter an order that somebody signed. Its fields carry their prefix
// because an order has a Number of its own.
type Creditor struct {
	CreditorName    string `json:"creditor_name" db:"creditor_name" audit:"show" doc:"The beneficiary."`
	CreditorIBAN    string `json:"creditor_iban" db:"creditor_iban" audit:"show" required:"false"`
	CreditorNumber  string `json:"creditor_number" db:"creditor_number" audit:"show" required:"false"`
	CreditorBIC     string `json:"creditor_bic" db:"creditor_bic" audit:"show" required:"false"`
	CreditorCountry string `json:"creditor_country" db:"creditor_country" audit:"show"`

	CreditorStreet   string `json:"creditor_street" db:"creditor_street" audit:"show" required:"false"`
	CreditorBuilding string `json:"creditor_building" db:"creditor_building" audit:"show" required:"false"`
	CreditorPostCode string `json:"creditor_post_code" db:"creditor_post_code" audit:"show" required:"false"`
	CreditorTown     string `json:"creditor_town" db:"creditor_town" audit:"show" required:"false"`
}

// Creditor is the copy that an order takes.
func (b *BankInstruction) Creditor() Creditor {
	return Creditor{
		CreditorName: b.Owner, CreditorIBAN: b.IBAN, CreditorNumber: b.Number, CreditorBIC: b.BIC, CreditorCountry: b.Country,
		CreditorStreet: b.Street, CreditorBuilding: b.Building, CreditorPostCode: b.PostCode, CreditorTown: b.Town,
	}
}
