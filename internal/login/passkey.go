package login

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/passkey"
	"github.com/countersign/countersign/internal/store"
)

// challengeLife is how long, in microseconds, a browser may take to answer.
const challengeLife = 5 * 60 * 1e6

// enrolling is what the challenge of a new passkey is about.
const enrolling = "passkey"

func fresh() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails; the program stops instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// challenge keeps what a browser is asked until it answers, once.
func (d *Desk) challenge(ctx context.Context, s *Session, about, challenge, nonce string) error {
	return d.DB.Write(ctx, func(tx store.Tx) error {
		return tx.Exec(ctx, `INSERT INTO passkey_challenge (challenge, session, about, nonce, ends_at) VALUES ($1, $2, $3, $4, $5)`,
			challenge, s.ID, about, nonce, int64(d.now())+challengeLife)
	})
}

// answered takes the challenge that was answered out of use on all nodes and
// gives its nonce. Fault old_challenge when it is none of this session, about
// something else, used or too old.
func (d *Desk) answered(ctx context.Context, s *Session, about, challenge string) (nonce string, err error) {
	var ends int64
	err = d.DB.Write(ctx, func(tx store.Tx) error {
		return tx.QueryRow(ctx, []any{&nonce, &ends}, `DELETE FROM passkey_challenge WHERE challenge = $1 AND session = $2 AND about = $3 RETURNING nonce, ends_at`, challenge, s.ID, about)
	})
	if errors.Is(err, store.ErrNoRows) || err == nil && int64(d.now()) >= ends {
		err = fault.New(fault.Denied, "old_challenge", "What your passkey answered was not asked just now, or was used already. Try again.")
	}
	return nonce, err
}

func (d *Desk) passkeys(ctx context.Context, user string) ([]*directory.Passkey, error) {
	return directory.Passkeys.Find(ctx, d.DB, `"user" = $1 ORDER BY added_at, id`, user)
}

// Passkeys lists the user's own, oldest first.
func (d *Desk) Passkeys(ctx context.Context, user string) ([]*directory.Passkey, error) {
	list, err := d.passkeys(ctx, user)
	if list == nil {
		list = []*directory.Passkey{}
	}
	return list, err
}

// NewPasskey asks for a passkey for somebody who has proven just now who they are.
func (d *Desk) NewPasskey(ctx context.Context, s *Session, site passkey.Site) (*passkey.Creation, error) {
	u, err := directory.Users.Get(ctx, d.DB, govern.ID(s.User))
	if err != nil {
		return nil, err
	}
	have, err := d.passkeys(ctx, s.User)
	if err != nil {
		return nil, err
	}
	challenge := fresh()
	if err := d.challenge(ctx, s, enrolling, challenge, ""); err != nil {
		return nil, err
	}
	return passkey.NewCreation(site, challenge, s.User, u.Email, u.Name, credentials(have, "")), nil
}

// credentials are the ids of the passkeys of a site, of all sites for "".
func credentials(keys []*directory.Passkey, site string) []string {
	list := []string{}
	for _, k := range keys {
		if site == "" || k.Site == site {
			list = append(list, k.Credential)
		}
	}
	return list
}

// AddPasskey keeps the passkey that a browser answers with. Faults:
// old_challenge, bad_passkey, those of the command.
func (d *Desk) AddPasskey(ctx context.Context, who govern.Actor, note govern.Note, s *Session, site passkey.Site, name string, e passkey.Enrolment) (govern.Outcome, error) {
	challenge := passkey.ChallengeOf(e.ClientData)
	if _, err := d.answered(ctx, s, enrolling, challenge); err != nil {
		return govern.Outcome{}, d.refused(ctx, who, "me.add_passkey", err, err)
	}
	key, err := passkey.Enrol(site, challenge, e)
	if err != nil {
		return govern.Outcome{}, d.refused(ctx, who, "me.add_passkey", err, err)
	}
	out, err := d.Engine.Submit(ctx, who, note, &directory.AddPasskey{Title: name, Credential: key.ID, PublicKey: key.Public, Site: site.ID})
	if err != nil {
		return out, err
	}
	return out, d.DB.Write(ctx, func(tx store.Tx) error {
		return tx.Exec(ctx, `INSERT INTO passkey_count (credential, count) VALUES ($1, $2) ON CONFLICT (credential) DO UPDATE SET count = $2`, key.ID, key.Count)
	})
}

// AskSignature asks the person's passkeys to sign a digest of something. Fault
// no_own_passkey.
func (d *Desk) AskSignature(ctx context.Context, s *Session, site passkey.Site, of, digest string) (*passkey.Request, error) {
	have, err := d.passkeys(ctx, s.User)
	if err != nil {
		return nil, err
	}
	ids := credentials(have, site.ID)
	if len(ids) == 0 {
		return nil, fault.New(fault.Conflict, "no_own_passkey", "You have no passkey for %s; add one on your own page first.", site.ID)
	}
	nonce := fresh()
	challenge := passkey.Challenge(digest, s.User, nonce)
	if err := d.challenge(ctx, s, of+"/"+digest, challenge, nonce); err != nil {
		return nil, err
	}
	return passkey.NewRequest(site, challenge, ids), nil
}

// Signed checks that one of the person's passkeys signed the digest of that for
// which AskSignature asked, and gives the proof to be kept. Faults: old_challenge,
// bad_passkey, passkey_copied.
func (d *Desk) Signed(ctx context.Context, who govern.Actor, s *Session, site passkey.Site, of, digest string, answer passkey.Answer) (*passkey.Assertion, error) {
	const action = "passkey.sign"
	nonce, err := d.answered(ctx, s, of+"/"+digest, passkey.ChallengeOf(answer.ClientData))
	if err != nil {
		return nil, d.refused(ctx, who, action, err, err)
	}
	key, err := directory.Passkeys.One(ctx, d.DB, `credential = $1 AND "user" = $2 AND site = $3`, answer.Credential, s.User, site.ID)
	if err != nil {
		return nil, err
	}
	if key == nil {
		err = fault.New(fault.Denied, "bad_passkey", "This is none of your passkeys any more.")
		return nil, d.refused(ctx, who, action, err, err)
	}
	a := &passkey.Assertion{Answer: answer, PublicKey: key.PublicKey, Nonce: nonce, Site: site.ID, Origin: site.Origin}
	count, err := a.Verify(digest, s.User)
	if err == nil {
		err = d.counted(ctx, key.Credential, count)
	}
	if err != nil {
		return nil, d.refused(ctx, who, action, err, err)
	}
	return a, nil
}

// counted refuses a device whose count of signatures does not grow: there are two
// of it. Devices that count nothing always say 0.
func (d *Desk) counted(ctx context.Context, credential string, count int64) error {
	ok, err := d.once(ctx, `INSERT INTO passkey_count (credential, count) VALUES ($1, $2)
		ON CONFLICT (credential) DO UPDATE SET count = $2 WHERE passkey_count.count < $2 OR passkey_count.count = 0 AND $2 = 0 RETURNING count`, credential, count)
	if err == nil && !ok {
		err = fault.New(fault.Denied, "passkey_copied", "Your passkey's count of signatures went back, as that of a copy would. Remove it, add another, and tell an administrator.")
	}
	return err
}
