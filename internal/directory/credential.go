package directory

import (
	"context"
	"errors"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Credential is what a person signs in with; its id is the user's. Whatever is
// secret is sealed, and a password is hashed before that.
type Credential struct {
	govern.Meta
	User       govern.ID     `json:"user" db:"user" audit:"show" ref:"user"`
	Unit       govern.ID     `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"The user's home unit; filled in, and kept as the user moves."`
	Password   secret.Sealed `json:"password" db:"password" audit:"mask"`
	PasswordAt govern.Time   `json:"password_at" db:"password_at" audit:"show" doc:"When the password was set."`
	Seed       secret.Sealed `json:"seed" db:"seed" audit:"mask" required:"false" doc:"Of the second factor (RFC 6238); empty: none is enrolled."`
	Recovery   secret.Sealed `json:"recovery" db:"recovery" audit:"mask" required:"false" doc:"The hashes of the recovery codes."`
	FactorAt   govern.Time   `json:"factor_at" db:"factor_at" audit:"show" required:"false" doc:"When the second factor was enrolled."`
	ResetBy    govern.ID     `json:"reset_by" db:"reset_by" audit:"show" required:"false" doc:"Who took the second factor away; empty once another is enrolled."`
	EndedAt    govern.Time   `json:"ended_at" db:"ended_at" audit:"show" required:"false" doc:"Sessions from before are over: another second factor took the place of one, or it was taken away."`
}

// Credentials are those of all people who have set a password.
var Credentials = govern.Declare(govern.Table[Credential]{
	Name:      "credential",
	Doc:       "What a person signs in with: a hashed password and a sealed second factor.",
	ByCommand: true,
	Target:    func(c *Credential) access.Target { return ofUser(c.User, c.Unit) },
	Asked:     []string{"credential", "audit"},
	Abode: &govern.Abode[Credential]{
		Column: "user", Table: "user",
		Of:   func(c *Credential) govern.Ref { return userOf(c.User) },
		Unit: func(c *Credential) *govern.ID { return &c.Unit },
	},
	Check: func(ctx context.Context, q govern.Reader, before, after *Credential) error {
		if after == nil {
			return nil
		}
		if err := home(ctx, q, after.User, &after.Unit); err != nil {
			return err
		}
		return resetByOther(ctx, q, before, after)
	},
})

// Accept sets a password by a link. Link is the hash of its secret; Password the
// sealed hash of the password. The actor is the link's user.
type Accept struct {
	Link     string
	Password secret.Sealed
	id       govern.ID // of the end of the sessions before
}

// Draw draws the id of the row that ends the sessions of before.
func (c *Accept) Draw(newID func() govern.ID) { c.id = newID() }

// Name is the command's name.
func (*Accept) Name() string { return "user.accept" }

// Targets is the link's user.
func (c *Accept) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	l, err := OpenLink(ctx, q, c.Link, q.Now())
	if err != nil {
		return nil, err
	}
	return aboutUser(ctx, q, l.User)
}

// OpenLink finds the link that can be used now. Fault bad_link for one that is
// unknown, used, revoked or past its end, without telling which.
func OpenLink(ctx context.Context, q store.Reader, hash string, now govern.Time) (*SignInLink, error) {
	l, err := SignInLinks.One(ctx, q, `hash = $1`, hash)
	if err != nil {
		return nil, err
	}
	if l == nil || l.UsedAt != 0 || l.Revoked || now >= l.ExpiresAt {
		return nil, fault.New(fault.NotFound, "bad_link", "This link cannot be used: it was used already, has ended, or a later one took its place. Ask for a new one.")
	}
	return l, nil
}

// Plan uses the link up, keeps the password and lets an invited person in. A
// second factor that is enrolled stays.
func (c *Accept) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	l, err := OpenLink(ctx, q, c.Link, q.Now())
	if err != nil {
		return govern.Plan{}, err
	}
	u, err := Users.Get(ctx, q, l.User)
	if err != nil {
		return govern.Plan{}, err
	}
	if string(u.ID) != who.User || u.Status == "suspended" || u.EndsAt != 0 && q.Now() >= u.EndsAt {
		return govern.Plan{}, fault.New(fault.Denied, "suspended", "This user may not sign in now; a user administrator can say why.")
	}
	used := *l
	used.UsedAt = q.Now()
	p := govern.Plan{Record: govern.Ref{Table: "user", ID: u.ID}, Rows: []govern.RowChange{SignInLinks.Update(l, &used)}}
	change, err := withPassword(ctx, q, u.ID, c.Password)
	if err != nil {
		return govern.Plan{}, err
	}
	p.Rows = append(p.Rows, change)
	if change.Op == govern.Update { // else there was nothing to sign in with
		p.Rows = append(p.Rows, sessionsEnd(c.id, u, q))
	}
	if u.Status == "invited" {
		next := *u
		next.Status = "active"
		p.Rows = append(p.Rows, Users.Update(u, &next))
	}
	return p, nil
}

