package deliver

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Queue has a record's file sent. The area that the record belongs to, or its
// service, submits it.
type Queue struct {
	Channel      govern.ID
	SubjectTable string
	Subject      govern.ID
	FileName     string
	SHA256       string // of the bytes that will be sent
	Size         int64

	id govern.ID
}

// Name is the command's name.
func (*Queue) Name() string { return "delivery.queue" }

// Draw draws the delivery's id.
func (c *Queue) Draw(newID func() govern.ID) { c.id = newID() }

// Delivery is the id of the delivery, once the Engine has the command.
func (c *Queue) Delivery() govern.ID { return c.id }

func (c *Queue) row() *Delivery {
	return &Delivery{
		Meta: govern.Meta{ID: c.id}, Channel: c.Channel, SubjectTable: c.SubjectTable, Subject: c.Subject,
		FileName: c.FileName, SHA256: c.SHA256, Size: c.Size, State: Queued,
	}
}

// Targets is the channel and the record whose file it is.
func (c *Queue) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{deliveryTarget(c.row())}, nil
}

// Plan inserts the delivery and has the courier called. Fault already_queued
// when the record's file is on its way, or was.
func (c *Queue) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	same, err := Deliveries.Find(ctx, q, `subject_table = $1 AND subject = $2`, c.SubjectTable, string(c.Subject))
	if err != nil {
		return govern.Plan{}, err
	}
	if len(same) > 0 {
		return govern.Plan{}, fault.New(fault.Conflict, "already_queued", "This file has its delivery already, which is %s.", same[0].State)
	}
	return govern.Plan{Rows: []govern.RowChange{Deliveries.Insert(c.row())}, Outbox: []govern.Message{{Kind: Deliver, Subject: string(c.id)}}}, nil
}

// Confirm says what a person found out about a file whose arrival is unsure or
// cannot be proved.
type Confirm struct {
	onDelivery
	Outcome string `json:"outcome" enum:"sent,failed" doc:"sent: the bank has the file; failed: it has not."`
	Reason  string `json:"reason" minLength:"1" maxLength:"2000" doc:"Who said so, and when."`
}

// Name is the command's name.
func (*Confirm) Name() string { return "delivery.confirm" }

// Plan settles the delivery. One that failed may be sent again by Retry: a
// person has seen that the bank has no such file.
func (c *Confirm) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	if c.Reason == "" {
		return govern.Plan{}, fault.Bad("reason", "too_short", "Say who told you what became of the file, and when.")
	}
	before, after, err := c.in(ctx, q, "needs nobody to look", Unsure, Unconfirmed)
	if err != nil {
		return govern.Plan{}, err
	}
	after.Detail = c.Reason
	switch c.Outcome {
	case Sent:
		after.State = Sent
		if after.DeliveredAt == 0 {
			after.DeliveredAt = q.Now()
		}
	case Failed:
		after.State, after.RenameAskedAt, after.DeliveredAt, after.RemotePath, after.HostKey = Failed, 0, 0, "", ""
	default:
		return govern.Plan{}, fault.Bad("outcome", "unknown_value", "%q is none of sent, failed.", c.Outcome)
	}
	return govern.Plan{Rows: []govern.RowChange{Deliveries.Update(before, after)}, Outbox: arrived(after)}, nil
}

// arrived is the news for the area whose file it is.
func arrived(d *Delivery) []govern.Message {
	if d.State != Sent || d.SubjectTable != packageTable {
		return nil
	}
	return []govern.Message{{Kind: Delivered, Subject: string(d.Subject), Body: d.SHA256}}
}

// Retry has a failed delivery sent again, once a person has mended its cause.
type Retry struct{ onDelivery }

// Name is the command's name.
func (*Retry) Name() string { return "delivery.retry" }

// Plan queues it anew.
func (c *Retry) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	before, after, err := c.in(ctx, q, "is not sent again; only one that failed is", Failed)
	if err != nil {
		return govern.Plan{}, err
	}
	// What was mended may be the key that was encrypted for.
	after.State, after.CipherSHA256, after.CipherSize = Queued, "", 0
	return govern.Plan{Rows: []govern.RowChange{Deliveries.Update(before, after)}, Outbox: []govern.Message{{Kind: Deliver, Subject: string(c.id)}}}, nil
}

// Verbs are the commands of the area. Those without New are the service's.
var Verbs = []govern.Verb{
	{Name: "delivery.queue", Area: "deliver", Doc: "Has a record's file sent to a bank."},
	{Name: "delivery.record", Area: "deliver", Doc: "Records what an attempt to deliver a file came to."},
	{Name: "channel.send", Area: "deliver", Doc: "Has a file of the installation's sent by a channel, such as an export of the log.", New: func() govern.Action { return &Send{} }},
	{Name: "channel.test", Area: "deliver", Doc: "Looks whether a channel could deliver, and writes nothing there.", Asked: true},
	{Name: "delivery.confirm", Area: "deliver", Doc: "Says whether the bank has a file whose arrival is unsure.", New: func() govern.Action { return &Confirm{} }},
	{Name: "delivery.retry", Area: "deliver", Doc: "Has a failed delivery sent again.", New: func() govern.Action { return &Retry{} }},
}
