package server_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/countersign/countersign/examples"
	"github.com/countersign/countersign/internal/testkit/entrance"
)

// suppliers is the table of a made-up purchasing application, its people and the
// rule that large limits wait for a second person.
const suppliers = `
unit:
  - {id: north, name: North}
  - {id: south, name: South}
foreign_table:
  - name: supplier
    doc: Whom the purchasing application buys from.
    unit_column: unit
    unique: [{columns: [code]}]
    columns:
      - {name: code, kind: text, audit: show, pattern: "^S-[0-9]+$"}
      - {name: name, kind: text, audit: show, max_length: 80}
      - {name: unit, kind: text, audit: show, ref: unit}
      - {name: level, kind: text, audit: show, enum: [basic, trusted]}
      - {name: score, kind: integer, audit: show, minimum: "0", optional: true}
      - {name: credit, kind: money, audit: show}
      - {name: rebate, kind: decimal, audit: show, optional: true}
      - {name: checked_at, kind: time, audit: show, optional: true}
      - {name: active, kind: boolean, audit: show}
      - {name: tags, kind: list, audit: show, optional: true}
      - {name: api_key, kind: text, audit: mask, optional: true}
role:
  - {name: Buyer, permissions: [supplier.view, supplier.insert, supplier.update, supplier.delete]}
  - {name: Buying lead, permissions: [supplier.view, supplier.approve]}
user:
  - {id: nina, email: nina@example.com, name: Nina, kind: person, status: active, unit: North}
  - {id: lee, email: lee@example.com, name: Lee, kind: person, status: active, unit: North}
grant:
  - {user: nina@example.com, role: Buyer, scope: unit, scope_record: North}
  - {user: lee@example.com, role: Buying lead, scope: everything}
four_eyes_rule:
  - name: Large limits
    subject: supplier
    operations: [insert, update]
    condition: 'after.credit_minor > 1000000 || after.level == "trusted"'
    factors: [{permission: supplier.approve, people: 1}]
    enabled: true
`

// guestbook is a server with that table, and two people's sessions.
type guestbook struct {
	*pep
	nina, lee string
}

func eachGuestbook(t *testing.T, do func(t *testing.T, g *guestbook)) {
	eachPEP(t, suppliers, func(t *testing.T, p *pep) {
		do(t, &guestbook{p, entrance.Session(t, p.s.Desk, "nina"), entrance.Session(t, p.s.Desk, "lee")})
	})
}

func supplier(code, unit, credit string) map[string]any {
	return map[string]any{
		"code": code, "name": "Supplier " + code, "unit": unit, "level": "basic", "credit": map[string]any{"currency": "EUR", "value": credit}, "active": true,
	}
}

// does sends a request as somebody and reads what comes back.
func (g *guestbook) does(who, method, path string, row any, headers ...string) (int, map[string]any) {
	g.t.Helper()
	with := map[string]string{}
	var text []byte
	if row != nil {
		text, _ = json.Marshal(row)
		with["Content-Type"] = "application/json"
	}
	for i := 0; i < len(headers); i += 2 {
		with[headers[i]] = headers[i+1]
	}
	res, b := g.send(who, method, path, text, with)
	var out map[string]any
	if len(b) > 0 {
		if err := json.Unmarshal(b, &out); err != nil {
			g.t.Fatalf("%s %s: %d %s", method, path, res.StatusCode, b)
		}
	}
	return res.StatusCode, out
}

func (g *guestbook) wants(status int, code string, gotStatus int, got map[string]any) {
	g.t.Helper()
	if gotStatus != status || code != "" && got["code"] != code {
		g.t.Errorf("%d %v, want %d %s", gotStatus, got, status, code)
	}
}

