package httpapi_test

import (
	"slices"
	"strings"
	"testing"
)

// everyOffice is a givenOffice with lou, who gives the roles of every process of london,
// and gwen, who does of every process and of every reference table there is.
func everyOffice(o *office) {
	givenOffice(o)
	for user, unit := range map[string]string{"lou": "london", "gwen": ""} {
		o.hire(user, "")
		o.make(ada, "grant", user+"-processes", map[string]any{"user": user, "role": "process-user-admin", "scope": "table", "scope_table": "process", "scope_record": unit})
	}
	o.make(ada, "grant", "gwen-tables", map[string]any{"user": "gwen", "role": "table-admin", "scope": "table", "scope_table": "reference_table"})
}

// viewing is a grant of process-viewer at the scope.
func viewing(user, scope, table, record string) map[string]any {
	return map[string]any{"user": user, "role": "process-viewer", "scope": scope, "scope_table": table, "scope_record": record}
}

func TestWhoGivesTheRolesOfEveryProcessDoesSoAtEachAndNowhereElse(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		everyOffice(o)
		give := func(user string, body map[string]any) *answer { return o.ask(user, "POST", "/api/v1/grant", body) }
		give("lou", viewing("of-london", "record", "process", "cash")).is(201)
		give("gwen", viewing("of-vienna", "record", "process", "cash")).is(201)
		give("gwen", viewing("of-vienna", "record", "process", "house")).is(201)
		give("gwen", map[string]any{"user": "of-london", "role": "table-viewer", "scope": "record", "scope_table": "reference_table", "scope_record": "codes"}).is(201)
		for what, denied := range map[string]*answer{
			"lou at a process of the whole house":   give("lou", viewing("of-london", "record", "process", "house")),
			"lou at a reference table":              give("lou", viewing("of-london", "record", "reference_table", "codes")),
			"lou at the unit":                       give("lou", viewing("of-london", "unit", "", "london")),
			"lou on every process of the unit":      give("lou", viewing("of-london", "table", "process", "london")),
			"gwen on every process":                 give("gwen", viewing("of-london", "table", "process", "")),
			"gwen over everything":                  give("gwen", viewing("of-london", "everything", "", "")),
			"gwen at a unit":                        give("gwen", viewing("of-london", "unit", "", "london")),
			"lou, who gives roles, looking them up": o.ask("lou", "GET", "/api/v1/process/cash", nil),
		} {
			if denied.status != 403 && denied.status != 404 && !strings.Contains(string(denied.body), "unknown_reference") {
				t.Errorf("%s: %d %s", what, denied.status, denied.body)
			}
		}
		give("gwen", viewing("gwen", "record", "process", "cash")).refused(403, "own_access")

		o.make("lena", "process", "late", map[string]any{"code": "LATE", "name": "Late", "unit": "thames", "kind": "data", "configuration": "keys: ref\n", "on_inconsistency": "warn"})
		give("lou", viewing("of-thames", "record", "process", "late")).is(201)

		// Ids are of their table: a process called like the unit is another record.
		o.make("lena", "process", "london", map[string]any{"code": "LDN", "name": "London", "unit": "vienna", "kind": "data", "configuration": "keys: ref\n", "on_inconsistency": "warn"})
		if got := o.ask(ada, "GET", "/api/v1/grant/lou-processes", nil).is(200).object(); got["record_unit"] != "" || got["version"] != 1.0 {
			t.Errorf("the grant on every process of london has become %v", got)
		}
		o.make(ada, "role", "deletes", map[string]any{"name": "deletes", "permissions": []string{"process.view", "process.delete", "process.approve"}})
		o.make(ada, "grant", "lena-deletes", map[string]any{"user": "lena", "role": "deletes", "scope": "everything"})
		o.ask("lena", "DELETE", "/api/v1/process/london", nil, "If-Match", `"1"`).is(200)
		give("lou", viewing("of-london", "record", "process", "late")).is(201)

		o.ask(ada, "DELETE", "/api/v1/grant/gwen-processes", nil, "If-Match", `"1"`).is(200)
		give("gwen", viewing("of-vienna", "record", "process", "late")).refused(422, "unknown_reference")
	})
}

func TestTheGrantsOfEveryProcessAreListedToWhoMayViewThem(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		everyOffice(o)
		o.make(ada, "grant", "on-cash", viewing("of-london", "record", "process", "cash"))
		o.make(ada, "grant", "on-house", viewing("of-vienna", "record", "process", "house"))
		o.make(ada, "grant", "at-london", viewing("of-london", "unit", "", "london"))
		listed := func(user string) (ids []string) {
			page := o.ask(user, "GET", "/api/v1/grant?count=true&limit=50", nil).is(200).object()
			for _, x := range page["items"].([]any) {
				ids = append(ids, x.(map[string]any)["id"].(string))
			}
			if n := int(page["total"].(float64)); n != len(ids) {
				t.Errorf("%s is told of %d grants and shown %d", user, n, len(ids))
			}
			slices.Sort(ids)
			return ids
		}
		if got, want := listed("lou"), []string{"made-cash", "on-cash", "petra-cash"}; !slices.Equal(got, want) {
			t.Errorf("lou sees %v, not %v", got, want)
		}
		if got, want := listed("gwen"), []string{"made-cash", "made-codes", "made-house", "on-cash", "on-house", "petra-cash", "petra-codes", "petra-house"}; !slices.Equal(got, want) {
			t.Errorf("gwen sees %v, not %v", got, want)
		}
		for id, status := range map[string]int{"on-cash": 200, "on-house": 404, "at-london": 404, "lou-processes": 404, "petra-codes": 404} {
			o.ask("lou", "GET", "/api/v1/grant/"+id, nil).is(status)
		}
	})
}

func TestARoleIsGivenOnEveryRecordOnlyWhereThereAreSuch(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		givenOffice(o)
		for _, c := range []struct {
			body        map[string]any
			code, field string
		}{
			{viewing("of-london", "table", "", ""), "no_roles_there", "scope_table"},
			{viewing("of-london", "table", "order", ""), "no_roles_there", "scope_table"},
			{viewing("of-london", "table", "process", "cash"), "unknown_reference", "scope_record"},
			{map[string]any{"user": "of-london", "role": "process-user-admin", "scope": "everything"}, "scope_too_wide", "scope"},
			{map[string]any{"user": "of-london", "role": "process-user-admin", "scope": "unit", "scope_record": "london"}, "scope_too_wide", "scope"},
			{map[string]any{"user": "of-london", "role": "table-admin", "scope": "table", "scope_table": "process"}, "scope_too_wide", "scope"},
			{viewing("of-london", "unit", "process", "london"), "scope_not_empty", "scope_table"},
		} {
			o.ask(ada, "POST", "/api/v1/grant", c.body).refused(422, c.code).at(c.field)
		}
		o.make(ada, "grant", "tables", map[string]any{"user": "of-london", "role": "table-admin", "scope": "table", "scope_table": "reference_table"})
		o.ask(ada, "PATCH", "/api/v1/grant/tables", map[string]any{"scope_table": "process"}, "If-Match", `"1"`).refused(422, "scope_too_wide").at("scope")
		o.ask(ada, "PATCH", "/api/v1/grant/tables", map[string]any{"scope_record": "london"}, "If-Match", `"1"`).is(200)
	})
}
