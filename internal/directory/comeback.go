package directory

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Reactivate lets a user who is suspended or whose time is over act again, with those grants and memberships
// that were looked at and are named; the others end, and all tokens.
type Reactivate struct {
	Keep   []govern.ID `json:"keep" required:"false" doc:"The ids of the grants and memberships that the person is to have again; the others end."`
	EndsAt govern.Time `json:"ends_at" required:"false" doc:"When the user ends by itself; empty: as before, and never where that is over."`
	user   govern.ID
}

// Name is the command's name.
func (*Reactivate) Name() string { return "user.reactivate" }

// On names the user.
func (c *Reactivate) On(id govern.ID) { c.user = id }

// Targets is the user.
func (c *Reactivate) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return aboutUser(ctx, q, c.user)
}

// Plan writes the user, writes again what is kept, as looked at, and deletes the
// rest. Faults: not_suspended, unknown_grant.
func (c *Reactivate) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	u, err := Users.Get(ctx, q, c.user)
	if err != nil {
		return govern.Plan{}, err
	}
	if u.Status != "suspended" && (u.Status != "active" || u.stands(q.Now())) {
		return govern.Plan{}, fault.New(fault.Conflict, "not_suspended", "%s is not suspended.", u.Name)
	}
	next := *u
	next.Status = "active"
	if c.EndsAt != 0 || next.EndsAt <= q.Now() {
		next.EndsAt = c.EndsAt
	}
	p := govern.Plan{Record: govern.Ref{Table: "user", ID: u.ID}, Rows: []govern.RowChange{Users.Update(u, &next)}}
	grants, err := Grants.Find(ctx, q, `"user" = $1 ORDER BY id`, string(u.ID))
	if err != nil {
		return p, err
	}
	known := map[govern.ID]bool{}
	for _, g := range grants {
		known[g.ID] = true
		p.Rows = append(p.Rows, keptOr(Grants, g, g.ID, c.Keep))
	}
	members, err := Members.Find(ctx, q, `"user" = $1 ORDER BY id`, string(u.ID))
	if err != nil {
		return p, err
	}
	for _, m := range members {
		known[m.ID] = true
		p.Rows = append(p.Rows, keptOr(Members, m, m.ID, c.Keep))
	}
	for _, id := range c.Keep {
		if !known[id] {
			return p, fault.Bad("keep", "unknown_grant", "%s has no grant or membership %s.", u.Name, id)
		}
	}
	revoked, err := tokensEnded(ctx, q, u.ID)
	p.Rows = append(p.Rows, revoked...)
	return p, err
}

// tokensEnded revokes what a user signed in with who comes back: a token that was
// ended lets nobody in again, so that a new one is made.
func tokensEnded(ctx context.Context, q govern.Reader, user govern.ID) (rows []govern.RowChange, err error) {
	tokens, err := APITokens.Find(ctx, q, `"user" = $1 AND revoked = 0 AND expires_at > $2 ORDER BY id`, string(user), int64(q.Now()))
	for _, t := range tokens {
		next := *t
		next.Revoked = true
		if !q.Touches("api_token", t.ID) {
			rows = append(rows, APITokens.Update(t, &next))
		}
	}
	return rows, err
}

// keptOr writes the row again where it is kept, and deletes it where not.
func keptOr[T any](t *govern.Table[T], row *T, id govern.ID, keep []govern.ID) govern.RowChange {
	if !slices.Contains(keep, id) {
		return t.Delete(row)
	}
	again := *row
	return t.Update(row, &again)
}

// lookedAt refuses that a suspended user becomes active with grants or
// memberships that the same change does not write again, or with tokens.
func lookedAt(ctx context.Context, q govern.Reader, before, after *User) error {
	back := before != nil && (before.Status == "suspended" && after.Status != "suspended" || before.Status == "active" && !before.stands(q.Now()) && after.stands(q.Now()))
	if !back {
		return nil
	}
	var left []string
	const lasting = "(until_at = 0 OR until_at > $2)"
	for _, of := range [][2]string{{"grant", lasting}, {"member", lasting}, {"api_token", "revoked = 0 AND expires_at > $2"}} {
		table, live := of[0], of[1]
		err := q.Query(ctx, func(scan store.Scan) error {
			var id string
			err := scan(&id)
			if err == nil && !q.Touches(table, govern.ID(id)) {
				left = append(left, id)
			}
			return err
		}, fmt.Sprintf(`SELECT id FROM "%s" WHERE "user" = $1 AND %s ORDER BY id`, table, live), string(after.ID), int64(q.Now()))
		if err != nil {
			return err
		}
	}
	if left == nil {
		return nil
	}
	slices.Sort(left)
	return fault.New(fault.Conflict, "not_looked_at", "%s still has %s. Reactivating gives nothing back that nobody looked at: say by user.reactivate what the person is to keep.", after.Name, strings.Join(left, ", "))
}

