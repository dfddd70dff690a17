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
		if names := look.object()["groups"].(map[string]any); names["treasurers"] != "Treasurers" {
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

// TestAGroupLendsNobodyItsName: an id is one's own choice, and so may be that of a user;
// two groups of different units may be called the same.
func TestAGroupLendsNobodyItsName(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "north", map[string]any{"name": "North"})
		o.make(ada, "unit", "south", map[string]any{"name": "South"})
		o.make(ada, "group", ada, map[string]any{"name": "Board", "unit": "south"})
		o.make(ada, "group", "other", map[string]any{"name": "Board", "unit": "north"})
		for i, user := range []string{"max", "mia"} {
			o.hire(user, "")
			o.make(ada, "member", "m-"+user, map[string]any{"user": user, "group": []string{ada, "other"}[i]})
		}
		o.make(ada, "four_eyes_rule", "boards", map[string]any{"name": "Both", "subject": "unit", "operations": []string{"insert"}, "enabled": true, "factors": []map[string]any{{"group": ada, "people": 1}, {"group": "other", "people": 1}}})
		held := o.ask(ada, "PUT", "/api/v1/unit/new", map[string]any{"name": "New"}, "If-None-Match", "*").is(202)
		look := o.ask("max", "GET", "/api/v1/change/"+held.text("change"), nil).is(200).object()
		if name := look["names"].(map[string]any)[ada]; name != "Ada" {
			t.Errorf("its maker is called %v", name)
		}
		if got := fmt.Sprint(look["missing"]); got != "[1 more with group Board (South) (Both) 1 more with group Board (North) (Both)]" {
			t.Errorf("missing is %s", got)
		}
	})
}

// TestTheEndOfAUnitShowsNothingOfTheGrantsOverIt to who may not view these, and a grant
// can be ended while its unit's end waits.
func TestTheEndOfAUnitShowsNothingOfTheGrantsOverIt(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "north", map[string]any{"name": "North"})
		o.hire("rose", "north", "unit.delete", "unit.view")
		o.hire("anna", "north", "unit.update")
		o.watch("unit", "unit.approve")
		would := o.ask("rose", "DELETE", "/api/v1/unit/north?dry_run=true", nil, "If-Match", `"1"`).is(200)
		held := o.ask("rose", "DELETE", "/api/v1/unit/north", nil, "If-Match", `"1"`).is(202)
		look := o.ask("rose", "GET", "/api/v1/change/"+held.text("change"), nil).is(200)
		for _, got := range []*answer{would, look} {
			if !got.holds("grant-anna") || got.holds(`"user":"anna"`) || got.holds(`"scope_record"`) {
				t.Errorf("rose is shown %s", got.body)
			}
		}
		if got := o.ask(ada, "GET", "/api/v1/change/"+held.text("change"), nil).is(200); !got.holds(`"user":"anna"`) {
			t.Errorf("ada is shown %s", got.body)
		}
		o.ask(ada, "DELETE", "/api/v1/grant/grant-anna", nil, "If-Match", `"1"`).is(200)
	})
}
