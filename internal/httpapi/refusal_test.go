package httpapi_test

import (
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/entrance"
)

func TestWhoIsUnknownIsAskedToSignIn(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	o.tokens["nobody"] = "cst_" + strings.Repeat("0", 64)
	o.ask("", "GET", "/api/v1/user", nil).refused(401, "no_session")
	got := o.ask("nobody", "GET", "/api/v1/user", nil).refused(401, "bad_token")
	if !strings.HasPrefix(got.header.Get("WWW-Authenticate"), "Bearer") {
		t.Error("a 401 names no scheme")
	}
}

func TestASuspendedUserIsRefusedAtOnce(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.hire("eva", "", "user.view")
		o.ask("eva", "GET", "/api/v1/user", nil).is(200)
		o.ask(ada, "PUT", "/api/v1/user/eva", map[string]any{"email": "eva@example.com", "name": "eva", "kind": "person", "status": "suspended"}, "If-Match", `"1"`).is(200)
		o.ask("eva", "GET", "/api/v1/user", nil).refused(401, "no_session")
		o.ask("eva", "GET", "/api/v1/change", nil).refused(401, "no_session")
	})
}

func TestWithoutPermissionNothingIsReadOrWrittenAndTheRefusalIsLogged(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.hire("eva", "")
		for _, path := range []string{"/api/v1/unit", "/api/v1/unit/group", "/api/v1/unit/none", "/api/v1/audit", "/api/v1/audit/export", "/api/v1/audit/checkpoint", "/api/v1/access/why?user=ada&permission=unit.view"} {
			got := o.ask("eva", "GET", path, nil).refused(403, "denied")
			if !strings.Contains(got.text("detail"), "eva may not") {
				t.Errorf("%s is refused with %s", path, got.body)
			}
		}
		o.ask("eva", "POST", "/api/v1/unit", map[string]any{"name": "Mine"}).refused(403, "denied")
		o.ask("eva", "POST", "/api/v1/unit?dry_run=true", map[string]any{"name": "Mine"}).refused(403, "denied")
		logged := o.ask(ada, "GET", "/api/v1/audit?actor=eva&outcome=refused", nil).is(200).items()
		if len(logged) != 9 {
			t.Errorf("%d refusals were logged, want 9: %v", len(logged), logged)
		}
	})
}

// What a refusal names of a record is for those who see the record.
func TestARefusalTellsWhoMayDoItNowhereNothingOfARecordTheyDoNotSee(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "vienna", map[string]any{"name": "Vienna"})
		o.make(ada, "user", "max", map[string]any{"email": "max@example.com", "name": "Max", "kind": "person", "status": "active", "unit": "vienna"})
		o.hire("eva", "")
		o.hire("ola", "", "user.view")
		for _, c := range []struct{ method, path, body string }{
			{"POST", "/api/v1/directory/user/%/end_sessions", ""},
			{"POST", "/api/v1/directory/user/%/suspend?dry_run=true", ""},
			{"PATCH", "/api/v1/user/%", `{"name":"Moritz"}`},
			{"DELETE", "/api/v1/user/%", ""},
		} {
			told := func(user, of string) map[string]any {
				var body any
				if c.body != "" {
					body = c.body
				}
				got := o.ask(user, c.method, strings.ReplaceAll(c.path, "%", of), body, "If-Match", `"1"`).refused(403, "denied").object()
				delete(got, "request")
				return got
			}
			if diff := cmp.Diff(told("eva", "none"), told("eva", "max")); diff != "" {
				t.Errorf("%s %s tells that there is a user, and of it: %s", c.method, c.path, diff)
			}
			if asked, _ := told("ola", "max")["access"].(map[string]any); asked["unit"] != "vienna" {
				t.Errorf("%s %s does not tell where it was asked to who sees the user: %v", c.method, c.path, asked)
			}
		}
		if logged := o.ask(ada, "GET", "/api/v1/audit?actor=eva&outcome=refused", nil).is(200).items(); len(logged) != 8 {
			t.Errorf("%d refusals were logged, want 8: %v", len(logged), logged)
		}
	})
}

