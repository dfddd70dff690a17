package payments

import (
	"context"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Intercompany is the kind of an order that one company of the group pays
// another. Whoever enters an order chooses its kind; this one alone lets it past
// rules on payments to others, and so it rests on what others agreed to: that the
// bank instruction is a netting participant's.
const Intercompany = "intercompany"

// checkKind refuses an intercompany order whose bank instruction is of no
// participant. Fault: not_intercompany.
func (o *Order) checkKind(ctx context.Context, r store.Reader, b *BankInstruction) error {
	if o.Kind != Intercompany {
		return nil
	}
	if b.Participant == "" {
		return fault.Bad("kind", "not_intercompany", "The bank instruction of %s names no netting participant, so an order to it is not intercompany: give another kind, or have the participant entered in the bank instruction first.", b.Owner)
	}
	known, err := taken(ctx, r, `SELECT id FROM participant WHERE id = $1`, b.Participant)
	if err == nil && !known {
		err = fault.Bad("kind", "not_intercompany", "The bank instruction of %s names the netting participant %q, and there is none of that id: give another kind, or have the bank instruction put right first.", b.Owner, b.Participant)
	}
	return err
}
