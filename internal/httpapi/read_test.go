package httpapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/audit/verify"
	"github.com/countersign/countersign/internal/testkit"
)

func TestAListShowsWhatTheAskerMayViewPageByPage(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		for i := range 5 {
			for _, side := range []string{"london", "vienna"} {
				parent := side
				if i == 0 {
					parent = "group"
				}
				id := fmt.Sprintf("%s-%d", side, i)
				if i == 0 {
					id = side
				}
				o.make(ada, "unit", id, map[string]any{"name": side, "parent": parent})
			}
		}
		o.hire("eva", "london", "unit.view")
		var seen []string
		for cursor, pages := "", 0; pages < 10; pages++ {
			page := o.ask("eva", "GET", "/api/v1/unit?limit=2&cursor="+cursor, nil).is(200)
			for _, u := range page.items() {
				seen = append(seen, u["id"].(string))
			}
			next, more := page.object()["next"].(string)
			if !more {
				break
			}
			cursor = next
		}
		if got := strings.Join(seen, " "); got != "london london-1 london-2 london-3 london-4" {
			t.Errorf("the pages hold %s", got)
		}
		o.ask("eva", "GET", "/api/v1/unit/vienna", nil).refused(404, "not_found")
		if got := o.ask(ada, "GET", "/api/v1/unit?filter=name=vienna&filter=parent=group", nil).is(200).items(); len(got) != 1 || got[0]["id"] != "vienna" {
			t.Errorf("filtered, the list is %v", got)
		}
		if got := o.ask(ada, "GET", "/api/v1/four_eyes_rule?filter=enabled=true", nil).is(200).items(); len(got) != 0 {
			t.Errorf("the rules are %v", got)
		}
	})
}

func TestReasonsAreGivenForAccess(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	o.hire("eva", "", "unit.view")
	if got := o.ask("eva", "GET", "/api/v1/access/why?permission=unit.view", nil).is(200); got.object()["allowed"] != true || !strings.Contains(got.text("text"), "eva") {
		t.Errorf("why: %s", got.body)
	}
	if got := o.ask(ada, "GET", "/api/v1/access/check?user=eva&permission=unit.insert", nil).is(200); got.object()["allowed"] != false {
		t.Errorf("check: %s", got.body)
	}
	told := o.ask(ada, "GET", "/api/v1/access/why?user=eva&permission=user.insert", nil).is(200).object()
	if people, _ := json.Marshal(told["ask"].(map[string]any)["people"]); !strings.Contains(string(people), `"id":"ada"`) || strings.Contains(string(people), "eva") {
		t.Errorf("of whom eva could ask ada is told %s", people)
	}
	o.ask(ada, "GET", "/api/v1/access/why?user=eva&permission=unit.view&table=unit&id=none", nil).refused(404, "not_found")
	o.ask(ada, "GET", "/api/v1/access/why?user=eva&permission=unit.view&table=none&id=x", nil).refused(422, "unknown_table").at("table")
	o.ask(ada, "GET", "/api/v1/access/why?user=eva", nil).refused(422, "missing_parameter").at("permission")
	if got := o.ask("eva", "GET", "/api/v1/access/permission", nil).is(200); !strings.Contains(string(got.body), `"package.sign.approve"`) {
		t.Errorf("the permissions are %s", got.body)
	}
}

func TestTheLogIsSearchedExportedAndVerified(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.ask(ada, "PUT", "/api/v1/unit/group", map[string]any{"name": "Zwiebelfisch"}, "If-None-Match", "*", "Countersign-Reason", "UTF-8''f%C3%BCr%20alle", "Countersign-Ticket", "OPS-7").is(201)
		found := o.ask(ada, "GET", "/api/v1/audit?table=unit&record=group", nil).is(200).items()
		if len(found) != 1 {
			t.Fatalf("the log tells %v of the unit", found)
		}
		ev := found[0]["event"].(map[string]any)
		if ev["actor"] != "ada" || ev["action"] != "unit.insert" || ev["reason"] != "für alle" || ev["ticket"] != "OPS-7" || ev["method"] != "test" || ev["from"] != "127.0.0.1" {
			t.Errorf("the entry is %v", ev)
		}
		if again := o.ask(ada, "GET", "/api/v1/audit?action=audit.search", nil).is(200).items(); len(again) != 1 {
			t.Errorf("the search was logged %d times", len(again))
		}
		o.ask(ada, "GET", "/api/v1/audit?record=group", nil).refused(422, "missing_parameter").at("table")
		o.ask(ada, "GET", "/api/v1/audit?from=yesterday", nil).refused(422, "bad_value").at("from")
		o.ask(ada, "GET", "/api/v1/audit/export?from=5&to=2", nil).refused(422, "bad_value").at("to")

		var report verify.Report
		for deadline := time.Now().Add(10 * time.Second); report.Entries < 4; {
			if time.Now().After(deadline) {
				t.Fatalf("the log is not signed: %+v", report)
			}
			time.Sleep(100 * time.Millisecond)
			got := o.ask(ada, "GET", "/api/v1/audit/export", nil)
			if got.status != 200 {
				got.refused(422, "audit_unsigned")
				continue
			}
			var point struct{ Checkpoints, Key string }
			if err := json.Unmarshal(o.ask(ada, "GET", "/api/v1/audit/checkpoint", nil).is(200).body, &point); err != nil {
				t.Fatal(err)
			}
			var err error
			if report, err = verify.Verify(verify.Export(bytes.NewReader(got.body)), nil, point.Key); err != nil || !report.Whole() {
				t.Fatalf("the export does not verify: %+v, %v", report, err)
			}
		}
	})
}

func TestHealthIsToldToAnybody(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	if got := o.ask("", "GET", "/healthz", nil).is(200); got.text("status") != "ok" || got.text("version") != "test" {
		t.Errorf("health is %s", got.body)
	}
	if got := o.ask("", "GET", "/readyz", nil).is(200); got.text("status") != "ready" {
		t.Errorf("readiness is %s", got.body)
	}
}

func TestThePagesAskNoOtherHost(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	for _, path := range []string{"/docs", "/docs/style.css"} {
		got := o.ask("", "GET", path, nil).is(200)
		if text := string(got.body); strings.Contains(text, "http://") || strings.Contains(text, "https://") || strings.Contains(text, "<script") {
			t.Errorf("%s refers to another host or runs a script", path)
		}
		if !strings.Contains(got.header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s has the policy %q", path, got.header.Get("Content-Security-Policy"))
		}
	}
}

func TestLinesOfTheLogHoldNoQueryBodyOrToken(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	o.ask(ada, "GET", "/api/v1/user?filter=name=Zwiebelfisch", nil).is(200)
	o.ask(ada, "POST", "/api/v1/unit", map[string]any{"name": "Quittenmarmelade"}, "Countersign-Reason", "Dampfschifffahrt").is(201)
	text := o.log.String()
	if !strings.Contains(text, "path=/api/v1/user") {
		t.Errorf("requests are not logged: %s", text)
	}
	for _, secret := range []string{"Zwiebelfisch", "Quittenmarmelade", "Dampfschifffahrt", o.tokens[ada]} {
		if strings.Contains(text, secret) {
			t.Errorf("a line holds %q", secret)
		}
	}
}
