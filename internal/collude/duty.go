package collude

import (
	"slices"
	"strings"

	"github.com/countersign/countersign/collusion"
	"github.com/countersign/countersign/duty"
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
