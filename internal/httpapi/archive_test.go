package httpapi_test

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/govern"
)

// drills has so many entries written.
func (o *office) drills(entries int) {
	o.t.Helper()
	for n := range entries {
		if _, err := o.server.Engine.Note(o.t.Context(), govern.Actor{Method: "node"}, audit.Event{Action: "drill", Outcome: audit.Noted, Reason: fmt.Sprint("entry ", n)}); err != nil {
			o.t.Fatal(err)
		}
	}
}

// orderEnded waits for the end of an order, and holds it against what is wanted.
func (o *office) orderEnded(id string, want map[string]any) map[string]any {
	o.t.Helper()
	var order map[string]any
	until(o.t, "the end of an order", func() bool {
		order = o.ask(ada, "GET", "/api/v1/archive_order/"+id, nil).is(200).object()
		return order["state"] != "asked"
	})
	for name, value := range want {
		if fmt.Sprint(order[name]) != fmt.Sprint(value) {
			o.t.Errorf("the order says %s %v, want %v: %v", name, order[name], value, order)
		}
	}
	return order
}

// ordered is the id of the order that an answer entered.
func (a *answer) ordered() string {
	a.t.Helper()
	r := a.is(200).object()["records"].([]any)[0].(map[string]any)
	if r["table"] != "archive_order" {
		a.t.Fatalf("it entered %v", r)
	}
	return r["id"].(string)
}

func TestTheLogIsArchivedWhileTheServerRunsAndASearchSaysWhereItLies(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.hire("archie", "", "audit.view", "audit.archive", "audit.restore")
		o.hire("vera", "", "audit.view")
		o.drills(300)
		o.ask("vera", "POST", "/api/v1/audit/archive", map[string]any{"to": 256}).refused(403, "denied")
		o.ask("archie", "POST", "/api/v1/audit/archive", map[string]any{}).refused(422, "before_or_to")
		o.ask("archie", "POST", "/api/v1/audit/restore", map[string]any{"from": 3, "to": 9}).refused(404, "not_archived")
		o.ask("archie", "POST", "/api/v1/audit/restore", map[string]any{"from": 9, "to": 3}).refused(422, "bad_value")
		id := o.ask("archie", "POST", "/api/v1/audit/archive", map[string]any{"to": 300}).ordered()
		o.orderEnded(id, map[string]any{"state": "done", "kind": "archive", "asked_by": "archie", "begins": 1, "ends": 256, "files": 1, "entries": 256})
		if n := o.count(`SELECT count(*) FROM audit_entry WHERE seq <= 256`); n != 0 {
			t.Errorf("%d archived entries are in the database", n)
		}
		list := o.ask("vera", "GET", "/api/v1/audit/archive", nil).is(200).items()
		if len(list) != 1 || list[0]["away"] != true || list[0]["to"] != 256.0 {
			t.Fatalf("the archives are %v", list)
		}
		part := list[0]
		o.toldOf(id, part)

		lies := func(query string) int {
			list, _ := o.ask("vera", "GET", "/api/v1/audit?limit=1"+query, nil).is(200).object()["archived"].([]any)
			if len(list) > 0 {
				if one := list[0].(map[string]any); one["sha256"] != part["sha256"] || one["command"] != "countersign audit restore --from 1 --to 256" {
					t.Errorf("the older part lies in %v", one)
				}
			}
			return len(list)
		}
		at := func(name string, d time.Duration) string {
			return "&" + name + "=" + url.QueryEscape(time.Now().Add(d).UTC().Format(time.RFC3339))
		}
		for query, want := range map[string]int{
			"": 1, "&word=drill": 1, at("from", -time.Hour) + at("to", time.Hour): 1, at("to", -time.Hour): 0,
		} {
			if n := lies(query); n != want {
				t.Errorf("a search with %q names %d archives, want %d", query, n, want)
			}
		}

		refusesASpoiltArchive(t, o, part["sha256"].(string))
		id = o.ask("archie", "POST", "/api/v1/audit/restore", map[string]any{"from": 3, "to": 9, "hours": 1}).ordered()
		o.orderEnded(id, map[string]any{"state": "done", "begins": 1, "ends": 256, "files": 1, "entries": 256})
		if lies("") != 0 || o.count(`SELECT count(*) FROM audit_entry WHERE seq <= 256`) != 256 {
			t.Error("not all was brought back")
		}
		if list = o.ask("vera", "GET", "/api/v1/audit/archive", nil).is(200).items(); len(list) != 1 || list[0]["away"] != false || list[0]["until"] == nil {
			t.Errorf("the archives are %v", list)
		}
		id = o.ask("archie", "POST", "/api/v1/audit/archive", map[string]any{"to": 100}).ordered()
		o.orderEnded(id, map[string]any{"state": "done", "begins": 0, "ends": 0, "files": 0, "entries": 0})
	})
}

