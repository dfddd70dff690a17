package deliver_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/outbox"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/internal/testkit/soak"
	"github.com/countersign/countersign/internal/testkit/sshd"
)

// through has the channel reach the bank by that port.
func (d *desk) through(port int) {
	d.t.Helper()
	right := d.bank.Port
	d.bank.Port = port
	d.mend("read_back")
	d.bank.Port = right
}

// The connection breaks at every so many bytes, each way, and the node that sends
// dies with it; another begins where it left. Whatever was lost: one file, whole,
// told once, or a person who is asked to look.
func TestANodeThatDiesWhereverItsConnectionBreaksSendsOneFile(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.content = bytes.Repeat([]byte("<pain.001/> "), soak.Count(2<<10, 4<<10, 20<<10))
		d.courier.Content = func(_ context.Context, _ string, subject govern.ID) (string, []byte, error) {
			return string(subject) + ".xml", d.content, nil
		}
		sum := sha256.Sum256(d.content)
		cuts, outcomes := int64(0), map[string]int{}
		most := int64(len(d.content)) + 8<<10
		for at := int64(1 << 10); at < most; at += int64(soak.Count(32<<10, 16<<10, 4<<10)) {
			for _, way := range [][2]int64{{at, -1}, {-1, at}} {
				cuts++
				subject := govern.ID(fmt.Sprintf("package-%d", cuts))
				name := string(subject) + ".xml"
				cut := sshd.StartCut(t, d.bank.Address(), way[0], way[1])
				d.through(cut.Port)
				q := &deliver.Queue{Channel: "bank", SubjectTable: "package", Subject: subject, FileName: name, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(d.content))}
				d.Must(d.Submit(house.Founder, q))
				d.crashOrStep(int(cuts % 3))
				cut.Close()
				d.through(d.bank.Port)
				d.finish()
				row, err := deliver.Deliveries.Get(ctx, d.DB, q.Delivery())
				if err != nil {
					t.Fatal(err)
				}
				outcomes[row.State]++
				there, err := os.ReadFile(filepath.Join(d.bank.Folder, name))
				if row.State != deliver.Sent || err != nil || !bytes.Equal(there, d.content) {
					t.Fatalf("cut at %v: the delivery is %s (%s), and at the bank stand %d bytes, %v", way, row.State, row.Detail, len(there), err)
				}
				if n := d.Count(`SELECT count(*) FROM outbox WHERE kind = 'delivered' AND subject = $1`, string(subject)); n != 1 {
					t.Fatalf("cut at %v: %d messages of its arrival", way, n)
				}
			}
		}
		if left := len(d.standing()); int64(left) != cuts {
			t.Errorf("after %d deliveries %d files stand at the bank", cuts, left)
		}
		t.Logf("%d cuts: %v", cuts, outcomes)
	})
}

// node is a worker that takes the news of arrivals too.
func (d *desk) node() *outbox.Worker {
	w := d.worker()
	w.Handlers[deliver.Delivered] = func(context.Context, outbox.Message) error { return nil }
	return w
}

// finish is another node that does what is left, as often as it takes.
func (d *desk) finish() {
	d.t.Helper()
	for range 3 {
		d.Clock.Advance(2 * time.Hour)
		for {
			worked, err := d.node().Step(ctx)
			if err != nil {
				d.t.Fatal(err)
			}
			if !worked {
				break
			}
		}
	}
}

// crashOrStep makes an attempt that comes to its end, or whose node dies before
// or after it has recorded what it did, if it comes so far.
func (d *desk) crashOrStep(how int) {
	d.t.Helper()
	if how > 0 {
		d.courier.Door = &dying{Door: d.Engine, n: 1, after: how == 2}
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		_, _ = d.node().Step(ctx)
	}()
	<-over
	d.courier.Door = d.Engine
}
