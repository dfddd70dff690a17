package policy_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// breaches are all that the log has against a rule, page by page.
func breaches(t *testing.T, h *house.House, user string, rule govern.ID) (said []string) {
	t.Helper()
	for before := int64(0); ; {
		b, err := h.Engine.Breaches(t.Context(), user, rule, before)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range b.Items {
			said = append(said, fmt.Sprintf("%s %s %s/%s, %s %s", x.User, x.Action, x.Record.Table, x.Record.ID, x.Also, x.Other))
		}
		if b.Next == 0 {
			slices.Sort(said)
			return said
		}
		if before = b.Next; before > 10_000 {
			t.Fatal("the pages do not end")
		}
	}
}

func TestARuleTellsWhatOnePersonDidAloneBeforeThereWasOne(t *testing.T) {
	asleep := different(duty.Report, []string{"unit.insert"}, []string{"unit.update"}, []string{"member.insert"})
	asleep.Enabled = false
	hands(t, asleep, func(t *testing.T, h *house.House) {
		do := func(user string, cmd govern.Command) { h.Must(h.Submit(user, cmd)) }
		do("anna", govern.PutNew(directory.Units, "rome", &directory.Unit{Name: "Rome"}))
		do("anna2", rename("rome", 1, "Roma"))
		do("ben", govern.PutNew(directory.Units, "oslo", &directory.Unit{Name: "Oslo"}))
		do("anna", rename("oslo", 1, "Christiania"))
		want := []string{"anna2 unit.update unit/rome, anna unit.insert"}
		if got := breaches(t, h, house.Founder, "d"); !slices.Equal(got, want) {
			t.Errorf("the log has %q, want %q", got, want)
		}
		h.User("blind", "duty_rule.view")
		if got := breaches(t, h, "blind", "d"); got != nil {
			t.Errorf("somebody who sees no people is told %q", got)
		}
		// What is beneath counts with what is above, whichever was first.
		put(h, policy.DutyRules, "b", &policy.DutyRule{Name: "b", Kind: duty.Dynamic, Mode: duty.Report, Duties: []duty.Acts{{Actions: []string{"group.update"}}, {Actions: []string{"member.insert"}}}})
		for _, g := range []govern.ID{"first", "after"} {
			put(h, directory.Groups, g, group(string(g)))
		}
		do("anna", govern.Put(directory.Groups, "first", 1, group("First")))
		for _, g := range []govern.ID{"first", "after"} {
			do("anna2", govern.PutNew(directory.Members, "in-"+g, &directory.Member{User: "ben", Group: g}))
		}
		do("anna", govern.Put(directory.Groups, "after", 1, group("After")))
		want = []string{"anna2 member.insert member/in-after, anna group.update", "anna2 member.insert member/in-first, anna group.update"}
		if got := breaches(t, h, house.Founder, "b"); !slices.Equal(got, want) {
			t.Errorf("the log has %q, want %q", got, want)
		}
	})
}

func TestBreachesAreLookedForPageByPage(t *testing.T) {
	hands(t, &policy.DutyRule{Name: "s", Kind: duty.Static, Mode: duty.Report, Permissions: []string{"unit.insert", "unit.delete"}}, func(t *testing.T, h *house.House) {
		if got := breaches(t, h, house.Founder, "d"); got != nil {
			t.Errorf("a static rule is broken by deeds: %q", got)
		}
		if _, err := h.Engine.Breaches(t.Context(), house.Founder, "none", 0); err == nil {
			t.Error("a rule that is not there has breaches")
		}
		for i := range 620 { // more than one page looks at
			h.Must(h.Submit("ben", govern.PutNew(directory.Units, govern.ID(fmt.Sprintf("u%d", i)), &directory.Unit{Name: fmt.Sprint(i)})))
		}
		h.Must(h.Submit("ben", rename("u3", 1, "three")))
		put(h, policy.DutyRules, "e", different(duty.Refuse, []string{"unit.insert"}, []string{"unit.update"}))
		if got := breaches(t, h, house.Founder, "e"); len(got) != 1 {
			t.Errorf("the log has %q", got)
		}
		if b, err := h.Engine.Breaches(t.Context(), house.Founder, "e", 0); err != nil || b.Next == 0 || len(b.Items) != 1 {
			t.Errorf("the first page is %+v, %v; want one that does not end the log", b, err)
		}
	})
}

func TestWhoMakesADynamicRuleIsToldAtOnceWhatOnePersonDidAlone(t *testing.T) {
	asleep := different(duty.Report, []string{"unit.insert"}, []string{"unit.delete"})
	hands(t, asleep, func(t *testing.T, h *house.House) {
		h.Must(h.Submit("anna", govern.PutNew(directory.Units, "rome", &directory.Unit{Name: "Rome"})))
		h.Must(h.Submit("anna2", rename("rome", 1, "Roma")))
		rule := different(duty.Refuse, []string{"unit.insert"}, []string{"unit.update"})
		rule.Name = "Founding and renaming"
		told := func(what string, out govern.Outcome, people int) {
			t.Helper()
			if out.Breaking == nil || len(out.Breaking.Earlier) != 1 || out.Breaking.Earlier[0].Rule != "e" || len(out.Breaking.Earlier[0].Items) != people {
				t.Fatalf("%s tells %+v", what, out.Breaking)
			}
			for _, x := range out.Breaking.Earlier[0].Items {
				if x.User != "anna2" || x.Also != "anna" || x.Record != (govern.Ref{Table: "unit", ID: "rome"}) || x.Seq <= x.At {
					t.Errorf("%s tells %+v", what, x)
				}
			}
		}
		dry, _, err := h.Engine.DryRun(t.Context(), govern.Actor{User: house.Founder}, govern.Note{}, govern.PutNew(policy.DutyRules, "e", rule))
		if err != nil {
			t.Fatal(err)
		}
		told("a dry run", dry, 1)
		h.User("blind", "duty_rule.insert")
		blind, _, err := h.Engine.DryRun(t.Context(), govern.Actor{User: "blind"}, govern.Note{}, govern.PutNew(policy.DutyRules, "e", rule))
		if err != nil {
			t.Fatal(err)
		}
		told("a dry run of somebody who sees no people", blind, 0)
		put(h, policy.Rules, "rules", &policy.Rule{Name: "rules", Subject: "duty_rule", Operations: []string{"insert"}, Factors: []approval.Factor{{Permission: "duty_rule.approve", People: 1}}, Enabled: true})
		held := h.MustHold(h.Submit(house.Founder, govern.PutNew(policy.DutyRules, "e", rule)))
		told("the answer", held, 1)
		p, err := h.Engine.Look(t.Context(), house.Second, held.Change)
		if err != nil || !slices.ContainsFunc(p.Body.Facts, func(f audit.Fact) bool {
			return f.Name == "broken_before" && strings.Contains(f.Value, "anna2 and anna, one person, did unit.update") && strings.HasSuffix(f.Value, "to unit rome")
		}) {
			t.Errorf("who is asked to agree is told %+v, %v", p.Body.Facts, err)
		}
		h.Must(agree(t, h, house.Second, held))
		row, err := policy.DutyRules.Get(t.Context(), h.DB, "e")
		if err != nil {
			t.Fatal(err)
		}
		next := *row
		next.Reason = "since the audit"
		told("the answer to a change", h.Must(h.Submit(house.Founder, govern.Put(policy.DutyRules, "e", row.Version, &next))), 1)
	})
}
