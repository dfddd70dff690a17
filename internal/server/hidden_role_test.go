package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/testkit/entrance"
)

// office is an installation whose two administrators ask over HTTP.
type office struct {
	t          *testing.T
	url        string
	ada, bela  string // sessions
	ticket     string
	lastStatus int
}

// founded is an installation whose two founders have come in.
func founded(t *testing.T, c *config.Config) (*office, *server.Server) {
	t.Helper()
	s := open(t, c)
	t.Cleanup(func() { shut(t, s) })
	made, err := s.Found(t.Context(), []server.Admin{{Email: "ada@example.com", Name: "Ada"}, {Email: "bela@example.com", Name: "Béla"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range made {
		entrance.Accept(t, s.Desk, m.Link)
	}
	srv := httptest.NewServer(s.Handler())
	t.Cleanup(srv.Close)
	o := &office{t: t, url: srv.URL, ada: entrance.Session(t, s.Desk, "ada"), bela: entrance.Session(t, s.Desk, "bela")}
	return o, s
}

func (o *office) ask(session, method, path string, body any) map[string]any {
	o.t.Helper()
	var text []byte
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			o.t.Fatal(err)
		}
	}
	req, err := http.NewRequestWithContext(context.Background(), method, o.url+path, bytes.NewReader(text))
	if err != nil {
		o.t.Fatal(err)
	}
	entrance.Authorise(req, session)
	req.Header.Set("Content-Type", "application/json")
	if method == "PUT" {
		req.Header.Set("If-None-Match", "*")
	}
	if o.ticket != "" {
		req.Header.Set("Countersign-Ticket", o.ticket)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		o.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	o.lastStatus = res.StatusCode
	got := map[string]any{}
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil {
		o.t.Fatalf("%s %s: %d, %v", method, path, res.StatusCode, err)
	}
	return got
}

// names reports whether an answer says the role's id anywhere.
func names(answer map[string]any) bool {
	text, _ := json.Marshal(answer) // of what was JSON
	return strings.Contains(string(text), `"`+govern.ProcessAdministrator)
}

// looksForTheRole asks in every way that leads to roles.
func (o *office) looksForTheRole(shown bool) {
	o.t.Helper()
	for _, path := range []string{
		"/api/v1/role?limit=500", "/api/v1/role?filter=name~process-admin&count=true", "/api/v1/search?q=global-process", "/api/v1/search?q=process-administrator",
		"/api/v1/access/why?user=installation&permission=grant.delete",
	} {
		if got := o.ask(o.ada, "GET", path, nil); o.lastStatus != 200 || names(got) != shown {
			o.t.Errorf("%s: %d, the role is named: %t, want %t", path, o.lastStatus, names(got), shown)
		}
	}
	for _, path := range []string{"/api/v1/role/" + govern.ProcessAdministrator, "/api/v1/role/" + govern.ProcessAdministrator + "/history"} {
		got := o.ask(o.ada, "GET", path, nil)
		if shown && o.lastStatus != 200 || !shown && (o.lastStatus != 403 || got["code"] != "guarded_role" || !strings.Contains(got["detail"].(string), "until a sponsor answers for it")) {
			o.t.Errorf("%s: %d %v", path, o.lastStatus, got)
		}
	}
}

func TestTheProcessAdministratorsRoleIsShownToNobodyUntilItIsSwitchedOn(t *testing.T) {
	each(t, func(t *testing.T, c *config.Config) {
		o, s := founded(t, c)
		withheld := func() []string {
			list, err := govern.WithheldIn(t.Context(), s.DB, server.Tables)
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		if list := withheld(); !slices.Equal(list, []string{govern.ProcessAdministrator}) {
			t.Errorf("a tool that only looks leaves out %v", list)
		}
		all := o.ask(o.ada, "GET", "/api/v1/role?limit=1&count=true", nil)["total"].(float64)
		o.looksForTheRole(false)
		grant := map[string]any{"user": "bela", "role": govern.ProcessAdministrator, "scope": "table", "scope_table": "process"}
		if got := o.ask(o.ada, "PUT", "/api/v1/grant/g", grant); o.lastStatus != 422 || got["code"] != "guarded_role" {
			t.Errorf("it is granted: %d %v", o.lastStatus, got)
		}
		if got := o.ask(o.ada, "POST", "/api/v1/directory/role/"+govern.ProcessAdministrator+"/clone", map[string]any{"name": "Mine"}); got["code"] != "guarded_role" {
			t.Errorf("it is copied: %v", got)
		}

		o.ask(o.ada, "PUT", "/api/v1/four_eyes_rule/sponsor", map[string]any{
			"name": "Sponsor", "subject": "access_policy.sponsor_process_admin", "operations": []string{"command"}, "enabled": true,
			"factors": []map[string]any{{"permission": "access_policy.sponsor_process_admin.approve", "people": 1}},
		})
		o.ticket = "OPS-142"
		held := o.ask(o.ada, "POST", "/api/v1/policy/access_policy/access/sponsor_process_admin", map[string]any{"sponsor": "bela"})
		if o.lastStatus != 202 {
			t.Fatalf("the sponsor: %d %v", o.lastStatus, held)
		}
		o.looksForTheRole(false) // while the change waits
		if got := o.ask(o.bela, "POST", "/api/v1/change/"+held["change"].(string)+"/approve", map[string]any{"digest": held["digest"]}); o.lastStatus != 200 {
			t.Fatalf("the approval: %d %v", o.lastStatus, got)
		}
		o.looksForTheRole(true)
		if list := withheld(); len(list) != 0 {
			t.Errorf("afterwards it still leaves out %v", list)
		}
		if now := o.ask(o.ada, "GET", "/api/v1/role?limit=1&count=true", nil)["total"].(float64); now != all+1 {
			t.Errorf("%v roles are counted, before it was %v", now, all)
		}
		if got := o.ask(o.ada, "PUT", "/api/v1/grant/g", grant); o.lastStatus != 201 {
			t.Errorf("it is not granted: %d %v", o.lastStatus, got)
		}
	})
}
