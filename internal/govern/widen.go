package govern

import (
	"context"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/fault"
)

// widened names a permission that the change would give to the person, through
// any of their users; "" when there is none. Whoever sets up an empty
// installation has no person and gains nothing by it.
func widened(v, next *view, person string) string {
	if v == next || person == "" {
		return ""
	}
	for _, user := range next.access.Users() {
		was, is := v.access.Person(user), next.access.Person(user)
		if was != person && is != person {
			continue
		}
		before, known := v.access.User(user)
		after, _ := next.access.User(user)
		switch {
		case was != is && known:
			return "another person's name"
		case known && before.Unit != after.Unit:
			return "another home unit"
		}
		if p := access.Gained(v.access, next.access, user); p != "" {
			return p
		}
		if group := joined(v, next, user); group != "" {
			return "a place in the group " + next.access.GroupName(group) + ", which agrees to changes"
		}
	}
	return ""
}

// benefits names the first of the people to whom a row adds means of acting
// that are no grants; "" when it adds to nobody among them.
func (e *Engine) benefits(ctx context.Context, q Reader, rows []RowChange, v *view, people []approval.Agreement) (string, error) {
	for _, rc := range rows {
		if rc.def.benefits == nil || rc.Op == Touch {
			continue
		}
		gain, err := rc.def.benefits(ctx, q, rc.before, rc.after)
		if err != nil {
			return "", err
		}
		for _, user := range gain {
			for _, p := range people {
				if person := q.Person(string(user)); person != "" && person == p.Person {
					return p.User, nil
				}
			}
		}
	}
	return "", nil
}

// ownMeans is the refusal that benefits leads to.
func ownMeans(user string, err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Denied, "own_access", "This would add to what %s may do. Nobody makes or agrees to such a change for themselves; ask another administrator.", user)
}

// joined is a group that four-eyes rules ask and that the user is in, or longer
// in, by the change; "" when there is none.
func joined(v, next *view, user string) string {
	had := v.access.Memberships(user)
	for _, m := range next.access.Memberships(user) {
		kept := func(o access.Member) bool {
			return o.Group == m.Group && o.From <= m.From && (o.Until == 0 || m.Until != 0 && m.Until <= o.Until)
		}
		if !slices.ContainsFunc(had, kept) && next.rules.Asks(m.Group) {
			return m.Group
		}
	}
	return ""
}