func TestAForeignTableIsServedLikeOurOwn(t *testing.T) {
	eachGuestbook(t, func(t *testing.T, g *guestbook) {
		const path = "/api/v1/supplier"
		row := supplier("S-1", "north", "12500.00")
		row["credit"], row["score"], row["rebate"], row["tags"], row["api_key"], row["checked_at"] = map[string]any{"currency": "EUR", "value": "99.50"}, 7, "0.125", []string{"a", "b"}, "hush", "2026-11-22T10:00:00Z"
		status, _ := g.does(g.nina, "PUT", path+"/one", row, "If-None-Match", "*")
		g.wants(201, "", status, nil)
		status, got := g.does(g.nina, "GET", path+"/one", nil)
		g.wants(200, "", status, got)
		want := `{"active":true,"api_key":"(secret)","checked_at":"2026-11-22T10:00:00.000000Z","code":"S-1","credit":{"currency":"EUR","value":"99.50"},"id":"one","level":"basic","name":"Supplier S-1","rebate":"0.125","score":7,"tags":["a","b"],"unit":"north","version":1}`
		text, _ := json.Marshal(got)
		if secret, _ := got["api_key"].(string); strings.Contains(string(text), "hush") || secret == "" {
			t.Errorf("the secret is shown as %q", secret)
		} else if strings.Replace(string(text), secret, "(secret)", 1) != want {
			t.Errorf("the row is %s", text)
		}
		status, got = g.does(g.nina, "PATCH", path+"/one", map[string]any{"name": "Another"}, "If-Match", `"1"`)
		g.wants(200, "", status, got)
		status, got = g.does(g.nina, "PATCH", path+"/one", map[string]any{"name": "A third"}, "If-Match", `"1"`)
		g.wants(412, "stale", status, got)
		status, got = g.does(g.nina, "PUT", path+"/two", supplier("S-1", "north", "1.00"), "If-None-Match", "*")
		g.wants(409, "duplicate", status, got)
		status, got = g.does(g.nina, "POST", path, supplier("S-2", "north", "1.00"))
		g.wants(201, "", status, got)
		status, got = g.does(g.nina, "POST", path, supplier("S-3", "south", "1.00"))
		g.wants(403, "denied", status, got)
		status, got = g.does(g.lee, "DELETE", path+"/one", nil, "If-Match", `"2"`)
		g.wants(403, "denied", status, got)
		for field, value := range map[string]any{"code": "X", "level": "golden", "score": -1, "unit": "nowhere", "colour": "red", "credit": "1.00", "active": "yes"} {
			bad := supplier("S-9", "north", "1.00")
			bad[field] = value
			if status, got := g.does(g.nina, "POST", path, bad); status != 422 && field != "unit" || field != "unit" && !strings.HasPrefix(fmt.Sprint(got["field"]), field) || status < 400 {
				t.Errorf("%s = %v: %d %v", field, value, status, got)
			}
		}
		for query, want := range map[string]int{
			"?filter=level=basic": 2, "?filter=name~third": 0, "?filter=name~other": 1, "?filter=score%3E6": 1, "?filter=credit%3CEUR%2050": 1,
			"?filter=tags~b": 1, "?filter=active=false": 0, "?sort=-credit&limit=1": 1, "?filter=checked_at%3E2026-01-01T00:00:00Z": 1, "?filter=rebate=0.125": 1,
		} {
			if status, got := g.does(g.lee, "GET", path+query+"&count=true", nil); status != 200 || len(got["items"].([]any)) != want {
				t.Errorf("%s: %d %v", query, status, got)
			}
		}
		status, got = g.does(g.nina, "DELETE", path+"/one", nil, "If-Match", `"2"`)
		g.wants(200, "", status, got)
		status, got = g.does(g.nina, "GET", path+"/one/history", nil)
		if items, _ := got["items"].([]any); status != 200 || len(items) != 3 {
			t.Errorf("the history: %d %v", status, got)
		}
		status, got = g.does(g.nina, "POST", path+"/one", supplier("S-4", "north", "1.00"))
		g.wants(405, "method_not_allowed", status, got)
	})
}

