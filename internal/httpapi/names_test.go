package httpapi_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Who may view processes alone is told what their units are called, nothing else
// of them, and of no other unit.
func TestNamesTellWhatRowsNameAndNothingMore(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.make(ada, "unit", "apart", map[string]any{"name": "Apart"})
		o.hire("lena", "group", "process.view", "process.insert")
		o.hire("stranger", "apart")
		o.make("lena", "process", "cash", map[string]any{"code": "CASH", "name": "Cash", "unit": "group", "kind": "data", "configuration": "keys: ref\n", "on_inconsistency": "warn"})
		for _, table := range []string{"user", "unit"} {
			o.ask("lena", "GET", "/api/v1/"+table, nil).refused(403, "denied")
		}
		want := map[string]any{"user": map[string]any{}, "unit": map[string]any{"group": "Group"}}
		if diff := cmp.Diff(want, o.ask("lena", "GET", "/api/v1/process?names=true", nil).is(200).object()["names"]); diff != "" {
			t.Errorf("more or less is told than what the unit is called:\n%s", diff)
		}
		if plain := o.ask("lena", "GET", "/api/v1/process", nil).is(200).object(); plain["names"] != nil {
			t.Errorf("nobody asked for names: %v", plain["names"])
		}
		o.ask("lena", "GET", "/api/v1/process?names=perhaps", nil).refused(422, "bad_value")
	})
}

func TestNamesOfUsersNeedNoRightOnUsers(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.hire("lena", "", "grant.view")
		o.hire("eva", "")
		o.ask("lena", "GET", "/api/v1/user", nil).refused(403, "denied")
		page := o.ask("lena", "GET", "/api/v1/grant?names=true&filter=user=lena", nil).is(200).object()
		if diff := cmp.Diff(map[string]any{"lena": "lena"}, page["names"].(map[string]any)["user"]); diff != "" {
			t.Errorf("of whom no row tells, a name is told, or more than a name:\n%s", diff)
		}
		o.ask("eva", "GET", "/api/v1/grant?names=true", nil).refused(403, "denied")
	})
}
