package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/testkit/entrance"
)

// helpdesk is the policy of a made-up application, and some of its people.
const helpdesk = `
unit:
  - {id: north, name: North}
  - {id: south, name: South}
foreign_type:
  - name: ticket
    properties:
      - {name: severity, kind: integer}
      - {name: owner, kind: text, kept: true}
    subject_properties: [{name: email, kind: text}]
    context_properties: [{name: channels, kind: list}, {name: at, kind: time}]
    actions:
      - {name: read, allow: [{who: anyone, when: '"web" in context.channels'}, {who: permission}]}
      - name: close
        allow:
          - {who: permission, when: 'resource.properties.severity < 3'}
          - {who: known, when: 'resource.properties.owner == subject.properties.email && context.at > timestamp("2026-01-01T00:00:00Z")'}
role:
  - {name: Agent, permissions: [ticket.close, ticket.read, unit.view]}
user:
  - {id: nina, email: nina@example.com, name: Nina, kind: person, status: active, unit: North}
  - {id: sam, email: sam@example.com, name: Sam, kind: person, status: active, unit: South}
grant:
  - {user: nina@example.com, role: Agent, scope: unit, scope_record: North}
foreign_entity:
  - {type: ticket, key: T-1, unit: North, properties: [{name: severity, values: ["2"]}, {name: owner, values: [sam@example.com]}]}
  - {type: ticket, key: T-2, unit: South, properties: [{name: severity, values: ["2"]}]}
  - {type: ticket, key: T-3, unit: North, properties: [{name: severity, values: ["5"]}]}
`

func question(subject, action, kind, id, more string) string {
	return fmt.Sprintf(`{"subject":{"type":"user","id":%q},"action":{"name":%q},"resource":{"type":%q,"id":%q}%s}`, subject, action, kind, id, more)
}

func (p *pep) decides(question string, want bool) {
	p.t.Helper()
	if status, got := p.asked("/access/v1/evaluation", question); status != http.StatusOK || got["decision"] != want {
		p.t.Errorf("%s: %d %v, want %v", question, status, got, want)
	}
}

func TestAPolicyDecidesByGrantsAndByWhatIsKept(t *testing.T) {
	eachPEP(t, helpdesk, func(_ *testing.T, p *pep) {
		p.decides(question("nina", "close", "ticket", "T-1", ""), true)
		p.decides(question("nina@example.com", "close", "ticket", "T-1", ""), true)
		p.decides(question("nina", "close", "ticket", "T-2", ""), false) // of another unit
		p.decides(question("nina", "close", "ticket", "T-3", ""), false) // too severe
		p.decides(question("nina", "close", "ticket", "T-9", ""), false) // of no unit, and nobody said how severe
		p.decides(question("sam", "close", "ticket", "T-1", `,"context":{"at":"2026-11-22T10:00:00Z"}`), true)
		p.decides(question("sam", "close", "ticket", "T-1", `,"context":{"at":"2025-11-22T10:00:00Z"}`), false)
		p.decides(question("sam", "close", "ticket", "T-1", ""), false) // what nobody gave does not hold
		p.decides(question("sam", "burn", "ticket", "T-1", ""), false)
		p.decides(question("ghost", "read", "ticket", "T-1", `,"context":{"channels":["web"]}`), true)
		p.decides(question("ghost", "read", "ticket", "T-1", `,"context":{"channels":["mail"]}`), false)
	})
}

func TestACallerCannotClaimWhatIsKeptHere(t *testing.T) {
	eachPEP(t, helpdesk, func(t *testing.T, p *pep) {
		late := `,"context":{"at":"2026-11-22T10:00:00Z"}}`
		p.decides(`{"subject":{"type":"user","id":"nina","properties":{"email":"sam@example.com"}},"action":{"name":"close"},"resource":{"type":"ticket","id":"T-2","properties":{"owner":"nina@example.com"}}`+late, false)
		p.decides(`{"subject":{"type":"user","id":"nina","properties":{"email":"sam@example.com"}},"action":{"name":"close"},"resource":{"type":"ticket","id":"T-1","properties":{"severity":5}}`+late, false)

		status, got := p.asked("/access/v1/evaluation", `{"subject":{"type":"user","id":"nina"},"action":{"name":"close"},"resource":{"type":"ticket","id":"T-1","properties":{"severity":"low"}}}`)
		if c, _ := got["context"].(map[string]any); status != http.StatusOK || got["decision"] != false || c["error"] == nil {
			t.Errorf("a severity that is no number: %d %v", status, got)
		}
		res, body := p.send(p.admin, "PATCH", "/api/v1/user/nina", []byte(`{"status":"suspended"}`), map[string]string{"If-Match": `"1"`, "Content-Type": "application/json"})
		if res.StatusCode != http.StatusOK {
			t.Fatalf("suspending: %d %s", res.StatusCode, body)
		}
		p.decides(question("nina", "close", "ticket", "T-1", ""), false)
		p.decides(question("nina", "read", "ticket", "T-1", `,"context":{"channels":["web"]}`), false)
	})
}

