// Package postbox is a mail server for tests: it speaks as much of SMTP (RFC 5321),
// STARTTLS and AUTH PLAIN as a real client needs, over TCP, and keeps the letters.
package postbox

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"io"
	"math/big"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"
)

// Letter is one mail that was taken.
type Letter struct {
	To        string
	Encrypted bool
	User      string // who had signed in
	Header    mail.Header
	Text      string // as it was sent, encoded
}

// Box is a running server.
type Box struct {
	Addr  string
	Roots *x509.CertPool

	secure   *tls.Config
	implicit bool
	plain    bool

	mu      sync.Mutex
	letters []Letter
	answers []string // instead of taking the next letters
}

// Kind of server.
const (
	StartTLS = "starttls"
	TLS      = "tls"
	Plain    = "none"
)

// Open starts a server; kind says how it is spoken to.
func Open(t testing.TB, kind string) *Box {
	t.Helper()
	b := &Box{implicit: kind == TLS, plain: kind == Plain}
	b.certify(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b.Addr = l.Addr().String()
	var busy sync.WaitGroup
	busy.Add(1)
	go func() {
		defer busy.Done()
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			busy.Add(1)
			go func() {
				defer busy.Done()
				_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
				b.serve(conn)
				_ = conn.Close()
			}()
		}
	}()
	t.Cleanup(func() { _ = l.Close(); busy.Wait() })
	return b
}

func (b *Box) certify(t testing.TB) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "postbox"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	b.Roots = x509.NewCertPool()
	b.Roots.AddCert(cert)
	b.secure = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
}

// Answer has the next recipients refused with these lines, one each, such as
// "451 later".
func (b *Box) Answer(lines ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.answers = append(b.answers, lines...)
}

// Letters are those that were taken so far.
func (b *Box) Letters() []Letter {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]Letter(nil), b.letters...)
}

func (b *Box) refusal() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.answers) == 0 {
		return ""
	}
	line := b.answers[0]
	b.answers = b.answers[1:]
	return line
}

// talk is one conversation.
type talk struct {
	b         *Box
	conn      net.Conn
	in        *bufio.Reader
	encrypted bool
	user, to  string
}

func (b *Box) serve(conn net.Conn) {
	c := &talk{b: b, conn: conn, encrypted: b.implicit}
	if b.implicit {
		c.conn = tls.Server(conn, b.secure)
	}
	c.in = bufio.NewReader(c.conn)
	c.say("220 postbox ESMTP")
	for {
		line, err := c.in.ReadString('\n')
		if err != nil || !c.hear(strings.TrimRight(line, "\r\n")) {
			return
		}
	}
}

func (c *talk) say(line string) { _, _ = io.WriteString(c.conn, line+"\r\n") }

// hear answers one line; false ends the conversation.
func (c *talk) hear(line string) bool {
	verb, rest, _ := strings.Cut(line, " ")
	switch strings.ToUpper(verb) {
	case "EHLO", "HELO":
		c.say("250-postbox")
		if !c.encrypted && !c.b.plain {
			c.say("250-STARTTLS")
		}
		if c.encrypted {
			c.say("250-AUTH PLAIN")
		}
		c.say("250 8BITMIME")
	case "STARTTLS":
		c.say("220 go ahead")
		c.conn = tls.Server(c.conn, c.b.secure)
		c.in, c.encrypted = bufio.NewReader(c.conn), true
	case "AUTH":
		_, coded, _ := strings.Cut(rest, " ")
		plain, err := base64.StdEncoding.DecodeString(coded)
		parts := strings.Split(string(plain), "\x00")
		if err != nil || len(parts) != 3 || parts[2] != "right-password" {
			c.say("535 no")
			return true
		}
		c.user = parts[1]
		c.say("235 welcome")
	case "MAIL":
		c.say("250 ok")
	case "RCPT":
		if no := c.b.refusal(); no != "" {
			c.say(no)
			return true
		}
		c.to = strings.Trim(strings.TrimPrefix(rest, "TO:"), "<>")
		c.say("250 ok")
	case "DATA":
		c.say("354 go on")
		return c.take()
	case "QUIT":
		c.say("221 bye")
		return false
	default:
		c.say("250 ok")
	}
	return true
}

// take reads a letter up to the line with a single point.
func (c *talk) take() bool {
	var text strings.Builder
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		text.WriteString(strings.TrimPrefix(line, "."))
	}
	m, err := mail.ReadMessage(strings.NewReader(text.String()))
	if err != nil {
		c.say("554 this is no mail")
		return true
	}
	body, _ := io.ReadAll(m.Body)
	c.b.mu.Lock()
	c.b.letters = append(c.b.letters, Letter{To: c.to, Encrypted: c.encrypted, User: c.user, Header: m.Header, Text: string(body)})
	c.b.mu.Unlock()
	c.say("250 taken")
	return true
}
