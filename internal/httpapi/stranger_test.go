package httpapi_test

import (
	"strings"
	"testing"
)

func TestWhoMayChangeNothingLearnsNothingByWhatIsWrongWithABody(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "secret", map[string]any{"name": "Secret"})
		o.make(ada, "group", "board", map[string]any{"name": "Board", "unit": "secret"})
		o.hire("eva", "", "unit.view")
		for _, c := range []struct{ method, path string }{{"PATCH", "/api/v1/group/"}, {"PUT", "/api/v1/group/"}} {
			for _, id := range []string{"board", "none"} {
				o.ask("eva", c.method, c.path+id, map[string]any{"colour": "red"}, "If-Match", `"1"`).refused(403, "denied")
			}
		}
		for _, group := range []string{"board", "none"} {
			got := o.ask("eva", "POST", "/api/v1/member", map[string]any{"user": "eva", "group": group, "unit": "guess"}).refused(403, "denied")
			if strings.Contains(string(got.body), "secret") {
				t.Errorf("eva is told the group's unit: %s", got.body)
			}
		}
	})
}

func TestAConfigurationAskedForAgainWithItsKeyGetsTheSameAnswer(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		body := map[string]any{"files": []map[string]any{{"name": "units.yaml", "content": "unit:\n  - name: Fresh\n"}}}
		first := o.ask(ada, "POST", "/api/v1/configuration/apply", body, "Idempotency-Key", "k1").is(200)
		again := o.ask(ada, "POST", "/api/v1/configuration/apply", body, "Idempotency-Key", "k1").is(200)
		if first.text("state") != again.text("state") || o.count(`SELECT count(*) FROM unit WHERE name = 'Fresh'`) != 1 {
			t.Errorf("%s, then %s", first.body, again.body)
		}
	})
}

// A file names records of a table that it does not write by their ids: how people
// call them is looked up once the change has been made.
func TestAnAppliedConfigurationTellsTheNamesOfRecordsThatItDoesNotWrite(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		files := func(name, content string) map[string]any {
			return map[string]any{"files": []map[string]any{{"name": name, "content": content}}}
		}
		o.ask(ada, "POST", "/api/v1/configuration/apply", files("units.yaml", "unit:\n  - {id: works, name: The works}\n")).is(200)
		got := o.ask(ada, "POST", "/api/v1/configuration/apply", files("people.yaml", "user:\n  - {id: ida, email: ida@example.com, name: Ida, kind: person, status: active, unit: =works}\n")).is(200)
		if got.text("state") != "applied" || !strings.Contains(string(got.body), "The works") {
			t.Errorf("got %s", got.body)
		}
	})
}
