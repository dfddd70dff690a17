package deliver_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/outbox"
	"github.com/countersign/countersign/internal/testkit/house"
)

// report is a file of the installation's in its store.
func (d *desk) report(content string) deliver.File {
	d.t.Helper()
	sum, err := files.PutBytes(ctx, d.courier.Files, []byte(content))
	if err != nil {
		d.t.Fatal(err)
	}
	return deliver.File{Name: "audit.jsonl", SHA256: sum, Size: int64(len(content))}
}

// archive is a folder channel, and its folder.
func (d *desk) archive() (govern.ID, string) {
	d.t.Helper()
	folder := filepath.Join(d.courier.Folder, "archive")
	if err := os.Mkdir(folder, 0o750); err != nil {
		d.t.Fatal(err)
	}
	d.Must(d.Submit(house.Founder, govern.PutNew(deliver.Channels, "archive", &deliver.Channel{Name: "Archive", Kind: "folder", Directory: "archive", Mode: "read_back"})))
	return "archive", folder
}

func (d *desk) do(m govern.Message) error {
	d.t.Helper()
	return d.courier.DoFile(ctx, outbox.Message{Kind: m.Kind, Subject: govern.ID(m.Subject), Body: m.Body})
}

func TestAnyFileOfTheSystemLeavesOnceWithItsProof(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		channel, folder := d.archive()
		file := d.report("one entry\n")
		for range 2 { // a message may be met again
			if err := d.do(file.Message(channel)); err != nil {
				t.Fatal(err)
			}
		}
		list, err := deliver.Deliveries.Find(ctx, d.DB, `channel = $1`, string(channel))
		if err != nil || len(list) != 1 {
			t.Fatalf("the deliveries are %v, %v", list, err)
		}
		d.step()
		if row := d.want(list[0].ID, deliver.Sent); row.SHA256 != file.SHA256 || row.RemotePath != "archive/audit.jsonl" {
			t.Errorf("%+v", row)
		}
		if got, err := os.ReadFile(filepath.Join(folder, "audit.jsonl")); err != nil || !bytes.Equal(got, []byte("one entry\n")) {
			t.Errorf("in the folder: %q, %v", got, err)
		}
		if n := d.Count(`SELECT count(*) FROM outbox WHERE kind = 'delivered'`); n != 0 {
			t.Errorf("%d areas are told of a file that is nobody's", n)
		}
	})
}

func TestAPersonHasAFileSentAndNotTwice(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		channel, _ := d.archive()
		_, err := d.Submit(house.Founder, on(channel, &deliver.Send{}))
		wantFault(t, err, "no_file")
		file := d.report("one entry\n")
		d.Must(d.Submit(house.Founder, on(channel, &deliver.Send{What: "audit_export", File: file})))
		_, err = d.Submit(house.Founder, on(channel, &deliver.Send{What: "audit_export", File: file}))
		wantFault(t, err, "already_queued")
		d.Must(d.Submit(house.Founder, on[*deliver.Send]("bank", &deliver.Send{What: "audit_export", File: file})))
	})
}

func TestAFileThatIsNotInTheStoreIsNotSent(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		channel, _ := d.archive()
		if err := d.do(deliver.File{Name: "x", SHA256: "00", Size: 1}.Message(channel)); err == nil {
			t.Error("it was queued")
		}
		if err := d.do(govern.Message{Kind: deliver.SendFile, Subject: string(channel), Body: "no file"}); err == nil {
			t.Error("it was queued")
		}
	})
}

func TestATestSaysHowFarAChannelComes(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		want := func(ok bool, last, code string) {
			t.Helper()
			tried, err := d.courier.Try(ctx, "bank")
			if err != nil {
				t.Fatal(err)
			}
			if s := tried.Steps[len(tried.Steps)-1]; tried.OK != ok || s.Name != last || s.Code != code {
				t.Errorf("the test came to %+v, want %v at %s with %q", tried, ok, last, code)
			}
		}
		want(true, "directory", "")
		if names := d.standing(); len(names) != 0 {
			t.Errorf("the test left %v at the bank", names)
		}
		c := d.channel("read_back")
		c.Directory += "/nowhere"
		d.Must(d.Submit(house.Founder, govern.Put(deliver.Channels, "bank", 1, c)))
		want(false, "directory", "sftp_directory_missing")
		c.HostKeys, c.Directory = "", ""
		for _, key := range d.bank.ChangeHostKeys(t) {
			c.HostKeys += string(ssh.MarshalAuthorizedKey(key))
		}
		c.Port = int64(d.bank.Port)
		d.Must(d.Submit(house.Founder, govern.Put(deliver.Channels, "bank", 2, c)))
		want(false, "connection", "sftp_host_key_changed")
		_, folder := d.archive()
		if tried, err := d.courier.Try(ctx, "archive"); err != nil || !tried.OK {
			t.Errorf("the folder's test came to %+v, %v", tried, err)
		}
		if err := os.Remove(folder); err != nil {
			t.Fatal(err)
		}
		if tried, err := d.courier.Try(ctx, "archive"); err != nil || tried.OK || tried.Steps[0].Code != "folder_missing" {
			t.Errorf("without its folder it came to %+v, %v", tried, err)
		}
	})
}
