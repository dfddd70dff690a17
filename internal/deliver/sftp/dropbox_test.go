package sftp

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/countersign/countersign/internal/testkit/sshd"
)

func TestADropBoxThatForbidsLookingIsSentToUnconfirmed(t *testing.T) {
	server, content := sshd.Start(t, "-P", "stat,lstat,fstat,read,opendir"), bytesOf(70_000)
	_, err := Deliver(deadline(t), channelTo(server), "pay.xml", content, Options{Now: clock()})
	wantFault(t, err, "sftp_not_permitted", false)
	ch := channelTo(server)
	ch.NoReadBack = true
	proof, err := Deliver(deadline(t), ch, "pay.xml", content, Options{Now: clock()})
	if err != nil || proof.Status != SentUnconfirmed || proof.ReadBackSHA256 != "" || !proof.RenameAcknowledged {
		t.Fatalf("%+v, %v", proof, err)
	}
	wantFiles(t, server.Folder, map[string][]byte{"pay.xml": content})
	// Nothing can be seen there: what an earlier attempt came to is unknown.
	_, err = Deliver(deadline(t), ch, "pay.xml", content, Options{Now: clock(), RenameAttempted: true})
	wantFault(t, err, "sftp_unsure", false)
	// And the server itself does not let another file replace it.
	_, err = Deliver(deadline(t), ch, "pay.xml", bytesOf(70_001), Options{Now: clock()})
	wantFault(t, err, "sftp_rename_refused", true)
}

func TestAServerWithoutAtomicRenameOrFsyncIsServedToo(t *testing.T) {
	server, content := sshd.Start(t, "-P", "posix-rename,fsync"), bytesOf(5000)
	var attempted bool
	proof, err := Deliver(deadline(t), channelTo(server), "pay.xml", content, Options{
		Now: clock(), BeforeRename: func(context.Context) error { attempted = true; return nil },
	})
	if err != nil || proof.Status != Delivered || proof.Synced || !attempted {
		t.Fatalf("%+v, %v", proof, err)
	}
	wantFiles(t, server.Folder, map[string][]byte{"pay.xml": content})
	// There a file under the temporary name proves nothing: it may be linked
	// under both names for a moment, and the bank may have taken one.
	if err := os.Rename(proof.Path, proof.TemporaryPath); err != nil {
		t.Fatal(err)
	}
	_, err = Deliver(deadline(t), channelTo(server), "pay.xml", content, Options{Now: clock(), RenameAttempted: true})
	wantFault(t, err, "sftp_unsure", false)
}

func TestWhatIsReadBackAlteredIsNotRenamed(t *testing.T) {
	server, content := sshd.Start(t), bytesOf(50_000)
	final := filepath.Join(server.Folder, "pay.xml")
	d := &delivery{channel: new(channelTo(server)), content: content, options: Options{Now: clock()}, proof: Proof{
		Path: final, TemporaryPath: final + ".part", Size: int64(len(content)), SHA256: "set below",
	}}
	s, err := d.connect(deadline(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	if err := d.upload(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if d.proof.SHA256, err = d.readBack(t.Context(), s, final+".part"); err != nil {
		t.Fatal(err)
	}
	if err := d.verify(t.Context(), s); err != nil {
		t.Fatalf("unaltered: %v", err)
	}
	content[25_000] ^= 1
	if err := os.WriteFile(final+".part", content, 0o644); err != nil {
		t.Fatal(err)
	}
	wantFault(t, d.verify(t.Context(), s), "sftp_altered", true)
}

func TestALostRenameIsRetryableOnlyWhereRenamesAreAtomic(t *testing.T) {
	for flag, code := range map[string]string{"": "sftp_connection_lost", "-P posix-rename": "sftp_unsure"} {
		server, content := sshd.Start(t, flag), bytesOf(500)
		ch := channelTo(server)
		stop := errors.New("stop before the rename")
		proof, err := Deliver(deadline(t), ch, "pay.xml", content, Options{Now: clock(), BeforeRename: func(context.Context) error { return stop }})
		if !errors.Is(err, stop) {
			t.Fatal(err)
		}
		d := &delivery{channel: &ch, content: content, options: Options{Now: clock()}, proof: proof}
		wantFault(t, d.settle(deadline(t), errors.New("lost")), code, code == "sftp_connection_lost")
	}
}
