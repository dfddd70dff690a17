package directory

import (
	"context"
	"fmt"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// had is one kind of things that users have: where they are found as x, and what is
// said of them. The condition names the user and the moment.
type had struct{ kind, from, what, where string }

var hads = []had{
	{"change", `"change" x`, "x.command", `x.maker = %[1]s AND x.state = 'pending' AND x.made_at <= %[2]s`},
	{"exception", "exception x", "''", `x.assignee = %[1]s AND x.state <> 'closed' AND x.version <= %[2]s`},
	{"token", "api_token x", "x.name", `x.made_by = %[1]s AND x.revoked = 0 AND x.expires_at > %[2]s`},
	{"deputyship", "deputy x", `x."user"`, `x.deputy = %[1]s AND x.until_at > %[2]s`},
}

// unlisted is the FROM and WHERE of what the user had and no list holds yet; user and
// now are expressions of SQL.
func (h *had) unlisted(user, now string) string {
	return fmt.Sprintf(`FROM %[3]s WHERE `+h.where+` AND NOT EXISTS (SELECT 1 FROM handover h WHERE h.kind = '%[4]s' AND h.record = x.id AND h."user" = %[1]s)`,
		user, now, h.from, h.kind)
}

// endsSooner reports whether an end that lies ahead is set, or brought forward, or
// somebody else named to look after things then.
func endsSooner(before, after *User, now govern.Time) bool {
	if before == nil || after.Status == "suspended" || after.EndsAt <= now {
		return false
	}
	return before.EndsAt == 0 || after.EndsAt < before.EndsAt || before.Successor != after.Successor
}

// foreseen refuses an end ahead of somebody who has something already that nobody is
// named to look after.
func foreseen(ctx context.Context, q govern.Reader, u *User) error {
	var all int
	for i := range hads {
		var n int
		if err := q.QueryRow(ctx, []any{&n}, `SELECT count(*) `+hads[i].unlisted("$1", "$2"), string(u.ID), int64(q.Now())); err != nil {
			return err
		}
		all += n
	}
	if all > 0 {
		return successorMissing(all)
	}
	return nil
}

// unlooked is the condition on a user whose time is over and who had something that
// no list holds; now is an expression of SQL.
func unlooked(now string) string {
	some := make([]string, len(hads))
	for i := range hads {
		some[i] = "EXISTS (SELECT 1 " + hads[i].unlisted(`"user".id`, now) + ")"
	}
	return fmt.Sprintf(`"user".status <> 'suspended' AND "user".ends_at > 0 AND "user".ends_at <= %s AND (%s)`, now, strings.Join(some, " OR "))
}

// Unlooked are the users whose time is over and who had something that is on nobody's
// list yet, by id, at most 2000.
func Unlooked(ctx context.Context, r store.Reader, now govern.Time) ([]*User, error) {
	return Users.Find(ctx, r, unlooked("$1")+` ORDER BY id LIMIT 2000`, int64(now))
}

// IsUnlooked reports whether the user is one of them.
func IsUnlooked(ctx context.Context, r store.Reader, id govern.ID, now govern.Time) (bool, error) {
	u, err := Users.One(ctx, r, unlooked("$1")+` AND id = $2`, int64(now), string(id))
	return u != nil, err
}

// Heir reports whether somebody can look after what the user had: a successor is
// named, is active, and is another person.
func (u *User) Heir(people govern.People) bool {
	to := string(u.Successor)
	return to != "" && people.Stands(to) && people.Person(to) != people.Person(string(u.ID))
}

// HandOver puts what a user had, whose end date has come, on the list of the
// successor who was named with that date. Only the program asks it.
type HandOver struct{ User govern.ID }

// Name is the command's name.
func (*HandOver) Name() string { return "user.hand_over" }

// Targets is the user.
func (c *HandOver) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return aboutUser(ctx, q, c.User)
}

// Plan hands over. Faults: not_ended, bad_successor, successor_missing, nothing_to_do.
func (c *HandOver) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	u, err := Users.Get(ctx, q, c.User)
	if err != nil {
		return govern.Plan{}, err
	}
	if u.EndsAt == 0 || u.EndsAt > q.Now() {
		return govern.Plan{}, fault.New(fault.Conflict, "not_ended", "The time of %s is not over.", u.Name)
	}
	if u.Successor != "" {
		if err := succeeds(ctx, q, u); err != nil {
			return govern.Plan{}, err
		}
	}
	rows, err := handedOver(ctx, q, u)
	if err == nil && rows == nil {
		err = fault.New(fault.Conflict, "nothing_to_do", "%s has nothing more to hand over.", u.Name)
	}
	return govern.Plan{Record: govern.Ref{Table: "user", ID: u.ID}, Rows: rows}, err
}
