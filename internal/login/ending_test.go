package login_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/login"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit/house"
)

func ending(user govern.ID) *directory.EndSessions {
	c := &directory.EndSessions{}
	c.On(user)
	return c
}

// begin is another session of the person.
func (l *lobby) begin(user string) string {
	l.t.Helper()
	token, _, err := l.desk.Begin(l.t.Context(), login.From{Address: "test"}, user, "test")
	if err != nil {
		l.t.Fatal(err)
	}
	return token
}

func (l *lobby) lives(token string) {
	l.t.Helper()
	if s, err := l.desk.Find(l.t.Context(), token); err != nil || s == nil {
		l.t.Errorf("a session that nobody ended is over: %v", err)
	}
}

func TestEndingTheSessionsOfAPersonEndsThemAtOnceAndNoOthers(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		anna, ben := l.enter("anna"), l.enter("ben")
		again := l.begin("anna")
		l.User("carl")
		if _, err := l.Submit("carl", ending("anna")); fault.Code(err) != "denied" {
			t.Errorf("without the permission: %v", err)
		}
		l.lives(anna.Token())
		l.Must(l.Submit(house.Founder, ending("anna")))
		for _, token := range []string{anna.Token(), again} {
			if s, err := l.desk.Find(t.Context(), token); fault.Code(err) != "no_session" {
				t.Errorf("a session of anna's lives: %+v, %v", s, err)
			}
		}
		if list, err := l.desk.Sessions(t.Context(), "anna"); err != nil || len(list) != 0 {
			t.Errorf("anna has the sessions %v, %v", list, err)
		}
		l.lives(ben.Token())
		l.lives(l.begin("anna")) // whoever still may signs in anew
	})
}

func TestAnEndingThatWaitsEndsAlsoWhatBeganMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		anna := l.enter("anna")
		l.User("dora", "user.approve")
		l.hold("user.end_sessions", approval.Command)
		held := l.MustHold(l.Submit(house.Founder, ending("anna")))
		l.lives(anna.Token())
		l.Clock.Advance(time.Minute) // a session that is used and one that begins while it waits
		meanwhile := l.begin("anna")
		l.lives(anna.Token())
		l.Must(l.approve("dora", held))
		for _, token := range []string{anna.Token(), meanwhile} {
			if s, err := l.desk.Find(t.Context(), token); fault.Code(err) != "no_session" {
				t.Errorf("a session from before the agreement lives: %+v, %v", s, err)
			}
		}
	})
}

func TestAResetThatWaitedEndsAlsoTheSessionsThatWereUsedMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		anna := l.enter("anna")
		l.User("carl", "user.reset_factor")
		l.User("dora", "user.approve")
		l.hold("user.reset_factor", approval.Command)
		held := l.MustHold(l.Submit("carl", &directory.ResetFactor{User: "anna"}))
		l.Clock.Advance(2 * time.Minute)
		l.lives(anna.Token()) // somebody goes on with it
		l.Clock.Advance(2 * time.Minute)
		l.Must(l.approve("dora", held))
		if s, err := l.desk.Find(t.Context(), anna.Token()); fault.Code(err) != "no_session" {
			t.Errorf("a session from before the agreement lives: %+v, %v", s, err)
		}
	})
}

// unwritable is a database that takes nothing.
type unwritable struct{ store.DB }

func (unwritable) Write(context.Context, func(store.Tx) error) error {
	return fault.New(fault.Unavailable, "database", "The disk is full.")
}

// TestNoSessionBeginsWithoutItsEntry: where the log takes nothing nobody gets in, and
// where the session cannot be written its entry stands alone.
func TestNoSessionBeginsWithoutItsEntry(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		l.User("anna")
		e, err := govern.New(t.Context(), govern.Config{DB: l.DB, Ring: l.Ring, Tables: tables, Commands: slices.Concat([]govern.Verb{directory.FoundVerb}, verbs), Now: l.Clock.Now, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		e.Close()
		begins := func(e *govern.Engine, db store.DB) (sessions int64) {
			t.Helper()
			d := login.New(login.Config{Engine: e, DB: db, Ring: l.Ring})
			if token, _, err := d.Begin(t.Context(), login.From{Address: "test"}, "anna", "test"); err == nil || token != "" {
				t.Errorf("anna is let in with %q, %v", token, err)
			}
			return l.Count(`SELECT count(*) FROM session`)
		}
		before := l.Count(`SELECT count(*) FROM audit_entry`)
		if n := begins(e, l.DB); n != 0 || l.Count(`SELECT count(*) FROM audit_entry`) != before {
			t.Errorf("without an entry there are %d sessions", n)
		}
		if n := begins(l.Engine, unwritable{l.DB}); n != 0 || l.Count(`SELECT count(*) FROM audit_entry`) != before+1 {
			t.Errorf("where no session can be written there are %d, and %d entries more", n, l.Count(`SELECT count(*) FROM audit_entry`)-before)
		}
	})
}
