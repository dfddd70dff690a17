package httpapi

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// simulateInput is a list of changes that are not made.
type simulateInput struct {
	Changes []wouldBe   `json:"changes" minItems:"1" maxItems:"500"`
	At      govern.Time `json:"at,omitempty" required:"false" doc:"When it is looked at, for what begins or ends; absent: now."`
}

// wouldBe is one row as its table's own requests take it.
type wouldBe struct {
	Table string          `json:"table" doc:"grant, role, group, member, user or unit."`
	Op    govern.Op       `json:"op" enum:"insert,update,delete"`
	ID    govern.ID       `json:"id,omitempty" required:"false" doc:"Of the record; of a new one it may be absent."`
	Body  json.RawMessage `json:"body,omitempty" required:"false" doc:"As for POST when inserting, and for PATCH when updating: fields left out stay."`
}

// Simulation says who would gain and lose what.
type Simulation struct {
	Users  int          `json:"users" doc:"How many users would gain or lose something."`
	Groups []ShiftGroup `json:"groups" doc:"Users for whom the difference is the same, together; the most users first."`
	More   int          `json:"more" doc:"Groups that are not listed."`
	At     govern.Time  `json:"at"`
	// Brought is told by name.
	Brought []BroughtAlong  `json:"brought" doc:"Grants and memberships that the changes would bring along, such as the memberships that end when somebody moves to another unit."`
	Breaks  govern.Breaking `json:"breaks" doc:"Who would break a duty rule then and does not now: such a change is refused."`
	Within  []access.Scope  `json:"within,omitempty" doc:"Where the asker may ask: only people of there, and what they would gain and lose there, are told. Absent: all is."`
}

// ShiftGroup is users with the same difference.
type ShiftGroup struct {
	Users []Named  `json:"users" doc:"By id; at most 50."`
	Of    int      `json:"of" doc:"How many they are."`
	Gains []Shifts `json:"gains" doc:"What they could do besides."`
	Loses []Shifts `json:"loses" doc:"What they could do no longer."`
}

// BroughtAlong is one grant or membership that would change with others.
type BroughtAlong struct {
	govern.Brought
	UserName string `json:"user_name,omitempty"`
	RoleName string `json:"role_name,omitempty"`
}

// Shifts are permissions at the same scopes.
type Shifts struct {
	Permissions []string       `json:"permissions" doc:"Sorted."`
	Scopes      []access.Scope `json:"scopes"`
}

// The bounds of one answer.
const (
	mostShiftGroups = 100
	mostShiftUsers  = 50
)

// Simulations serves the question what changes of these tables would change.
func Simulations(a *API, sheets ...govern.Sheet) {
	body := schemaInline[simulateInput](a)
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/access/simulate", Permission: accessWhy}, tag: "access",
		summary: "Who would gain and lose which permissions if these changes were made? Nothing is written" + atUnits,
		body:    body, answer: schemaOf[Simulation](a), do: func(c *call) (reply, error) {
			sight, err := c.sight()
			if err != nil {
				return reply{}, err
			}
			var in simulateInput
			if _, err := a.decode(c.body, body, true, &in); err != nil {
				return reply{}, err
			}
			return c.simulated(sheets, &in, sight)
		},
	})
}

func (c *call) simulated(sheets []govern.Sheet, in *simulateInput, sight *sight) (reply, error) {
	drawn := sight.draw(in.Changes)
	sim, err := c.simulation(sheets, in, sight)
	if err != nil {
		return reply{}, drawn.refusal(err)
	}
	return reply{body: sim}, drawn.undo(sim)
}

func (c *call) simulation(sheets []govern.Sheet, in *simulateInput, sight *sight) (*Simulation, error) {
	var list []govern.Supposed
	for i := range in.Changes {
		s, err := c.supposed(sheets, &in.Changes[i], sight)
		if err != nil {
			f := *fault.From(err)
			f.Field = fmt.Sprintf("changes[%d].%s", i, f.Field)
			return nil, &f
		}
		list = append(list, *s)
	}
	would, err := c.api.Engine.Suppose(c.ctx, c.who.User, list)
	if err != nil {
		return nil, err
	}
	at := in.At
	if at == 0 {
		at = govern.At(c.api.Engine.Now())
	}
	sim := sight.shifted(would.Before, would.After, at)
	sim.Breaks, sim.Brought, sim.Within = sight.breaks(would), sight.brought(would), sight.within()
	return sim, nil
}

