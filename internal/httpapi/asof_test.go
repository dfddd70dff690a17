package httpapi_test

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestWhatWasHeldOnAPastDateIsToldFromTheLog(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.hire("eva", "", "unit.insert")
		time.Sleep(2 * time.Millisecond)
		then := "&as_of=" + url.QueryEscape(time.Now().UTC().Format("2006-01-02T15:04:05.000000Z"))
		time.Sleep(2 * time.Millisecond)
		version := o.ask(ada, "GET", "/api/v1/user/eva", nil).is(200).header.Get("ETag")
		o.ask(ada, "PATCH", "/api/v1/user/eva", map[string]any{"status": "suspended"}, "If-Match", version).is(200)
		o.ask(ada, "PATCH", "/api/v1/unit/group", map[string]any{"name": "Holding"}, "If-Match", `"1"`).is(200)

		const why = "/api/v1/access/why?user=eva&permission=unit.insert"
		if o.ask(ada, "GET", why, nil).is(200).object()["allowed"] != false || o.ask(ada, "GET", why+then, nil).is(200).object()["allowed"] != true {
			t.Error("why does not tell today from then")
		}
		const who = "/api/v1/access/who?permission=unit.insert"
		if now, was := string(o.ask(ada, "GET", who, nil).is(200).body), string(o.ask(ada, "GET", who+then, nil).is(200).body); strings.Contains(now, `"eva"`) || !strings.Contains(was, `"eva"`) {
			t.Errorf("who can now is %s and could then %s", now, was)
		}
		const what = "/api/v1/access/what?user=eva"
		if now, was := len(o.ask(ada, "GET", what, nil).is(200).items()), len(o.ask(ada, "GET", what+then, nil).is(200).items()); now != 0 || was != 1 {
			t.Errorf("eva holds %d permissions now and held %d", now, was)
		}
		got := o.ask(ada, "GET", "/api/v1/unit/group?"+then[1:], nil).is(200)
		if got.text("name") != "Group" || got.object()["version"] != float64(1) {
			t.Errorf("the unit was %s", got.body)
		}
		before := "as_of=2020-01-01T00:00:00Z"
		o.ask(ada, "GET", "/api/v1/unit/group?"+before, nil).refused(404, "not_found")
		o.ask(ada, "GET", what+"&"+before, nil).refused(404, "not_found")
		o.ask(ada, "GET", "/api/v1/unit/group?as_of=yesterday", nil).refused(422, "bad_value").at("as_of")
		o.hire("tom", "")
		o.ask("tom", "GET", "/api/v1/unit/group?"+then[1:], nil).refused(403, "denied")
	})
}
