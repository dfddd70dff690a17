package directory

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Passkey is a key on a person's device by which they sign packages. Only the
// public half ever leaves the device.
type Passkey struct {
	govern.Meta
	User       govern.ID   `json:"user" db:"user" audit:"show" ref:"user"`
	Unit       govern.ID   `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"The user's home unit; filled in, and kept as the user moves."`
	Name       string      `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"60" doc:"What the person calls the device."`
	Credential string      `json:"credential" db:"credential" audit:"show" minLength:"1" maxLength:"1400" doc:"The key's id on the device, base64url."`
	PublicKey  string      `json:"public_key" db:"public_key" audit:"show" minLength:"1" maxLength:"4000" doc:"COSE_Key (RFC 9052), base64url."`
	Site       string      `json:"site" db:"site" audit:"show" minLength:"1" maxLength:"253" doc:"The host name that it was made for; it works nowhere else."`
	AddedAt    govern.Time `json:"added_at" db:"added_at" audit:"show"`
}

// Passkeys are those of all people. One that is removed is deleted: signatures
// keep the public key that they were given with.
var Passkeys = govern.Declare(govern.Table[Passkey]{
	Name:      "passkey",
	Doc:       "A key on a person's device by which they sign packages.",
	Unique:    [][]string{{"credential"}},
	ByCommand: true,
	Target:    func(p *Passkey) access.Target { return ofUser(p.User, p.Unit) },
	Asked:     []string{"passkey", "audit"},
	Abode: &govern.Abode[Passkey]{
		Column: "user", Table: "user",
		Of:   func(p *Passkey) govern.Ref { return userOf(p.User) },
		Unit: func(p *Passkey) *govern.ID { return &p.Unit },
	},
	Check: func(ctx context.Context, q govern.Reader, _, after *Passkey) error {
		if after == nil {
			return nil
		}
		return home(ctx, q, after.User, &after.Unit)
	},
})

// mostPasskeys is how many devices one person has.
const mostPasskeys = 20

// AddPasskey keeps a key of the actor's device, which the way in has seen answer
// a challenge.
type AddPasskey struct {
	Title, Credential, PublicKey, Site string
	id                                 govern.ID
}

// Name is the command's name.
func (*AddPasskey) Name() string { return "me.add_passkey" }

// Draw draws the row's id.
func (c *AddPasskey) Draw(newID func() govern.ID) { c.id = newID() }

// Targets is nothing: it is about the actor.
func (*AddPasskey) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

// Plan keeps the key. Fault too_many_passkeys.
func (c *AddPasskey) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	have, err := Passkeys.Find(ctx, q, `"user" = $1`, who.User)
	if err != nil {
		return govern.Plan{}, err
	}
	if len(have) >= mostPasskeys {
		return govern.Plan{}, fault.New(fault.Conflict, "too_many_passkeys", "You have %d passkeys already; remove one that you do not use.", len(have))
	}
	return govern.Plan{Rows: []govern.RowChange{Passkeys.Insert(&Passkey{
		Meta: govern.Meta{ID: c.id}, User: govern.ID(who.User), Name: c.Title, Credential: c.Credential, PublicKey: c.PublicKey, Site: c.Site, AddedAt: q.Now(),
	})}}, nil
}

// RemovePasskey removes a passkey of the actor's own.
type RemovePasskey struct{ ID govern.ID }

// Name is the command's name.
func (*RemovePasskey) Name() string { return "me.remove_passkey" }

// Targets is nothing: it is about the actor.
func (*RemovePasskey) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{}}, nil
}

// Plan deletes it. Fault not_found, for those of others too.
func (c *RemovePasskey) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	p, err := Passkeys.Get(ctx, q, c.ID)
	if err == nil && string(p.User) != who.User {
		err = fault.New(fault.NotFound, "not_found", "You have no passkey %s.", c.ID)
	}
	if err != nil {
		return govern.Plan{}, err
	}
	return govern.Plan{Rows: []govern.RowChange{Passkeys.Delete(p)}}, nil
}

// ResetPasskeys removes all passkeys of a person, as when a device was lost.
type ResetPasskeys struct {
	User govern.ID `json:"-"`
}

// On names the user.
func (c *ResetPasskeys) On(id govern.ID) { c.User = id }

// Name is the command's name.
func (*ResetPasskeys) Name() string { return "user.reset_passkeys" }

// Targets is the user.
func (c *ResetPasskeys) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return aboutUser(ctx, q, c.User)
}

// Plan deletes them. Faults: own_factor, no_passkey.
func (c *ResetPasskeys) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	if q.Person(string(c.User)) == q.Person(who.User) {
		return govern.Plan{}, fault.New(fault.Denied, "own_factor", "Nobody takes their own second factor away; ask another administrator.")
	}
	have, err := Passkeys.Find(ctx, q, `"user" = $1 ORDER BY id`, string(c.User))
	if err != nil {
		return govern.Plan{}, err
	}
	if len(have) == 0 {
		return govern.Plan{}, fault.New(fault.Conflict, "no_passkey", "This person has no passkey.")
	}
	p := govern.Plan{Record: govern.Ref{Table: "user", ID: c.User}}
	for _, k := range have {
		p.Rows = append(p.Rows, Passkeys.Delete(k))
	}
	return p, nil
}
