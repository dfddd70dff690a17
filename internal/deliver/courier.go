package deliver

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"github.com/countersign/countersign/internal/deliver/cipher"
	"github.com/countersign/countersign/internal/deliver/folder"
	"github.com/countersign/countersign/internal/deliver/hook"
	"github.com/countersign/countersign/internal/deliver/sftp"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/outbox"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Door is what the courier needs of govern.Engine.
type Door interface {
	Submit(ctx context.Context, who govern.Actor, note govern.Note, cmd govern.Command) (govern.Outcome, error)
	Now() time.Time
}

// Courier sends what is queued. It is the outbox's handler for messages of kind
// Deliver, and records each attempt through the door as the service it acts for,
// which needs the permission delivery.record.
type Courier struct {
	Door  Door
	DB    store.Reader
	Ring  *secret.Ring
	Actor govern.Actor
	// Files keeps what is sent besides records' files: cipher texts, and whatever is
	// sent for its own sake.
	Files files.Store
	// Folder is the folder that channels of kind folder lie in.
	Folder string
	// Content gives the file of a record: its name and bytes must be those that
	// were queued. A fault that is unavailable is tried again.
	Content func(ctx context.Context, subjectTable string, subject govern.ID) (name string, content []byte, err error)
}

// Do makes one attempt. It can be repeated after a crash at any point: a file
// that stands at the bank already is recorded and not sent again, and one that
// may have arrived and is not found there becomes unsure.
func (c *Courier) Do(ctx context.Context, m outbox.Message) error {
	d, err := Deliveries.Get(ctx, c.DB, m.Subject)
	if err != nil {
		return err
	}
	if d.State != Queued {
		return nil // an earlier attempt got as far as recording it
	}
	proof, err := c.attempt(ctx, d)
	if err != nil {
		return c.failed(ctx, d, m, proof, err)
	}
	outcome := Sent
	if proof.Status == sftp.SentUnconfirmed {
		outcome = Unconfirmed
	}
	return c.record(ctx, d.ID, outcome, proof, "")
}

func (c *Courier) attempt(ctx context.Context, d *Delivery) (sftp.Proof, error) {
	content, err := c.content(ctx, d)
	if err != nil {
		return sftp.Proof{}, err
	}
	row, err := Channels.Get(ctx, c.DB, d.Channel)
	if err != nil {
		return sftp.Proof{}, err
	}
	name, content, err := c.wrapped(ctx, row, d, content)
	if err != nil {
		return sftp.Proof{}, err
	}
	options := sftp.Options{
		Now: c.Door.Now, RenameAttempted: d.RenameAskedAt != 0,
		BeforeRename: func(ctx context.Context) error {
			if d.RenameAskedAt != 0 {
				return nil
			}
			return c.record(ctx, d.ID, renaming, sftp.Proof{}, "")
		},
	}
	if row.Kind == folderKind {
		return folder.Deliver(ctx, c.Folder, row.Directory, name, content, options)
	}
	if row.Kind == webhookKind {
		channel, err := row.openHook(c.Ring)
		if err != nil {
			return sftp.Proof{}, err
		}
		return hook.Deliver(ctx, channel, string(d.ID), name, content, options)
	}
	channel, err := row.open(c.Ring)
	if err != nil {
		return sftp.Proof{}, err
	}
	return sftp.Deliver(ctx, channel, name, content, options)
}

