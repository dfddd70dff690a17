package govern

import (
	"maps"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/fault"
)

// Deputyship lends for a time what somebody may decide on changes, and nothing
// else: no permission to act or to see, no points, no jobs. The deputy decides in
// their own name, on behalf of the other.
type Deputyship struct {
	User        string // who is absent
	Deputy      string
	From, Until Time
}

// lend keeps the deputyships of the view. The map is never written to once it is
// shared.
func (v *view) lend(d *def, before, after any) {
	if d.deputy == nil {
		return
	}
	v.deputies = maps.Clone(v.deputies)
	if v.deputies == nil {
		v.deputies = map[ID]Deputyship{}
	}
	if after != nil {
		v.deputies[metaOf(after).ID] = d.deputy(after)
		return
	}
	delete(v.deputies, metaOf(before).ID)
}

// lends is nil while a deputyship of the user is in force for the deputy, and both
// may act at all. What a deputy has been lent is not lent on.
func (v *view) lends(user, deputy string, now Time) error {
	for _, x := range v.deputies {
		if x.User != user || x.Deputy != deputy || now < x.From || now >= x.Until {
			continue
		}
		if err := v.standing(user, now); err != nil {
			return err
		}
		return v.standing(deputy, now)
	}
	return fault.New(fault.Denied, "no_deputy", "You are not the deputy of %s, or not now.", user)
}

// lenders are those whose deputy the user is now, sorted.
func (v *view) lenders(deputy string, now Time) (users []string) {
	for _, x := range v.deputies {
		if x.Deputy == deputy && v.lends(x.User, deputy, now) == nil && !slices.Contains(users, x.User) {
			users = append(users, x.User)
		}
	}
	slices.Sort(users)
	return users
}

// deputiesOf are those who are the user's deputies now, sorted.
func (v *view) deputiesOf(user string, now Time) (deputies []string) {
	for _, x := range v.deputies {
		if x.User == user && v.lends(user, x.Deputy, now) == nil && !slices.Contains(deputies, x.Deputy) {
			deputies = append(deputies, x.Deputy)
		}
	}
	slices.Sort(deputies)
	return deputies
}

// given is the agreement that the user gives, behalf "" for oneself.
func (v *view) given(user, behalf string) approval.Agreement {
	if behalf == "" {
		return v.agreement(user)
	}
	a, by := v.agreement(behalf), v.agreement(user)
	a.Deputy, a.DeputyPerson, a.DeputyUnit = by.User, by.Person, by.Unit
	return a
}

// giver is the user who gave the agreement.
func giver(a approval.Agreement) string {
	if a.Deputy != "" {
		return a.Deputy
	}
	return a.User
}

// personsOf are the people behind an agreement.
func personsOf(a approval.Agreement) []string {
	if a.Deputy != "" {
		return []string{a.Person, a.DeputyPerson}
	}
	return []string{a.Person}
}

// lent is nil unless a deputy gives the agreement whose time is over, or who is none.
func (d *decision) lent(a approval.Agreement) error {
	if a.Deputy == "" {
		return nil
	}
	return d.view.lends(a.User, a.Deputy, d.now)
}

// usersOf are the users behind an agreement.
func usersOf(a approval.Agreement) []string {
	if a.Deputy != "" {
		return []string{a.User, a.Deputy}
	}
	return []string{a.User}
}

// kept names the wall that keeps the user from one of the targets, "" when none does.
func (v *view) kept(user string, targets []access.Target, now Time) string {
	for _, on := range targets {
		if wall := v.access.Walled(user, on, int64(now)); wall != "" {
			return wall
		}
	}
	return ""
}

// about is all that the change is about: what its permission was asked on, and where
// its rows belong before and after.
func (b *Body) about() []access.Target {
	targets := slices.Clone(b.Targets)
	for i := range b.Rows {
		rc := &b.Rows[i]
		for _, row := range []any{rc.before, rc.after} {
			if row != nil && rc.def != nil {
				targets = append(targets, rc.def.targetOf(row))
			}
		}
	}
	return targets
}

// itself is nil unless one of the users behind the agreement is kept by a wall from
// what the change is about, or was another person than now since it was made.
func (d *decision) itself(a approval.Agreement) error {
	for _, user := range usersOf(a) {
		if d.turned[user] {
			return fault.New(fault.Denied, "person_changed", "The personnel id of whoever agrees here was changed after this change was made. Somebody else has to agree, or it is asked anew.")
		}
		if wall := d.view.kept(user, d.on, d.now); wall != "" {
			return fault.New(fault.Denied, "walled", "The wall %s keeps you from what this change is about, for whomever you act.", wall)
		}
	}
	return nil
}

// taken is nil unless one of the people behind the agreement made the change, is
// kept from deciding by a duty rule, or may not give it for the other.
func (d *decision) taken(a approval.Agreement) error {
	if err := d.lent(a); err != nil {
		return err
	}
	if err := d.itself(a); err != nil {
		return err
	}
	for _, person := range personsOf(a) {
		if person == d.maker.Person {
			return fault.New(fault.Denied, "own_change", "You made this change; somebody else has to agree to it.")
		}
		if err := d.excluded(person); err != nil {
			return err
		}
	}
	return nil
}

// decideFor are those on whose behalf the user's agreement would help.
func (d *decision) decideFor(user string) (list []string) {
	for _, behalf := range d.view.lenders(user, d.now) {
		if d.eligibleFor(user, behalf) == nil {
			list = append(list, behalf)
		}
	}
	return list
}

// Deputies are those on whose behalf the user may decide now, sorted.
func (e *Engine) Deputies(user string) []string {
	return e.view.Load().lenders(user, At(e.now()))
}

// everybody is the maker and all who agreed, deputies and those they act for alike.
func (d *decision) everybody() []approval.Agreement {
	list := append([]approval.Agreement{d.maker}, d.agreed...)
	for _, a := range d.agreed {
		if a.Deputy != "" {
			list = append(list, d.view.agreement(a.Deputy))
		}
	}
	return list
}

// ownDeputy reports whether the row lends what is the maker's own, or lends less
// than before.
func (v *view) ownDeputy(rc *RowChange, maker approval.Agreement) bool {
	is := rc.def.deputy(rc.after)
	if rc.before != nil {
		was := rc.def.deputy(rc.before)
		if was.User == is.User && was.Deputy == is.Deputy && was.From <= is.From && is.Until <= was.Until {
			return true
		}
	}
	return v.access.Person(is.User) == maker.Person
}
