package audit

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func isAmount(table, column string) bool { return table == "order" && column == "amount" }

func TestWithheldAmountsLeaveEverythingElseAsItIs(t *testing.T) {
	ev := &Event{
		Units:  [][]string{{"group", "london"}, {"group", "vienna"}},
		Detail: "The orders come to EUR 1,204.50 and must come to 1204.5; 3 orders of 2026 were read.",
		Facts:  []Fact{{"total_eur", "1204.50"}, {"control_total", "7"}, {"rows", "3"}},
		Rows: []Row{
			{Table: "order", ID: "1", Unit: 1, After: json.RawMessage(`{"amount":{"currency":"EUR","value":"1204.50"},"note":"\"a\""}`), Was: json.RawMessage(`{"amount":{"currency":"EUR","value":"1.00"}}`)},
			{Table: "order", ID: "2", Unit: 2, After: json.RawMessage(`{"amount":"","note":"b"}`)},
			{Table: "order", ID: "3", After: json.RawMessage(`{"amount":"12"}`)},
			{Table: "job", ID: "4", Unit: 2, After: json.RawMessage(`{"amount":"5"}`)},
		},
	}
	was, _ := json.Marshal(ev)
	next := *ev
	if n := (&Amounts{Units: []string{"london"}, Is: isAmount}).withhold(&next); n != 5 {
		t.Errorf("%d amounts are withheld, want 5", n)
	}
	want := []Row{
		ev.Rows[0], ev.Rows[1],
		{Table: "order", ID: "3", After: json.RawMessage(`{"amount":"withheld"}`)},
		ev.Rows[3],
	}
	if d := cmp.Diff(want, next.Rows); d != "" {
		t.Error(d)
	}
	if want := "The orders come to withheld and must come to withheld; 3 orders of 2026 were read."; next.Detail != want {
		t.Errorf("the detail is %q", next.Detail)
	}
	if d := cmp.Diff([]Fact{{"total_eur", Withheld}, {"control_total", Withheld}, {"rows", "3"}}, next.Facts); d != "" {
		t.Error(d)
	}
	if now, _ := json.Marshal(ev); string(now) != string(was) {
		t.Error("the entry itself was changed")
	}
}

func TestWhoMayReadAllAmountsOfAnEntryIsToldAllOfIt(t *testing.T) {
	ev := &Event{
		Units: [][]string{{"group", "london"}}, Detail: "EUR 12.50", Facts: []Fact{{"total_eur", "12.50"}},
		Rows: []Row{{Table: "order", ID: "1", Unit: 1, After: json.RawMessage(`{"amount":"12"}`)}},
	}
	for _, a := range []*Amounts{{All: true, Is: isAmount}, {Units: []string{"group"}, Is: isAmount}, {Units: []string{"london"}, Is: isAmount}} {
		next := *ev
		if n := a.withhold(&next); n != 0 || cmp.Diff(*ev, next) != "" {
			t.Errorf("%+v withholds %d: %+v", a, n, next)
		}
	}
	for _, a := range []*Amounts{{Is: isAmount}, {All: true, Without: []string{"london"}, Is: isAmount}} {
		next := *ev
		if n := a.withhold(&next); n != 3 {
			t.Errorf("%+v withholds %d: %+v", a, n, next)
		}
	}
}
