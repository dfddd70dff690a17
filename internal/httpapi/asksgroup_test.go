package httpapi_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestAChangeThatAsksForAGroupSaysWhatItIsCalled(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.hire("max", "")
		o.make(ada, "group", "treasurers", map[string]any{"name": "Treasurers"})
		o.make(ada, "member", "max-there", map[string]any{"user": "max", "group": "treasurers"})
		o.make(ada, "four_eyes_rule", "asks-group", map[string]any{"name": "Treasurers agree", "subject": "unit", "operations": []string{"insert"}, "enabled": true, "factors": []map[string]any{{"group": "treasurers", "people": 1}}})
		missing := func(got *answer) string { return fmt.Sprint(got.object()["missing"]) }

		held := o.ask(ada, "PUT", "/api/v1/unit/north", map[string]any{"name": "North"}, "If-None-Match", "*").is(202)
		if got := missing(held); got != "[1 more with group Treasurers (Treasurers agree)]" {
			t.Errorf("its maker is told %s", got)
		}
		look := o.ask(ada, "GET", "/api/v1/change/"+held.text("change"), nil).is(200)
		if names := look.object()["names"].(map[string]any); names["treasurers"] != "Treasurers" {
			t.Errorf("the names are %v", names)
		}

		// A group that is called otherwise from now on is so in what waits already.
		o.ask(ada, "PATCH", "/api/v1/group/treasurers", map[string]any{"name": "Treasury"}, "If-Match", `"1"`).is(200)
		look = o.ask("max", "GET", "/api/v1/change/"+held.text("change"), nil).is(200)
		if got := missing(look); got != "[1 more with group Treasury (Treasurers agree)]" {
			t.Errorf("who can agree is told %s", got)
		}

		// And where nobody can agree any more.
		o.ask(ada, "DELETE", "/api/v1/member/max-there", nil, "If-Match", `"1"`).is(200)
		if got := o.ask(ada, "GET", "/api/v1/access/impossible", nil).is(200); !strings.Contains(string(got.body), "group Treasury: nobody") {
			t.Errorf("what nobody can meet: %s", got.body)
		}
	})
}
