package httpapi_test

import (
	"strings"
	"testing"
)

func TestTheMatchesOfARunAreShownToWhoMayViewItsExceptionsAndBrokenByWhoMay(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.hire("lena", "", "process.view", "process.insert", "process.run", "run.view", "exception.view", "broken_match.view")
		o.make("lena", "process", "cash", map[string]any{"code": "CASH", "name": "Cash", "unit": "group", "kind": "data", "configuration": "keys: ref\namount: amount\namount_tolerance: 1\n", "on_inconsistency": "warn"})
		body, kind := form(t, [3]string{"left", "l.csv", "ref,amount\nA,10.00\nB,20.00\n"}, [3]string{"right", "r.csv", "ref,amount\nB,20.50\nA,10.00\n"})
		o.ask("lena", "POST", runPath, body, "Content-Type", kind).is(200)
		id := o.ask("lena", "GET", "/api/v1/run", nil).is(200).items()[0]["id"].(string)
		path := "/api/v1/run/" + id + "/matches"

		o.hire("eva", "", "run.view", "process.view")
		o.ask("eva", "GET", path, nil).refused(403, "denied")
		o.hire("nora", "", "exception.view")
		o.hire("olga", "", "exception.view", "run.view")
		comparison := "/api/v1/run/" + id + "/comparison"
		for _, who := range []string{"eva", "nora"} {
			o.ask(who, "GET", path, nil).refused(403, "denied")
			o.ask(who, "GET", comparison, nil).refused(403, "denied")
		}
		if got := string(o.ask("olga", "GET", comparison, nil).is(200).body); !strings.Contains(got, `"keys":[{"left":"ref"`) {
			t.Errorf("who views the rows of the run is told %s of how they were compared", got)
		}
		for query, wants := range map[string][]string{
			"?limit=1":         {`"next":0`, `"key":["A"]`, `"exact":true`},
			"?limit=1&after=0": {`"key":["B"]`, `"amount_diff":"-0.5"`, `"left_amount":"20.00"`, `"right_amount":"20.50"`},
			"?unlike=true":     {`"key":["B"]`},
			"?find=20.5":       {`"key":["B"]`},
		} {
			got := string(o.ask("lena", "GET", path+query, nil).is(200).body)
			for _, want := range wants {
				if !strings.Contains(got, want) || strings.Count(got, `"key":`) != 1 {
					t.Errorf("%s answers %s, which lacks %s or is not one match", query, got, want)
				}
			}
		}
		for query, code := range map[string]string{"?limit=201": "bad_value", "?after=-2": "bad_value", "?unlike=perhaps": "bad_value", "?find=" + strings.Repeat("x", 101): "bad_value", "?finds=x": "unknown_parameter"} {
			o.ask("lena", "GET", path+query, nil).refused(422, code)
		}

		breakPath := "/api/v1/recon/run/" + id + "/break_match"
		pair := map[string]any{"pairs": []map[string]any{{"left": 1, "right": 0}}, "reason": "Two payments."}
		o.ask("lena", "POST", breakPath, pair).refused(403, "denied")
		o.hire("david", "", "run.view", "exception.view", "broken_match.view", "run.break_match")
		planned := string(o.ask("david", "POST", breakPath+"?dry_run=true", pair).is(200).body)
		for _, want := range []string{`"left_amount":"20.00"`, `"right_amount":"20.50"`, `"amount_diff":"-0.5"`, `"kind":"unmatched_left"`, `"kind":"unmatched_right"`} {
			if !strings.Contains(planned, want) {
				t.Errorf("the dry run does not say %s: %s", want, planned)
			}
		}
		o.ask("david", "POST", breakPath, pair).is(200)
		o.ask("david", "POST", breakPath, pair).refused(409, "already_broken")
		o.ask("david", "POST", breakPath, map[string]any{"pairs": []map[string]any{{"left": 0, "right": 0}}, "reason": "Other."}).refused(422, "no_such_match")
		if got := string(o.ask("lena", "GET", path, nil).is(200).body); !strings.Contains(got, `"broken":1`) || !strings.Contains(got, `"reason":"Two payments."`) {
			t.Errorf("the matches are %s", got)
		}
		if got := string(o.ask("olga", "GET", path, nil).is(200).body); strings.Contains(got, "broken") || strings.Contains(got, "Two payments.") || !strings.Contains(got, `"key":["B"]`) {
			t.Errorf("who may not view broken matches is told %s", got)
		}
		if got := o.ask("lena", "GET", "/api/v1/run/"+id, nil).is(200); !strings.Contains(string(got.body), `"matched":2`) {
			t.Errorf("the run says %s", got.body)
		}
	})
}

