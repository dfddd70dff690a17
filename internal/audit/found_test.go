package audit_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

// transfer is an event that moves one limit from 100 EUR to 250 EUR, and renames.
func transfer() *audit.Event {
	return &audit.Event{
		Actor: "zoe", OnBehalf: "yan", Action: "limit.update", Outcome: audit.Applied, Record: audit.Record{Table: "limit", ID: "L1"},
		Rows: []audit.Row{
			{
				Table: "limit", ID: "L1", Op: "update",
				After: json.RawMessage(`{"bank":"Südbank Alt AG","sum":{"value":"250.00","currency":"EUR"},"kept":"Zentrale"}`),
				Was:   json.RawMessage(`{"bank":"Nordbank Neu AG","sum":{"value":"100.00","currency":"EUR"}}`),
			},
			{Table: "note", ID: "N1", Op: "insert", After: json.RawMessage(`{"bank":"Nordbank Neu AG"}`)},
		},
		Facts: []audit.Fact{{Name: "file", Value: "limits.csv"}},
	}
}

func TestWhatIsAskedOfAFieldIsAskedOfOneField(t *testing.T) {
	limit := func(q audit.Query) audit.Query {
		q.Table, q.Record = "limit", "L1"
		return q
	}
	found := map[string]audit.Query{
		"acting": {Acting: "zoe"}, "acted for": {For: "yan"}, "both": {Acting: "zoe", For: "yan"},
		"old": {Old: "Nordbank Neu AG"}, "new": {New: "Südbank Alt AG"}, "old and new": {Old: "Nordbank Neu AG", New: "Südbank Alt AG"},
		"inserted": {Table: "note", New: "Nordbank Neu AG"}, "amount": {Value: "EUR 250.00"}, "old amount": {Old: "EUR 100.00", New: "EUR 250.00"},
		"field and amount": limit(audit.Query{Field: "sum", New: "EUR 250.00"}), "field and old": limit(audit.Query{Field: "bank", Old: "Nordbank Neu AG"}),
		"words of a value": {ValueWords: "alt südbank"}, "words of a field": limit(audit.Query{Field: "bank", ValueWords: "neu"}),
		"a fact of the record": limit(audit.Query{Value: "limits.csv"}),
	}
	for name, q := range map[string]audit.Query{
		"acted for, not acting": {Acting: "yan"}, "acting, not acted for": {For: "zoe"}, "new as old": {Old: "Südbank Alt AG"}, "old as new": limit(audit.Query{New: "Nordbank Neu AG"}),
		"of two fields": {Old: "Nordbank Neu AG", New: "EUR 250.00"}, "of another field": limit(audit.Query{Field: "sum", Value: "Südbank Alt AG"}),
		"of another row": {Table: "note", Record: "N1", Value: "Südbank Alt AG"}, "words of both values": {ValueWords: "südbank nordbank"}, "words of what stayed": {ValueWords: "zentrale"},
		"another amount": {Value: "EUR 250.0"}, "a fact as an old value": {Old: "limits.csv"}, "an inserted row has no old value": {Table: "note", Old: "Nordbank Neu AG"},
	} {
		found["nothing: "+name] = q
	}
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		tr.recordMany(300)
		tr.record(transfer())
		tr.recordMany(300)
		tr.tick()
		for name, q := range found {
			tr.wantFound(name, q, 301)
		}
	})
}

