package sftp

import (
	"context"
	"errors"
	"net"
	"strconv"
	"sync/atomic"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"github.com/countersign/countersign/internal/fault"
)

// session is one connection that a context ends.
type session struct {
	client  *sftp.Client
	hostKey ssh.PublicKey
	server  string
	// atomicRename: a temporary file that still stands proves that it was not
	// renamed. Plain SFTP renames may link first and unlink later.
	atomicRename bool
	close        func()
}

// watchedConn remembers whether the wire itself failed, which tells a refused
// log-in from a lost connection without reading error texts.
type watchedConn struct {
	net.Conn
	broke, closed atomic.Bool
}

// Close marks the end as ours, so that reads it ends do not count as broken.
func (c *watchedConn) Close() error {
	c.closed.Store(true)
	return c.Conn.Close()
}

func (c *watchedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if err != nil && !c.closed.Load() {
		c.broke.Store(true)
	}
	return n, err
}

func (c *watchedConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	if err != nil && !c.closed.Load() {
		c.broke.Store(true)
	}
	return n, err
}

func (ch *Channel) address() string {
	port := ch.Port
	if port == 0 {
		port = 22
	}
	return net.JoinHostPort(ch.Host, strconv.Itoa(port))
}

func (ch *Channel) open(ctx context.Context) (*session, error) {
	auth, err := ch.auth()
	if err != nil {
		return nil, err
	}
	raw, err := new(net.Dialer).DialContext(ctx, "tcp", ch.address())
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "sftp_unreachable", "%s cannot be reached; it can be tried again.", ch.address())
	}
	conn := &watchedConn{Conn: raw}
	stop := context.AfterFunc(ctx, func() { _ = raw.Close() })
	s := &session{close: func() { stop(); _ = raw.Close() }}
	if err := s.handshake(ctx, ch, conn, auth); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *session) handshake(ctx context.Context, ch *Channel, conn *watchedConn, auth []ssh.AuthMethod) error {
	changed := false
	config := &ssh.ClientConfig{
		User: ch.User, Auth: auth, HostKeyAlgorithms: ch.hostKeyAlgorithms(), ClientVersion: "SSH-2.0-countersign",
		HostKeyCallback: func(_ string, _ net.Addr, key ssh.PublicKey) error {
			for _, pinned := range ch.HostKeys {
				if string(pinned.Marshal()) == string(key.Marshal()) {
					s.hostKey = key
					return nil
				}
			}
			changed = true
			return errors.New("host key " + ssh.FingerprintSHA256(key) + " is not pinned")
		},
	}
	sshConn, channels, requests, err := ssh.NewClientConn(conn, ch.address(), config)
	if err != nil {
		return ch.refusedHandshake(ctx, err, changed, s.hostKey != nil && !conn.broke.Load())
	}
	s.server = string(sshConn.ServerVersion())
	sshClient := ssh.NewClient(sshConn, channels, requests)
	s.client, err = sftp.NewClient(sshClient, sftp.UseConcurrentWrites(true))
	if err != nil {
		_ = sshClient.Close()
		return failed(ctx, err, "sftp_no_subsystem", "opening the SFTP subsystem")
	}
	_, s.atomicRename = s.client.HasExtension("posix-rename@openssh.com")
	tcpClose := s.close
	// The wire goes first: closing the subsystem politely waits for a server that
	// may not answer, and everything asked has been answered by now.
	s.close = func() { _ = sshClient.Close(); tcpClose(); _ = s.client.Close() }
	return nil
}

// refusedHandshake tells the reasons apart. A server that no longer has a key
// of the pinned types has changed its host key just as well.
func (ch *Channel) refusedHandshake(ctx context.Context, err error, changed, loginRefused bool) error {
	var negotiation *ssh.AlgorithmNegotiationError
	noSuchKey := errors.As(err, &negotiation) && negotiation.What == "host key"
	switch {
	case changed || noSuchKey:
		return fault.Wrap(err, fault.Conflict, "sftp_host_key_changed",
			"%s shows a host key that is not pinned. Nothing was sent. Confirm the new key with the bank by another way before pinning it.", ch.address())
	case ctx.Err() != nil:
		return failed(ctx, err, "", "signing in")
	case loginRefused:
		return fault.Wrap(err, fault.Conflict, "sftp_login_refused", "%s refuses user %q with the key or password of the channel.", ch.address(), ch.User)
	default:
		return fault.Wrap(err, fault.Unavailable, "sftp_connection_lost", "The connection to %s was lost before signing in; it can be tried again.", ch.address())
	}
}

func (ch *Channel) auth() ([]ssh.AuthMethod, error) {
	var methods []ssh.AuthMethod
	if len(ch.PrivateKey) > 0 {
		signer, err := ssh.ParsePrivateKey(ch.PrivateKey)
		if err != nil {
			// The cause may quote the key's text and is left out.
			return nil, fault.Bad("private_key", "sftp_key_bad", "The private key cannot be read; an OpenSSH or PEM key without passphrase is needed.")
		}
		methods = append(methods, ssh.PublicKeys(signer))
	}
	if ch.Password != "" {
		methods = append(methods, ssh.Password(ch.Password), ssh.KeyboardInteractive(ch.answer))
	}
	return methods, nil
}

// answer gives the password to a single hidden prompt and to nothing else.
func (ch *Channel) answer(_, _ string, questions []string, echos []bool) ([]string, error) {
	if len(questions) == 0 {
		return nil, nil
	}
	if len(questions) != 1 || echos[0] {
		return nil, errors.New("the server asks for more than a password")
	}
	return []string{ch.Password}, nil
}
