package duty

import (
	"fmt"
	"iter"
	"math/bits"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
)

// Violation is one person who breaks one rule: what they hold together, from when
// until when (µs UTC, 0 = open), and the scope where it meets, for rules that ask
// for one. Exception is the one that lets them, "" when there is none.
type Violation struct {
	Rule      string   `json:"rule"`
	Name      string   `json:"name" doc:"The rule's."`
	Mode      Mode     `json:"mode" enum:"refuse,except,report"`
	Unit      string   `json:"unit,omitempty" doc:"Of a rule about one unit: only what is held there counts."`
	Person    string   `json:"person" doc:"The personnel id, or the user's id where there is none."`
	Users     []string `json:"users" doc:"The users of the person that it rests on."`
	Held      []Held   `json:"held"`
	Exception string   `json:"exception,omitempty" doc:"The exception that allows it."`
	From      int64    `json:"-"`
	Until     int64    `json:"-"`
}

// String says who breaks what by which grants, for a refusal or a list.
func (v *Violation) String() string {
	return v.told(fmt.Sprintf("%s (%s)", strings.Join(v.Users, ", "), v.Person))
}

func (v *Violation) told(who string) string {
	parts := make([]string, len(v.Held))
	for i := range v.Held {
		parts[i] = v.Held[i].String()
	}
	in := ""
	if v.Unit != "" {
		in = " in unit " + v.Unit
	}
	return fmt.Sprintf("%s breaks the duty rule %q%s: %s", who, v.Name, in, strings.Join(parts, "; "))
}

// Without is what String says where who it is, or some of what is held, is kept back:
// that there is somebody or something is said all the same.
func (v *Violation) Without(who bool, hidden func(*Held) bool) string {
	told := *v
	told.Held = nil
	for i := range v.Held {
		names := v.Held[i].Side != "" && v.Held[i].Grant == ""
		if who && names || hidden(&v.Held[i]) {
			continue
		}
		told.Held = append(told.Held, v.Held[i])
	}
	said := told.String()
	if who {
		said = told.told("Somebody whom you may not see")
	}
	switch {
	case len(told.Held) == len(v.Held):
		return said
	case told.Held == nil:
		return said + "by what you may not be told of"
	}
	return said + "; and what you may not be told of"
}

// point is a moment and a scope.
type point struct {
	at    int64
	scope access.Scope // zero: anywhere
}

