// Package login lets people in: passwords set by one-time links, sessions kept on
// the server, a second factor (TOTP, RFC 6238) with recovery codes, and the pages
// for all of it, rendered here and without scripts.
//
// It guarantees that a session's token is random (256 bits), stored hashed and
// new at every sign-in; that each six-digit and each recovery code works once on
// all nodes; that an unknown user and a wrong password are answered alike, after
// the same work; that guessing is slowed by user and by address; and that every
// sign-in, failure, sign-out, use of a link and enrolment stands in the log.
// What changes what a person signs in with goes through the Engine.
package login

import (
	"context"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"github.com/alexedwards/argon2id"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Config is what a Desk is made of.
type Config struct {
	Engine *govern.Engine
	DB     store.DB
	Ring   *secret.Ring
	Log    *slog.Logger // nil: none
	// Codes is the clock of six-digit codes, which people's devices keep; nil: the
	// Engine's.
	Codes func() time.Time
	// Work is what one hash of a password costs; nil: 64 MiB and two passes. No
	// setting names it: only tests that are about something else take less.
	Work *argon2id.Params
}

// Desk is where people sign in. It is safe for use by many goroutines.
type Desk struct {
	Config
	hashing chan struct{} // as many as may hash at once: each takes 64 MiB
	decoy   func() string // the hash that an unknown user's password is tried on
	mu      sync.Mutex
	rules   *policy.SignIn // as of rulesAt
	rulesAt time.Time
}

// From is where a request came from, for the log.
type From struct{ Address, Agent, Request string }

// New makes a Desk.
func New(c Config) *Desk {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Codes == nil {
		c.Codes = c.Engine.Now
	}
	if c.Work == nil {
		c.Work = whole
	}
	d := &Desk{Config: c, hashing: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)))}
	d.decoy = sync.OnceValue(func() string { return newDecoy(d.Work) })
	return d
}

// Policy is the policy in force, a second old at most.
func (d *Desk) Policy(ctx context.Context) (*policy.SignIn, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.rules != nil && time.Since(d.rulesAt) < time.Second {
		return d.rules, nil
	}
	p, err := policy.ReadSignIn(ctx, d.DB)
	if err == nil {
		d.rules, d.rulesAt = p, time.Now()
	}
	return p, err
}

func (d *Desk) now() govern.Time { return govern.At(d.Engine.Now()) }

// actor is who an entry is about.
func (f From) actor(user, method, session string) govern.Actor {
	return govern.Actor{User: user, Method: method, Session: session, From: f.Address, Request: f.Request}
}

// note records an event. That it could not be written must not let somebody in.
func (d *Desk) note(ctx context.Context, who govern.Actor, action string, facts ...audit.Fact) error {
	_, err := d.Engine.Note(context.WithoutCancel(ctx), who, audit.Event{
		Action: action, Outcome: audit.Noted, Record: audit.Record{Table: "user", ID: who.User}, Facts: facts,
	})
	return err
}

// refused records a refusal and gives the answer, which may tell less.
func (d *Desk) refused(ctx context.Context, who govern.Actor, action string, why, answer error) error {
	f := fault.From(why)
	ev := audit.Event{Action: action, Outcome: audit.Refused, Code: f.Code, Detail: f.Detail}
	if who.User != "" {
		ev.Record = audit.Record{Table: "user", ID: who.User}
	}
	if _, err := d.Engine.Note(context.WithoutCancel(ctx), who, ev); err != nil {
		d.Log.Error("an entry could not be written", "action", action, "error", err)
	}
	return answer
}

// Run ends the sessions of people who may no longer sign in, and clears away
// what has ended, until ctx does. Requests do not wait for it: they look at the
// user themselves.
func (d *Desk) Run(ctx context.Context) {
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := d.sweep(ctx, n%120 == 0); err != nil && ctx.Err() == nil {
			d.Log.Warn("sessions could not be cleared away", "error", err)
		}
	}
}

func (d *Desk) sweep(ctx context.Context, old bool) error {
	var users []string
	err := d.DB.Query(ctx, func(scan store.Scan) error {
		var u string
		err := scan(&u)
		users = append(users, u)
		return err
	}, `SELECT DISTINCT "user" FROM session ORDER BY "user"`)
	if err != nil {
		return err
	}
	for _, u := range users {
		if fault.Is(d.Engine.Standing(u), fault.Denied) {
			if err := d.endAll(ctx, u, ""); err != nil {
				return err
			}
		}
	}
	if !old {
		return nil
	}
	return d.DB.Write(ctx, func(tx store.Tx) error {
		now := int64(d.now())
		if err := tx.Exec(ctx, `DELETE FROM session WHERE ends_at <= $1 OR ends_before < (SELECT count(*) FROM session_end e WHERE e."user" = session."user")`, now); err != nil {
			return err
		}
		if err := tx.Exec(ctx, `DELETE FROM passkey_challenge WHERE ends_at <= $1`, now); err != nil {
			return err
		}
		if err := tx.Exec(ctx, `DELETE FROM sign_in_place WHERE seen_at <= $1`, now-placeMemory.Microseconds()); err != nil {
			return err
		}
		return tx.Exec(ctx, `DELETE FROM sign_in_attempt WHERE last_at <= $1`, now-forgetAfter.Microseconds())
	})
}
