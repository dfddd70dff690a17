package refdata_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/csvrows"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/refdata"
	"github.com/countersign/countersign/internal/testkit/house"
)

var tables = append([]govern.Any{directory.Units, directory.Users, directory.Groups, directory.Members, directory.Roles, directory.Grants, policy.Rules}, refdata.Tables...)

// desk is a house with the reference table limits: code (key), amount, checked, since, active.
type desk struct {
	*house.House
	t *testing.T
}

var limits = refdata.Table{Name: "Limits", Columns: []refdata.Column{
	{Name: "code", Kind: "text", Key: true},
	{Name: "amount", Kind: "decimal"},
	{Name: "days", Kind: "integer", Optional: true},
	{Name: "since", Kind: "date", Optional: true},
	{Name: "active", Kind: "boolean", Optional: true},
}}

func each(t *testing.T, f func(t *testing.T, d *desk)) {
	house.Each(t, tables, refdata.Verbs, func(t *testing.T, h *house.House) {
		d := &desk{h, t}
		table := limits
		d.Must(d.Submit(house.Founder, govern.PutNew(refdata.Defined, "limits", &table)))
		f(t, d)
	})
}

func (d *desk) enter(user, id string, values map[string]string) (govern.Outcome, error) {
	return d.Submit(user, govern.PutNew(refdata.Rows, govern.ID(id), &refdata.Row{Table: "limits", Values: values}))
}

func (d *desk) take(user string, m refdata.ImportRows) (govern.Outcome, error) {
	m.File = "limits.csv"
	m.On("limits")
	return d.Submit(user, &m)
}

// csv is the table as it leaves, without the mark for spreadsheets.
func (d *desk) csv() string {
	d.t.Helper()
	t, err := refdata.Defined.Get(d.t.Context(), d.DB, "limits")
	if err != nil {
		d.t.Fatal(err)
	}
	var b bytes.Buffer
	if err := refdata.WriteCSV(d.t.Context(), d.DB, t, &b); err != nil {
		d.t.Fatal(err)
	}
	return strings.ReplaceAll(strings.TrimPrefix(b.String(), "\ufeff"), "\r\n", "\n")
}

func wantFault(t *testing.T, err error, code, field, detail string) {
	t.Helper()
	if f := fault.From(err); err == nil || f.Code != code || f.Field != field || !strings.Contains(f.Detail, detail) {
		t.Errorf("got %v, want %s at %q saying %q", err, code, field, detail)
	}
}

// role gives a user a standard role on the table.
func (d *desk) role(user, role string) {
	d.t.Helper()
	d.User(user)
	r, known := standard.Find(role)
	if !known {
		d.t.Fatalf("there is no role %s", role)
	}
	d.Must(d.Submit(house.Founder, govern.PutNew(directory.Roles, govern.ID("test-"+role), &directory.Role{Name: role, Permissions: r.Permissions})))
	d.Must(d.Submit(house.Founder, govern.PutNew(directory.Grants, govern.ID("for-"+user), &directory.Grant{User: govern.ID(user), Role: govern.ID("test-" + role), Scope: "record", ScopeTable: "reference_table", ScopeRecord: "limits"})))
}

func TestARowStandsInOneCanonicalForm(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.Must(d.enter(house.Founder, "eur", map[string]string{"code": "EUR", "amount": "100.50", "days": "", "since": "2026-02-28", "active": "true"}))
		r, err := refdata.Rows.Get(t.Context(), d.DB, "eur")
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"code": "EUR", "amount": "100.5", "since": "2026-02-28", "active": "true"}
		if diff := cmp.Diff(want, r.Values); diff != "" || r.Key != "EUR" {
			t.Errorf("key %q, values %s", r.Key, diff)
		}
	})
}