// moments are the instants at which what is held changes, from now on.
func moments(now int64, lists ...[]Held) []int64 {
	all := []int64{now}
	for _, list := range lists {
		for i := range list {
			for _, t := range []int64{list[i].From, list[i].Until} {
				if t > now {
					all = append(all, t)
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// scopes are where things can meet: each scope that something is held over, and the
// records of a table in a unit, of which the one holds here and the other there.
func scopes(rule *Rule, hands []Held) []access.Scope {
	if rule.Within != Scope {
		return []access.Scope{{}}
	}
	var list []access.Scope
	for i := range hands {
		if !slices.Contains(list, hands[i].At) {
			list = append(list, hands[i].At)
		}
	}
	for _, whole := range slices.Clone(list) {
		for _, other := range slices.Clone(list) {
			at := access.Scope{Kind: access.ScopeTable, Table: whole.Table, ID: other.ID}
			if whole.Kind == access.ScopeTable && (other.Kind == access.ScopeUnit || other.Kind == access.ScopeTable) && !slices.Contains(list, at) {
				list = append(list, at)
			}
		}
	}
	return list
}

// meets reports whether it is held at the point.
func (r *reader) meets(rule *Rule, h *Held, p point) bool {
	return h.open(p.at) && (rule.Within != Scope || r.over(h.At, p.scope))
}

// at is what is held together at the point, as bits of items.
func (r *reader) at(rule *Rule, hands []Held, p point) (items uint64) {
	var parts map[int]map[string]bool
	for i := range hands {
		h := &hands[i]
		switch {
		case items>>h.item&1 == 1 || !r.meets(rule, h, p):
		case h.rank() == inPart:
			parts = add(parts, h)
		default:
			items |= 1 << h.item
		}
	}
	for item, have := range parts {
		if len(have) == len(r.marks[item]) {
			items |= 1 << item
		}
	}
	return items
}

// limit is how many items break the rule.
func (r *Rule) limit() int {
	if r.Kind == Wall {
		return 2
	}
	return r.TooMany
}

// breaks reports whether so many items together break the rule.
func (r *Rule) breaks(items uint64) bool { return bits.OnesCount64(items) >= r.limit() }

// Violations lists who breaks which rules about what people hold, from now on, by
// rule and person: one for each, where and when most comes together. persons nil
// is everybody. Enabled rules of every mode are looked at, and what an exception
// allows is told with it.
func (s *Set) Violations(snap *access.Snapshot, persons []string, now int64, where Where) []Violation {
	var list []Violation
	for _, rule := range s.rules {
		if rule.Enabled {
			list = append(list, s.Breaking(snap, rule, persons, now, where)...)
		}
	}
	return list
}

// Breaking is Violations of one rule, whether it is enabled or not.
func (s *Set) Breaking(snap *access.Snapshot, rule *Rule, persons []string, now int64, where Where) []Violation {
	if rule.Kind == Dynamic {
		return nil
	}
	r := newReader(snap, where, now)
	if persons == nil {
		persons = r.everybody()
	}
	r.prepare(rule, len(persons))
	var list []Violation
	for _, person := range persons {
		if v := s.worst(r, rule, person); v != nil {
			list = append(list, *v)
		}
	}
	return list
}

// worst is where and when most comes together in the person's hands, nil where
// that is not too much.
func (s *Set) worst(r *reader, rule *Rule, person string) *Violation {
	hands := r.hands(rule, person)
	if len(hands) < rule.limit() {
		return nil
	}
	most, worst := uint64(0), point{}
	for _, t := range moments(r.now, hands) {
		for _, scope := range scopes(rule, hands) {
			p := point{t, scope}
			if items := r.at(rule, hands, p); rule.breaks(items) && bits.OnesCount64(items) > bits.OnesCount64(most) {
				most, worst = items, p
			}
		}
	}
	if most == 0 {
		return nil
	}
	return s.tell(r, rule, person, hands, worst)
}

// tell names what meets at the point: of each item the first that counts, and of a
// role that only several grants give together each of them.
func (s *Set) tell(r *reader, rule *Rule, person string, hands []Held, p point) *Violation {
	v := &Violation{Rule: rule.ID, Name: rule.Name, Mode: rule.Mode, Unit: rule.Unit, Person: person, From: p.at}
	items, told := r.at(rule, hands, p), uint64(0)
	var parts map[int]map[string]bool
	for i := range hands {
		h := &hands[i]
		if (items&^told)>>h.item&1 == 0 || !r.meets(rule, h, p) {
			continue
		}
		had := len(parts[h.item])
		if h.rank() != inPart {
			told |= 1 << h.item
		} else if parts = add(parts, h); len(parts[h.item]) == had {
			continue // another grant has told as much
		}
		v.Held = append(v.Held, *h)
		if !slices.Contains(v.Users, h.User) {
			v.Users = append(v.Users, h.User)
		}
		if h.Until != 0 && (v.Until == 0 || h.Until < v.Until) {
			v.Until = h.Until
		}
	}
	slices.Sort(v.Users)
	if x := s.exception(r.Snapshot, rule, person, p.at); x != nil {
		v.Exception = x.ID
	}
	return v
}

// Fresh finds somebody among the persons who would break a rule after a change
// and did not so before: something comes together at a time and place where it did
// not. Rules that only report are left out, and what an exception allows for as
// long as it lasts. nil when there is nobody.
func (s *Set) Fresh(before, after *access.Snapshot, persons []string, now int64, where Where) *Violation {
	for v := range s.AllFresh(before, after, persons, now, where) {
		return &v
	}
	return nil
}

// AllFresh is everybody whom Fresh might find, by rule and in the order of the
// persons.
func (s *Set) AllFresh(before, after *access.Snapshot, persons []string, now int64, where Where) iter.Seq[Violation] {
	return func(yield func(Violation) bool) { s.eachFresh(before, after, persons, now, where, yield) }
}

func (s *Set) eachFresh(before, after *access.Snapshot, persons []string, now int64, where Where, yield func(Violation) bool) {
	was, is := newReader(before, where, now), newReader(after, where, now)
	for _, rule := range s.rules {
		if !rule.Enabled || rule.Mode == Report || rule.Kind == Dynamic {
			continue
		}
		was.prepare(rule, len(persons))
		is.prepare(rule, len(persons))
		for _, person := range persons {
			if v := s.fresh(was, is, rule, person); v != nil && !yield(*v) {
				return
			}
		}
	}
}

func (s *Set) fresh(was, is *reader, rule *Rule, person string) *Violation {
	hands := is.hands(rule, person)
	if len(hands) < rule.limit() {
		return nil
	}
	had := was.hands(rule, person)
	times := moments(is.now, hands, had)
	for _, x := range s.exceptions {
		if x.Rule == rule.ID && x.Until > is.now {
			times = append(times, max(x.From, is.now), x.Until)
		}
	}
	slices.Sort(times)
	for _, t := range slices.Compact(times) {
		for _, scope := range scopes(rule, hands) {
			p := point{t, scope}
			items := is.at(rule, hands, p)
			if rule.breaks(items) && items&^was.at(rule, had, p) != 0 && s.exception(is.Snapshot, rule, person, t) == nil {
				return s.tell(is, rule, person, hands, p)
			}
		}
	}
	return nil
}
