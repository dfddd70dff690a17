package httpapi

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// ChangeView is a held change as people see it.
type ChangeView struct {
	govern.Change
	Reason    string               `json:"reason"`
	Ticket    string               `json:"ticket"`
	OnBehalf  string               `json:"on_behalf,omitempty"`
	Record    govern.Ref           `json:"record" doc:"What it is chiefly about."`
	Rows      []govern.ShownChange `json:"rows"`
	Facts     []audit.Fact         `json:"facts"`
	Rules     []json.RawMessage    `json:"rules" doc:"The four-eyes rules that it was held under."`
	Agreed    []string             `json:"agreed" doc:"Users whose agreement counts today."`
	Missing   []string             `json:"missing" doc:"What is still needed, in words."`
	CanAgree  []string             `json:"can_agree,omitempty" doc:"Users whose agreement would help, at most 20; told of one change that is pending, not in lists."`
	CanDecide bool                 `json:"can_decide" doc:"Whether your agreement would help."`
	DecideFor []string             `json:"decide_for,omitempty" doc:"Users on whose behalf your agreement as their deputy would help."`
	AgreedFor map[string]string    `json:"agreed_for,omitempty" doc:"Of those who agreed as a deputy: on whose behalf."`
	WhyNot    string               `json:"why_not,omitempty" doc:"Why your agreement would not help."`
	MakerAway string               `json:"maker_away,omitempty" doc:"Why its maker may do nothing now, such as being suspended: while that is so, agreeing to the change only ends it as failed. It can be rejected."`
	Divides   bool                 `json:"divides" doc:"Whether who agrees may leave rows out. One that is stale then fails alone."`
	LeftOut   []govern.Ref         `json:"left_out,omitempty" doc:"Rows that those who agreed left out: the others must leave out the same."`
	Names     map[string]string    `json:"names" doc:"What the users named here are called."`
	Groups    map[string]string    `json:"groups" doc:"What the groups that the rules ask for are called: whoever asks for a change may know whose agreement it needs."`
}

// ChangeList is a list of changes.
type ChangeList struct {
	Items []ChangeView `json:"items"`
	Next  string       `json:"next,omitempty"`
}

var changeStates = []any{"pending", "executed", "rejected", "withdrawn", "expired", "stale", "failed"}

// agreement is what an approver sends: what they were shown.
type agreement struct {
	Digest string `json:"digest" minLength:"64" maxLength:"64" doc:"The digest of the change that you looked at."`
	Reason string `json:"reason" required:"false" maxLength:"2000"`
	Behalf string `json:"on_behalf" required:"false" doc:"Whose deputy you act as; empty: for yourself."`
	// LeaveOut is nil when the body says nothing about rows.
	LeaveOut govern.LeaveOut `json:"leave_out" required:"false" doc:"Rows that you do not agree to, of a change that may be divided; absent: nothing is said about rows, which is refused where those before you left some out. All who agree must leave out the same; other rows than before set the agreements before aside."`
}

// objection is what somebody sends who rejects or withdraws.
type objection struct {
	Reason string `json:"reason" required:"false" maxLength:"2000" doc:"Why."`
}

// rejection is what somebody sends who rejects.
type rejection struct {
	Reason string `json:"reason" required:"false" maxLength:"2000" doc:"Why; needed."`
	Behalf string `json:"on_behalf" required:"false" doc:"Whose deputy you act as; empty: for yourself."`
}

func (a *API) changes() {
	r := Route{Method: "GET", Path: "/api/v1/change", Asks: signedIn}
	a.add(route{
		Route: r, tag: "change", summary: "The inbox: what waits for my agreement, oldest first; or what I asked for, or all that I may see, newest first",
		query: []parameter{
			text("box", "waiting when absent.").oneOf("waiting", "mine", "all"),
			{name: "state", many: true, doc: "Only changes in this state, or in one of several.", schema: &huma.Schema{
				Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString, Enum: changeStates},
			}},
			text("command", "Only changes by this command, such as bank_instruction.update."), text("maker", "Only changes that this user asked for."),
			number("limit", "At most so many, 1 to 200; 50 when absent.").between(1, 200), text("cursor", "The next of the page before."),
		},
		answer: pageOf(schemaOf[ChangeView](a), false), do: a.inbox,
	})
	r = Route{Method: "GET", Path: "/api/v1/change/{id}", Asks: parties}
	a.add(route{Route: r, tag: "change", summary: "Read one change: before and after, rules, what is missing", answer: schemaOf[ChangeView](a), do: a.look})
	a.decision("approve", "Agree to a change; the last agreement executes it", schemaInline[agreement](a), func(c *call, body *huma.Schema) (reply, error) {
		var in agreement
		return c.decide(body, &in, func() string { return in.Reason }, func(n govern.Note) (govern.Outcome, error) {
			return a.Engine.ApproveRows(c.ctx, c.as(in.Behalf), n, c.id(), in.Digest, in.LeaveOut)
		})
	})
	a.decision("reject", "End a change that you could have agreed to", schemaInline[rejection](a), func(c *call, body *huma.Schema) (reply, error) {
		var in rejection
		return c.decide(body, &in, func() string { return in.Reason }, func(n govern.Note) (govern.Outcome, error) {
			return a.Engine.Reject(c.ctx, c.as(in.Behalf), n, c.id())
		})
	})
	a.decision("withdraw", "End a change that you asked for", schemaInline[objection](a), func(c *call, body *huma.Schema) (reply, error) {
		var in objection
		return c.decide(body, &in, func() string { return in.Reason }, func(n govern.Note) (govern.Outcome, error) {
			return a.Engine.Withdraw(c.ctx, c.who, n, c.id())
		})
	})
	a.resubmission()
	a.decidingTogether()
}

