package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/testkit/entrance"
)

// pep is an application that asks a running server for decisions, over HTTPS.
type pep struct {
	*front
	client *http.Client
	token  string
}

// eachPEP starts a server with the policy that the YAML declares.
func eachPEP(t *testing.T, yaml string, do func(t *testing.T, p *pep)) {
	each(t, func(t *testing.T, c *config.Config) {
		s := open(t, c)
		t.Cleanup(func() { shut(t, s) })
		made, err := s.Found(context.Background(), []server.Admin{{Email: "a@example.com", Name: "A"}, {Email: "b@example.com", Name: "B"}})
		if err != nil {
			t.Fatal(err)
		}
		srv := httptest.NewTLSServer(s.Handler())
		t.Cleanup(srv.Close)
		http.DefaultClient.Transport = srv.Client().Transport
		t.Cleanup(func() { http.DefaultClient.Transport = nil })
		for _, m := range made {
			entrance.Accept(t, s.Desk, m.Link)
		}
		f := &front{t: t, s: s, url: srv.URL, admin: entrance.Session(t, s.Desk, string(made[0].User))}
		f.clerk = f.admin
		f.apply(`
role:
  - {name: Application, permissions: [access.evaluate, access.search]}
user:
  - {id: application, email: application@service.invalid, name: Application, kind: service, status: active, keeper: b@example.com}
grant:
  - {user: application@service.invalid, role: Application, scope: everything}
`)
		p := &pep{front: f, client: srv.Client()}
		p.token = p.secret(entrance.Session(t, s.Desk, string(made[1].User)), "application")
		if yaml != "" {
			f.apply(yaml)
		}
		do(t, p)
	})
}

// apply takes a configuration as the command line does.
func (f *front) apply(yaml string) {
	f.t.Helper()
	f.must(f.admin, "POST", "/api/v1/configuration/apply", map[string]any{"files": []map[string]string{{"name": "policy.yaml", "content": yaml}}})
}

// secret makes a token of the service.
func (p *pep) secret(keeper, user string) string {
	p.t.Helper()
	res, body := p.send(keeper, "POST", "/api/v1/api_token", []byte(`{"user":"`+user+`","name":"test","expires_at":"`+p.s.Engine.Now().AddDate(0, 1, 0).UTC().Format("2006-01-02T15:04:05Z")+`"}`), nil)
	var made struct{ Secret, Token string }
	if err := json.Unmarshal(body, &made); err != nil || res.StatusCode != http.StatusCreated {
		p.t.Fatalf("the token: %d %s %v", res.StatusCode, body, err)
	}
	return made.Secret + made.Token
}

// received is what an answer says besides its body.
type received struct {
	StatusCode int
	Header     http.Header
}

func (p *pep) send(token, method, path string, body []byte, headers map[string]string) (received, []byte) {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.url+path, bytes.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	if token != "" {
		entrance.Authorise(req, token)
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/json")
	}
	for k, v := range headers {
		req.Header.Set(k, v)
	}
	res, err := p.client.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return received{res.StatusCode, res.Header}, text
}

// asked sends one question and reads the answer.
func (p *pep) asked(path, question string) (int, map[string]any) {
	p.t.Helper()
	res, body := p.send(p.token, "POST", path, []byte(question), nil)
	var out map[string]any
	if res.StatusCode == http.StatusOK {
		if err := json.Unmarshal(body, &out); err != nil {
			p.t.Fatalf("%s: %v in %s", path, err, body)
		}
	}
	return res.StatusCode, out
}

