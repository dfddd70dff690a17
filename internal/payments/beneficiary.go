package payments

import (
	"context"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// newPayee is the beneficiary on the account after, when it is another than
// before and no package that was accepted, whatever became of it since, has an
// order to it that the bank did not reject.
func newPayee(ctx context.Context, r store.Reader, before, after Creditor) (govern.Payee, error) {
	if before.CreditorIBAN == after.CreditorIBAN && before.CreditorNumber == after.CreditorNumber && before.CreditorBIC == after.CreditorBIC {
		return govern.Payee{}, nil
	}
	where, args := `creditor_iban = $1`, []any{after.CreditorIBAN}
	if after.CreditorIBAN == "" {
		where, args = `creditor_iban = '' AND creditor_number = $1 AND creditor_bic = $2`, []any{after.CreditorNumber, after.CreditorBIC}
	}
	var paid int64
	err := r.QueryRow(ctx, []any{&paid}, `SELECT count(*) FROM (SELECT 1 FROM "order" JOIN package ON package.id = "order"."package"
		WHERE `+where+` AND "order".removed = 0 AND package.state IN ('accepted', 'released', 'sent', 'acknowledged', 'booked') AND "order".outcome <> 'rejected' LIMIT 1) AS paid`, args...)
	if err != nil || paid > 0 {
		return govern.Payee{}, err
	}
	account := after.CreditorIBAN
	if account == "" {
		account = after.CreditorNumber
		if after.CreditorBIC != "" {
			account += " " + after.CreditorBIC
		}
	}
	return govern.Payee{Name: after.CreditorName, Account: account}, nil
}

// payeeOfOrder is the beneficiary of an order that nothing was paid to.
func payeeOfOrder(ctx context.Context, r store.Reader, before, after *Order) (govern.Payee, error) {
	var was Creditor
	switch {
	case after.Removed:
		return govern.Payee{}, nil
	case before != nil && !before.Removed:
		was = before.Creditor
	}
	return newPayee(ctx, r, was, after.Creditor)
}

// payeeOfInstruction is the owner of an account that nothing was paid to.
func payeeOfInstruction(ctx context.Context, r store.Reader, before, after *BankInstruction) (govern.Payee, error) {
	var was Creditor
	if before != nil {
		was = before.Creditor()
	}
	return newPayee(ctx, r, was, after.Creditor())
}
