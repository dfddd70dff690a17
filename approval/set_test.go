package approval_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/approval"
)

func numbered(id, condition string) approval.Rule {
	r := rule(condition, approval.Update)
	r.ID = id
	return r
}

func ids(list []*approval.Program) string {
	var names []string
	for _, p := range list {
		names = append(names, p.Rule().ID)
	}
	return strings.Join(names, " ")
}

func TestAllRulesThatApplyAreFoundInOrder(t *testing.T) {
	s, err := approval.NewSet([]approval.Rule{
		numbered("c", ""), numbered("a", `after.days > 1`), numbered("b", `after.days > 99`),
	}, schema)
	if err != nil {
		t.Fatal(err)
	}
	in := approval.Input{Subject: "bank_instruction", Op: approval.Update, After: instruction()}
	if got := ids(s.Matching(in)); got != "a c" {
		t.Errorf("got %s", got)
	}
	changed, err := s.With(numbered("b", `after.days > 8`))
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(changed.Matching(in)); got != "a b c" {
		t.Errorf("after the change got %s", got)
	}
	if got := ids(changed.Without("a").Without("nobody").Matching(in)); got != "b c" {
		t.Errorf("without a got %s", got)
	}
	if got := ids(s.Matching(in)); got != "a c" {
		t.Errorf("the first set has changed to %s", got)
	}
	if !s.Watches("bank_instruction") || s.Watches("cycle.close") || s.Without("a").Without("b").Without("c").Watches("bank_instruction") {
		t.Error("watches what no rule names, or does not watch what one does")
	}
	if s.Without("a").Rule("a") != nil || s.Rule("x") != nil {
		t.Error("a rule that is not there was found")
	}
	if diff := cmp.Diff(numbered("b", `after.days > 99`), s.Rule("b").Rule()); diff != "" {
		t.Error(diff)
	}
}

func TestRuleThatMovesToAnotherSubjectLeavesTheFirst(t *testing.T) {
	s, err := approval.NewSet([]approval.Rule{numbered("a", "")}, schema)
	if err != nil {
		t.Fatal(err)
	}
	moved := numbered("a", "")
	moved.Subject, moved.Operations = "cycle.close", []string{approval.Command}
	if s, err = s.With(moved); err != nil {
		t.Fatal(err)
	}
	if got := ids(s.Matching(approval.Input{Subject: "bank_instruction", Op: approval.Update})); got != "" {
		t.Errorf("still applies: %s", got)
	}
	if got := ids(s.Matching(approval.Input{Subject: "cycle.close", Op: approval.Command})); got != "a" {
		t.Errorf("got %q", got)
	}
}

func TestErrorOfEvaluationIsToldWithTheRule(t *testing.T) {
	s, err := approval.NewSet([]approval.Rule{numbered("a", `after.days > 1`)}, schema)
	if err != nil {
		t.Fatal(err)
	}
	list := s.Judge(approval.Input{Subject: "bank_instruction", Op: approval.Update, After: map[string]any{}})
	if len(list) != 1 || list[0].Err == nil || !strings.Contains(list[0].Err.Error(), "days") {
		t.Errorf("got %v", list)
	}
}

func TestSetNamesTheRuleThatDoesNotCompile(t *testing.T) {
	one := map[string]func() error{
		"rule b, condition 1:6": func() error {
			_, err := approval.NewSet([]approval.Rule{numbered("a", ""), numbered("b", "after.x == 1")}, schema)
			return err
		},
		"rule a": func() error {
			_, err := approval.NewSet([]approval.Rule{numbered("a", ""), numbered("a", "")}, schema)
			return err
		},
		"rule c, condition": func() error {
			s, err := approval.NewSet(nil, schema)
			if err != nil {
				return err
			}
			_, err = s.With(numbered("c", "1"))
			return err
		},
		"bank_instruction.A": func() error {
			_, err := approval.NewSet([]approval.Rule{numbered("a", "")}, approval.Schema{"bank_instruction": {{Name: "A"}}})
			return err
		},
	}
	for place, refused := range one {
		var e *approval.Error
		if err := refused(); !errors.As(err, &e) || e.Place != place {
			t.Errorf("%s: got %v", place, err)
		}
	}
}
