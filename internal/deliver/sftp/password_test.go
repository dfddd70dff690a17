package sftp

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"net"
	"testing"

	pkgsftp "github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

// passwordServer is an SSH server that takes one password in the ways that
// config allows; OpenSSH would need a user with a password on this machine.
func passwordServer(t *testing.T, dir string, config *ssh.ServerConfig) Channel {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	config.AddHostKey(signer)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serveSFTP(conn, config)
		}
	}()
	return Channel{
		Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, User: "bank-user", Password: "right horse",
		HostKeys: []ssh.PublicKey{signer.PublicKey()}, Directory: dir,
	}
}

func serveSFTP(conn net.Conn, config *ssh.ServerConfig) {
	defer func() { _ = conn.Close() }()
	_, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for offered := range channels {
		channel, requests, err := offered.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range requests {
				_ = r.Reply(r.Type == "subsystem", nil)
			}
		}()
		if server, err := pkgsftp.NewServer(channel); err == nil {
			_ = server.Serve()
		}
	}
}

func TestAPasswordIsGivenEitherWayAServerAsks(t *testing.T) {
	check := func(password string) (*ssh.Permissions, error) {
		if password != "right horse" {
			return nil, errors.New("wrong")
		}
		return nil, nil
	}
	ask := func(questions []string, echos []bool) func(ssh.ConnMetadata, ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
		return func(_ ssh.ConnMetadata, challenge ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
			answers, err := challenge("", "", questions, echos)
			if err != nil || len(answers) != len(questions) {
				return nil, errors.New("no answer")
			}
			return check(answers[0])
		}
	}
	for name, c := range map[string]struct {
		config *ssh.ServerConfig
		code   string
	}{
		"password": {&ssh.ServerConfig{PasswordCallback: func(_ ssh.ConnMetadata, p []byte) (*ssh.Permissions, error) { return check(string(p)) }}, ""},
		"prompt":   {&ssh.ServerConfig{KeyboardInteractiveCallback: ask([]string{"Password: "}, []bool{false})}, ""},
		// A password must not go into a question that is shown, nor a second factor's.
		"shown prompt": {&ssh.ServerConfig{KeyboardInteractiveCallback: ask([]string{"Name: "}, []bool{true})}, "sftp_login_refused"},
		"two prompts":  {&ssh.ServerConfig{KeyboardInteractiveCallback: ask([]string{"Password: ", "Code: "}, []bool{false, false})}, "sftp_login_refused"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			ch := passwordServer(t, dir, c.config)
			proof, err := Deliver(deadline(t), ch, "pay.xml", bytesOf(100), Options{Now: clock()})
			if c.code != "" {
				wantFault(t, err, c.code, false)
				return
			}
			if err != nil || proof.Status != Delivered || proof.Synced {
				t.Fatalf("%+v, %v", proof, err)
			}
			wantFiles(t, dir, map[string][]byte{"pay.xml": bytesOf(100)})
			ch.Password = "wrong horse"
			_, err = Deliver(deadline(t), ch, "other.xml", nil, Options{Now: clock()})
			wantFault(t, err, "sftp_login_refused", false)
		})
	}
}
