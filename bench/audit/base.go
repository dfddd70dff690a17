package main

import (
	"encoding/json"
	"fmt"
	"log"
	"path/filepath"
	"strings"
	"time"

	"github.com/countersign/countersign/bench/internal/database"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/store"
)

// base is one database with a log of years.
type base struct {
	*database.Database
	keeper *audit.Keeper
	sealer *audit.Sealer
}

// What the log is about.
const (
	people   = 500
	records  = 20_000
	years    = 3
	group    = 2000 // entries in one transaction
	lastTime = 1795000000000000
)

func openBase(kind string) (*base, error) {
	var d *database.Database
	var err error
	if *keep == "" {
		d, err = database.Make(ctx, kind, *folder)
	} else {
		d, err = database.Keep(ctx, kind, filepath.Join(*keep, fmt.Sprintf("%s-%d", kind, *entries)))
	}
	if err != nil {
		return nil, err
	}
	b := &base{Database: d, sealer: audit.NewSealer(d.Ring)}
	b.keeper = audit.NewKeeper(b.DB, b.Ring, b.checkpoints())
	return b, b.fill()
}

func (b *base) checkpoints() string { return filepath.Join(b.Dir, "checkpoints") }

// fill writes the entries that are missing through audit.Append, the keeper
// beside it.
func (b *base) fill() error {
	var have int
	if err := b.DB.QueryRow(ctx, []any{&have}, `SELECT coalesce(max(seq), 0) FROM audit_entry`); err != nil {
		return err
	}
	began := time.Now()
	for first := have + 1; first <= *entries; first += group {
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
	return b.index()
}

// index has the keeper sign and index all there is.
func (b *base) index() error {
	for was := int64(-1); ; {
		if err := b.keeper.Tick(ctx); err != nil {
			return err
		}
		var now int64 // whatever the keeper did last changes it
		if err := b.DB.QueryRow(ctx, []any{&now}, `SELECT blocks + gathered + 1024 * volumes + coalesce((SELECT min(place) FROM audit_segment), 0) FROM audit_index`); err != nil || now == was {
			return err
		}
		was = now
	}
}

func (b *base) put(first, last int) error {
	list := make([]audit.Entry, 0, group)
	for n := first; n <= last; n++ {
		e, err := b.sealer.Seal(int64(n), timeOf(n), event(n))
		if err != nil {
			return err
		}
		list = append(list, e)
	}
	return b.DB.Write(ctx, func(tx store.Tx) error { return audit.Append(ctx, tx, list) })
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
	reason := reasonWord(n, 1) + " " + reasonWord(n, 2) + " " + reasonWord(n, 3)
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
