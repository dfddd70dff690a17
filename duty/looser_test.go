package duty_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/duty"
)

func TestWhatLoosensARule(t *testing.T) {
	static := duty.Rule{ID: "s", Name: "s", Kind: duty.Static, Mode: duty.Refuse, Enabled: true, Roles: []string{"a", "b"}, Permissions: []string{"p"}, TooMany: 2, Within: duty.Everywhere}
	dynamic := duty.Rule{ID: "d", Kind: duty.Dynamic, Mode: duty.Refuse, Enabled: true, Duties: []duty.Acts{{Actions: []string{"x", "y"}}, {Actions: []string{"z"}}}}
	wall := duty.Rule{ID: "w", Kind: duty.Wall, Mode: duty.Refuse, Enabled: true, Left: duty.Side{Unit: "l"}, Right: duty.Side{Unit: "r"}}
	for name, c := range map[string]struct {
		rule   duty.Rule
		change func(*duty.Rule)
		loose  bool
	}{
		"switched off":         {static, func(r *duty.Rule) { r.Enabled = false }, true},
		"with exceptions":      {static, func(r *duty.Rule) { r.Mode = duty.Except }, true},
		"reports only":         {static, func(r *duty.Rule) { r.Mode = duty.Report }, true},
		"more are allowed":     {static, func(r *duty.Rule) { r.TooMany = 3 }, true},
		"a role less":          {static, func(r *duty.Rule) { r.Roles = r.Roles[:1] }, true},
		"a permission less":    {static, func(r *duty.Rule) { r.Permissions = nil }, true},
		"another role instead": {static, func(r *duty.Rule) { r.Roles = []string{"a", "c"} }, true},
		"where they meet":      {static, func(r *duty.Rule) { r.Within = duty.Scope }, true},
		"in one unit":          {static, func(r *duty.Rule) { r.Unit = "u" }, true},
		"another name":         {static, func(r *duty.Rule) { r.Name = "t" }, false},
		"a permission more":    {static, func(r *duty.Rule) { r.Permissions = []string{"p", "q"} }, false},
		"in another order":     {static, func(r *duty.Rule) { r.Roles = []string{"b", "a"} }, false},
		"one less, and fewer":  {duty.Rule{Kind: duty.Static, Mode: duty.Refuse, Enabled: true, Roles: []string{"a", "b", "c"}, TooMany: 3, Within: duty.Scope, Unit: "u"}, func(r *duty.Rule) { r.Roles, r.TooMany, r.Within, r.Unit = []string{"a", "b"}, 2, duty.Everywhere, "" }, false},
		"an action less":       {dynamic, func(r *duty.Rule) { r.Duties = []duty.Acts{{Actions: []string{"x"}}, {Actions: []string{"z"}}} }, true},
		"two duties become one": {dynamic, func(r *duty.Rule) {
			r.Duties = []duty.Acts{{Actions: []string{"x", "y", "z"}}, {Actions: []string{"n"}}}
		}, true},
		"an action more": {dynamic, func(r *duty.Rule) {
			r.Duties = []duty.Acts{{Actions: []string{"z", "n"}}, {Actions: []string{"y", "x"}}}
		}, false},
		"a duty is parted": {dynamic, func(r *duty.Rule) {
			r.Duties = []duty.Acts{{Actions: []string{"x"}}, {Actions: []string{"y"}}, {Actions: []string{"z"}}}
		}, false},
		"another side":              {wall, func(r *duty.Rule) { r.Right = duty.Side{Unit: "m"} }, true},
		"the sides the other way":   {wall, func(r *duty.Rule) { r.Left, r.Right = r.Right, r.Left }, false},
		"a rule that takes more":    {with(wall, duty.Except), func(r *duty.Rule) { r.Mode = duty.Refuse }, false},
		"a rule that only reported": {with(static, duty.Report), func(r *duty.Rule) { r.Enabled = false }, false},
	} {
		next := c.rule
		c.change(&next)
		if got := duty.Loosens(&c.rule, &next); got != c.loose {
			t.Errorf("%s loosens: %t", name, got)
		}
		off := c.rule
		off.Enabled = false
		if duty.Loosens(&off, &next) || duty.Loosens(&off, nil) {
			t.Errorf("%s: a rule that is not in force is loosened", name)
		}
	}
	reports := with(static, duty.Report)
	if !duty.Loosens(&static, nil) || duty.Loosens(&reports, nil) {
		t.Error("deleting is taken wrongly")
	}
}

func with(r duty.Rule, mode duty.Mode) duty.Rule {
	r.Mode = mode
	return r
}

// TestWhatDoesNotLoosenKeepsAtLeastAsMuchApart: whatever is held or done, whom the
// rule refused before the change it refuses after.
func TestWhatDoesNotLoosenKeepsAtLeastAsMuchApart(t *testing.T) {
	strict := 0
	rapid.Check(t, func(t *rapid.T) {
		before, after := drawRule(t), drawRule(t)
		if rapid.Bool().Draw(t, "of what people do") {
			before, after = drawActs(t), drawActs(t)
		}
		if before.Kind == duty.Static && after.Kind == duty.Static { // mostly the same rule
			keep := func(what string) bool { return rapid.IntRange(0, 3).Draw(t, what) > 0 }
			if keep("roles") {
				after.Roles = before.Roles
			}
			if keep("permissions") {
				after.Permissions = before.Permissions
			}
			if keep("number") {
				after.TooMany = before.TooMany
			}
			if keep("where") {
				after.Within = before.Within
			}
			if keep("unit") {
				after.Unit = before.Unit
			}
		}
		if before.Check() != nil || after.Check() != nil || duty.Loosens(&before, &after) {
			return
		}
		strict++
		was, err := duty.NewSet([]duty.Rule{before}, nil)
		if err != nil {
			t.Fatal(err)
		}
		is, err := duty.NewSet([]duty.Rule{after}, nil)
		if err != nil {
			t.Fatal(err)
		}
		snap, err := access.Compile(nearby(&before, drawFacts(t)))
		if err != nil {
			t.Fatal(err)
		}
		broken := map[string]bool{}
		for _, v := range is.Violations(snap, nil, 0, placed) {
			broken[v.Person] = true
		}
		for _, v := range was.Violations(snap, nil, 0, placed) {
			if !broken[v.Person] {
				t.Fatalf("%+v becomes %+v, and %s", before, after, v.String())
			}
		}
		for i := range 4 {
			for j := range 4 {
				does, past := fmt.Sprint("a", i), []duty.Act{{Action: fmt.Sprint("a", j), User: "user0", Person: "user0"}}
				if len(was.Clashes(snap, does, "user0", past, 0)) > len(is.Clashes(snap, does, "user0", past, 0)) {
					t.Fatalf("%+v becomes %+v, and %s after a%d is let through", before, after, does, j)
				}
			}
		}
	})
	if strict == 0 {
		t.Error("every change that was drawn loosens")
	}
}

func drawActs(t *rapid.T) duty.Rule {
	r := duty.Rule{ID: "d", Name: "d", Kind: duty.Dynamic, Mode: duty.Refuse, Enabled: true, Duties: make([]duty.Acts, rapid.IntRange(2, 3).Draw(t, "duties"))}
	for i := range 4 {
		d := &r.Duties[rapid.IntRange(0, len(r.Duties)-1).Draw(t, "whose")]
		d.Actions = append(d.Actions, fmt.Sprint("a", i))
	}
	return r
}
