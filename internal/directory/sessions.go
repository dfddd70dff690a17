package directory

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/govern"
)

// SessionEnd says that the sessions of a user are over: all those that were there
// when its row was written. A session counts the rows that it began after, and is
// over once there is one more; so it needs no clock, no node can be late, and a
// change that waited ends also the sessions that were begun while it waited.
type SessionEnd struct {
	govern.Meta
	User    govern.ID   `json:"user" db:"user" audit:"show" ref:"user" doc:"Whose sessions are over."`
	Unit    govern.ID   `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"That person's home unit."`
	AskedAt govern.Time `json:"asked_at" db:"asked_at" audit:"show" doc:"When somebody asked for it; it counts from when that was carried out, which may have waited for others."`
}

// SessionEnds are all there ever were.
var SessionEnds = govern.Declare(govern.Table[SessionEnd]{
	Name:      "session_end",
	Doc:       "That every session of a person was ended: by an administrator, or with a password set anew or a second factor taken away.",
	ByCommand: true,
	Target: func(s *SessionEnd) access.Target {
		return access.Target{Unit: string(s.Unit), Records: []access.Record{{Table: "user", ID: string(s.User)}}}
	},
})

// EndSessions ends every session of a user, also one's own.
type EndSessions struct {
	User govern.ID `json:"-"`
	id   govern.ID
}

// Name is the command's name.
func (*EndSessions) Name() string { return "user.end_sessions" }

// On names the user.
func (c *EndSessions) On(id govern.ID) { c.User = id }

// Draw draws the id of the row.
func (c *EndSessions) Draw(newID func() govern.ID) { c.id = newID() }

// Targets is the user.
func (c *EndSessions) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return aboutUser(ctx, q, c.User)
}

// Plan inserts the row.
func (c *EndSessions) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	u, err := Users.Get(ctx, q, c.User)
	if err != nil {
		return govern.Plan{}, err
	}
	return govern.Plan{Record: govern.Ref{Table: "user", ID: u.ID}, Rows: []govern.RowChange{sessionsEnd(c.id, u, q)}}, nil
}

func sessionsEnd(id govern.ID, u *User, q govern.Reader) govern.RowChange {
	return SessionEnds.Insert(&SessionEnd{Meta: govern.Meta{ID: id}, User: u.ID, Unit: u.Unit, AskedAt: q.Now()})
}
