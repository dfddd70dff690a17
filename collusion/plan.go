package collusion

import (
	"slices"

	"github.com/countersign/countersign/signing"
)

// plan is a way made ready: everything that is asked about a user has a place
// among the bits of that user.
type plan struct {
	*Way
	steps  []stepPlan
	apart  []apartPlan
	bits   int
	known  []May // by bit
	lent   []int // the bits that a deputy has of whom they agree for
	unitOf map[string]string
}

type stepPlan struct {
	*Step
	may, agree int
	rules      []rulePlan // every doing of it
	completes  []rulePlan // the completing signature besides
	assumed    []rulePlan
	verdicts   map[[Largest]*caps]bool // on signatures, as they are asked for
}

type rulePlan struct {
	*Rule
	applies int  // -1: to all
	apart   bool // who agrees is of another unit than who does it
	factors []factorPlan
}

type apartPlan struct {
	Apart
	unless int // -1: nobody
}

type factorPlan struct{ people, may int }

func (w *Way) plan(unitOf map[string]string) *plan {
	p := &plan{Way: w, unitOf: unitOf, steps: make([]stepPlan, len(w.Steps))}
	for i := range w.Steps {
		s := &w.Steps[i]
		to := &p.steps[i]
		to.Step, to.may, to.agree, to.verdicts = s, -1, -1, map[[Largest]*caps]bool{}
		if s.May != nil {
			to.may = p.bit(s.May)
		}
		if s.Agree != nil {
			to.agree = p.bit(s.Agree)
		}
		to.rules, to.completes, to.assumed = p.rules(s, s.Rules), p.rules(s, s.Completes), p.rules(s, s.Assumed)
	}
	for _, a := range w.Apart {
		to := apartPlan{a, -1}
		if a.Unless != nil {
			to.unless = p.bit(a.Unless)
		}
		p.apart = append(p.apart, to)
	}
	return p
}

func (p *plan) bit(may May) int {
	p.known = append(p.known, may)
	p.bits++
	return p.bits - 1
}

// rules leaves out those that do not apply to what the installation does by
// itself.
func (p *plan) rules(s *Step, list []Rule) []rulePlan {
	var plans []rulePlan
	for i := range list {
		r := &list[i]
		to := rulePlan{Rule: r, applies: -1, apart: r.DifferentUnits && s.By == nil}
		switch {
		case s.By != nil && r.Applies != nil && !r.Applies(s.By.User):
			continue
		case s.By == nil && r.Applies != nil:
			// Of who cannot do the step it does not matter; kinds stay fewer.
			to.applies = p.bit(func(user string) bool { return s.May(user) && r.Applies(user) })
		}
		for _, f := range r.Factors {
			bit := p.bit(p.elsewhere(s, r, f.May))
			to.factors, p.lent = append(to.factors, factorPlan{f.People, bit}), append(p.lent, bit)
		}
		plans = append(plans, to)
	}
	return plans
}

// elsewhere asks also for another unit than that in which the installation does
// the step by itself.
func (p *plan) elsewhere(s *Step, r *Rule, may May) May {
	if s.By == nil || !r.DifferentUnits {
		return may
	}
	return func(user string) bool { return may(user) && p.away(s, user) }
}

// away reports whether the user is of another unit than that in which the
// installation does the step.
func (p *plan) away(s *Step, user string) bool {
	return p.unitOf[user] != "" && p.unitOf[user] != s.By.Unit
}

// caps is what one user can do in one way.
type caps struct {
	bits []uint64
	sign []signer // by step; empty for ways without signatures
}

// signer is what a user brings to one signing step.
type signer struct {
	points []int // on each debit account
	job    signing.Job
	hasJob bool
}

func (c *caps) has(bit int) bool { return bit >= 0 && c.bits[bit/64]>>(bit%64)&1 != 0 }

// nothing is what a user can do who can do nothing.
func (p *plan) nothing() *caps {
	c := &caps{bits: make([]uint64, (p.bits+63)/64)}
	if slices.ContainsFunc(p.steps, func(s stepPlan) bool { return s.Signing != nil }) {
		c.sign = make([]signer, len(p.steps))
	}
	return c
}

// capsOf asks everything about a user.
func (p *plan) capsOf(person, user string) *caps {
	c := p.nothing()
	for i, may := range p.known {
		if may(user) {
			c.bits[i/64] |= 1 << (i % 64)
		}
	}
	for i := range p.steps {
		s := &p.steps[i]
		c.barred(s, person, user)
		if s.Signing != nil && c.has(s.may) {
			c.sign[i] = signerOf(s.Signing, signing.User(user))
		}
	}
	return c
}

// lentCaps is what a deputy can agree to for a user who can do what from says.
func (p *plan) lentCaps(from *caps, person, deputy string) *caps {
	c := p.nothing()
	for _, bit := range p.lent {
		if from.has(bit) {
			c.bits[bit/64] |= 1 << (bit % 64)
		}
	}
	for i := range p.steps {
		s := &p.steps[i]
		c.barred(s, person, deputy)
		for _, r := range s.all() {
			if s.By == nil || !r.DifferentUnits || p.away(s.Step, deputy) {
				continue
			}
			for _, f := range r.factors {
				c.drop(f.may)
			}
		}
	}
	return c
}

func (c *caps) drop(bit int) {
	if bit >= 0 {
		c.bits[bit/64] &^= 1 << (bit % 64)
	}
}

// barred takes away what the user has of a step that they are kept from: nobody
// agrees to what their own service does.
func (c *caps) barred(s *stepPlan, person, user string) {
	if (s.By == nil || s.By.Person != person) && (s.Barred == nil || !s.Barred(user)) {
		return
	}
	c.drop(s.may)
	c.drop(s.agree)
	for _, r := range s.all() {
		for _, f := range r.factors {
			c.drop(f.may)
		}
	}
}

// all are the rules that hold the step, or may.
func (s *stepPlan) all() []rulePlan { return slices.Concat(s.rules, s.completes, s.assumed) }

// within reports whether the other has all of it.
func (c *caps) within(other *caps) bool {
	for i, word := range c.bits {
		if word&^other.bits[i] != 0 {
			return false
		}
	}
	return true
}

func signerOf(c *signing.Case, user signing.User) signer {
	s := signer{points: make([]int, len(c.Debits))}
	for i := range c.Debits {
		s.points[i] = max(0, c.Debits[i].Points[user])
	}
	s.job, s.hasJob = c.Jobs[user]
	return s
}

// useless reports whether the user can do nothing in the way.
func (c *caps) useless() bool {
	return !slices.ContainsFunc(c.bits, func(word uint64) bool { return word != 0 })
}