// sample reads a file of the standard's own tests.
func sample(t *testing.T, parts ...string) []byte {
	t.Helper()
	root := os.Getenv("COUNTERSIGN_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	b, err := os.ReadFile(filepath.Join(append([]string{root, "standards", "authzen"}, parts...)...))
	if err != nil {
		t.Skipf("%s is not here; set COUNTERSIGN_SHARED to the folder that holds it", filepath.Join(parts...))
	}
	return b
}

// certified is one test of the certification scenario.
type certified struct {
	ID, Method, Endpoint string
	Request              json.RawMessage
	Raw                  *string
	ContentType          string `json:"content_type"`
	RequestID            string `json:"request_id"`
	Repeat               int
	Expect               struct {
		Status      int
		Decision    *bool
		Evaluations []*bool
		Include     []map[string]any `json:"results_include"`
		Results     *[]any
		Type        string
		SameAs      string `json:"same_as"`
		Page        bool
		Echo        bool
		Metadata    bool
	}
}

// recordPolicy is the policy that the certification scenario demands.
const recordPolicy = `
foreign_type:
  - name: record
    properties: [{name: status, kind: text}]
    subject_properties: [{name: role, kind: text}]
    actions:
      - name: read
        allow: [{who: known}]
      - name: write
        allow:
          - {who: known, when: 'subject.id == "alice" && resource.properties.status != "archived"'}
          - {who: known, when: 'subject.properties.role == "admin" && resource.properties.status == "archived"'}
      - name: delete
        properties: [{name: soft, kind: boolean}]
        allow: [{who: known, when: 'subject.id == "alice" && action.properties.soft'}]
`

func TestEveryRequestOfTheCertificationIsAnsweredAsExpected(t *testing.T) {
	var cert struct {
		Fixture struct {
			Subjects, Resources []struct {
				Type, ID   string
				Properties map[string]string
			}
		}
		Tests []certified
	}
	if err := json.Unmarshal(sample(t, "cert_1_0.json"), &cert); err != nil {
		t.Fatal(err)
	}
	yaml := recordPolicy + "foreign_entity:\n"
	for _, e := range slices.Concat(cert.Fixture.Subjects, cert.Fixture.Resources) {
		yaml += fmt.Sprintf("  - {type: %s, key: %s, properties: [", e.Type, e.ID)
		for name, value := range e.Properties {
			yaml += fmt.Sprintf("{name: %s, values: [%s]}", name, value)
		}
		yaml += "]}\n"
	}
	eachPEP(t, yaml, func(t *testing.T, p *pep) {
		answers := map[string]any{}
		for _, test := range cert.Tests {
			t.Run(test.ID, func(t *testing.T) {
				p.t = t
				for range max(test.Repeat, 1) {
					p.certify(&test, answers)
				}
			})
		}
		if len(cert.Tests) < 50 {
			t.Errorf("only %d tests were found", len(cert.Tests))
		}
	})
}

func (p *pep) certify(test *certified, answers map[string]any) {
	p.t.Helper()
	method, body, headers := "POST", []byte(test.Request), map[string]string{}
	if test.Method != "" {
		method = test.Method
	}
	if test.Raw != nil {
		body = []byte(*test.Raw)
	}
	if test.ContentType != "" {
		headers["Content-Type"] = test.ContentType
	}
	if test.RequestID != "" {
		headers["X-Request-ID"] = test.RequestID
	}
	res, text := p.send(p.token, method, test.Endpoint, body, headers)
	want := &test.Expect
	if res.StatusCode != want.Status {
		p.t.Fatalf("status %d, want %d: %s", res.StatusCode, want.Status, text)
	}
	if want.Echo && res.Header.Get("X-Request-ID") != test.RequestID {
		p.t.Errorf("the request id came back as %q", res.Header.Get("X-Request-ID"))
	}
	if want.Status != http.StatusOK {
		if len(text) == 0 {
			p.t.Error("no message says what is wrong")
		}
		return
	}
	if kind := res.Header.Get("Content-Type"); kind != "application/json" {
		p.t.Errorf("the answer is %s", kind)
	}
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		p.t.Fatal(err)
	}
	p.compare(test, got, answers)
}

func (p *pep) compare(test *certified, got, answers map[string]any) {
	p.t.Helper()
	want := &test.Expect
	if want.Decision != nil && got["decision"] != *want.Decision {
		p.t.Errorf("decision %v, want %v", got["decision"], *want.Decision)
	}
	if want.Evaluations != nil {
		list, _ := got["evaluations"].([]any)
		if len(list) != len(want.Evaluations) {
			p.t.Fatalf("%d evaluations, want %d: %v", len(list), len(want.Evaluations), got)
		}
		for i, w := range want.Evaluations {
			d, is := list[i].(map[string]any)["decision"].(bool)
			if !is || w != nil && d != *w {
				p.t.Errorf("evaluation %d: %v", i, list[i])
			}
		}
	}
	results, found := got["results"].([]any)
	if strings.Contains(test.Endpoint, "/search/") && !found {
		p.t.Fatalf("no results: %v", got)
	}
	for _, w := range want.Include {
		if !slices.ContainsFunc(results, func(r any) bool { return reflect.DeepEqual(r, w) }) {
			p.t.Errorf("%v is not among %v", w, results)
		}
	}
	if want.Results != nil && len(results) != len(*want.Results) {
		p.t.Errorf("results %v, want %v", results, *want.Results)
	}
	for _, r := range results {
		if want.Type != "" && r.(map[string]any)["type"] != want.Type {
			p.t.Errorf("%v is no %s", r, want.Type)
		}
	}
	answers[test.ID] = got["results"]
	if want.SameAs != "" && !reflect.DeepEqual(answers[want.SameAs], got["results"]) {
		p.t.Errorf("results %v, want those of %s: %v", results, want.SameAs, answers[want.SameAs])
	}
	if want.Page {
		page, _ := got["page"].(map[string]any)
		if next, is := page["next_token"].(string); !is || next == "" || len(results) != 1 {
			p.t.Errorf("page %v with %d results", page, len(results))
		}
	}
	if want.Metadata {
		if got["policy_decision_point"] != p.url || got["access_evaluation_endpoint"] != p.url+"/access/v1/evaluation" {
			p.t.Errorf("metadata %v", got)
		}
	}
}

