package payments

import (
	"errors"
	"regexp"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/iso20022"
	"github.com/countersign/countersign/money"
)

// numberForm is what pain.001 takes as another account number.
var numberForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9 .:+-]*[A-Za-z0-9])?$`)

// checkNumber wants exactly one of IBAN and other number, and a BIC of the right
// form; the BIC may be left out where the IBAN names the bank.
func checkNumber(iban, number, bic string) error {
	switch {
	case iban == "" && number == "":
		return fault.Bad("iban", "number_missing", "Give the IBAN, or the account's other number.")
	case iban != "" && number != "":
		return fault.Bad("number", "two_numbers", "Give the IBAN or the other number, not both.")
	case iban != "":
		if err := iso20022.CheckIBAN(iban); err != nil {
			return refused("iban", err)
		}
	case !numberForm.MatchString(number):
		return fault.Bad("number", "bad_number", "%q is not an account number: letters and digits are expected, with . : + - or a space between them.", number)
	case bic == "":
		return fault.Bad("bic", "bic_missing", "An account without IBAN needs the BIC of its bank.")
	}
	if bic == "" {
		return nil
	}
	if err := iso20022.CheckBIC(bic); err != nil {
		return refused("bic", err)
	}
	return nil
}

func checkCurrency(field string, c money.Currency) error {
	if _, payable := iso20022.Exponent(string(c)); !payable || !c.Known() {
		return fault.Bad(field, "bad_currency", "%q is not a currency of ISO 4217.", c)
	}
	return nil
}

// refused is a refusal of the bank file's rules as the fault of our own field.
func refused(field string, err error) error {
	var e *iso20022.Error
	if errors.As(err, &e) {
		return fault.Bad(field, e.Code, "%s", e.Detail)
	}
	return err
}
