package payments

import (
	"context"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/iso20022"
)

// Details is what an order may say besides; the bank file carries all of it.
type Details struct {
	Reference      string `json:"reference" db:"reference" audit:"show" required:"false" maxLength:"35" doc:"A structured reference instead of a text: a creditor reference of ISO 11649, unless reference_type names another."`
	ReferenceType  string `json:"reference_type" db:"reference_type" audit:"show" required:"false" maxLength:"35" doc:"Such as QRR; empty: ISO 11649."`
	Purpose        string `json:"purpose" db:"purpose" audit:"show" required:"false" pattern:"^[A-Z0-9]{0,4}$" doc:"An ISO 20022 purpose code."`
	ServiceLevel   string `json:"service_level" db:"service_level" audit:"show" required:"false" pattern:"^[A-Z0-9]{0,4}$" doc:"Such as SEPA or URGP."`
	UltimateDebtor string `json:"ultimate_debtor" db:"ultimate_debtor" audit:"show" required:"false" maxLength:"140" doc:"On whose behalf it is paid."`
}

// fill puts the details into the transfer of the bank file.
func (d *Details) fill(t *iso20022.Transfer) {
	t.Remittance.Reference, t.Remittance.ReferenceType = d.Reference, d.ReferenceType
	t.Purpose, t.ServiceLevel = d.Purpose, d.ServiceLevel
	if d.UltimateDebtor != "" {
		t.UltimateDebtor = &iso20022.Party{Name: d.UltimateDebtor}
	}
}

// address is the beneficiary's, nil where none is known.
func (c *Creditor) address() *iso20022.Address {
	if c.CreditorTown == "" {
		return nil
	}
	return &iso20022.Address{Street: c.CreditorStreet, Building: c.CreditorBuilding, PostCode: c.CreditorPostCode, Town: c.CreditorTown, Country: c.CreditorCountry}
}

// checkRepair wants the old order to have come to nothing, and to be of the same
// customer and paid anew once.
func (o *Order) checkRepair(ctx context.Context, q govern.Reader, at string, id govern.ID) error {
	old, err := named(ctx, q, Orders, at+"repair_of", o.RepairOf)
	if err != nil {
		return err
	}
	switch {
	case old.Customer != o.Customer:
		return fault.Bad(at+"repair_of", "unknown_reference", "There is no order %s.", o.RepairOf)
	case old.Outcome != OutcomeRejected && old.Outcome != OutcomeReturned && old.Outcome != OutcomeRecalled:
		return fault.Bad(at+"repair_of", "not_failed", "The order %s was neither rejected nor returned; it is not paid again.", old.EndToEndID)
	}
	again, err := taken(ctx, q, `SELECT o.id FROM "order" o JOIN package p ON p.id = o."package" WHERE o.repair_of = $1 AND o.id <> $2 AND o.removed = 0 AND p.state NOT IN ('withdrawn', 'declined')`, string(o.RepairOf), string(id))
	if err == nil && again {
		err = fault.Bad(at+"repair_of", "already_repaired", "The order %s is paid anew by another order already.", old.EndToEndID)
	}
	return err
}
