package collude

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/collusion"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/signing"
)

// Answer looks at an outcome. Faults: unknown_outcome, unknown_reference,
// not_found, and those of a wrong scope.
func (s *Scene) Answer(ctx context.Context, ask Ask) (*Report, error) {
	s.ctx = ctx
	if err := s.gather(); err != nil {
		return nil, err
	}
	return s.answer(ask)
}

// answer is Answer in a scene that was gathered.
func (s *Scene) answer(ask Ask) (*Report, error) {
	ask.Limit, ask.Names, ask.Cases = cmp.Or(ask.Limit, 20), cmp.Or(ask.Names, 20), cmp.Or(ask.Cases, 20)
	r := &Report{Outcome: ask.Outcome, Cases: []Case{}, Beyond: beyond(ask.Outcome)}
	var err error
	switch ask.Outcome {
	case Payment:
		err = s.payments(&ask, r)
	case Role:
		ways, already, wrong := s.gains(&ask)
		if err = wrong; err == nil {
			about := access.Record{Table: "user", ID: string(ask.User)}
			err = s.add(&ask, r, about, s.name(string(ask.User)), already, ways)
		}
	case Exception:
		err = s.exceptions(&ask, r)
	case RuleOff:
		err = s.rulesOff(&ask, r)
	default:
		err = fault.Bad("outcome", "unknown_outcome", "%q is none of %s, %s, %s and %s.", string(ask.Outcome), Payment, Role, Exception, RuleOff)
	}
	return r, err
}

func (s *Scene) payments(ask *Ask, r *Report) error {
	list, err := s.accounts(ask)
	if err != nil {
		return err
	}
	for i, a := range list {
		if i == ask.Cases {
			r.More = len(list) - i
			break
		}
		ways, err := s.paid(ask, a)
		if err == nil {
			err = s.add(ask, r, access.Record{Table: "account", ID: string(a.ID)}, named(a), "", ways)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Scene) exceptions(ask *Ask, r *Report) error {
	where, args := `1 = 1 ORDER BY id`, []any{}
	if ask.Process != "" {
		where, args = `id = $1`, []any{string(ask.Process)}
	}
	list, err := recon.Processes.Find(s.ctx, s.Read, where, args...)
	if err == nil && len(list) == 0 && ask.Process != "" {
		err = fault.Bad("process", "unknown_reference", "There is no process %s.", ask.Process)
	}
	for i, p := range list {
		if i == ask.Cases {
			r.More = len(list) - i
			break
		}
		if err := s.add(ask, r, access.Record{Table: "process", ID: string(p.ID)}, p.Name, "", s.closed(p)); err != nil {
			return err
		}
	}
	return err
}

func (s *Scene) rulesOff(ask *Ask, r *Report) error {
	where, args := `1 = 1 ORDER BY id`, []any{}
	if ask.Rule != "" {
		where, args = `id = $1`, []any{string(ask.Rule)}
	}
	list, err := policy.Rules.Find(s.ctx, s.Read, where, args...)
	if err == nil && len(list) == 0 && ask.Rule != "" {
		err = fault.Bad("rule", "unknown_reference", "There is no rule %s.", ask.Rule)
	}
	if ask.Rule == "" {
		list = slices.DeleteFunc(list, func(r *policy.Rule) bool { return !r.Enabled })
	}
	for i, rule := range list {
		if i == ask.Cases {
			r.More = len(list) - i
			break
		}
		ways, already, err := s.off(rule)
		if err == nil {
			err = s.add(ask, r, access.Record{Table: "four_eyes_rule", ID: string(rule.ID)}, rule.Name, already, ways)
		}
		if err != nil {
			return err
		}
	}
	return err
}

// add finds the sets of one case.
func (s *Scene) add(ask *Ask, r *Report, on access.Record, name, already string, ways []*way) error {
	c := Case{On: on, Name: name, Already: already, Sizes: make([]int64, collusion.Largest), All: true, Groups: []Group{}}
	q := collusion.Question{People: s.concerned(), Lent: s.lent, Groups: ask.Limit, Names: ask.Names, Most: ask.most}
	var open []*way
	for _, w := range ways {
		if w.closed == "" {
			s.duties(w)
			w.Among = w.among()
			open, q.Ways = append(open, w), append(q.Ways, w.Way)
		} else if !slices.Contains(c.Blocked, w.closed) {
			c.Blocked = append(c.Blocked, w.closed)
		}
	}
	if already == "" && len(open) > 0 {
		a, err := collusion.Find(q)
		if err != nil {
			return err
		}
		c.Smallest, c.Alarm, c.Sets, c.Sizes, c.All, c.People, c.More = a.Smallest, a.Alarm, a.Sets, a.Sizes, a.All, a.People, a.More
		for i := range a.Groups {
			c.Groups = append(c.Groups, s.group(&a.Groups[i], open[a.Groups[i].Course]))
		}
	}
	if c.Smallest > 0 && (r.Smallest == 0 || c.Smallest < r.Smallest) {
		r.Smallest = c.Smallest
	}
	r.Alarm = r.Alarm || c.Alarm
	r.Cases = append(r.Cases, c)
	return nil
}

func (s *Scene) group(from *collusion.Group, w *way) Group {
	g := Group{Size: from.Size, Sets: from.Sets, Way: from.Way, Given: from.Given, Gaps: from.Gaps}
	for _, m := range from.Members {
		to := Member{Example: s.someone(m.Example), People: []Someone{}, Of: m.Of, Unit: m.Unit}
		for _, p := range m.People {
			to.People = append(to.People, s.someone(p))
		}
		g.Members = append(g.Members, to)
	}
	for _, d := range from.Acts {
		g.Acts = append(g.Acts, s.act(d, w))
	}
	return g
}

// act adds by which grants it is done.
func (s *Scene) act(d collusion.Doing, w *way) Act {
	a := Act{Doing: d, Grants: []access.Reason{}, Asked: d.Action}
	by := cmp.Or(d.Behalf, d.User)
	if d.Behalf != "" {
		a.For = s.name(d.Behalf)
	}
	if u, _ := s.access().User(d.User); u.Service && d.Member >= 0 {
		a.Through = s.name(d.User)
	}
	do, st := w.doings[d.Step], &w.Steps[d.Step]
	if d.Agrees {
		a.Asked = ""
		for _, r := range slices.Concat(st.Rules, st.Completes) {
			for _, f := range r.Factors {
				if a.Asked == "" && f.May(by) {
					a.Asked = f.Who
				}
			}
		}
	} else if st.Signing != nil {
		a.Points = st.Signing.Debits[0].Points[signing.User(d.User)]
	}
	if strings.HasPrefix(a.Asked, "group ") {
		return a
	}
	seen := map[string]bool{}
	for _, on := range do.on {
		for _, reason := range s.access().Explain(by, a.Asked, on, int64(s.Now)).Grants {
			if !seen[reason.Grant+" "+reason.Member] {
				seen[reason.Grant+" "+reason.Member] = true
				a.Grants = append(a.Grants, reason)
			}
		}
	}
	return a
}

func (s *Scene) someone(person string) Someone {
	p := s.person[person]
	one := Someone{Person: person, Users: []string{}}
	for _, u := range p.Users {
		one.Users = append(one.Users, u.ID)
		if full, _ := s.access().User(u.ID); one.Name == "" || !full.Service && u.ID == person {
			one.Name = full.Name
		}
	}
	return one
}

func (s *Scene) name(user string) string {
	if user == "" {
		return "somebody who does nothing for it"
	}
	u, _ := s.access().User(user)
	return cmp.Or(u.Name, user)
}
