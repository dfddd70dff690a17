package approval_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/countersign/countersign/approval"
)

func two(t interface{ Fatal(...any) }, differentUnits bool) *approval.Program {
	p, err := approval.Compile(approval.Rule{
		ID: "r", Name: "r", Subject: "unit", Operations: []string{approval.Insert}, Enabled: true, DifferentUnits: differentUnits,
		Factors: []approval.Factor{{Permission: "unit.approve", People: 2}},
	}, approval.Schema{"unit": {{Name: "name", Kind: approval.Text}}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func anybody(string, approval.Factor) bool { return true }

var deputyMaker = approval.Agreement{User: "maker", Unit: "london"}

func lent(user, deputy string) approval.Agreement {
	return approval.Agreement{User: user, Unit: "paris", Deputy: deputy, DeputyUnit: "paris"}
}

func TestADeputyNeverCountsTwice(t *testing.T) {
	p := two(t, false)
	for name, agreed := range map[string][]approval.Agreement{
		"for an absent person and for oneself":     {lent("anna", "bert"), {User: "bert"}},
		"for two absent people":                    {lent("anna", "bert"), lent("carl", "bert")},
		"beside the person that one stands in for": {lent("anna", "bert"), {User: "anna"}},
		"two deputies of one person":               {lent("anna", "bert"), lent("anna", "carl")},
		"deputies in a row":                        {lent("anna", "bert"), lent("bert", "carl")},
		"by another user of the same person":       {lent("anna", "bert"), {User: "bert2", Person: "bert"}},
		"the maker as a deputy":                    {lent("anna", "maker"), {User: "carl"}},
		"a deputy of the maker":                    {lent("maker", "bert"), {User: "carl"}},
		"one's own deputy":                         {lent("anna", "anna"), {User: "carl"}},
	} {
		if lack := p.Missing(deputyMaker, agreed, anybody); len(lack) != 1 || lack[0].People != 1 {
			t.Errorf("%s: %v is missing, want one person", name, lack)
		}
	}
	if lack := p.Missing(deputyMaker, []approval.Agreement{lent("anna", "bert"), {User: "carl"}}, anybody); lack != nil {
		t.Errorf("a deputy and another person: %v is missing", lack)
	}
	if p.CouldServe(approval.Agreement{User: "bert"}, deputyMaker, []approval.Agreement{lent("anna", "bert")}, anybody) {
		t.Error("who agreed as a deputy could agree for themselves too")
	}
}

func TestADeputyIsOfAnotherUnitTooWhereTheRuleAsksIt(t *testing.T) {
	p := two(t, true)
	near := lent("anna", "bert")
	near.DeputyUnit = "london"
	if lack := p.Missing(deputyMaker, []approval.Agreement{near, {User: "carl", Unit: "rome"}}, anybody); len(lack) != 1 {
		t.Errorf("a deputy of the maker's unit counts: %v", lack)
	}
}

func TestHoweverPeopleLendNoneOfThemIsCountedTwice(t *testing.T) {
	p := two(t, false)
	who := rapid.SampledFrom([]string{"a", "b", "c", "d"})
	rapid.Check(t, func(t *rapid.T) {
		agreed := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) approval.Agreement {
			a := approval.Agreement{User: who.Draw(t, "user")}
			if rapid.Bool().Draw(t, "lent") {
				a.Deputy = who.Draw(t, "deputy")
			}
			return a
		}), 0, 6).Draw(t, "agreed")
		progress := p.Progress(deputyMaker, agreed, anybody)
		var people []string
		for _, a := range progress.Filled[0].Agreements {
			people = append(people, a.User)
			if a.Deputy != "" {
				people = append(people, a.Deputy)
			}
		}
		slices.Sort(people)
		if len(slices.Compact(slices.Clone(people))) != len(people) {
			t.Fatalf("%v counts %v", agreed, people)
		}
		turned := slices.Clone(agreed)
		slices.Reverse(turned)
		if again := p.Progress(deputyMaker, turned, anybody); len(again.Missing) != len(progress.Missing) {
			t.Fatalf("%v lacks %v, the other way round %v", agreed, progress.Missing, again.Missing)
		}
	})
}
