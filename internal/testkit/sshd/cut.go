package sshd

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// Cut is a loopback proxy that breaks the first connection after a number of
// bytes in one direction and passes later ones whole.
type Cut struct {
	Port     int
	listener net.Listener
	target   string
	sent     atomic.Int64 // bytes of the first connection towards the server
	received atomic.Int64 // and back
	limits   [2]int64
	wait     sync.WaitGroup
}

// StartCut forwards to target until the test ends. toServer and toClient are
// the bytes after which the first connection is closed, -1 for never.
func StartCut(t testing.TB, target string, toServer, toClient int64) *Cut {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	c := &Cut{Port: listener.Addr().(*net.TCPAddr).Port, listener: listener, target: target, limits: [2]int64{toServer, toClient}}
	c.wait.Go(c.accept)
	t.Cleanup(c.Close)
	return c
}

// Close ends the proxy and all it carries.
func (c *Cut) Close() {
	_ = c.listener.Close()
	c.wait.Wait()
}

// Carried are the bytes of the first connection to the server and back.
func (c *Cut) Carried() (sent, received int64) { return c.sent.Load(), c.received.Load() }

func (c *Cut) accept() {
	for first := true; ; first = false {
		client, err := c.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", c.target)
		if err != nil {
			_ = client.Close()
			continue
		}
		limits := c.limits
		if !first {
			limits = [2]int64{-1, -1}
		}
		both := func() { _ = client.Close(); _ = server.Close() }
		c.wait.Go(func() { defer both(); pass(server, client, limits[0], c.counter(first, &c.sent)) })
		c.wait.Go(func() { defer both(); pass(client, server, limits[1], c.counter(first, &c.received)) })
	}
}

func (c *Cut) counter(first bool, n *atomic.Int64) *atomic.Int64 {
	if first {
		return n
	}
	return new(atomic.Int64)
}

// pass copies until either side ends or the limit is reached; what is below the
// limit arrives.
func pass(to io.Writer, from io.Reader, limit int64, count *atomic.Int64) {
	buffer := make([]byte, 16<<10)
	for {
		n, err := from.Read(buffer)
		if limit >= 0 && count.Load()+int64(n) >= limit {
			n, err = int(limit-count.Load()), io.EOF
		}
		count.Add(int64(n))
		if _, werr := to.Write(buffer[:n]); werr != nil || err != nil {
			return
		}
	}
}
