// Package demobank is the bank of the demo: an SSH server on a loopback port
// that takes files by SFTP into one folder and lets nobody out of it. Its host
// key and the one client key are made at start and live as long as it does.
package demobank

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"net"
	"os"
	"strconv"
	"sync"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/countersign/countersign/internal/fault"
)

// User is the only name that may sign in.
const User = "countersign"

// Bank is a running server; Close ends it.
type Bank struct {
	ClientKey []byte // OpenSSH private key of User
	listener  net.Listener
	hostKey   ssh.Signer
	config    *ssh.ServerConfig
	folder    *os.Root
	mu        sync.Mutex
	open      map[net.Conn]struct{}
	closed    bool
	wait      sync.WaitGroup
}

// Start serves dir, which must exist, on a free port of 127.0.0.1.
func Start(dir string) (*Bank, error) {
	b := &Bank{open: map[net.Conn]struct{}{}}
	if err := b.makeKeys(); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "demobank_keys", "The demo's bank could not make its keys.")
	}
	var err error
	if b.folder, err = os.OpenRoot(dir); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "demobank_folder", "The demo's bank needs the existing folder %s.", dir)
	}
	if b.listener, err = (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0"); err != nil {
		return nil, errors.Join(fault.Wrap(err, fault.Unavailable, "demobank_port", "The demo's bank found no free port."), b.folder.Close())
	}
	b.wait.Go(b.accept)
	return b, nil
}

func (b *Bank) makeKeys() error {
	_, host, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	if b.hostKey, err = ssh.NewSignerFromKey(host); err != nil {
		return err
	}
	public, client, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	block, err := ssh.MarshalPrivateKey(client, "countersign demo")
	if err != nil {
		return err
	}
	b.ClientKey = pem.EncodeToMemory(block)
	allowed, err := ssh.NewPublicKey(public)
	if err != nil {
		return err
	}
	b.config = &ssh.ServerConfig{PublicKeyCallback: func(who ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
		if who.User() != User || string(key.Marshal()) != string(allowed.Marshal()) {
			return nil, errors.New("unknown user or key")
		}
		return nil, nil
	}}
	b.config.AddHostKey(b.hostKey)
	return nil
}

// Addr is host and port.
func (b *Bank) Addr() string { return b.listener.Addr().String() }

// Host and Port are Addr in two parts.
func (b *Bank) Host() string { return "127.0.0.1" }

// Port is the port of Addr.
func (b *Bank) Port() int {
	_, port, _ := net.SplitHostPort(b.Addr())
	n, _ := strconv.Atoi(port)
	return n
}

// HostKeyLine is the line of known_hosts to pin.
func (b *Bank) HostKeyLine() string {
	return knownhosts.Line([]string{b.Addr()}, b.hostKey.PublicKey())
}

// Close ends all connections and waits for them.
func (b *Bank) Close() error {
	err := b.listener.Close()
	b.mu.Lock()
	b.closed = true
	for conn := range b.open {
		_ = conn.Close()
	}
	b.mu.Unlock()
	b.wait.Wait()
	return errors.Join(err, b.folder.Close())
}

func (b *Bank) accept() {
	for {
		conn, err := b.listener.Accept()
		if err != nil {
			return
		}
		if b.enter(conn) {
			b.wait.Go(func() { defer b.leave(conn); b.serve(conn) })
		}
	}
}

func (b *Bank) enter(conn net.Conn) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		_ = conn.Close()
		return false
	}
	b.open[conn] = struct{}{}
	return true
}

func (b *Bank) leave(conn net.Conn) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.open, conn)
	_ = conn.Close()
}

func (b *Bank) serve(conn net.Conn) {
	server, channels, requests, err := ssh.NewServerConn(conn, b.config)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	b.wait.Go(func() { ssh.DiscardRequests(requests) })
	for offered := range channels {
		if offered.ChannelType() != "session" {
			_ = offered.Reject(ssh.UnknownChannelType, "only sftp is served")
			continue
		}
		channel, requests, err := offered.Accept()
		if err != nil {
			return
		}
		b.wait.Go(func() { b.session(channel, requests) })
	}
}

// session waits for the sftp subsystem and refuses shells and commands.
func (b *Bank) session(channel ssh.Channel, requests <-chan *ssh.Request) {
	defer func() { _ = channel.Close() }()
	for request := range requests {
		isSFTP := request.Type == "subsystem" && len(request.Payload) > 4 && string(request.Payload[4:]) == "sftp"
		_ = request.Reply(isSFTP, nil)
		if !isSFTP {
			continue
		}
		b.wait.Go(func() { ssh.DiscardRequests(requests) })
		f := folder{b.folder}
		// How the client left is of no interest here.
		_ = sftp.NewRequestServer(channel, sftp.Handlers{FileGet: f, FilePut: f, FileCmd: f, FileList: f}).Serve()
		return
	}
}