func TestAChangeOfAForeignTableWaitsForASecondPerson(t *testing.T) {
	eachGuestbook(t, func(t *testing.T, g *guestbook) {
		status, held := g.does(g.nina, "PUT", "/api/v1/supplier/big", supplier("S-1", "north", "20000.00"), "If-None-Match", "*")
		g.wants(202, "", status, held)
		change, digest := held["change"].(string), held["digest"]
		status, got := g.does(g.nina, "GET", "/api/v1/supplier/big", nil)
		g.wants(404, "not_found", status, got)
		status, got = g.does(g.nina, "POST", "/api/v1/change/"+change+"/approve", map[string]any{"digest": digest})
		g.wants(403, "", status, got)
		status, got = g.does(g.lee, "POST", "/api/v1/change/"+change+"/approve", map[string]any{"digest": digest})
		g.wants(200, "", status, got)
		status, got = g.does(g.lee, "GET", "/api/v1/supplier/big", nil)
		g.wants(200, "", status, got)
		status, got = g.does(g.lee, "GET", "/api/v1/supplier/big/history", nil)
		if items, _ := got["items"].([]any); status != 200 || len(items) < 2 {
			t.Errorf("the history: %d %v", status, got)
		}
		p := g.pep
		p.decides(question("nina", "update", "supplier", "big", ""), true)
		p.decides(question("lee", "update", "supplier", "big", ""), false)
	})
}

func TestADeclarationIsHeldAgainstTheRowsThatAreThere(t *testing.T) {
	eachGuestbook(t, func(t *testing.T, g *guestbook) {
		status, got := g.does(g.nina, "PUT", "/api/v1/supplier/one", supplier("S-1", "north", "5.00"), "If-None-Match", "*")
		g.wants(201, "", status, got)
		status, held := g.does(g.nina, "PUT", "/api/v1/supplier/big", supplier("S-2", "north", "20000.00"), "If-None-Match", "*")
		g.wants(202, "", status, held)
		_, page := g.does(g.admin, "GET", "/api/v1/foreign_table", nil)
		id := page["items"].([]any)[0].(map[string]any)["id"].(string)
		apply := func(old, now string) (int, map[string]any) {
			text := strings.Replace(suppliers, old, now, 1)
			return g.does(g.admin, "POST", "/api/v1/configuration/apply", map[string]any{"files": []map[string]string{{"name": "x.yaml", "content": text}}})
		}
		for name, c := range map[string]struct{ old, now, code string }{
			"another kind":     {"{name: name, kind: text, audit: show, max_length: 80}", "{name: name, kind: list, audit: show}", "table_has_rows"},
			"a column less":    {"      - {name: tags, kind: list, audit: show, optional: true}\n", "", "table_has_rows"},
			"a tighter form":   {"^S-[0-9]+$", "^T-[0-9]+$", "row_does_not_fit"},
			"a name of ours":   {"name: supplier\n", "name: account\n", "name_taken"},
			"a bad pattern":    {"^S-[0-9]+$", "^S-[0-9+$", "bad_pattern"},
			"another unit":     {"unit_column: unit", "unit_column: name", "no_unit"},
			"needed from now":  {"      - {name: tags", "      - {name: colour, kind: text, audit: show}\n      - {name: tags", "row_does_not_fit"},
			"an unknown table": {"      - {name: tags", "      - {name: home, kind: text, audit: show, ref: planet, optional: true}\n      - {name: tags", "unknown_table"},
		} {
			if status, got := apply(c.old, c.now); got["code"] != c.code {
				t.Errorf("%s: %d %v", name, status, got)
			}
		}
		status, got = g.does(g.admin, "DELETE", "/api/v1/foreign_table/"+id, nil, "If-Match", `"1"`)
		g.wants(409, "table_has_rows", status, got)

		status, got = apply("      - {name: tags", "      - {name: colour, kind: text, audit: show, optional: true}\n      - {name: tags")
		g.wants(200, "", status, got)
		status, got = g.does(g.nina, "PATCH", "/api/v1/supplier/one", map[string]any{"colour": "red"}, "If-Match", `"1"`)
		g.wants(200, "", status, got)
		status, got = g.does(g.lee, "POST", "/api/v1/change/"+held["change"].(string)+"/approve", map[string]any{"digest": held["digest"]})
		if state, _ := got["state"].(string); state != "stale" && got["code"] != "table_changed" {
			t.Errorf("a change that was held for the old columns: %d %v", status, got)
		}

		status, got = g.does(g.nina, "DELETE", "/api/v1/supplier/one", nil, "If-Match", `"2"`)
		g.wants(200, "", status, got)
		status, got = g.does(g.admin, "DELETE", "/api/v1/foreign_table/"+id, nil, "If-Match", `"2"`)
		g.wants(409, "in_use", status, got) // a rule and roles speak of it
		status, got = g.does(g.nina, "GET", "/api/v1/supplier", nil)
		g.wants(200, "", status, got)
	})
}

