package ascode_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

const purchasing = `
foreign_table:
  - id: suppliers
    name: supplier
    doc: Whom purchasing buys from.
    unit_column: unit
    unique: [{columns: [code]}, {columns: [credit_limit]}]
    columns:
      - {name: code, kind: text, audit: show, max_length: 200}
      - {name: unit, kind: text, audit: show, ref: unit, optional: true}
      - {name: serves, kind: text, audit: show, ref: unit, optional: true}
      - {name: credit_limit, kind: money, audit: show}
      - {name: rank, kind: integer, audit: show, optional: true}
      - {name: tags, kind: list, audit: show, optional: true}
      - {name: portal_key, kind: text, audit: mask, optional: true}
`

const buyers = `
role:
  - {id: buyer, name: Buyer, permissions: [supplier.view, supplier.insert, supplier.update, supplier.delete]}
grant:
  - {id: second-buys, user: second@example.com, role: Buyer, scope: everything}
`

const mill = "supplier:\n  - {code: S-1, credit_limit: {value: \"9000.00\", currency: EUR}, rank: 3, tags: [paper, pulp]}\n"

// declare declares the supplier and lets Second write some.
func declare(h *house.House) {
	for _, text := range []string{purchasing, buyers} {
		cmd, err := book.Apply(files(text), false)
		if err != nil {
			panic(err)
		}
		h.Must(h.Submit(house.Founder, cmd))
	}
}

// supply adds a supplier.
func (w *town) supply() {
	w.n++
	s, _ := w.h.Engine.Foreign("supplier")
	rec, err := s.Make(w.id(), nil, values(map[string]any{
		"code": w.name(), "unit": string(pick(w, w.units)), "rank": rapid.Int64Range(-1<<53, 1<<53).Draw(w.t, "rank"),
		"credit_limit": map[string]any{"value": fmt.Sprintf("%d.%02d", w.n, w.n%100), "currency": "EUR"}, "tags": []string{w.name(), "", w.name()},
	}))
	if err != nil {
		w.t.Fatal(err)
	}
	w.h.Must(w.h.Submit(house.Second, insertion{s, rec}))
}

// TestRowsOfForeignTablesComeAfterTheirDeclaration: one change cannot declare a
// table and write its rows; the second time the same files bring the rows.
func TestRowsOfForeignTablesComeAfterTheirDeclaration(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		both := files(purchasing + buyers + mill)
		out, cmd, err := apply(t, h, house.Founder, both, false)
		h.Must(out, err)
		if diff := cmp.Diff([]ascode.Later{{Table: "supplier", Rows: 1}}, cmd.Later()); diff != "" {
			t.Error(diff)
		}
		if n := h.Count(`SELECT count(*) FROM foreign_row`); n != 0 {
			t.Errorf("%d rows are there", n)
		}
		out, cmd, err = apply(t, h, house.Second, both, false)
		h.Must(out, err)
		want := []string{`insert supplier S-1; code →S-1; credit_limit →{"currency":"EUR","value":"9000.00"}; rank →3; tags → +paper +pulp`}
		if diff := cmp.Diff(want, changed(t, h, cmd)); diff != "" || len(cmd.Later()) > 0 {
			t.Error(diff, cmd.Later())
		}
		out, cmd, err = apply(t, h, house.Second, both, false)
		if h.Must(out, err); len(changed(t, h, cmd)) > 0 {
			t.Errorf("again it changes %v", changed(t, h, cmd))
		}
		// A declaration that changes has its rows wait, too, and then finds them as they are.
		wider := strings.Replace(purchasing, "kind: integer", "kind: integer, doc: 1 is best", 1)
		more := strings.Replace(mill, "rank: 3", "rank: 4", 1)
		out, cmd, err = apply(t, h, house.Second, files(wider+more), false)
		if h.Must(out, err); len(changed(t, h, cmd)) != 1 || len(cmd.Later()) != 1 {
			t.Errorf("a wider declaration: %v, later %v", changed(t, h, cmd), cmd.Later())
		}
		out, cmd, err = apply(t, h, house.Second, files(wider+more), false)
		if h.Must(out, err); len(changed(t, h, cmd)) != 1 || !strings.Contains(changed(t, h, cmd)[0], "rank 3→4") {
			t.Errorf("after it: %v", changed(t, h, cmd))
		}
	})
}