func TestAValueThatDoesNotFitNamesItsColumn(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		for _, c := range []struct{ column, value, code string }{
			{"amount", "1,5", "bad_decimal"},
			{"amount", "", "missing"},
			{"amount", "1e3", "bad_decimal"},
			{"days", "1.0", "bad_integer"},
			{"days", "007", "bad_integer"},
			{"days", "-0", "bad_integer"},
			{"since", "2026-02-29", "bad_date"},
			{"since", "28.02.2026", "bad_date"},
			{"active", "yes", "bad_boolean"},
			{"code", " EUR", "bad_character"},
			{"code", "", "missing"},
			{"code", strings.Repeat("x", 201), "too_long"},
			{"colour", "red", "unknown_column"},
		} {
			values := map[string]string{"code": "EUR", "amount": "1"}
			values[c.column] = c.value
			_, err := d.enter(house.Founder, "bad", values)
			wantFault(t, err, c.code, "values."+c.column, c.column)
		}
	})
}

func TestNoTwoRowsShareAKey(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.Must(d.enter(house.Founder, "eur", map[string]string{"code": "EUR", "amount": "1"}))
		if _, err := d.enter(house.Founder, "again", map[string]string{"code": "EUR", "amount": "2"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second EUR: %v", err)
		}
		two := refdata.Table{Name: "Pairs", Columns: []refdata.Column{{Name: "a", Kind: "text", Key: true}, {Name: "b", Kind: "text", Key: true}}}
		d.Must(d.Submit(house.Founder, govern.PutNew(refdata.Defined, "pairs", &two)))
		for id, v := range map[govern.ID][2]string{"1": {"x,", "y"}, "2": {"x", ",y"}} { // one text if they were only put together
			d.Must(d.Submit(house.Founder, govern.PutNew(refdata.Rows, id, &refdata.Row{Table: "pairs", Values: map[string]string{"a": v[0], "b": v[1]}})))
		}
	})
}

func TestColumnsOfATableWithRowsKeepTheirMeaning(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.Must(d.enter(house.Founder, "eur", map[string]string{"code": "EUR", "amount": "1"}))
		change := func(f func(t *refdata.Table)) error {
			table := limits
			table.Columns = append([]refdata.Column(nil), limits.Columns...)
			f(&table)
			_, err := d.Submit(house.Founder, govern.Put(refdata.Defined, "limits", 1, &table))
			return err
		}
		for why, f := range map[string]func(t *refdata.Table){
			"lose their amount": func(t *refdata.Table) { t.Columns = append(t.Columns[:1:1], t.Columns[2:]...) },
			"the kind of":       func(t *refdata.Table) { t.Columns[1].Kind = "text" },
			"whether it is":     func(t *refdata.Table) { t.Columns[1].Key = true },
			"say nothing about": func(t *refdata.Table) { t.Columns = append(t.Columns, refdata.Column{Name: "note", Kind: "text"}) },
			"stays optional":    func(t *refdata.Table) { t.Columns[2].Optional = false },
		} {
			wantFault(t, change(f), "table_has_rows", "columns", why)
		}
		_, err := d.Submit(house.Founder, govern.Remove(refdata.Defined, "limits", 1))
		wantFault(t, err, "table_has_rows", "", "1 rows")
		if err := change(func(t *refdata.Table) {
			t.Columns[1].Optional = true
			t.Columns = append(t.Columns, refdata.Column{Name: "note", Kind: "text", Optional: true})
		}); err != nil {
			t.Error(err)
		}
	})
}

