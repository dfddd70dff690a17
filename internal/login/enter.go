package login

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Stage says what comes next after a step of signing in.
type Stage struct {
	Next  string // "code", "enrol", "whole"; "held" when others must agree first
	Token string // of the half or whole session
}

// wrongPassword is the one answer to every sign-in that fails.
func wrongPassword() error {
	return fault.New(fault.Denied, "wrong_password", "E-mail address and password do not belong together, or you may not sign in.")
}

// Enter tries an e-mail address and a password. Faults: wrong_password whatever
// the reason, slow_down.
func (d *Desk) Enter(ctx context.Context, from From, email, password string) (Stage, error) {
	email = strings.ToLower(strings.TrimSpace(email))
	if len(email) > 254 {
		email = email[:254]
	}
	who := from.actor("", "password", "")
	of, err := d.brakeOf(ctx, email, from.Address)
	if err != nil {
		return Stage{}, err
	}
	if err, first := d.attempt(ctx, of, byAddress(from.Address)); err != nil {
		if u, _, e := d.known(ctx, email); first && e == nil && u != nil {
			who.User = string(u.ID) // for the log alone: the answer is the same
		}
		return Stage{}, d.slowed(ctx, who, "sign_in", err, first)
	}
	u, c, err := d.known(ctx, email)
	if err != nil {
		return Stage{}, err
	}
	right, err := d.matches(ctx, c, password)
	if err != nil {
		return Stage{}, err
	}
	if u != nil {
		who.User = string(u.ID)
	}
	switch {
	case u == nil:
		return Stage{}, d.refused(ctx, who, "sign_in", fault.New(fault.Denied, "unknown_user", "Nobody has that e-mail address."), wrongPassword())
	case !right:
		return Stage{}, d.refused(ctx, who, "sign_in", wrongPassword(), wrongPassword())
	}
	if err := d.Engine.Standing(who.User); err != nil {
		return Stage{}, d.refused(ctx, who, "sign_in", err, wrongPassword())
	}
	if err := d.forgive(ctx, who, of, byAddress(from.Address)); err != nil {
		return Stage{}, err
	}
	return d.admit(ctx, from, c)
}

// slowed records that a brake took hold; the refusals that follow would fill the
// log.
func (d *Desk) slowed(ctx context.Context, who govern.Actor, action string, err error, first bool) error {
	if first {
		return d.refused(ctx, who, action+".lock", err, err)
	}
	return err
}

// known finds the person of an address, and what they sign in with.
func (d *Desk) known(ctx context.Context, email string) (*directory.User, *directory.Credential, error) {
	if !utf8.ValidString(email) || strings.ContainsRune(email, 0) {
		return nil, nil, nil // no text, and PostgreSQL would refuse the question
	}
	u, err := directory.Users.One(ctx, d.DB, `email = $1`, email)
	if err != nil || u == nil || u.Kind != "person" {
		return nil, nil, err
	}
	c, err := d.credential(ctx, string(u.ID))
	return u, c, err
}

func (d *Desk) credential(ctx context.Context, user string) (*directory.Credential, error) {
	return directory.Credentials.One(ctx, d.DB, `id = $1`, user)
}

// admit goes on after the password: to the code, to the enrolment, or in.
func (d *Desk) admit(ctx context.Context, from From, c *directory.Credential) (Stage, error) {
	p, err := d.Policy(ctx)
	if err != nil {
		return Stage{}, err
	}
	stage := stageWhole
	switch {
	case c.Seed != "":
		stage = stageCode
	case p.FactorRequired:
		stage = stageEnrol
	}
	if stage == stageWhole {
		token, _, err := d.Begin(ctx, from, string(c.User), "password")
		return Stage{stageWhole, token}, err
	}
	token, err := d.half(ctx, from, string(c.User), stage, "password")
	return Stage{stage, token}, err
}

// maxWrong is how many codes one password buys.
const maxWrong = 5

// Code tries the second factor of a half session. Faults: no_session, wrong_code,
// slow_down.
func (d *Desk) Code(ctx context.Context, from From, token, code string) (Stage, error) {
	half, err := d.at(ctx, token, stageCode)
	if err != nil {
		return Stage{}, err
	}
	c, err := d.credential(ctx, half.User)
	if err != nil {
		return Stage{}, err
	}
	method, err := d.proof(ctx, from.actor(half.User, "password", ""), "sign_in", c, code)
	if err != nil {
		return Stage{}, d.spoilt(ctx, half, err)
	}
	return d.finish(ctx, from, half, "password+"+method)
}

