package directory

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// SignInLink lets one person set a password once. Only the hash of its secret is
// kept; the secret is shown once to whoever made it.
type SignInLink struct {
	govern.Meta
	User      govern.ID   `json:"user" db:"user" audit:"show" ref:"user"`
	Unit      govern.ID   `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"The user's home unit; filled in, and kept as the user moves."`
	Hash      string      `json:"hash" db:"hash" audit:"mask" doc:"SHA-256 of the secret, hexadecimal."`
	MadeBy    govern.ID   `json:"made_by" db:"made_by" audit:"show" required:"false" doc:"Who saw the secret; empty: it was shown where the installation was founded."`
	ExpiresAt govern.Time `json:"expires_at" db:"expires_at" audit:"show"`
	UsedAt    govern.Time `json:"used_at" db:"used_at" audit:"show" required:"false" doc:"When a password was set by it; empty: not yet."`
	Revoked   bool        `json:"revoked" db:"revoked" audit:"show" required:"false" doc:"A later link took its place."`
}

// SignInLinks are all links that were ever made.
var SignInLinks = govern.Declare(govern.Table[SignInLink]{
	Name:      "sign_in_link",
	Doc:       "A one-time link by which a person sets a password; only the hash of its secret is kept.",
	ByCommand: true,
	Unique:    [][]string{{"hash"}},
	Target:    func(l *SignInLink) access.Target { return ofUser(l.User, l.Unit) },
	Asked:     []string{"sign_in_link", "audit"},
	Abode: &govern.Abode[SignInLink]{
		Column: "user", Table: "user",
		Of:   func(l *SignInLink) govern.Ref { return userOf(l.User) },
		Unit: func(l *SignInLink) *govern.ID { return &l.Unit },
	},
	Check: func(ctx context.Context, q govern.Reader, before, after *SignInLink) error {
		if after == nil {
			return nil
		}
		if err := home(ctx, q, after.User, &after.Unit); err != nil {
			return err
		}
		return madeByOther(ctx, q, before, after)
	},
})

// madeByOther refuses a link by who has taken the person's second factor away,
// also while the link waited for others to agree.
func madeByOther(ctx context.Context, q govern.Reader, before, after *SignInLink) error {
	if before != nil || after == nil || after.MadeBy == "" {
		return nil
	}
	err := unlike(ctx, q, after.MadeBy, `SELECT reset_by FROM credential WHERE id = $1`, string(after.User))
	if errors.Is(err, errSamePerson) {
		return fault.New(fault.Denied, "two_people", "You took this person's second factor away; another administrator has to make the link.")
	}
	return err
}

// LinkLife is how long a link can be used.
const LinkLife = 72 * time.Hour

// NewLink draws a link's secret (256 bits) and its hash.
func NewLink() (secret, hash string) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails; the program stops instead
	secret = base64.RawURLEncoding.EncodeToString(b[:])
	return secret, hashOf(secret)
}

// LinkHash is what is kept of a link's secret.
func LinkHash(secret string) string { return hashOf(secret) }

// Invite makes a link for a person: for a first password, or for a new one. Links
// made before are used up. Hash is that of the secret.
type Invite struct {
	User govern.ID
	Hash string
	id   govern.ID
}

// Name is the command's name.
func (*Invite) Name() string { return "user.invite" }

// Draw draws the link's id.
func (c *Invite) Draw(newID func() govern.ID) { c.id = newID() }

// Targets is the user.
func (c *Invite) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return aboutUser(ctx, q, c.User)
}

// Plan inserts the link. Faults: own_link, not_a_person, suspended, and
// two_people when who asks has taken the person's second factor away: password
// and factor of a person are never both in one other's hands.
func (c *Invite) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	u, err := Users.Get(ctx, q, c.User)
	if err != nil {
		return govern.Plan{}, err
	}
	switch {
	case q.Person(string(u.ID)) == q.Person(who.User):
		return govern.Plan{}, fault.New(fault.Denied, "own_link", "Nobody makes a link for themselves; ask another administrator.")
	case u.Kind != "person":
		return govern.Plan{}, fault.New(fault.Conflict, "not_a_person", "%s is a service; its keeper makes tokens for it.", u.Name)
	case u.Status == "suspended":
		return govern.Plan{}, fault.New(fault.Conflict, "suspended", "%s is suspended; reactivate first.", u.Name)
	}
	p := govern.Plan{Record: govern.Ref{Table: "user", ID: u.ID}}
	open, err := SignInLinks.Find(ctx, q, `"user" = $1 AND used_at = 0 AND revoked = 0 ORDER BY id`, string(u.ID))
	if err != nil {
		return govern.Plan{}, err
	}
	for _, l := range open {
		next := *l
		next.Revoked = true
		p.Rows = append(p.Rows, SignInLinks.Update(l, &next))
	}
	p.Rows = append(p.Rows, SignInLinks.Insert(&SignInLink{
		Meta: govern.Meta{ID: c.id}, User: u.ID, Hash: c.Hash, MadeBy: govern.ID(who.User), ExpiresAt: q.Now() + govern.Time(LinkLife.Microseconds()),
	}))
	return p, nil
}

// ID is the link's id, once drawn.
func (c *Invite) ID() govern.ID { return c.id }

// aboutUser is what a permission for a user is asked on.
func aboutUser(ctx context.Context, q govern.Reader, id govern.ID) ([]access.Target, error) {
	u, err := Users.Get(ctx, q, id)
	if err != nil {
		return nil, err
	}
	return []access.Target{Users.TargetOf(u)}, nil
}
