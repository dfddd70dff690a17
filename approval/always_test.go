package approval_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/countersign/countersign/approval"
)

var orders = approval.Schema{"order": {{Name: "kind", Kind: approval.Text}, {Name: "urgent", Kind: approval.Bool}, {Name: "due", Kind: approval.Time}, {Name: "by", Kind: approval.List}}}

func onOrders(condition string, operations ...string) approval.Rule {
	return approval.Rule{
		ID: "r", Subject: "order", Operations: operations, Condition: condition, Enabled: true,
		Factors: []approval.Factor{{Permission: "order.approve", People: 1}},
	}
}

func TestARuleHoldsEverythingInTheEndWhereItsConditionIsTrueWhateverItLooksAt(t *testing.T) {
	const all, none = "insert update", ""
	for condition, want := range map[string]string{
		"": all, "true": all, "1 < 2 && !false": all, "1 / 0 == 1": all, `"a" in ["a"]`: all, "false": none,
		`true || after.kind == "x"`: all, `after.kind == "x" || true`: all, `after.kind == "x"`: none, `!(after.urgent && false)`: all,
		`after.urgent || !after.urgent`: none, // true, and not seen
		"before == null":                "insert", "after != null": all, "before != null && after != null": "update", `before == null || before.kind == "x"`: "insert",
		`actor.id != ""`: none, `actor.id == "a" || true`: all,
		`now > timestamp("2026-01-01T00:00:00Z")`:                                       all,
		`now >= timestamp("2500-01-01T00:00:00Z")`:                                      all,
		`timestamp("2026-01-01T00:00:00Z") + duration("1h") < now || after.kind == "x"`: all,
		`now < timestamp("2500-01-01T00:00:00Z")`:                                       none,
		`!(now < timestamp("2500-01-01T00:00:00Z"))`:                                    all,
		`now > timestamp("2026-01-01T00:00:00Z") && after.kind == "x"`:                  none,
		`now > after.due`:                                          none,
		`now > after.due || true`:                                  all,
		`now.getHours() > 8`:                                       none,
		`now.getFullYear() > 2000`:                                 none,
		`now.getFullYear() > 2000 || true`:                         all,
		`now - timestamp("2020-01-01T00:00:00Z") > duration("1h")`: none,
		`after.by.exists(b, b == "x")`:                             none,
		`[1, 2].exists(i, i == 2 || after.urgent)`:                 all,
		`after.urgent ? true : true`:                               none, // true, and not seen
		`true ? true : after.urgent`:                               all,
		`has(after.kind)`:                                          none,
		`has(after.kind) || true`:                                  none, // true, and not seen
	} {
		rule := onOrders(condition, approval.Insert, approval.Update)
		p, err := approval.Compile(rule, orders)
		if err != nil {
			t.Fatal(condition, err)
		}
		for _, op := range rule.Operations {
			if got := p.Always(op); got != slices.Contains(map[string][]string{all: {"insert", "update"}, "insert": {"insert"}, "update": {"update"}, none: nil}[want], op) {
				t.Errorf("%q always by %s: %v", condition, op, got)
			}
		}
		if p.Always(approval.Delete) {
			t.Errorf("%q holds deletions, which the rule is not about", condition)
		}
		rule.Enabled = false
		if p, err = approval.Compile(rule, orders); err != nil || p.Always(approval.Insert) {
			t.Errorf("%q holds everything while it is switched off: %v", condition, err)
		}
	}
}

func TestARuleOnACommandHoldsEveryOneWhetherOrNotItIsToldOfAnInput(t *testing.T) {
	for condition, want := range map[string]bool{"": true, "true": true, "after != null": false, "before == null": true, "after == null || true": true} {
		p, err := approval.Compile(onOrders(condition, approval.Command), orders)
		if err != nil {
			t.Fatal(condition, err)
		}
		if p.Always(approval.Command) != want {
			t.Errorf("%q always: %v", condition, !want)
		}
	}
}

// TestWhatHoldsEverythingInTheEndLetsNothingPass asks each condition that is said to
// hold everything of changes long from now.
func TestWhatHoldsEverythingInTheEndLetsNothingPass(t *testing.T) {
	leaf := rapid.SampledFrom([]string{
		`after.urgent`, `after.kind == "x"`, `after == null`, `before == null`, `before != null`, `actor.id == "a"`, `now > timestamp("2400-01-01T00:00:00Z")`,
		`now < timestamp("2400-01-01T00:00:00Z")`, `now != timestamp("2400-01-01T00:00:00Z")`, `now > after.due`, `now.getSeconds() == 0`, "true", "false", "1 / 0 == 1",
	})
	var draw func(depth int) *rapid.Generator[string]
	draw = func(depth int) *rapid.Generator[string] {
		if depth == 0 {
			return leaf
		}
		return rapid.Custom(func(t *rapid.T) string {
			a, b := draw(depth-1).Draw(t, "a"), draw(depth-1).Draw(t, "b")
			switch rapid.IntRange(0, 4).Draw(t, "form") {
			case 0:
				return "!(" + a + ")"
			case 1:
				return "(" + a + " && " + b + ")"
			case 2, 3:
				return "(" + a + " || " + b + ")"
			}
			return "(" + a + " ? " + b + " : " + draw(depth-1).Draw(t, "c") + ")"
		})
	}
	held, looked := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		op := rapid.SampledFrom([]string{approval.Insert, approval.Update}).Draw(t, "op")
		condition := draw(3).Draw(t, "condition")
		p, err := approval.Compile(onOrders(condition, op), orders)
		if err != nil || !p.Always(op) {
			return
		}
		if held++; len(p.Reads()) > 0 {
			looked++
		}
		in := approval.Input{Subject: "order", Op: op, Now: time.Date(2500, 1, 1, 0, 0, rapid.IntRange(0, 1).Draw(t, "second"), 0, time.UTC).UnixMicro()}
		in.Actor.ID = rapid.SampledFrom([]string{"a", "b"}).Draw(t, "actor")
		row := func(name string) map[string]any {
			return map[string]any{
				"kind": rapid.SampledFrom([]string{"x", "y"}).Draw(t, name+" kind"), "urgent": rapid.Bool().Draw(t, name+" urgent"),
				"due": time.Date(rapid.SampledFrom([]int{2400, 2600}).Draw(t, name+" due"), 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro(),
			}
		}
		in.After = row("after")
		if op == approval.Update {
			in.Before = row("before")
		}
		if applies, err := p.Applies(in); !applies {
			t.Fatalf("%s is said to hold everything, and passes %+v: %v", condition, in, err)
		}
	})
	if held == 0 || looked == 0 {
		t.Errorf("%d conditions held everything, %d of them looked at something", held, looked)
	}
}
