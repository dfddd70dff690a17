package main

import (
	"errors"
	"fmt"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/bench/internal/turns"
)

// asking is a contestant that is asked one question after another.
func asking(name string, list []question, ask func(q *question) (bool, error)) turns.Contestant {
	at := 0
	return turns.Contestant{Name: name, Run: func(n int) error {
		for range n {
			if _, err := ask(&list[at]); err != nil {
				return err
			}
			if at++; at == len(list) {
				at = 0
			}
		}
		return nil
	}}
}

func (t *town) decide(p *peers, list []question, answers []bool) error {
	cold := p.casbin
	warm := casbinPeer{cold.CachedEnforcer}
	if err := warm.warm(list, answers); err != nil {
		return err
	}
	contestants := func(list []question) []turns.Contestant {
		return []turns.Contestant{
			asking("reference", list, func(q *question) (bool, error) { return p.reference.check(q.user, q.permission, &q.on, at), nil }),
			asking("Check", list, func(q *question) (bool, error) { return p.snapshot.Check(q.user, q.permission, q.on, at), nil }),
			asking("Explain", list, func(q *question) (bool, error) {
				return p.snapshot.Explain(q.user, q.permission, q.on, at).Allowed, nil
			}),
			asking("cedar-go", list, p.cedar.check),
			asking("OPA", list, func(q *question) (bool, error) { return p.opa.check(ctx, q) }),
			asking("casbin, cache warm", list, warm.check),
		}
	}
	figures, err := turns.Hold(*rounds, *turn, append(contestants(list),
		asking("casbin", list[:t.fewAsked], func(q *question) (bool, error) { return cold.Enforcer.Enforce(q.user, q.order(), q.permission) })))
	if err != nil {
		return err
	}
	t.decisions = byName(figures)
	figures, err = turns.Hold(*rounds, *turn, contestants(list[:again]))
	t.repeated = byName(figures)
	return err
}

func byName(list []*turns.Figures) map[string]*turns.Figures {
	m := map[string]*turns.Figures{}
	for _, f := range list {
		m[f.Name] = f
	}
	return m
}

// build measures how long everybody takes to get ready, and one changed grant.
func (t *town) build(w *world, s *access.Snapshot) error {
	f := w.flatten()
	figures, err := turns.Hold(min(*rounds, 5), *turn, []turns.Contestant{
		turns.Again("reference", func() error { newReference(w.facts); return nil }),
		turns.Again("Check", func() error { _, err := access.Compile(w.facts); return err }),
		turns.Again("cedar-go", func() error { _, err := newCedar(f); return err }),
		turns.Again("OPA", func() error { _, err := newOPA(ctx, f); return err }),
		turns.Again("casbin", func() error { _, err := newCasbin(f); return err }),
	})
	if err != nil {
		return err
	}
	t.building = byName(figures)
	i := 0
	figures, err = turns.Hold(*rounds, *turn, []turns.Contestant{turns.Again("one grant", func() error {
		i = (i + 1) % len(w.facts.Grants)
		return taken(s, w.facts.Grants[i])
	})})
	t.grant = byName(figures)["one grant"]
	return err
}

// taken ends a grant, and makes sure that the next snapshot knows.
func taken(s *access.Snapshot, g access.Grant) error {
	g.Until = 1
	next, err := s.With(access.Delta{Put: access.Facts{Grants: []access.Grant{g}}})
	if err != nil {
		return err
	}
	for _, now := range next.Granted(g.User) {
		if now.ID == g.ID && now.Until == 1 {
			return nil
		}
	}
	return errors.New(fmt.Sprint("the change of ", g.ID, " is not in the next snapshot"))
}
