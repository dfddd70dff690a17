package httpapi_test

import (
	"testing"
)

func TestOnlyRowsThatTheAskerMayViewAreSuggested(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.hire("lena", "", "process.view", "process.insert", "process.run", "run.view", "exception.view")
		o.make("lena", "process", "cash", map[string]any{"code": "CASH", "name": "Cash", "unit": "group", "kind": "data", "configuration": "keys: ref\namount: amount\n", "on_inconsistency": "warn"})
		body, kind := form(t, [3]string{"left", "l.csv", "ref,amount\nSALE-1,100.00\n"}, [3]string{"right", "r.csv", "ref,amount\nSALE-2,100.00\n"})
		o.ask("lena", "POST", runPath, body, "Content-Type", kind).is(200)
		ids := map[any]string{}
		for _, x := range o.ask("lena", "GET", "/api/v1/exception", nil).is(200).items() {
			ids[x["kind"]] = x["id"].(string)
		}
		path := "/api/v1/exception/" + ids["unmatched_left"] + "/candidates"
		found := o.ask("lena", "GET", path, nil).is(200).items()
		if len(found) != 1 || found[0]["exception"] != ids["unmatched_right"] || found[0]["score"] == 0.0 {
			t.Fatalf("suggested are %v", found)
		}
		o.hire("eva", "", "process.view")
		o.ask("eva", "GET", path, nil).refused(403, "denied")
		o.make(ada, "role", "looker", map[string]any{"name": "Looker", "permissions": []string{"exception.view"}})
		o.make(ada, "grant", "one-alone", map[string]any{"user": "eva", "role": "looker", "scope": "record", "scope_table": "exception", "scope_record": ids["unmatched_left"]})
		if found := o.ask("eva", "GET", path, nil).is(200).items(); len(found) != 0 {
			t.Errorf("who may see one exception alone is told of another's row: %v", found)
		}
		o.ask("eva", "GET", "/api/v1/exception/"+ids["unmatched_right"]+"/candidates", nil).refused(404, "not_found")
	})
}
