package sftp

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/testkit/sshd"
)

func channelTo(s *sshd.Server) Channel {
	return Channel{Host: s.Host, Port: s.Port, User: s.User, PrivateKey: s.ClientKey, HostKeys: s.HostKeys, Directory: s.Folder}
}

// clock gives the microseconds 1, 2, 3 …
func clock() func() time.Time {
	n := int64(0)
	return func() time.Time { n++; return time.UnixMicro(n) }
}

func bytesOf(n int) []byte {
	content := make([]byte, n)
	source := rand.NewChaCha8([32]byte{byte(n)})
	_, _ = source.Read(content)
	return content
}

func deadline(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func wantFault(t *testing.T, err error, code string, retryable bool) {
	t.Helper()
	if fault.Code(err) != code || Retryable(err) != retryable {
		t.Fatalf("got %v (retryable: %v), want %s (retryable: %v)", err, Retryable(err), code, retryable)
	}
}

func wantFiles(t *testing.T, folder string, want map[string][]byte) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		got, err := os.ReadFile(filepath.Join(folder, e.Name()))
		content, expected := want[e.Name()]
		if err != nil || !expected || !bytes.Equal(got, content) {
			t.Errorf("%s stands there with %d bytes (%v), expected: %v", e.Name(), len(got), err, expected)
		}
	}
	if len(entries) != len(want) {
		t.Errorf("%d files stand there, want %d", len(entries), len(want))
	}
}

func TestAFileIsDeliveredOnceWithProof(t *testing.T) {
	server, content := sshd.Start(t), bytesOf(300_000)
	proof, err := Deliver(deadline(t), channelTo(server), "pay.xml", content, Options{Now: clock()})
	if err != nil {
		t.Fatal(err)
	}
	wantFiles(t, server.Folder, map[string][]byte{"pay.xml": content})
	if proof.Status != Delivered || proof.ReadBackSHA256 != proof.SHA256 || !proof.Synced || !proof.RenameAcknowledged || proof.Size != 300_000 {
		t.Errorf("proof: %+v", proof)
	}
	if 0 >= proof.StartedAt || proof.StartedAt >= proof.RenamedAt || proof.RenamedAt >= proof.FinishedAt || proof.ReadBackAt >= proof.FinishedAt {
		t.Errorf("times: %+v", proof)
	}
	pinned := false
	for _, key := range server.HostKeys {
		pinned = pinned || ssh.FingerprintSHA256(key) == proof.HostKey && key.Type() == proof.HostKeyType
	}
	if !pinned || !strings.HasPrefix(proof.Server, "SSH-2.0-OpenSSH") {
		t.Errorf("server: %+v", proof)
	}
	again, err := Deliver(deadline(t), channelTo(server), "pay.xml", content, Options{Now: clock(), RenameAttempted: true})
	if err != nil || again.Status != AlreadyThere || again.ReadBackSHA256 != proof.SHA256 || again.RenamedAt != 0 {
		t.Fatalf("second call: %+v, %v", again, err)
	}
}

func TestEmptyAndOddFilesAreDelivered(t *testing.T) {
	server := sshd.Start(t)
	want := map[string][]byte{"empty": {}, "one": {1}, "packet": bytesOf(32 << 10), "Zahlung März.xml": bytesOf(5)}
	for name, content := range want {
		proof, err := Deliver(deadline(t), channelTo(server), name, content, Options{Now: clock()})
		if err != nil || proof.Status != Delivered {
			t.Fatalf("%s: %+v, %v", name, proof, err)
		}
	}
	wantFiles(t, server.Folder, want)
}

func TestAnotherFileOfThatNameIsNotOverwritten(t *testing.T) {
	server := sshd.Start(t)
	for _, there := range [][]byte{bytesOf(9), bytesOf(10_000)} {
		if err := os.WriteFile(filepath.Join(server.Folder, "pay.xml"), there, 0o644); err != nil {
			t.Fatal(err)
		}
		content := append(bytes.Clone(there[1:]), there[0])
		_, err := Deliver(deadline(t), channelTo(server), "pay.xml", content, Options{Now: clock()})
		wantFault(t, err, "sftp_name_taken", false)
		wantFiles(t, server.Folder, map[string][]byte{"pay.xml": there})
	}
}

func TestANameTakenDuringTheUploadIsNotOverwritten(t *testing.T) {
	server, content := sshd.Start(t), bytesOf(1000)
	final := filepath.Join(server.Folder, "pay.xml")
	d := &delivery{channel: new(channelTo(server)), content: content, options: Options{Now: clock()}, proof: Proof{Path: final, TemporaryPath: final + ".part", Size: 1000}}
	s, err := d.connect(deadline(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	if err := d.upload(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(final, []byte("of a stranger"), 0o644); err != nil {
		t.Fatal(err)
	}
	wantFault(t, d.publish(t.Context(), s, true), "sftp_name_taken", false)
	// Where looking is forbidden the server itself must refuse.
	wantFault(t, d.publish(t.Context(), s, false), "sftp_rename_refused", true)
	wantFiles(t, server.Folder, map[string][]byte{"pay.xml": []byte("of a stranger"), "pay.xml.part": content})
}

func TestALeftoverIsUsedWhenWholeAndReplacedWhenNot(t *testing.T) {
	server, content := sshd.Start(t), bytesOf(50_000)
	for name, leftover := range map[string][]byte{"whole": content, "half": content[:20_000], "altered": bytesOf(50_001)[:50_000]} {
		ch := channelTo(server)
		// A first delivery tells the temporary name.
		sum, err := Deliver(deadline(t), ch, name, content, Options{Now: clock()})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(sum.Path); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(sum.TemporaryPath, leftover, 0o644); err != nil {
			t.Fatal(err)
		}
		server.Own(t, sum.TemporaryPath)
		proof, err := Deliver(deadline(t), ch, name, content, Options{Now: clock()})
		if err != nil || proof.Status != Delivered || proof.Synced == (name == "whole") {
			t.Fatalf("%s: %+v, %v", name, proof, err)
		}
	}
	wantFiles(t, server.Folder, map[string][]byte{"whole": content, "half": content, "altered": content})
}

func TestAfterARenameWasAskedForNothingIsSentAgainBlindly(t *testing.T) {
	server, content := sshd.Start(t), bytesOf(5000)
	_, err := Deliver(deadline(t), channelTo(server), "pay.xml", content, Options{Now: clock(), RenameAttempted: true})
	wantFault(t, err, "sftp_unsure", false)
	if !Unsure(err) {
		t.Fatal("not unsure")
	}
	wantFiles(t, server.Folder, nil)
}

func TestTheCallerCanRecordTheRenameBeforeItIsAsked(t *testing.T) {
	server, content := sshd.Start(t), bytesOf(5000)
	stop := fault.New(fault.Unavailable, "database_gone", "x")
	_, err := Deliver(deadline(t), channelTo(server), "pay.xml", content, Options{Now: clock(), BeforeRename: func(context.Context) error { return stop }})
	if !errors.Is(err, stop) {
		t.Fatalf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(server.Folder, "pay.xml")); !os.IsNotExist(err) {
		t.Fatal("renamed although it could not be recorded")
	}
	proof, err := Deliver(deadline(t), channelTo(server), "pay.xml", content, Options{Now: clock(), RenameAttempted: true})
	if err != nil || proof.Status != Delivered {
		t.Fatalf("the file stands under its temporary name, so it was not renamed: %+v, %v", proof, err)
	}
	wantFiles(t, server.Folder, map[string][]byte{"pay.xml": content})
}
