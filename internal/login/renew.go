package login

import (
	"context"
	"strings"

	"github.com/pquerna/otp"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// pending is the factor that waits in a session for a code of its own.
func (d *Desk) pending(s *Session) (*Enrolment, error) {
	url, err := d.Ring.UnsealText(secret.Sealed(s.pending), "session/"+s.ID)
	if err != nil {
		return nil, err
	}
	key, err := otp.NewKeyFromURL(url)
	if err != nil {
		return nil, err
	}
	return enrolment(key)
}

// drawn draws a factor and lets it wait in the session, in the place of any
// before.
func (d *Desk) drawn(ctx context.Context, s *Session) (*Enrolment, error) {
	u, err := directory.Users.Get(ctx, d.DB, govern.ID(s.User))
	if err != nil {
		return nil, err
	}
	key, err := newSeed("Countersign", u.Email)
	if err != nil {
		return nil, err
	}
	sealed, err := d.Ring.SealText(key.URL(), "session/"+s.ID)
	if err != nil {
		return nil, err
	}
	err = d.DB.Write(ctx, func(tx store.Tx) error {
		return tx.ExecOne(ctx, `UPDATE session SET pending = $2 WHERE id = $1 AND pending = $3`, s.ID, string(sealed), s.pending)
	})
	if err != nil {
		return nil, err
	}
	return enrolment(key)
}

// sealed are a factor's seed and new recovery codes as they are kept, and the
// codes as they are shown, once.
func (d *Desk) sealed(user, seed string) (codes []string, c directory.Enrol, err error) {
	if codes, c.Recovery, err = d.newRecovery(user); err != nil {
		return nil, c, err
	}
	c.Seed, err = d.Ring.SealText(seed, place(user, "seed"))
	return codes, c, err
}

// NewFactor draws a second factor for somebody who is signed in, and has proven
// so just now. It counts once Confirm has seen a code of it.
func (d *Desk) NewFactor(ctx context.Context, s *Session) (*Enrolment, error) {
	return d.drawn(ctx, s)
}

// Confirm puts the factor that NewFactor drew in the place of the one there is, if
// any, by one of its codes. The person's other sessions end. It gives ten recovery
// codes, shown this once; where others must agree first, they work from then on.
// Faults: no_new_factor, wrong_code, slow_down, those of the command.
func (d *Desk) Confirm(ctx context.Context, who govern.Actor, note govern.Note, s *Session, code string) (govern.Outcome, []string, error) {
	if s.pending == "" {
		return govern.Outcome{}, nil, fault.New(fault.Conflict, "no_new_factor", "No second factor waits to be confirmed in this session; ask for one first.")
	}
	e, err := d.pending(s)
	if err != nil {
		return govern.Outcome{}, nil, err
	}
	c, err := d.credential(ctx, who.User)
	if err != nil {
		return govern.Outcome{}, nil, err
	}
	if err, first := d.attempt(ctx, byCode(who.User)); err != nil {
		return govern.Outcome{}, nil, d.slowed(ctx, who, "me.replace_factor", err, first)
	}
	at := step(e.Seed, strings.ReplaceAll(strings.TrimSpace(code), " ", ""), d.Codes().Unix())
	if at == 0 {
		return govern.Outcome{}, nil, d.refused(ctx, who, "me.replace_factor", wrongCode(), wrongCode())
	}
	if err := d.forgive(ctx, who, byCode(who.User)); err != nil {
		return govern.Outcome{}, nil, err
	}
	codes, factor, err := d.sealed(who.User, e.Seed)
	if err != nil {
		return govern.Outcome{}, nil, err
	}
	var cmd govern.Command = &factor
	if c != nil && c.Seed != "" {
		cmd = &directory.ReplaceFactor{Seed: factor.Seed, Recovery: factor.Recovery}
	}
	out, err := d.Engine.Submit(ctx, who, note, cmd)
	if err != nil {
		return out, nil, err
	}
	if _, err := d.useStep(ctx, who.User, at); err != nil {
		return out, nil, err
	}
	if err := d.confirmed(ctx, s.ID); err != nil || out.State != govern.Applied {
		return out, codes, err
	}
	if err := d.keepOn(ctx, s.ID); err != nil {
		return out, nil, err
	}
	return out, codes, d.endAll(ctx, who.User, s.ID)
}

func (d *Desk) confirmed(ctx context.Context, session string) error {
	return d.DB.Write(ctx, func(tx store.Tx) error {
		return tx.Exec(ctx, `UPDATE session SET pending = '' WHERE id = $1`, session)
	})
}

// RenewRecovery gives ten other recovery codes, shown this once, to somebody who
// has proven just now who they are; where others must agree first, they work from
// then on, and those before until then.
func (d *Desk) RenewRecovery(ctx context.Context, who govern.Actor, note govern.Note) (govern.Outcome, []string, error) {
	codes, recovery, err := d.newRecovery(who.User)
	if err != nil {
		return govern.Outcome{}, nil, err
	}
	out, err := d.Engine.Submit(ctx, who, note, &directory.RenewRecovery{Recovery: recovery})
	if err != nil {
		return out, nil, err
	}
	return out, codes, nil
}
