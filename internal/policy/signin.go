package policy

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// SignIn is how people sign in here: one row, which an administrator changes.
type SignIn struct {
	govern.Meta
	IdleMinutes    int64  `json:"idle_minutes" db:"idle_minutes" audit:"show" minimum:"1" doc:"A session ends after so long without a request."`
	WholeMinutes   int64  `json:"whole_minutes" db:"whole_minutes" audit:"show" minimum:"1" doc:"A session ends after so long in all."`
	ProofSeconds   int64  `json:"proof_seconds" db:"proof_seconds" audit:"show" minimum:"0" doc:"Approving, signing and changing who may do what ask for a proof again that is older than this."`
	FactorRequired bool   `json:"factor_required" db:"factor_required" audit:"show" doc:"Everybody enrols a second factor at the next sign-in."`
	Notice         string `json:"notice" db:"notice" audit:"show" required:"false" maxLength:"2000" doc:"The house's own words on the sign-in page."`
}

// SignInID is the id of the one row.
const SignInID govern.ID = "sign_in"

// SignIns is the table of that row.
var SignIns = govern.Declare(govern.Table[SignIn]{
	Name: "sign_in_policy",
	Doc:  "How people sign in: how long sessions last, what is asked again and when.",

	ByCommand: true,
	Lone:      &DefaultSignIn,
	Means: func(before, after *SignIn, _ govern.Time) []string {
		own := *after
		if own.Meta = before.Meta; own == *before {
			return nil
		}
		return []string{"sign_in_policy.set"}
	},
	Check: func(_ context.Context, _ govern.Reader, _, after *SignIn) error {
		switch {
		case after == nil:
			return fault.New(fault.Conflict, "policy_stays", "The policy is never deleted; change it.")
		case after.ID != SignInID:
			return fault.Bad("id", "one_policy", "There is one policy, under the id %s.", SignInID)
		case after.WholeMinutes < after.IdleMinutes:
			return fault.Bad("whole_minutes", "shorter_than_idle", "A session cannot be shorter in all than without a request.")
		}
		return nil
	},
})

// DefaultSignIn holds until an administrator says otherwise.
var DefaultSignIn = SignIn{Meta: govern.Meta{ID: SignInID}, IdleMinutes: 15, WholeMinutes: 720, ProofSeconds: 900, FactorRequired: true}

// ReadSignIn reads the policy in force.
func ReadSignIn(ctx context.Context, r store.Reader) (*SignIn, error) {
	p, err := SignIns.One(ctx, r, `id = $1`, string(SignInID))
	if err == nil && p == nil {
		whole := DefaultSignIn
		p = &whole
	}
	return p, err
}

// SetSignIn sets the whole policy; its id is SignInID. Every field is given, for
// one that is left out would be lost: over HTTP it is refused as missing_field.
type SetSignIn struct {
	IdleMinutes    int64  `json:"idle_minutes" minimum:"1" doc:"A session ends after so long without a request."`
	WholeMinutes   int64  `json:"whole_minutes" minimum:"1" doc:"A session ends after so long in all."`
	ProofSeconds   int64  `json:"proof_seconds" minimum:"0" doc:"How old the last proof may be when somebody approves, signs or changes who may do what."`
	FactorRequired bool   `json:"factor_required" doc:"Everybody enrols a second factor at the next sign-in."`
	Notice         string `json:"notice" minLength:"0" maxLength:"2000" doc:"The house's own words on the sign-in page."`
	id             govern.ID
}

// Name is the command's name.
func (*SetSignIn) Name() string { return "sign_in_policy.set" }

// On names the row.
func (c *SetSignIn) On(id govern.ID) { c.id = id }

// Targets is the row.
func (c *SetSignIn) Targets(context.Context, govern.Reader) ([]access.Target, error) {
	return []access.Target{{Records: []access.Record{{Table: "sign_in_policy", ID: string(c.id)}}}}, nil
}

// Plan writes the row. Faults: one_policy, shorter_than_idle.
func (c *SetSignIn) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	next := &SignIn{Meta: govern.Meta{ID: c.id}, IdleMinutes: c.IdleMinutes, WholeMinutes: c.WholeMinutes, ProofSeconds: c.ProofSeconds, FactorRequired: c.FactorRequired, Notice: c.Notice}
	have, err := SignIns.One(ctx, q, `id = $1`, string(c.id))
	if err != nil {
		return govern.Plan{}, err
	}
	if have == nil {
		return govern.Plan{Rows: []govern.RowChange{SignIns.Insert(next)}}, nil
	}
	next.Meta = have.Meta
	return govern.Plan{Rows: []govern.RowChange{SignIns.Update(have, next)}}, nil
}
