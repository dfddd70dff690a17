package httpapi_test

import (
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/testkit"
)

func TestAPatchChangesTheFieldsThatItNames(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.hire("eva", "", "bank_instruction.view", "bank_instruction.insert", "bank_instruction.update")
		row := instruction(iban)
		row["currency"] = "EUR"
		o.make("eva", "bank_instruction", "acme", row)
		patch := func(body any, headers ...string) *answer { return o.ask("eva", "PATCH", acme, body, headers...) }
		if out := patch(map[string]any{"owner": "Acme Ltd", "currency": nil}, "If-Match", `"1"`, "Content-Type", "application/merge-patch+json").is(200); out.header.Get("ETag") != `"2"` {
			t.Errorf("the outcome is %s", out.body)
		}
		if got := o.ask("eva", "GET", acme, nil).is(200); got.text("owner") != "Acme Ltd" || got.text("currency") != "" || got.text("iban") != iban {
			t.Errorf("the record is %s", got.body)
		}
		patch(map[string]any{"owner": "X"}).refused(428, "if_match_missing").at("If-Match")
		patch(map[string]any{"owner": "X"}, "If-Match", `"1"`).refused(412, "stale")
		patch(map[string]any{"owner": "X"}, "If-Match", `"3"`).refused(412, "stale")
		patch(map[string]any{"id": "x"}, "If-Match", `"2"`).refused(422, "not_in_body").at("id")
		patch(map[string]any{"version": 7}, "If-Match", `"2"`).refused(422, "not_in_body").at("version")
		patch(map[string]any{"owner": nil}, "If-Match", `"2"`).refused(422, "missing_field").at("owner")
		patch(map[string]any{"nobody": nil}, "If-Match", `"2"`).refused(422, "unknown_field").at("nobody")
		patch(`{"owner":"X","owner":"Y"}`, "If-Match", `"2"`).refused(422, "repeated_field").at("owner")
		patch(map[string]any{"owner": 7}, "If-Match", `"2"`).refused(422, "bad_value").at("owner")
		patch(map[string]any{"country": "Austria"}, "If-Match", `"2"`).refused(422, "bad_form").at("country")
		patch(`[1]`, "If-Match", `"2"`).refused(422, "not_an_object").at("body")
		o.ask("eva", "PATCH", "/api/v1/bank_instruction/none", map[string]any{"owner": "X"}, "If-Match", `"2"`).refused(404, "not_found")
		would := o.ask("eva", "PATCH", acme+"?dry_run=true", map[string]any{"owner": "X"}, "If-Match", `"2"`).is(200)
		if would.text("state") != "planned" || !strings.Contains(string(would.body), `"changed":["owner"]`) {
			t.Errorf("the dry run says %s", would.body)
		}
		first := patch(map[string]any{"owner": "Once"}, "If-Match", `"2"`, "Idempotency-Key", "k").is(200)
		if again := patch(map[string]any{"owner": "Once"}, "If-Match", `"2"`, "Idempotency-Key", "k").is(200); string(again.body) != string(first.body) {
			t.Errorf("the same request again is answered %s", again.body)
		}
	})
}

func TestAPatchLeavesSecretsAndReachesIntoAmounts(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	o.service("robot", ada)
	id := o.token("robot").object()["records"].([]any)[0].(map[string]any)["id"].(string)
	o.ask(ada, "PATCH", "/api/v1/api_token/"+id, map[string]any{"name": "another"}, "If-Match", `"1"`).is(200)
	got := o.ask(ada, "GET", "/api/v1/api_token/"+id, nil).is(200)
	if got.text("name") != "another" || got.text("hash") != "masked" {
		t.Errorf("the token is %s", got.body)
	}
}
