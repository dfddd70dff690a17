package e2e

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/archives"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/verify"
	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

const (
	perFile       = 256
	orderedAtOnce = 4 * perFile
	orderVariable = "COUNTERSIGN_E2E_ORDER" // the kind, and up to which entry
)

// TestAnOrderWhoseNodeWasKilledIsCarriedOn kills the process that archives the log,
// and the one that brings it back, in the midst of it, and has this one carry the
// order on: all of it is moved, once, and the log is whole.
func TestAnOrderWhoseNodeWasKilledIsCarriedOn(t *testing.T) {
	testkit.EachURL(t, func(t *testing.T, url string) {
		p := place{url, t.TempDir()}
		o := &ordeal{place: p, t: t, db: testkit.Open(t, url)}
		o.grow()
		o.killsInTheMidst(archives.ToArchive)
		o.carriesOn(0)
		o.killsInTheMidst(archives.ToRestore)
		o.carriesOn(o.to)
	})
}

// ordeal is a place whose log is archived up to an entry.
type ordeal struct {
	place
	t  *testing.T
	db store.DB
	to int64
}

// serves is a node on the place, whose archive files are small.
func (o *ordeal) serves() *server.Server {
	o.t.Helper()
	s, err := o.node()
	if err != nil {
		o.t.Fatal(err)
	}
	return s
}

func (p place) node() (*server.Server, error) {
	c, err := config.Load(config.Sources{Environ: []string{}, Flags: map[string]string{"data": p.dir, "database": p.url}})
	if err != nil {
		return nil, err
	}
	return server.Open(ctx, c, server.Options{Version: "test", ArchiveFile: perFile})
}

// grow has more entries written, to be archived.
func (o *ordeal) grow() {
	o.t.Helper()
	s := o.serves()
	if !s.Founded() {
		if _, err := s.Found(ctx, []server.Admin{{Email: "ada@example.com", Name: "Ada"}, {Email: "bela@example.com", Name: "Béla"}}); err != nil {
			o.t.Fatal(err)
		}
	}
	var busy sync.WaitGroup
	for range 32 {
		busy.Go(func() {
			for range orderedAtOnce/32 + 1 {
				if _, err := s.Engine.Note(ctx, govern.Actor{Method: "node"}, audit.Event{Action: "drill", Outcome: audit.Noted}); err != nil {
					o.t.Error(err)
					return
				}
			}
		})
	}
	busy.Wait()
	if err := s.Close(); err != nil {
		o.t.Fatal(err)
	}
	o.to += orderedAtOnce
}

// killsInTheMidst has a child carry an order of that kind out and kills it at a random
// moment, as often as it takes to find the order begun and not ended.
func (o *ordeal) killsInTheMidst(kind string) {
	o.t.Helper()
	for range 60 {
		give := fmt.Sprint(kind, " ", o.to)
		if o.waits() {
			give = "" // it was killed before it had begun
		}
		o.kill(give, time.Duration(rand.IntN(100))*time.Millisecond)
		list, err := archives.Open(ctx, o.db)
		if err != nil {
			o.t.Fatal(err)
		}
		if len(list) == 1 && list[0].Begins > 0 {
			o.t.Logf("%s: killed after %d of %d entries", kind, list[0].Entries, list[0].Ends-list[0].Begins+1)
			return
		}
		if len(list) == 0 && kind == archives.ToArchive {
			o.grow() // it came to its end before the kill
		}
	}
	o.t.Fatalf("no kill met an order to %s in the midst of it", kind)
}

func (o *ordeal) waits() bool {
	o.t.Helper()
	waits, err := archives.Waiting(ctx, o.db)
	if err != nil {
		o.t.Fatal(err)
	}
	return waits
}

// kill has a child work, and kills it so long after an order was begun.
func (o *ordeal) kill(give string, after time.Duration) {
	o.t.Helper()
	cmd := o.child("archives")
	cmd.Env = append(cmd.Env, orderVariable+"="+give)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		o.t.Fatal(err)
	}
	if !bufio.NewScanner(out).Scan() {
		o.t.Fatal("the child did not begin")
	}
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		list, err := archives.Open(ctx, o.db)
		if err != nil {
			o.t.Fatal(err)
		}
		if len(list) == 0 || list[0].Begins > 0 {
			break
		}
	}
	time.Sleep(after)
	_ = cmd.Process.Kill()
	if err := cmd.Wait(); err == nil || err.Error() != "signal: killed" {
		o.t.Fatalf("the child ended by itself: %v", err)
	}
	// The lease of the dead would run out in some seconds.
	if err := o.db.Write(ctx, func(tx store.Tx) error { return tx.Exec(ctx, `UPDATE lease SET until = 0`) }); err != nil {
		o.t.Fatal(err)
	}
}

// carriesOn ends what the dead node began; so many of the entries are in the database
// then.
func (o *ordeal) carriesOn(here int64) {
	o.t.Helper()
	s := o.serves()
	defer func() {
		if err := s.Close(); err != nil {
			o.t.Error(err)
		}
	}()
	for end := time.Now().Add(time.Minute); o.waits(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			o.t.Fatal("the order does not end")
		}
	}
	list, err := archives.Orders.Find(ctx, o.db, `id <> '' ORDER BY asked_at DESC, id DESC`)
	if err != nil {
		o.t.Fatal(err)
	}
	if r := list[0]; r.State != archives.Done || r.Ends != o.to || r.Entries != r.Ends-r.Begins+1 || r.Files*perFile != r.Entries {
		o.t.Errorf("the order came to %+v", r)
	}
	made, err := audit.Archives(ctx, o.db)
	if err != nil || int64(len(made))*perFile != o.to {
		o.t.Errorf("%d archives, %v", len(made), err)
	}
	var n int64
	if err := o.db.QueryRow(ctx, []any{&n}, `SELECT count(*) FROM audit_entry WHERE seq <= $1`, o.to); err != nil || n != here {
		o.t.Errorf("%d entries are in the database, want %d; %v", n, here, err)
	}
	notes, err := os.ReadFile(s.Config.Checkpoints())
	if err != nil {
		o.t.Fatal(err)
	}
	if r, err := verify.Verify(audit.Source(ctx, o.db, nil), notes, s.Ring.Keys()); err != nil || !r.Whole() {
		o.t.Errorf("the log: %+v, %v", r, err)
	}
}

// archivesInChild gives an order, where it is told which, says so, and works until it
// is killed.
func archivesInChild() error {
	s, err := placeOfChild().node()
	if err != nil {
		return err
	}
	var kind string
	var to int64
	if give := os.Getenv(orderVariable); give != "" {
		if _, err := fmt.Sscan(give, &kind, &to); err != nil {
			return err
		}
	}
	var cmd govern.Command
	switch kind {
	case archives.ToArchive:
		cmd = &archives.Archive{To: to}
	case archives.ToRestore:
		cmd = &archives.Restore{From: 1, To: to, Hours: 1}
	}
	if cmd != nil {
		out, err := s.Engine.Submit(ctx, govern.Actor{User: server.InstallationUser, Method: "test"}, govern.Note{}, cmd)
		if err != nil || out.State != govern.Applied {
			return fmt.Errorf("the order: %+v, %w", out, err)
		}
	}
	fmt.Println("begun")
	select {}
}
