package httpapi_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

func TestBoxesHoldWhatWaitsWhatIsMineAndWhatIMaySee(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		bank(t, o)
		o.hire("max", "", "unit.view")
		var made []string
		for i := range 3 {
			row := instruction(iban)
			row["owner"] = fmt.Sprintf("Owner %d", i)
			made = append(made, o.ask("eva", "POST", "/api/v1/bank_instruction", row).is(202).text("change"))
		}
		o.ask("tom", "POST", "/api/v1/change/"+made[0]+"/reject", map[string]any{"reason": "no"}).is(200)
		newest := made[2] + " " + made[1] + " " + made[0]
		for _, c := range []struct{ user, query, want string }{
			{"tom", "", made[1] + " " + made[2]},
			{"tom", "box=waiting&state=rejected", ""},
			{"tom", "box=all", newest},
			{"tom", "box=all&state=rejected&state=executed", made[0]},
			{"tom", "box=mine", ""},
			{"eva", "box=mine", newest},
			{"eva", "box=mine&state=pending&command=bank_instruction.insert", made[2] + " " + made[1]},
			{"eva", "box=all&maker=tom", ""},
			{"eva", "", ""},
			{"max", "box=all", ""},
		} {
			query, err := url.ParseQuery(c.query)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(o.ids(c.user, "change", query), " "); got != c.want {
				t.Errorf("with %q %s finds %q, want %q", c.query, c.user, got, c.want)
			}
		}
		o.ask("tom", "GET", "/api/v1/change?box=theirs", nil).refused(422, "bad_value").at("box")
		o.ask("tom", "GET", "/api/v1/change?state=open", nil).refused(422, "bad_value").at("state")
		next := o.ask("tom", "GET", "/api/v1/change?limit=1", nil).is(200).text("next")
		o.ask("tom", "GET", "/api/v1/change?box=all&cursor="+next, nil).refused(422, "foreign_cursor")
		if can := o.ask("eva", "GET", "/api/v1/change/"+made[1], nil).is(200).object()["can_agree"]; fmt.Sprint(can) != "[tom]" {
			t.Errorf("eva is told that %v can agree", can)
		}
		if names := o.ask("eva", "GET", "/api/v1/change/"+made[1], nil).is(200).object()["names"]; fmt.Sprint(names) != "map[eva:eva tom:tom]" {
			t.Errorf("the people are called %v", names)
		}
		o.ask("max", "GET", "/api/v1/change/"+made[1], nil).refused(403, "denied")
	})
}
