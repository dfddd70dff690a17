package httpapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/deliver"
)

func TestARecordIsPutBackToAnEarlierVersionAsAChange(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.hire("otto", "", "channel.view", "channel.insert", "channel.update")
		key, host := clientKey(t)
		row := map[string]any{"name": "Hausbank", "bic": "COBADEFFXXX", "kind": "sftp", "host": "one.example.com", "port": 22, "user": "acme", "private_key": key, "host_keys": host, "mode": "read_back"}
		o.make("otto", "channel", "drop", row)
		first := o.ask("otto", "GET", "/api/v1/channel/drop", nil).is(200)
		other, _ := clientKey(t)
		o.ask("otto", "PATCH", "/api/v1/channel/drop", map[string]any{"host": "two.example.com", "private_key": other}, "If-Match", `"1"`).is(200)
		o.ask("otto", "PATCH", "/api/v1/channel/drop", map[string]any{"port": 2222}, "If-Match", `"2"`).is(200)
		sealed := func() string {
			c, err := deliver.Channels.Get(t.Context(), o.server.DB, "drop")
			if err != nil {
				t.Fatal(err)
			}
			return string(c.PrivateKey)
		}
		secret := sealed()

		const back = "/api/v1/channel/drop/put_back"
		plan := o.ask("otto", "POST", back+"?dry_run=true", map[string]any{"to": 1}, "If-Match", `"3"`).is(200)
		for _, want := range []string{`"one.example.com"`, `"two.example.com"`, `"kept":["private_key"]`} {
			if !strings.Contains(string(plan.body), want) {
				t.Errorf("the plan does not tell %s: %s", want, plan.body)
			}
		}
		o.ask("otto", "POST", back, map[string]any{"to": 1}, "If-Match", `"2"`).refused(412, "stale")
		for _, to := range []int{4, 99} {
			o.ask("otto", "POST", back, map[string]any{"to": to}, "If-Match", `"3"`).refused(422, "no_version").at("to")
		}
		o.ask("otto", "POST", back, map[string]any{"to": 0}, "If-Match", `"3"`).refused(422, "bad_value").at("to")
		o.ask("otto", "POST", back, map[string]any{"to": 1}, "If-Match", `"3"`).is(200)

		now := o.ask("otto", "GET", "/api/v1/channel/drop", nil).is(200)
		if want := strings.Replace(string(first.body), `"version":1`, `"version":4`, 1); string(now.body) != want {
			t.Errorf("it is %s, was %s", now.body, want)
		}
		if sealed() != secret {
			t.Error("the secret did not stay as it was")
		}
		found := o.ask(ada, "GET", "/api/v1/audit?table=channel&record=drop&action=channel.update&limit=1", nil).is(200).items()
		if facts := fmt.Sprint(found[0]["event"].(map[string]any)["facts"]); !strings.Contains(facts, "put_back_to") {
			t.Errorf("the entry does not say that it was put back: %s", facts)
		}
		o.hire("tom", "", "channel.view", "channel.approve")
		o.watch("channel", "channel.approve")
		o.ask("otto", "POST", back, map[string]any{"to": 3}, "If-Match", `"4"`).is(202)
	})
}

func TestNothingIsPutBackByWhatOneMayNotSee(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		unitsOffice(o)
		o.hire("mia", "london", "user.view", "user.update")
		o.ask(ada, "PATCH", "/api/v1/user/of-vienna", map[string]any{"unit": "london", "job_title": "Clerk"}, "If-Match", `"1"`).is(200)
		for _, query := range []string{"", "?dry_run=true"} {
			a := o.ask("mia", "POST", "/api/v1/user/of-vienna/put_back"+query, map[string]any{"to": 1}, "If-Match", `"2"`).refused(422, "no_version")
			if strings.Contains(string(a.body), "Zwiebelfisch") {
				t.Errorf("mia is told what the user was in vienna: %s", a.body)
			}
		}
		o.ask("eva", "POST", "/api/v1/user/of-vienna/put_back", map[string]any{"to": 1}, "If-Match", `"2"`).refused(403, "denied")
	})
}
