package collude

import (
	"cmp"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/collusion"
)

// doing is one command as it would be asked: what permission it takes on what,
// and the rows that it would change, as far as they are known.
type doing struct {
	command string
	on      []access.Target
	rows    []row
	// own is the rule that is changed: it holds its own change.
	own string
	// through is another permission that is asked besides, for commands that
	// change rows of any table.
	through string
}

// row is one row that would change. A column that is not there is not known, nil
// for before or after that there is no such row.
type row struct {
	table, op     string
	before, after map[string]any
}

// held are the rules that hold the doing, those of which it is not known, and who
// could agree by any of them.
func (s *Scene) held(d *doing) (rules, assumed []collusion.Rule, agree []set) {
	type found struct {
		program *approval.Program
		always  bool
		makers  []collusion.May
	}
	var list []*found
	at := func(p *approval.Program) *found {
		for _, f := range list {
			if f.program == p {
				return f
			}
		}
		list = append(list, &found{program: p})
		return list[len(list)-1]
	}
	look := func(in approval.Input) {
		for _, p := range s.Picture.Rules.On(in.Subject, in.Op) {
			f := at(p)
			switch always, maker, known := s.applies(p, in); {
			case known && maker != nil:
				f.makers = append(f.makers, maker)
			case known && always:
				f.always = true
			case known: // it does not
				f.makers = append(f.makers, func(string) bool { return false })
			}
		}
	}
	if own := s.Picture.Rules.Rule(d.own); own != nil {
		at(own).always = true
	}
	look(approval.Input{Subject: cmp.Or(d.through, d.command), Op: approval.Command, Now: int64(s.Now)})
	for _, r := range d.rows {
		look(approval.Input{Subject: r.table, Op: r.op, Before: r.before, After: r.after, Now: int64(s.Now)})
	}
	for _, f := range list {
		rule, may := s.rule(f.program, d.on)
		agree = append(agree, may...)
		switch {
		case f.always:
			rules = append(rules, rule)
		case len(f.makers) == 0:
			assumed = append(assumed, rule)
		default:
			rule.Applies = func(user string) bool {
				return slices.ContainsFunc(f.makers, func(may collusion.May) bool { return may(user) })
			}
			rules = append(rules, rule)
		}
	}
	return rules, assumed, agree
}

// applies asks the condition, where all that it looks at is known: of the maker,
// when it looks at who that is. Of somebody who is anybody it is known that they are
// none whom it names, for these are looked at by themselves, and not the maker.
func (s *Scene) applies(p *approval.Program, in approval.Input) (always bool, maker collusion.May, known bool) {
	byMaker := false
	for _, name := range s.readBy(p) {
		row, field, _ := strings.Cut(name, ".")
		switch row {
		case "actor":
			byMaker = true
		case "before":
			known = has(in.Before, field)
		case "after":
			if known = has(in.After, field); known && in.After[field] == newcomer {
				_, known = p.Compares(name, "actor.id")
			}
		}
		if (row == "before" || row == "after") && !known {
			return false, nil, false
		}
	}
	ask := func(user string) bool {
		in := in
		u, _ := s.access().User(user)
		in.Actor = approval.Actor{ID: user, Unit: u.Unit}
		applies, _ := p.Applies(in) // one that cannot be evaluated does
		return applies
	}
	if byMaker {
		return false, ask, true
	}
	return ask(""), nil, true
}

// has reports whether a column is known; where there is no row all of it is.
func has(row map[string]any, field string) bool {
	if row == nil {
		return true
	}
	for _, name := range []string{field, strings.TrimSuffix(field, "_minor"), strings.TrimSuffix(field, "_currency")} {
		if _, there := row[name]; there {
			return true
		}
	}
	_, amount := row["amount"]
	return field == "currency" && amount
}

// rule is a four-eyes rule as it holds what is done to the targets, with who could
// agree by each of its factors.
func (s *Scene) rule(p *approval.Program, on []access.Target) (rule collusion.Rule, agree []set) {
	r := p.Rule()
	rule = collusion.Rule{ID: r.ID, Name: r.Name, DifferentUnits: r.DifferentUnits}
	for _, f := range r.Factors {
		may := s.inside(f.Group)
		if f.Group == "" {
			may = s.able(f.Permission, on...)
		}
		rule.Factors = append(rule.Factors, collusion.Factor{People: f.People, Who: f.Who(s.Picture.Access.GroupName), May: may.has})
		agree = append(agree, may)
	}
	return rule, agree
}
