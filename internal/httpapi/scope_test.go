package httpapi_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// unitsOffice has two companies beneath a group, each with somebody, and eva, who
// may read london's log.
func unitsOffice(o *office) {
	o.make(ada, "unit", "group", map[string]any{"name": "Group"})
	for _, id := range []string{"london", "vienna"} {
		o.make(ada, "unit", id, map[string]any{"name": id, "parent": "group"})
		o.make(ada, "user", "of-"+id, map[string]any{"email": id + "@example.com", "name": "Clerk of " + id, "kind": "person", "status": "active", "unit": id, "job_title": "Zwiebelfisch of " + id})
	}
	o.hire("eva", "london", "audit.view", "audit.export")
}

func TestWhoMayReadTheLogOfAUnitIsToldItsEntriesAlone(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		unitsOffice(o)
		o.make(ada, "unit", "thames", map[string]any{"name": "thames", "parent": "london"})
		all := o.ask(ada, "GET", "/api/v1/audit?limit=1000", nil).is(200).items()
		mine := map[string]bool{}
		for _, f := range o.ask("eva", "GET", "/api/v1/audit?limit=1000", nil).is(200).items() {
			mine[fmt.Sprint(f["seq"])] = true
		}
		var told []string
		for _, f := range all {
			seq := fmt.Sprint(f["seq"])
			rows, _ := f["event"].(map[string]any)["rows"].([]any)
			of := false
			for _, r := range rows {
				id, scope := r.(map[string]any)["id"], ""
				if after, ok := r.(map[string]any)["after"].(map[string]any); ok {
					scope, _ = after["scope_record"].(string)
				}
				of = of || id == "london" || id == "thames" || id == "of-london" || scope == "london"
			}
			if of != mine[seq] {
				t.Errorf("entry %s, %v: eva is told it: %v", seq, f["event"], mine[seq])
			}
			want := 404
			if of {
				want = 200
				told = append(told, seq)
			}
			o.ask("eva", "GET", "/api/v1/audit/entry/"+seq, nil).is(want)
		}
		if len(told) != 4 {
			t.Errorf("four entries are london's, not %v", told)
		}
		if got := o.ask("eva", "GET", "/api/v1/audit?word=zwiebelfisch", nil).is(200).items(); len(got) != 1 {
			t.Errorf("a word of both units finds %v", got)
		}
		if got := o.ask("eva", "GET", "/api/v1/audit?table=user&record=of-vienna", nil).is(200).items(); len(got) != 0 {
			t.Errorf("vienna's user is found: %v", got)
		}
		o.ask("eva", "GET", "/api/v1/audit/export", nil).refused(403, "denied")
		o.ask("eva", "GET", "/api/v1/audit/entry/999999", nil).refused(404, "not_found")
		o.ask("eva", "GET", "/api/v1/audit/entry/latest", nil).refused(404, "not_found")
		for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(100 * time.Millisecond) {
			got := o.ask("eva", "GET", "/api/v1/audit/entry/"+told[0]+"/proof", nil)
			if got.status == 200 {
				if !strings.HasPrefix(got.text("proof"), "c2sp.org/tlog-proof@v1\n") {
					t.Errorf("the proof is %s", got.body)
				}
				break
			}
			got.refused(422, "audit_unsigned")
			if time.Now().After(deadline) {
				t.Fatal("no checkpoint covers the entry")
			}
		}
	})
}

// A user who moves is told about by both logs, what they are by neither; a unit
// that moves takes no entries of the past along.
func TestALogOfAUnitIsThatOfTheTime(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		unitsOffice(o)
		at := o.ask(ada, "GET", "/api/v1/user/of-vienna", nil).is(200)
		o.ask(ada, "PATCH", "/api/v1/user/of-vienna", map[string]any{"unit": "london"}, "If-Match", at.header.Get("ETag")).is(200)
		found := o.ask("eva", "GET", "/api/v1/audit?table=user&record=of-vienna", nil).is(200).items()
		if len(found) != 1 || found[0]["hidden"] != 1.0 || strings.Contains(fmt.Sprint(found), "Zwiebelfisch") || strings.Contains(fmt.Sprint(found), "vienna:") {
			t.Errorf("of the user's move eva is told %v", found)
		}
		if got := o.ask("eva", "GET", "/api/v1/audit?table=user&record=of-vienna&word=zwiebelfisch", nil).is(200).items(); len(got) != 0 {
			t.Errorf("what is not told is found by: %v", got)
		}
		at = o.ask(ada, "GET", "/api/v1/unit/vienna", nil).is(200)
		o.ask(ada, "PATCH", "/api/v1/unit/vienna", map[string]any{"parent": "london"}, "If-Match", at.header.Get("ETag")).is(200)
		o.make(ada, "unit", "prater", map[string]any{"name": "prater", "parent": "vienna"})
		if got := o.ask("eva", "GET", "/api/v1/audit?table=unit&record=prater", nil).is(200).items(); len(got) != 1 {
			t.Errorf("beneath london since, prater's entries are %v", got)
		}
		if got := o.ask("eva", "GET", "/api/v1/audit?table=unit&record=vienna&action=unit.insert", nil).is(200).items(); len(got) != 0 {
			t.Errorf("vienna was beneath london never before, and eva is told %v", got)
		}
	})
}

func TestARefusalStandsInTheLogOfTheUnitThatItIsAbout(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		unitsOffice(o)
		o.hire("leo", "vienna", "user.view", "user.update")
		o.ask("leo", "GET", "/api/v1/user/of-london", nil).refused(404, "not_found")
		o.ask("leo", "PATCH", "/api/v1/user/of-london", map[string]any{"name": "Leo"}, "If-Match", `"1"`)
		for _, action := range []string{"user.view", "user.update"} {
			got := o.ask("eva", "GET", "/api/v1/audit?outcome=refused&actor=leo&action="+action, nil).is(200).items()
			if len(got) != 1 {
				t.Errorf("of leo's %s london's log tells %v", action, got)
			}
		}
	})
}
