package e2e

import (
	"encoding/binary"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// cut is where the proxy drops a connection.
type cut int32

const (
	passOn          cut = iota
	afterCommit         // the server has committed and answered; the answer is lost
	lateCommit          // COMMIT was sent on; nobody waits for the answer
	beforeCommit        // COMMIT does not reach the server
	beforeStatement     // nor does anything else
)

// proxy stands on loopback before PostgreSQL and drops one connection, once,
// where it is told to.
type proxy struct {
	server string
	armed  atomic.Int32
	cuts   atomic.Int32
	listen net.Listener
}

// startProxy returns the proxy and the database's URL through it.
func startProxy(t *testing.T, database string) (*proxy, string) {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{server: u.Host}
	if p.listen, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.listen.Close() })
	go func() {
		for {
			client, err := p.listen.Accept()
			if err != nil {
				return
			}
			go p.serve(client)
		}
	}()
	u.Host = p.listen.Addr().String()
	return p, u.String()
}

func (p *proxy) arm(c cut) { p.armed.Store(int32(c)) }

// link is one connection through the proxy.
type link struct {
	client, server net.Conn
	once           sync.Once
	lost           atomic.Bool // the next answer of the server is swallowed
	writing        bool        // the open transaction is one of the Engine's writer
}

func (l *link) close() {
	l.once.Do(func() { _ = l.client.Close(); _ = l.server.Close() })
}

func (p *proxy) serve(client net.Conn) {
	server, err := net.Dial("tcp", p.server)
	if err != nil {
		_ = client.Close()
		return
	}
	l := &link{client: client, server: server}
	go p.answers(l)
	defer l.close()
	head := make([]byte, 4) // the first message has no type
	if p.pass(l, head, nil) != nil {
		return
	}
	head = make([]byte, 5)
	for p.pass(l, head, p.judge) == nil {
	}
}

// pass sends one message of the client on: head is its type, if it has one, and
// its length.
func (p *proxy) pass(l *link, head []byte, judge func(*link, byte, []byte) bool) error {
	if _, err := io.ReadFull(l.client, head); err != nil {
		return err
	}
	body := make([]byte, binary.BigEndian.Uint32(head[len(head)-4:])-4)
	if _, err := io.ReadFull(l.client, body); err != nil {
		return err
	}
	drop := judge != nil && judge(l, head[0], body)
	if drop && !l.lost.Load() {
		return io.ErrClosedPipe
	}
	if drop && p.armed.CompareAndSwap(int32(lateCommit), int32(passOn)) {
		_ = l.client.Close()
		time.Sleep(30 * time.Millisecond) // time enough for the Engine to look too early
	}
	_, err := l.server.Write(append(head, body...))
	return err
}

// judge reports whether the connection is to be dropped at this message; if the
// message is still to be sent on, lost is set.
func (p *proxy) judge(l *link, kind byte, body []byte) bool {
	if kind == 'Q' && strings.HasPrefix(string(body), "begin") {
		l.writing = strings.Contains(string(body), "read committed")
	}
	commit := l.writing && kind == 'Q' && strings.TrimRight(string(body), "\x00") == "commit"
	switch c := cut(p.armed.Load()); {
	case c == beforeStatement && l.writing && kind == 'B', c == beforeCommit && commit:
		p.armed.Store(int32(passOn))
	case (c == afterCommit || c == lateCommit) && commit:
		l.lost.Store(true)
	default:
		return false
	}
	p.cuts.Add(1)
	return true
}

// answers brings the server's bytes back, until one is to be lost.
func (p *proxy) answers(l *link) {
	defer l.close()
	buffer := make([]byte, 1<<16)
	for {
		n, err := l.server.Read(buffer)
		if l.lost.Load() {
			p.armed.CompareAndSwap(int32(afterCommit), int32(passOn))
			return
		}
		if n > 0 {
			if _, err := l.client.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
