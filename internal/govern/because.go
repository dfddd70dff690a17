package govern

import "github.com/countersign/countersign/internal/fault"

// Because are the columns in which a row keeps why it was made and under which ticket.
type Because struct{ Ticket, Reason *string }

// because makes the ticket of a change that enters one row, and that which the row
// keeps, the same, and likewise the reason where it is said in one place alone: whoever
// says them in one has said them. What is asked for again is so for what is said then.
// Of a change that brings many rows each keeps its own. Fault two_tickets.
func (c *considered) because(j *job, cmd Command) error {
	if len(c.plan.Rows) != 1 || c.plan.Rows[0].Op != Insert || c.plan.Rows[0].def.because == nil || c.name != c.plan.Rows[0].Table+"."+string(Insert) {
		return nil
	}
	own := c.plan.Rows[0].def.because(c.plan.Rows[0].after)
	if _, again := cmd.(*anew); again {
		*own.Ticket, *own.Reason = j.note.Ticket, j.note.Reason
		return nil
	}
	if *own.Ticket != "" && j.note.Ticket != "" && *own.Ticket != j.note.Ticket {
		return fault.Bad("ticket", "two_tickets", "The record says the ticket %s and the request %s; say it once.", *own.Ticket, j.note.Ticket)
	}
	share(own.Ticket, &j.note.Ticket)
	share(own.Reason, &j.note.Reason)
	return nil
}

func share(a, b *string) {
	switch {
	case *a == "":
		*a = *b
	case *b == "":
		*b = *a
	}
}
