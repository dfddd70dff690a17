package sftp

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/countersign/countersign/internal/testkit/sshd"
)

func TestAChangedHostKeyStopsDelivery(t *testing.T) {
	server := sshd.Start(t)
	old := server.ChangeHostKeys(t)
	ch := channelTo(server)
	ch.HostKeys = old
	proof, err := Deliver(deadline(t), ch, "pay.xml", bytesOf(10), Options{Now: clock()})
	wantFault(t, err, "sftp_host_key_changed", false)
	if proof.HostKey != "" {
		t.Errorf("an unknown key is in the proof: %+v", proof)
	}
	wantFiles(t, server.Folder, nil)
	ch.HostKeys = server.HostKeys
	if _, err := Deliver(deadline(t), ch, "pay.xml", bytesOf(10), Options{Now: clock()}); err != nil {
		t.Fatalf("with the new key pinned: %v", err)
	}
}

func TestOnePinnedKeyOfSeveralIsEnough(t *testing.T) {
	server := sshd.Start(t)
	for _, key := range server.HostKeys {
		ch := channelTo(server)
		ch.HostKeys = []ssh.PublicKey{key}
		proof, err := Deliver(deadline(t), ch, key.Type(), bytesOf(10), Options{Now: clock()})
		if err != nil || proof.HostKeyType != key.Type() {
			t.Fatalf("%s: %+v, %v", key.Type(), proof, err)
		}
	}
}

func TestAServerWithoutAKeyOfThePinnedTypeHasChangedItsKey(t *testing.T) {
	server := sshd.Start(t)
	ch := channelTo(server)
	var err error
	ch.HostKeys, err = ParseHostKeys([]byte("bank ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC0g+ZTxC7weoIJLUafOgrm+h" +
		"8VwRo7FPzzNqdJhhYVB5fNZ5mzXHZTxLH+bEqlBZmPU2Tkq4ZKqUJHrVOZGCGMnTOLFHuXpJ3ppJdrXL+O7sPOLQ9CTGXL9vL2cQJvc5RnAWFgTk8rPqvjXRLz8tBz/S0oFq6F0y1lGJDXcX6Mzw=="))
	if err != nil {
		t.Fatal(err)
	}
	_, err = Deliver(deadline(t), ch, "pay.xml", bytesOf(10), Options{Now: clock()})
	wantFault(t, err, "sftp_host_key_changed", false)
}

func TestHostKeysArePinnedFromKnownHostsLines(t *testing.T) {
	server := sshd.Start(t)
	var lines []byte
	lines = append(lines, "# the bank's keys\n\n"...)
	for _, key := range server.HostKeys {
		lines = append(append(lines, "[bank.example]:2222 "...), ssh.MarshalAuthorizedKey(key)...)
	}
	lines = append(lines, ssh.MarshalAuthorizedKey(server.HostKeys[0])...)
	keys, err := ParseHostKeys(lines)
	if err != nil || len(keys) != 3 || !bytes.Equal(keys[0].Marshal(), keys[2].Marshal()) || !bytes.Equal(keys[1].Marshal(), server.HostKeys[1].Marshal()) {
		t.Fatalf("%d keys, %v", len(keys), err)
	}
	for _, bad := range []string{"nonsense", "@revoked bank " + string(ssh.MarshalAuthorizedKey(keys[0])), "bank ssh-ed25519 AAAA"} {
		_, err := ParseHostKeys([]byte(bad))
		wantFault(t, err, "sftp_host_key_bad", false)
	}
}

func TestAWrongKeyOrPasswordIsNamed(t *testing.T) {
	server := sshd.Start(t)
	wrongPassword := channelTo(server)
	wrongPassword.PrivateKey, wrongPassword.Password = nil, "not-the-password"
	wrongKey, wrongUser, unreadable := channelTo(server), channelTo(server), channelTo(server)
	wrongKey.PrivateKey = sshd.Start(t).ClientKey
	wrongUser.User = "stranger"
	unreadable.PrivateKey = []byte("-----BEGIN secret-canary-123")
	for code, channels := range map[string][]Channel{"sftp_login_refused": {wrongPassword, wrongKey, wrongUser}, "sftp_key_bad": {unreadable}} {
		for _, ch := range channels {
			_, err := Deliver(deadline(t), ch, "pay.xml", bytesOf(10), Options{Now: clock()})
			wantFault(t, err, code, false)
			if strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "not-the-password") {
				t.Errorf("the message shows a secret: %v", err)
			}
		}
	}
	wantFiles(t, server.Folder, nil)
}

