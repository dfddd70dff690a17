package collude

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/countersign/countersign/collusion"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Watch looks by itself for what one person alone could bring about, once changes
// of who may do what have settled, and at least daily. One node at a time steps.
type Watch struct {
	Engine *govern.Engine
	DB     store.DB
	// Courier and Declared are as of a Scene.
	Courier  string
	Declared func(command string) bool
	// Settle is how long nothing has changed before it is looked: a page of grants
	// is entered one by one.
	Settle time.Duration

	state string    // as of the last step
	since time.Time // when that state was seen first
	first time.Time // when the first change since the last look was seen

	turn   string // the last time at which access began or ended, as of turnAt
	turnAt time.Time
}

const (
	lookDaily = 24 * time.Hour
	// patience ends the waiting for changes to settle.
	patience = 2 * time.Minute
	// longest is how long a look may take.
	longest = 5 * time.Minute
)

// Step looks if that is due.
func (w *Watch) Step(ctx context.Context) error {
	now := w.Engine.Now()
	last, err := Alarms(ctx, w.DB)
	if err != nil {
		return err
	}
	state, err := w.present(ctx, govern.At(now))
	if err != nil || !w.due(state, last, now) {
		return err
	}
	return w.look(ctx, state, last)
}

// due reports whether it is time to look.
func (w *Watch) due(state string, last *Looked, now time.Time) bool {
	if state != w.state || w.since.IsZero() {
		if w.state == last.state || w.since.IsZero() {
			w.first = now
		}
		w.state, w.since = state, now
	}
	if state == last.state && last.At != 0 {
		return now.Sub(last.At.UTC()) >= lookDaily
	}
	return now.Sub(w.since) >= w.Settle || now.Sub(w.first) >= patience
}

// look finds what there is, in one committed state, and keeps it.
func (w *Watch) look(ctx context.Context, state string, last *Looked) error {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	began := time.Now()
	s := &Scene{Picture: w.Engine.Picture(), Now: govern.At(w.Engine.Now()), Courier: w.Courier, Declared: w.Declared}
	var found []Finding
	err := w.DB.Snapshot(ctx, func(r store.Reader) (err error) {
		s.Read = r
		found, last.Unseen, err = s.Alone(ctx)
		return err
	})
	if err != nil {
		return err
	}
	if last.Unseen == nil {
		last.Unseen = []Unseen{}
	}
	last.At, last.state, last.Armed = s.Now, state, last.Armed || s.armed()
	return w.DB.Write(ctx, func(tx store.Tx) error { return last.keep(ctx, tx, found, time.Since(began).Microseconds()) })
}

// armed reports whether a four-eyes rule is in force, and there are two people.
func (s *Scene) armed() bool {
	people := 0
	for _, p := range s.persons {
		if slices.ContainsFunc(p.Users, func(u collusion.User) bool { full, _ := s.access().User(u.ID); return !full.Service }) {
			people++
		}
	}
	for _, p := range s.Picture.Rules.All() {
		if p.Rule().Enabled && people > 1 {
			return true
		}
	}
	return false
}

// watched are the tables, beside those that decide who may do what, whose rows
// decide what one person alone could bring about.
var watched = []string{"customer", "account", "account_signatory", "job", "user_job", "exclusion", "participant", "process", "api_token"}

// present tells one state of what decides from another: the count of changes of
// who may do what, rows and versions of the watched tables, and when access last
// began or ended by itself.
func (w *Watch) present(ctx context.Context, now govern.Time) (string, error) {
	var epoch int64
	if err := w.DB.QueryRow(ctx, []any{&epoch}, `SELECT epoch FROM audit_head WHERE one = 1`); err != nil {
		return "", err
	}
	parts := []string{strconv.FormatInt(epoch, 10)}
	for _, table := range watched {
		var rows, versions int64
		var newest string
		err := w.DB.QueryRow(ctx, []any{&rows, &versions, &newest}, `SELECT count(*), CAST(COALESCE(sum(version), 0) AS BIGINT), COALESCE(max(id), '') FROM `+table)
		if err != nil {
			return "", err
		}
		parts = append(parts, strconv.FormatInt(rows, 10), strconv.FormatInt(versions, 10), newest)
	}
	if at := now.UTC(); at.Sub(w.turnAt) >= time.Minute || at.Before(w.turnAt) {
		w.turn, w.turnAt = w.turned(now), at // all grants are gone through
	}
	return strings.Join(append(parts, w.turn), " "), nil
}

// turned is the last time, by now, at which access began or ended by itself.
func (w *Watch) turned(now govern.Time) string {
	var latest int64
	at := func(times ...int64) {
		for _, t := range times {
			if t > latest && t <= int64(now) {
				latest = t
			}
		}
	}
	for _, t := range w.Engine.Picture().Turns() {
		at(int64(t))
	}
	facts := w.Engine.Access().Facts()
	for i := range facts.Grants {
		at(facts.Grants[i].From, facts.Grants[i].Until)
	}
	for i := range facts.Members {
		at(facts.Members[i].From, facts.Members[i].Until)
	}
	for i := range facts.Users {
		at(facts.Users[i].Until)
	}
	return strconv.FormatInt(latest, 10)
}
