package httpapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestARuleNamesThePeopleWhoCouldMeetItToday, and says when they are too few.
func TestARuleNamesThePeopleWhoCouldMeetItToday(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.hire("rita", "", "unit.view", "unit.approve")
		o.hire("rolf", "", "unit.approve")
		o.make(ada, "four_eyes_rule", "rule-unit", map[string]any{
			"name": "unit", "subject": "unit", "operations": []string{"insert"}, "enabled": true,
			"factors": []map[string]any{{"permission": "unit.approve", "people": 4}},
		})
		told := func() (possible bool, users []string) {
			for _, m := range o.ask(ada, "GET", "/api/v1/four_eyes/eligible", nil).is(200).items() {
				if m["rule"] != "rule-unit" {
					continue
				}
				for _, u := range m["factors"].([]any)[0].(map[string]any)["users"].([]any) {
					users = append(users, u.(map[string]any)["name"].(string))
				}
				return m["possible"].(bool), users
			}
			t.Fatal("the rule is not told of")
			return false, nil
		}
		possible, users := told()
		if diff := cmp.Diff([]string{"Ada", "Béla", "rita", "rolf"}, users); !possible || diff != "" {
			t.Fatalf("possible %v, and they differ:\n%s", possible, diff)
		}
		o.ask(ada, "PATCH", "/api/v1/user/rolf", map[string]any{"status": "suspended"}, "If-Match", o.ask(ada, "GET", "/api/v1/user/rolf", nil).is(200).header.Get("ETag")).is(200)
		possible, users = told()
		if diff := cmp.Diff([]string{"Ada", "Béla", "rita"}, users); possible || diff != "" {
			t.Errorf("possible %v, and they differ:\n%s", possible, diff)
		}
		o.ask("rita", "GET", "/api/v1/four_eyes/eligible", nil).refused(403, "denied")
	})
}

// TestOnePersonIsCountedOnceAmongThoseWhoCouldAgree: two users of one person, and a
// service with who answers for it, are one entry, by the person's own name.
func TestOnePersonIsCountedOnceAmongThoseWhoCouldAgree(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.hire("rita", "", "unit.approve")
		o.service("abot", "rita")
		o.make(ada, "grant", "abot", map[string]any{"user": "abot", "role": "role-rita", "scope": "everything"})
		o.watch("unit", "unit.approve")
		for _, m := range o.ask(ada, "GET", "/api/v1/four_eyes/eligible", nil).is(200).items() {
			if m["rule"] != "rule-unit" {
				continue
			}
			factor := m["factors"].([]any)[0].(map[string]any)
			var names []string
			for _, u := range factor["users"].([]any) {
				names = append(names, u.(map[string]any)["name"].(string))
			}
			if diff := cmp.Diff([]string{"Béla", "Ada", "rita"}, names, cmpopts.SortSlices(strings.Compare)); diff != "" || factor["of"] != 3. {
				t.Errorf("of %v: %s", factor["of"], diff)
			}
		}
		held := o.ask(ada, "PUT", "/api/v1/unit/late", map[string]any{"name": "Late"}, "If-None-Match", "*").is(202)
		if can := o.ask(ada, "GET", "/api/v1/change/"+held.text("change"), nil).is(200).object()["can_agree"]; fmt.Sprint(can) != "[rita bela]" {
			t.Errorf("can agree: %v", can)
		}
	})
}

// TestEveryTableAndCommandCanBeWatched, by the columns that conditions see.
func TestEveryTableAndCommandCanBeWatched(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		by := map[string]map[string]any{}
		for _, w := range o.ask(ada, "GET", "/api/v1/four_eyes/watched", nil).is(200).items() {
			by[w["name"].(string)] = w
		}
		unit := map[string]any{"name": "unit", "area": "directory", "command": false, "columns": []any{"name", "parent"}}
		if diff := cmp.Diff(unit, by["unit"]); diff != "" {
			t.Errorf("the units differ:\n%s", diff)
		}
		if w := by["user.invite"]; w == nil || w["command"] != true || w["area"] != "directory" {
			t.Errorf("the invitation is %v", w)
		}
		if by["me.enrol"] != nil {
			t.Error("what is about oneself alone waits for nobody")
		}
	})
}