func TestADefinitionThatMeansNothingNamesItsPlace(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		for _, c := range []struct {
			columns            []refdata.Column
			code, field, about string
		}{
			{nil, "bad_number", "columns", "1 to 40"},
			{[]refdata.Column{{Name: "a", Kind: "text"}}, "key_missing", "columns", "told apart"},
			{[]refdata.Column{{Name: "A", Kind: "text", Key: true}}, "bad_form", "columns[0].name", `"A"`},
			{[]refdata.Column{{Name: "a", Kind: "text", Key: true}, {Name: "a", Kind: "date"}}, "repeated", "columns[1].name", "twice"},
			{[]refdata.Column{{Name: "a", Kind: "float", Key: true}}, "unknown_value", "columns[0].kind", "float"},
			{[]refdata.Column{{Name: "a", Kind: "text", Key: true, Optional: true}}, "key_optional", "columns[0].optional", "a is a key"},
		} {
			_, err := d.Submit(house.Founder, govern.PutNew(refdata.Defined, "t", &refdata.Table{Name: "T", Columns: c.columns}))
			wantFault(t, err, c.code, c.field, c.about)
		}
	})
}

func TestAnImportChangesWhatDiffersAndNothingElse(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.Must(d.enter(house.Founder, "eur", map[string]string{"code": "EUR", "amount": "1", "since": "2026-01-01"}))
		d.Must(d.enter(house.Founder, "gbp", map[string]string{"code": "GBP", "amount": "2"}))
		before := d.Count(`SELECT seq FROM audit_head`)
		out := d.Must(d.take(house.Founder, refdata.ImportRows{CSV: "amount,code,days\n1.50,EUR,\n2.0,GBP,\n-3,CHF,5\n"}))
		if n := d.Count(`SELECT seq FROM audit_head`) - before; n != 1 {
			t.Errorf("%d entries, want 1", n)
		}
		if d.Count(`SELECT version FROM reference_row WHERE id = 'gbp'`) != 1 {
			t.Errorf("a row that stood there already was written: %+v", out)
		}
		want := "code,amount,days,since,active\nCHF,'-3,5,,\nEUR,1.5,,2026-01-01,\nGBP,2,,,\n"
		if got := d.csv(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		_, err := d.take(house.Founder, refdata.ImportRows{CSV: want})
		wantFault(t, err, "no_difference", "", "already")
		d.Must(d.take(house.Founder, refdata.ImportRows{CSV: "code,amount\nEUR,1.5\n", RemoveOthers: true}))
		if got := d.csv(); got != "code,amount,days,since,active\nEUR,1.5,,2026-01-01,\n" {
			t.Errorf("others are left: %q", got)
		}
	})
}

func TestABadRowIsToldByLineAndNothingIsTakenUnlessAsked(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		file := "code,amount,days\nEUR,1,2\nGBP,x,y\nEUR,2,\nCHF,1\nUSD,5,\n"
		_, err := d.take(house.Founder, refdata.ImportRows{CSV: file})
		wantFault(t, err, "bad_rows", "csv[3].amount", "3 of the 5 rows of limits.csv")
		var faults csvrows.Faults
		if !errors.As(err, &faults) {
			t.Fatal("the faults are not told one by one")
		}
		var told []string
		for _, f := range faults {
			told = append(told, f.Column+" "+f.Code)
		}
		if diff := cmp.Diff([]string{"amount bad_decimal", "days bad_integer", "code duplicate_in_file", " wrong_width"}, told); diff != "" {
			t.Error(diff)
		}
		if d.Count(`SELECT count(*) FROM reference_row`) != 0 {
			t.Error("rows were taken")
		}
		if _, err := d.take(house.Founder, refdata.ImportRows{CSV: file, TakeGoodRows: true, RemoveOthers: true}); fault.Code(err) != "bad_rows" {
			t.Errorf("deleting what a bad row may mean: %v", err)
		}
		d.Must(d.take(house.Founder, refdata.ImportRows{CSV: file, TakeGoodRows: true}))
		if got := d.csv(); got != "code,amount,days,since,active\nEUR,1,2,,\nUSD,5,,,\n" {
			t.Errorf("got %q", got)
		}
		for text, code := range map[string]string{"code\nA\n": "missing_column", "code,amount,x\n": "unknown_column", "code,amount\n": "no_rows", "code,amount\nA,1": "truncated_file", "": "empty_file"} {
			if _, err := d.take(house.Founder, refdata.ImportRows{CSV: text}); fault.Code(err) != code {
				t.Errorf("%q: %v, want %s", text, err, code)
			}
		}
	})
}