func TestOurOwnTablesAreDecidedByOurOwnGrants(t *testing.T) {
	eachPEP(t, helpdesk, func(t *testing.T, p *pep) {
		p.decides(question("nina", "view", "unit", "north", ""), true)
		p.decides(question("nina", "view", "unit", "south", ""), false)
		p.decides(question("nina", "view", "unit", "nowhere", ""), false)
		p.decides(question("a", "insert", "unit", "new", ""), true)
		p.decides(question("nina", "insert", "unit", "new", ""), false)
		for _, c := range []struct{ path, question, want string }{
			{"resource", `{"subject":{"type":"user","id":"nina"},"action":{"name":"view"},"resource":{"type":"unit"}}`, `[{"id":"north","type":"unit"}]`},
			{"resource", `{"subject":{"type":"user","id":"nina"},"action":{"name":"close"},"resource":{"type":"ticket"}}`, `[{"id":"T-1","type":"ticket"}]`},
			{"action", `{"subject":{"type":"user","id":"nina"},"resource":{"type":"unit","id":"north"}}`, `[{"name":"view"}]`},
			{"action", `{"subject":{"type":"user","id":"nina"},"resource":{"type":"ticket","id":"T-3"}}`, `[{"name":"read"}]`},
			{"subject", `{"subject":{"type":"user"},"action":{"name":"close"},"resource":{"type":"ticket","id":"T-1"}}`, `[{"id":"nina","type":"user"}]`},
			{"subject", `{"subject":{"type":"user"},"action":{"name":"delete"},"resource":{"type":"unit","id":"north"}}`, `[{"id":"a","type":"user"},{"id":"b","type":"user"}]`},
		} {
			_, got := p.asked("/access/v1/search/"+c.path, c.question)
			if text, _ := json.Marshal(got["results"]); string(text) != c.want {
				t.Errorf("%s: %s, want %s", c.question, text, c.want)
			}
		}
	})
}

func TestASearchGoesOnPageByPage(t *testing.T) {
	yaml := helpdesk
	var want []any
	for i := range 7 {
		yaml += fmt.Sprintf("  - {type: ticket, key: U-%d, unit: North, properties: [{name: severity, values: [\"%d\"]}]}\n", i, i%2*9)
	}
	for _, id := range []string{"T-1", "U-0", "U-2", "U-4", "U-6"} {
		want = append(want, map[string]any{"type": "ticket", "id": id})
	}
	eachPEP(t, yaml, func(t *testing.T, p *pep) {
		const path, begin = "/access/v1/search/resource", `{"subject":{"type":"user","id":"nina"},"action":{"name":"close"},"resource":{"type":"ticket"}`
		var found []any
		page, token := `,"page":{"limit":2}}`, ""
		for range 10 {
			status, got := p.asked(path, begin+page)
			if status != http.StatusOK {
				t.Fatalf("page %s: %d", page, status)
			}
			found = append(found, got["results"].([]any)...)
			next := got["page"].(map[string]any)["next_token"].(string)
			if next == "" {
				break
			}
			token = next
			page = `,"page":{"token":"` + token + `"}}`
		}
		if diff := cmp.Diff(want, found); diff != "" {
			t.Errorf("the pages hold:\n%s", diff)
		}
		for name, body := range map[string]string{
			"another subject": strings.Replace(begin, "nina", "sam", 1) + `,"page":{"token":"` + token + `"}}`,
			"another limit":   begin + `,"page":{"limit":3,"token":"` + token + `"}}`,
			"no token":        begin + `,"page":{"token":"x"}}`,
			"a limit below 0": begin + `,"page":{"limit":-1}}`,
		} {
			if status, _ := p.asked(path, body); status != http.StatusBadRequest {
				t.Errorf("%s: %d", name, status)
			}
		}
	})
}

func TestSeveralQuestionsStopWhereTheCallerAsksThemTo(t *testing.T) {
	eachPEP(t, helpdesk, func(t *testing.T, p *pep) {
		ask := func(semantics string) string {
			return `{"subject":{"type":"user","id":"nina"},"action":{"name":"close"},"options":{"evaluations_semantic":"` + semantics + `"},
				"evaluations":[{"resource":{"type":"ticket","id":"T-1"}},{"resource":{"type":"ticket","id":"T-2"}},{"resource":{"type":"ticket","id":"T-1"}}]}`
		}
		for semantics, want := range map[string]string{
			"execute_all":            `[{"decision":true},{"decision":false},{"decision":true}]`,
			"deny_on_first_deny":     `[{"decision":true},{"context":{"reason":"deny_on_first_deny"},"decision":false}]`,
			"permit_on_first_permit": `[{"decision":true}]`,
		} {
			_, got := p.asked("/access/v1/evaluations", ask(semantics))
			if text, _ := json.Marshal(got["evaluations"]); string(text) != want {
				t.Errorf("%s: %s", semantics, text)
			}
		}
		one := `{"resource":{"type":"ticket","id":"T-1"}}`
		for name, body := range map[string]string{
			"an unknown semantics":   ask("guess"),
			"too many":               `{"subject":{"type":"user","id":"nina"},"action":{"name":"close"},"evaluations":[` + one + strings.Repeat(","+one, 100) + `]}`,
			"a default of no object": `{"subject":"nina","action":{"name":"close"},"evaluations":[` + one + `]}`,
			"no list":                `{"evaluations":{}}`,
		} {
			if status, _ := p.asked("/access/v1/evaluations", body); status != http.StatusBadRequest {
				t.Errorf("%s: %d", name, status)
			}
		}
	})
}

