package sftp

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/demobank"
	"github.com/countersign/countersign/internal/testkit/soak"
	"github.com/countersign/countersign/internal/testkit/sshd"
)

var cutStep = flag.Int64("cut-step", 0, "bytes between two cuts; 0 gives 4096, and 16384 under -short")

func step() int64 {
	switch {
	case *cutStep > 0:
		return *cutStep
	case testing.Short():
		return 16 << 10
	}
	return 4 << 10
}

// attempt delivers through a proxy that cuts the first connection, as a caller
// does who records the rename before it is asked for.
func attempt(t *testing.T, ch Channel, port int, content []byte, renameAttempted *bool) (Proof, error) {
	t.Helper()
	ch.Port = port
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	return Deliver(ctx, ch, "pay.xml", content, Options{
		Now: time.Now, RenameAttempted: *renameAttempted,
		BeforeRename: func(context.Context) error { *renameAttempted = true; return nil },
	})
}

func TestAConnectionCutAnywhereNeverDeliversHalfAFileOrTwo(t *testing.T) {
	server, content := sshd.Start(t), bytesOf(soak.Count(100<<10, 100<<10, 1<<20))
	ch := channelTo(server)
	sent, received := carried(t, ch, server.Address(), server.Folder, content)
	if whole := int64(len(content)); sent < whole || received < whole {
		t.Fatalf("a whole delivery carried only %d and %d bytes", sent, received)
	}
	var cuts [][2]int64
	for at := int64(0); at < max(sent, received); at += step() {
		if at < sent {
			cuts = append(cuts, [2]int64{at, -1})
		}
		if at < received {
			cuts = append(cuts, [2]int64{-1, at})
		}
	}
	// Each connection spends most of its time waiting for sshd to fork.
	var wait sync.WaitGroup
	places := make(chan struct{}, 8)
	for i, cut := range cuts {
		own := ch
		own.Directory = filepath.Join(server.Folder, strconv.Itoa(i))
		if err := os.Mkdir(own.Directory, 0o755); err != nil {
			t.Fatal(err)
		}
		server.Own(t, own.Directory)
		places <- struct{}{}
		wait.Go(func() {
			defer func() { <-places }()
			if err := cutOnce(t, own, server.Address(), content, cut); err != nil {
				t.Errorf("cut at %v: %v", cut, err)
			}
			wantFiles(t, own.Directory, map[string][]byte{"pay.xml": content})
		})
	}
	wait.Wait()
	t.Logf("%d cuts of a file of %d bytes", len(cuts), len(content))
}

// carried are the bytes of an undisturbed delivery, each way.
func carried(t *testing.T, ch Channel, address, folder string, content []byte) (int64, int64) {
	t.Helper()
	cut := sshd.StartCut(t, address, -1, -1)
	var attempted bool
	if _, err := attempt(t, ch, cut.Port, content, &attempted); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(folder, "pay.xml")); err != nil {
		t.Fatal(err)
	}
	return cut.Carried()
}

// cutOnce delivers over a connection that breaks, and then again.
func cutOnce(t *testing.T, ch Channel, address string, content []byte, at [2]int64) error {
	cut := sshd.StartCut(t, address, at[0], at[1])
	defer cut.Close()
	var attempted bool
	proof, err := attempt(t, ch, cut.Port, content, &attempted)
	there, readErr := os.ReadFile(filepath.Join(ch.Directory, "pay.xml"))
	switch {
	case readErr == nil && !bytes.Equal(there, content):
		return fmt.Errorf("%d wrong bytes stand under the final name", len(there))
	case err == nil && (readErr != nil || proof.ReadBackSHA256 != proof.SHA256):
		return fmt.Errorf("called %s, and there stands %w: %+v", proof.Status, readErr, proof)
	case err != nil && !Retryable(err):
		return err
	}
	proof, err = attempt(t, ch, cut.Port, content, &attempted)
	if err != nil || proof.Status != Delivered && proof.Status != AlreadyThere {
		return fmt.Errorf("second call: %+v: %w", proof, err)
	}
	return nil
}

// pickup is a bank that moves the file away as soon as it sees it.
type pickup struct {
	stop chan struct{}
	wait sync.WaitGroup
	took int
	bad  int
}

