package authzen

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/foreign"
)

// Subjects finds the subjects of a type that may do this (section Subject Search
// API): our own users by their ids, and the entities that are kept.
func (p *Point) Subjects(ctx context.Context, who string, body []byte) (Found, error) {
	m, err := object("The body", body)
	if err != nil {
		return Found{}, err
	}
	var q question
	if q.subject, err = m.entity("subject", false); err == nil {
		err = m.action(&q)
	}
	if err == nil {
		q.resource, err = m.entity("resource", true)
	}
	if err == nil {
		q.context, err = m.object("", "context")
	}
	if err != nil {
		return Found{}, err
	}
	return p.search(ctx, who, "subject", m, func(a *asking) (source, func(string) (bool, error), func(string) Hit, error) {
		return a.people(q.subject.kind), func(id string) (bool, error) {
				one := q
				one.subject.id = id
				return a.allows(&one)
			}, func(id string) Hit {
				return Hit{Type: q.subject.kind, ID: id}
			}, nil
	})
}

// allows is decide for a search: what cannot be decided is not found.
func (a *asking) allows(q *question) (bool, error) {
	ok, err := a.decide(q)
	if fault.Is(err, fault.Invalid) {
		err = nil
	}
	return ok, err
}

// people are the candidates of a type: kept entities, and our users. Both are
// then known without being read again.
func (a *asking) people(kind string) source {
	return func(after string, limit int) ([]string, string, error) {
		kept, err := foreign.After(a.ctx, a.r, kind, after, limit)
		if err != nil {
			return nil, "", err
		}
		var ids []string
		about := map[string]*side{}
		for _, e := range kept {
			ids = append(ids, e.Key)
			about[e.Key] = &side{known: true, kept: e.KeptOf(), unit: string(e.Unit)}
		}
		if kind == userType {
			users, err := directory.Users.Find(a.ctx, a.r, fmt.Sprintf("id > $1 ORDER BY id LIMIT %d", limit), after)
			if err != nil {
				return nil, "", err
			}
			for _, u := range users {
				id := string(u.ID)
				ids = append(ids, id)
				if about[id] == nil {
					about[id] = &side{kept: map[string][]string{}}
				}
				about[id].be(u)
			}
			slices.Sort(ids)
			ids = slices.Compact(ids)
		}
		ids = ids[:min(limit, len(ids))]
		if len(ids) == 0 {
			return nil, "", nil
		}
		for _, id := range ids {
			if about[id].user != "" || !strings.Contains(id, "@") { // an address can be a user's too
				a.sides[[2]string{kind, id}] = about[id]
			}
		}
		return ids, ids[len(ids)-1], nil
	}
}

// Resources finds the resources of a type on which the subject may do this
// (section Resource Search API): records of our own tables, and the entities that
// are kept.
func (p *Point) Resources(ctx context.Context, who string, body []byte) (Found, error) {
	m, err := object("The body", body)
	if err != nil {
		return Found{}, err
	}
	var q question
	if q.subject, err = m.entity("subject", true); err == nil {
		err = m.action(&q)
	}
	if err == nil {
		q.resource, err = m.entity("resource", false)
	}
	if err == nil {
		q.context, err = m.object("", "context")
	}
	if err != nil {
		return Found{}, err
	}
	kind := q.resource.kind
	return p.search(ctx, who, "resource", m, func(a *asking) (source, func(string) (bool, error), func(string) Hit, error) {
		candidates, sure, err := a.things(&q)
		return candidates, func(id string) (bool, error) {
				if sure {
					return true, nil
				}
				one := q
				one.resource.id = id
				return a.allows(&one)
			}, func(id string) Hit {
				return Hit{Type: kind, ID: id}
			}, err
	})
}

// things are the candidates of a search for resources, and whether they are all
// allowed.
func (a *asking) things(q *question) (from source, sure bool, err error) {
	kind := q.resource.kind
	if policy := a.policies[kind]; policy != nil && policy.Has(q.action) {
		return a.people(kind), false, nil
	}
	if !a.Engine.HasTable(kind) {
		return nil, false, nil
	}
	subject, err := a.side(q.subject.kind, q.subject.id)
	if err != nil || subject.user == "" || a.Engine.Standing(subject.user) != nil {
		return nil, false, err
	}
	return func(after string, limit int) ([]string, string, error) {
		return a.Engine.Reached(a.ctx, a.r, subject.user, kind+"."+q.action, kind, after, limit)
	}, true, nil
}

// Actions finds what the subject may do with the resource (section Action Search
// API).
func (p *Point) Actions(ctx context.Context, who string, body []byte) (Found, error) {
	m, err := object("The body", body)
	if err != nil {
		return Found{}, err
	}
	var q question
	if q.subject, err = m.entity("subject", true); err == nil {
		q.resource, err = m.entity("resource", true)
	}
	if err == nil {
		q.context, err = m.object("", "context")
	}
	if err != nil {
		return Found{}, err
	}
	return p.search(ctx, who, "action", m, func(a *asking) (source, func(string) (bool, error), func(string) Hit, error) {
		return listed(a.verbs(q.resource.kind)), func(name string) (bool, error) {
			one := q
			one.action = name
			return a.allows(&one)
		}, func(name string) Hit { return Hit{Name: name} }, nil
	})
}

// verbs are the actions that there are on a type, sorted.
func (a *asking) verbs(kind string) []string {
	var names []string
	if policy := a.policies[kind]; policy != nil {
		names = append(names, policy.Actions...)
	}
	if a.Engine.HasTable(kind) {
		for _, p := range a.Engine.PermissionsOn(kind) {
			names = append(names, strings.TrimPrefix(p, kind+"."))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
