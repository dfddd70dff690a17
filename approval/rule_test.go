package approval_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/countersign/countersign/approval"
)

var schema = approval.Schema{
	"bank_instruction": {
		{Name: "kind", Kind: approval.Text},
		{Name: "amount", Kind: approval.Money},
		{Name: "fee", Kind: approval.Money},
		{Name: "rate", Kind: approval.Decimal},
		{Name: "days", Kind: approval.Int},
		{Name: "urgent", Kind: approval.Bool},
		{Name: "due", Kind: approval.Time},
		{Name: "labels", Kind: approval.List},
	},
	"cycle.close": {{Name: "force", Kind: approval.Bool}},
}

func rule(condition string, operations ...string) approval.Rule {
	return approval.Rule{
		ID: "r1", Name: "third party", Subject: "bank_instruction", Operations: operations, Condition: condition, Enabled: true,
		Factors: []approval.Factor{{Permission: "bank_instruction.approve", People: 1}},
	}
}

func instruction() map[string]any {
	return map[string]any{
		"kind": "third_party", "amount": approval.Amount{Minor: 1_000_001, Currency: "EUR"},
		"fee":  approval.Amount{Minor: 250, Currency: "CHF"},
		"rate": "1.0500", "days": int64(9), "urgent": true, "due": int64(1_700_000_000_000_000), "labels": []string{"new", "sepa"},
	}
}

func TestConditionsSeeEveryKindOfColumn(t *testing.T) {
	old := instruction()
	old["kind"], old["amount"] = "internal", approval.Amount{Minor: 5, Currency: "EUR"}
	in := approval.Input{
		Subject: "bank_instruction", Op: approval.Update, Before: old, After: instruction(),
		Actor: approval.Actor{ID: "ann", Unit: "london"}, Now: 1_700_000_000_000_001,
	}
	for condition, want := range map[string]bool{
		``: true,
		`after.kind == "third_party" && after.amount_minor > 1000000`:            true,
		`after.kind == "third_party" && after.amount_minor > 1000001`:            false,
		`after.currency == "EUR" && after.amount_currency == "EUR"`:              true,
		`after.fee_minor == 250 && after.fee_currency == "CHF"`:                  true,
		`before.kind != after.kind`:                                              true,
		`before.amount_minor * 10 > after.amount_minor`:                          false,
		`after.rate > decimal("1.05")`:                                           false,
		`after.rate >= decimal("1.05")`:                                          true,
		`after.rate == decimal("1.05")`:                                          true,
		`after.rate < decimal("10")`:                                             true,
		`after.rate <= decimal("-10.5")`:                                         false,
		`after.rate > decimal("-10.5") && after.rate != decimal("0")`:            true,
		`decimal("-0.0") == decimal("0") && decimal("-2") > decimal("-10")`:      true,
		`decimal(after.kind) > decimal("1") || true`:                             true,
		`decimal("1") > decimal("-1") && decimal("-3.25") < decimal("-3.2")`:     true,
		`decimal("00012.50") == decimal("12.5") && decimal("9") < decimal("10")`: true,
		`dyn(after.rate) == dyn(1.05)`:                                           false,
		`after.days in [7, 9]`:                                                   true,
		`after.urgent ? before.urgent : false`:                                   true,
		`after.due < now`:                                                        true,
		`now - after.due > duration("1s")`:                                       false,
		`after.due.getFullYear() == 2023`:                                        true,
		`"new" in after.labels && after.labels.exists(l, l == "sepa")`:           true,
		`size(after.labels) > 2`:                                                 false,
		`actor.unit == "london" && actor.id.startsWith("a")`:                     true,
		`has(actor.unit) && has(after.kind)`:                                     true,
		`{"a": after.days}["a"] == 9`:                                            true,
		`before == null || after == null`:                                        false,
	} {
		p, err := approval.Compile(rule(condition, approval.Update), schema)
		if err != nil {
			t.Errorf("%s: %v", condition, err)
			continue
		}
		if got, err := p.Applies(in); got != want || err != nil {
			t.Errorf("%s: got %v, %v", condition, got, err)
		}
	}
}