func withPassword(ctx context.Context, q govern.Reader, user govern.ID, password secret.Sealed) (govern.RowChange, error) {
	have, err := Credentials.One(ctx, q, `id = $1`, string(user))
	if err != nil {
		return govern.RowChange{}, err
	}
	if have == nil {
		return Credentials.Insert(&Credential{Meta: govern.Meta{ID: user}, User: user, Password: password, PasswordAt: q.Now()}), nil
	}
	next := *have
	next.Password, next.PasswordAt = password, q.Now()
	return Credentials.Update(have, &next), nil
}

// SetPassword sets the actor's own password, which the way in has asked the old
// one for.
type SetPassword struct{ Password secret.Sealed }

// Name is the command's name.
func (*SetPassword) Name() string { return "me.set_password" }

// Targets is nothing: it is about the actor.
func (*SetPassword) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

// Plan replaces the password.
func (c *SetPassword) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	change, err := withPassword(ctx, q, govern.ID(who.User), c.Password)
	return govern.Plan{Rows: []govern.RowChange{change}}, err
}

// Enrol keeps the actor's second factor, which the way in has seen one code of.
type Enrol struct{ Seed, Recovery secret.Sealed }

// Name is the command's name.
func (*Enrol) Name() string { return "me.enrol" }

// Targets is nothing: it is about the actor.
func (*Enrol) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

// Plan keeps the factor. Fault enrolled when there is one: whoever finds an open
// session must not put their own telephone in its place.
func (c *Enrol) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	have, err := Credentials.Get(ctx, q, govern.ID(who.User))
	if err != nil {
		return govern.Plan{}, err
	}
	if have.Seed != "" {
		return govern.Plan{}, fault.New(fault.Conflict, "enrolled", "You have a second factor already; replace it by another, or have an administrator take it away.")
	}
	next := *have
	next.Seed, next.Recovery, next.FactorAt, next.ResetBy = c.Seed, c.Recovery, q.Now(), ""
	return govern.Plan{Rows: []govern.RowChange{Credentials.Update(have, &next)}}, nil
}

// ResetFactor takes a person's second factor away.
type ResetFactor struct {
	User govern.ID `json:"-"`
	id   govern.ID // of the end of the sessions
}

// Draw draws the id of the row that ends the sessions.
func (c *ResetFactor) Draw(newID func() govern.ID) { c.id = newID() }

// On names the user.
func (c *ResetFactor) On(id govern.ID) { c.User = id }

// Name is the command's name.
func (*ResetFactor) Name() string { return "user.reset_factor" }

// Targets is the user.
func (c *ResetFactor) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return aboutUser(ctx, q, c.User)
}

// Plan takes it away. Faults: own_factor, no_factor, and two_people when who asks
// made the link for the password that the person has or could set.
func (c *ResetFactor) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	if q.Person(string(c.User)) == q.Person(who.User) {
		return govern.Plan{}, fault.New(fault.Denied, "own_factor", "Nobody takes their own second factor away; ask another administrator.")
	}
	have, err := Credentials.One(ctx, q, `id = $1`, string(c.User))
	if err != nil {
		return govern.Plan{}, err
	}
	if have == nil || have.Seed == "" {
		return govern.Plan{}, fault.New(fault.Conflict, "no_factor", "This person has no second factor enrolled.")
	}
	u, err := Users.Get(ctx, q, c.User)
	if err != nil {
		return govern.Plan{}, err
	}
	next := *have
	next.Seed, next.Recovery, next.FactorAt, next.ResetBy, next.EndedAt = "", "", 0, govern.ID(who.User), q.Now()
	rows := []govern.RowChange{Credentials.Update(have, &next), sessionsEnd(c.id, u, q)}
	return govern.Plan{Record: govern.Ref{Table: "user", ID: c.User}, Rows: rows}, nil
}

// resetByOther refuses that the factor is taken away by who made the link by which
// the person's password was set, or can be. It is looked at again when others have
// agreed: a link may have been made meanwhile.
func resetByOther(ctx context.Context, q govern.Reader, before, after *Credential) error {
	if before == nil || after == nil || after.ResetBy == "" || after.ResetBy == before.ResetBy {
		return nil
	}
	err := unlike(ctx, q, after.ResetBy, `SELECT made_by FROM sign_in_link WHERE "user" = $1 AND (used_at > 0 AND used_at = $2 OR used_at = 0 AND revoked = 0 AND expires_at > $3)`,
		string(after.User), int64(before.PasswordAt), int64(q.Now()))
	if errors.Is(err, errSamePerson) {
		return fault.New(fault.Denied, "two_people", "You made the link by which this person's password is set; another administrator has to take the factor away.")
	}
	return err
}

var errSamePerson = errors.New("directory: the same person")

// unlike is errSamePerson when one of the users that the statement finds is the
// person that user is.
func unlike(ctx context.Context, q govern.Reader, user govern.ID, statement string, args ...any) error {
	var others []string
	err := q.Query(ctx, func(scan store.Scan) error {
		var other string
		err := scan(&other)
		others = append(others, other)
		return err
	}, statement, args...)
	if err != nil {
		return err
	}
	for _, other := range others {
		if other != "" && q.Person(other) == q.Person(string(user)) {
			return errSamePerson
		}
	}
	return nil
}