func TestRolesReachOneReferenceTableAndNoOther(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		other := limits
		other.Name = "Others"
		d.Must(d.Submit(house.Founder, govern.PutNew(refdata.Defined, "others", &other)))
		d.role("eda", "table-editor")
		d.role("vic", "table-viewer")
		d.Must(d.enter("eda", "eur", map[string]string{"code": "EUR", "amount": "1"}))
		d.Must(d.take("eda", refdata.ImportRows{CSV: "code,amount\nEUR,2\n"}))
		if _, err := d.enter("vic", "gbp", map[string]string{"code": "GBP", "amount": "1"}); fault.Code(err) != "denied" {
			t.Errorf("the viewer enters a row: %v", err)
		}
		if _, err := d.Submit("eda", govern.PutNew(refdata.Rows, "x", &refdata.Row{Table: "others", Values: map[string]string{"code": "EUR", "amount": "1"}})); fault.Code(err) != "denied" {
			t.Errorf("the editor of one table enters a row in another: %v", err)
		}
		d.Must(d.Submit(house.Founder, govern.PutNew(refdata.Rows, "x", &refdata.Row{Table: "others", Values: map[string]string{"code": "EUR", "amount": "1"}})))
		moved := &refdata.Row{Table: "others", Values: map[string]string{"code": "CHF", "amount": "1"}}
		if _, err := d.Submit("eda", govern.Put(refdata.Rows, "eur", 2, moved)); fault.Code(err) != "denied" {
			t.Errorf("the editor moves a row to a table that is not theirs: %v", err)
		}
		list, err := d.Engine.List(t.Context(), "vic", "reference_row", govern.Listing{Limit: 10, Count: true})
		if err != nil || list.Total != 1 || !strings.Contains(string(list.Items[0]), `"reference_table":"limits"`) {
			t.Errorf("the viewer is listed %s, %v", list.Items, err)
		}
	})
}

func TestWhoMakesAReferenceTableAdministersIt(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		admin, _ := standard.Find("table-admin")
		d.Must(d.Submit(house.Founder, govern.PutNew(directory.Roles, "table-admin", &directory.Role{Name: "table-admin", Permissions: admin.Permissions})))
		creator, _ := standard.Find("reference-data-table-creator")
		d.User("anna", append(creator.Permissions, "grant.insert")...)
		own := limits
		own.Name = "Anna's"
		d.Must(d.Submit("anna", govern.PutNew(refdata.Defined, "annas", &own)))
		d.Must(d.Submit("anna", govern.PutNew(refdata.Rows, "eur", &refdata.Row{Table: "annas", Values: map[string]string{"code": "EUR", "amount": "1"}})))
		if _, err := d.enter("anna", "eur2", map[string]string{"code": "EUR", "amount": "1"}); fault.Code(err) != "denied" {
			t.Errorf("she enters rows in the table of another: %v", err)
		}
	})
}

func TestAFourEyesRuleOnRowsHoldsAnImport(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.Must(d.Submit(house.Founder, govern.PutNew(policy.Rules, "r", &policy.Rule{Name: "r", Subject: "reference_row", Operations: []string{"insert", "update"}, Factors: []approval.Factor{{Permission: "reference_row.approve", People: 1}}, Enabled: true})))
		held := d.MustHold(d.take(house.Founder, refdata.ImportRows{CSV: "code,amount\nEUR,2\n"}))
		if d.csv() != "code,amount,days,since,active\n" {
			t.Error("rows stand before anybody agreed")
		}
		d.Must(d.Engine.Approve(t.Context(), govern.Actor{User: house.Second}, govern.Note{}, held.Change, held.Digest))
		if d.csv() != "code,amount,days,since,active\nEUR,2,,,\n" {
			t.Errorf("after the approval: %q", d.csv())
		}
	})
}