// wrapped is what is put at the bank, and its name: the content, or the cipher
// text around it. Each encryption gives another, so the first is kept, and its
// digest recorded, before anything of it is sent.
func (c *Courier) wrapped(ctx context.Context, ch *Channel, d *Delivery, content []byte) (string, []byte, error) {
	if d.CipherSHA256 == "" && (ch.Encryption == plainText || d.RenameAskedAt != 0) {
		return d.FileName, content, nil
	}
	if d.CipherSHA256 != "" {
		sealed, err := files.ReadAll(ctx, c.Files, d.CipherSHA256, d.CipherSize)
		return d.FileName + cipher.Suffix(sealed), sealed, err
	}
	sealed, err := cipher.Kind(ch.Encryption).Encrypt(ch.Recipient, d.FileName, content, c.Door.Now())
	if err != nil {
		return "", nil, err
	}
	sum, err := files.PutBytes(ctx, c.Files, sealed)
	if err != nil {
		return "", nil, err
	}
	return d.FileName + cipher.Suffix(sealed), sealed, c.record(ctx, d.ID, enciphered, sftp.Proof{SHA256: sum, Size: int64(len(sealed))}, "")
}

// content is the file, which must be the one that was agreed to.
func (c *Courier) content(ctx context.Context, d *Delivery) ([]byte, error) {
	name, content, err := d.FileName, []byte(nil), error(nil)
	if d.SubjectTable == fileTable {
		content, err = files.ReadAll(ctx, c.Files, d.SHA256, d.Size)
	} else {
		name, content, err = c.Content(ctx, d.SubjectTable, d.Subject)
	}
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(content)
	if hex.EncodeToString(sum[:]) != d.SHA256 || int64(len(content)) != d.Size || name != d.FileName {
		return nil, fault.New(fault.Conflict, "file_changed", "The file is no longer the one that was agreed to: it was queued as %s with SHA-256 %s and is now %s with %s. It is not sent.",
			d.FileName, d.SHA256, name, hex.EncodeToString(sum[:]))
	}
	return content, nil
}

// failed records an attempt that did not deliver, and decides what follows.
// Once an earlier attempt had asked for the final name, 'failed' would claim
// more than is known.
func (c *Courier) failed(ctx context.Context, d *Delivery, m outbox.Message, proof sftp.Proof, why error) error {
	detail := fault.From(why).Detail
	stopping := errors.Is(ctx.Err(), context.Canceled)
	if !lasting(why) && (!m.Last || stopping) {
		return errors.Join(why, c.record(ctx, d.ID, retrying, proof, detail))
	}
	outcome := Failed
	if sftp.Unsure(why) || hook.Lost(why) || d.RenameAskedAt != 0 {
		outcome = Unsure
	}
	if err := c.record(ctx, d.ID, outcome, proof, detail); err != nil {
		return errors.Join(why, err)
	}
	return outbox.GiveUp(why)
}

// lasting tells failures that no repetition heals: somebody must change
// something, or look.
func lasting(err error) bool {
	return fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) || fault.Is(err, fault.NotFound)
}

// GaveUp settles a delivery whose attempts never came to an end, because each
// worker died. The outbox's OnGiveUp calls it for messages of kind Deliver;
// deliveries that are settled already it leaves alone.
func (c *Courier) GaveUp(ctx context.Context, m outbox.Message) error {
	d, err := Deliveries.Get(ctx, c.DB, m.Subject)
	if err != nil || d.State != Queued {
		return err
	}
	outcome := Failed
	if d.RenameAskedAt != 0 {
		outcome = Unsure
	}
	detail := "The attempts to send this file never came to an end; the operator finds the reason in the log."
	return c.record(ctx, d.ID, outcome, sftp.Proof{}, detail)
}

// record submits what happened; it is asked for even when the time for the
// attempt is over. A record that four-eyes rules hold back has not been made.
func (c *Courier) record(ctx context.Context, id govern.ID, outcome string, proof sftp.Proof, detail string) error {
	cmd := &Record{onDelivery: onDelivery{id}, outcome: outcome, proof: proof, detail: detail}
	out, err := c.Door.Submit(context.WithoutCancel(ctx), c.Actor, govern.Note{}, cmd)
	if err == nil && out.State != govern.Applied {
		return fault.New(fault.Unavailable, "record_held", "The delivery could not be recorded: a four-eyes rule holds delivery.record, which only the service makes.")
	}
	return err
}
