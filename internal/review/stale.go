package review

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Stale is access that seems to be of no use any more.
type Stale struct {
	Users  []StaleUser   `json:"users" doc:"Active people who have not signed in for so long."`
	Grants []StaleGrant  `json:"grants" doc:"Grants that are not used. Of a person: since the grant began, the log has no entry by its user of anything that, of all that reaches the user, this grant alone allows. Of a group: in the time asked about, it has none by anybody while they were in the group, of anything that, of all that reaches that person, this grant alone allows. Grants that add nothing but viewing are not judged, for viewing is not logged, nor those of groups that nobody is in."`
	Groups []EmptyGroup  `json:"groups" doc:"Groups that nobody is in, or will be."`
	Tokens []EndingToken `json:"tokens" doc:"Tokens of services that end soon."`
	// Where more was there than was looked at.
	MoreUsers  govern.ID `json:"more_users,omitempty" doc:"There are more people: ask again with after_user."`
	MoreGrants govern.ID `json:"more_grants,omitempty" doc:"There are more grants: ask again with after_grant."`
}

// StaleUser is one of its people.
type StaleUser struct {
	User   govern.ID   `json:"user"`
	Name   string      `json:"name"`
	Email  string      `json:"email"`
	LastAt govern.Time `json:"last_at" doc:"The last sign-in; empty: never."`
}

// StaleGrant is one of its grants.
type StaleGrant struct {
	Grant  govern.ID   `json:"grant"`
	User   govern.ID   `json:"user,omitempty" doc:"Whose it is; empty of a group's."`
	Group  govern.ID   `json:"group,omitempty" doc:"Whose members have it; empty of a person's."`
	People int         `json:"people,omitempty" doc:"Of a group's: how many people could have used it."`
	Role   govern.ID   `json:"role"`
	Since  govern.Time `json:"since" doc:"When it began; of a group's: since when nobody has used it, as far as was looked."`
}

// EmptyGroup is one of its groups.
type EmptyGroup struct {
	Group govern.ID `json:"group"`
	Name  string    `json:"name"`
	Unit  govern.ID `json:"unit"`
}

// EndingToken is one of its tokens.
type EndingToken struct {
	Token     govern.ID   `json:"token"`
	User      govern.ID   `json:"user"`
	Name      string      `json:"name"`
	ExpiresAt govern.Time `json:"expires_at"`
}

// Look finds stale access on behalf of somebody.
type Look struct {
	DB     store.DB
	Ring   *secret.Ring
	Access *access.Snapshot
	Now    govern.Time
	Asker  string // is told only of what they may view

	Idle   time.Duration // how long nobody signed in, or used a grant
	Ending time.Duration // how soon a token ends
	Limit  int           // people and grants looked at, each
	// AfterUser and AfterGrant go on where an earlier answer stopped, with that
	// alone which they name.
	AfterUser, AfterGrant govern.ID
}

