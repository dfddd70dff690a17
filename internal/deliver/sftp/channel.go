// Package sftp carries one file to a bank's SFTP server and proves what became
// of it. It only transports: what is due, retries, back-off and the audit entry
// are its caller's. Its guarantee: a file is called delivered only if the bytes
// read back from the server have the digest of the bytes given, and a file
// whose rename was attempted is never sent again blindly, because the bank may
// have picked it up already.
package sftp

import (
	"bytes"
	"path"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/countersign/countersign/internal/fault"
)

// Channel is one bank's drop box. PrivateKey is PEM or OpenSSH without
// passphrase; it is tried before Password. Only servers that hold one of
// HostKeys are spoken to. Directory must exist; "" is the user's own.
// NoReadBack is for drop boxes that forbid reading: nothing can be proved then
// and the file counts as sent, unconfirmed.
type Channel struct {
	Host       string
	Port       int // 0 is 22
	User       string
	PrivateKey []byte
	Password   string
	HostKeys   []ssh.PublicKey
	Directory  string
	NoReadBack bool
}

// ParseHostKeys reads the keys to pin from known_hosts lines ("host type key")
// or public key lines ("type key"). Host names are not looked at: a channel
// pins keys for its one host. Markers (@revoked, @cert-authority) are refused.
func ParseHostKeys(lines []byte) ([]ssh.PublicKey, error) {
	var keys []ssh.PublicKey
	for n, line := range bytes.Split(lines, []byte("\n")) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		if line[0] == '@' {
			return nil, fault.Bad("host_keys", "sftp_host_key_bad", "Line %d: markers such as @revoked cannot be pinned; give the plain key.", n+1)
		}
		key, _, _, _, err := ssh.ParseAuthorizedKey(line)
		if err != nil {
			_, _, key, _, _, err = ssh.ParseKnownHosts(line)
		}
		if err != nil {
			return nil, fault.Bad("host_keys", "sftp_host_key_bad", "Line %d is not a host key; a line of known_hosts is expected.", n+1)
		}
		keys = append(keys, key)
	}
	return keys, nil
}

func (ch *Channel) check(name string) error {
	switch {
	case ch.Host == "" || strings.ContainsAny(ch.Host, " /@"):
		return fault.Bad("host", "sftp_channel_bad", "A host name or address is needed.")
	case ch.Port < 0 || ch.Port > 65535:
		return fault.Bad("port", "sftp_channel_bad", "The port must be between 1 and 65535.")
	case ch.User == "":
		return fault.Bad("user", "sftp_channel_bad", "A user is needed.")
	case len(ch.PrivateKey) == 0 && ch.Password == "":
		return fault.Bad("private_key", "sftp_channel_bad", "A private key or a password is needed.")
	case len(ch.HostKeys) == 0:
		return fault.Bad("host_keys", "sftp_channel_bad", "At least one host key must be pinned; ask the bank for it.")
	case name == "" || name == "." || name == ".." || len(name) > 200 || strings.ContainsAny(name, "/\\\x00\n"):
		return fault.Bad("name", "sftp_name_bad", "%q is not a plain file name of at most 200 bytes.", name)
	}
	return nil
}

// hostKeyAlgorithms are those that the pinned keys can sign with. Without this
// list a server could offer another of its keys, which would look like a
// changed one.
func (ch *Channel) hostKeyAlgorithms() []string {
	var algorithms []string
	for _, key := range ch.HostKeys {
		if key.Type() == ssh.KeyAlgoRSA {
			algorithms = append(algorithms, ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256)
			continue
		}
		algorithms = append(algorithms, key.Type())
	}
	return algorithms
}

func (ch *Channel) path(name string) string { return path.Join(ch.Directory, name) }
