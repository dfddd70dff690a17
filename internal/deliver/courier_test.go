package deliver_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit/house"
)

func on[A govern.Action](id govern.ID, a A) A {
	a.On(id)
	return a
}

func TestAQueuedFileArrivesAndItsProofIsRecorded(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.queue()
		d.step()
		row := d.want(id, deliver.Sent)
		d.wantAtBank()
		fingerprints := ssh.FingerprintSHA256(d.bank.HostKeys[0]) + " " + ssh.FingerprintSHA256(d.bank.HostKeys[1])
		if row.Attempts != 1 || row.RemotePath != filepath.Join(d.bank.Folder, fileName) || row.HostKey == "" || !strings.Contains(fingerprints, row.HostKey) || row.DeliveredAt == 0 || row.RenameAskedAt == 0 {
			t.Errorf("%+v", row)
		}
		if d.news() != 1 || d.alerts != 0 {
			t.Errorf("%d messages of its arrival, %d alerts", d.news(), d.alerts)
		}
	})
}

func TestACrashBetweenSendingAndRecordingSendsNothingTwice(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.queue()
		d.crash(2, false) // the first record is that of the coming rename
		before := d.wantAtBank()
		d.want(id, deliver.Queued)
		d.step()
		d.want(id, deliver.Sent)
		if after := d.wantAtBank(); !os.SameFile(before, after) || !after.ModTime().Equal(before.ModTime()) {
			t.Error("the bank's file was written again")
		}
		if d.news() != 1 {
			t.Errorf("%d messages of its arrival", d.news())
		}
	})
}

func TestACrashAfterRecordingLeavesNothingToDo(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.queue()
		d.crash(2, true)
		row := d.want(id, deliver.Sent)
		d.step()
		if again := d.want(id, deliver.Sent); again.Version != row.Version || d.news() != 1 {
			t.Errorf("%+v after %+v, %d messages", again, row, d.news())
		}
	})
}

func TestACrashBeforeTheRenameIsMadeGood(t *testing.T) {
	for _, c := range []struct {
		name  string
		after bool
	}{{"before it was recorded", false}, {"after it was recorded", true}} {
		t.Run(c.name, func(t *testing.T) {
			each(t, func(t *testing.T, d *desk) {
				id := d.queue()
				d.crash(1, c.after)
				if names := d.standing(); len(names) != 1 || names[0] == fileName {
					t.Fatalf("at the bank: %v", names)
				}
				d.step()
				d.want(id, deliver.Sent)
				d.wantAtBank()
			})
		})
	}
}

func TestAFileThatTheBankPickedUpDuringACrashWaitsForAPerson(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.queue()
		d.crash(2, false)
		if err := os.Remove(filepath.Join(d.bank.Folder, fileName)); err != nil {
			t.Fatal(err)
		}
		d.step()
		d.want(id, deliver.Unsure)
		if d.alerts != 1 || d.news() != 0 {
			t.Errorf("%d alerts, %d messages of its arrival", d.alerts, d.news())
		}
		d.Clock.Advance(100 * time.Hour)
		if worked, err := d.worker().Step(ctx); worked || err != nil {
			t.Fatalf("an unsure file was taken up again: %v", err)
		}
		_, err := d.Submit(house.Founder, on(id, &deliver.Retry{}))
		wantFault(t, err, "wrong_state")
		d.Must(d.Submit(house.Second, on(id, &deliver.Confirm{Outcome: deliver.Sent, Reason: "the bank's desk has it"})))
		d.want(id, deliver.Sent)
		if names := d.standing(); len(names) != 0 || d.news() != 1 {
			t.Errorf("at the bank: %v, %d messages", names, d.news())
		}
	})
}

func TestAFileThatThePersonDidNotFindIsSentAgainOnRequest(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.queue()
		d.crash(2, false)
		if err := os.Remove(filepath.Join(d.bank.Folder, fileName)); err != nil {
			t.Fatal(err)
		}
		d.step()
		d.Must(d.Submit(house.Second, on(id, &deliver.Confirm{Outcome: deliver.Failed, Reason: "the bank has none"})))
		d.want(id, deliver.Failed)
		d.Must(d.Submit(house.Founder, on(id, &deliver.Retry{})))
		d.step()
		d.want(id, deliver.Sent)
		d.wantAtBank()
	})
}

func TestAnUnreachableBankIsTriedPatientlyAndThenGivenUpAloud(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		closed, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		right := d.bank.Port
		d.bank.Port = closed.Addr().(*net.TCPAddr).Port
		_ = closed.Close()
		d.mend("read_back")
		id, attempts := d.queue(), int64(0)
		began := d.Clock.Now()
		for d.alerts == 0 {
			if worked, err := d.worker().Step(ctx); err != nil {
				t.Fatal(err)
			} else if !worked {
				d.Clock.Advance(time.Minute)
				continue
			}
			attempts++
			if d.alerts == 0 {
				if row := d.want(id, deliver.Queued); row.Attempts != attempts || row.Detail == "" {
					t.Fatalf("after attempt %d: %+v", attempts, row)
				}
			}
		}
		row := d.want(id, deliver.Failed)
		if waited := d.Clock.Now().Sub(began); attempts != 12 || row.Attempts != 12 || waited < 3*time.Hour || waited > 4*time.Hour {
			t.Errorf("%d attempts in %s: %+v", attempts, waited, row)
		}
		d.bank.Port = right
		d.mend("read_back")
		d.Must(d.Submit(house.Founder, on(id, &deliver.Retry{})))
		d.step()
		d.want(id, deliver.Sent)
		d.wantAtBank()
	})
}