// TestABreakThatWasOvertakenIsAskedForAgainInOneStep: what others broke apart meanwhile
// is left out of it.
func TestABreakThatWasOvertakenIsAskedForAgainInOneStep(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.hire("lena", "", "process.view", "process.insert", "process.run", "run.view", "exception.view", "broken_match.view")
		o.make("lena", "process", "cash", map[string]any{"code": "CASH", "name": "Cash", "unit": "group", "kind": "data", "configuration": "keys: ref\namount: amount\n", "on_inconsistency": "warn"})
		body, kind := form(t, [3]string{"left", "l.csv", "ref,amount\nA,10.00\nB,20.00\n"}, [3]string{"right", "r.csv", "ref,amount\nB,20.00\nA,10.00\n"})
		o.ask("lena", "POST", runPath, body, "Content-Type", kind).is(200)
		id := o.ask("lena", "GET", "/api/v1/run", nil).is(200).items()[0]["id"].(string)
		breakPath := "/api/v1/recon/run/" + id + "/break_match"
		o.hire("david", "", "run.view", "exception.view", "broken_match.view", "run.break_match")
		o.hire("olga", "", "run.break_match", "run.break_match.approve", "run.view", "exception.view", "broken_match.view")
		o.make(ada, "four_eyes_rule", "breaks", map[string]any{"name": "Breaks", "subject": "run.break_match", "operations": []string{"command"}, "factors": []map[string]any{{"permission": "run.break_match.approve", "people": 1}}, "enabled": true})
		pairs := func(rows ...[2]int) map[string]any {
			var list []map[string]any
			for _, r := range rows {
				list = append(list, map[string]any{"left": r[0], "right": r[1]})
			}
			return map[string]any{"pairs": list, "reason": "Two payments."}
		}
		agree := func(user string, held *answer) *answer {
			return o.ask(user, "POST", "/api/v1/change/"+held.text("change")+"/approve", map[string]any{"digest": held.text("digest")})
		}
		both := o.ask("david", "POST", breakPath, pairs([2]int{0, 1}, [2]int{1, 0})).is(202)
		o.hire("dora", "", "run.view", "exception.view", "broken_match.view", "run.break_match")
		agree("olga", o.ask("dora", "POST", breakPath, pairs([2]int{0, 1})).is(202)).is(200)
		if got := agree("olga", both).is(200); got.text("state") != "stale" {
			t.Fatalf("the break of both came to %s", got.body)
		}
		path := "/api/v1/change/" + both.text("change") + "/resubmit"
		if planned := string(o.ask("david", "POST", path+"?dry_run=true", map[string]any{}).is(200).body); strings.Count(planned, `"table":"broken_match","op":"insert"`) != 1 || !strings.Contains(planned, `"left_amount":"20.00"`) {
			t.Errorf("the dry run says %s", planned)
		}
		again := o.ask("david", "POST", path, map[string]any{}, "Idempotency-Key", "k").is(202)
		if same := o.ask("david", "POST", path, map[string]any{}, "Idempotency-Key", "k").is(202); same.text("change") != again.text("change") {
			t.Errorf("the same request made %s and %s", again.text("change"), same.text("change"))
		}
		o.ask("david", "POST", path, map[string]any{}).refused(409, "asked_again")
		agree("olga", again).is(200)
		if got := string(o.ask("lena", "GET", "/api/v1/run/"+id+"/matches", nil).is(200).body); !strings.Contains(got, `"broken":2`) {
			t.Errorf("the matches are %s", got)
		}
	})
}
