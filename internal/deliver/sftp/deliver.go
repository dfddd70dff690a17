package sftp

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"

	"golang.org/x/crypto/ssh"

	"github.com/countersign/countersign/internal/fault"
)

type delivery struct {
	channel *Channel
	content []byte
	options Options
	proof   Proof
}

// Deliver puts content under name into the channel's directory, once: it
// uploads to a temporary name, reads back and compares size and SHA-256,
// renames, and sees that it stands there. A file that stands there already with
// that digest is a success. The context bounds the whole.
//
// Faults: Unavailable (sftp_unreachable, sftp_connection_lost,
// sftp_interrupted, sftp_altered, sftp_no_space and refusals that may pass) can
// be tried again; Invalid (sftp_channel_bad, sftp_name_bad, sftp_key_bad) and
// Conflict (sftp_host_key_changed, sftp_login_refused, sftp_not_permitted,
// sftp_directory_missing, sftp_read_back_refused, sftp_name_taken, sftp_unsure)
// wait for a person.
func Deliver(ctx context.Context, ch Channel, name string, content []byte, o Options) (Proof, error) {
	if o.Now == nil {
		return Proof{}, fault.New(fault.Internal, "sftp_no_clock", "The delivery was given no clock.")
	}
	if err := ch.check(name); err != nil {
		return Proof{}, err
	}
	sum := sha256.Sum256(content)
	digest := hex.EncodeToString(sum[:])
	d := &delivery{channel: &ch, content: content, options: o, proof: Proof{
		Address: ch.address(), Path: ch.path(name), Size: int64(len(content)), SHA256: digest,
		// The digest in the name keeps the leftover of another content apart.
		TemporaryPath: ch.path("." + name + "." + digest[:12] + ".part"),
	}}
	d.proof.StartedAt = d.now()
	err := d.run(ctx)
	if err == nil {
		d.proof.FinishedAt = d.now()
	}
	return d.proof, err
}

func (d *delivery) now() int64 {
	return d.options.Now().UnixMicro()
}

func (d *delivery) connect(ctx context.Context) (*session, error) {
	s, err := d.channel.open(ctx)
	if err != nil {
		return nil, err
	}
	d.proof.HostKey, d.proof.HostKeyType, d.proof.Server = ssh.FingerprintSHA256(s.hostKey), s.hostKey.Type(), s.server
	return s, nil
}

func (d *delivery) run(ctx context.Context) error {
	s, err := d.connect(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	final, err := d.look(ctx, s, d.proof.Path)
	if err != nil {
		return err
	}
	switch final {
	case equal:
		return d.done(AlreadyThere)
	case different:
		return d.nameTaken()
	}
	if err := d.prepare(ctx, s); err != nil {
		return err
	}
	return d.publish(ctx, s, final != hidden)
}

func (d *delivery) done(status Status) error {
	if d.proof.Status = status; d.channel.NoReadBack {
		d.proof.Status = SentUnconfirmed
	}
	return nil
}

func (d *delivery) nameTaken() error {
	return fault.New(fault.Conflict, "sftp_name_taken",
		"Another file stands at the bank as %s. It is not overwritten; find out whose it is.", d.proof.Path)
}

// prepare leaves the whole content under the temporary name, read back.
func (d *delivery) prepare(ctx context.Context, s *session) error {
	leftover, err := d.look(ctx, s, d.proof.TemporaryPath)
	if err != nil {
		return err
	}
	if d.options.RenameAttempted {
		// Only our own file, still whole and on a server whose renames are
		// atomic, proves that the earlier rename did not happen.
		if leftover != equal || !s.atomicRename {
			return unsure(nil, "an earlier attempt asked for the rename, and the file stands under neither name as it should")
		}
		return nil
	}
	if leftover == equal && !d.channel.NoReadBack {
		return nil
	}
	if err := d.upload(ctx, s); err != nil || d.channel.NoReadBack {
		return err
	}
	return d.verify(ctx, s)
}

// verify reads the temporary file back; only what is equal may be renamed.
func (d *delivery) verify(ctx context.Context, s *session) error {
	written, err := d.look(ctx, s, d.proof.TemporaryPath)
	if err == nil && written != equal {
		return fault.New(fault.Unavailable, "sftp_altered", "What the bank's server gives back is not what was sent; nothing was put under the final name. It can be tried again.")
	}
	return err
}

// publish renames and looks at the result. From the request on, an error is
// retryable only if the file certainly was not renamed.
func (d *delivery) publish(ctx context.Context, s *session, mayLook bool) error {
	if mayLook {
		if again, err := d.look(ctx, s, d.proof.Path); err != nil {
			return err
		} else if again == different {
			return d.nameTaken()
		}
	}
	if d.options.BeforeRename != nil {
		if err := d.options.BeforeRename(ctx); err != nil {
			return err
		}
	}
	err := d.rename(s, mayLook)
	if err != nil && answered(err) && !errors.Is(err, fs.ErrNotExist) {
		return failed(ctx, err, "sftp_rename_refused", "giving the file its final name")
	}
	if err != nil {
		return d.settle(ctx, err)
	}
	d.proof.RenameAcknowledged, d.proof.RenamedAt = true, d.now()
	stands, err := d.look(ctx, s, d.proof.Path)
	if err != nil {
		return d.settle(ctx, err)
	}
	return d.judge(stands)
}

// judge says what an acknowledged rename came to.
func (d *delivery) judge(stands standing) error {
	switch stands {
	case equal:
		return d.done(Delivered)
	case different:
		return unsure(nil, "the rename was acknowledged, and another file stands under its name")
	default:
		return d.done(PickedUp)
	}
}

// settle finds out over a new connection what became of a rename whose answer,
// or the look after it, was lost.
func (d *delivery) settle(ctx context.Context, lost error) error {
	s, err := d.connect(ctx)
	if err != nil {
		return unsure(errors.Join(lost, err), "the connection was lost around the rename and could not be made again")
	}
	defer s.close()
	stands, err := d.look(ctx, s, d.proof.Path)
	if err != nil {
		return unsure(errors.Join(lost, err), "the connection was lost around the rename, and again while looking")
	}
	if stands == equal || d.proof.RenameAcknowledged {
		return d.judge(stands)
	}
	if stands == different {
		return d.nameTaken()
	}
	temporary, err := d.look(ctx, s, d.proof.TemporaryPath)
	if err == nil && temporary == equal && s.atomicRename {
		return fault.Wrap(lost, fault.Unavailable, "sftp_connection_lost", "The connection was lost before the file had its final name; it can be tried again.")
	}
	return unsure(errors.Join(lost, err), "the connection was lost around the rename, and the file stands under neither name")
}
