package approval_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/countersign/countersign/approval"
)

// condition draws true-or-false expressions over both rows.
func condition(depth int) *rapid.Generator[string] {
	leaf := rapid.SampledFrom([]string{
		"before.days == 9", "after.days == 9", "before.urgent", "after.urgent", "before.kind == after.kind",
		"before != null", "null == before", "after != null", "has(before.days)", "has(after.days)", "true", "false",
	})
	if depth == 0 {
		return leaf
	}
	return rapid.Custom(func(t *rapid.T) string {
		sub := condition(depth - 1)
		a, b, c := sub.Draw(t, "a"), sub.Draw(t, "b"), sub.Draw(t, "c")
		switch rapid.IntRange(0, 6).Draw(t, "form") {
		case 0:
			return "!(" + a + ")"
		case 1, 2:
			return "(" + a + " && " + b + ")"
		case 3:
			return "(" + a + " || " + b + ")"
		case 4:
			return "(" + a + " ? " + b + " : " + c + ")"
		case 5:
			return "[1, 2].exists(i, i == 2 && (" + a + "))"
		}
		return a
	})
}

func TestRuleThatCompilesNeverReadsARowThatIsNotThere(t *testing.T) {
	compiled := 0
	rapid.Check(t, func(t *rapid.T) {
		op := rapid.SampledFrom([]string{approval.Insert, approval.Delete}).Draw(t, "op")
		text := condition(3).Draw(t, "condition")
		p, err := approval.Compile(rule(text, approval.Update, op), schema)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "rule_null_test") {
				t.Fatal(err)
			}
			return
		}
		compiled++
		in := approval.Input{Subject: "bank_instruction", Op: op, Before: instruction(), After: instruction()}
		if op == approval.Insert {
			in.Before = nil
		} else {
			in.After = nil
		}
		if _, err := p.Applies(in); err != nil {
			t.Fatalf("%s on %s: %v", text, op, err)
		}
	})
	if compiled == 0 {
		t.Error("no condition compiled, so nothing was shown")
	}
}

func FuzzCompile(f *testing.F) {
	for _, text := range []string{
		`after.kind == "third_party" && after.amount_minor > 1000000`, `before != null && before.rate > decimal("1.5")`,
		`after.labels.exists(l, l == "x") || now > after.due`, `[after].map(a, a)`, `{"a": before}`, `has(before.kind)`, "\x00", `row{}`,
		`.after.kind`, `after.kind.matches("(a+)+$")`, `1 / 0 == 1`, `type(after) == row`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := approval.Compile(rule(text, approval.Insert, approval.Update), schema)
		if err != nil {
			if _, ours := err.(*approval.Error); !ours { //nolint:errorlint // the type itself is promised
				t.Fatalf("%q: %T %v", text, err, err)
			}
			return
		}
		_, err = p.Applies(approval.Input{Subject: "bank_instruction", Op: approval.Insert, After: instruction()})
		if err != nil && strings.Contains(err.Error(), "there is no row") {
			t.Fatalf("%q: %v", text, err)
		}
	})
}

func BenchmarkApplies(b *testing.B) {
	for name, text := range map[string]string{
		"two comparisons": `after.kind == "third_party" && after.amount_minor > 1000000`,
		"change":          `before != null && before.amount_minor != after.amount_minor && actor.unit != "london"`,
		"decimal":         `after.rate > decimal("1.04")`,
		"list":            `after.labels.exists(l, l == "sepa")`,
	} {
		b.Run(name, func(b *testing.B) {
			p, err := approval.Compile(rule(text, approval.Update), schema)
			if err != nil {
				b.Fatal(err)
			}
			in := approval.Input{Subject: "bank_instruction", Op: approval.Update, Before: instruction(), After: instruction()}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := p.Applies(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		if _, err := approval.Compile(rule(`after.kind == "third_party" && after.amount_minor > 1000000`, approval.Update), schema); err != nil {
			b.Fatal(err)
		}
	}
}
