package httpapi_test

import (
	"testing"
	"time"
)

func TestTheAnswerToAStartedRunWaitsForItsEndAsLongAsIsPreferred(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.hire("lena", "", "process.view", "process.insert", "process.run", "run.view")
		o.hire("rolf", "", "run.view", "run.stop")
		o.make("lena", "process", "cash", map[string]any{"code": "CASH", "name": "Cash", "unit": "group", "kind": "data", "configuration": "keys: ref\n", "on_inconsistency": "warn"})
		body, kind := form(t, [3]string{"left", "l.csv", leftCSV}, [3]string{"right", "r.csv", rightCSV})
		run := func(a *answer) (id string, version float64) {
			rec := a.is(200).object()["records"].([]any)[0].(map[string]any)
			return rec["id"].(string), rec["version"].(float64)
		}
		id, version := run(o.ask("lena", "POST", runPath, body, "Content-Type", kind, "Prefer", "handling=lenient, wait=30"))
		if got := o.ask("lena", "GET", "/api/v1/run/"+id, nil).is(200); version != 2 || got.text("state") != "done" || got.header.Get("ETag") != `"2"` {
			t.Errorf("version %v was answered, the run is %s", version, got.body)
		}
		o.ask("lena", "POST", runPath, body, "Content-Type", kind, "Prefer", "wait=soon").refused(422, "bad_value").at("Prefer")

		service := o.ask(ada, "GET", "/api/v1/user/installation", nil).is(200)
		row := service.object()
		for _, name := range []string{"id", "version"} {
			delete(row, name)
		}
		row["status"] = "suspended" // so that no outcome can be recorded
		o.ask(ada, "PUT", "/api/v1/user/installation", row, "If-Match", service.header.Get("ETag")).is(200)
		other, kind := form(t, [3]string{"left", "l.csv", leftCSV + "d,1.00\n"}, [3]string{"right", "r.csv", rightCSV})
		for _, prefer := range []string{"respond-async", "wait=0"} {
			began := time.Now()
			if id, version = run(o.ask("lena", "POST", runPath, other, "Content-Type", kind, "Prefer", prefer)); version != 1 || time.Since(began) > 9*time.Second {
				t.Errorf("%s: version %v after %v", prefer, version, time.Since(began))
			}
			o.ask("lena", "POST", runPath, other, "Content-Type", kind).refused(409, "run_under_way")
			if p := o.ask("rolf", "GET", "/api/v1/run/"+id+"/progress", nil).is(200); p.text("state") != "running" {
				t.Errorf("its progress is %s", p.body)
			}
			o.ask("lena", "POST", "/api/v1/recon/run/"+id+"/stop", map[string]any{"reason": "Wrong file"}).refused(403, "denied")
			o.ask("rolf", "POST", "/api/v1/recon/run/"+id+"/stop", map[string]any{"reason": "Wrong file"}).is(200)
			if got := o.ask("rolf", "GET", "/api/v1/run/"+id, nil).is(200); got.text("state") != "stopped" || got.text("stopped_by") != "rolf" || got.text("detail") != "Wrong file" {
				t.Errorf("stopped: %s", got.body)
			}
		}
	})
}
