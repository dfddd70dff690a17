package audit_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

// mixed is an event with a row of london, one of vienna, one that went from
// london to vienna and one of no unit.
func mixed() *audit.Event {
	row := func(id, value string, unit, left int64) audit.Row {
		r := audit.Row{Table: "order", ID: id, Op: "update", Version: 2, After: json.RawMessage(`{"note":"` + value + `"}`), Was: json.RawMessage(`{"note":"Vorher"}`), Unit: unit, Left: left}
		return r
	}
	return &audit.Event{
		Actor: "zoe", Action: "order.sweep", Outcome: audit.Applied, Record: audit.Record{Table: "order", ID: "V"}, Reason: "Monatsende", Detail: "Einzelheit",
		Units: [][]string{{"vienna", "group"}, {"london", "uk", "group"}},
		Rows:  []audit.Row{row("V", "Donauwelle", 1, 0), row("L", "Nebelhorn", 2, 0), row("M", "Umzugsgut", 1, 2), row("N", "Niemandsland", 0, 0)},
		Facts: []audit.Fact{{Name: "file", Value: "donau.csv"}},
	}
}

func TestOfAnEntryOfSeveralUnitsEachIsToldItsOwnRows(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		tr.recordMany(300)
		tr.record(mixed())
		tr.recordMany(300)
		tr.tick() // entry 301 is found by the index, and was by its header before
		uk, none := &audit.Scope{Units: []string{"uk"}}, &audit.Scope{}
		for range 2 {
			tr.wantFound("one's own value", audit.Query{Scope: uk, Value: "Nebelhorn"}, 301)
			tr.wantFound("the reason", audit.Query{Scope: uk, Words: "monatsende"}, 301)
			tr.wantFound("all that is one's own", audit.Query{Scope: uk}, 301)
			tr.wantFound("nothing: a value of others", audit.Query{Scope: uk, Value: "Donauwelle"})
			tr.wantFound("nothing: what became of a row that left", audit.Query{Scope: uk, Value: "Umzugsgut"})
			tr.wantFound("nothing: a value of nobody", audit.Query{Scope: uk, Value: "Niemandsland"})
			tr.wantFound("nothing: a fact", audit.Query{Scope: uk, Value: "donau.csv"})
			tr.wantFound("nothing: the detail", audit.Query{Scope: uk, Words: "einzelheit"})
			tr.wantFound("nothing: a record of others", audit.Query{Scope: uk, Table: "order", Record: "V"})
			tr.wantFound("nothing: without a unit", audit.Query{Scope: none, Actor: "zoe"})
			tr.wantFound("nothing: of another unit", audit.Query{Scope: &audit.Scope{Units: []string{"paris"}}, Actor: "zoe"})
			tr.wantFound("the row that left, as such", audit.Query{Scope: uk, Table: "order", Record: "M"}, 301)
			tr.tick()
		}
		f, err := audit.Read(context.Background(), tr.db, tr.ring, 301, uk)
		if err != nil || f == nil {
			t.Fatalf("the entry is %v, %v", f, err)
		}
		text, _ := json.Marshal(f.Event)
		for _, foreign := range []string{"Donau", "donau", "Umzug", "Niemand", "Einzelheit", `"V"`, `"N"`, "vienna"} {
			if strings.Contains(string(text), foreign) {
				t.Errorf("london is told %s in %s", foreign, text)
			}
		}
		if f.Hidden != 3 || len(f.Event.Rows) != 2 || f.Event.Units[f.Event.Rows[0].Unit-1][0] != "london" {
			t.Errorf("london is told %d hidden and %s", f.Hidden, text)
		}
		if f, err := audit.Read(context.Background(), tr.db, tr.ring, 301, &audit.Scope{Units: []string{"group"}}); err != nil || f.Hidden != 1 || len(f.Event.Rows) != 3 {
			t.Errorf("the group is told %+v, %v", f, err)
		}
	})
}

func TestWhatIsOfARecordKeptFromSomebodyOrNamesItIsNotTold(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) {
		tr := newTrail(t, db)
		blue := audit.Record{Table: "group", ID: "blue"}
		named := func(id, group string) audit.Row {
			return audit.Row{Table: "member", ID: id, Op: "insert", Version: 1, After: json.RawMessage(`{"group":"` + group + `"}`)}
		}
		tr.record(&audit.Event{Actor: "zoe", Action: "group.view", Outcome: audit.Refused, Record: blue, Detail: "of blue"})
		tr.record(&audit.Event{Actor: "zoe", Action: "member.insert", Outcome: audit.Applied, Record: audit.Record{Table: "member", ID: "m1"}, Rows: []audit.Row{named("m1", "blue")}})
		tr.record(&audit.Event{Actor: "zoe", Action: "sweep", Outcome: audit.Applied, Record: audit.Record{Table: "member", ID: "m2"}, Rows: []audit.Row{named("m2", "red"), named("m3", "blue")}})
		tr.record(&audit.Event{Actor: "zoe", Action: "member.insert", Outcome: audit.Applied, Record: audit.Record{Table: "member", ID: "m4"}, Rows: []audit.Row{named("m4", "red")}})
		kept := &audit.Scope{All: true, Records: []audit.Record{blue}}
		tr.wantFound("what concerns others too", audit.Query{Scope: kept, Actor: "zoe"}, 4, 3)
		tr.wantFound("all of it", audit.Query{Scope: &audit.Scope{All: true}, Actor: "zoe"}, 4, 3, 2, 1)
		f, err := audit.Read(context.Background(), tr.db, tr.ring, 3, kept)
		if err != nil || f == nil || len(f.Event.Rows) != 1 || f.Event.Rows[0].ID != "m2" || f.Hidden != 1 {
			t.Errorf("the mixed entry is told as %+v, %v", f, err)
		}
		for _, seq := range []int64{1, 2} {
			if f, err := audit.Read(context.Background(), tr.db, tr.ring, seq, kept); err != nil || f != nil {
				t.Errorf("entry %d is told: %+v, %v", seq, f, err)
			}
		}
	})
}
