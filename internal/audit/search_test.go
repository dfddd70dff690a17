package audit_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

func (tr *trail) search(q audit.Query) []int64 {
	tr.t.Helper()
	found, err := audit.Search(context.Background(), tr.db, tr.ring, q)
	if err != nil {
		tr.t.Fatalf("%+v: %v", q, err)
	}
	var seqs []int64
	for _, f := range found {
		seqs = append(seqs, f.Seq)
	}
	return seqs
}

// wantFound checks a named query; names that begin with "nothing" want none.
func (tr *trail) wantFound(name string, q audit.Query, want ...int64) {
	tr.t.Helper()
	if strings.HasPrefix(name, "nothing") {
		want = nil
	}
	if diff := cmp.Diff(want, tr.search(q)); diff != "" {
		tr.t.Errorf("%s: %s", name, diff)
	}
}

func at(seq int64) int64 { return year2025 + seq*1e6 }

func TestSearchFindsWhatWasRecordedWhereverItIsIndexed(t *testing.T) {
	special := func(n int) *audit.Event {
		return &audit.Event{
			Actor: "zoe", OnBehalf: "yan", From: "192.0.2.9", Action: "order.cancel", Outcome: audit.Refused, Record: audit.Record{Table: "order", ID: fmt.Sprint("O", n)},
			Ticket: "T-77", Change: fmt.Sprint("C", n), Code: "denied", Reason: "Rechnung doppelt, Größe falsch",
			Rows: []audit.Row{{
				Table: "order_line", ID: fmt.Sprint("L", n), Op: "update",
				After: json.RawMessage(`{"amount":"120.50","bank":"Südbank \"Alt\" AG","kept":"Untouched","n":17}`), Was: json.RawMessage(`{"amount":"99.00","bank":null,"n":16}`),
			}},
			Facts: []audit.Fact{{Name: "file", Value: "camt_053.xml"}},
		}
	}
	queries := map[string]audit.Query{
		"actor": {Actor: "zoe"}, "acted for": {Actor: "yan"}, "action": {Action: "order.cancel"}, "outcome": {Outcome: audit.Refused},
		"table of the record": {Table: "order"}, "record": {Table: "order", Record: "O3"}, "table of a row": {Table: "order_line"}, "row": {Table: "order_line", Record: "L3"},
		"field": {Table: "order_line", Field: "bank"}, "new value": {Value: "120.50"}, "old value": {Value: "99.00"}, "quoted value": {Value: `Südbank "Alt" AG`}, "number": {Value: "17"},
		"word": {Words: "südbank"}, "words of the reason": {Words: "größe FALSCH doppelt"}, "word of a fact": {Words: "CAMT"}, "fact": {Value: "camt_053.xml"},
		"ticket": {Ticket: "T-77"}, "change": {Change: "C3"}, "code": {Code: "denied"}, "address": {Address: "192.0.2.9"},
		"together": {Actor: "zoe", Table: "order_line", Field: "amount", Words: "rechnung", Outcome: audit.Refused, Ticket: "T-77"},
	}
	for name, q := range map[string]audit.Query{
		"no such actor": {Actor: "zo"}, "field that did not change": {Table: "order_line", Field: "kept"}, "unchanged value": {Value: "Untouched"},
		"part of a value": {Value: "Südbank"}, "one word of two is missing": {Words: "rechnung storno"}, "row of another table": {Table: "order", Record: "L3"}, "field of another table": {Table: "order", Field: "amount"},
		"null": {Value: "null"},
	} {
		queries["nothing: "+name] = q
	}
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		tr.recordMany(100)
		tr.record(special(3))
		tr.recordMany(500)
		tr.tick()
		for range 2 {
			for name, q := range queries {
				tr.wantFound(name, q, 101)
			}
			if err := tr.ring.Rotate(); err != nil { // and again under keys made since
				t.Fatal(err)
			}
		}
		tr.record(special(3)) // in the tail, by the new token key
		for name, q := range queries {
			tr.wantFound(name, q, 602, 101)
		}
	})
}

func TestSearchAgreesWithReadingEverything(t *testing.T) {
	tr := newTrail(t, testkit.Open(t, testkit.SQLiteURL(t)))
	tr.recordMany(800)
	tr.tick()
	tr.recordMany(100)
	rapid.Check(t, func(rt *rapid.T) {
		q := audit.Query{Limit: rapid.IntRange(1, 200).Draw(rt, "limit")}
		user, record := rapid.IntRange(-1, 7).Draw(rt, "user"), rapid.IntRange(-1, 40).Draw(rt, "record")
		if user >= 0 {
			q.Actor = fmt.Sprint("user", user)
		}
		if record >= 0 {
			q.Table, q.Record = "bank_instruction", fmt.Sprint("BI", record)
		}
		from, to, before := rapid.Int64Range(0, 950).Draw(rt, "from"), rapid.Int64Range(0, 950).Draw(rt, "to"), rapid.Int64Range(0, 950).Draw(rt, "before")
		if from > 0 {
			q.From = at(from)
		}
		if to > 0 {
			q.To = at(to)
		}
		q.Before = before
		var want []int64
		for n := int64(900); n > 0 && len(want) < q.Limit; n-- {
			if (user < 0 || n%7 == int64(user)) && (record < 0 || n%40 == int64(record)) && n >= from && (to == 0 || n < to) && (before == 0 || n < before) {
				want = append(want, n)
			}
		}
		if got := tr.search(q); !slices.Equal(got, want) {
			rt.Fatalf("%+v: found %v, want %v", q, got, want)
		}
	})
}

func TestWhatTheAskerMayNotSeeDoesNotCount(t *testing.T) {
	tr := newTrail(t, testkit.Open(t, testkit.SQLiteURL(t)))
	tr.recordMany(300)
	got := tr.search(audit.Query{Limit: 3, Allow: func(f audit.Found) bool { return f.Seq%100 == 1 }})
	if !slices.Equal(got, []int64{201, 101, 1}) {
		t.Errorf("found %v", got)
	}
}

func TestEveryRecordOfABulkChangeIsFound(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		ev := &audit.Event{Actor: "anna", Action: "exception.close", Outcome: audit.Applied}
		for n := range 5000 {
			ev.Rows = append(ev.Rows, audit.Row{Table: "exception", ID: fmt.Sprint("E", n), Op: "update", After: json.RawMessage(`{"note":"closed as agreed with the bank","state":"closed"}`), Was: json.RawMessage(`{"note":"","state":"open"}`)})
		}
		tr.record(ev)
		tr.recordMany(300)
		tr.tick()
		for _, n := range []int{0, 1, 2500, 4999} {
			if got := tr.search(audit.Query{Table: "exception", Record: fmt.Sprint("E", n)}); !slices.Equal(got, []int64{1}) {
				t.Errorf("record %d: found %v", n, got)
			}
		}
		if got := tr.search(audit.Query{Table: "exception", Field: "state", Value: "closed", Words: "agreed"}); !slices.Equal(got, []int64{1}) {
			t.Errorf("found %v", got)
		}
	})
}

func TestMeaninglessQueriesAreRefused(t *testing.T) {
	tr := newTrail(t, testkit.Open(t, testkit.SQLiteURL(t)))
	for code, q := range map[string]audit.Query{"table_needed": {Record: "7"}, "limit_range": {Limit: 1001}} {
		_, err := audit.Search(context.Background(), tr.db, tr.ring, q)
		wantCode(t, err, code)
	}
}