func TestRowsOfForeignTablesAreHeldToTheirColumnsWithFileAndLine(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		for _, c := range []struct{ text, code, says string }{
			{mill, "unknown_table", "line 1"},
			{purchasing + strings.Replace(mill, "rank: 3", "rang: 3", 1), "unknown_field", "line 17: There is no field rang in supplier. Is rank meant?"},
			{purchasing + strings.Replace(mill, "rank: 3", "rank: high", 1), "bad_value", "line 17: Here stands a whole number"},
			{purchasing + strings.Replace(mill, "rank: 3", "portal_key: open", 1), "secret", "line 17"},
			{strings.Replace(purchasing, "kind: integer", "kind: number", 1), "unknown_value", "columns[4].kind"},
		} {
			if _, err := book.Apply(files(c.text), false); fault.Code(err) != c.code || !strings.Contains(fault.From(err).Detail, c.says) {
				t.Errorf("%s\ngot %v, want %s with %q", c.text, err, c.code, c.says)
			}
		}
		declare(h)
		_, _, err := apply(t, h, house.Second, files(mill+"  - {code: S-2, unit: Nowhere, credit_limit: {value: \"1.00\", currency: EUR}}\n"), false)
		if fault.Code(err) != "unknown_reference" || !strings.Contains(fault.From(err).Detail, "house.yaml, line 3") {
			t.Errorf("a unit that is not there: %v", err)
		}
	})
}

func TestWhoMayNotWriteAForeignTableDoesNotApplyItsRows(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		declare(h)
		if _, _, err := apply(t, h, house.Founder, files(mill), false); fault.Code(err) != "denied" {
			t.Errorf("an insertion: %v", err)
		}
		out, _, err := apply(t, h, house.Second, files(mill), false)
		h.Must(out, err)
		if _, _, err := apply(t, h, house.Founder, files("supplier: []\n"), true); fault.Code(err) != "denied" {
			t.Errorf("a deletion: %v", err)
		}
		if _, _, err := apply(t, h, house.Founder, files(mill), false); fault.Code(err) != "denied" {
			t.Errorf("a look by naming what is there: %v", err)
		}
		out, _, err = apply(t, h, house.Second, files("supplier: []\n"), true)
		if h.Must(out, err); h.Count(`SELECT count(*) FROM foreign_row`) != 0 {
			t.Error("the row was not deleted by who may")
		}
	})
}

func TestABundleBringsForeignRowsWhereTheirTableIsInForce(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		there := installation(t, "testing.example/1")
		trust(h, "testing", there)
		refuses(t, h, there.seal(t, h, production, purchasing+buyers+mill), "declared_apart")
		out, _, err := take(t, h, house.Founder, there.seal(t, h, production, purchasing+buyers))
		h.Must(out, err)
		out, _, err = take(t, h, house.Second, there.seal(t, h, production, purchasing+buyers+mill))
		if h.Must(out, err); h.Count(`SELECT count(*) FROM foreign_row`) != 1 {
			t.Error("the row did not come")
		}
	})
}

// TestAForeignRowIsReferredToByItsKey: a grant on one supplier.
func TestAForeignRowIsReferredToByItsKey(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		grant := "grant:\n  - {user: second@example.com, role: Buyer, scope: record, scope_table: supplier, scope_record: S-1}\n"
		_, _, err := apply(t, h, house.Founder, files(purchasing+buyers+grant[7:]+mill), false)
		if fault.Code(err) != "unknown_reference" || !strings.Contains(fault.From(err).Detail, "give it an id") {
			t.Errorf("before it has an id: %v", err)
		}
		known := strings.Replace(mill, "{code", "{id: mill, code", 1)
		out, _, err := apply(t, h, house.Founder, files(purchasing+buyers+grant[7:]+known), false)
		h.Must(out, err)
		if n := h.Count(`SELECT count(*) FROM "grant" WHERE scope_record = 'mill'`); n != 1 {
			t.Errorf("%d grants on the mill", n)
		}
	})
}

// insertion is the command that inserts one row as it is.
type insertion struct {
	s   govern.Sheet
	rec *govern.Record
}

func (c insertion) Name() string { return c.s.Name() + ".insert" }

func (c insertion) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{c.s.Target(c.rec)}, nil
}

