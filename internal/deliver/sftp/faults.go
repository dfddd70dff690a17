package sftp

import (
	"context"
	"errors"
	"io/fs"

	"github.com/pkg/sftp"

	"github.com/countersign/countersign/internal/fault"
)

// Retryable reports whether a delivery that failed with err may be tried again
// by itself: nothing stands under the final name by this attempt. Any other
// error waits for a person.
func Retryable(err error) bool { return fault.Is(err, fault.Unavailable) }

// Unsure reports whether the file may have arrived without our knowing it. A
// person must look; calling Deliver again with RenameAttempted only looks too,
// unless it finds proof that the file was never renamed.
func Unsure(err error) bool { return fault.Code(err) == "sftp_unsure" }

func unsure(err error, why string) error {
	return fault.Wrap(err, fault.Conflict, "sftp_unsure",
		"The file may have reached the bank: %s. Ask the bank whether it has it; it is not sent again by itself.", why)
}

// answered reports whether the server itself refused, so that the operation
// certainly did not happen; any other error leaves that open.
func answered(err error) bool {
	var status *sftp.StatusError
	if errors.As(err, &status) {
		code := status.FxCode()
		return code != sftp.ErrSSHFxConnectionLost && code != sftp.ErrSSHFxNoConnection
	}
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist)
}

// failed is the fault of an operation before the rename, after which nothing
// stands under the final name.
func failed(ctx context.Context, err error, code, doing string) error {
	switch {
	case ctx.Err() != nil:
		return fault.Wrap(err, fault.Unavailable, "sftp_interrupted", "The time for the delivery ran out while %s; it can be tried again.", doing)
	case errors.Is(err, fs.ErrPermission):
		return fault.Wrap(err, fault.Conflict, "sftp_not_permitted", "The bank's server does not permit %s; ask the bank to allow it.", doing)
	case !answered(err):
		return fault.Wrap(err, fault.Unavailable, "sftp_connection_lost", "The connection was lost while %s; it can be tried again.", doing)
	default:
		return fault.Wrap(err, fault.Unavailable, code, "The bank's server refused %s; it can be tried again.", doing)
	}
}
