package demobank_test

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	pkgsftp "github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"github.com/countersign/countersign/internal/deliver/sftp"
	"github.com/countersign/countersign/internal/demobank"
	"github.com/countersign/countersign/internal/fault"
)

func start(t *testing.T) (*demobank.Bank, string, sftp.Channel) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "bank")
	if err := os.MkdirAll(filepath.Join(dir, "inbox"), 0o755); err != nil {
		t.Fatal(err)
	}
	bank, err := demobank.Start(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bank.Close() })
	keys, err := sftp.ParseHostKeys([]byte(bank.HostKeyLine()))
	if err != nil {
		t.Fatal(err)
	}
	return bank, dir, sftp.Channel{
		Host: bank.Host(), Port: bank.Port(), User: demobank.User, PrivateKey: bank.ClientKey, HostKeys: keys, Directory: "inbox",
	}
}

func deliver(t *testing.T, ch sftp.Channel, content []byte) (sftp.Proof, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return sftp.Deliver(ctx, ch, "pay.xml", content, sftp.Options{Now: time.Now})
}

func TestTheDemoBankTakesAFileOnce(t *testing.T) {
	_, dir, ch := start(t)
	content := bytes.Repeat([]byte("0123456789abcdef"), 20_000)
	proof, err := deliver(t, ch, content)
	if err != nil || proof.Status != sftp.Delivered || proof.ReadBackSHA256 != proof.SHA256 {
		t.Fatalf("%+v, %v", proof, err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "inbox", "pay.xml"))
	if err != nil || !bytes.Equal(got, content) {
		t.Fatalf("%d bytes stand there, %v", len(got), err)
	}
	if proof, err = deliver(t, ch, content); err != nil || proof.Status != sftp.AlreadyThere {
		t.Fatalf("second time: %+v, %v", proof, err)
	}
	if _, err = deliver(t, ch, []byte("other")); fault.Code(err) != "sftp_name_taken" {
		t.Fatalf("another content: %v", err)
	}
}

func TestOnlyItsOwnUserAndKeyAreLetIn(t *testing.T) {
	bank, _, ch := start(t)
	_, _, other := start(t)
	stranger, wrongKey, wrongHost := ch, ch, ch
	stranger.User, wrongKey.PrivateKey, wrongHost.HostKeys = "root", other.PrivateKey, other.HostKeys
	for code, c := range map[string]sftp.Channel{"sftp_login_refused": stranger, "sftp_host_key_changed": wrongHost} {
		if _, err := deliver(t, c, nil); fault.Code(err) != code {
			t.Errorf("got %v, want %s", err, code)
		}
	}
	if _, err := deliver(t, wrongKey, nil); fault.Code(err) != "sftp_login_refused" {
		t.Errorf("got %v", err)
	}
	if err := bank.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := deliver(t, ch, nil); fault.Code(err) != "sftp_unreachable" {
		t.Errorf("after Close: %v", err)
	}
}

func client(t *testing.T, bank *demobank.Bank) (*ssh.Client, *pkgsftp.Client) {
	t.Helper()
	signer, err := ssh.ParsePrivateKey(bank.ClientKey)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := ssh.Dial("tcp", bank.Addr(), &ssh.ClientConfig{
		User: demobank.User, Auth: []ssh.AuthMethod{ssh.PublicKeys(signer)},
		HostKeyCallback: func(string, net.Addr, ssh.PublicKey) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	files, err := pkgsftp.NewClient(conn)
	if err != nil {
		t.Fatal(err)
	}
	return conn, files
}

func TestNobodyGetsOutOfTheFolder(t *testing.T) {
	bank, dir, _ := start(t)
	secret := filepath.Join(filepath.Dir(dir), "secret")
	if err := os.WriteFile(secret, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	_, files := client(t, bank)
	for _, path := range []string{secret, "../secret", "/../secret", "inbox/../../secret", "link"} {
		if f, err := files.Open(path); err == nil {
			t.Errorf("%s was opened", path)
			_ = f.Close()
		}
		if f, err := files.OpenFile(path+"/new", os.O_WRONLY|os.O_CREATE); err == nil {
			t.Errorf("%s/new was created", path)
			_ = f.Close()
		}
		_ = files.PosixRename("link", path)
	}
	if got, err := os.ReadFile(secret); err != nil || string(got) != "x" {
		t.Fatalf("the file outside is now %q, %v", got, err)
	}
	infos, err := files.ReadDir("/")
	if err != nil || len(infos) == 0 {
		t.Fatalf("listing the folder: %v, %v", infos, err)
	}
}

func TestAPlainRenameDoesNotReplace(t *testing.T) {
	bank, dir, _ := start(t)
	for _, name := range []string{"a", "b"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, files := client(t, bank)
	if err := files.Rename("a", "b"); err == nil {
		t.Fatal("b was replaced")
	}
	if err := files.Rename("a", "c"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "a")); !os.IsNotExist(err) {
		t.Fatal("a still stands")
	}
}

func TestNoShellIsServed(t *testing.T) {
	bank, _, _ := start(t)
	conn, _ := client(t, bank)
	session, err := conn.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.Run("id"); err == nil {
		t.Fatal("a command ran")
	}
}

func TestAFolderThatIsNotThereIsRefused(t *testing.T) {
	if _, err := demobank.Start(filepath.Join(t.TempDir(), "none")); fault.Code(err) != "demobank_folder" {
		t.Fatalf("got %v", err)
	}
}
