package duty_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/duty"
)

// TestClashesAgreeWithTheSlowReading: a person clashes with a rule exactly when it
// names what they do in one duty and what they did in another.
func TestClashesAgreeWithTheSlowReading(t *testing.T) {
	snap := compiled(&testing.T{}, access.Facts{Users: []access.User{{ID: "p0", Active: true}, {ID: "p1", Active: true}}})
	rapid.Check(t, func(t *rapid.T) {
		var rules []duty.Rule
		for i := range rapid.IntRange(0, 3).Draw(t, "rules") {
			actions := rapid.SliceOfNDistinct(few("a", 6), 2, 5, rapid.ID).Draw(t, "actions")
			cut := rapid.IntRange(1, len(actions)-1).Draw(t, "cut")
			rules = append(rules, duty.Rule{
				ID: fmt.Sprint("r", i), Name: "r", Kind: duty.Dynamic, Enabled: rapid.IntRange(0, 3).Draw(t, "enabled") > 0,
				Mode: rapid.SampledFrom([]duty.Mode{duty.Refuse, duty.Except, duty.Report}).Draw(t, "mode"), Duties: []duty.Acts{{Actions: actions[:cut]}, {Actions: actions[cut:]}},
			})
		}
		x := duty.Exception{ID: "x", Rule: "r0", User: few("p", 2).Draw(t, "let"), Until: instant.Draw(t, "until")}
		s, err := duty.NewSet(rules, []duty.Exception{x})
		if err != nil {
			t.Fatal(err)
		}
		var past []duty.Act
		for i := range rapid.IntRange(0, 5).Draw(t, "past") {
			past = append(past, duty.Act{Action: few("a", 6).Draw(t, "did"), User: "u", Person: few("p", 2).Draw(t, "who"), Seq: int64(10 - i)})
		}
		action, person, now := few("a", 6).Draw(t, "does"), few("p", 2).Draw(t, "person"), instant.Draw(t, "now")
		want := map[string]bool{} // rule → refused
		for _, r := range rules {
			for mine, d := range r.Duties {
				for theirs, other := range r.Duties {
					for _, a := range past {
						if r.Enabled && mine != theirs && slices.Contains(d.Actions, action) && slices.Contains(other.Actions, a.Action) && a.Person == person {
							let := r.Mode == duty.Except && r.ID == x.Rule && x.User == person && now < x.Until
							want[r.ID] = r.Mode != duty.Report && !let
						}
					}
				}
			}
		}
		got := map[string]bool{}
		for _, c := range s.Clashes(snap, action, person, past, now) {
			got[c.Rule.ID] = c.Refused()
			if !slices.Contains(s.Against(action), c.Past.Action) {
				t.Fatalf("%s is no action that %s is kept from", c.Past.Action, action)
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%s by %s clashes with %v, want %v", action, person, got, want)
		}
	})
}

// FuzzRulesThatPassTheirCheckCanBeUsed: whatever a rule says, it is refused with a
// place or compiles and answers.
func FuzzRulesThatPassTheirCheckCanBeUsed(f *testing.F) {
	f.Add("static", "refuse", "a", "b", 2, "everywhere", "", "")
	f.Add("dynamic", "except", "a", "b", 0, "", "", "")
	f.Add("wall", "report", "", "", 0, "", "left", "right")
	f.Fuzz(func(t *testing.T, kind, mode, one, two string, many int, within, left, right string) {
		r := duty.Rule{ID: "r", Kind: duty.Kind(kind), Mode: duty.Mode(mode), Enabled: true, TooMany: many, Within: duty.Within(within), Left: duty.Side{Unit: left}, Right: duty.Side{Unit: right}}
		if r.Kind == duty.Dynamic {
			r.Duties = []duty.Acts{{Actions: []string{one}}, {Actions: []string{two}}}
		} else if one != "" {
			r.Permissions = []string{one, two}
		}
		s, err := duty.NewSet([]duty.Rule{r}, nil)
		if err != nil {
			if e, ok := err.(*duty.Error); !ok || e.Place == "" || e.Detail == "" { //nolint:errorlint // never wrapped
				t.Fatalf("%v says nothing", err)
			}
			return
		}
		snap := compiled(t, house())
		for _, v := range s.Violations(snap, nil, 0, nowhere) {
			if len(v.Held) < 2 {
				t.Fatalf("%+v is broken by %+v", r, v)
			}
		}
		s.Clashes(snap, one, "ben", []duty.Act{{Action: two, Person: "ben"}}, 0)
	})
}
