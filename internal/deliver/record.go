package deliver

import (
	"context"
	"strconv"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/deliver/sftp"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// What an attempt came to, besides the states that end it.
const (
	enciphered = "enciphered" // the cipher text is kept, and no other will be sent
	renaming   = "renaming"   // the file is about to get its final name
	retrying   = "retrying"   // nothing arrived; it is tried again later
)

// Record writes down one attempt, with its proof among the entry's facts. The
// courier submits it as the service.
type Record struct {
	onDelivery
	outcome string
	proof   sftp.Proof
	detail  string
}

// Name is the command's name.
func (*Record) Name() string { return "delivery.record" }

// Plan moves the delivery on; only one that is queued can have had an attempt.
func (c *Record) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	before, after, err := c.in(ctx, q, "takes no further attempt", Queued)
	if err != nil {
		return govern.Plan{}, err
	}
	after.Detail = c.detail
	switch c.outcome {
	case enciphered:
		after.CipherSHA256, after.CipherSize = c.proof.SHA256, c.proof.Size
	case renaming:
		after.RenameAskedAt = q.Now()
	case retrying:
		after.Attempts++
	case Sent, Unconfirmed:
		after.State, after.RemotePath, after.HostKey, after.DeliveredAt = c.outcome, c.proof.Path, c.proof.HostKey, govern.Time(c.proof.FinishedAt)
		after.Attempts++
	case Unsure, Failed:
		after.State = c.outcome
		after.Attempts++
	default:
		return govern.Plan{}, fault.New(fault.Internal, "bad_outcome", "%q is no outcome of an attempt.", c.outcome)
	}
	return govern.Plan{Rows: []govern.RowChange{Deliveries.Update(before, after)}, Outbox: arrived(after), Facts: facts(c.outcome, c.proof)}, nil
}

// facts are the proof as the log keeps it; what was not seen is left out.
func facts(outcome string, p sftp.Proof) []audit.Fact {
	at := func(micros int64) string { return govern.Time(micros).String() }
	all := []audit.Fact{
		{Name: "outcome", Value: outcome},
		{Name: "status", Value: string(p.Status)},
		{Name: "address", Value: p.Address},
		{Name: "path", Value: p.Path},
		{Name: "temporary_path", Value: p.TemporaryPath},
		{Name: "sha256", Value: p.SHA256},
		{Name: "read_back_sha256", Value: p.ReadBackSHA256},
		{Name: "host_key", Value: p.HostKey},
		{Name: "host_key_type", Value: p.HostKeyType},
		{Name: "server", Value: p.Server},
		{Name: "started_at", Value: at(p.StartedAt)},
		{Name: "read_back_at", Value: at(p.ReadBackAt)},
		{Name: "renamed_at", Value: at(p.RenamedAt)},
		{Name: "finished_at", Value: at(p.FinishedAt)},
	}
	if p.StartedAt > 0 {
		all = append(all, audit.Fact{Name: "size", Value: strconv.FormatInt(p.Size, 10)}, audit.Fact{Name: "synced", Value: strconv.FormatBool(p.Synced)},
			audit.Fact{Name: "rename_acknowledged", Value: strconv.FormatBool(p.RenameAcknowledged)})
	}
	var seen []audit.Fact
	for _, f := range all {
		if f.Value != "" {
			seen = append(seen, f)
		}
	}
	return seen
}

// Answered records that the bank's own answer, such as a pain.002, names the file:
// what was sent unconfirmed, or may have arrived, has. The service submits it.
type Answered struct{ onDelivery }

// Name is the command's name.
func (*Answered) Name() string { return "delivery.record" }

// Plan settles the delivery.
func (c *Answered) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	before, after, err := c.in(ctx, q, "waits for no answer", Unconfirmed, Unsure)
	if err != nil {
		return govern.Plan{}, err
	}
	after.State, after.Detail = Sent, "The bank has answered to this file."
	if after.DeliveredAt == 0 {
		after.DeliveredAt = q.Now()
	}
	return govern.Plan{Rows: []govern.RowChange{Deliveries.Update(before, after)}, Outbox: arrived(after)}, nil
}
