package main

import (
	"fmt"
	"log"
	"runtime"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/bench/internal/turns"
)

// many questions are asked one after another, again and again; casbin without
// its cache is asked the first few, which its time does not depend on.
const (
	many  = 1 << 16
	again = 1024 // of them, for those who ask the same all day
)

// town is all that was measured with one number of users.
type town struct {
	users, asked, allowed, fewAsked int

	decisions map[string]*turns.Figures // all questions one after another
	repeated  map[string]*turns.Figures // a few over and over
	heap      map[string]float64        // MiB
	building  map[string]*turns.Figures
	grant     *turns.Figures
}

// peers are all contestants over the same world.
type peers struct {
	snapshot  *access.Snapshot
	reference *reference
	cedar     *cedarPeer
	opa       *opaPeer
	casbin    casbinPeer
}

func measure(users int) (*town, error) {
	t := &town{users: users, asked: many, fewAsked: min(1024, max(64, 12_800_000/users))}
	log.Printf("%d users: memory", users)
	p, err := t.settle(users)
	if err != nil {
		return nil, err
	}
	w := newWorld(users)
	list := w.questions(many)
	log.Printf("%d users: the same answers", users)
	answers, err := t.agree(p, list)
	if err != nil {
		return nil, err
	}
	log.Printf("%d users: decisions", users)
	if err := t.decide(p, list, answers); err != nil {
		return nil, err
	}
	p.casbin, p.cedar, p.opa = casbinPeer{}, nil, nil
	log.Printf("%d users: building", users)
	return t, t.build(w, p.snapshot)
}

// settle builds everybody and looks at what each keeps in memory once the facts
// that it was built of are gone.
func (t *town) settle(users int) (*peers, error) {
	t.heap = map[string]float64{}
	p := &peers{}
	var err error
	for _, one := range []struct {
		name  string
		build func(w *world)
	}{
		{"reference", func(w *world) { p.reference = newReference(w.facts) }},
		{"Check", func(w *world) { p.snapshot, err = access.Compile(w.facts) }},
		{"cedar-go", func(w *world) { p.cedar, err = newCedar(w.flatten()) }},
		{"OPA", func(w *world) { p.opa, err = newOPA(ctx, w.flatten()) }},
		{"casbin", func(w *world) { p.casbin, err = newCasbin(w.flatten()) }},
	} {
		before := inUse()
		one.build(newWorld(users))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.name, err)
		}
		t.heap[one.name] = float64(inUse()-before) / (1 << 20)
	}
	return p, nil
}

func inUse() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // pools are emptied by the second
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// agree asks everybody and returns the answers; casbin is asked the first few.
func (t *town) agree(p *peers, list []question) ([]bool, error) {
	answers := make([]bool, len(list))
	for i := range list {
		q := &list[i]
		answers[i] = p.reference.check(q.user, q.permission, &q.on, at)
		if answers[i] {
			t.allowed++
		}
		for _, other := range []struct {
			name string
			ask  func() (bool, error)
		}{
			{"Check", func() (bool, error) { return p.snapshot.Check(q.user, q.permission, q.on, at), nil }},
			{"Explain", func() (bool, error) { return p.snapshot.Explain(q.user, q.permission, q.on, at).Allowed, nil }},
			{"cedar-go", func() (bool, error) { return p.cedar.check(q) }},
			{"OPA", func() (bool, error) { return p.opa.check(ctx, q) }},
			{"casbin", func() (bool, error) {
				if i < t.fewAsked {
					return p.casbin.check(q)
				}
				return answers[i], nil
			}},
		} {
			got, err := other.ask()
			if err != nil {
				return nil, err
			}
			if got != answers[i] {
				return nil, fmt.Errorf("%s says %v to %+v, the reference %v", other.name, got, *q, answers[i])
			}
		}
	}
	if t.allowed < len(list)/10 || t.allowed > len(list)*9/10 {
		return nil, fmt.Errorf("%d of %d questions are allowed: too one-sided", t.allowed, len(list))
	}
	return answers, nil
}