func TestTheExampleOfOtherApplicationsDoesWhatItsPageSays(t *testing.T) {
	eachPEP(t, "", func(t *testing.T, p *pep) {
		var files []map[string]string
		for _, name := range []string{"helpdesk.yaml", "people.yaml", "purchasing.yaml"} {
			text, err := examples.Files.ReadFile("foreign/" + name)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, map[string]string{"name": name, "content": string(text)})
		}
		p.must(p.admin, "POST", "/api/v1/configuration/apply", map[string]any{"files": files})
		p.decides(question("arne", "close", "ticket", "T-1", ""), true)
		p.decides(question("arne", "close", "ticket", "T-2", ""), false)
		p.decides(question("olga@example.com", "close", "ticket", "T-1", ""), true)
		p.decides(question("olga", "escalate", "ticket", "T-1", ""), false)

		g := &guestbook{pep: p, nina: entrance.Session(t, p.s.Desk, "olga"), lee: entrance.Session(t, p.s.Desk, "bea")}
		row := map[string]any{"code": "S-1", "name": "Paper mill", "unit": "support", "level": "basic", "credit_limit": map[string]any{"currency": "EUR", "value": "9000.00"}}
		status, got := g.does(g.nina, "PUT", "/api/v1/supplier/mill", row, "If-None-Match", "*")
		g.wants(201, "", status, got)
		status, held := g.does(g.nina, "PATCH", "/api/v1/supplier/mill", map[string]any{"credit_limit": map[string]any{"value": "25000.00"}}, "If-Match", `"1"`)
		g.wants(202, "", status, held)
		status, got = g.does(g.lee, "POST", "/api/v1/change/"+held["change"].(string)+"/approve", map[string]any{"digest": held["digest"]})
		g.wants(200, "", status, got)
		_, got = g.does(g.lee, "GET", "/api/v1/supplier/mill", nil)
		if limit, _ := got["credit_limit"].(map[string]any); limit["value"] != "25000.00" || got["version"] != float64(2) {
			t.Errorf("after the approval it is %v", got)
		}

		var before map[string]any
		_, before = g.does(g.admin, "GET", "/api/v1/configuration", nil)
		g.apply(wholeOf(before, "foreign_table.yaml") + wholeOf(before, "foreign_type.yaml") + wholeOf(before, "foreign_entity.yaml"))
		if _, after := g.does(g.admin, "GET", "/api/v1/configuration", nil); !reflect.DeepEqual(before, after) {
			t.Errorf("an export that was applied changed something")
		}
	})
}

// wholeOf is one file of an export.
func wholeOf(export map[string]any, name string) string {
	for _, f := range export["files"].([]any) {
		if file := f.(map[string]any); file["name"] == name {
			return file["content"].(string)
		}
	}
	return "no " + name
}
