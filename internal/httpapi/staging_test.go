package httpapi_test

import (
	"strings"
	"testing"
)

func TestBothResultsAreComparedForWhoMaySeeTheRunsAndShownToWhoMaySeeTheExceptions(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.hire("lena", "", "process.view", "process.insert", "process.update", "process.approve", "process.run", "process.copy", "run.view", "exception.view", "staging_copy.view", "staging_copy.try", "staging_copy.raise", "staging_copy.renew", "staging_copy.close")
		process := map[string]any{"code": "CASH", "name": "Cash", "unit": "group", "kind": "data", "configuration": "keys: ref\namount: amount\n", "on_inconsistency": "warn"}
		o.make("lena", "process", "cash", process)
		body, kind := form(t, [3]string{"left", "l.csv", "ref,amount\nSALE-1,100.00\n"}, [3]string{"right", "r.csv", "ref,amount\nSALE-1,90.00\n"})
		o.ask("lena", "POST", runPath, body, "Content-Type", kind).is(200)
		o.ask("lena", "POST", "/api/v1/recon/process/cash/copy", map[string]any{}).is(200)
		id := o.ask("lena", "GET", "/api/v1/staging_copy", nil).is(200).items()[0]["id"].(string)
		path := "/api/v1/staging_copy/" + id

		process["code"], process["configuration"] = "CASH-COPY1", "keys: ref\namount: amount\namount_tolerance: 10\n"
		o.ask("lena", "PUT", "/api/v1/process/"+id, process, "If-Match", `"1"`).is(200)
		tryPath := "/api/v1/recon/staging_copy/" + id + "/try"
		planned := o.ask("lena", "POST", tryPath+"?dry_run=true", map[string]any{}).is(200)
		if !strings.Contains(string(planned.body), `"matched":1`) || !strings.Contains(string(o.ask("lena", "GET", path+"/difference", nil).is(200).body), `"tried":false`) {
			t.Errorf("the dry run says %s", planned.body)
		}
		o.ask("lena", "POST", tryPath, map[string]any{"run": "none"}).refused(422, "other_process")
		o.ask("lena", "POST", tryPath, map[string]any{}).is(200)

		o.hire("eva", "", "staging_copy.view", "process.view")
		o.ask("eva", "GET", path+"/comparison", nil).refused(403, "denied")
		o.hire("nora", "", "staging_copy.view", "run.view")
		for user, shown := range map[string]bool{"lena": true, "nora": false} {
			got := string(o.ask(user, "GET", path+"/comparison", nil).is(200).body)
			if !strings.Contains(got, `"gained_rows":2`) || strings.Contains(got, "SALE-1") != shown || strings.Contains(got, `"shown":true`) != shown {
				t.Errorf("%s is shown %s", user, got)
			}
		}
		if items := o.ask("lena", "GET", "/api/v1/exception", nil).is(200).items(); len(items) != 1 || items[0]["process"] != "cash" {
			t.Errorf("the exceptions are %v", items)
		}

		process["code"], process["configuration"] = "CASH", "keys: ref\n"
		o.ask("lena", "PUT", "/api/v1/process/cash", process, "If-Match", `"1"`).is(200)
		o.ask("lena", "POST", "/api/v1/recon/staging_copy/"+id+"/raise", map[string]any{}).refused(409, "original_moved")
		told := string(o.ask("lena", "GET", path+"/difference", nil).is(200).body)
		for _, want := range []string{`"moved":true`, `"since":[{"version":2,`, `"asked":{"user":"lena"`, `"op":"added"`, `"tried":true`} {
			if !strings.Contains(told, want) {
				t.Errorf("the difference lacks %s: %s", want, told)
			}
		}
	})
}
