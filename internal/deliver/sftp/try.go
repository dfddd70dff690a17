package sftp

import (
	"context"
	"errors"
	"io/fs"

	"golang.org/x/crypto/ssh"

	"github.com/countersign/countersign/internal/fault"
)

// Try connects, checks the host key, signs in and looks for the directory;
// nothing is written. connected tells how far it came; the proof holds what was
// seen of the server. Faults as of Deliver.
func Try(ctx context.Context, ch Channel) (seen Proof, connected bool, err error) {
	if err := ch.check("test"); err != nil {
		return seen, false, err
	}
	seen.Address = ch.address()
	s, err := ch.open(ctx)
	if err != nil {
		return seen, false, err
	}
	defer s.close()
	seen.HostKey, seen.HostKeyType, seen.Server = ssh.FingerprintSHA256(s.hostKey), s.hostKey.Type(), s.server
	info, err := s.client.Stat(ch.path("."))
	switch {
	case errors.Is(err, fs.ErrPermission) && ch.NoReadBack:
		return seen, true, nil // who may not look there may write there all the same
	case errors.Is(err, fs.ErrNotExist), err == nil && !info.IsDir():
		return seen, true, fault.Wrap(err, fault.Conflict, "sftp_directory_missing", "The directory %q does not exist at the bank.", ch.Directory)
	case err != nil:
		return seen, true, failed(ctx, err, "sftp_look_refused", "looking for the directory")
	}
	return seen, true, nil
}
