package review

import (
	"context"
	"slices"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
)

// stay is a time in which somebody was in a group, as far as it lies in the time
// looked at.
type stay struct{ from, until govern.Time }

// ofGroup is the grant to a group where nobody used it in the time looked at while
// they were in the group; nil where somebody did, or it cannot be judged.
func (l *Look) ofGroup(ctx context.Context, roles map[string]map[string]bool, g *directory.Grant) (*StaleGrant, error) {
	stays, err := l.stays(ctx, g.Group)
	if err != nil {
		return nil, err
	}
	alone := map[string]map[string]bool{} // by user
	acts := map[string]bool{}
	for user := range stays {
		if may := l.alone(roles, g, user); len(may) > 0 {
			alone[user] = may
			for act := range may {
				acts[act] = true
			}
		}
	}
	if len(alone) == 0 {
		return nil, nil
	}
	began, err := l.began(ctx, g)
	if err != nil || began > l.since() {
		return nil, err
	}
	uses := func(f audit.Found) bool {
		at := govern.Time(f.At)
		return f.Event.Outcome != audit.Refused && alone[f.Event.Actor][f.Event.Action] &&
			slices.ContainsFunc(stays[f.Event.Actor], func(s stay) bool { return at >= s.from && (s.until == 0 || at < s.until) })
	}
	for _, q := range queries(alone, acts) {
		q.From, q.Limit, q.Allow = int64(l.since()), 1, uses
		found, err := audit.Search(ctx, l.DB, l.Ring, q)
		if err != nil || len(found) > 0 {
			return nil, err
		}
	}
	return &StaleGrant{Grant: g.ID, Group: g.Group, People: len(alone), Role: g.Role, Since: max(began, l.since())}, nil
}

// queries ask the log by person, or by act where those are fewer.
func queries(alone map[string]map[string]bool, acts map[string]bool) (list []audit.Query) {
	if len(acts) < len(alone) {
		for act := range acts {
			list = append(list, audit.Query{Action: act})
		}
		return list
	}
	for user := range alone {
		list = append(list, audit.Query{Actor: user})
	}
	return list
}

// stays are the times, by user, in which people were in the group since the time
// from which on use counts. A membership that was taken out rather than ended is
// no more known: what its member did does not count. One that has no beginning
// counts from the first.
func (l *Look) stays(ctx context.Context, group govern.ID) (map[string][]stay, error) {
	rows, err := directory.Members.Find(ctx, l.DB, `"group" = $1 AND (until_at = 0 OR until_at > $2) AND from_at <= $3 AND "user" IN (SELECT id FROM "user" WHERE kind = 'person') ORDER BY id`,
		string(group), int64(l.since()), int64(l.Now))
	stays := map[string][]stay{}
	for _, m := range rows {
		stays[string(m.User)] = append(stays[string(m.User)], stay{m.FromAt, m.UntilAt})
	}
	return stays, err
}