func TestABodyIsReadInOneWayOnly(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	for name, c := range map[string]struct{ body, code, field string }{
		"a name twice":              {`{"name":"A","name":"B"}`, "repeated_field", "name"},
		"a name in other case":      {`{"Name":"A"}`, "unknown_field", "Name"},
		"an unknown name":           {`{"name":"A","colour":"red"}`, "unknown_field", "colour"},
		"broken UTF-8":              {"{\"name\":\"A\xff\"}", "not_utf8", "name"},
		"something after the end":   {`{"name":"A"}{"name":"B"}`, "bad_json", "body"},
		"an id":                     {`{"id":"x","name":"A"}`, "not_in_body", "id"},
		"a version":                 {`{"version":1,"name":"A"}`, "not_in_body", "version"},
		"a missing name":            {`{}`, "missing_field", "name"},
		"a null":                    {`{"name":null}`, "null", "name"},
		"a number for text":         {`{"name":1}`, "bad_value", "name"},
		"a list":                    {`[]`, "not_an_object", "body"},
		"nothing that is JSON":      {`name=A`, "bad_json", "body"},
		"a name that is too short":  {`{"name":""}`, "too_short", "name"},
		"a reference to nothing":    {`{"name":"A","parent":"none"}`, "unknown_reference", "parent"},
		"a NUL":                     {`{"name":"A\u0000"}`, "nul", "name"},
		"half a surrogate":          {`{"name":"\ud800"}`, "not_utf8", "name"},
		"a body that breaks off":    {`{"name":"A"`, "bad_json", "body"},
		"numbers as JSON has none":  {`{"name":NaN}`, "bad_json", "name"},
		"a member of what is text":  {`{"name":{"a":1}}`, "bad_value", "name"},
		"deep nesting of a filling": {`{"name":` + strings.Repeat("[", 20000), "bad_json", "name[0]"},
	} {
		got := o.ask(ada, "POST", "/api/v1/unit", c.body)
		if got.status != 422 || got.object()["code"] != c.code || !strings.HasPrefix(got.text("field"), c.field) || len(got.body) > 1000 {
			t.Errorf("%s gives %d %.300s, want %s at %s", name, got.status, got.body, c.code, c.field)
		}
	}
	o.ask(ada, "POST", "/api/v1/unit", "name=A", "Content-Type", "application/x-www-form-urlencoded").refused(422, "bad_content_type").at("Content-Type")
	if n := o.count(`SELECT count(*) FROM unit`); n != 0 {
		t.Errorf("%d units were made of refused bodies", n)
	}
}

func TestNestedFieldsAreNamedByTheirPlace(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	rule := `{"name":"r","subject":"unit","operations":["update"],"enabled":true,"factors":[{"permission":"unit.approve","people":1,"who":"all"}]}`
	o.ask(ada, "POST", "/api/v1/four_eyes_rule", rule).refused(422, "unknown_field").at("factors[0].who")
	rule = `{"name":"r","subject":"unit","operations":["update"],"enabled":true,"factors":[{"permission":"unit.approve"}]}`
	o.ask(ada, "POST", "/api/v1/four_eyes_rule", rule).refused(422, "missing_field").at("factors[0].people")
}

func TestAQueryIsReadInOneWayOnly(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	o.ask(ada, "GET", "/api/v1/user?nom=Ada", nil).refused(422, "unknown_parameter").at("nom")
	o.ask(ada, "GET", "/api/v1/user?limit=1&limit=2", nil).refused(422, "repeated_parameter").at("limit")
	o.ask(ada, "GET", "/api/v1/user?limit=0", nil).refused(422, "bad_value").at("limit")
	o.ask(ada, "GET", "/api/v1/user?filter=name=%ff", nil).refused(422, "not_utf8").at("filter")
	o.ask(ada, "GET", "/api/v1/api_token?filter=hash=0", nil).refused(422, "unknown_column").at("filter")
	o.ask(ada, "GET", "/api/v1/user/%00", nil).refused(404, "not_found")
	o.ask(ada, "GET", "/api/v1/user/%ff", nil).refused(404, "not_found")
	o.ask(ada, "GET", "/api/v1/nothing", nil).refused(404, "no_such_path")
	if got := o.ask(ada, "PURGE", "/api/v1/user/ada", nil).refused(405, "method_not_allowed"); got.header.Get("Allow") != "GET, PUT, PATCH, DELETE" {
		t.Errorf("allowed is %q", got.header.Get("Allow"))
	}
}

func TestAPageOfAnotherSiteCannotWrite(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	o.ask(ada, "POST", "/api/v1/unit", map[string]any{"name": "A"}, "Sec-Fetch-Site", "cross-site").refused(403, "cross_origin")
}

// endless is a body that says it is 2 GiB and counts what is taken of it.
type endless struct{ taken atomic.Int64 } // the client may still be sending when the answer is there

func (e *endless) Read(b []byte) (int, error) {
	if e.taken.Add(int64(len(b))) > 2<<30 {
		return 0, io.EOF
	}
	return len(b), nil
}

func TestABodyOfTwoGigabytesIsRefusedWithoutReadingIt(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	for name, length := range map[string]int64{"that says so": 2 << 30, "that does not say so": -1} {
		body := &endless{}
		r, err := http.NewRequestWithContext(t.Context(), "POST", o.url+"/api/v1/unit", body)
		if err != nil {
			t.Fatal(err)
		}
		r.ContentLength = length
		entrance.Authorise(r, o.tokens[ada])
		r.Header.Set("Content-Type", "application/json")
		o.send(r).refused(413, "body_too_large")
		if taken := body.taken.Load(); taken > 64<<20 {
			t.Errorf("of a body %s, %d bytes were taken", name, taken)
		}
	}
	if n := o.count(`SELECT count(*) FROM unit`); n != 0 {
		t.Errorf("%d units were made", n)
	}
}

func TestHeadersHaveALimitInSizeAndTime(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	if limit := o.server.Config.LimitHeader; limit > time.Minute {
		t.Fatalf("a client may take %s for its headers", limit)
	}
	conn, err := net.Dial("tcp", strings.TrimPrefix(o.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: "+strings.Repeat("a", 100<<10)+"\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	answer, _ := io.ReadAll(conn) // a reset after the answer is the server's way to end it
	if !strings.Contains(string(answer), " 431 ") {
		t.Errorf("headers of 100 KiB give %.80q", answer)
	}
}
