// Package searches keeps searches of the log under names: everybody's own, and
// those that their owners share with everybody who may read the log. What a
// search finds is decided by who asks it, so that sharing gives nothing away but
// its words.
package searches

import (
	"context"
	"net/url"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Tables are the tables of the area.
var Tables = []govern.Any{Searches}

// Verbs are its commands. Anybody may, about their own.
var Verbs = []govern.Verb{
	{Name: "me.keep_search", Area: "audit", Doc: "Keep a search of the log under a name; one of that name takes its place.", Own: true},
	{Name: "me.forget_search", Area: "audit", Doc: "Forget a search of one's own.", Own: true},
}

// Search is one search that somebody kept.
type Search struct {
	govern.Meta
	Owner  govern.ID `json:"owner" db:"owner" audit:"show" ref:"user" doc:"Whose it is."`
	Name   string    `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140"`
	Query  string    `json:"query" db:"query" audit:"show" minLength:"1" maxLength:"2000" doc:"What GET /api/v1/audit takes, such as table=grant&outcome=applied."`
	Shared bool      `json:"shared" db:"shared" audit:"show" doc:"Whether everybody who may read the log is shown it."`
}

// Searches are all that were kept.
var Searches = govern.Declare(govern.Table[Search]{
	Name:      "audit_search",
	Doc:       "A search of the log that somebody kept under a name.",
	Unique:    [][]string{{"owner", "name"}},
	ByCommand: true,
	Target: func(s *Search) access.Target {
		return access.Target{Records: []access.Record{{Table: "user", ID: string(s.Owner)}}}
	},
	Check: func(_ context.Context, _ govern.Reader, _, after *Search) error {
		if after == nil {
			return nil
		}
		if _, err := url.ParseQuery(after.Query); err != nil {
			return fault.Bad("query", "bad_query", "The query cannot be read: %v.", err)
		}
		return nil
	},
})

// Of are a user's own searches and, with all, those that others share, by name;
// at most 500.
func Of(ctx context.Context, r store.Reader, user string, all bool) ([]*Search, error) {
	shared := int64(0)
	if all {
		shared = 1
	}
	return Searches.Find(ctx, r, `owner = $1 OR shared = 1 AND $2 = 1 ORDER BY name, id LIMIT 500`, user, shared)
}

// Keep keeps a search of one's own.
type Keep struct {
	Title  string `json:"name" minLength:"1" maxLength:"140" doc:"What it is called."`
	Query  string `json:"query" minLength:"1" maxLength:"2000" doc:"What GET /api/v1/audit takes, such as table=grant&outcome=applied."`
	Shared bool   `json:"shared" required:"false" doc:"Whether everybody who may read the log is shown it."`
	id     govern.ID
}

// Name is the command's name.
func (*Keep) Name() string { return "me.keep_search" }

// Draw draws the row's id.
func (c *Keep) Draw(newID func() govern.ID) { c.id = newID() }

// Targets is nothing: it is about the actor.
func (*Keep) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

// Plan inserts the search, or changes the one of that name.
func (c *Keep) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	row := &Search{Meta: govern.Meta{ID: c.id}, Owner: govern.ID(who.User), Name: c.Title, Query: c.Query, Shared: c.Shared}
	was, err := Searches.One(ctx, q, `owner = $1 AND name = $2`, who.User, c.Title)
	if err != nil || was == nil {
		return govern.Plan{Rows: []govern.RowChange{Searches.Insert(row)}}, err
	}
	row.Meta = was.Meta
	return govern.Plan{Rows: []govern.RowChange{Searches.Update(was, row)}}, nil
}

// Forget deletes a search of one's own.
type Forget struct{ ID govern.ID }

// Name is the command's name.
func (*Forget) Name() string { return "me.forget_search" }

// Targets is nothing: it is about the actor.
func (*Forget) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

// Plan deletes it. Fault not_found, for those of others too.
func (c *Forget) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	s, err := Searches.Get(ctx, q, c.ID)
	if err == nil && string(s.Owner) != who.User {
		err = fault.New(fault.NotFound, "not_found", "There is no search %s of yours.", c.ID)
	}
	if err != nil {
		return govern.Plan{}, err
	}
	return govern.Plan{Rows: []govern.RowChange{Searches.Delete(s)}}, nil
}
