package httpapi

import (
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// searchParameters are what entries are searched by; all that are given must hold.
func searchParameters() []parameter {
	return []parameter{
		text("actor", "A user's id: who acted, or was acted for."), text("acting", "A user's id: who acted."), text("acted_for", "A user's id: who was acted for."),
		text("action", "Such as bank_instruction.update."),
		text("outcome", "applied, held, approved, rejected, withdrawn, expired, stale, failed, refused or noted."),
		text("table", "The table of a record."), text("record", "The record's id; needs table."), text("field", "A changed field; needs table."),
		text("value", "An old or new value, exactly, of that field where field is given; else also a fact's. An amount is written as EUR 12.50."),
		text("old", "The old value of a changed field, exactly."), text("new", "The new value of a changed field, exactly."),
		text("value_word", "Words that all occur in one old or new value, in any case."),
		text("word", "Words that all occur, in any case, wherever."), text("ticket", "A ticket's number."),
		text("change", "The id of a held change."), text("code", "The code of a refusal."), text("address", "Where it came from."),
		text("from", "From this time on."), text("to", "Before this time."),
	}
}

// asksFor is the search that the query asks for, within the scope.
func (c *call) asksFor(scope *audit.Scope) (audit.Query, error) {
	get := c.query.Get
	q := audit.Query{
		Scope: scope,
		Actor: get("actor"), Acting: get("acting"), For: get("acted_for"), Action: get("action"), Outcome: get("outcome"),
		Table: get("table"), Record: get("record"), Field: get("field"), Value: get("value"), Old: get("old"), New: get("new"),
		ValueWords: get("value_word"), Words: get("word"), Ticket: get("ticket"), Change: get("change"), Code: get("code"), Address: get("address"),
	}
	from, err := c.moment("from")
	if err != nil {
		return q, err
	}
	to, err := c.moment("to")
	if err != nil {
		return q, err
	}
	q.From, q.To = int64(from), int64(to)
	if (q.Record != "" || q.Field != "") && q.Table == "" {
		return q, fault.Bad("table", "missing_parameter", "A record or field is searched for within its table; name it.")
	}
	return q, nil
}

func (a *API) search(c *call) (reply, error) {
	scope, err := c.readable()
	if err != nil {
		return reply{}, err
	}
	q, err := c.asksFor(scope)
	if err != nil {
		return reply{}, err
	}
	limit, err := c.number("limit", 1, 1000, 100)
	if err != nil {
		return reply{}, err
	}
	if q.Before, err = c.number("before", 1, 1<<62, 0); err != nil {
		return reply{}, err
	}
	counted, err := c.truth("count")
	if err != nil {
		return reply{}, err
	}
	q.Limit = int(limit)
	found, err := audit.Search(c.ctx, a.DB, a.Ring, q)
	if err != nil {
		return reply{}, err
	}
	list := EntryList{Items: []Entry{}, Names: map[string]string{}}
	for _, f := range found {
		list.Items = append(list.Items, entryOf(f))
		a.call(list.Names, f.Event.Actor, f.Event.OnBehalf)
	}
	if len(found) == q.Limit {
		list.Before = found[len(found)-1].Seq
	}
	if counted {
		n, more, err := audit.Count(c.ctx, a.DB, a.Ring, q, govern.Counted)
		if err != nil {
			return reply{}, err
		}
		list.Total, list.More = &n, more
	}
	if list.Archived, err = c.lying(q); err != nil {
		return reply{}, err
	}
	return reply{body: list}, c.noted("audit.search", audit.Record{}, c.asked()...)
}
