package httpapi_test

import (
	"strings"
	"testing"
)

func TestARecordThatOthersReferToStays(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.make(ada, "unit", "london", map[string]any{"name": "London", "parent": "group"})
		o.make(ada, "role", "clerk", map[string]any{"name": "Clerk", "permissions": []string{"unit.view"}})
		o.make(ada, "role", "chief", map[string]any{"name": "Chief", "permissions": []string{}, "includes": []string{"clerk"}})
		o.hire("eva", "", "unit.delete", "unit.view", "role.delete")
		got := o.ask(ada, "DELETE", "/api/v1/unit/group", nil, "If-Match", `"1"`).refused(409, "in_use")
		if text := got.text("detail"); !strings.Contains(text, "the unit london") {
			t.Errorf("the refusal says %q", text)
		}
		if text := o.ask(ada, "DELETE", "/api/v1/role/clerk", nil, "If-Match", `"1"`).refused(409, "in_use").text("detail"); !strings.Contains(text, "the role chief") {
			t.Errorf("the refusal says %q", text)
		}
		if text := o.ask("eva", "DELETE", "/api/v1/role/clerk", nil, "If-Match", `"1"`).refused(409, "in_use").text("detail"); strings.Contains(text, "chief") || !strings.Contains(text, "may not see") {
			t.Errorf("who may not view roles is told %q", text)
		}
		o.ask(ada, "DELETE", "/api/v1/role/chief", nil, "If-Match", `"1"`).is(200)
		o.ask(ada, "DELETE", "/api/v1/role/clerk", nil, "If-Match", `"1"`).is(200)
	})
}

func TestAnIDNamesOneRecordForEver(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		const london = "/api/v1/unit/london"
		name := map[string]any{"name": "London"}
		o.hire("eva", "", "unit.insert")
		o.make(ada, "four_eyes_rule", "rule", map[string]any{
			"name": "eva", "subject": "unit", "operations": []string{"insert"}, "condition": `actor.id == "eva"`,
			"factors": []map[string]any{{"permission": "unit.approve", "people": 1}}, "enabled": true,
		})
		held := o.ask("eva", "PUT", london, name, "If-None-Match", "*").is(202)
		o.make(ada, "unit", "london", name)
		o.ask(ada, "DELETE", london, nil, "If-Match", `"1"`).is(200)
		o.ask(ada, "PUT", london, name, "If-None-Match", "*").refused(409, "id_used")
		o.make(ada, "role", "london", map[string]any{"name": "London", "permissions": []string{}}) // of another table
		// Not even a change that has waited since before there was one makes it again.
		out := o.ask(ada, "POST", "/api/v1/change/"+held.text("change")+"/approve", map[string]any{"digest": held.text("digest")}).is(200)
		if out.text("state") != "stale" || !strings.Contains(out.text("detail"), "deleted") {
			t.Errorf("the outcome is %s", out.body)
		}
	})
}
