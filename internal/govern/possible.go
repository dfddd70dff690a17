package govern

import (
	"fmt"
	"slices"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/fault"
)

// possible refuses a rule that today's people could never meet.
func (e *Engine) possible(c *considered, now Time) error {
	for _, rc := range c.plan.Rows {
		if rc.def.rule == nil || rc.after == nil {
			continue
		}
		rule := rc.def.rule(rc.after)
		if err := approving(&rc, &rule); err != nil {
			return err
		}
		if slices.Contains(rule.Operations, approval.Command) {
			verb, is := e.verbs[rule.Subject]
			if !is {
				return fault.Bad("subject", "unknown_command", "There is no command %q.", rule.Subject)
			}
			switch {
			case verb.Asked:
				return fault.Bad("subject", "unwatchable", "Nothing waits under a rule on %s: it is asked for, and changes no record.", rule.Subject)
			case verb.Foreseen:
				return fault.Bad("subject", "unwatchable", "Nothing waits under a rule on %s: it carries out what was agreed to before.", rule.Subject)
			}
		}
		p := c.next.rules.Rule(rule.ID)
		if p == nil || !p.Rule().Enabled {
			continue
		}
		m := c.next.meetable(p, now)
		eligible := c.next.eligibleNames(p, m)
		switch m.lack {
		case LacksPeople:
			return fault.Bad("factors", "rule_never_met", "Too few people could ever meet the rule %s. Eligible today: %s.", rule.Name, eligible)
		case LacksPlace:
			return fault.Bad("factors", "rule_never_met", "Nobody could ever meet the rule %s: enough people hold what it asks for, but nowhere together. Eligible today, each somewhere: %s.", rule.Name, eligible)
		case LacksMaker:
			return fault.Bad("factors", "rule_never_met", "Nobody could ever meet the rule %s: no other person, or none of another unit where it asks for one, is left who could have asked for the change. Eligible today: %s.", rule.Name, eligible)
		}
	}
	return nil
}

// approving refuses a rule that asks for people whose part it is not to agree: to
// hold a permission such as unit.update is no agreement to anything. One that was
// saved so in former times goes on being judged, and can be switched off.
func approving(rc *RowChange, rule *approval.Rule) error {
	if rc.before != nil && !rule.Enabled && slices.Equal(rc.def.rule(rc.before).Factors, rule.Factors) {
		return nil
	}
	for i, f := range rule.Factors {
		if !f.Approves() {
			return fault.Bad(fmt.Sprintf("factors[%d].permission", i), "no_approval", "%s is no permission to approve. Name one that ends with .approve, such as %s.approve, or a group.", f.Permission, rule.Subject)
		}
	}
	return nil
}

// nobodyOr is the names of users, or that there is nobody.
func (v *view) nobodyOr(users []string) string {
	if len(users) == 0 {
		return "nobody"
	}
	return v.named(users)
}

// eligibleNames says whom each factor of a rule asks for, and who of them there is.
func (v *view) eligibleNames(p *approval.Program, m met) string {
	return v.told(&Impossible{wants: v.wants(p, m.eligible)}, nil)
}
