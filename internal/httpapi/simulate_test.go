package httpapi_test

import (
	"testing"
)

func TestASimulationSaysWhoGainsAndLosesAndWritesNothing(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.make(ada, "role", "viewer", map[string]any{"name": "Viewer", "permissions": []string{"unit.view"}})
		o.hire("eva", "", "unit.insert")
		o.hire("tom", "")
		ask := func(changes ...map[string]any) *answer {
			return o.ask(ada, "POST", "/api/v1/access/simulate", map[string]any{"changes": changes})
		}
		got := ask(
			map[string]any{"table": "group", "op": "insert", "id": "lookers", "body": map[string]any{"name": "Lookers", "unit": "group"}},
			map[string]any{"table": "member", "op": "insert", "body": map[string]any{"group": "lookers", "user": "eva"}},
			map[string]any{"table": "member", "op": "insert", "body": map[string]any{"group": "lookers", "user": "tom"}},
			map[string]any{"table": "grant", "op": "insert", "body": map[string]any{"group": "lookers", "role": "viewer", "scope": "unit", "scope_record": "group"}},
		).is(200).object()
		groups := got["groups"].([]any)
		if got["users"] != float64(2) || len(groups) != 1 {
			t.Fatalf("the answer is %v", got)
		}
		gains := groups[0].(map[string]any)["gains"].([]any)[0].(map[string]any)
		if p := gains["permissions"].([]any); len(p) != 1 || p[0] != "unit.view" {
			t.Errorf("gained is %v", gains)
		}
		if scope := gains["scopes"].([]any)[0].(map[string]any); scope["kind"] != "unit" || scope["id"] != "group" {
			t.Errorf("at %v", scope)
		}
		o.ask(ada, "GET", "/api/v1/group/lookers", nil).refused(404, "not_found")
		got = ask(map[string]any{"table": "user", "op": "update", "id": "eva", "body": map[string]any{"status": "suspended"}}).is(200).object()
		if loses := got["groups"].([]any)[0].(map[string]any)["loses"].([]any); got["users"] != float64(1) || len(loses) != 1 {
			t.Errorf("the answer is %v", got)
		}
		ask(map[string]any{"table": "unit", "op": "insert", "id": "group", "body": map[string]any{"name": "Again"}}).refused(422, "taken").at("changes[0].id")
		ask(map[string]any{"table": "grant", "op": "insert", "body": map[string]any{"user": "nobody", "role": "viewer", "scope": "everything"}}).refused(422, "unknown_reference").at("changes[0].user")
		ask(map[string]any{"table": "grant", "op": "insert", "body": map[string]any{"usr": "eva"}}).refused(422, "unknown_field").at("changes[0].usr")
		ask(map[string]any{"table": "rate", "op": "insert", "body": map[string]any{}}).refused(422, "not_access").at("changes[0].table")
		o.ask("eva", "POST", "/api/v1/access/simulate", map[string]any{"changes": []map[string]any{{"table": "user", "op": "delete", "id": "tom"}}}).refused(403, "denied")
	})
}

func TestWhoCouldDoItTogetherIsAnsweredAndLogged(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "role", "viewer", map[string]any{"name": "Viewer", "permissions": []string{"unit.view"}})
		o.hire("eva", "", "grant.insert")
		got := o.ask(ada, "GET", "/api/v1/access/collusion?outcome=user_gains_role&role=viewer&user=eva", nil).is(200).object()
		if got["alarm"] != true || got["smallest"] != float64(1) {
			t.Errorf("the answer is %v", got)
		}
		if logged := o.ask(ada, "GET", "/api/v1/audit?action=access.collusion", nil).is(200).items(); len(logged) != 1 {
			t.Errorf("%d questions are logged", len(logged))
		}
		o.ask(ada, "GET", "/api/v1/access/collusion?outcome=user_gains_role", nil).refused(422, "missing_parameter").at("role")
		o.ask(ada, "GET", "/api/v1/access/collusion?outcome=rain", nil).refused(422, "bad_value").at("outcome")
		o.ask(ada, "GET", "/api/v1/access/collusion?outcome=payment_to_new_beneficiary&amount=1.005&currency=EUR", nil).refused(422, "bad_value").at("amount")
		o.ask("eva", "GET", "/api/v1/access/collusion?outcome=four_eyes_rule_off", nil).refused(403, "denied")
	})
}
