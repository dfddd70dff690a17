package notice

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"time"

	"github.com/countersign/countersign/internal/fault"
)

// How the connection to the mail server is kept from being read.
const (
	StartTLS = "starttls" // RFC 3207; a server that does not offer it is not used
	TLS      = "tls"      // from the first byte (RFC 8314)
	NoTLS    = "none"     // only for a server of the same machine
)

// Post is the server that takes mail (RFC 5321).
type Post struct {
	Server         string // host:port
	Security       string
	User, Password string // "" signs in nowhere
	From           mail.Address
	Roots          *x509.CertPool // nil: the machine's
}

// letter is one mail, as plain text.
type letter struct {
	id      string // the Message-ID, without its angle brackets
	to      mail.Address
	subject string
	text    string
	at      time.Time
}

// postTime is how long one mail may take.
const postTime = time.Minute

// send hands one mail over. Its error never names the password. final reports
// that repeating is of no use: the server refuses this recipient or letter for
// good.
func (p *Post) send(ctx context.Context, l *letter) (final bool, err error) {
	content, err := p.content(l)
	if err != nil {
		return true, err
	}
	c, err := p.dial(ctx)
	if err != nil {
		return false, fault.Wrap(err, fault.Unavailable, "mail_unreachable", "The mail server %s cannot be used: %v.", p.Server, err)
	}
	defer func() { _ = c.Close() }()
	if err := c.Mail(p.From.Address); err != nil {
		return false, refusedBy(p.Server, err)
	}
	if err := c.Rcpt(l.to.Address); err != nil {
		return permanent(err), refusedBy(p.Server, err)
	}
	w, err := c.Data()
	if err != nil {
		return permanent(err), refusedBy(p.Server, err)
	}
	if _, err := w.Write(content); err != nil {
		return false, refusedBy(p.Server, err)
	}
	if err := w.Close(); err != nil {
		return permanent(err), refusedBy(p.Server, err)
	}
	_ = c.Quit() // it has the letter
	return false, nil
}

func refusedBy(server string, err error) error {
	return fault.Wrap(err, fault.Unavailable, "mail_refused", "The mail server %s did not take the mail: %v.", server, err)
}

// permanent reports an answer of the 5xx kind (RFC 5321 §4.2.1).
func permanent(err error) bool {
	var p *textproto.Error
	return errors.As(err, &p) && p.Code >= 500
}

// dial connects, secures the connection and signs in.
func (p *Post) dial(ctx context.Context) (*smtp.Client, error) {
	host, _, err := net.SplitHostPort(p.Server)
	if err != nil {
		return nil, err
	}
	conn, err := (&net.Dialer{Timeout: 15 * time.Second}).DialContext(ctx, "tcp", p.Server)
	if err != nil {
		return nil, err
	}
	until := time.Now().Add(postTime)
	if d, has := ctx.Deadline(); has && d.Before(until) {
		until = d
	}
	if err := conn.SetDeadline(until); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	secure := &tls.Config{ServerName: host, RootCAs: p.Roots, MinVersion: tls.VersionTLS12}
	if p.Security == TLS {
		conn = tls.Client(conn, secure)
	}
	c, err := smtp.NewClient(conn, host)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	if err := p.greet(c, host, secure); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

func (p *Post) greet(c *smtp.Client, host string, secure *tls.Config) error {
	if p.Security == StartTLS {
		if offered, _ := c.Extension("STARTTLS"); !offered {
			return errors.New("it does not offer STARTTLS, and nothing is sent in the clear")
		}
		if err := c.StartTLS(secure); err != nil {
			return err
		}
	}
	if p.User == "" {
		return nil
	}
	return c.Auth(smtp.PlainAuth("", p.User, p.Password, host))
}

// content is the mail as RFC 5322 writes it, its words encoded (RFC 2047) so that
// nothing in them ends a line.
func (p *Post) content(l *letter) ([]byte, error) {
	var b bytes.Buffer
	header := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	header("From", p.From.String())
	header("To", l.to.String())
	header("Subject", mime.QEncoding.Encode("utf-8", l.subject))
	header("Date", l.at.Format(time.RFC1123Z))
	header("Message-ID", "<"+l.id+">")
	header("Auto-Submitted", "auto-generated") // RFC 3834: nobody answers by machine
	header("MIME-Version", "1.0")
	header("Content-Type", "text/plain; charset=utf-8")
	header("Content-Transfer-Encoding", "quoted-printable")
	b.WriteString("\r\n")
	w := quotedprintable.NewWriter(&b)
	if _, err := w.Write([]byte(l.text)); err != nil {
		return nil, err
	}
	return b.Bytes(), w.Close()
}
