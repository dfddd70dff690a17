package httpapi

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// there is nil for a row that a caller may suppose changed or gone. A role is nobody's
// unit's: whoever may view it may ask what another one would change where they ask.
func (s *sight) there(w *wouldBe) error {
	if s == nil || w.Op == govern.Insert {
		return nil
	}
	e := s.c.api.Engine
	on, err := e.Target(s.c.ctx, w.Table, w.ID)
	switch {
	case fault.Is(err, fault.NotFound):
		return missing(w.Table, w.ID)
	case err != nil || s.may(on) || w.Table == "role" && e.Check(s.c.who.User, "role.view", on) == nil:
		return err
	}
	return s.hidden(on, w.Table, w.ID)
}

// names is nil for a row that names, besides what it named before and what the list
// inserts, only what the caller may be told of. What is not there and what they may
// not be told of are refused alike.
func (s *sight) names(x *resource, before, after any) error {
	if s == nil {
		return nil
	}
	was := map[string]any{}
	is, err := fieldsOf(x, after)
	if err == nil && before != nil {
		was, err = fieldsOf(x, before)
	}
	if err != nil {
		return err
	}
	for _, column := range x.columns {
		name := column.Name
		id, _ := is[name].(string)
		if id == "" || is[name] == was[name] {
			continue
		}
		if name == "personnel_id" || name == "keeper" {
			return fault.Bad(name, "asks_for_everybody", "Who is one person with somebody else may be asked by who may ask about everything; leave it as it is.")
		}
		table := column.Ref()
		if name == "scope_record" {
			table, _ = is["scope_table"].(string)
			if is["scope"] == "unit" || is["scope"] == "table" {
				table = "unit"
			}
		}
		if !s.named(table, id) {
			return fault.Bad(name, "unknown_reference", "There is no %s %s.", words(table), id)
		}
	}
	return nil
}

// named reports whether the caller may name the record. Roles are viewed by all who
// view any, and a table that is not there is refused as such.
func (s *sight) named(table, id string) bool {
	if table == "" || table == "role" || !s.c.api.Engine.HasTable(table) {
		return true
	}
	return table == "user" && id == s.c.who.User || s.record(access.Record{Table: table, ID: id})
}

func fieldsOf(x *resource, row any) (map[string]any, error) {
	image, err := x.t.Plain(row)
	if err != nil {
		return nil, err
	}
	var fields map[string]any
	return fields, json.Unmarshal(image, &fields)
}

// shifts are a user's as far as the caller may be told of them.
func (s *sight) shifts(before, after *access.Snapshot, user string, at govern.Time) []access.Shift {
	switch {
	case s == nil:
		return access.Shifts(before, after, user, int64(at))
	case !s.user(before, user) && !s.user(after, user):
		return nil
	}
	return access.ShiftsSeen(before, after, user, int64(at), &s.seen)
}

// broughtAlong reports whether the caller may be told of it.
func (s *sight) broughtAlong(would *govern.Supposition, b *govern.Brought) bool {
	if s == nil {
		return true
	}
	return (b.User == "" || s.user(would.Before, b.User)) && (b.Group == "" || s.record(access.Record{Table: "group", ID: b.Group})) &&
		s.record(access.Record{Table: b.Table, ID: string(b.ID)})
}

// breaks are who would break a duty rule, as far as the caller may be told of them and
// of what it rests on. That there is more is said, as when the change is refused; how
// much would count what lies elsewhere.
func (s *sight) breaks(would *govern.Supposition) govern.Breaking {
	if s == nil {
		return would.Breaks
	}
	b := govern.Breaking{Items: []duty.Violation{}}
	for _, v := range would.Broken {
		held := slices.DeleteFunc(slices.Clone(v.Held), func(h duty.Held) bool { return !s.held(would, &h) })
		unseen := slices.ContainsFunc(v.Users, func(u string) bool { return !s.user(would.Before, u) && !s.user(would.After, u) })
		b.Elsewhere = b.Elsewhere || len(held) < len(v.Held)
		if !unseen && len(held) > 0 && (v.Unit == "" || s.may(access.Target{Unit: v.Unit})) {
			v.Held = held
			b.Items = append(b.Items, v)
		} else {
			b.Elsewhere = true
		}
	}
	b.Total = len(b.Items)
	return b
}

// held reports whether the caller may be told of what somebody holds: the grant, of
// today or supposed, and the group.
func (s *sight) held(would *govern.Supposition, h *duty.Held) bool {
	if h.Group != "" && !s.record(access.Record{Table: "group", ID: h.Group}) || h.Home != "" && !s.may(access.Target{Unit: h.Home}) {
		return false
	}
	granted := append(would.After.Granted(h.User), would.Before.Granted(h.User)...)
	n := slices.IndexFunc(granted, func(g access.Grant) bool { return g.ID == h.Grant })
	return h.Grant == "" || n >= 0 && s.may(granted[n].Target())
}

// drawn are ids that stand in the place of those that a caller chose for new records,
// by these: whether one is taken elsewhere nobody learns who may not ask about there.
type drawn map[string]string

func (s *sight) draw(list []wouldBe) drawn {
	if s == nil {
		return nil
	}
	d := drawn{}
	for _, w := range list {
		if w.Op == govern.Insert && w.ID != "" && !s.record(access.Record{Table: w.Table, ID: string(w.ID)}) {
			d[string(w.ID)] = string(govern.NewID(s.c.api.Engine.Now()))
		}
	}
	for i := range list {
		w := &list[i]
		if id, is := d[string(w.ID)]; is {
			w.ID = govern.ID(id)
		}
		if w.Op == govern.Insert {
			s.known[access.Record{Table: w.Table, ID: string(w.ID)}] = true
		}
		var body any
		if json.Unmarshal(w.Body, &body) == nil {
			w.Body, _ = json.Marshal(d.in(body)) // it came from JSON
		}
	}
	return d
}

// in puts them into a body, wherever one that was chosen stands.
func (d drawn) in(body any) any {
	switch b := body.(type) {
	case string:
		if id, is := d[b]; is {
			return id
		}
	case []any:
		for i := range b {
			b[i] = d.in(b[i])
		}
	case map[string]any:
		for k := range b {
			b[k] = d.in(b[k])
		}
	}
	return body
}

// chosen is a text with what the caller chose.
func (d drawn) chosen(text string) string {
	for id, own := range d {
		text = strings.ReplaceAll(text, own, id)
	}
	return text
}

func (d drawn) undo(sim *Simulation) error {
	if len(d) == 0 {
		return nil
	}
	text, err := json.Marshal(sim)
	if err != nil {
		return err
	}
	*sim = Simulation{}
	return json.Unmarshal([]byte(d.chosen(string(text))), sim)
}

func (d drawn) refusal(err error) error {
	f := *fault.From(err)
	if d == nil || f.Kind == fault.Internal || f.Kind == fault.Unavailable {
		return err
	}
	if f.Code == "group_has_grants" { // which may be of other units
		return fault.Bad(f.Field, "group_has_grants", "The group still has grants; end its grants first.")
	}
	f.Detail = d.chosen(f.Detail)
	return &f
}
