package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// base is one database with a log of years.
type base struct {
	dir, version string
	db           store.DB
	ring         *secret.Ring
	keeper       *audit.Keeper
	sealer       *audit.Sealer
	bytes        int64         // of headers and ciphertexts
	took         time.Duration // to write, sign and index it
	drop         func()
}

// What the log is about.
const (
	people   = 500
	records  = 20_000
	years    = 3
	group    = 2000 // entries in one transaction
	lastTime = 1795000000000000
)

func openBase(kind string) (b *base, err error) {
	b = &base{drop: func() {}}
	if b.dir, err = os.MkdirTemp(*folder, "countersign-bench-"); err != nil {
		return nil, err
	}
	url := "sqlite:" + filepath.Join(b.dir, "bench.db")
	if kind == "postgres" {
		if url, err = b.schema(); err != nil {
			return nil, err
		}
	}
	if b.ring, err = secret.Create(filepath.Join(b.dir, "keys.json")); err != nil {
		return nil, err
	}
	if b.db, err = store.Open(ctx, url); err != nil {
		return nil, err
	}
	b.sealer = audit.NewSealer(b.ring)
	b.keeper = audit.NewKeeper(b.db, b.ring, b.checkpoints())
	version := `SELECT 'SQLite ' || sqlite_version()`
	if kind == "postgres" {
		version = `SELECT 'PostgreSQL ' || current_setting('server_version') || ', fsync ' || current_setting('fsync')`
	}
	if err := b.db.QueryRow(ctx, []any{&b.version}, version); err != nil {
		return nil, err
	}
	return b, b.fill()
}

func (b *base) checkpoints() string { return filepath.Join(b.dir, "checkpoints") }

// fill writes the entries through audit.Append, the keeper beside it.
func (b *base) fill() error {
	began := time.Now()
	for first := 1; first <= *entries; first += group {
		if err := b.put(first, min(first+group-1, *entries)); err != nil {
			return err
		}
		if err := b.keeper.Tick(ctx); err != nil {
			return err
		}
		if n := first + group - 1; n%(100*group) == 0 {
			log.Printf("%d entries after %s", n, time.Since(began).Round(time.Second))
		}
	}
	for range 1 + *entries/(100*group) { // the index has caught up
		if err := b.keeper.Tick(ctx); err != nil {
			return err
		}
	}
	b.took = time.Since(began)
	return nil
}

func (b *base) put(first, last int) error {
	var list []audit.Entry
	for n := first; n <= last; n++ {
		e, err := b.sealer.Seal(int64(n), timeOf(n), event(n))
		if err != nil {
			return err
		}
		b.bytes += int64(len(e.Header) + len(e.Sealed))
		list = append(list, e)
	}
	return b.db.Write(ctx, func(tx store.Tx) error { return audit.Append(ctx, tx, list) })
}

// timeOf spreads the entries evenly over the years before lastTime.
func timeOf(n int) int64 {
	const span = int64(years) * 365 * 24 * 3600 * 1_000_000
	return lastTime - span + span/int64(*entries)*int64(n)
}

// mix is a number as good as random, the same for the same n.
func mix(n int) uint64 {
	x := uint64(n) * 0x9E3779B97F4A7C15
	x ^= x >> 29
	x *= 0xBF58476D1CE4E5B9
	return x ^ x>>32
}

var (
	tables = []string{"bank_instruction", "invoice", "order", "customer", "user"}
	fields = []string{"iban", "amount", "due_date", "name", "bank"}
	words  = strings.Fields("amber birch copper delta ember falcon granite harbour indigo juniper kelp lagoon marble nickel onyx pine quartz river slate timber umber violet willow xenon yarrow zinc")
)

// event is what entry n tells: one of five hundred people changed a field of one
// of twenty thousand records, for a reason of a few words.
func event(n int) *audit.Event {
	r := mix(n)
	table, field := tables[r%5], fields[r>>8%5]
	id := recordOf(int(r >> 16 % records))
	after, _ := json.Marshal(map[string]string{"id": id, field: fmt.Sprintf("value %d", r>>20%1_000_000)})
	was, _ := json.Marshal(map[string]string{field: fmt.Sprintf("value %d", r>>24%1_000_000)})
	word := func(i int) string { return words[mix(n+i*7)%uint64(len(words))] }
	reason := word(1) + " " + word(2) + " " + word(3)
	if n%rareEach == 0 {
		reason += " " + rareWord
	}
	return &audit.Event{
		Actor: personOf(int(r >> 32 % people)), Session: "s", Method: "password", From: fmt.Sprintf("10.0.%d.%d", r>>40%4, r>>44%250), Request: fmt.Sprint("r", n),
		Action: table + ".update", Outcome: audit.Applied, Record: audit.Record{Table: table, ID: id}, Reason: reason,
		Rows: []audit.Row{{Table: table, ID: id, Op: "update", Version: int64(n), After: after, Was: was}},
	}
}

// rareWord stands in one of so many entries.
const (
	rareWord = "kingfisher"
	rareEach = 10_007
)

func personOf(i int) string { return fmt.Sprintf("person-%03d", i) }
func recordOf(i int) string { return fmt.Sprintf("R-%05d", i) }

func (b *base) close() {
	_ = b.db.Close()
	b.drop()
	_ = os.RemoveAll(b.dir)
}

// schema makes a new one on the project's own test server, with fsync on.
func (b *base) schema() (string, error) {
	root, err := exec.Command("git", "rev-parse", "--show-toplevel").Output()
	if err != nil {
		return "", err
	}
	text, err := exec.Command(filepath.Join(strings.TrimSpace(string(root)), "scripts", "test-postgres"), "start", "durable").Output()
	if err != nil {
		return "", fmt.Errorf("scripts/test-postgres: %w", err)
	}
	server := strings.TrimSpace(string(text))
	name := fmt.Sprintf("bench_%d", time.Now().UnixNano())
	if err := execPostgres(server, "CREATE SCHEMA "+name); err != nil {
		return "", err
	}
	b.drop = func() { _ = execPostgres(server, "DROP SCHEMA "+name+" CASCADE") }
	return server + "&search_path=" + name, nil
}

func execPostgres(url, q string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, q)
	return err
}