// todoPolicy decides by roles of our own, and by who owns a todo.
const todoPolicy = `
foreign_type:
  - name: user
    actions:
      - {name: can_read_user, allow: [{who: permission}]}
  - name: todo
    properties: [{name: ownerID, kind: text}]
    subject_properties: [{name: email, kind: text}]
    permissions: [change_own]
    actions:
      - {name: can_read_todos, allow: [{who: permission}]}
      - {name: can_create_todo, allow: [{who: permission}]}
      - name: can_update_todo
        allow:
          - {who: permission}
          - {who: permission, permission: change_own, when: 'resource.properties.ownerID == subject.properties.email'}
      - name: can_delete_todo
        allow:
          - {who: permission}
          - {who: permission, permission: change_own, when: 'resource.properties.ownerID == subject.properties.email'}
role:
  - {name: viewer, permissions: [user.can_read_user, todo.can_read_todos]}
  - {name: editor, permissions: [todo.can_create_todo, todo.change_own], includes: [viewer]}
  - {name: admin, permissions: [todo.can_delete_todo], includes: [editor]}
  - {name: evil_genius, permissions: [todo.can_update_todo], includes: [editor]}
`

var todoPeople = regexp.MustCompile("(?s)```js\n(\\{\n  \"Ci.*?\n\\})\n```")

func TestEveryRequestOfTheTodoScenarioIsAnsweredAsExpected(t *testing.T) {
	type person struct {
		ID, Name string
		Roles    []string
	}
	var people map[string]person
	if m := todoPeople.FindSubmatch(sample(t, "todo", "scenario-1.1.md")); m == nil {
		t.Fatal("the scenario names no people")
	} else if err := json.Unmarshal(m[1], &people); err != nil {
		t.Fatal(err)
	}
	users, grants := "user:\n", "grant:\n"
	for pid, x := range people {
		users += fmt.Sprintf("  - {id: %s, email: %s, name: %s, kind: person, status: active}\n", pid, x.ID, x.Name)
		for _, role := range x.Roles {
			grants += fmt.Sprintf("  - {user: %s, role: %s, scope: everything}\n", x.ID, role)
		}
	}
	// Drafts sent the owner outside of the properties, where it is not looked for:
	// todos are kept with their owners.
	entities := "foreign_entity:\n"
	for i, owner := range []string{"morty@the-citadel.com", "rick@the-citadel.com", "summer@the-smiths.com", "beth@the-smiths.com", "jerry@the-smiths.com"} {
		entities += fmt.Sprintf("  - {type: todo, key: 7240d0db-8ff0-41ec-98b2-34a096273b9%d, properties: [{name: ownerID, values: [%s]}]}\n", i+1, owner)
	}
	eachPEP(t, todoPolicy+users+grants+entities, func(t *testing.T, p *pep) {
		asked := 0
		for _, file := range []string{"decisions.json", "decisions-1_0-00.json", "decisions-1_0-01.json", "decisions-1_0-02.json"} {
			var lists map[string][]struct{ Request, Expected json.RawMessage }
			if err := json.Unmarshal(sample(t, "todo", file), &lists); err != nil {
				t.Fatal(err)
			}
			for kind, list := range lists {
				for i, c := range list {
					path, field := "/access/v1/evaluation", "decision"
					if kind == "evaluations" {
						path, field = "/access/v1/evaluations", "evaluations"
					}
					status, got := p.asked(path, string(c.Request))
					var want any
					if err := json.Unmarshal(c.Expected, &want); err != nil {
						t.Fatal(err)
					}
					if asked++; status != http.StatusOK || !reflect.DeepEqual(got[field], want) {
						t.Errorf("%s, %s %d: %d %v, want %s for %s", file, kind, i, status, got, c.Expected, c.Request)
					}
				}
			}
		}
		if asked != 163 {
			t.Errorf("%d requests were found, there are 163", asked)
		}
	})
}
