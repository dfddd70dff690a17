// Package house sets up a small organisation on a running Engine, through the
// door like everybody else: what the tests of the governed areas start from.
package house

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

// House is an organisation with an Engine.
type House struct {
	t      testing.TB
	DB     store.DB
	Ring   *secret.Ring
	Engine *govern.Engine
	Clock  *Clock
	n      atomic.Int64
}

// Clock is a time that the test holds. It moves a microsecond with every look,
// so that no two events are simultaneous.
type Clock struct {
	at     atomic.Int64
	detain atomic.Pointer[func()]
}

// Now is the held time.
func (c *Clock) Now() time.Time {
	now := time.UnixMicro(c.at.Add(1)).UTC()
	if detain := c.detain.Swap(nil); detain != nil {
		(*detain)()
	}
	return now
}

// Detain has whoever looks next wait, with the time they saw, until they are let go.
func (c *Clock) Detain() (detained <-chan struct{}, letGo func()) {
	looked, gone := make(chan struct{}), make(chan struct{})
	wait := func() {
		close(looked)
		<-gone
	}
	c.detain.Store(&wait)
	return looked, func() { close(gone) }
}

// Advance moves the clock.
func (c *Clock) Advance(d time.Duration) { c.at.Add(d.Microseconds()) }

// Founder is the administrator that every House has; Second is the other.
const (
	Founder = "founder"
	Second  = "second"
)

// New founds an organisation: two administrators who hold every permission at
// once, so that tests may build what they need.
func New(t testing.TB, db store.DB, tables []govern.Any, verbs []govern.Verb) *House {
	t.Helper()
	h := Unfounded(t, db, tables, verbs)
	h.Must(h.Submit("", foundation(h.Engine.Permissions())))
	return h
}

// Unfounded is an Engine on an installation that nobody has set up yet.
func Unfounded(t testing.TB, db store.DB, tables []govern.Any, verbs []govern.Verb) *House {
	t.Helper()
	h := &House{t: t, DB: db, Clock: &Clock{}}
	h.Clock.at.Store(time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC).UnixMicro())
	var err error
	if h.Ring, err = secret.Create(filepath.Join(t.TempDir(), "keys.json")); err != nil {
		t.Fatal(err)
	}
	h.Engine = h.Start(db, tables, verbs)
	return h
}

// Start runs a further Engine, as another node does.
func (h *House) Start(db store.DB, tables []govern.Any, verbs []govern.Verb) *govern.Engine {
	h.t.Helper()
	e, err := govern.New(context.Background(), govern.Config{
		DB: db, Ring: h.Ring, Tables: tables,
		Commands: append([]govern.Verb{directory.FoundVerb}, verbs...), Now: h.Clock.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(e.Close)
	return e
}

func foundation(permissions []string) *directory.Found {
	f := &directory.Found{Roles: []*directory.Role{{Meta: govern.Meta{ID: "everything"}, Name: "everything", Permissions: permissions}}}
	for _, id := range []govern.ID{Founder, Second} {
		f.Users = append(f.Users, &directory.User{Meta: govern.Meta{ID: id}, Email: string(id) + "@example.com", Name: string(id), Kind: "person", Status: "active"})
		f.Grants = append(f.Grants, &directory.Grant{Meta: govern.Meta{ID: "grant-" + id}, User: id, Role: "everything", Scope: "everything"})
	}
	return f
}

// Submit asks for a command as the user.
func (h *House) Submit(user string, cmd govern.Command) (govern.Outcome, error) {
	return h.Engine.Submit(context.Background(), govern.Actor{User: user, Method: "test", Request: fmt.Sprint(h.n.Add(1))}, govern.Note{Reason: "test"}, cmd)
}

// Must stops the test unless the request was applied.
func (h *House) Must(out govern.Outcome, err error) govern.Outcome {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
	if out.State != govern.Applied {
		h.t.Fatalf("the outcome is %+v, want applied", out)
	}
	return out
}

// MustHold stops the test unless the request was held.
func (h *House) MustHold(out govern.Outcome, err error) govern.Outcome {
	h.t.Helper()
	if err != nil || out.State != govern.Held {
		h.t.Fatalf("the outcome is %+v, %v; want held", out, err)
	}
	return out
}

// User adds a person with one role of exactly those permissions, over everything.
func (h *House) User(id string, permissions ...string) string {
	h.t.Helper()
	h.Must(h.Submit(Founder, govern.PutNew(directory.Users, govern.ID(id), &directory.User{Email: id + "@example.com", Name: id, Kind: "person", Status: "active"})))
	if len(permissions) > 0 {
		h.Grant(id, permissions...)
	}
	return id
}

// Grant gives the user a role of exactly those permissions, over everything.
func (h *House) Grant(user string, permissions ...string) {
	h.t.Helper()
	role := govern.ID(fmt.Sprintf("role-%d", h.n.Add(1)))
	h.Must(h.Submit(Founder, govern.PutNew(directory.Roles, role, &directory.Role{Name: string(role), Permissions: permissions})))
	h.Must(h.Submit(Founder, govern.PutNew(directory.Grants, "grant-"+role, &directory.Grant{User: govern.ID(user), Role: role, Scope: "everything"})))
}

// Count runs a counting query.
func (h *House) Count(q string, args ...any) int64 {
	h.t.Helper()
	var n int64
	if err := h.DB.QueryRow(context.Background(), []any{&n}, q, args...); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// Each runs f on a new House on both databases.
func Each(t *testing.T, tables []govern.Any, verbs []govern.Verb, f func(t *testing.T, h *House)) {
	testkit.EachDB(t, func(t *testing.T, db store.DB) { f(t, New(t, db, tables, verbs)) })
}
