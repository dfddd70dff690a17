package directory

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// APIToken lets a service sign in. Only the hash of its secret is kept; the
// secret is shown once, to the service's keeper, who counts as one person with
// it: whoever sees the secret gains nobody else's eyes.
type APIToken struct {
	govern.Meta
	User      govern.ID   `json:"user" db:"user" audit:"show" ref:"user"`
	Unit      govern.ID   `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"The user's home unit; filled in, and kept as the user moves."`
	Name      string      `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140" doc:"What it is for."`
	Hash      string      `json:"hash" db:"hash" audit:"mask" doc:"SHA-256 of the secret, hexadecimal."`
	MadeBy    govern.ID   `json:"made_by" db:"made_by" audit:"show" ref:"user" required:"false" doc:"The keeper who saw the secret; filled in."`
	ExpiresAt govern.Time `json:"expires_at" db:"expires_at" audit:"show"`
	Revoked   bool        `json:"revoked" db:"revoked" audit:"show" required:"false"`
}

// APITokens are the tokens of all users.
var APITokens = govern.Declare(govern.Table[APIToken]{
	Name:   "api_token",
	Doc:    "A token that a service signs in with; only its hash is kept.",
	Unique: [][]string{{"hash"}},
	Stays:  true,
	Target: func(t *APIToken) access.Target { return ofUser(t.User, t.Unit) },
	Asked:  []string{"api_token", "audit"},
	Abode: &govern.Abode[APIToken]{
		Column: "user", Table: "user",
		Of:   func(t *APIToken) govern.Ref { return userOf(t.User) },
		Unit: func(t *APIToken) *govern.ID { return &t.Unit },
	},
	Fill: func(ctx context.Context, q govern.Reader, t *APIToken) error { return home(ctx, q, t.User, &t.Unit) },
	Check: func(ctx context.Context, q govern.Reader, before, after *APIToken) error {
		if after == nil {
			return fault.New(fault.Conflict, "token_stays", "A token is never deleted; revoke it.")
		}
		if sum, err := hex.DecodeString(after.Hash); err != nil || len(sum) != sha256.Size || strings.ToLower(after.Hash) != after.Hash {
			return fault.Bad("hash", "bad_hash", "Give the SHA-256 of the secret as 64 hexadecimal digits.")
		}
		if before != nil && (before.Hash != after.Hash || before.User != after.User || before.Revoked && !after.Revoked) {
			return fault.Bad("hash", "token_fixed", "Another secret, another user or a second life takes a new token.")
		}
		if before != nil && before.ExpiresAt <= q.Now() && after.ExpiresAt > before.ExpiresAt {
			return fault.Bad("expires_at", "token_ended", "This token has ended; another one takes a new secret.")
		}
		if after.ExpiresAt <= q.Now() && !after.Revoked {
			return fault.Bad("expires_at", "expired", "A token needs an end that is still to come.")
		}
		if err := home(ctx, q, after.User, &after.Unit); err != nil {
			return err
		}
		return checkMaker(q, before, after)
	},
})

// checkMaker has a token made by the keeper of its service alone, and keeps who
// that was.
func checkMaker(q govern.Reader, before, after *APIToken) error {
	maker := govern.ID(q.Asker())
	if before != nil {
		maker = before.MadeBy
	}
	if after.MadeBy == "" {
		after.MadeBy = maker
	}
	if after.MadeBy != maker {
		return fault.Bad("made_by", "token_fixed", "Who made the token stays; leave it out.")
	}
	if before != nil {
		return nil
	}
	if keeper := q.Keeper(string(after.User)); keeper == "" || govern.ID(keeper) != maker {
		return fault.New(fault.Denied, "not_keeper", "Only who answers for a service makes its tokens, for who sees the secret counts as one person with it. A person has none: people sign in themselves.")
	}
	return nil
}

// tokenPrefix makes a leaked token easy to recognise by scanners.
const tokenPrefix = "cst_"

// NewSecret draws a token's secret (256 bits) and its hash.
func NewSecret() (secret, hash string) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails; the program stops instead
	secret = tokenPrefix + hex.EncodeToString(b[:])
	return secret, hashOf(secret)
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Identify finds the service whose live token has that secret. Fault bad_token
// for one that is unknown, revoked, past its end or made by another than the
// service's keeper of today, without telling which.
func Identify(ctx context.Context, r store.Reader, people govern.People, secret string, now govern.Time) (*APIToken, error) {
	refused := fault.New(fault.Unauthenticated, "bad_token", "This token is not valid. Ask a user administrator for a new one.")
	t, err := APITokens.One(ctx, r, `hash = $1`, hashOf(secret))
	if err != nil {
		return nil, err
	}
	if t == nil || t.Revoked || now >= t.ExpiresAt || t.MadeBy == "" || people.Keeper(string(t.User)) != string(t.MadeBy) {
		return nil, refused
	}
	return t, nil
}
