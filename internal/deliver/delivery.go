package deliver

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// States of a delivery.
const (
	Queued      = "queued"      // to be sent, perhaps after failed attempts
	Sent        = "sent"        // proved, or a person saw it
	Unconfirmed = "unconfirmed" // sent to a drop box that cannot be read
	Unsure      = "unsure"      // may have arrived; a person must ask the bank
	Failed      = "failed"      // did not arrive; a person must mend something
)

// Kinds of outbox messages; SendFile is another. Of Deliver the subject is the delivery; Delivered
// tells that a subject's file has arrived, its body is the file's SHA-256.
const (
	Deliver   = "deliver"
	Delivered = "delivered"
)

// Delivery is one file on its way to a bank. A subject has one.
type Delivery struct {
	govern.Meta
	Channel       govern.ID   `json:"channel" db:"channel" audit:"show" ref:"channel"`
	SubjectTable  string      `json:"subject_table" db:"subject_table" audit:"show" minLength:"1" doc:"The table of the record whose file it is."`
	Subject       govern.ID   `json:"subject" db:"subject" audit:"show" minLength:"1" doc:"The record whose file it is."`
	FileName      string      `json:"file_name" db:"file_name" audit:"show" pattern:"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$" doc:"The name at the bank."`
	SHA256        string      `json:"sha256" db:"sha256" audit:"show" pattern:"^[0-9a-f]{64}$" doc:"Of the bytes that were agreed to; no others are sent."`
	Size          int64       `json:"size" db:"size" audit:"show" minimum:"0"`
	CipherSHA256  string      `json:"cipher_sha256" db:"cipher_sha256" audit:"show" required:"false" pattern:"^[0-9a-f]{64}$" doc:"Of the cipher text around those bytes, where the channel encrypts: what stands at the bank."`
	CipherSize    int64       `json:"cipher_size" db:"cipher_size" audit:"show" required:"false" minimum:"0"`
	State         string      `json:"state" db:"state" audit:"show" enum:"queued,sent,unconfirmed,unsure,failed"`
	Attempts      int64       `json:"attempts" db:"attempts" audit:"show" minimum:"0"`
	RenameAskedAt govern.Time `json:"rename_asked_at" db:"rename_asked_at" audit:"show" required:"false" doc:"When the file was first about to get its final name; from then on it may have arrived."`
	RemotePath    string      `json:"remote_path" db:"remote_path" audit:"show" required:"false" doc:"Where it stands at the bank."`
	HostKey       string      `json:"host_key" db:"host_key" audit:"show" required:"false" doc:"Fingerprint of the server that took it."`
	DeliveredAt   govern.Time `json:"delivered_at" db:"delivered_at" audit:"show" required:"false"`
	Detail        string      `json:"detail" db:"detail" audit:"show" required:"false" maxLength:"4000" doc:"What the last attempt or the person who looked said."`
}

// Deliveries are all files sent or to be sent.
var Deliveries = govern.Declare(govern.Table[Delivery]{
	Name:      "delivery",
	Doc:       "One file on its way to a bank, with the proof of its arrival.",
	Unique:    [][]string{{"subject_table", "subject"}},
	Target:    deliveryTarget,
	ByCommand: true,
	Check: func(_ context.Context, _ govern.Reader, before, after *Delivery) error {
		switch {
		case after == nil:
			return fault.New(fault.Conflict, "delivery_stays", "A delivery is never deleted.")
		case before != nil && (before.SHA256 != after.SHA256 || before.FileName != after.FileName || before.Subject != after.Subject || before.Channel != after.Channel ||
			before.CipherSHA256 != "" && after.CipherSHA256 != "" && (before.CipherSHA256 != after.CipherSHA256 || before.CipherSize != after.CipherSize)):
			return fault.New(fault.Internal, "bad_plan", "A delivery keeps its file, subject and channel.")
		}
		return nil
	},
})

// deliveryTarget: grants over the channel or over the subject reach it.
func deliveryTarget(d *Delivery) access.Target {
	return access.Target{Records: []access.Record{{Table: "channel", ID: string(d.Channel)}, {Table: d.SubjectTable, ID: string(d.Subject)}}}
}

// Tables are those of the area.
var Tables = []govern.Any{Channels, Deliveries}

// onDelivery is what the commands on one delivery share.
type onDelivery struct {
	id govern.ID `json:"-"`
}

// On sets the delivery that the command is about.
func (c *onDelivery) On(id govern.ID) { c.id = id }

// Targets is the delivery with its channel and subject.
func (c *onDelivery) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Deliveries.Targets(ctx, q, c.id)
}

// in reads the delivery, which must be in one of the states.
func (c *onDelivery) in(ctx context.Context, q govern.Reader, doing string, states ...string) (before, after *Delivery, err error) {
	if before, err = Deliveries.Get(ctx, q, c.id); err != nil {
		return nil, nil, err
	}
	for _, s := range states {
		if before.State == s {
			next := *before
			return before, &next, nil
		}
	}
	return nil, nil, fault.New(fault.Conflict, "wrong_state", "This delivery is %s and so %s.", before.State, doing)
}
