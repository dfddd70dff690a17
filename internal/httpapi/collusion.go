package httpapi

import (
	"slices"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/collude"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/money"
)

// Collusions serves the question who could bring something about together.
// courier is the service that brings files to banks.
func Collusions(a *API, courier string) {
	outcomes := make([]any, len(collude.Outcomes))
	for i, o := range collude.Outcomes {
		outcomes[i] = string(o)
	}
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/access/collusion", Permission: accessWhy}, tag: "access",
		summary: "Which smallest sets of people could bring this about together, and why? Each question is logged",
		query: []parameter{
			text("outcome", "What is brought about.").oneOf(outcomes...).must(),
			text("account", "payment_to_new_beneficiary: the account that pays; absent: each."),
			text("kind", "payment_to_new_beneficiary: the kind of payment; absent: what its maker chooses.").oneOf("intercompany", "third_party", "tax", "salary"),
			text("amount", "payment_to_new_beneficiary: how much, such as 10000.00; absent: what its maker chooses."), text("currency", "Of the amount."),
			text("user", "user_gains_role: who gains it; absent: somebody who does nothing for it."), text("role", "user_gains_role: the role."),
			text("scope", "user_gains_role: how far; absent: everything.").oneOf("everything", "unit", "record", "table"),
			text("scope_table", "The table of the one record, or of every one."), text("scope_record", "The unit's or record's id; of every record of a table, their unit."),
			text("process", "exception_force_closed: the process; absent: each."), text("rule", "four_eyes_rule_off: the rule; absent: each."),
			number("limit", "Groups of sets listed of each case, 1 to 1000; 20 when absent.").between(1, 1000),
			number("names", "People listed of each place, 1 to 1000; 20 when absent.").between(1, 1000),
			number("cases", "Cases that are looked at, 1 to 200; 20 when absent.").between(1, 200),
		}, answer: schemaOf[collude.Report](a), do: func(c *call) (reply, error) { return a.collusion(c, courier) },
	})
}

func (a *API) collusion(c *call, courier string) (reply, error) {
	if err := c.on(accessWhy); err != nil {
		return reply{}, err
	}
	ask, err := c.couldBe()
	if err != nil {
		return reply{}, err
	}
	var report *collude.Report
	err = a.DB.Snapshot(c.ctx, func(r store.Reader) (err error) {
		s := &collude.Scene{Read: r, Picture: a.Engine.Picture(), Now: govern.At(a.Engine.Now()), Courier: courier, Declared: a.declared}
		report, err = s.Answer(c.ctx, ask)
		return err
	})
	if err != nil {
		return reply{}, err
	}
	return reply{body: report}, c.noted("access.collusion", audit.Record{}, c.asked()...)
}

// declared reports whether there is a command of that name.
func (a *API) declared(command string) bool {
	return slices.ContainsFunc(a.Engine.Verbs(), func(v govern.Verb) bool { return v.Name == command })
}

// asked is the query as the log keeps it.
func (c *call) asked() []audit.Fact {
	var facts []audit.Fact
	for _, p := range c.rt.query {
		if v := c.query.Get(p.name); v != "" {
			facts = append(facts, audit.Fact{Name: p.name, Value: v})
		}
	}
	return facts
}

// couldBe reads the question from the query.
func (c *call) couldBe() (collude.Ask, error) {
	q := c.query
	ask := collude.Ask{
		Outcome: collude.Outcome(q.Get("outcome")), Account: govern.ID(q.Get("account")), Kind: q.Get("kind"), User: govern.ID(q.Get("user")), Role: govern.ID(q.Get("role")),
		Scope: q.Get("scope"), ScopeTable: q.Get("scope_table"), ScopeRecord: govern.ID(q.Get("scope_record")), Process: govern.ID(q.Get("process")), Rule: govern.ID(q.Get("rule")),
	}
	for name, into := range map[string]*int{"limit": &ask.Limit, "names": &ask.Names, "cases": &ask.Cases} {
		most := int64(1000)
		if name == "cases" {
			most = 200
		}
		n, err := c.number(name, 1, most, 0)
		if err != nil {
			return ask, err
		}
		*into = int(n)
	}
	if ask.Outcome == collude.Role && ask.Role == "" {
		return ask, fault.Bad("role", "missing_parameter", "Name the role.")
	}
	if q.Get("amount") == "" {
		return ask, nil
	}
	m, err := money.Parse(q.Get("amount"), money.Currency(q.Get("currency")))
	if err != nil {
		return ask, fault.Bad("amount", "bad_value", "%v.", err)
	}
	ask.Amount = m
	return ask, nil
}
