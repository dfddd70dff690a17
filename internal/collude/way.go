package collude

import (
	"cmp"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/collusion"
	"github.com/countersign/countersign/signing"
)

// way is one course of events in the making, with what is needed to tell
// afterwards by which grants each step is done.
type way struct {
	collusion.Way
	doings []*doing
	closed string // why it cannot happen today, whoever acts
	sets   []set  // of who can do anything of it
	nobody bool   // may do some step of it
	may    set    // who may do the last step
}

// among are all who can do anything of it, in order.
func (w *way) among() []string {
	all := set{}
	for _, s := range w.sets {
		for u := range s {
			all[u] = true
		}
	}
	return sorted(all)
}

// step adds what one person does.
func (w *way) step(s *Scene, d *doing, on string) *collusion.Step {
	may := s.able(d.command, d.on...)
	if d.through != "" {
		may = may.and(s.able(d.through, d.on...))
	}
	w.sets, w.may, w.nobody = append(w.sets, may), may, w.nobody || len(may) == 0
	return w.add(s, d, collusion.Step{On: on, May: may.has})
}

// only is step, for those among the users alone.
func (w *way) only(s *Scene, d *doing, on string, among set) *collusion.Step {
	st := w.step(s, d, on)
	may := w.may.and(among)
	w.nobody = w.nobody || len(may) == 0
	st.May = may.has
	return st
}

// by adds what the installation does by itself, in the name of a service that may.
func (w *way) by(s *Scene, user string, d *doing, on string) {
	u, _ := s.access().User(user)
	if !s.able(d.command, d.on...)[user] {
		w.closed = "the service " + cmp.Or(u.Name, user) + " may not " + d.command
	}
	w.add(s, d, collusion.Step{On: on, By: &collusion.Agent{User: user, Person: s.access().Person(user), Unit: u.Unit}})
}

func (w *way) add(s *Scene, d *doing, st collusion.Step) *collusion.Step {
	st.Action, st.Barred = d.command, s.barred(d.on)
	st.Rules, st.Assumed = w.held(s, d)
	agree := s.able(d.command+".approve", d.on...)
	w.sets = append(w.sets, agree)
	st.Agree = agree.has
	w.Steps = append(w.Steps, st)
	w.doings = append(w.doings, d)
	return &w.Steps[len(w.Steps)-1]
}

// held are the rules that hold the doing, and those of which it is not known.
func (w *way) held(s *Scene, d *doing) (rules, assumed []collusion.Rule) {
	rules, assumed, agree := s.held(d)
	w.sets = append(w.sets, agree...)
	return rules, assumed
}

// signed adds the signatures. completes is what the last of them does besides.
func (w *way) signed(s *Scene, d, completes *doing, on string, c *signing.Case, among set) {
	st := w.only(s, d, on, among)
	st.Signing = c
	more, assumed := w.held(s, completes)
	st.Completes, st.Assumed = more, append(st.Assumed, assumed...)
}

// apart keeps two steps in different hands.
func (w *way) apart(first, second int, why string) {
	w.Apart = append(w.Apart, collusion.Apart{First: collusion.Act{Step: first}, Second: collusion.Act{Step: second}, Why: why})
}

// put are the manners in which a row is written by itself: directly, and through a
// configuration where rules on the direct command would be passed by.
func (s *Scene) put(table, op string, on []access.Target, rows ...row) []*doing {
	direct := &doing{command: table + "." + op, on: on, rows: rows}
	if len(s.Picture.Rules.On(direct.command, "command")) == 0 {
		return []*doing{direct}
	}
	through := *direct
	through.through = applying
	return []*doing{direct, &through}
}

// applying is the command that takes a configuration from files.
const applying = "configuration.apply"
