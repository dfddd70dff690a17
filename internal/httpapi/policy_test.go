package httpapi_test

import (
	"fmt"
	"maps"
	"testing"
)

func TestASettingThatIsLeftOutOfAPolicyIsRefusedAndNotLost(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		set := "/api/v1/policy/access_policy/access/set"
		whole := map[string]any{
			"roles_through_groups_only": false, "min_administrators": 1, "change_expiry_hours": 72,
			"ticket_rules": []any{map[string]any{"action": "process.insert"}}, "ticket_pattern": "OPS-[0-9]+",
		}
		o.ask(ada, "POST", set, whole).is(200)
		for name := range whole {
			part := maps.Clone(whole)
			delete(part, name)
			o.ask(ada, "POST", set, part).refused(422, "missing_field").at(name)
		}
		signIn := map[string]any{"idle_minutes": 15, "whole_minutes": 60, "proof_seconds": 900, "factor_required": true}
		o.ask(ada, "POST", "/api/v1/policy/sign_in_policy/sign_in/set", signIn).refused(422, "missing_field").at("notice")
		row := o.ask(ada, "GET", "/api/v1/access_policy/access", nil).is(200).object()
		if fmt.Sprintf("%v %v %v", row["ticket_rules"], row["ticket_pattern"], row["change_expiry_hours"]) != "[map[action:process.insert]] OPS-[0-9]+ 72" {
			t.Errorf("the policy became %v", row)
		}
	})
}

func TestThePageIsToldWhatHoldsBeforeAPolicyIsSet(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		lone := map[string]any{}
		for _, table := range o.ask(ada, "GET", "/api/v1/table", nil).is(200).items() {
			if table["lone"] != nil {
				lone[table["name"].(string)] = table["lone"]
				if len(table["title_columns"].([]any)) > 0 { // there is but one, whoever stands in it
					t.Errorf("%s is called by %v", table["name"], table["title_columns"])
				}
			}
		}
		holds := lone["access_policy"].(map[string]any)
		if fmt.Sprintf("%v %v %v %v", holds["id"], holds["version"], holds["min_administrators"], holds["ticket_rules"]) != "access 0 2 []" {
			t.Errorf("access begins with %v", holds)
		}
		holds = lone["sign_in_policy"].(map[string]any)
		if fmt.Sprintf("%v %v %v %v", holds["id"], holds["version"], holds["idle_minutes"], holds["factor_required"]) != "sign_in 0 15 true" || len(lone) != 2 {
			t.Errorf("sign-in begins with %v, of %v", holds, lone)
		}
	})
}