func TestAFolderWithoutPermissionOrMissingIsNamed(t *testing.T) {
	server := sshd.Start(t)
	closed := filepath.Join(server.Folder, "closed")
	if err := os.Mkdir(closed, 0o555); err != nil {
		t.Fatal(err)
	}
	server.Own(t, closed)
	for folder, code := range map[string]string{closed: "sftp_not_permitted", filepath.Join(server.Folder, "none"): "sftp_directory_missing"} {
		ch := channelTo(server)
		ch.Directory = folder
		_, err := Deliver(deadline(t), ch, "pay.xml", bytesOf(10), Options{Now: clock()})
		wantFault(t, err, code, false)
	}
}

func TestABadChannelOrNameIsRefusedBeforeConnecting(t *testing.T) {
	good := Channel{Host: "127.0.0.1", Port: 1, User: "u", Password: "p", HostKeys: make([]ssh.PublicKey, 1)}
	for _, spoil := range []func(*Channel){
		func(c *Channel) { c.Host = "" }, func(c *Channel) { c.Port = 70000 }, func(c *Channel) { c.User = "" },
		func(c *Channel) { c.Password = "" }, func(c *Channel) { c.HostKeys = nil },
	} {
		ch := good
		spoil(&ch)
		_, err := Deliver(deadline(t), ch, "pay.xml", nil, Options{Now: clock()})
		wantFault(t, err, "sftp_channel_bad", false)
	}
	for _, name := range []string{"", ".", "..", "../x", "a/b", `a\b`, "a\x00", strings.Repeat("x", 201)} {
		_, err := Deliver(deadline(t), good, name, nil, Options{Now: clock()})
		wantFault(t, err, "sftp_name_bad", false)
	}
	_, err := Deliver(deadline(t), good, "pay.xml", nil, Options{})
	wantFault(t, err, "sftp_no_clock", false)
}

func TestNoServerAndASilentServerEndInTime(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := sshd.Start(t)
	ch := channelTo(server)
	ch.Port = silent.Addr().(*net.TCPAddr).Port
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err = Deliver(ctx, ch, "pay.xml", bytesOf(10), Options{Now: clock()})
	wantFault(t, err, "sftp_interrupted", true)
	if time.Since(began) > 5*time.Second {
		t.Errorf("it took %v", time.Since(began))
	}
	if err := silent.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = Deliver(deadline(t), ch, "pay.xml", bytesOf(10), Options{Now: clock()})
	wantFault(t, err, "sftp_unreachable", true)
}

func TestADropBoxThatForbidsReadingIsSentToUnconfirmed(t *testing.T) {
	server, content := sshd.Start(t), bytesOf(40_000)
	ch := channelTo(server)
	ch.NoReadBack = true
	proof, err := Deliver(deadline(t), ch, "pay.xml", content, Options{Now: clock()})
	if err != nil || proof.Status != SentUnconfirmed || proof.ReadBackSHA256 != "" || !proof.RenameAcknowledged {
		t.Fatalf("%+v, %v", proof, err)
	}
	wantFiles(t, server.Folder, map[string][]byte{"pay.xml": content})
	proof, err = Deliver(deadline(t), ch, "pay.xml", content, Options{Now: clock(), RenameAttempted: true})
	if err != nil || proof.Status != SentUnconfirmed || proof.RenamedAt != 0 {
		t.Fatalf("second call: %+v, %v", proof, err)
	}
}

func TestAFileThatMayNotBeReadBackIsNotCalledDelivered(t *testing.T) {
	server, content := sshd.Start(t), bytesOf(4000)
	if err := os.WriteFile(filepath.Join(server.Folder, "pay.xml"), content, 0o000); err != nil {
		t.Fatal(err)
	}
	server.Own(t, filepath.Join(server.Folder, "pay.xml"))
	_, err := Deliver(deadline(t), channelTo(server), "pay.xml", content, Options{Now: clock()})
	wantFault(t, err, "sftp_read_back_refused", false)
}

func TestTheAlgorithmsFollowThePinnedKeys(t *testing.T) {
	keys, err := ParseHostKeys(slices.Concat([]byte("b "), ssh.MarshalAuthorizedKey(sshd.Start(t).HostKeys[0])))
	if err != nil {
		t.Fatal(err)
	}
	if got := (&Channel{HostKeys: keys}).hostKeyAlgorithms(); len(got) != 1 || got[0] != keys[0].Type() {
		t.Fatalf("got %v", got)
	}
}