func TestOnlyWhoMayAskIsAnswered(t *testing.T) {
	eachPEP(t, helpdesk, func(t *testing.T, p *pep) {
		body := []byte(question("nina", "close", "ticket", "T-1", ""))
		res, _ := p.send("", "POST", "/access/v1/evaluation", body, map[string]string{"X-Request-ID": "r-1"})
		if res.StatusCode != http.StatusUnauthorized || !strings.HasPrefix(res.Header.Get("WWW-Authenticate"), "Bearer") || res.Header.Get("X-Request-ID") != "r-1" {
			t.Errorf("without a token: %d %v", res.StatusCode, res.Header)
		}
		res, text := p.send(p.admin, "POST", "/access/v1/evaluation", body, nil)
		if res.StatusCode != http.StatusForbidden || !bytes.Contains(text, []byte("access.evaluate")) {
			t.Errorf("without the permission: %d %s", res.StatusCode, text)
		}
		for name, raw := range map[string]string{
			"a name twice": `{"subject":{"type":"user","id":"nina"},"subject":{"type":"user","id":"sam"},"action":{"name":"close"},"resource":{"type":"ticket","id":"T-1"}}`,
			"a list":       `[]`, "too long": `{"x":"` + strings.Repeat("x", 1<<20) + `"}`, "null": `null`,
		} {
			if status, _ := p.asked("/access/v1/evaluation", raw); status != http.StatusBadRequest {
				t.Errorf("%s: %d", name, status)
			}
		}
	})
}

func TestAPolicyThatCannotBeUsedIsRefusedWithItsPlace(t *testing.T) {
	eachPEP(t, helpdesk, func(t *testing.T, p *pep) {
		apply := func(yaml string) answer {
			body, _ := json.Marshal(map[string]any{"files": []map[string]string{{"name": "policy.yaml", "content": yaml}}})
			return p.ask(p.admin, "POST", "/api/v1/configuration/apply", "application/json", bytes.NewReader(body))
		}
		book := "foreign_type:\n  - name: book\n    properties: [{name: pages, kind: integer}]\n    actions: [{name: lend, allow: ["
		for name, c := range map[string]struct{ yaml, code, words string }{
			"a misspelt property": {book + "{who: anyone, when: 'resource.properties.page > 3'}]}]\n", "bad_condition", "line 4"},
			"no truth":            {book + "{who: anyone, when: 'resource.properties.pages'}]}]\n", "bad_condition", "true or false"},
			"an unknown who":      {book + "{who: everybody}]}]\n", "unknown_value", "everybody"},
			"another permission":  {book + "{who: permission, permission: burn}]}]\n", "unknown_permission", "burn"},
			"one of our own":      {"foreign_type:\n  - {name: user, actions: [{name: view, allow: [{who: anyone}]}]}\n", "name_taken", "user.view"},
			"still given":         {"foreign_type:\n  - {name: ticket, actions: [{name: read, allow: [{who: anyone}]}]}\n", "in_use", "Agent"},
		} {
			if a := apply(c.yaml); a.Code != c.code || !strings.Contains(a.Detail, c.words) {
				t.Errorf("%s: %+v", name, a)
			}
		}
		if a := p.ask(p.admin, "DELETE", "/api/v1/foreign_type/"+p.idOf("ticket"), "", nil, "If-Match", `"1"`); a.Code != "in_use" {
			t.Errorf("deleting a type whose permissions a role gives: %+v", a)
		}
	})
}

func (p *pep) idOf(name string) string {
	p.t.Helper()
	_, body := p.send(p.admin, "GET", "/api/v1/foreign_type?filter=name="+name, nil, nil)
	var page struct{ Items []struct{ ID string } }
	if err := json.Unmarshal(body, &page); err != nil || len(page.Items) != 1 {
		p.t.Fatalf("the type %s: %s", name, body)
	}
	return page.Items[0].ID
}

func TestAnotherNodeDecidesByANewPolicyWithinASecond(t *testing.T) {
	eachPEP(t, "", func(t *testing.T, p *pep) {
		if p.s.Config.SQLite() {
			return // one node alone
		}
		c := *p.s.Config
		other := open(t, &c)
		defer shut(t, other)
		p.apply(helpdesk)
		entrance.Session(t, other.Desk, "a") // it writes, and so has the newest state
		if p := other.Engine.PermissionsOn("ticket"); len(p) != 2 {
			t.Errorf("the other node knows %v", p)
		}
	})
}
