package archives

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// usualHours is how long entries stay when nothing is said.
const usualHours = 720

// Archive orders that old entries move to archive files: those made before a time,
// or up to a number.
type Archive struct {
	Before govern.Time `json:"before,omitempty" required:"false" doc:"Those made before this time."`
	To     int64       `json:"to,omitempty" required:"false" minimum:"0" doc:"Those up to this number; whole blocks of 256 go."`
	given  `json:"-"`
}

// Name is the command's name.
func (*Archive) Name() string { return Archiving }

// Plan enters the order. Fault before_or_to.
func (c *Archive) Plan(_ context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	if (c.Before == 0) == (c.To == 0) {
		return govern.Plan{}, fault.Bad("before", "before_or_to", "Say what to archive: before a time, or to an entry.")
	}
	return c.enter(q, who, Order{Kind: ToArchive, BeforeAt: c.Before, ToEntry: c.To})
}

// Restore orders that the archives that hold any of a range come back for a while.
type Restore struct {
	From  int64 `json:"from" minimum:"1" doc:"The first entry."`
	To    int64 `json:"to" minimum:"1" doc:"The last entry."`
	Hours int64 `json:"hours,omitempty" required:"false" minimum:"0" maximum:"87600" doc:"How long they stay; 720 when absent."`
	given `json:"-"`
}

// Name is the command's name.
func (*Restore) Name() string { return Restoring }

// Plan enters the order. Faults: bad_value, not_archived where no archive holds any
// of the range.
func (c *Restore) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	if c.From > c.To {
		return govern.Plan{}, fault.Bad("to", "bad_value", "The last entry %d comes before the first, %d.", c.To, c.From)
	}
	list, err := audit.Holding(ctx, q, c.From, c.To)
	if err != nil {
		return govern.Plan{}, err
	}
	if len(list) == 0 {
		return govern.Plan{}, NotArchived(c.From, c.To)
	}
	o := Order{Kind: ToRestore, FromEntry: c.From, ToEntry: c.To, Hours: c.Hours}
	if o.Hours == 0 {
		o.Hours = usualHours
	}
	return c.enter(q, who, o)
}

// NotArchived is the refusal to bring back what no archive holds.
func NotArchived(first, last int64) error {
	return fault.New(fault.NotFound, "not_archived", "None of the entries %d to %d is archived.", first, last)
}

// given is what the commands that enter an order share.
type given struct{ order govern.ID }

// On does nothing: the order is a new record.
func (*given) On(govern.ID) {}

// Draw draws the id of the order.
func (c *given) Draw(newID func() govern.ID) { c.order = newID() }

// Targets is the whole installation: there is one log.
func (*given) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

func (c *given) enter(q govern.Reader, who govern.Actor, o Order) (govern.Plan, error) {
	o.ID, o.State, o.AskedBy, o.AskedAt = c.order, Asked, govern.ID(who.User), q.Now()
	return govern.Plan{
		Rows:   []govern.RowChange{Orders.Insert(&o)},
		Outbox: []govern.Message{{Kind: Given, Subject: string(o.ID)}},
	}, nil
}
