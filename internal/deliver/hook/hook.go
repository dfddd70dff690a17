// Package hook posts one file to another program, such as an EBICS or SWIFT agent
// with an address of its own, and proves what became of it. Its guarantee is that
// of the sftp package: a file is called delivered only if the receiver answers
// with the digest of the bytes given.
//
// The request is signed as Standard Webhooks says and carries the file's digest
// (Content-Digest, RFC 9530) and an idempotency key that stays the same for the
// same bytes of one delivery: a receiver that has them answers as before and
// takes no second file. Only so may an attempt whose answer was lost be repeated.
package hook

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/countersign/countersign/internal/deliver/sftp"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/webhook"
)

// Channel is one receiver. Client nil is one that trusts the machine's
// authorities.
type Channel struct {
	URL    string
	Secret string
	Client *http.Client
}

// Answer is what a receiver answers that took the file, as JSON with any status
// of the 2xx kind.
type Answer struct {
	SHA256 string `json:"sha256"` // of the bytes that it keeps, hexadecimal
}

// client follows no redirection, for a signature is meant for one address, and
// keeps no connection, for a request on an old one may be lost without a trace.
var client = &http.Client{
	Timeout:       2 * time.Minute,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport:     &http.Transport{Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true, TLSHandshakeTimeout: 20 * time.Second},
}

// Deliver posts content under name; id is the delivery's. The options are those of
// the sftp package. Without a digest in the answer the file counts as sent,
// unconfirmed. Faults: Conflict (webhook_refused, sftp_unsure when the receiver
// says that it took other bytes) waits for a person; Unavailable can be tried
// again: nothing was taken (webhook_unreachable, webhook_busy), or that is open
// (webhook_lost).
func Deliver(ctx context.Context, ch Channel, id, name string, content []byte, o sftp.Options) (sftp.Proof, error) {
	sum := sha256.Sum256(content)
	p := sftp.Proof{Path: ch.URL, Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:]), StartedAt: o.Now().UnixMicro()}
	if u, err := url.Parse(ch.URL); err == nil {
		p.Address = u.Host
	}
	req, err := ch.request(ctx, id, name, content, o.Now())
	if err != nil {
		return p, err
	}
	if o.BeforeRename != nil {
		if err := o.BeforeRename(ctx); err != nil {
			return p, err
		}
	}
	return ch.post(req, p, o)
}

// post sends the request and reads what the receiver answers.
func (ch *Channel) post(req *http.Request, p sftp.Proof, o sftp.Options) (sftp.Proof, error) {
	res, sent, err := ch.do(req)
	if err != nil {
		return p, lost(err, sent)
	}
	defer func() { _ = res.Body.Close() }()
	seen(&p, res)
	if err := refusal(res); err != nil {
		return p, err
	}
	taken, err := digestOf(res)
	if err != nil {
		return p, lost(err, true)
	}
	p.RenameAcknowledged, p.RenamedAt = true, o.Now().UnixMicro()
	switch taken {
	case p.SHA256:
		p.Status, p.ReadBackSHA256, p.ReadBackAt = sftp.Delivered, taken, p.RenamedAt
	case "":
		p.Status = sftp.SentUnconfirmed
	default:
		p.ReadBackSHA256 = taken
		return p, fault.New(fault.Conflict, "sftp_unsure", "The receiver says that it took a file with SHA-256 %s; ours has %s. Find out what it has; nothing is sent again by itself.", taken, p.SHA256)
	}
	p.FinishedAt = o.Now().UnixMicro()
	return p, nil
}

// request is the file as it is posted. Its idempotency key names the delivery and
// the bytes, so that other bytes are never taken for a repetition.
func (ch *Channel) request(ctx context.Context, id, name string, content []byte, now time.Time) (*http.Request, error) {
	key, err := webhook.Key(ch.Secret)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, ch.URL, bytes.NewReader(content))
	if err != nil {
		return nil, fault.Wrap(err, fault.Conflict, "bad_url", "The channel's address cannot be used; correct it.")
	}
	sum := sha256.Sum256(content)
	once := id + "." + hex.EncodeToString(sum[:8])
	h := req.Header
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":")
	h.Set("Idempotency-Key", strconv.Quote(once))
	ch.sign(h, key, once, now, content)
	return req, nil
}

func (*Channel) sign(h http.Header, key []byte, id string, now time.Time, content []byte) {
	h.Set("User-Agent", "Countersign")
	h.Set("Webhook-Id", id)
	h.Set("Webhook-Timestamp", strconv.FormatInt(now.Unix(), 10))
	h.Set("Webhook-Signature", webhook.Sign(key, id, now.Unix(), content))
}

// do sends the request; sent reports, of one that failed, whether any of it may
// have reached the receiver.
func (ch *Channel) do(req *http.Request) (res *http.Response, sent bool, err error) {
	c := ch.Client
	if c == nil {
		c = client
	}
	var wrote atomic.Bool
	trace := &httptrace.ClientTrace{WroteHeaderField: func(string, []string) { wrote.Store(true) }}
	res, err = c.Do(req.WithContext(httptrace.WithClientTrace(req.Context(), trace)))
	return res, wrote.Load(), err
}

// seen keeps who answered: the server's name, and the certificate that it showed.
func seen(p *sftp.Proof, res *http.Response) {
	p.Server = res.Header.Get("Server")
	p.Server = p.Server[:min(len(p.Server), 100)]
	if res.TLS != nil && len(res.TLS.PeerCertificates) > 0 {
		sum := sha256.Sum256(res.TLS.PeerCertificates[0].Raw)
		p.HostKey, p.HostKeyType = "SHA256:"+base64.RawStdEncoding.EncodeToString(sum[:]), "x509"
	}
}

// digestOf is what the receiver says that it took, "" when it says nothing of it.
func digestOf(res *http.Response) (string, error) {
	body, err := io.ReadAll(io.LimitReader(res.Body, 64<<10))
	if err != nil {
		return "", err
	}
	var a Answer
	if json.Unmarshal(body, &a) != nil {
		return "", nil
	}
	return strings.ToLower(a.SHA256), nil
}
