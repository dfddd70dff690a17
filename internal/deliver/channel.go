// Package deliver brings files to banks once and keeps the proof. A delivery is
// queued with the digest of its file; the Courier, called by the outbox, sends
// it by SFTP and records what it saw. A file whose arrival is unsure is never
// sent again by itself: it waits for a person.
package deliver

import (
	"context"
	"errors"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/countersign/countersign/internal/deliver/cipher"
	"github.com/countersign/countersign/internal/deliver/hook"
	"github.com/countersign/countersign/internal/deliver/sftp"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/webhook"
	"github.com/countersign/countersign/iso20022"
)

// Channel is where files leave to: one bank's drop box, or an agent, which takes
// them from a folder or has them posted to it.
type Channel struct {
	govern.Meta
	Name string `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140"`
	BIC  string `json:"bic" db:"bic" audit:"show" required:"false" minLength:"8" maxLength:"11" doc:"Of the bank: files that debit its accounts leave here. It never changes. Empty: no bank's, for files of other kinds."`
	Kind string `json:"kind" db:"kind" audit:"show" enum:"sftp,folder,webhook" doc:"folder: a folder below the server's own for deliveries, from where an agent takes the file; webhook: an address that it is posted to, signed."`
	Host string `json:"host" db:"host" audit:"show" required:"false" pattern:"^[A-Za-z0-9.:_-]{1,253}$" doc:"Name or address of the bank's server."`
	Port int64  `json:"port" db:"port" audit:"show" required:"false" minimum:"0" doc:"22 unless the bank says otherwise."`
	User string `json:"user" db:"user" audit:"show" required:"false" maxLength:"140"`
	// PrivateKey comes in as PEM or OpenSSH text without passphrase and is
	// sealed by SealChannel before anything is planned, like Password. The read side
	// of an API must never give them back, not even sealed: it shows nothing, or
	// that there is one.
	PrivateKey secret.Sealed `json:"private_key" db:"private_key" audit:"mask" required:"false" doc:"The key that signs in: PEM or OpenSSH without passphrase. Never shown again."`
	Password   secret.Sealed `json:"password" db:"password" audit:"mask" required:"false" doc:"The password that signs in, where the bank takes no key. Never shown again."`
	HostKeys   string        `json:"host_keys" db:"host_keys" audit:"show" required:"false" maxLength:"16384" doc:"The server's own keys, as lines of known_hosts; only a server that holds one is spoken to."`
	Directory  string        `json:"directory" db:"directory" audit:"show" required:"false" maxLength:"255" doc:"Where files are put; empty: where the user lands."`
	Mode       string        `json:"mode" db:"mode" audit:"show" enum:"read_back,no_read_back" doc:"no_read_back: the bank forbids reading, so a file counts as sent, unconfirmed."`
	URL        string        `json:"url" db:"url" audit:"show" required:"false" maxLength:"2000" doc:"Of a webhook: https, or http on the same machine."`
	Secret     secret.Sealed `json:"secret" db:"secret" audit:"mask" required:"false" doc:"Of a webhook: what files are signed with, 24 to 64 bytes in base64 after whsec_, or 24 characters or more. Never shown again."`
	Encryption string        `json:"encryption" db:"encryption" audit:"show" required:"false" enum:"none,openpgp,age" doc:"Whether files are encrypted for the bank before they leave; empty: none."`
	Recipient  string        `json:"recipient" db:"recipient" audit:"show" required:"false" maxLength:"65536" doc:"The bank's public key: for openpgp an armoured RSA key, for age keys like age1…, one a line."`
}

// Channels are all ways out.
var Channels = govern.Declare(govern.Table[Channel]{
	Name:   "channel",
	Doc:    "A bank's drop box, and how it is reached.",
	Unique: [][]string{{"name"}, {"bic"}},
	Check: func(_ context.Context, q govern.Reader, before, after *Channel) error {
		if after == nil {
			return nil
		}
		if after.Encryption == "" {
			after.Encryption = plainText
		}
		if err := after.checkBank(before); err != nil {
			return err
		}
		if err := after.checkRecipient(before, q.Now()); err != nil {
			return err
		}
		switch after.Kind {
		case folderKind:
			return after.checkFolder()
		case webhookKind:
			return after.checkHook()
		}
		return after.checkServer()
	},
})

const (
	folderKind  = "folder"
	webhookKind = "webhook"
	plainText   = "none"
	noReadBack  = "no_read_back"
)

func (c *Channel) checkServer() error {
	for _, f := range []struct{ field, value string }{{"host", c.Host}, {"user", c.User}} {
		if f.value == "" {
			return fault.Bad(f.field, "missing_field", "The field %s is missing: an SFTP server is reached by it.", f.field)
		}
	}
	switch {
	case c.URL != "" || c.Secret != "":
		return fault.Bad("url", "webhook_only", "Only a webhook has an address and a secret; leave them empty.")
	case c.Port < 1 || c.Port > 65535:
		return fault.Bad("port", "too_large", "The port must be between 1 and 65535.")
	case c.PrivateKey == "" && c.Password == "":
		return fault.Bad("private_key", "no_way_in", "Give the private key or the password that signs in.")
	case c.PrivateKey != "" && !isSealed(c.PrivateKey):
		return fault.Bad("private_key", "not_sealed", "A private key must be sealed before it is planned.")
	case c.Password != "" && !isSealed(c.Password):
		return fault.Bad("password", "not_sealed", "A password must be sealed before it is planned.")
	}
	keys, err := sftp.ParseHostKeys([]byte(c.HostKeys))
	if err == nil && len(keys) == 0 {
		err = fault.Bad("host_keys", "sftp_host_key_bad", "At least one host key must be pinned; ask the bank for it.")
	}
	return err
}

