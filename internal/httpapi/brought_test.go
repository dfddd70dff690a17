package httpapi_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"strconv"
	"testing"
)

// TestARefusedFileIsLoggedWithItsNameAndDigest sends to every door for files what
// it does not take. Each time the log says who sent which file, and what of it was
// taken: nothing.
func TestARefusedFileIsLoggedWithItsNameAndDigest(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.hire("lena", "", "process.view", "process.insert", "process.run", "cycle.draft", "cycle.open", "cycle.import_invoices", "customer.insert", "package.import", "bank_report.take", "audit.view", "configuration.apply", "configuration.import")
		o.make("lena", "process", "cash", map[string]any{"code": "CASH", "name": "Cash", "unit": "group", "kind": "data", "configuration": "keys: ref\namount: amount\n", "on_inconsistency": "warn"})
		o.make("lena", "customer", "acme", map[string]any{"name": "Acme", "unit": "group", "entered_may_sign": true})
		o.ask("lena", "POST", "/api/v1/netting/cycle/c1/draft", map[string]any{"code": "C1", "unit": "group", "base_currency": "EUR", "settlement_date": "2026-11-30"}).is(200)
		o.ask("lena", "POST", "/api/v1/netting/cycle/c1/open", map[string]any{}).is(200)

		const spoilt = "reference,payer,payee,currency,amount\nI-1,XX01,XX02,EUR,1.00\nI-2,XX01,XX02,EUR,1.00\n"
		const orders = "account,creditor_account,currency,amount,execution_date,end_to_end_id\nDE1,DE2,EUR,1.00,2026-12-01,E1\n"
		file := func(name, content string) map[string]string {
			sum := sha256.Sum256([]byte(content))
			return map[string]string{"file": name, "size": strconv.Itoa(len(content)), "sha256": hex.EncodeToString(sum[:])}
		}
		with := func(facts map[string]string, more ...string) map[string]string {
			facts = maps.Clone(facts)
			for i := 0; i < len(more); i += 2 {
				facts[more[i]] = more[i+1]
			}
			return facts
		}
		upload, kind := form(t, [3]string{"left", "l.csv", "other\n1\n"}, [3]string{"right", "r.csv", rightCSV})
		half, halfKind := form(t, [3]string{"left", "l.csv", leftCSV})
		for _, c := range []struct {
			path   string
			body   any
			kind   string
			status int
			action string
			facts  map[string]string
		}{
			{"/api/v1/netting/cycle/c1/import_invoices", map[string]any{"file": "i.csv", "csv": spoilt}, "", 422, "cycle.import_invoices", with(file("i.csv", spoilt), "rows", "2", "taken", "0", "refused_rows", "2")},
			{"/api/v1/netting/cycle/c9/import_invoices", map[string]any{"file": "i.csv", "csv": spoilt}, "", 404, "cycle.import_invoices", file("i.csv", spoilt)},
			{"/api/v1/payments/package/p1/import", map[string]any{"code": "P1", "customer": "acme", "kind": "third_party", "file_name": "o.csv", "content": orders}, "", 422, "package.import", with(file("o.csv", orders), "rows", "1", "taken", "0", "refused_rows", "1")},
			{"/api/v1/payments/package/p1/import", map[string]any{"kind": 1}, "", 422, "package.import", map[string]string{"body_size": "10"}},
			{"/api/v1/payments/bank_report/r1/take", map[string]any{"customer": "acme", "file_name": "b.xml", "content": "<Document/>"}, "", 422, "bank_report.take", file("b.xml", "<Document/>")},
			{runPath, upload, kind, 422, "process.run", map[string]string{"left_file": "l.csv", "left_size": "8", "right_file": "r.csv", "right_sha256": file("", rightCSV)["sha256"]}},
			{runPath, half, halfKind, 422, "process.run", map[string]string{"left_file": "l.csv", "left_sha256": file("", leftCSV)["sha256"], "right_file": ""}},
			{"/api/v1/configuration/apply", map[string]any{"files": []any{map[string]any{"name": "unit.yaml", "content": "nonsense"}}}, "", 422, "configuration.apply", file("unit.yaml", "nonsense")},
			{"/api/v1/configuration/import", map[string]any{"seal": "x", "files": []any{map[string]any{"name": "unit.yaml", "content": "nonsense"}}}, "", 422, "configuration.import", file("unit.yaml", "nonsense")},
			{"/api/v1/report/leavers", map[string]any{"kind": "left", "file": "hr.csv", "csv": "colour\nred\n"}, "", 422, "audit.view", file("hr.csv", "colour\nred\n")},
		} {
			before := o.count(`SELECT count(*) FROM audit_entry`)
			if c.kind == "" {
				c.kind = "application/json"
			}
			o.ask("lena", "POST", c.path+"?dry_run=true", c.body, "Content-Type", c.kind).is(c.status)
			if now := o.count(`SELECT count(*) FROM audit_entry`); now != before && c.action != "audit.view" {
				t.Errorf("%s: a dry run was logged", c.path)
			}
			before = o.count(`SELECT count(*) FROM audit_entry`)
			refusal := o.ask("lena", "POST", c.path, c.body, "Content-Type", c.kind).is(c.status)
			if now := o.count(`SELECT count(*) FROM audit_entry`); now != before+1 {
				t.Errorf("%s: %d entries were written", c.path, now-before)
				continue
			}
			e := o.ask(ada, "GET", "/api/v1/audit/entry/"+strconv.FormatInt(before+1, 10), nil).is(200)
			var got struct {
				Event struct {
					Actor, Action, Outcome, Code string
					Facts                        []struct{ Name, Value string }
				}
			}
			if err := json.Unmarshal(e.body, &got); err != nil {
				t.Fatal(err)
			}
			facts := map[string]string{}
			for _, f := range got.Event.Facts {
				facts[f.Name] = f.Value
			}
			if got.Event.Actor != "lena" || got.Event.Action != c.action || got.Event.Outcome != "refused" || got.Event.Code != refusal.text("code") {
				t.Errorf("%s: the entry is %s", c.path, e.body)
			}
			for name, want := range c.facts {
				if facts[name] != want {
					t.Errorf("%s: %s is %q, want %q: %s", c.path, name, facts[name], want, e.body)
				}
			}
		}
	})
}
