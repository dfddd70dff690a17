package login

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Session is one sign-in of one person.
type Session struct {
	ID        string      `json:"id"`
	User      string      `json:"-"`
	Method    string      `json:"method" doc:"How: password, password+totp, password+recovery."`
	StartedAt govern.Time `json:"started_at"`
	ProofAt   govern.Time `json:"proof_at" doc:"When the person last proved who they are."`
	SeenAt    govern.Time `json:"seen_at" doc:"Of the last request, to half a minute."`
	IdleUntil govern.Time `json:"idle_until" doc:"When it ends without another request."`
	EndsAt    govern.Time `json:"ends_at" doc:"When it ends in any case."`
	Address   string      `json:"address"`
	Agent     string      `json:"agent" doc:"What the browser says of itself."`

	stage   string
	pending string
	wrong   int64
}

// The stages of a sign-in. Only a whole session reaches the API.
const (
	stageCode  = "code"  // the password was right, a code is asked
	stageEnrol = "enrol" // the password was right, a second factor is enrolled
	stageWhole = "whole"
)

const (
	halfLife = 10 * time.Minute // to finish signing in
	seenStep = 30 * time.Second // how exactly the last request is kept
)

func newToken() (token, hash string) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails; the program stops instead
	token = base64.RawURLEncoding.EncodeToString(b[:])
	return token, hashOf(token)
}

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Begin starts a session of the user, who has been identified by method, and
// records the sign-in. The token is not kept.
func (d *Desk) Begin(ctx context.Context, from From, user, method string) (token string, s *Session, err error) {
	p, err := d.Policy(ctx)
	if err != nil {
		return "", nil, err
	}
	s = d.session(from, user, stageWhole, method, time.Duration(p.WholeMinutes)*time.Minute)
	// The entry first: an entry of a session that did not come about says too much, a
	// session without its entry would say nothing.
	if err := d.note(ctx, from.actor(user, method, s.ID), "sign_in"); err != nil {
		return "", nil, err
	}
	if token, err = d.keep(ctx, s); err != nil {
		return "", nil, err
	}
	return token, s, d.atHome(ctx, user, from.Address)
}

// half starts a session that reaches nothing yet.
func (d *Desk) half(ctx context.Context, from From, user, stage, method string) (token string, err error) {
	return d.keep(ctx, d.session(from, user, stage, method, halfLife))
}

func (d *Desk) session(from From, user, stage, method string, life time.Duration) *Session {
	now := d.now()
	return &Session{
		ID: string(govern.NewID(d.Engine.Now())), User: user, Method: method, StartedAt: now, ProofAt: now, SeenAt: now,
		EndsAt: now + govern.Time(life.Microseconds()), Address: cut(from.Address), Agent: cut(from.Agent), stage: stage,
	}
}

// keep writes the session, and gives its token.
func (d *Desk) keep(ctx context.Context, s *Session) (token string, err error) {
	token, hash := newToken()
	return token, d.DB.Write(ctx, func(tx store.Tx) error {
		return tx.Exec(ctx, `INSERT INTO session (hash, id, "user", stage, method, pending, wrong, started_at, proof_at, seen_at, ends_at, address, agent, ends_before)
			VALUES ($1, $2, $3, $4, $5, '', 0, $6, $6, $6, $7, $8, $9, (SELECT count(*) FROM session_end WHERE session_end."user" = $3))`,
			hash, s.ID, s.User, s.stage, s.Method, int64(s.StartedAt), int64(s.EndsAt), s.Address, s.Agent)
	})
}

// cut keeps what a client says of itself short and in form.
func cut(s string) string {
	b := []byte(s)
	for i := range b {
		if b[i] < ' ' || b[i] > '~' {
			b[i] = '?'
		}
	}
	return string(b[:min(len(b), 200)])
}

// A session that was last seen before the password was set, or the second factor
// replaced or taken away, is over, whoever did it and however long others took to
// agree: nothing has to end it first. So is one that began before all were ended.
const selectSession = `SELECT id, "user", stage, method, pending, wrong, started_at, proof_at, seen_at, ends_at, address, agent FROM session
	WHERE ends_before = (SELECT count(*) FROM session_end e WHERE e."user" = session."user")
	AND NOT EXISTS (SELECT 1 FROM credential c WHERE c.id = session."user" AND (c.password_at > session.seen_at OR c.ended_at > session.seen_at)) AND `

