package govern

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/countersign/countersign/access"
)

// Denial is behind the refusal of somebody who lacks a permission: what it was asked
// on, and what is missing.
type Denial struct {
	On       access.Target
	Decision access.Decision
}

func (d *Denial) Error() string { return d.Decision.Permission + " is missing" }

// Asking is what somebody lacks, and whom they can ask for it.
type Asking struct {
	Permission     string        `json:"permission" doc:"What is missing, such as unit.update."`
	Unit           ID            `json:"unit,omitempty" doc:"The unit that it was asked on; absent with records: everything."`
	Records        []Ref         `json:"records,omitempty" doc:"The records that it was asked on."`
	Missing        []access.Lack `json:"missing" doc:"Why what is held does not give it."`
	Roles          []Titled      `json:"roles" doc:"The roles that would give it."`
	People         []Titled      `json:"people" doc:"Who could give one of these roles there; at most 5, and only people whom the asker may see."`
	Others         bool          `json:"others" doc:"Whether there are others who could."`
	Administrators *Titled       `json:"administrators,omitempty" doc:"Where the asker may see none of them: the unit whose administrators could, or the nearest above it; its id is empty for those of the whole installation."`
}

// Titled is something with its name.
type Titled struct {
	ID   ID     `json:"id"`
	Name string `json:"name"`
}

const (
	mostAsked   = 5
	givingRoles = "grant.insert"
)

// WhomToAsk tells what the refused lacks and who could give it, nil for a refusal of
// another kind. It names only people whom the reader may see: who asks about
// the refused, or these where it is "".
func (e *Engine) WhomToAsk(ctx context.Context, refusal error, reader string) *Asking {
	var d *Denial
	if !errors.As(refusal, &d) {
		return nil
	}
	v, now := e.view.Load(), At(e.now())
	user := d.Decision.User
	a := &Asking{Permission: d.Decision.Permission, Unit: ID(d.On.Unit), Missing: d.Decision.Missing, Roles: []Titled{}, People: []Titled{}}
	for _, r := range d.On.Records {
		a.Records = append(a.Records, Ref{r.Table, ID(r.ID)})
	}
	for _, role := range d.Decision.Roles {
		name := d.Decision.Names[role]
		if name == "" {
			name = role
		}
		a.Roles = append(a.Roles, Titled{ID(role), name})
	}
	if len(a.Roles) > 0 { // else no role would help
		v.givers(a, user, cmp.Or(reader, user), d.On, now)
	}
	if u := a.Administrators; u != nil && u.ID != "" {
		if err := e.db.QueryRow(ctx, []any{&u.Name}, `SELECT name FROM unit WHERE id = $1`, string(u.ID)); err != nil {
			u.Name = string(u.ID) // the refusal matters more than its name
		}
	}
	return a
}

// givers fills in the people who may grant on the target: not the user, whom no one
// lets widen their own access, nor services.
func (v *view) givers(a *Asking, user, reader string, on access.Target, now Time) {
	able := Givers(v.access, user, on, now)
	for _, id := range able {
		if len(a.People) == mostAsked {
			break
		}
		if v.seesAll(reader, []string{id}, now) {
			a.People = append(a.People, Titled{ID(id), v.name(id)})
		}
	}
	a.Others = len(able) > len(a.People)
	if len(able) == 0 || len(a.People) > 0 {
		return
	}
	a.Administrators = &Titled{ID: ID(v.nearest(able, on.Unit, now))}
}

// Givers are the people who may grant the user a role that reaches the target, by id.
func Givers(s *access.Snapshot, user string, on access.Target, now Time) []string {
	person := s.Person(user)
	return slices.DeleteFunc(s.Who(givingRoles, on, int64(now)), func(id string) bool {
		u, _ := s.User(id)
		return u.Service || s.Person(id) == person
	})
}

// nearest is the lowest unit, from the one given upwards, at which the right to
// grant of one of these people ends; "" where all may grant over everything.
func (v *view) nearest(able []string, unit string, now Time) string {
	path := v.access.Above(unit)
	low := len(path)
	for _, id := range able {
		may := func(on access.Target) bool { return v.access.Check(id, givingRoles, on, int64(now)) }
		if may(access.Target{}) {
			continue
		}
		for i := len(path) - 1; i >= 0; i-- {
			if may(access.Target{Unit: path[i]}) {
				low = min(low, i)
				break
			}
		}
	}
	if low == len(path) {
		return ""
	}
	return path[low]
}