func TestWhatIsFoundIsCountedAsFarAsAsked(t *testing.T) {
	tr := newTrail(t, testkit.Open(t, testkit.SQLiteURL(t)))
	tr.recordMany(300)
	tr.record(transfer())
	tr.tick()
	for _, c := range []struct {
		q    audit.Query
		most int
		want int64
		more bool
	}{
		{audit.Query{}, 1000, 301, false},
		{audit.Query{}, 301, 301, false},
		{audit.Query{}, 300, 300, true},
		{audit.Query{Before: 2, Limit: 1}, 1000, 301, false},
		{audit.Query{Acting: "zoe"}, 10, 1, false},
		{audit.Query{Actor: "user1"}, 1000, 43, false},
		{audit.Query{Actor: "user1"}, 42, 42, true},
		{audit.Query{Actor: "nobody"}, 10, 0, false},
		{audit.Query{For: "user1"}, 1000, 0, false}, // who acted 43 times
		{audit.Query{For: "user1"}, 9, 0, true},     // for 40 entries were opened
	} {
		n, more, err := audit.Count(context.Background(), tr.db, tr.ring, c.q, c.most)
		if err != nil || n != c.want || more != c.more {
			t.Errorf("%+v within %d: %d, %v, %v; want %d, %v", c.q, c.most, n, more, err, c.want, c.more)
		}
	}
}

// TestEachEntryThatIsFoundComesWithItsProof checks the proofs with the standard
// tools alone.
func TestEachEntryThatIsFoundComesWithItsProof(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		tr.recordMany(700)
		tr.tick()
		tr.exec(`INSERT INTO audit_cosignature VALUES (700, 'witness', '— witness ' || 'AAAAAAECAwQ=')`)
		tr.recordMany(5) // not signed yet
		verifier, err := note.NewVerifier(tr.ring.Verifier())
		if err != nil {
			t.Fatal(err)
		}
		var seqs []int64
		q := audit.Query{Actor: "user1"}
		err = audit.Evidence(context.Background(), db, tr.ring, q, func(p *audit.Proven) error {
			seqs = append(seqs, p.Seq)
			if leaf := tlog.RecordHash(append(slices.Clone(p.Header), p.Sealed...)); leaf != p.Leaf {
				return fmt.Errorf("entry %d has the leaf %v, not %v", p.Seq, p.Leaf, leaf)
			}
			if alone, err := audit.Prove(context.Background(), db, p.Seq); err != nil || !bytes.Equal(alone, p.Proof) || !bytes.Contains(alone, []byte("— witness ")) {
				return fmt.Errorf("entry %d is proven by\n%s\n%w, and here by\n%s", p.Seq, alone, err, p.Proof)
			}
			return checkProof(p.Proof, p.Seq, p.Leaf, verifier)
		})
		if err != nil {
			t.Fatal(err)
		}
		q.Before, q.Limit = 701, 1000
		if diff := cmp.Diff(tr.search(q), seqs); diff != "" || len(seqs) != 100 {
			t.Errorf("%d entries come with a proof (-search +proven):\n%s", len(seqs), diff)
		}
	})
}

func TestAnAlteredEntryIsNotGivenAsEvidence(t *testing.T) {
	tr := newTrail(t, testkit.Open(t, testkit.SQLiteURL(t)))
	tr.recordMany(20)
	tr.tick()
	tr.disarm()
	tr.exec(`UPDATE audit_checkpoint SET leaves = CAST(substr(leaves, 33) || substr(leaves, 1, 32) AS BLOB)`) // each has its neighbour's hash
	err := audit.Evidence(context.Background(), tr.db, tr.ring, audit.Query{}, func(*audit.Proven) error { return nil })
	wantCode(t, err, "audit_altered")
}

// checkProof parses a proof as the standard (C2SP tlog-proof) lays it down.
func checkProof(text []byte, seq int64, leaf tlog.Hash, verifier note.Verifier) error {
	head, msg, _ := bytes.Cut(text, []byte("\n\n"))
	c, err := tree.OpenCheckpoint(msg, verifier)
	if err != nil {
		return err
	}
	lines := strings.Split(string(head), "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" || lines[1] != fmt.Sprintf("index %d", seq-1) {
		return fmt.Errorf("it begins %q", lines[:2])
	}
	var path tlog.RecordProof
	for _, line := range lines[2:] {
		h, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		path = append(path, h)
	}
	return tlog.CheckRecord(path, c.Size, c.Root, seq-1, leaf)
}
