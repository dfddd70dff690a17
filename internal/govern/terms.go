package govern

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/fault"
)

// Terms are what the organisation has laid down for all access.
type Terms struct {
	// GroupsOnly: people hold roles over everything or a unit through groups alone.
	GroupsOnly bool
	// LeastAdministrators is how many people there always are who can manage users,
	// and who can give roles.
	LeastAdministrators int64
	// Domains are the domains of people's e-mail addresses; none: any.
	Domains []string
	// Tickets are the actions that need the number of a ticket, and TicketForm the
	// regular expression (RE2) that the number matches as a whole; "": any.
	Tickets    []TicketRule
	TicketForm string
	// ExpiresAfter is when a change ends whose rules do not say, in µs; 0: never.
	ExpiresAfter int64
	// Guarded are roles by id that nobody is given until they are switched on.
	Guarded []string
}

// TicketRule is one action that needs a ticket: user.insert of a table, or a
// command. Condition is CEL as in four-eyes rules; "": always.
type TicketRule struct {
	Action    string `json:"action" doc:"Such as user.insert, or a command."`
	Condition string `json:"condition,omitempty" doc:"CEL over before, after, actor and now; empty: always."`
}

// ProcessAdministrator is the role that is given to nobody until a sponsor
// answers for it.
const ProcessAdministrator = "global-process-administrator"

// DefaultTerms hold until the organisation has laid down others.
var DefaultTerms = Terms{LeastAdministrators: 2, Guarded: []string{ProcessAdministrator}}

// laidDown are the terms in force, made ready for use. They never change.
type laidDown struct {
	Terms
	schema  approval.Schema
	tickets []*approval.Program
	form    *regexp.Regexp // nil: any
}

func unsaid(schema approval.Schema) *laidDown { return &laidDown{Terms: DefaultTerms, schema: schema} }

func (l *laidDown) none() *laidDown { return unsaid(l.schema) }

// with are other terms. Fault bad_ticket_rule.
func (l *laidDown) with(t Terms) (*laidDown, error) {
	next := &laidDown{Terms: t, schema: l.schema}
	var err error
	if t.TicketForm != "" {
		if next.form, err = regexp.Compile(`^(?:` + t.TicketForm + `)$`); err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "bad_ticket_rule", "The form of tickets is no regular expression: %v.", err)
		}
	}
	for i, rule := range t.Tickets {
		subject, op := rule.Action, approval.Command
		if table, verb, _ := strings.Cut(rule.Action, "."); l.schema[table] != nil && (verb == approval.Insert || verb == approval.Update || verb == approval.Delete) {
			subject, op = table, verb
		}
		p, err := approval.Compile(approval.Rule{
			ID: fmt.Sprint(i), Subject: subject, Operations: []string{op}, Condition: rule.Condition, Enabled: true,
			Factors: []approval.Factor{{Permission: "ticket", People: 1}}, // nobody is asked
		}, l.schema)
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "bad_ticket_rule", "The ticket rule on %s cannot be used: %v.", rule.Action, err)
		}
		next.tickets = append(next.tickets, p)
	}
	return next, nil
}

// ticket refuses what lacks the ticket that it needs. What people do with their
// own sign-in, and what the installation does by itself, has none.
func (e *Engine) ticket(v *view, j *job, c *considered) error {
	verb := e.verbs[c.name]
	action := e.amountingTo(c, j.at, func(v Verb) bool { return v.Ticket })
	if len(v.terms.tickets) == 0 && action == "" || verb.ByLink || verb.Own || j.who.Method == "node" || j.who.Method == "worker" {
		return nil
	}
	if action == "" {
		action = e.asksTicket(v, c, j)
	}
	switch {
	case action == "":
	case j.note.Ticket == "":
		return fault.Bad("ticket", "ticket_missing", "%s needs the number of a ticket; give it with the request.", action)
	case v.terms.form != nil && !v.terms.form.MatchString(j.note.Ticket):
		return fault.Bad("ticket", "bad_ticket", "The ticket %q does not have the form %s.", j.note.Ticket, v.terms.TicketForm)
	}
	return nil
}

// asksTicket is the first action of the change that needs a ticket, "" for none.
func (e *Engine) asksTicket(v *view, c *considered, j *job) string {
	maker := v.agreement(j.who.User)
	in := approval.Input{Subject: c.name, Op: approval.Command, Actor: approval.Actor{ID: maker.User, Unit: maker.Unit}, Now: int64(j.at)}
	for i, p := range v.terms.tickets {
		if applies, _ := p.Applies(in); applies {
			return v.terms.Tickets[i].Action
		}
		for n := range c.plan.Rows {
			rc := &c.plan.Rows[n]
			if slices.Contains(e.means(c.name, rc, j.at), p.Rule().Subject) {
				return v.terms.Tickets[i].Action
			}
			if p.Rule().Subject != rc.Table || rc.Op == Touch {
				continue
			}
			row := in
			row.Subject, row.Op, row.Before, row.After = rc.Table, string(rc.Op), rc.def.seen(rc.before), rc.def.seen(rc.after)
			if applies, _ := p.Applies(row); applies { // one that cannot be evaluated does
				return v.terms.Tickets[i].Action
			}
			if rc.anew() {
				if applies, _ := p.Applies(rc.asNew(row)); applies {
					return v.terms.Tickets[i].Action
				}
			}
		}
	}
	return ""
}
