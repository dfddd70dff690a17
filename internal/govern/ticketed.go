package govern

import (
	"slices"

	"github.com/countersign/countersign/internal/audit"
)

// TicketMessage is the kind of the outbox message that follows an entry with a
// ticket; its subject is the ticket.
const TicketMessage = "ticket.sheet"

// ticketed leaves a message for each ticket that something was done under, where
// anybody wants it. What only was looked at changes nothing that a ticket is about.
func (g *batch) ticketed() error {
	if g.e.tickets == nil {
		return nil
	}
	var list []string
	for _, e := range g.events {
		if t := e.ev.Ticket; t != "" && e.ev.Outcome != audit.Noted && !slices.Contains(list, t) {
			list = append(list, t)
		}
	}
	if len(list) == 0 {
		return nil
	}
	wanted, err := g.e.tickets(g.ctx, g.tx)
	if err != nil || !wanted {
		return err
	}
	for _, t := range list {
		now := g.e.now()
		err := g.tx.Exec(g.ctx, `INSERT INTO outbox (id, kind, subject, body, due_at, leased_until, attempts, done_at, made_seq) VALUES ($1, $2, $3, '', $4, 0, 0, 0, $5)`,
			string(NewID(now)), TicketMessage, t, now.UnixMicro(), g.seq+int64(len(g.events)))
		if err != nil {
			return err
		}
		g.outbox = true
	}
	return nil
}
