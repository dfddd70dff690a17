package approval_test

import (
	"slices"
	"testing"

	"github.com/countersign/countersign/approval"
)

func TestAConditionSaysWhatItLooksAt(t *testing.T) {
	schema := approval.Schema{"order": {{Name: "kind", Kind: approval.Text}, {Name: "amount", Kind: approval.Money}, {Name: "by", Kind: approval.List}}}
	for condition, want := range map[string][]string{
		"": nil,
		`after.kind == "tax" && (before == null || before.kind != after.kind)`:                 {"after.kind", "before.kind"},
		`after.amount_minor > 5 ? actor.unit == "x" : now > timestamp("2026-01-01T00:00:00Z")`: {"actor.unit", "after.amount_minor", "now"},
		`has(after.kind) && after.by.exists(b, b == actor.id)`:                                 {"actor.id", "after.by", "after.kind"},
		`before == null`: {},
	} {
		p, err := approval.Compile(approval.Rule{
			ID: "r", Subject: "order", Operations: []string{"insert", "update"}, Condition: condition, Enabled: true,
			Factors: []approval.Factor{{Permission: "order.approve", People: 1}},
		}, schema)
		if err != nil {
			t.Fatal(condition, err)
		}
		if got := p.Reads(); !slices.Equal(got, want) {
			t.Errorf("%s looks at %q, want %q", condition, got, want)
		}
	}
}

func TestRulesOfASubjectAreFoundWhateverTheirCondition(t *testing.T) {
	rule := func(id string, enabled bool, ops ...string) approval.Rule {
		return approval.Rule{ID: id, Subject: "order", Operations: ops, Enabled: enabled, Condition: `actor.id == "nobody"`, Factors: []approval.Factor{{Permission: "order.approve", People: 1}}}
	}
	set, err := approval.NewSet([]approval.Rule{rule("b", true, "insert"), rule("a", true, "insert", "delete"), rule("off", false, "insert")}, approval.Schema{"order": {}})
	if err != nil {
		t.Fatal(err)
	}
	list := set.On("order", "insert")
	if len(list) != 2 || list[0].Rule().ID != "a" || list[1].Rule().ID != "b" || len(set.On("order", "delete")) != 1 || len(set.On("other", "insert")) != 0 {
		t.Errorf("found %d rules", len(list))
	}
}

func TestAConditionSaysWhatItComparesSomebodyWith(t *testing.T) {
	for condition, want := range map[string]struct {
		texts []string
		only  bool
	}{
		"":                                  {nil, true},
		"true":                              {nil, true},
		"after == null":                     {nil, true},
		"after.user != actor.id":            {nil, true},
		"!(actor.id == after.user) || true": {nil, true},
		`after.user == "b" || after.user in ["a", actor.id] && after.kind != "x"`: {[]string{"a", "b"}, true},
		`[1].exists(i, after.user == "b" && i == 1)`:                              {[]string{"b"}, true},
		`after.user == actor.unit`:                                                {nil, false},
		`after.user == after.kind`:                                                {nil, false},
		`after.user == after.user`:                                                {nil, false},
		`after.user in ["a", after.kind]`:                                         {nil, false},
		`after.user.startsWith("a") || after.user == "b"`:                         {[]string{"b"}, false},
		`[after.user].exists(u, u == actor.id)`:                                   {nil, false},
		`has(after.user)`:                                                         {nil, false},
		`after.user < actor.id`:                                                   {nil, false},
	} {
		p, err := approval.Compile(approval.Rule{
			ID: "r", Subject: "grant", Operations: []string{"update"}, Condition: condition, Enabled: true,
			Factors: []approval.Factor{{Permission: "grant.approve", People: 1}},
		}, approval.Schema{"grant": {{Name: "user", Kind: approval.Text}, {Name: "kind", Kind: approval.Text}}})
		if err != nil {
			t.Fatal(condition, err)
		}
		if texts, only := p.Compares("after.user", "actor.id"); !slices.Equal(texts, want.texts) || only != want.only {
			t.Errorf("%s compares with %q, and only: %v", condition, texts, only)
		}
	}
}