// spoilt counts a wrong code, and ends the half session at one too many.
func (d *Desk) spoilt(ctx context.Context, half *Session, why error) error {
	if fault.Code(why) != "wrong_code" {
		return why
	}
	err := d.DB.Write(ctx, func(tx store.Tx) error {
		if err := tx.Exec(ctx, `UPDATE session SET wrong = wrong + 1 WHERE id = $1`, half.ID); err != nil {
			return err
		}
		return tx.Exec(ctx, `DELETE FROM session WHERE id = $1 AND wrong >= $2`, half.ID, maxWrong)
	})
	if err != nil {
		return err
	}
	return why
}

// proof tries a code under the brake of its user.
func (d *Desk) proof(ctx context.Context, who govern.Actor, action string, c *directory.Credential, code string) (string, error) {
	if c == nil || c.Seed == "" {
		return "", NoSession() // the factor was taken away meanwhile
	}
	if err, first := d.attempt(ctx, byCode(who.User)); err != nil {
		return "", d.slowed(ctx, who, action, err, first)
	}
	method, err := d.factor(ctx, c, code)
	if fault.Code(err) == "wrong_code" {
		return "", d.refused(ctx, who, action, err, err)
	}
	if err != nil {
		return "", err
	}
	return method, d.forgive(ctx, who, byCode(who.User))
}

// finish turns a half session into a whole one, under a new token.
func (d *Desk) finish(ctx context.Context, from From, half *Session, method string) (Stage, error) {
	if err := d.Engine.Standing(half.User); err != nil {
		return Stage{}, d.refused(ctx, from.actor(half.User, method, ""), "sign_in", err, wrongPassword())
	}
	if err := d.drop(ctx, half.ID); err != nil {
		return Stage{}, err
	}
	token, _, err := d.Begin(ctx, from, half.User, method)
	return Stage{stageWhole, token}, err
}

// Enrolling gives the factor that a half session is enrolling; the same one each
// time it is asked.
func (d *Desk) Enrolling(ctx context.Context, token string) (*Enrolment, error) {
	half, err := d.at(ctx, token, stageEnrol)
	if err != nil {
		return nil, err
	}
	if half.pending != "" {
		return d.pending(half)
	}
	return d.drawn(ctx, half)
}

// Enrol confirms the factor by one code and gives ten recovery codes, shown this
// once. Faults: no_session, wrong_code, slow_down, those of the command.
func (d *Desk) Enrol(ctx context.Context, from From, token, code string) (Stage, []string, error) {
	half, err := d.at(ctx, token, stageEnrol)
	if err != nil {
		return Stage{}, nil, err
	}
	e, err := d.Enrolling(ctx, token)
	if err != nil {
		return Stage{}, nil, err
	}
	who := from.actor(half.User, "password", half.ID)
	if err, first := d.attempt(ctx, byCode(half.User)); err != nil {
		return Stage{}, nil, d.slowed(ctx, who, "me.enrol", err, first)
	}
	s := step(e.Seed, strings.ReplaceAll(strings.TrimSpace(code), " ", ""), d.Codes().Unix())
	if s == 0 {
		return Stage{}, nil, d.refused(ctx, who, "me.enrol", wrongCode(), d.spoilt(ctx, half, wrongCode()))
	}
	if err := d.forgive(ctx, who, byCode(half.User)); err != nil {
		return Stage{}, nil, err
	}
	codes, factor, err := d.sealed(half.User, e.Seed)
	if err != nil {
		return Stage{}, nil, err
	}
	out, err := d.Engine.Submit(ctx, who, govern.Note{}, &factor)
	if err != nil {
		return Stage{}, nil, err
	}
	if _, err := d.useStep(ctx, half.User, s); err != nil {
		return Stage{}, nil, err
	}
	if out.State != govern.Applied {
		return Stage{Next: "held"}, codes, d.drop(ctx, half.ID)
	}
	stage, err := d.finish(ctx, from, half, "password+totp")
	return stage, codes, err
}

// Link says whose link it is. Fault bad_link.
func (d *Desk) Link(ctx context.Context, secret string) (*directory.User, error) {
	l, err := directory.OpenLink(ctx, d.DB, directory.LinkHash(secret), d.now())
	if err != nil {
		return nil, err
	}
	return directory.Users.Get(ctx, d.DB, l.User)
}