func TestAChangedHostKeyStopsTheDelivery(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.bank.ChangeHostKeys(t)
		port := d.bank.Port
		now, err := deliver.Channels.Get(ctx, d.DB, "bank")
		if err != nil {
			t.Fatal(err)
		}
		now.Port = int64(port) // the server moved with its restart
		d.Must(d.Submit(house.Founder, govern.Put(deliver.Channels, "bank", now.Version, now)))
		id := d.queue()
		d.step()
		if row := d.want(id, deliver.Failed); !strings.Contains(row.Detail, "key") || len(d.standing()) != 0 || d.alerts != 1 {
			t.Fatalf("%+v, at the bank: %v", row, d.standing())
		}
		d.mend("read_back")
		d.Must(d.Submit(house.Founder, on(id, &deliver.Retry{})))
		d.step()
		d.want(id, deliver.Sent)
	})
}

func TestOnlyTheFileThatWasAgreedToIsSent(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.queue()
		d.content = append(d.content, ' ')
		d.step()
		if row := d.want(id, deliver.Failed); len(d.standing()) != 0 || !strings.Contains(row.Detail, "agreed") || d.alerts != 1 {
			t.Errorf("%+v, at the bank: %v", row, d.standing())
		}
	})
}

func TestAFileThatCannotBeReadForAMomentIsSentLater(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id, content := d.queue(), d.courier.Content
		d.courier.Content = func(context.Context, string, govern.ID) (string, []byte, error) { return "", nil, errBank }
		d.step()
		d.want(id, deliver.Queued)
		d.courier.Content = content
		d.Clock.Advance(10 * time.Second)
		d.step()
		d.want(id, deliver.Sent)
	})
}

func TestADropBoxThatCannotBeReadLeavesTheFileUnconfirmed(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.mend("no_read_back")
		id := d.queue()
		d.step()
		d.want(id, deliver.Unconfirmed)
		d.wantAtBank()
		if d.news() != 0 {
			t.Error("an unconfirmed file was told to have arrived")
		}
		_, err := d.Submit(house.Founder, on(id, &deliver.Confirm{Outcome: deliver.Sent}))
		wantFault(t, err, "too_short")
		_, err = d.Submit(house.Founder, on(id, &deliver.Confirm{Outcome: "perhaps", Reason: "?"}))
		wantFault(t, err, "unknown_value")
		d.Must(d.Submit(house.Founder, on(id, &deliver.Confirm{Outcome: deliver.Sent, Reason: "pain.002 came"})))
		if row := d.want(id, deliver.Sent); row.Detail != "pain.002 came" || d.news() != 1 {
			t.Errorf("%+v, %d messages", row, d.news())
		}
		_, err = d.Submit(house.Founder, on(id, &deliver.Confirm{Outcome: deliver.Failed, Reason: "no"}))
		wantFault(t, err, "wrong_state")
	})
}

func TestWorkersThatDieEachTimeLeaveTheFileUnsure(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.queue()
		d.crash(1, true)
		for range 11 {
			d.crash(1, false) // the rename is asked for already: this is the final record
		}
		if err := os.Remove(filepath.Join(d.bank.Folder, fileName)); err != nil {
			t.Fatal(err)
		}
		d.step()
		if d.want(id, deliver.Unsure); d.alerts != 1 {
			t.Errorf("%d alerts", d.alerts)
		}
	})
}

func TestNothingIsSentThatCannotBeRecorded(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.courier.Actor.User = d.User("stranger")
		id := d.queue()
		d.step()
		if row := d.want(id, deliver.Queued); row.RenameAskedAt != 0 {
			t.Errorf("%+v", row)
		}
		for _, name := range d.standing() {
			if name == fileName {
				t.Error("the file has its final name at the bank")
			}
		}
		if n := d.Count(`SELECT count(*) FROM outbox WHERE failure <> '' AND done_at = 0`); n != 1 {
			t.Errorf("%d messages wait with their failure", n)
		}
	})
}

func TestARecordsFileIsQueuedOnce(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.queue()
		_, err := d.Submit(house.Founder, &deliver.Queue{Channel: "bank", SubjectTable: "package", Subject: "package-1", FileName: "other.xml", SHA256: strings.Repeat("0", 64)})
		wantFault(t, err, "already_queued")
		for _, name := range []string{"", "../up.xml", ".hidden", "a/b", "a b"} {
			_, err = d.Submit(house.Founder, &deliver.Queue{Channel: "bank", SubjectTable: "package", Subject: "package-2", FileName: name, SHA256: strings.Repeat("0", 64)})
			wantFault(t, err, "bad_form")
		}
		_, err = d.Submit(d.User("clerk"), &deliver.Queue{Channel: "bank", SubjectTable: "package", Subject: "package-2", FileName: "a.xml", SHA256: strings.Repeat("0", 64)})
		if !fault.Is(err, fault.Denied) {
			t.Fatalf("got %v, want a denial", err)
		}
	})
}

func TestACommitWakesTheCourier(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		w := d.worker()
		w.Poll = time.Hour
		d.Engine.OnOutbox(w.Wake)
		stop, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		over := make(chan struct{})
		go func() { defer close(over); w.Run(stop) }()
		id := d.queue()
		for stop.Err() == nil && d.news() == 0 {
			time.Sleep(5 * time.Millisecond)
		}
		cancel()
		<-over
		d.want(id, deliver.Sent)
		d.wantAtBank()
	})
}
