package collude

import (
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/collusion"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/govern"
)

// deed is an action as dynamic duty rules name it, and what it is done to: those
// of one thing and of its parts have the same name.
type deed struct{ action, thing string }

// parts are the tables whose records are part of, or about, one of another.
var parts = map[string]string{"order": "package", "signature": "package", "delivery": "package"}

func thing(name string) string {
	table, _, _ := strings.Cut(name, ".")
	if of, part := parts[table]; part {
		return of
	}
	return table
}

// deeds are what one does by it, or what one does by agreeing to it.
func (d *doing) deeds(agree bool) []deed {
	verb := func(action string) string {
		if agree {
			table, _, _ := strings.Cut(action, ".")
			return table + ".approve"
		}
		return action
	}
	list := []deed{{d.command, thing(d.command)}}
	if agree {
		list[0].action += ".approve"
	}
	for _, r := range d.rows {
		list = append(list, deed{verb(r.table + "." + r.op), thing(r.table)})
	}
	if d.through != "" {
		list = append(list, deed{d.through, thing(d.command)})
	}
	return list
}

// duties keeps apart what dynamic duty rules do: whoever did the one is refused
// the other, unless an exception lets them.
func (s *Scene) duties(w *way) {
	if s.Picture.Duties == nil || !s.Picture.Duties.Acting() {
		return
	}
	for i, first := range w.doings {
		for j := i + 1; j < len(w.doings); j++ {
			for _, was := range []bool{false, true} {
				for _, is := range []bool{false, true} {
					s.duty(w, collusion.Act{Step: i, Agree: was}, collusion.Act{Step: j, Agree: is}, first.deeds(was), w.doings[j].deeds(is))
				}
			}
		}
	}
}

func (s *Scene) duty(w *way, first, second collusion.Act, was, is []deed) {
	for _, then := range is {
		against := s.Picture.Duties.Against(then.action)
		for _, before := range was {
			if before.thing != then.thing || !slices.Contains(against, before.action) {
				continue
			}
			refused := func(user string) (rule string) {
				person := s.access().Person(user)
				past := []duty.Act{{Action: before.action, User: user, Person: person}}
				for _, c := range s.Picture.Duties.Clashes(s.access(), then.action, person, past, int64(s.Now)) {
					if c.Refused() {
						return c.Rule.Name
					}
				}
				return ""
			}
			w.Apart = append(w.Apart, collusion.Apart{
				First: first, Second: second, Why: "a duty rule on " + before.action + " and " + then.action,
				Unless: func(user string) bool { return refused(user) == "" },
			})
		}
	}
}

// keptApart is the rule about what people hold that refuses the change whoever asks
// for it; "" where none does. Somebody of whom nothing is known holds nothing but
// what the change gives them.
func (g *gaining) keptApart(delta access.Delta) string {
	if g.Picture.Duties == nil || !g.Picture.Duties.Standing() {
		return ""
	}
	people := set{}
	if g.ask.User == "" {
		people[newcomer] = true
		delta.Put.Users = append(delta.Put.Users, access.User{ID: newcomer, Active: true})
	}
	next, err := g.access().With(delta)
	if err != nil {
		return ""
	}
	for _, user := range g.changed(delta) {
		people[next.Person(user)] = true
	}
	where := func(table, id string) (access.Target, bool) {
		on, err := g.Picture.Target(g.ctx, g.Read, table, govern.ID(id))
		return on, err == nil
	}
	if v := g.Picture.Duties.Fresh(g.access(), next, sorted(people), int64(g.Now), where); v != nil {
		return v.Name
	}
	return ""
}

// changed are the users whose access the change is about.
func (g *gaining) changed(delta access.Delta) (users []string) {
	if len(delta.Put.Roles)+len(delta.Put.Units) > 0 {
		return g.access().Users()
	}
	for _, u := range delta.Put.Users {
		users = append(users, u.ID)
	}
	for _, m := range delta.Put.Members {
		users = append(users, m.User)
	}
	for _, grant := range delta.Put.Grants {
		if users = append(users, grant.User); grant.Group != "" {
			users = append(users, g.access().MembersOf(grant.Group)...)
		}
	}
	return slices.DeleteFunc(users, func(u string) bool { return u == "" })
}