// Accept sets a password by a link and goes on as after a password. Every session
// that the person had ends. Faults: bad_link, those of weak, slow_down.
func (d *Desk) Accept(ctx context.Context, from From, secret, password string) (Stage, error) {
	who := from.actor("", "link", "")
	if err, first := d.attempt(ctx, byAddress(from.Address)); err != nil {
		return Stage{}, d.slowed(ctx, who, "user.accept", err, first)
	}
	u, err := d.Link(ctx, secret)
	if err != nil {
		return Stage{}, d.refused(ctx, who, "user.accept", err, err)
	}
	who.User = string(u.ID)
	if err := weak(password, u); err != nil {
		return Stage{}, err
	}
	h, err := d.hash(ctx, string(u.ID), password)
	if err != nil {
		return Stage{}, err
	}
	out, err := d.Engine.Submit(ctx, who, govern.Note{}, &directory.Accept{Link: directory.LinkHash(secret), Password: h})
	if err != nil {
		return Stage{}, err
	}
	if out.State != govern.Applied {
		return Stage{Next: "held"}, nil
	}
	if err := d.forgive(ctx, who, byUser(hashOf(u.Email)), byAddress(from.Address)); err != nil {
		return Stage{}, err
	}
	if err := d.endAll(ctx, string(u.ID), ""); err != nil {
		return Stage{}, err
	}
	c, err := d.credential(ctx, string(u.ID))
	if err != nil {
		return Stage{}, err
	}
	return d.admit(ctx, from, c)
}

// Prove renews the session's proof: by a code, or by the password of somebody who
// has no second factor. Faults: wrong_code, wrong_password, slow_down.
func (d *Desk) Prove(ctx context.Context, who govern.Actor, s *Session, code, password string) error {
	c, err := d.credential(ctx, s.User)
	if err != nil {
		return err
	}
	switch {
	case c != nil && c.Seed != "":
		if code == "" {
			return fault.Bad("code", "code_missing", "Give a code of your second factor.")
		}
		if _, err = d.proof(ctx, who, "proof", c, code); err != nil {
			return err
		}
	default:
		if err := d.own(ctx, who, "proof", c, password); err != nil {
			return err
		}
	}
	s.ProofAt = d.now()
	err = d.DB.Write(ctx, func(tx store.Tx) error {
		return tx.ExecOne(ctx, `UPDATE session SET proof_at = $2 WHERE id = $1`, s.ID, int64(s.ProofAt))
	})
	if err != nil {
		return err
	}
	return d.note(ctx, who, "proof")
}

// own tries a signed-in person's password, under the brake of its user.
func (d *Desk) own(ctx context.Context, who govern.Actor, action string, c *directory.Credential, password string) error {
	if err, first := d.attempt(ctx, byCode(who.User)); err != nil {
		return d.slowed(ctx, who, action, err, first)
	}
	right, err := d.matches(ctx, c, password)
	if err != nil {
		return err
	}
	if !right {
		wrong := fault.New(fault.Denied, "wrong_password", "This is not your password.")
		return d.refused(ctx, who, action, wrong, wrong)
	}
	return d.forgive(ctx, who, byCode(who.User))
}

// SetPassword sets another password of the actor, who gives the present one. The
// person's other sessions end. Faults: wrong_password, slow_down, those of weak.
func (d *Desk) SetPassword(ctx context.Context, who govern.Actor, note govern.Note, current, password string) (govern.Outcome, error) {
	c, err := d.credential(ctx, who.User)
	if err != nil {
		return govern.Outcome{}, err
	}
	if err := d.own(ctx, who, "me.set_password", c, current); err != nil {
		return govern.Outcome{}, err
	}
	u, err := directory.Users.Get(ctx, d.DB, govern.ID(who.User))
	if err != nil {
		return govern.Outcome{}, err
	}
	if err := weak(password, u); err != nil {
		return govern.Outcome{}, err
	}
	h, err := d.hash(ctx, who.User, password)
	if err != nil {
		return govern.Outcome{}, err
	}
	out, err := d.Engine.Submit(ctx, who, note, &directory.SetPassword{Password: h})
	if err == nil && out.State == govern.Applied {
		if err = d.keepOn(ctx, who.Session); err == nil {
			err = d.endAll(ctx, who.User, who.Session)
		}
	}
	return out, err
}