func (c insertion) Plan(context.Context, govern.Reader, govern.Actor) (govern.Plan, error) {
	return govern.Plan{Rows: []govern.RowChange{c.s.Change(nil, c.rec)}}, nil
}

// values are columns in JSON.
func values(row map[string]any) map[string]json.RawMessage {
	v := map[string]json.RawMessage{}
	for name, x := range row {
		v[name], _ = json.Marshal(x) // texts and numbers always can be
	}
	return v
}

// TestADeclarationInAFileShowsNobodyTheRowsOfTheTable: who may apply at one unit
// alone learns nothing of suppliers elsewhere by declaring them to be theirs.
func TestADeclarationInAFileShowsNobodyTheRowsOfTheTable(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		must(t, h, local)
		declare(h)
		out, _, err := apply(t, h, house.Second, files(strings.Replace(mill, "{code", "{id: mill, unit: Halvorn Group/Legal, serves: Halvorn Group/Treasury, code", 1)), false)
		h.Must(out, err)
		other := strings.Replace(strings.Replace(purchasing, "unit_column: unit", "unit_column: serves", 1), "kind: integer", "kind: integer, doc: 1 is best", 1)
		var said []string
		for _, code := range []string{"S-1", "S-9"} {
			_, _, err := apply(t, h, "local", files(other+strings.Replace(strings.Replace(mill, "S-1", code, 1), "{code", "{id: other, code", 1)), false)
			if err == nil {
				t.Fatal("it was taken")
			}
			said = append(said, strings.ReplaceAll(err.Error(), code, "X"))
		}
		if said[0] != said[1] {
			t.Errorf("what is there is told from what is not:\n%s\n%s", said[0], said[1])
		}
	})
}

// edit updates a foreign record by the door.
type edit struct {
	s       govern.Sheet
	was, is *govern.Record
}

func (c edit) Name() string { return c.s.Name() + ".update" }

func (c edit) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return c.s.Targets(c.was, c.is), nil
}

func (c edit) Plan(context.Context, govern.Reader, govern.Actor) (govern.Plan, error) {
	return govern.Plan{Rows: []govern.RowChange{c.s.Change(c.was, c.is)}}, nil
}

func TestADynamicDutyRuleSeesWhatFilesAndAgreementsDidToAForeignRecord(t *testing.T) {
	for _, by := range []string{"a file", "an agreement", "nothing"} {
		t.Run(by, func(t *testing.T) {
			each(t, func(t *testing.T, h *house.House) {
				declare(h)
				h.Must(h.Submit(house.Founder, govern.PutNew(policy.DutyRules, "d", &policy.DutyRule{
					Name: "d", Kind: duty.Dynamic, Mode: duty.Refuse, Enabled: true,
					Duties: []duty.Acts{{Actions: []string{"supplier.insert", "supplier.approve"}}, {Actions: []string{"supplier.update"}}},
				})))
				h.User("third", "supplier.insert", "supplier.view", "configuration.apply")
				maker, want := "third", ""
				switch by {
				case "a file":
					maker, want = house.Second, "duty_rule"
				case "an agreement":
					want = "duty_rule"
					h.Grant(house.Second, "supplier.approve")
					h.Must(h.Submit(house.Founder, govern.PutNew(policy.Rules, "r", &policy.Rule{
						Name: "r", Subject: "supplier", Operations: []string{"insert"}, Enabled: true, Factors: []approval.Factor{{Permission: "supplier.approve", People: 1}},
					})))
				}
				out, _, err := apply(t, h, maker, files(mill), false)
				if err != nil {
					t.Fatal(err)
				}
				if by == "an agreement" {
					h.Must(agree(t, h, house.Second, out, nil))
				}
				s, _ := h.Engine.Foreign("supplier")
				all, err := s.All(t.Context(), h.DB)
				if err != nil || len(all) != 1 {
					t.Fatal(all, err)
				}
				is, err := s.Make(all[0].ID, all[0], values(map[string]any{"code": "S-1", "credit_limit": map[string]any{"value": "1.00", "currency": "EUR"}, "rank": 3, "tags": []string{}}))
				if err != nil {
					t.Fatal(err)
				}
				if _, err = h.Submit(house.Second, edit{s, all[0], is}); fault.Code(err) != want {
					t.Errorf("%v, want %q", err, want)
				}
			})
		})
	}
}