func TestRefusedRulesNameThePlace(t *testing.T) {
	const table = "bank_instruction"
	for _, c := range []struct{ condition, operation, code, place, detail string }{
		{`after.amuont_minor > 1`, "update", "rule_condition", "condition 1:6", "bank_instruction has no column amuont_minor; it has amount_currency,"},
		{"true &&\n after.amount > 1", "update", "rule_condition", "condition 2:7", "read amount_minor"},
		{`actor.name == "x"`, "update", "rule_condition", "condition 1:6", "undefined field 'name'"},
		{`after.days == "9"`, "update", "rule_condition", "condition 1:12", "no matching overload"},
		{`after.days`, "update", "rule_condition", "condition", "it is a int"},
		{`after.days >`, "update", "rule_condition", "condition 1:13", ""},
		{`aftr.days > 1`, "update", "rule_condition", "condition 1:1", "undeclared reference"},
		{`after.rate > decimal("1.")`, "update", "rule_condition", "condition 1:21", "plain notation"},
		{`after.rate > decimal("")`, "update", "rule_condition", "condition 1:21", "plain notation"},
		{`after.rate > 1.05`, "update", "rule_condition", "condition 1:12", "no matching overload"},
		{`after.rate.scale > 1`, "update", "rule_condition", "condition 1:11", "undefined field"},
		{`after.rate > decimal("1,5")`, "update", "rule_condition", "condition 1:21", "plain notation"},
		{`after.kind.matches("(")`, "update", "rule_condition", "condition", "regex"},
		{`before == after`, "update", "rule_condition", "condition 1:1", "as a whole"},
		{`dyn(before).kind == "x"`, "update", "rule_condition", "condition 1:5", "as a whole"},
		{`.before.kind == "x"`, "insert", "rule_condition", "", "as a whole"},
		{`[after].all(before, before.kind == "x")`, "insert", "rule_condition", "", ""},
		{`[1].all(before, before == 1)`, "update", "rule_condition", "", "choose another name"},
		{`row{kind: "x"}.kind == "x"`, "update", "rule_condition", "", "makes none"},
		{`before.kind == "x"`, "insert", "rule_null_test", "condition 1:7", "before != null &&"},
		{`after.kind == "x"`, "delete", "rule_null_test", "condition 1:6", "after != null &&"},
		{strings.Repeat("(", 300) + "true" + strings.Repeat(")", 300), "update", "rule_condition", "", ""},
		{strings.Repeat("true && ", 600) + "true", "update", "rule_condition", "", ""},
	} {
		_, err := approval.Compile(rule(c.condition, c.operation), schema)
		var refusal *approval.Error
		if !errors.As(err, &refusal) {
			t.Errorf("%.60s: got %v", c.condition, err)
			continue
		}
		if refusal.Code != c.code || !strings.HasPrefix(refusal.Place, c.place) || !strings.Contains(refusal.Detail, c.detail) {
			t.Errorf("%.60s: got %v", c.condition, err)
		}
	}
	for name, c := range map[string]struct {
		change      func(*approval.Rule)
		code, place string
	}{
		"no id":            {func(r *approval.Rule) { r.ID = "" }, "rule_id", "rule"},
		"no subject":       {func(r *approval.Rule) { r.Subject = "" }, "rule_id", "rule"},
		"unknown table":    {func(r *approval.Rule) { r.Subject = "tabel" }, "rule_subject", "subject"},
		"no operation":     {func(r *approval.Rule) { r.Operations = nil }, "rule_operation", "operations"},
		"odd operation":    {func(r *approval.Rule) { r.Operations[0] = "upsert" }, "rule_operation", "operations[0]"},
		"twice":            {func(r *approval.Rule) { r.Operations = []string{"insert", "insert"} }, "rule_operation", "operations[1]"},
		"table or command": {func(r *approval.Rule) { r.Operations = []string{"insert", "command"} }, "rule_operation", "operations[1]"},
		"no factors":       {func(r *approval.Rule) { r.Factors = nil }, "rule_factor", "factors"},
		"nameless factor":  {func(r *approval.Rule) { r.Factors[0].Permission = "" }, "rule_factor", "factors[0].permission"},
		"zero people":      {func(r *approval.Rule) { r.Factors[0].People = 0 }, "rule_factor", "factors[0].people"},
		"too many people":  {func(r *approval.Rule) { r.Factors[0].People = 101 }, "rule_factor", "factors[0].people"},
		"expiry":           {func(r *approval.Rule) { r.ExpiresAfter = -1 }, "rule_expiry", "expires_after"},
	} {
		r := rule("", table[:0]+"update")
		c.change(&r)
		_, err := approval.Compile(r, schema)
		var refusal *approval.Error
		if !errors.As(err, &refusal) || refusal.Code != c.code || refusal.Place != c.place {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestSchemaWithAmbiguousColumnsIsRefused(t *testing.T) {
	for _, fields := range [][]approval.Field{
		{{Name: "a", Kind: approval.Int}, {Name: "a", Kind: approval.Text}},
		{{Name: "fee", Kind: approval.Money}, {Name: "fee_minor", Kind: approval.Int}},
		{{Name: "Amount", Kind: approval.Int}},
		{{Name: "a", Kind: 77}},
	} {
		r := rule("", approval.Update)
		_, err := approval.Compile(r, approval.Schema{r.Subject: fields})
		var refusal *approval.Error
		if !errors.As(err, &refusal) || refusal.Code != "schema" {
			t.Errorf("%v: got %v", fields, err)
		}
	}
}

func TestOwnCurrencyColumnIsNotHidden(t *testing.T) {
	r := rule(`after.currency == "XXX" && after.amount_currency == "EUR"`, approval.Update)
	p, err := approval.Compile(r, approval.Schema{r.Subject: {{Name: "amount", Kind: approval.Money}, {Name: "currency", Kind: approval.Text}}})
	if err != nil {
		t.Fatal(err)
	}
	in := approval.Input{Subject: r.Subject, Op: approval.Update, After: map[string]any{"currency": "XXX", "amount": approval.Amount{Currency: "EUR"}}}
	if got, err := p.Applies(in); !got || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestNullTestsMakeRowsReadable(t *testing.T) {
	for condition, fine := range map[string]bool{
		`before != null && before.days > 1`:                                       true,
		`before.days > 1 && null != before`:                                       true,
		`before == null || before.days > 1`:                                       true,
		`!(before == null) && before.days > 1`:                                    true,
		`!(before == null || after.days == 1) && before.days > 1`:                 true,
		`!(before != null && before.days > 1)`:                                    true,
		`has(before.days) && before.kind == "x"`:                                  true,
		`before != null ? before.days > 1 : after.days > 1`:                       true,
		`before == null ? true : before.days > 1`:                                 true,
		`after.days == 1 && (after.urgent && before != null) && before.days == 1`: true,
		`(before != null || has(before.days)) && before.days == 1`:                true,
		`before != null && after.labels.exists(l, l == before.kind)`:              true,
		`before != null && [before.kind] == ["x"] && {"a": before.days}["a"] > 1`: true,
		`before.days > 1`:                                              false,
		`before == null && before.days > 1`:                            false,
		`before != null || before.days > 1`:                            false,
		`!has(before.days) && before.days > 1`:                         false,
		`(before != null || after.days == 1) && before.days == 1`:      false,
		`before == null ? before.days > 1 : true`:                      false,
		`after != null && before.days > 1`:                             false,
		`(before != null && after.days == 1) || before.days > 1`:       false,
		`after.labels.exists(l, before != null) && before.days > 1`:    false,
		`(before.days > 1 ? before != null : true) && after.days == 1`: false,
	} {
		_, err := approval.Compile(rule(condition, approval.Insert, approval.Update), schema)
		if (err == nil) != fine {
			t.Errorf("%s: got %v", condition, err)
		}
	}
}

func TestConditionThatCannotBeEvaluatedApplies(t *testing.T) {
	wrong := instruction()
	wrong["days"], wrong["rate"], wrong["kind"] = "nine", "abc", nil
	wrong["labels"] = make([]string, 100_000)
	for _, condition := range []string{
		`after.days > 1`, `after.rate > decimal("1")`, `after.kind == "x"`, `decimal(after.fee_currency) < decimal("1")`,
		`before.days == 1`, `1 / (after.fee_minor - 250) == 1`, `after.labels.all(l, l != "x")`,
		`decimal(dyn(1)) == decimal("1")`, `dyn(after.fee_minor) > dyn(decimal("1"))`, `dyn(decimal("1")) < dyn(1)`,
		`string(dyn(decimal("1"))) == "1"`, `has(after.days) && after.days > 1`,
	} {
		p, err := approval.Compile(rule(condition, approval.Update), schema)
		if err != nil {
			t.Fatal(err)
		}
		applies, err := p.Applies(approval.Input{Subject: "bank_instruction", Op: approval.Update, After: wrong})
		var evaluation *approval.Error
		if !applies || !errors.As(err, &evaluation) || evaluation.Code != "evaluation" || evaluation.Place != "rule r1" {
			t.Errorf("%s: got %v, %v", condition, applies, err)
		}
	}
}

func TestRuleAppliesToItsOwnSubjectAndOperationsOnly(t *testing.T) {
	r := rule("", approval.Update)
	p, err := approval.Compile(r, schema)
	if err != nil {
		t.Fatal(err)
	}
	r.Enabled = false
	off, err := approval.Compile(r, schema)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		p           *approval.Program
		subject, op string
		want        bool
	}{
		"as written":      {p, "bank_instruction", "update", true},
		"other operation": {p, "bank_instruction", "insert", false},
		"other subject":   {p, "order", "update", false},
		"not enabled":     {off, "bank_instruction", "update", false},
	} {
		if got, err := c.p.Applies(approval.Input{Subject: c.subject, Op: c.op}); got != c.want || err != nil {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
}

func TestCommandsHaveRules(t *testing.T) {
	r := rule(`actor.unit == "london" && after.force`, approval.Command)
	r.Subject = "cycle.close"
	p, err := approval.Compile(r, schema)
	if err != nil {
		t.Fatal(err)
	}
	in := approval.Input{Subject: "cycle.close", Op: approval.Command, After: map[string]any{"force": true}, Actor: approval.Actor{Unit: "london"}}
	if got, err := p.Applies(in); !got || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
	r.Subject, r.Condition = "cycle.open", `actor.unit == "london"`
	if _, err := approval.Compile(r, schema); err != nil {
		t.Error(err)
	}
	r.Condition = `after.force`
	if _, err := approval.Compile(r, schema); err == nil || !strings.Contains(err.Error(), "no columns that a rule can read") {
		t.Errorf("got %v", err)
	}
}

func Example() {
	p, err := approval.Compile(approval.Rule{
		ID: "third-party", Name: "Third parties above 10,000", Subject: "bank_instruction",
		Operations: []string{approval.Insert, approval.Update},
		Condition:  `after.kind == "third_party" && after.amount_minor > 1000000`,
		Factors:    []approval.Factor{{Permission: "bank_instruction.approve", People: 1}, {Permission: "treasury.approve", People: 1}},
		Enabled:    true,
	}, schema)
	if err != nil {
		fmt.Println(err)
		return
	}
	applies, _ := p.Applies(approval.Input{Subject: "bank_instruction", Op: approval.Insert, After: instruction()})
	fmt.Println("waits:", applies)

	maker := approval.Agreement{User: "ann"}
	agreed := []approval.Agreement{{User: "ann"}, {User: "bob"}}
	may := func(user string, f approval.Factor) bool { return user != "bob" || f.Permission == "treasury.approve" }
	for _, s := range p.Missing(maker, agreed, may) {
		fmt.Println("missing:", s.People, "with", s.Permission)
	}
	fmt.Println("carol helps:", p.CouldServe(approval.Agreement{User: "carol"}, maker, agreed, may))
	// Output:
	// waits: true
	// missing: 1 with bank_instruction.approve
	// carol helps: true
}
