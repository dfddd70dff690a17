package sftp

import (
	"context"
	"time"
)

// Status says how far a delivery is proved.
type Status string

// The outcomes that are no error.
const (
	Delivered       Status = "delivered"        // read back equal, renamed, stands there
	AlreadyThere    Status = "already_there"    // an earlier attempt had done it; read back equal
	PickedUp        Status = "picked_up"        // read back equal, rename acknowledged, gone since
	SentUnconfirmed Status = "sent_unconfirmed" // the channel forbids reading back
)

// Proof is what was seen. Times are microseconds since 1970 UTC, 0 for what did
// not happen. With an error it holds what was seen until then.
type Proof struct {
	Status             Status `json:"status"`
	Address            string `json:"address"`
	Path               string `json:"path"`
	TemporaryPath      string `json:"temporary_path"`
	Size               int64  `json:"size"`
	SHA256             string `json:"sha256"`           // of the bytes given, hexadecimal
	ReadBackSHA256     string `json:"read_back_sha256"` // of the bytes the server gave back, "" if not read
	HostKey            string `json:"host_key"`         // fingerprint as ssh-keygen -l shows it
	HostKeyType        string `json:"host_key_type"`
	Server             string `json:"server"` // its version banner
	Synced             bool   `json:"synced"` // the server confirmed an fsync
	RenameAcknowledged bool   `json:"rename_acknowledged"`
	StartedAt          int64  `json:"started_at"`
	ReadBackAt         int64  `json:"read_back_at"`
	RenamedAt          int64  `json:"renamed_at"`
	FinishedAt         int64  `json:"finished_at,omitempty"` // 0 with an error
}

// Options are what a delivery needs to know besides channel and content.
//
// To keep the promise across a crash, the caller records durably in
// BeforeRename that the rename is about to be asked for, and sets
// RenameAttempted in every later call for this file. Without it a file that the
// bank picked up before a crash would be sent again.
type Options struct {
	Now             func() time.Time
	RenameAttempted bool
	BeforeRename    func(context.Context) error
}