// toldOf: the log tells who ordered it, and what was done to it by whom.
func (o *office) toldOf(order string, part map[string]any) {
	o.t.Helper()
	given := o.ask("archie", "GET", "/api/v1/audit?action=audit.archive&outcome=applied", nil).is(200).items()
	if len(given) != 1 || given[0]["event"].(map[string]any)["actor"] != "archie" {
		o.t.Errorf("the log tells of the order as %v", given)
	}
	noted := o.ask("archie", "GET", "/api/v1/audit?action=audit.archive&outcome=noted", nil).is(200).items()
	if len(noted) != 1 {
		o.t.Fatalf("the log tells of the file as %v", noted)
	}
	ev := noted[0]["event"].(map[string]any)
	if text := fmt.Sprint(ev["record"], ev["facts"]); ev["actor"] != "installation" || !strings.Contains(text, order) || !strings.Contains(text, part["sha256"].(string)) {
		o.t.Errorf("the log tells of the file as %v", ev)
	}
}

// refusesASpoiltArchive has the archive's file be missing and broken: nothing comes
// back, and the order and the log tell why not.
func refusesASpoiltArchive(t *testing.T, o *office, digest string) {
	t.Helper()
	file := filepath.Join(o.server.Config.Files(), digest[:2], digest)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	bad := bytes.Clone(whole)
	bad[len(bad)/2] ^= 1
	var told []string
	for _, spoil := range []func() error{
		func() error { return os.Remove(file) },
		func() error { return os.WriteFile(file, bad, 0o600) },
	} {
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		id := o.ask("archie", "POST", "/api/v1/audit/restore", map[string]any{"from": 3, "to": 9}).ordered()
		order := o.orderEnded(id, map[string]any{"state": "failed", "files": 0, "entries": 0})
		if n := o.count(`SELECT count(*) FROM audit_entry WHERE seq <= 256`); order["detail"] == "" || n != 0 {
			t.Errorf("from a spoilt file %d entries are back: %v", n, order)
		}
	}
	if err := os.WriteFile(file, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, one := range o.ask("archie", "GET", "/api/v1/audit?action=audit.restore&outcome=refused&word=file", nil).is(200).items() {
		told = append(told, fmt.Sprint(one["event"].(map[string]any)["code"]))
	}
	for _, one := range o.ask("archie", "GET", "/api/v1/audit?action=audit.restore&outcome=refused&code=archive_broken", nil).is(200).items() {
		told = append(told, fmt.Sprint(one["event"].(map[string]any)["code"]))
	}
	slices.Sort(told)
	if want := []string{"archive_broken", "no_file"}; !slices.Equal(slices.Compact(told), want) {
		t.Errorf("the log tells %q, want %q", told, want)
	}
}

func TestArchivingFallsUnderTheRulesLikeEveryCommand(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.hire("archie", "", "audit.view", "audit.archive", "audit.restore")
		o.hire("second", "", "audit.archive.approve", "archive_order.view")
		o.drills(300)
		o.make(ada, "four_eyes_rule", "rule-archive", map[string]any{
			"name": "archiving", "subject": "audit.archive", "operations": []string{"command"}, "enabled": true,
			"factors": []map[string]any{{"permission": "audit.archive.approve", "people": 1}},
		})
		body := map[string]any{"to": 256}
		if plan := o.ask("archie", "POST", "/api/v1/audit/archive?dry_run=true", body).is(200).object(); plan["state"] != "held" || o.count(`SELECT count(*) FROM archive_order`) != 0 {
			t.Errorf("the dry run says %v", plan)
		}
		held := o.ask("archie", "POST", "/api/v1/audit/archive", body, "Idempotency-Key", "once").is(202).object()
		if again := o.ask("archie", "POST", "/api/v1/audit/archive", body, "Idempotency-Key", "once").is(202).object(); again["change"] != held["change"] {
			t.Errorf("the same key was answered with %v, and with %v before", again, held)
		}
		if n := o.count(`SELECT count(*) FROM archive_order`); n != 0 {
			t.Errorf("%d orders stand, though nobody agreed", n)
		}
		agree := map[string]any{"digest": held["digest"]}
		path := "/api/v1/change/" + held["change"].(string) + "/approve"
		o.ask("archie", "POST", path, agree).refused(403, "own_change")
		id := o.ask("second", "POST", path, agree).ordered()
		o.orderEnded(id, map[string]any{"state": "done", "files": 1, "asked_by": "archie"})

		o.ask(ada, "POST", "/api/v1/policy/access_policy/access/set", map[string]any{
			"change_expiry_hours": 0, "min_administrators": 2, "roles_through_groups_only": false,
			"ticket_rules": []map[string]any{{"action": "audit.restore"}}, "ticket_pattern": "^OPS-[0-9]+$",
		}).is(200)
		back := map[string]any{"from": 1, "to": 1}
		o.ask("archie", "POST", "/api/v1/audit/restore", back).refused(422, "ticket_missing")
		id = o.ask("archie", "POST", "/api/v1/audit/restore", back, "Countersign-Ticket", "OPS-7").ordered()
		o.orderEnded(id, map[string]any{"state": "done", "files": 1})
	})
}