func startPickup(folder string, content []byte) *pickup {
	p := &pickup{stop: make(chan struct{})}
	final := filepath.Join(folder, "pay.xml")
	p.wait.Go(func() {
		for {
			p.take(final, content)
			select {
			case <-p.stop:
				p.take(final, content)
				return
			case <-time.After(50 * time.Microsecond):
			}
		}
	})
	return p
}

func (p *pickup) take(final string, content []byte) {
	there, err := os.ReadFile(final)
	if err != nil {
		return
	}
	p.took++
	if !bytes.Equal(there, content) {
		p.bad++
	}
	_ = os.Remove(final)
}

func (p *pickup) end() { close(p.stop); p.wait.Wait() }

// The end of a delivery, where the rename is asked for and answered, is cut at
// every few bytes, against the demo's bank, which answers quickly.
func TestABankThatPicksUpAtOnceNeverGetsTheFileTwice(t *testing.T) {
	folder := t.TempDir()
	bank, err := demobank.Start(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bank.Close() })
	keys, err := ParseHostKeys([]byte(bank.HostKeyLine()))
	if err != nil {
		t.Fatal(err)
	}
	content := bytesOf(200)
	ch := Channel{Host: "127.0.0.1", User: demobank.User, PrivateKey: bank.ClientKey, HostKeys: keys}
	sent, received := carried(t, ch, bank.Addr(), folder, content)
	outcomes := map[string]int{}
	// The rename takes a few bytes of them: it is looked for anew, a byte further,
	// until it was met.
	for pass := int64(0); pass < 40 && (pass == 0 || outcomes["unsure"] == 0); pass++ {
		for back := 1 + pass; back < 1500; back += 5 + step()/1024 {
			for _, cut := range [][2]int64{{sent - back, -1}, {-1, received - back}} {
				outcomes[pickedUpOnce(t, ch, bank.Addr(), folder, content, cut)]++
			}
		}
	}
	t.Logf("outcomes: %v", outcomes)
	if outcomes["unsure"] == 0 || outcomes["arrived"] == 0 {
		t.Errorf("the cuts missed the rename: %v", outcomes)
	}
}

func pickedUpOnce(t *testing.T, ch Channel, address, folder string, content []byte, at [2]int64) string {
	t.Helper()
	bank := startPickup(folder, content)
	cut := sshd.StartCut(t, address, at[0], at[1])
	var attempted bool
	var err error
	for range 3 {
		if _, err = attempt(t, ch, cut.Port, content, &attempted); err == nil || !Retryable(err) {
			break
		}
	}
	cut.Close()
	time.Sleep(2 * time.Millisecond)
	bank.end()
	switch {
	case bank.took > 1 || bank.bad > 0:
		t.Fatalf("cut at %v: the bank took %d files, %d of them wrong", at, bank.took, bank.bad)
	case err == nil && bank.took != 1:
		t.Fatalf("cut at %v: called delivered, and the bank took %d", at, bank.took)
	case err == nil:
		return "arrived"
	case Unsure(err):
		return "unsure"
	}
	t.Fatalf("cut at %v: %v", at, errors.Unwrap(err))
	return ""
}

func TestAFileGoneAfterAnAcknowledgedRenameWasPickedUp(t *testing.T) {
	server, content := sshd.Start(t), bytesOf(3000)
	d := &delivery{channel: new(channelTo(server)), content: content, options: Options{Now: time.Now}}
	if err := d.judge(absent); err != nil || d.proof.Status != PickedUp {
		t.Fatalf("%+v, %v", d.proof, err)
	}
	d.proof.RenameAcknowledged = true
	d.proof.Path = filepath.Join(server.Folder, "gone")
	if err := d.settle(deadline(t), errors.New("lost")); err != nil || d.proof.Status != PickedUp {
		t.Fatalf("%+v, %v", d.proof, err)
	}
	d.proof.RenameAcknowledged = false
	d.proof.TemporaryPath = filepath.Join(server.Folder, "gone.part")
	if err := d.settle(deadline(t), errors.New("lost")); !Unsure(err) {
		t.Fatalf("without acknowledgement: %v", err)
	}
}
