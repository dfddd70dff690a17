package login

import (
	"context"
	"crypto/rand"
	"strings"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"github.com/ccojocar/zxcvbn-go"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/secret"
)

// whole is what one hash costs (RFC 9106): 64 MiB and two passes.
var whole = &argon2id.Params{Memory: 64 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

const (
	shortest = 10
	longest  = 128 // characters: what is longer costs and gains nothing
	judged   = 40  // characters whose strength is told: more cost seconds of guessing at guesses
	strength = 3   // of zxcvbn's 0 to 4: safe against 10^8 guesses
)

// weak refuses a password that is short, common, or easily guessed by somebody
// who knows the user. Faults: password_length, password_weak, not_utf8.
func weak(password string, u *directory.User) error {
	if !utf8.ValidString(password) || strings.ContainsRune(password, 0) {
		return fault.Bad("password", "not_utf8", "This is not text in UTF-8.")
	}
	if n := utf8.RuneCountInString(password); n < shortest || n > longest {
		return fault.Bad("password", "password_length", "A password has %d to %d characters.", shortest, longest)
	}
	if head := []rune(password); len(head) > judged {
		password = string(head[:judged])
	}
	local, domain, _ := strings.Cut(u.Email, "@")
	known := append(strings.Fields(u.Name), u.Email, local, domain, "countersign", u.JobTitle)
	if zxcvbn.PasswordStrength(password, known).Score < strength {
		return fault.Bad("password", "password_weak", "This password is common or easily guessed. Take several words that do not belong together.")
	}
	return nil
}

// slot waits for its turn to hash.
func (d *Desk) slot(ctx context.Context) (done func(), err error) {
	select {
	case d.hashing <- struct{}{}:
		return func() { <-d.hashing }, nil
	case <-ctx.Done():
		return nil, fault.Wrap(ctx.Err(), fault.Unavailable, "busy", "Too many people are signing in at this moment; try again.")
	}
}

func (d *Desk) hash(ctx context.Context, user, password string) (secret.Sealed, error) {
	done, err := d.slot(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	h, err := argon2id.CreateHash(password, d.Work)
	if err != nil {
		return "", err
	}
	return d.Ring.SealText(h, place(user, "password"))
}

// matches tries the password on the user's hash; without one, on a hash that no
// password has, which takes as long.
func (d *Desk) matches(ctx context.Context, c *directory.Credential, password string) (bool, error) {
	h := d.decoy()
	if c != nil {
		var err error
		if h, err = d.Ring.UnsealText(c.Password, place(string(c.User), "password")); err != nil {
			return false, err
		}
	}
	done, err := d.slot(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	if len(password) > 4*longest {
		password = password[:4*longest] // no password is as long, and so none matches
	}
	same, err := argon2id.ComparePasswordAndHash(password, h)
	return same && c != nil, err
}

func newDecoy(work *argon2id.Params) string {
	h, err := argon2id.CreateHash(rand.Text(), work)
	if err != nil {
		panic(err) // the system gives no random bytes
	}
	return h
}

// place binds a sealed value to its record and column.
func place(user, column string) string { return "credential/" + user + "/" + column }
