// Package deliver brings files to banks once and keeps the proof. A delivery is
// queued with the digest of its file; the Courier, called by the outbox, sends
// it by SFTP and records what it saw. A file whose arrival is unsure is never
// sent again by itself: it waits for a person.
package deliver

import (
	"context"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/countersign/countersign/internal/deliver/sftp"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/iso20022"
)

// Channel is one bank's drop box.
type Channel struct {
	govern.Meta
	Name string `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140"`
	BIC  string `json:"bic" db:"bic" audit:"show" minLength:"8" maxLength:"11" doc:"Of the bank: files that debit its accounts leave here. It never changes."`
	Kind string `json:"kind" db:"kind" audit:"show" enum:"sftp"`
	Host string `json:"host" db:"host" audit:"show" pattern:"^[A-Za-z0-9.:_-]{1,253}$" doc:"Name or address of the bank's server."`
	Port int64  `json:"port" db:"port" audit:"show" minimum:"1" doc:"22 unless the bank says otherwise."`
	User string `json:"user" db:"user" audit:"show" minLength:"1" maxLength:"140"`
	// PrivateKey comes in as PEM or OpenSSH text without passphrase and is
	// sealed by SealChannel before anything is planned. The read side of an API
	// must never give it back, not even sealed: it shows nothing, or that there
	// is one.
	PrivateKey secret.Sealed `json:"private_key" db:"private_key" audit:"mask" doc:"The key that signs in: PEM or OpenSSH without passphrase. Never shown again."`
	HostKeys   string        `json:"host_keys" db:"host_keys" audit:"show" maxLength:"16384" doc:"The server's own keys, as lines of known_hosts; only a server that holds one is spoken to."`
	Directory  string        `json:"directory" db:"directory" audit:"show" required:"false" maxLength:"255" doc:"Where files are put; empty: where the user lands."`
	Mode       string        `json:"mode" db:"mode" audit:"show" enum:"read_back,no_read_back" doc:"no_read_back: the bank forbids reading, so a file counts as sent, unconfirmed."`
}

// Channels are all drop boxes.
var Channels = govern.Declare(govern.Table[Channel]{
	Name:   "channel",
	Doc:    "A bank's drop box, and how it is reached.",
	Unique: [][]string{{"name"}, {"bic"}},
	Check: func(_ context.Context, _ govern.Reader, before, after *Channel) error {
		if after == nil {
			return nil
		}
		if err := after.checkBank(before); err != nil {
			return err
		}
		switch {
		case after.Port > 65535:
			return fault.Bad("port", "too_large", "The port must be between 1 and 65535.")
		case !isSealed(after.PrivateKey):
			return fault.Bad("private_key", "not_sealed", "A private key is needed, and it must be sealed before it is planned.")
		}
		keys, err := sftp.ParseHostKeys([]byte(after.HostKeys))
		if err == nil && len(keys) == 0 {
			err = fault.Bad("host_keys", "sftp_host_key_bad", "At least one host key must be pinned; ask the bank for it.")
		}
		return err
	},
})

// checkBank keeps a channel with its bank, so that renaming one never sends
// files elsewhere.
func (c *Channel) checkBank(before *Channel) error {
	if before != nil && before.BIC != c.BIC {
		return fault.Bad("bic", "fixed", "The bank of a channel never changes; enter another channel.")
	}
	if err := iso20022.CheckBIC(c.BIC); err != nil {
		return fault.Bad("bic", "bad_bic", "%q is not a BIC: %s", c.BIC, err)
	}
	return nil
}

func isSealed(s secret.Sealed) bool { return strings.HasPrefix(string(s), "sealed:") }

// place binds a sealed key to its channel, so that it opens nowhere else.
func place(id govern.ID) string { return "channel/" + string(id) + "/private_key" }

// SealChannel seals the private key in place; every way in calls it before it
// makes a command. c.ID must be set. A key that is sealed already, as when a
// change leaves it out, stays. Faults: sftp_key_bad, and foreign_seal for sealed
// text that is not this channel's.
func SealChannel(ring *secret.Ring, c *Channel) error {
	if c.ID == "" {
		return fault.New(fault.Internal, "no_id", "A channel is sealed under its id.")
	}
	if isSealed(c.PrivateKey) {
		if _, err := ring.UnsealText(c.PrivateKey, place(c.ID)); err != nil {
			return fault.Bad("private_key", "foreign_seal", "This is not the key of this channel. Leave it out to keep the present key, or give a new one.")
		}
		return nil
	}
	if _, err := ssh.ParsePrivateKey([]byte(c.PrivateKey)); err != nil {
		return fault.Bad("private_key", "sftp_key_bad", "This is not a private key in PEM or OpenSSH form without passphrase.")
	}
	sealed, err := ring.SealText(string(c.PrivateKey), place(c.ID))
	c.PrivateKey = sealed
	return err
}

// open is the channel as the transport takes it.
func (c *Channel) open(ring *secret.Ring) (sftp.Channel, error) {
	key, err := ring.UnsealText(c.PrivateKey, place(c.ID))
	if err != nil {
		return sftp.Channel{}, err
	}
	hosts, err := sftp.ParseHostKeys([]byte(c.HostKeys))
	return sftp.Channel{
		Host: c.Host, Port: int(c.Port), User: c.User, PrivateKey: []byte(key), HostKeys: hosts, Directory: c.Directory,
		NoReadBack: c.Mode == "no_read_back",
	}, err
}
