// Package sshd starts a real OpenSSH server for tests: SFTP only, on a loopback
// port of its own, with host and user keys made for the test. As root it serves
// the user nobody, otherwise the user who runs the tests; no user is created
// and nothing outside a temporary folder is changed.
package sshd

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// Server is a running sshd. Folder is the local path of its users' directory,
// which is also the remote one: there is no chroot.
type Server struct {
	Host      string
	Port      int
	User      string
	ClientKey []byte // OpenSSH private key that the server accepts
	HostKeys  []ssh.PublicKey
	Folder    string
	home      string
	flags     string
	uid, gid  int
	sshd      *exec.Cmd
}

// Start runs sshd until the test ends. The flags are those of internal-sftp:
// "-P", "lstat,stat" makes a server that refuses these requests.
func Start(t testing.TB, flags ...string) *Server {
	t.Helper()
	binary := find()
	if binary == "" {
		t.Fatal("sshd is missing; install openssh-server")
	}
	s := &Server{Host: "127.0.0.1", flags: strings.Join(flags, " ")}
	s.makeHome(t)
	s.makeKeys(t)
	s.Restart(t)
	t.Cleanup(func() { s.stop() })
	return s
}

func find() string {
	// sshd must be started by its absolute path, which is seldom in PATH.
	for _, path := range []string{"/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd"} {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return ""
}

func (s *Server) makeHome(t testing.TB) {
	t.Helper()
	me, err := user.Current()
	if err == nil && me.Uid == "0" {
		me, err = user.Lookup("nobody")
	}
	must(t, err)
	s.User = me.Username
	s.uid, err = strconv.Atoi(me.Uid)
	must(t, err)
	s.gid, err = strconv.Atoi(me.Gid)
	must(t, err)
	// Not t.TempDir, whose parent the other user could not enter.
	s.home, err = os.MkdirTemp("", "sshd-*")
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(s.home) })
	must(t, os.Chmod(s.home, 0o755))
	s.Folder = filepath.Join(s.home, "in")
	must(t, os.Mkdir(s.Folder, 0o755))
	s.Own(t, s.Folder)
}

// Own gives a path to the user that the server serves.
func (s *Server) Own(t testing.TB, path string) {
	t.Helper()
	if os.Getuid() == 0 {
		must(t, os.Chown(path, s.uid, s.gid))
	}
}

func (s *Server) makeKeys(t testing.TB) {
	t.Helper()
	_, client, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	s.ClientKey = encode(t, client)
	signer, err := ssh.ParsePrivateKey(s.ClientKey)
	must(t, err)
	must(t, os.WriteFile(filepath.Join(s.home, "authorized"), ssh.MarshalAuthorizedKey(signer.PublicKey()), 0o644))
	_, first, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	second, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	s.HostKeys = nil
	for name, key := range map[string]any{"host_ed25519": first, "host_ecdsa": second} {
		text := encode(t, key)
		must(t, os.WriteFile(filepath.Join(s.home, name), text, 0o600))
		signer, err := ssh.ParsePrivateKey(text)
		must(t, err)
		s.HostKeys = append(s.HostKeys, signer.PublicKey())
	}
}

func encode(t testing.TB, key any) []byte {
	t.Helper()
	block, err := ssh.MarshalPrivateKey(key, "")
	must(t, err)
	return pem.EncodeToMemory(block)
}

const config = `Port %d
ListenAddress 127.0.0.1
HostKey %[2]s/host_ed25519
HostKey %[2]s/host_ecdsa
PidFile none
UsePAM no
StrictModes no
AllowUsers %[3]s
PasswordAuthentication yes
KbdInteractiveAuthentication no
AuthorizedKeysFile %[2]s/authorized
Subsystem sftp internal-sftp
ForceCommand internal-sftp -d %[4]s %[5]s
AllowTcpForwarding no
MaxStartups 100:30:200
`

// Restart stops the server if it runs and starts it on a free port.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	s.stop()
	if os.Getuid() == 0 {
		must(t, os.MkdirAll("/run/sshd", 0o755)) // privilege separation needs it
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	s.Port = listener.Addr().(*net.TCPAddr).Port
	must(t, listener.Close())
	file, log := filepath.Join(s.home, "sshd_config"), filepath.Join(s.home, "log")
	must(t, os.WriteFile(file, fmt.Appendf(nil, config, s.Port, s.home, s.User, s.Folder, s.flags), 0o600))
	s.sshd = exec.Command(find(), "-D", "-f", file, "-E", log)
	must(t, s.sshd.Start())
	for range 200 {
		conn, err := net.Dial("tcp", s.Address())
		if err == nil {
			_ = conn.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	text, _ := os.ReadFile(log)
	t.Fatalf("sshd does not answer; its log:\n%s", text)
}

// ChangeHostKeys gives the server new host keys and restarts it; the old ones
// are returned.
func (s *Server) ChangeHostKeys(t testing.TB) []ssh.PublicKey {
	t.Helper()
	old, client := s.HostKeys, s.ClientKey
	authorized, err := os.ReadFile(filepath.Join(s.home, "authorized"))
	must(t, err)
	s.makeKeys(t)
	s.ClientKey = client
	must(t, os.WriteFile(filepath.Join(s.home, "authorized"), authorized, 0o644))
	s.Restart(t)
	return old
}

// Address is host and port.
func (s *Server) Address() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

func (s *Server) stop() {
	if s.sshd == nil {
		return
	}
	_ = s.sshd.Process.Kill()
	_ = s.sshd.Wait()
	s.sshd = nil
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