// checkFolder: a folder is read by us always, and is reached by nobody's key.
func (c *Channel) checkFolder() error {
	switch {
	case c.hasServer() || c.URL != "" || c.Secret != "":
		return fault.Bad("kind", "folder_only", "A folder has no host, port, user, key, password, host keys, address and secret; leave them empty.")
	case c.Directory == "":
		return fault.Bad("directory", "missing_field", "The field directory is missing: name the folder.")
	case c.Mode == noReadBack:
		return fault.Bad("mode", "folder_only", "What is put into a folder is always read back.")
	}
	return nil
}

// checkHook: what is posted is proved by the receiver's answer.
func (c *Channel) checkHook() error {
	switch {
	case c.hasServer() || c.Directory != "":
		return fault.Bad("kind", "webhook_only", "A webhook has an address and a secret, and nothing of a server or folder; leave these empty.")
	case c.Mode == noReadBack:
		return fault.Bad("mode", "webhook_only", "The receiver of a webhook answers with the digest; what it does not answer to so is unconfirmed by itself.")
	case c.URL == "":
		return fault.Bad("url", "missing_field", "The field url is missing: give the address that files are posted to.")
	case !isSealed(c.Secret):
		return fault.Bad("secret", "not_sealed", "A secret is needed, and it must be sealed before it is planned.")
	}
	return webhook.CheckURL(c.URL)
}

func (c *Channel) hasServer() bool {
	return c.Host != "" || c.Port != 0 || c.User != "" || c.PrivateKey != "" || c.Password != "" || c.HostKeys != ""
}

// checkRecipient looks at a new key alone: one that has expired since must not
// keep somebody from mending the rest, and is refused when it is used.
func (c *Channel) checkRecipient(before *Channel, now govern.Time) error {
	switch {
	case c.Encryption == plainText && c.Recipient != "":
		return fault.Bad("encryption", "recipient_unused", "A key is given and nothing is encrypted for it; set the encryption, or take the key away.")
	case c.Encryption == plainText || before != nil && before.Recipient == c.Recipient && before.Encryption == c.Encryption:
		return nil
	}
	return cipher.Kind(c.Encryption).Check(c.Recipient, now.UTC())
}

// checkBank keeps a channel with its bank, so that renaming one never sends
// files elsewhere.
func (c *Channel) checkBank(before *Channel) error {
	if before != nil && before.BIC != c.BIC {
		return fault.Bad("bic", "fixed", "The bank of a channel never changes; enter another channel.")
	}
	if c.BIC == "" {
		return nil
	}
	if err := iso20022.CheckBIC(c.BIC); err != nil {
		return fault.Bad("bic", "bad_bic", "%q is not a BIC: %s", c.BIC, err)
	}
	return nil
}

func isSealed(s secret.Sealed) bool { return strings.HasPrefix(string(s), "sealed:") }

// place binds a sealed secret to its channel, so that it opens nowhere else.
func place(id govern.ID, field string) string { return "channel/" + string(id) + "/" + field }

// SealChannel seals private key, password and secret in place; every way in calls it
// before it makes a command. c.ID must be set. What is sealed already, as when a
// change leaves it out, stays. Faults: sftp_key_bad, weak_secret, and foreign_seal for sealed
// text that is not this channel's.
func SealChannel(ring *secret.Ring, c *Channel) error {
	if c.ID == "" {
		return fault.New(fault.Internal, "no_id", "A channel is sealed under its id.")
	}
	if c.PrivateKey != "" && !isSealed(c.PrivateKey) {
		if _, err := ssh.ParsePrivateKey([]byte(c.PrivateKey)); err != nil {
			return fault.Bad("private_key", "sftp_key_bad", "This is not a private key in PEM or OpenSSH form without passphrase.")
		}
	}
	if err := c.seal(ring, "private_key", &c.PrivateKey); err != nil {
		return err
	}
	if c.Secret != "" && !isSealed(c.Secret) {
		if _, err := webhook.Key(string(c.Secret)); err != nil {
			return err
		}
	}
	return errors.Join(c.seal(ring, "password", &c.Password), c.seal(ring, "secret", &c.Secret))
}

func (c *Channel) seal(ring *secret.Ring, field string, s *secret.Sealed) (err error) {
	switch {
	case *s == "":
		return nil
	case isSealed(*s):
		if _, err := ring.UnsealText(*s, place(c.ID, field)); err != nil {
			return fault.Bad(field, "foreign_seal", "This is not the secret of this channel. Leave it out to keep the present one, or give a new one.")
		}
		return nil
	}
	*s, err = ring.SealText(string(*s), place(c.ID, field))
	return err
}

// openHook is the webhook as the transport takes it.
func (c *Channel) openHook(ring *secret.Ring) (hook.Channel, error) {
	text, err := ring.UnsealText(c.Secret, place(c.ID, "secret"))
	return hook.Channel{URL: c.URL, Secret: text}, err
}

// open is the channel as the transport takes it.
func (c *Channel) open(ring *secret.Ring) (ch sftp.Channel, err error) {
	ch = sftp.Channel{Host: c.Host, Port: int(c.Port), User: c.User, Directory: c.Directory, NoReadBack: c.Mode == noReadBack}
	if c.PrivateKey != "" {
		key, err := ring.UnsealText(c.PrivateKey, place(c.ID, "private_key"))
		if err != nil {
			return ch, err
		}
		ch.PrivateKey = []byte(key)
	}
	if c.Password != "" {
		if ch.Password, err = ring.UnsealText(c.Password, place(c.ID, "password")); err != nil {
			return ch, err
		}
	}
	ch.HostKeys, err = sftp.ParseHostKeys([]byte(c.HostKeys))
	return ch, err
}
