package httpapi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// givenOffice has a process and a table of london, and petra, who gives the roles of
// each and may look nobody up.
func givenOffice(o *office) {
	o.make(ada, "unit", "group", map[string]any{"name": "Group"})
	for id, parent := range map[string]string{"london": "group", "vienna": "group"} {
		o.make(ada, "unit", id, map[string]any{"name": id, "parent": parent})
	}
	o.make(ada, "unit", "thames", map[string]any{"name": "thames", "parent": "london"})
	for _, unit := range []string{"group", "london", "thames", "vienna"} {
		o.make(ada, "user", "of-"+unit, map[string]any{"email": unit + "@example.com", "name": "Clerk of " + unit, "kind": "person", "status": "active", "unit": unit})
		o.make(ada, "group", "desk-"+unit, map[string]any{"name": "Desk of " + unit, "unit": unit})
	}
	o.make(ada, "user", "gone", map[string]any{"email": "gone@example.com", "name": "Gone", "kind": "person", "status": "suspended", "unit": "vienna"})
	o.hire("lena", "", "process.insert", "reference_table.insert")
	o.make("lena", "process", "cash", map[string]any{"code": "CASH", "name": "Cash", "unit": "london", "kind": "data", "configuration": "keys: ref\n", "on_inconsistency": "warn"})
	o.make("lena", "process", "house", map[string]any{"code": "HOUSE", "name": "House", "kind": "data", "configuration": "keys: ref\n", "on_inconsistency": "warn"})
	o.make("lena", "reference_table", "codes", map[string]any{"name": "codes", "unit": "london", "columns": []map[string]any{{"name": "code", "kind": "text", "key": true}}})
	o.hire("petra", "")
	for table, id := range map[string]string{"process": "cash", "reference_table": "codes"} {
		role := map[string]string{"process": "process-user-admin", "reference_table": "table-admin"}[table]
		o.make(ada, "grant", "petra-"+id, map[string]any{"user": "petra", "role": role, "scope": "record", "scope_table": table, "scope_record": id})
	}
	o.make(ada, "grant", "petra-house", map[string]any{"user": "petra", "role": "process-user-admin", "scope": "record", "scope_table": "process", "scope_record": "house"})
}

func TestWhoGivesTheRolesOfOneRecordIsNamedThePeopleOfItsUnit(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		givenOffice(o)
		named := func(user, path, of string) (ids []string) {
			for _, x := range o.ask(user, "GET", path, nil).is(200).object()[of].([]any) {
				ids = append(ids, x.(map[string]any)["id"].(string))
			}
			return ids
		}
		for _, path := range []string{"/api/v1/process/cash/grantable", "/api/v1/reference_table/codes/grantable"} {
			if got, want := named("petra", path, "users"), []string{"of-group", "of-london", "of-thames"}; !slices.Equal(got, want) {
				t.Errorf("%s names %v, not %v", path, got, want)
			}
			if got, want := named("petra", path, "groups"), []string{"desk-group", "desk-london", "desk-thames"}; !slices.Equal(got, want) {
				t.Errorf("%s names the groups %v, not %v", path, got, want)
			}
		}
		if got := named("petra", "/api/v1/process/house/grantable", "users"); !slices.Contains(got, "of-vienna") || slices.Contains(got, "gone") {
			t.Errorf("at a process of the whole house %v are named", got)
		}
		o.hire("gina", "", "grant.insert")
		if got := named("gina", "/api/v1/process/cash/grantable", "users"); !slices.Contains(got, "of-vienna") {
			t.Errorf("who gives all roles is named %v", got)
		}
		o.make(ada, "role", "looks", map[string]any{"name": "looks", "permissions": []string{"user.view"}})
		o.make(ada, "grant", "looks", map[string]any{"user": "petra", "role": "looks", "scope": "unit", "scope_record": "vienna"})
		if got := named("petra", "/api/v1/process/cash/grantable", "users"); !slices.Contains(got, "of-vienna") {
			t.Errorf("whom petra may view she is named too, not %v alone", got)
		}
	})
}

func TestWhoGivesTheRolesOfOneRecordNamesOthersByTheirExactAddress(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		givenOffice(o)
		give := func(user, whom string) *answer {
			return o.ask(user, "POST", "/api/v1/grant", map[string]any{"user": whom, "role": "process-viewer", "scope": "record", "scope_table": "process", "scope_record": "cash"})
		}
		given := give("petra", " Vienna@example.com").is(201).object()
		id := fmt.Sprint(given["records"].([]any)[0].(map[string]any)["id"])
		if got := o.ask(ada, "GET", "/api/v1/grant/"+id, nil).is(200).text("user"); got != "of-vienna" {
			t.Errorf("the grant is to %q", got)
		}
		none := give("petra", "nobody@example.com")
		none.refused(422, "unknown_reference").at("user")
		for _, other := range []string{"gone@example.com", "vienna", "ienna@example.com", "%@example.com"} {
			if x, y := same(give("petra", other), other), same(none, "nobody@example.com"); x != y {
				t.Errorf("%s is answered %s, and nobody's address %s", other, x, y)
			}
		}
		o.make(ada, "duty_rule", "wall", map[string]any{"name": "Wall", "kind": "wall", "mode": "refuse", "enabled": true, "left_unit": "thames", "right_unit": "vienna"})
		o.make(ada, "user", "viennese", map[string]any{"email": "other@example.com", "name": "Other", "kind": "person", "status": "active", "unit": "vienna"})
		o.ask(ada, "PATCH", "/api/v1/user/petra", map[string]any{"unit": "thames"}, "If-Match", o.ask(ada, "GET", "/api/v1/user/petra", nil).header.Get("ETag")).is(200)
		if x, y := same(give("petra", "other@example.com"), "other@example.com"), same(none, "nobody@example.com"); x != y {
			t.Errorf("an address behind a wall is answered %s, and nobody's %s", x, y)
		}
		own, byAddress := give("petra", "petra"), give("petra", "petra@example.com")
		if own.status != 403 || same(own, "nobody") != same(byAddress, "nobody") {
			t.Errorf("nobody gives themselves a role, by their address as little: %s, %s", own.body, byAddress.body)
		}
		o.hire("eva", "", "grant.view")
		for _, address := range []string{"vienna@example.com", "nobody@example.com"} {
			if got := give("eva", address).refused(403, "denied"); strings.Contains(string(got.body), "of-vienna") {
				t.Errorf("eva is told %s", got.body)
			}
		}
	})
}
