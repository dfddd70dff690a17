package notary

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"

	"github.com/countersign/countersign/internal/deliver/sftp"
	"github.com/countersign/countersign/internal/fault"
)

// Client is an HTTP client that follows no redirection: what is configured is
// spoken to, and nothing else.
func Client() *http.Client {
	return &http.Client{Timeout: Patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// Webhook posts each checkpoint as text/plain. With a secret, the header
// Countersign-Signature holds "sha256=" and the HMAC-SHA-256 of the body.
type Webhook struct {
	URL    string
	Secret string
	Client *http.Client
}

// Name is "webhook".
func (w *Webhook) Name() string { return "webhook" }

// Send posts the note; an answer other than 2xx is a fault.
func (w *Webhook) Send(ctx context.Context, size int64, note string) error {
	header := map[string]string{"Countersign-Checkpoint": strconv.FormatInt(size, 10)}
	if w.Secret != "" {
		mac := hmac.New(sha256.New, []byte(w.Secret))
		mac.Write([]byte(note))
		header["Countersign-Signature"] = "sha256=" + hex.EncodeToString(mac.Sum(nil))
	}
	status, _, _, err := post(ctx, w.Client, w.URL, []byte(note), header)
	if err == nil && status/100 != 2 {
		err = fault.New(fault.Unavailable, "webhook_refuses", "The webhook answers %d.", status)
	}
	return err
}

// Folder puts each checkpoint into a folder of an SFTP server, as
// checkpoint-<size>.txt. A file that stands there is never overwritten.
type Folder struct {
	channel sftp.Channel
	now     func() time.Time
}

// NewFolder reads an address like sftp://user@host:22/folder, the file of the
// private key and that of the host keys. Fault bad_setting.
func NewFolder(address, keyFile, hostsFile string, now func() time.Time) (*Folder, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "sftp" || u.Hostname() == "" || u.User.Username() == "" || u.RawQuery != "" {
		return nil, fault.Bad("audit.sftp", "bad_setting", "This is not an address like sftp://user@host:22/folder.")
	}
	if _, there := u.User.Password(); there {
		return nil, fault.Bad("audit.sftp", "bad_setting", "Passwords are not taken; name a private key with audit.sftp_key.")
	}
	port := 22
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, fault.Bad("audit.sftp", "bad_setting", "%q is no port.", u.Port())
		}
	}
	key, err := os.ReadFile(keyFile)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "bad_setting", "The private key of audit.sftp_key cannot be read.")
	}
	lines, err := os.ReadFile(hostsFile)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "bad_setting", "The host keys of audit.sftp_hosts cannot be read.")
	}
	hosts, err := sftp.ParseHostKeys(lines)
	if err != nil {
		return nil, err
	}
	return &Folder{channel: sftp.Channel{Host: u.Hostname(), Port: port, User: u.User.Username(), PrivateKey: key, HostKeys: hosts, Directory: u.Path}, now: now}, nil
}

// Name is "sftp".
func (f *Folder) Name() string { return "sftp" }

// Send puts the file there. One that stands there already was sent before: with
// the same checkpoint, or with fewer cosignatures.
func (f *Folder) Send(ctx context.Context, size int64, note string) error {
	_, err := sftp.Deliver(ctx, f.channel, fmt.Sprintf("checkpoint-%012d.txt", size), []byte(note), sftp.Options{Now: f.now})
	if fault.Code(err) == "sftp_name_taken" {
		return nil
	}
	return err
}