// decision adds one way of deciding. There is no dry run of it.
func (a *API) decision(verb, summary string, body *huma.Schema, do func(*call, *huma.Schema) (reply, error)) {
	who := map[string]string{
		"approve": "the approvers that the change's rules name", "reject": "the approvers that the change's rules name",
		"withdraw": "the change's maker",
	}[verb]
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/change/{id}/" + verb, Asks: who}, tag: "change", summary: summary,
		write: true, body: body, do: func(c *call) (reply, error) {
			if c.dryRun {
				return reply{}, fault.Bad("dry_run", "no_dry_run", "A decision has no dry run; GET the change, which says what is missing.")
			}
			return do(c, body)
		},
	})
}

// decide reads the body and hands the decision to the Engine.
func (c *call) decide(body *huma.Schema, in any, reason func() string, do func(govern.Note) (govern.Outcome, error)) (reply, error) {
	if _, err := c.api.decode(c.body, body, true, in); err != nil {
		return reply{}, err
	}
	note, err := c.note()
	if err != nil {
		return reply{}, err
	}
	if why := strings.TrimSpace(reason()); why != "" {
		note.Reason = why
	}
	c.handed = true
	out, err := do(note)
	return c.outcome(out), err
}

func (a *API) inbox(c *call) (reply, error) {
	limit, err := c.number("limit", 1, 200, 50)
	if err != nil {
		return reply{}, err
	}
	q := govern.BoxQuery{Box: govern.Waiting, States: c.query["state"], Command: c.query.Get("command"), Maker: c.query.Get("maker"), Limit: int(limit)}
	if box := c.query.Get("box"); box != "" {
		q.Box = govern.Box(box)
	}
	of := strings.Join(append([]string{"change", string(q.Box), q.Command, q.Maker}, q.States...), "\n")
	if cursor := c.query.Get("cursor"); cursor != "" {
		q.After = &govern.BoxPlace{}
		if err := c.openCursor(cursor, c.cursorOf(of), q.After); err != nil {
			return reply{}, err
		}
	}
	found, next, err := a.Engine.Changes(c.ctx, c.who.User, q)
	if err != nil {
		return reply{}, err
	}
	list := ChangeList{Items: []ChangeView{}}
	for _, p := range found {
		v, err := a.viewOf(c.who.User, p)
		if err != nil {
			return reply{}, err
		}
		list.Items = append(list.Items, v)
	}
	if next != nil {
		list.Next, err = c.cursor(c.cursorOf(of), next)
	}
	return reply{body: list}, err
}

func (a *API) look(c *call) (reply, error) {
	p, err := a.Engine.Look(c.ctx, c.who.User, c.id())
	if err != nil {
		return reply{}, err
	}
	v, err := a.viewOf(c.who.User, p)
	if err != nil {
		return reply{}, err
	}
	v.CanAgree, err = a.Engine.CanAgree(c.ctx, c.id(), mostAgreeing)
	a.call(v.Names, v.CanAgree...)
	return reply{body: v}, err
}

// mostAgreeing is how many people a change names that could agree to it.
const mostAgreeing = 20

func (a *API) viewOf(user string, p *govern.Pending) (ChangeView, error) {
	b := p.Body
	v := ChangeView{
		Change: *p.Change, Reason: b.Reason, Ticket: b.Ticket, OnBehalf: b.OnBehalf, Record: b.Record, Facts: b.Facts, Rules: b.Rules,
		Agreed: orNone(p.Agreed), Missing: orNone(p.Missing), CanDecide: p.Eligible == nil, DecideFor: p.For, AgreedFor: p.Lent, Divides: p.Divides, LeftOut: p.Left, Names: map[string]string{},
	}
	a.call(v.Names, append([]string{v.Maker, v.OnBehalf}, v.Agreed...)...)
	a.call(v.Names, v.DecideFor...)
	for _, behalf := range v.AgreedFor {
		a.call(v.Names, behalf)
	}
	v.Groups = a.groupsOf(b.Rules)
	if v.Facts == nil {
		v.Facts = []audit.Fact{}
	}
	if v.Rules == nil {
		v.Rules = []json.RawMessage{}
	}
	var f *fault.Error
	if errors.As(p.Eligible, &f) {
		v.WhyNot = f.Detail
	}
	if p.Away != nil {
		v.MakerAway = fault.From(p.Away).Detail
	}
	var err error
	v.Rows, err = a.show(user, b.Rows, p.Eligible == nil || len(p.For) > 0 || slices.Contains(p.Agreed, user))
	return v, err
}

// call adds what the users are called. Whom a change concerns may know it,
// whether or not they may view users.
func (a *API) call(names map[string]string, users ...string) {
	for _, id := range users {
		if u, known := a.Engine.Access().User(id); known {
			names[id] = u.Name
		}
	}
}

// groupsOf says what the groups are called that rules ask for.
func (a *API) groupsOf(rules []json.RawMessage) map[string]string {
	names := map[string]string{}
	for _, text := range rules {
		var rule approval.Rule
		if json.Unmarshal(text, &rule) != nil {
			continue // written by an older program; its groups are told by their ids
		}
		for _, f := range rule.Factors {
			if f.Group != "" {
				names[f.Group] = a.Engine.Access().GroupName(f.Group)
			}
		}
	}
	return names
}

func orNone(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