func (d *Desk) sessions(ctx context.Context, where string, args ...any) ([]*Session, error) {
	p, err := d.Policy(ctx)
	if err != nil {
		return nil, err
	}
	idle := govern.Time((time.Duration(p.IdleMinutes) * time.Minute).Microseconds())
	var list []*Session
	err = d.DB.Query(ctx, func(scan store.Scan) error {
		s := &Session{}
		err := scan(&s.ID, &s.User, &s.stage, &s.Method, &s.pending, &s.wrong, (*int64)(&s.StartedAt), (*int64)(&s.ProofAt), (*int64)(&s.SeenAt), (*int64)(&s.EndsAt), &s.Address, &s.Agent)
		s.IdleUntil = s.SeenAt + idle
		list = append(list, s)
		return err
	}, selectSession+where, args...)
	return list, err
}

// Find is the live session of that token. Fault no_session when there is none:
// unknown, ended, idle for too long, or of a user who may do nothing now.
func (d *Desk) Find(ctx context.Context, token string) (*Session, error) {
	s, err := d.at(ctx, token, stageWhole)
	if err != nil {
		return nil, err
	}
	now := d.now()
	if now >= s.IdleUntil {
		return nil, d.over(ctx, s, "idle")
	}
	if err := d.Engine.Standing(s.User); err != nil {
		if fault.Is(err, fault.Denied) {
			return nil, d.over(ctx, s, fault.Code(err))
		}
		return nil, err
	}
	if now-s.SeenAt >= govern.Time(seenStep.Microseconds()) {
		err = d.DB.Write(ctx, func(tx store.Tx) error {
			return tx.Exec(ctx, `UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2`, s.ID, int64(now))
		})
		s.IdleUntil += now - s.SeenAt
		s.SeenAt = now
	}
	return s, err
}

func (d *Desk) at(ctx context.Context, token, stage string) (*Session, error) {
	if token == "" || len(token) > 200 {
		return nil, NoSession()
	}
	list, err := d.sessions(ctx, `hash = $1`, hashOf(token))
	if err != nil {
		return nil, err
	}
	if len(list) == 0 || list[0].stage != stage || d.now() >= list[0].EndsAt {
		return nil, NoSession()
	}
	return list[0], nil
}

// NoSession is the fault of a request without a live session.
func NoSession() error {
	return fault.New(fault.Unauthenticated, "no_session", "You are not signed in, or your session has ended. Sign in at /sign-in, or send an API token.")
}

// over ends a session that can no longer be used.
func (d *Desk) over(ctx context.Context, s *Session, why string) error {
	if err := d.drop(ctx, s.ID); err != nil {
		return err
	}
	d.ended(ctx, From{}.actor(s.User, s.Method, s.ID), s.ID, why)
	return NoSession()
}

func (d *Desk) drop(ctx context.Context, id string) error {
	return d.DB.Write(ctx, func(tx store.Tx) error {
		return tx.Exec(ctx, `DELETE FROM session WHERE id = $1`, id)
	})
}

func (d *Desk) ended(ctx context.Context, who govern.Actor, id, why string) {
	if err := d.note(ctx, who, "session.end", audit.Fact{Name: "session", Value: id}, audit.Fact{Name: "why", Value: why}); err != nil {
		d.Log.Error("an entry could not be written", "action", "session.end", "error", err)
	}
}

// Sessions lists the user's live sessions, newest first.
func (d *Desk) Sessions(ctx context.Context, user string) ([]*Session, error) {
	now := d.now()
	list, err := d.sessions(ctx, `"user" = $1 AND stage = 'whole' AND ends_at > $2 ORDER BY started_at DESC, id DESC`, user, int64(now))
	live := []*Session{}
	for _, s := range list {
		if now < s.IdleUntil {
			live = append(live, s)
		}
	}
	return live, err
}

// End ends one of the actor's own sessions. Fault not_found for any other.
func (d *Desk) End(ctx context.Context, who govern.Actor, id string) error {
	list, err := d.sessions(ctx, `id = $1 AND "user" = $2`, id, who.User)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return fault.New(fault.NotFound, "not_found", "You have no session %s.", id)
	}
	if err := d.drop(ctx, id); err != nil {
		return err
	}
	action := "session.end"
	if id == who.Session {
		action = "sign_out"
	}
	return d.note(ctx, who, action, audit.Fact{Name: "session", Value: id})
}

// endAll ends the user's sessions but one.
func (d *Desk) endAll(ctx context.Context, user, but string) error {
	return d.DB.Write(ctx, func(tx store.Tx) error {
		return tx.Exec(ctx, `DELETE FROM session WHERE "user" = $1 AND id <> $2`, user, but)
	})
}

// keepOn lets a session outlive the password that was set from within it.
func (d *Desk) keepOn(ctx context.Context, id string) error {
	return d.DB.Write(ctx, func(tx store.Tx) error {
		return tx.Exec(ctx, `UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2`, id, int64(d.now()))
	})
}