// supposed reads one row as its table's own requests would.
func (c *call) supposed(sheets []govern.Sheet, w *wouldBe, sight *sight) (*govern.Supposed, error) {
	n := slices.IndexFunc(sheets, func(s govern.Sheet) bool { return s.Name() == w.Table })
	if n < 0 {
		return nil, fault.Bad("table", "not_access", "The table %q says nothing about who may do what.", w.Table)
	}
	x := &resource{a: c.api, t: sheets[n], name: w.Table, columns: sheets[n].Sorted()}
	x.write = c.api.schemas.Map()[camel(x.name)+"Input"]
	s := &govern.Supposed{Sheet: x.t, Op: w.Op, ID: w.ID}
	if s.ID == "" && w.Op != govern.Insert {
		return nil, fault.Bad("id", "missing_field", "Name the record.")
	}
	if s.ID == "" {
		s.ID = govern.NewID(c.api.Engine.Now())
	}
	if err := sight.there(w); err != nil || w.Op == govern.Delete {
		return s, err
	}
	one := *c
	one.body = w.Body
	var before any
	if w.Op == govern.Update {
		var err error
		if before, err = x.t.Get(c.ctx, c.api.DB, w.ID); err != nil {
			return nil, err
		}
		image, err := x.t.Plain(before)
		if err == nil {
			one.body, err = x.merged(image, w.Body)
		}
		if err != nil {
			return nil, err
		}
	}
	var err error
	if s.Row, err = x.row(&one, s.ID, before); err != nil {
		return nil, err
	}
	return s, sight.names(x, before, s.Row)
}

// shifted gathers the users for whom the difference is the same.
func (s *sight) shifted(before, after *access.Snapshot, at govern.Time) *Simulation {
	sim := &Simulation{Groups: []ShiftGroup{}, At: at}
	users := append(before.Users(), after.Users()...)
	slices.Sort(users)
	index := map[string]int{}
	for _, id := range slices.Compact(users) {
		list := s.shifts(before, after, id, at)
		if len(list) == 0 {
			continue
		}
		sim.Users++
		text := fmt.Sprint(list)
		n, there := index[text]
		if !there {
			n, index[text] = len(sim.Groups), len(sim.Groups)
			sim.Groups = append(sim.Groups, ShiftGroup{
				Users: []Named{},
				Gains: together(list, func(s access.Shift) []access.Scope { return s.Gains }),
				Loses: together(list, func(s access.Shift) []access.Scope { return s.Loses }),
			})
		}
		g := &sim.Groups[n]
		if g.Of++; g.Of <= mostShiftUsers {
			u, known := after.User(id)
			if !known {
				u, _ = before.User(id)
			}
			g.Users = append(g.Users, Named{id, u.Name})
		}
	}
	slices.SortStableFunc(sim.Groups, func(a, b ShiftGroup) int { return b.Of - a.Of })
	if len(sim.Groups) > mostShiftGroups {
		sim.More, sim.Groups = len(sim.Groups)-mostShiftGroups, sim.Groups[:mostShiftGroups]
	}
	return sim
}

// together puts the permissions with the same scopes together.
func together(list []access.Shift, of func(access.Shift) []access.Scope) []Shifts {
	all := []Shifts{}
	for _, s := range list {
		scopes := of(s)
		if len(scopes) == 0 {
			continue
		}
		n := slices.IndexFunc(all, func(o Shifts) bool { return slices.Equal(o.Scopes, scopes) })
		if n < 0 {
			n, all = len(all), append(all, Shifts{Scopes: scopes})
		}
		all[n].Permissions = append(all[n].Permissions, s.Permission)
	}
	return all
}

// brought is told by the names of today.
func (s *sight) brought(would *govern.Supposition) []BroughtAlong {
	list := []BroughtAlong{}
	roles := map[string]string{}
	if slices.ContainsFunc(would.Brought, func(b govern.Brought) bool { return b.Role != "" }) {
		for _, r := range would.Before.Facts().Roles {
			roles[r.ID] = r.Name
		}
	}
	for _, b := range would.Brought {
		if !s.broughtAlong(would, &b) {
			continue
		}
		u, _ := would.Before.User(b.User)
		list = append(list, BroughtAlong{b, u.Name, roles[b.Role]})
	}
	return list
}
