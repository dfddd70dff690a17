package sftp

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/pkg/sftp"

	"github.com/countersign/countersign/internal/fault"
)

// standing is what is found under a name.
type standing int

const (
	absent standing = iota
	equal           // size and digest; only the size where reading is forbidden
	different
	hidden // the channel forbids looking
)

// look compares what stands at path with the content. A file of another size is
// not read, so that a stranger's large file costs nothing.
func (d *delivery) look(ctx context.Context, s *session, path string) (standing, error) {
	info, err := s.client.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return absent, nil
	case errors.Is(err, fs.ErrPermission) && d.channel.NoReadBack:
		return hidden, nil
	case err != nil:
		return absent, failed(ctx, err, "sftp_look_refused", "looking for "+path)
	case !info.Mode().IsRegular() || info.Size() != d.proof.Size:
		return different, nil
	case d.channel.NoReadBack:
		return equal, nil
	}
	digest, err := d.readBack(ctx, s, path)
	if err != nil {
		return absent, err
	}
	if digest != d.proof.SHA256 {
		return different, nil
	}
	d.proof.ReadBackSHA256, d.proof.ReadBackAt = digest, d.now()
	return equal, nil
}

func (d *delivery) readBack(ctx context.Context, s *session, path string) (string, error) {
	const doing = "reading the file back"
	file, err := s.client.Open(path)
	if errors.Is(err, fs.ErrPermission) {
		return "", fault.Wrap(err, fault.Conflict, "sftp_read_back_refused",
			"The bank's server does not permit reading %s back. If that is its rule, set the channel to no read-back.", path)
	}
	if err != nil {
		return "", failed(ctx, err, "sftp_read_refused", doing)
	}
	defer func() { _ = file.Close() }()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", failed(ctx, err, "sftp_read_refused", doing)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// upload writes the content to the temporary name, replacing a leftover of an
// earlier attempt, and has it synced where the server can.
func (d *delivery) upload(ctx context.Context, s *session) error {
	temporary := d.proof.TemporaryPath
	if err := s.client.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return failed(ctx, err, "sftp_remove_refused", "removing the leftover "+temporary)
	}
	file, err := s.client.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL)
	if errors.Is(err, fs.ErrNotExist) {
		return fault.Wrap(err, fault.Conflict, "sftp_directory_missing", "The directory %q does not exist at the bank.", d.channel.Directory)
	}
	if err != nil {
		return failed(ctx, err, "sftp_create_refused", "creating "+temporary)
	}
	if err := d.write(s, file); err != nil {
		return d.writeFailed(ctx, s, err)
	}
	return nil
}

func (d *delivery) write(s *session, file *sftp.File) error {
	if _, err := file.ReadFrom(bytes.NewReader(d.content)); err != nil {
		return errors.Join(err, file.Close())
	}
	var err error
	if _, can := s.client.HasExtension("fsync@openssh.com"); can {
		err = file.Sync()
		d.proof.Synced = err == nil
	}
	if errors.Is(err, fs.ErrPermission) {
		err = nil // a server that offers an fsync and then forbids it counts as one without
	}
	return errors.Join(err, file.Close())
}

// writeFailed removes what was written, since it may fill the bank's disk, and
// says if that was the reason.
func (d *delivery) writeFailed(ctx context.Context, s *session, err error) error {
	result := failed(ctx, err, "sftp_write_refused", "writing the file")
	if !answered(err) {
		return result
	}
	if _, can := s.client.HasExtension("statvfs@openssh.com"); can {
		disk, statErr := s.client.StatVFS(d.channel.path("."))
		if statErr == nil && disk.Frsize*disk.Bavail < uint64(len(d.content)) {
			result = fault.Wrap(err, fault.Unavailable, "sftp_no_space", "The bank's disk is full: %d bytes are free.", disk.Frsize*disk.Bavail)
		}
	}
	_ = s.client.Remove(d.proof.TemporaryPath)
	return result
}

// rename gives the file its final name. The posix rename is atomic but would
// replace a file; Deliver looked right before, and no one else writes our
// names. Where it is lacking, or looking is forbidden, the plain rename of
// SFTP 3 is used, which must fail if the name is taken.
func (d *delivery) rename(s *session, mayLook bool) error {
	if s.atomicRename && mayLook {
		return s.client.PosixRename(d.proof.TemporaryPath, d.proof.Path)
	}
	return s.client.Rename(d.proof.TemporaryPath, d.proof.Path)
}
