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

// Who sees an exception through a group alone is told its labels' names, and of no
// other label, nor of the process.
func TestWhoSeesAnExceptionIsToldWhatItsLabelsAreCalled(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.hire("uma", "", "label.view", "label.insert")
		for id, name := range map[string]string{"charge": "Bank charge", "late": "Late"} {
			o.make("uma", "label", id, map[string]any{"name": name, "unit": "group", "colour": "amber", "state": "in_use"})
		}
		o.hire("lena", "", "process.view", "process.insert", "process.run", "run.view", "exception.view", "exception.label", "exception.allocate")
		o.make("lena", "process", "cash", map[string]any{"code": "CASH", "name": "Cash", "unit": "group", "kind": "data", "configuration": "keys: ref\n", "on_inconsistency": "warn"})
		body, kind := form(t, [3]string{"left", "l.csv", "ref\nA\nB\nX\n"}, [3]string{"right", "r.csv", "ref\nX\n"})
		o.ask("lena", "POST", runPath, body, "Content-Type", kind).is(200)
		found := o.ask("lena", "GET", "/api/v1/exception?sort=id", nil).is(200).items()
		one, other := found[0]["id"].(string), found[1]["id"].(string)
		o.make(ada, "group", "sleuths", map[string]any{"name": "Sleuths", "unit": "group"})
		o.ask("lena", "POST", "/api/v1/recon/exception/"+one+"/label", map[string]any{"add": []string{"charge"}}).is(200)
		o.ask("lena", "POST", "/api/v1/recon/exception/"+other+"/label", map[string]any{"add": []string{"late"}}).is(200)
		o.ask("lena", "POST", "/api/v1/recon/exception/"+one+"/allocate", map[string]any{"group": "sleuths"}).is(200)
		o.hire("eva", "")
		o.make(ada, "grant", "sleuth", map[string]any{"user": "eva", "role": "investigator", "scope": "record", "scope_table": "group", "scope_record": "sleuths"})

		o.ask("eva", "GET", "/api/v1/label", nil).refused(403, "denied")
		page := o.ask("eva", "GET", "/api/v1/exception?names=true", nil).is(200)
		if items := page.items(); len(items) != 1 || items[0]["id"] != one {
			t.Fatalf("the investigator sees %v", items)
		}
		if diff := cmp.Diff(map[string]any{"charge": "Bank charge"}, page.object()["names"].(map[string]any)["label"]); diff != "" {
			t.Errorf("the labels' names: %s", diff)
		}
		for _, query := range []string{"", "?process=cash"} {
			labels := o.ask("eva", "GET", "/api/v1/exception/labels"+query, nil).is(200).items()
			if len(labels) != 1 || labels[0]["id"] != "charge" || labels[0]["colour"] != "amber" || labels[0]["unit"] != "" {
				t.Errorf("%s offers the investigator %v, want the label that stands on what she sees, without its unit", query, labels)
			}
		}
		for label, want := range map[string]int{"charge": 1, "late": 0} {
			if items := o.ask("eva", "GET", "/api/v1/exception?filter=labels~"+label, nil).is(200).items(); len(items) != want {
				t.Errorf("filtered by %s the investigator sees %v", label, items)
			}
		}
	})
}
