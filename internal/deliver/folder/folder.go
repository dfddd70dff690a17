// Package folder puts a file into a folder of the server, from where another
// program takes it: an EBICS or SWIFT agent, or an archive. Its guarantee is that
// of the sftp package: a file is called delivered only if the bytes read back
// from the disk have the digest of the bytes given, and none is put there twice.
package folder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"

	"github.com/countersign/countersign/internal/deliver/sftp"
	"github.com/countersign/countersign/internal/fault"
)

// standing is what is found under a name.
type standing int

const (
	absent standing = iota
	equal
	different
)

// box is one folder, which nothing that is asked of it leaves.
type box struct {
	root   *os.Root
	sum    string
	size   int64
	folder string
}

// Deliver puts content under name into a folder below base, whose folders must
// exist already. The options are those of the sftp package. Faults: Conflict
// (folder_missing, folder_name_taken, sftp_unsure) waits for a person;
// Unavailable (folder_failed, folder_altered) can be tried again.
func Deliver(ctx context.Context, base, folder, name string, content []byte, o sftp.Options) (sftp.Proof, error) {
	sum := sha256.Sum256(content)
	b := &box{sum: hex.EncodeToString(sum[:]), size: int64(len(content)), folder: folder}
	now := func() int64 { return o.Now().UnixMicro() }
	temporary := "." + name + "." + b.sum[:12] + ".part"
	p := sftp.Proof{Address: "folder", Path: path.Join(folder, name), TemporaryPath: path.Join(folder, temporary), Size: b.size, SHA256: b.sum, StartedAt: now()}
	err := b.open(base)
	if err != nil {
		return p, err
	}
	defer func() { _ = b.root.Close() }()
	p.Status, err = b.put(ctx, name, temporary, content, o)
	if err == nil && p.Status != sftp.PickedUp {
		p.ReadBackSHA256 = b.sum
	}
	if err == nil {
		p.Synced, p.ReadBackAt, p.FinishedAt = true, now(), now()
		p.RenameAcknowledged = p.Status != sftp.AlreadyThere
	}
	return p, err
}

// Look reports whether the folder is there. Fault folder_missing.
func Look(base, folder string) error {
	b := &box{folder: folder}
	if err := b.open(base); err != nil {
		return err
	}
	return b.root.Close()
}

func (b *box) open(base string) error {
	root, err := os.OpenRoot(base)
	if err != nil {
		return b.missing(err)
	}
	defer func() { _ = root.Close() }()
	if b.folder == "" {
		b.folder = "."
	}
	if b.root, err = root.OpenRoot(b.folder); err != nil {
		return b.missing(err)
	}
	return nil
}

func (b *box) missing(err error) error {
	return fault.Wrap(err, fault.Conflict, "folder_missing", "There is no folder %q below the server's folder for deliveries; the operator has to make it.", b.folder)
}

func (b *box) put(ctx context.Context, name, temporary string, content []byte, o sftp.Options) (sftp.Status, error) {
	final, err := b.look(name)
	switch {
	case err != nil:
		return "", err
	case final == equal:
		return sftp.AlreadyThere, nil
	case final == different:
		return "", fault.New(fault.Conflict, "folder_name_taken", "Another file stands in the folder as %s. It is not overwritten; find out whose it is.", name)
	}
	left, err := b.look(temporary)
	if err != nil {
		return "", err
	}
	if o.RenameAttempted && left != equal {
		return "", fault.New(fault.Conflict, "sftp_unsure",
			"The file may have been taken: an earlier attempt gave it its name, and it stands under neither. Ask whoever takes files there; it is not sent again by itself.")
	}
	if left != equal {
		if err := b.write(temporary, content); err != nil {
			return "", err
		}
	}
	if o.BeforeRename != nil {
		if err := o.BeforeRename(ctx); err != nil {
			return "", err
		}
	}
	if err := errors.Join(b.root.Rename(temporary, name), b.sync(".")); err != nil {
		return "", failed(err)
	}
	return b.judge(name)
}

// judge looks at what was renamed. Who takes files there may have been quick.
func (b *box) judge(name string) (sftp.Status, error) {
	switch stands, err := b.look(name); {
	case err != nil:
		return "", err
	case stands == equal:
		return sftp.Delivered, nil
	case stands == absent:
		return sftp.PickedUp, nil
	}
	return "", fault.New(fault.Conflict, "sftp_unsure", "The file was given its name, and another stands under it. Find out whose it is.")
}

// write leaves the content under the temporary name, on the disk and read back.
func (b *box) write(temporary string, content []byte) error {
	if err := b.root.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return failed(err)
	}
	f, err := b.root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return failed(err)
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		_ = b.root.Remove(temporary) // it may fill the disk
		return failed(err)
	}
	stands, err := b.look(temporary)
	if err == nil && stands != equal {
		err = fault.New(fault.Unavailable, "folder_altered", "What the disk gives back is not what was written; nothing was put under the final name. It can be tried again.")
	}
	return err
}

func (b *box) sync(name string) error {
	f, err := b.root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// look compares what stands under a name with the content.
func (b *box) look(name string) (standing, error) {
	info, err := b.root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return absent, nil
	case err != nil:
		return absent, failed(err)
	case !info.Mode().IsRegular() || info.Size() != b.size:
		return different, nil
	}
	f, err := b.root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return absent, nil // taken between the two looks
	}
	if err != nil {
		return absent, failed(err)
	}
	hash := sha256.New()
	_, err = io.Copy(hash, f)
	if err = errors.Join(err, f.Close()); err != nil {
		return absent, failed(err)
	}
	if hex.EncodeToString(hash.Sum(nil)) != b.sum {
		return different, nil
	}
	return equal, nil
}

func failed(err error) error {
	return fault.Wrap(err, fault.Unavailable, "folder_failed", "The folder did not take the file; it can be tried again. The operator finds the reason in the log.")
}
