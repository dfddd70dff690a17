package httpapi_test

import (
	"slices"
	"testing"
)

func TestWhoSaysWhoIsInOneGroupIsNamedThePeopleOfItsUnitAndTakesOthersByAddress(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		givenOffice(o)
		o.hire("suki", "")
		o.make(ada, "grant", "suki-desk", map[string]any{"user": "suki", "role": "group-members-administrator", "scope": "record", "scope_table": "group", "scope_record": "desk-london"})
		o.hire("lone", "", "group.view")
		const path = "/api/v1/group/desk-london/joinable"
		var ids []string
		for _, x := range o.ask("suki", "GET", path, nil).is(200).object()["users"].([]any) {
			ids = append(ids, x.(map[string]any)["id"].(string))
		}
		if want := []string{"of-group", "of-london", "of-thames"}; !slices.Equal(ids, want) {
			t.Errorf("%v are named, not %v", ids, want)
		}
		o.ask("lone", "GET", path, nil).refused(403, "denied")
		o.ask("suki", "GET", "/api/v1/group/desk-vienna/joinable", nil).refused(404, "not_found")
		o.ask("suki", "GET", "/api/v1/user", nil).refused(403, "denied")

		join := func(whom, group string) *answer {
			return o.ask("suki", "POST", "/api/v1/member", map[string]any{"user": whom, "group": group})
		}
		join("of-thames", "desk-london").is(201)
		join("VIENNA@example.com", "desk-london").is(201)
		items := o.ask(ada, "GET", "/api/v1/member?filter=group=desk-london&filter=user=of-vienna", nil).is(200).items()
		if len(items) != 1 {
			t.Errorf("the member named by address is %v", items)
		}
		none := join("nobody@example.com", "desk-london")
		none.refused(422, "unknown_reference").at("user")
		if x, y := same(join("gone@example.com", "desk-london"), "gone@example.com"), same(none, "nobody@example.com"); x != y {
			t.Errorf("who is suspended is answered %s, and nobody's address %s", x, y)
		}
	})
}