// Move gives a user another home unit and ends the memberships that come from
// the old one, but for those that are named.
type Move struct {
	Unit govern.ID   `json:"unit" ref:"unit" doc:"The new home unit."`
	Keep []govern.ID `json:"keep" required:"false" doc:"The ids of the memberships in groups of the old unit that stay; the others end."`
	user govern.ID
}

// Name is the command's name.
func (*Move) Name() string { return "user.move" }

// On names the user.
func (c *Move) On(id govern.ID) { c.user = id }

// Targets is the user, here and in the new unit.
func (c *Move) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	on, err := aboutUser(ctx, q, c.user)
	return append(on, access.Target{Unit: string(c.Unit)}), err
}

// Plan writes the user and deletes memberships of groups in the old unit. Faults:
// same_unit, unknown_grant.
func (c *Move) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	u, err := Users.Get(ctx, q, c.user)
	if err != nil {
		return govern.Plan{}, err
	}
	if u.Unit == c.Unit {
		return govern.Plan{}, fault.Bad("unit", "same_unit", "%s is of this unit already.", u.Name)
	}
	next := *u
	next.Unit = c.Unit
	p := govern.Plan{Record: govern.Ref{Table: "user", ID: u.ID}, Rows: []govern.RowChange{Users.Update(u, &next)}}
	members, err := membershipsOf(ctx, q, u)
	if err != nil {
		return p, err
	}
	known := map[govern.ID]bool{}
	for _, m := range members {
		known[m.ID] = true
		if !slices.Contains(c.Keep, m.ID) {
			p.Rows = append(p.Rows, Members.Delete(m))
		}
	}
	for _, id := range c.Keep {
		if !known[id] {
			return p, fault.Bad("keep", "unknown_grant", "%s has no grant or membership %s.", u.Name, id)
		}
	}
	return p, nil
}

// membershipsOf are those of a user that come from the home unit.
func membershipsOf(ctx context.Context, q govern.Reader, u *User) ([]*Member, error) {
	if u.Unit == "" {
		return nil, nil
	}
	return Members.Find(ctx, q, `"user" = $1 AND unit = $2 ORDER BY id`, string(u.ID), string(u.Unit))
}

// bringsAlong is what an update of a user brings with it that amounts to suspending,
// reactivating or moving, made by whatever way: what that command would write. What
// the change itself writes or names counts as looked at and stays.
func bringsAlong(ctx context.Context, q govern.Reader, before, after *User, stays func(govern.Ref) bool) (rows []govern.RowChange, err error) {
	for _, command := range amountsTo(before, after, q.Now()) {
		var more []govern.RowChange
		switch command {
		case "user.suspend":
			more, err = handedOver(ctx, q, after)
		case "user.reactivate":
			more, err = namedAgain(ctx, q, after.ID, stays)
		case "user.move":
			more, err = leftBehind(ctx, q, before, stays)
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	return rows, nil
}

// leftBehind ends the memberships of the old home unit that nobody named.
func leftBehind(ctx context.Context, q govern.Reader, before *User, stays func(govern.Ref) bool) (rows []govern.RowChange, err error) {
	members, err := membershipsOf(ctx, q, before)
	for _, m := range members {
		if !q.Touches("member", m.ID) && !stays(govern.Ref{Table: "member", ID: m.ID}) {
			rows = append(rows, Members.Delete(m))
		}
	}
	return rows, err
}

// namedAgain writes again those grants and memberships that are named: they were
// looked at. That there are others the table refuses. Tokens end.
func namedAgain(ctx context.Context, q govern.Reader, user govern.ID, stays func(govern.Ref) bool) (rows []govern.RowChange, err error) {
	grants, err := Grants.Find(ctx, q, `"user" = $1 ORDER BY id`, string(user))
	if err != nil {
		return nil, err
	}
	for _, g := range grants {
		if !q.Touches("grant", g.ID) && stays(govern.Ref{Table: "grant", ID: g.ID}) {
			rows = append(rows, keptOr(Grants, g, g.ID, []govern.ID{g.ID}))
		}
	}
	members, err := Members.Find(ctx, q, `"user" = $1 ORDER BY id`, string(user))
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		if !q.Touches("member", m.ID) && stays(govern.Ref{Table: "member", ID: m.ID}) {
			rows = append(rows, keptOr(Members, m, m.ID, []govern.ID{m.ID}))
		}
	}
	revoked, err := tokensEnded(ctx, q, user)
	return append(rows, revoked...), err
}
