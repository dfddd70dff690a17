package audit_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

// segmentEntries is how many entries one packed segment of the index covers.
const segmentEntries = 64 * 256

func (tr *trail) indexRows(table string) map[int64]string {
	tr.t.Helper()
	rows := map[int64]string{}
	err := tr.db.Query(context.Background(), func(scan store.Scan) error {
		var place int64
		var tokens []byte
		err := scan(&place, &tokens)
		rows[place] = fmt.Sprintf("%x", tokens)
		return err
	}, "SELECT place, tokens FROM "+table)
	if err != nil {
		tr.t.Fatal(err)
	}
	return rows
}

func TestASegmentOfTheIndexIsTheSameHoweverItGrew(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		rare := func(n int) *audit.Event {
			return &audit.Event{Actor: "zoe", Action: "order.cancel", Outcome: audit.Refused, Ticket: fmt.Sprint("T-", n)}
		}
		for _, n := range []int{700, 5000, 9000} { // first block by block
			tr.recordMany(n)
			tr.record(rare(n))
			tr.tick()
		}
		if len(tr.indexRows("audit_segment")) > 0 || len(tr.indexRows("audit_block")) == 0 {
			t.Fatal("a segment was packed before it was whole")
		}
		tr.recordMany(segmentEntries + 600 - int(tr.last))
		tr.tick()
		grown := tr.indexRows("audit_segment")
		for place := range tr.indexRows("audit_block") {
			if place < 64*16 {
				t.Fatalf("the block at place %d stands beside its packed segment", place)
			}
		}
		search := func() {
			t.Helper()
			for n, at := range map[int]int64{700: 701, 5000: 5702, 9000: 14703, 8: 0} {
				var want []int64
				if at != 0 {
					want = append(want, at)
				}
				tr.wantFound(fmt.Sprint("ticket ", n), audit.Query{Ticket: fmt.Sprint("T-", n)}, want...)
			}
			tr.wantFound("actor", audit.Query{Actor: "zoe", Outcome: audit.Refused}, 14703, 5702, 701)
			tr.wantFound("actor from a time", audit.Query{Actor: "zoe", From: at(702), To: at(14703)}, 5702)
			got := tr.search(audit.Query{Table: "bank_instruction", Record: "BI7", Limit: 1000})
			var want []int64
			for n := tr.last; n > 0; n-- {
				if n%40 == 7 && !slices.Contains([]int64{701, 5702, 14703}, n) {
					want = append(want, n)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		}
		search()
		tr.forgetIndex()
		tr.tick()
		if diff := cmp.Diff(grown, tr.indexRows("audit_segment")); diff != "" {
			t.Error(diff)
		}
		search()
	})
}