// Answer looks. What is dear to find, by the log, it looks for among Limit people
// and Limit grants at a time.
func (l *Look) Answer(ctx context.Context) (*Stale, error) {
	s := &Stale{Users: []StaleUser{}, Grants: []StaleGrant{}, Groups: []EmptyGroup{}, Tokens: []EndingToken{}}
	first := l.AfterUser == "" && l.AfterGrant == ""
	for _, part := range []struct {
		asked bool
		look  func(context.Context, *Stale) error
	}{{first || l.AfterUser != "", l.users}, {first || l.AfterGrant != "", l.grants}, {first, l.groups}, {first, l.tokens}} {
		if !part.asked {
			continue
		}
		if err := part.look(ctx, s); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (l *Look) sees(permission string, on access.Target) bool {
	return l.Access.Check(l.Asker, permission, on, int64(l.Now))
}

// since is the moment from which on use counts as recent.
func (l *Look) since() govern.Time { return l.Now - govern.Time(l.Idle.Microseconds()) }

// users have no session of the time, and no sign-in in the log.
func (l *Look) users(ctx context.Context, s *Stale) error {
	list, err := directory.Users.Find(ctx, l.DB, `kind = 'person' AND status = 'active' AND id > $1 AND NOT EXISTS (SELECT 1 FROM session WHERE session."user" = "user".id AND stage = 'whole' AND seen_at >= $2) ORDER BY id LIMIT $3`,
		string(l.AfterUser), int64(l.since()), int64(l.Limit+1))
	if err != nil {
		return err
	}
	if len(list) > l.Limit {
		list = list[:l.Limit]
		s.MoreUsers = list[l.Limit-1].ID
	}
	for _, u := range list {
		if !l.sees("user.view", directory.Users.TargetOf(u)) {
			continue
		}
		found, err := audit.Search(ctx, l.DB, l.Ring, audit.Query{Actor: string(u.ID), Action: "sign_in", Outcome: audit.Noted, Limit: 1})
		if err != nil {
			return err
		}
		var last govern.Time
		if len(found) > 0 {
			last = govern.Time(found[0].At)
		}
		if last < l.since() {
			s.Users = append(s.Users, StaleUser{u.ID, u.Name, u.Email, last})
		}
	}
	return nil
}

// grants are those of people and groups that began before the time and that the
// log shows no use of.
func (l *Look) grants(ctx context.Context, s *Stale) error {
	list, err := directory.Grants.Find(ctx, l.DB, `("group" <> '' OR "user" IN (SELECT id FROM "user" WHERE kind = 'person')) AND id > $1 AND (until_at = 0 OR until_at > $2) ORDER BY id LIMIT $3`,
		string(l.AfterGrant), int64(l.Now), int64(l.Limit+1))
	if err != nil {
		return err
	}
	if len(list) > l.Limit {
		list = list[:l.Limit]
		s.MoreGrants = list[l.Limit-1].ID
	}
	roles, err := permissions(ctx, l.DB)
	if err != nil {
		return err
	}
	for _, g := range list {
		if !l.sees("grant.view", directory.Grants.TargetOf(g)) {
			continue
		}
		judge := l.ofPerson
		if g.Group != "" {
			judge = l.ofGroup
		}
		unused, err := judge(ctx, roles, g)
		if err != nil {
			return err
		}
		if unused != nil {
			s.Grants = append(s.Grants, *unused)
		}
	}
	return nil
}

// ofPerson is the grant to one person where it was never used, nil where it was,
// or cannot be judged.
func (l *Look) ofPerson(ctx context.Context, roles map[string]map[string]bool, g *directory.Grant) (*StaleGrant, error) {
	alone := l.alone(roles, g, string(g.User))
	if len(alone) == 0 {
		return nil, nil
	}
	since, err := l.began(ctx, g)
	if err != nil || since > l.since() {
		return nil, err
	}
	found, err := audit.Search(ctx, l.DB, l.Ring, audit.Query{Actor: string(g.User), From: int64(since), Limit: 1, Allow: func(f audit.Found) bool {
		return f.Event.Outcome != audit.Refused && alone[f.Event.Action]
	}})
	if err != nil || len(found) > 0 {
		return nil, err
	}
	return &StaleGrant{Grant: g.ID, User: g.User, Role: g.Role, Since: since}, nil
}

// alone is what the log calls the acts that the grant allows the user and nothing
// else that reaches them does. To agree to changes is logged as such, whatever
// they are.
func (l *Look) alone(roles map[string]map[string]bool, g *directory.Grant, user string) map[string]bool {
	other := map[string]bool{}
	for _, h := range l.Access.Holdings(user) {
		if h.Grant.ID != string(g.ID) && h.At(int64(l.Now)) {
			for p := range roles[h.Grant.Role] {
				other[p] = true
			}
		}
	}
	acts := map[string]bool{}
	for p := range roles[string(g.Role)] {
		switch {
		case other[p] || strings.HasSuffix(p, ".view"):
		case strings.HasSuffix(p, ".approve"):
			acts["change.approve"], acts["change.reject"] = true, true
		default:
			acts[p] = true
		}
	}
	return acts
}

// began is when the grant was made, or begins, whichever is later.
func (l *Look) began(ctx context.Context, g *directory.Grant) (govern.Time, error) {
	q := audit.Query{Table: "grant", Record: string(g.ID), Outcome: audit.Applied, Limit: 1000}
	since := g.FromAt
	for {
		found, err := audit.Search(ctx, l.DB, l.Ring, q)
		if err != nil || len(found) == 0 {
			return since, err
		}
		oldest := found[len(found)-1]
		since = max(g.FromAt, govern.Time(oldest.At))
		if q.Before = oldest.Seq; len(found) < q.Limit {
			return since, nil
		}
	}
}

// permissions are those of every role, with what it includes.
func permissions(ctx context.Context, r store.Reader) (map[string]map[string]bool, error) {
	type role struct{ own, includes []string }
	list := map[string]role{}
	err := r.Query(ctx, func(scan store.Scan) error {
		var id, own, includes string
		if err := scan(&id, &own, &includes); err != nil {
			return err
		}
		var x role
		if err := json.Unmarshal([]byte(own), &x.own); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(includes), &x.includes)
		list[id] = x
		return err
	}, `SELECT id, permissions, includes FROM role`)
	all := map[string]map[string]bool{}
	var add func(to map[string]bool, id string) // roles include each other in no circle
	add = func(to map[string]bool, id string) {
		for _, p := range list[id].own {
			to[p] = true
		}
		for _, other := range list[id].includes {
			add(to, other)
		}
	}
	for id := range list {
		all[id] = map[string]bool{}
		add(all[id], id)
	}
	return all, err
}

func (l *Look) groups(ctx context.Context, s *Stale) error {
	list, err := directory.Groups.Find(ctx, l.DB, `NOT EXISTS (SELECT 1 FROM member WHERE member."group" = "group".id AND (until_at = 0 OR until_at > $1)) ORDER BY id`, int64(l.Now))
	for _, g := range list {
		if l.sees("group.view", directory.Groups.TargetOf(g)) {
			s.Groups = append(s.Groups, EmptyGroup{g.ID, g.Name, g.Unit})
		}
	}
	return err
}

func (l *Look) tokens(ctx context.Context, s *Stale) error {
	list, err := directory.APITokens.Find(ctx, l.DB, `revoked = 0 AND expires_at > $1 AND expires_at <= $2 ORDER BY expires_at, id`, int64(l.Now), int64(l.Now)+l.Ending.Microseconds())
	for _, t := range list {
		if l.sees("api_token.view", directory.APITokens.TargetOf(t)) {
			s.Tokens = append(s.Tokens, EndingToken{t.ID, t.User, t.Name, t.ExpiresAt})
		}
	}
	return err
}
