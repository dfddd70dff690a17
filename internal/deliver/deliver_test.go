package deliver_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/outbox"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/internal/testkit/sshd"
)

var (
	ctx    = context.Background()
	tables = append([]govern.Any{directory.Units, directory.Users, directory.Groups, directory.Members, directory.Roles, directory.Grants, directory.APITokens, policy.Rules}, deliver.Tables...)
)

const (
	service  = "courier"
	fileName = "package-1.xml"
)

// desk is a house with a bank, a channel to it and a courier.
type desk struct {
	*house.House
	t       *testing.T
	bank    *sshd.Server
	courier *deliver.Courier
	content []byte
	alerts  int
}

// each runs f on both databases, with an OpenSSH server of its own as the bank.
func each(t *testing.T, f func(t *testing.T, d *desk)) {
	house.Each(t, tables, deliver.Verbs, func(t *testing.T, h *house.House) {
		d := &desk{House: h, t: t, bank: sshd.Start(t), content: []byte(strings.Repeat("<pain.001/>", 1000))}
		h.User(service, "delivery.record", "delivery.queue")
		store, err := files.NewFolder(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		d.courier = &deliver.Courier{
			Files: store, Folder: t.TempDir(),
			Door: h.Engine, DB: h.DB, Ring: h.Ring, Actor: govern.Actor{User: service, Method: "service"},
			Content: func(context.Context, string, govern.ID) (string, []byte, error) { return fileName, d.content, nil },
		}
		h.Must(h.Submit(house.Founder, govern.PutNew(deliver.Channels, "bank", d.channel("read_back"))))
		f(t, d)
	})
}

// channel is the bank's drop box, its key sealed as a way in does it.
func (d *desk) channel(mode string) *deliver.Channel {
	d.t.Helper()
	c := &deliver.Channel{
		Meta: govern.Meta{ID: "bank"}, Name: "bank", BIC: "COBADEFFXXX", Kind: "sftp", Host: d.bank.Host, Port: int64(d.bank.Port), User: d.bank.User,
		Directory: d.bank.Folder, Mode: mode,
	}
	c.PrivateKey = sealedOf(d.bank.ClientKey)
	for _, key := range d.bank.HostKeys {
		c.HostKeys += d.bank.Host + " " + string(ssh.MarshalAuthorizedKey(key))
	}
	if err := deliver.SealChannel(d.Ring, c); err != nil {
		d.t.Fatal(err)
	}
	return c
}

// mend replaces the channel by one that fits the bank as it is now.
func (d *desk) mend(mode string) {
	d.t.Helper()
	now, err := deliver.Channels.Get(ctx, d.DB, "bank")
	if err != nil {
		d.t.Fatal(err)
	}
	d.Must(d.Submit(house.Founder, govern.Put(deliver.Channels, "bank", now.Version, d.channel(mode))))
}

// queue has the file sent by the next step.
func (d *desk) queue() govern.ID {
	d.t.Helper()
	sum := sha256.Sum256(d.content)
	q := &deliver.Queue{Channel: "bank", SubjectTable: "package", Subject: "package-1", FileName: fileName, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(d.content))}
	d.Must(d.Submit(house.Founder, q))
	return q.Delivery()
}

// worker is one node's; after a crash the test takes a new one.
func (d *desk) worker() *outbox.Worker {
	return &outbox.Worker{
		DB: d.DB, Now: d.Clock.Now, Handlers: map[string]outbox.Handler{deliver.Deliver: d.courier.Do},
		OnGiveUp: func(ctx context.Context, m outbox.Message, _ error) {
			d.alerts++
			if err := d.courier.GaveUp(ctx, m); err != nil {
				d.t.Error(err)
			}
		},
	}
}

func (d *desk) step() {
	d.t.Helper()
	if worked, err := d.worker().Step(ctx); !worked || err != nil {
		d.t.Fatalf("worked: %v, %v", worked, err)
	}
}

func (d *desk) want(id govern.ID, state string) *deliver.Delivery {
	d.t.Helper()
	row, err := deliver.Deliveries.Get(ctx, d.DB, id)
	if err != nil {
		d.t.Fatal(err)
	}
	if row.State != state {
		d.t.Fatalf("the delivery is %s, want %s: %+v", row.State, state, row)
	}
	return row
}

// standing are the names of the files at the bank.
func (d *desk) standing() (names []string) {
	d.t.Helper()
	entries, err := os.ReadDir(d.bank.Folder)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func (d *desk) wantAtBank() os.FileInfo {
	d.t.Helper()
	if names := d.standing(); len(names) != 1 || names[0] != fileName {
		d.t.Fatalf("at the bank: %v", names)
	}
	path := filepath.Join(d.bank.Folder, fileName)
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, d.content) {
		d.t.Fatalf("the bank's file differs: %v", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		d.t.Fatal(err)
	}
	return info
}

// news counts the messages that tell the subject's area of its arrival.
func (d *desk) news() int64 {
	sum := sha256.Sum256(d.content)
	return d.Count(`SELECT count(*) FROM outbox WHERE kind = 'delivered' AND subject = 'package-1' AND body = $1`, hex.EncodeToString(sum[:]))
}

func wantFault(t *testing.T, err error, code string) {
	t.Helper()
	if fault.Code(err) != code {
		t.Fatalf("got %v, want %s", err, code)
	}
}

// dying stands before the Engine and ends the worker as a crash would: before
// the n-th command, or after it was committed.
type dying struct {
	deliver.Door
	n     int
	after bool
}

func (p *dying) Submit(ctx context.Context, who govern.Actor, note govern.Note, cmd govern.Command) (govern.Outcome, error) {
	p.n--
	if p.n == 0 && !p.after {
		runtime.Goexit()
	}
	out, err := p.Door.Submit(ctx, who, note, cmd)
	if p.n == 0 {
		runtime.Goexit()
	}
	return out, err
}

// crash makes an attempt whose node dies at the n-th record.
func (d *desk) crash(n int, after bool) {
	d.t.Helper()
	d.courier.Door = &dying{Door: d.Engine, n: n, after: after}
	over, died := make(chan struct{}), true
	go func() {
		defer close(over)
		_, _ = d.worker().Step(ctx)
		died = false
	}()
	<-over
	if !died {
		d.t.Fatal("the attempt came to an end")
	}
	d.courier.Door = d.Engine
	d.Clock.Advance(5 * time.Minute)
}

var errBank = errors.New("the ledger is being restored")
