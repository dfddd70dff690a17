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
		if b := got["brought"].([]any); len(b) != 0 {
			t.Errorf("brought along is %v", b)
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

func TestASimulationShowsTheMembershipsThatAMoveEndsAndWhoWouldBreakADutyRule(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		for _, unit := range []string{"london", "paris"} {
			o.make(ada, "unit", unit, map[string]any{"name": unit})
		}
		o.make(ada, "role", "viewer", map[string]any{"name": "Viewer", "permissions": []string{"unit.view"}})
		o.make(ada, "role", "maker", map[string]any{"name": "Maker", "permissions": []string{"unit.insert"}})
		o.make(ada, "user", "eva", map[string]any{"email": "eva@example.com", "name": "Eva", "kind": "person", "status": "active", "unit": "london"})
		for group, unit := range map[string]string{"londoners": "london", "choir": "paris"} {
			o.make(ada, "group", group, map[string]any{"name": group, "unit": unit})
			o.make(ada, "member", "eva-"+group, map[string]any{"group": group, "user": "eva"})
		}
		o.make(ada, "grant", "g", map[string]any{"group": "londoners", "role": "viewer", "scope": "unit", "scope_record": "london"})
		o.make(ada, "duty_rule", "apart", map[string]any{
			"name": "Looking and making", "kind": "static", "mode": "refuse", "enabled": true, "permissions": []string{"unit.view", "unit.insert"}, "unit": "london",
		})
		ask := func(changes ...map[string]any) map[string]any {
			return o.ask(ada, "POST", "/api/v1/access/simulate", map[string]any{"changes": changes}).is(200).object()
		}
		move := map[string]any{"table": "user", "op": "update", "id": "eva", "body": map[string]any{"unit": "paris"}}
		got := ask(move)
		brought := got["brought"].([]any)
		if len(brought) != 1 || brought[0].(map[string]any)["id"] != "eva-londoners" || brought[0].(map[string]any)["op"] != "delete" || brought[0].(map[string]any)["group"] != "londoners" {
			t.Errorf("the move brings along %v", brought)
		}
		if got["users"] != float64(1) || len(got["groups"].([]any)[0].(map[string]any)["loses"].([]any)) != 1 {
			t.Errorf("eva would lose what the group gives, and %v", got)
		}
		o.ask(ada, "GET", "/api/v1/member/eva-londoners", nil).is(200)
		// The membership that the same list ends is no consequence of the move.
		got = ask(move, map[string]any{"table": "member", "op": "delete", "id": "eva-londoners"})
		if b := got["brought"].([]any); len(b) != 0 {
			t.Errorf("told twice: %v", b)
		}
		grant := func(unit string) map[string]any {
			return map[string]any{"table": "grant", "op": "insert", "body": map[string]any{"user": "eva", "role": "maker", "scope": "unit", "scope_record": unit}}
		}
		for unit, n := range map[string]float64{"london": 1, "paris": 0} {
			breaks := ask(grant(unit))["breaks"].(map[string]any)
			if breaks["total"] != n {
				t.Errorf("by a grant at %s a duty rule would be broken: %v", unit, breaks)
			}
		}
		if breaks := ask(move, grant("london"))["breaks"].(map[string]any); breaks["total"] != float64(0) {
			t.Errorf("who moves away holds one half: %v", breaks)
		}
	})
}
