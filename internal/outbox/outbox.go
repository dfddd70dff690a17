// Package outbox does the side effects that committed changes left behind: a
// file to send, news to pass on. A message is written in the transaction of the
// change that it follows from, and is done afterwards, by whichever node leases
// it first.
//
// It guarantees that a message is handled at least once, by one worker at a
// time, and that none is lost in silence: it is done, waits for its next
// attempt, or was given up with the reason beside it and an alert. A handler
// may meet a message again after a crash and must bear that.
//
// An attempt that fails is repeated after 10 s, 20 s, 40 s … at most 1 h. After
// 12 attempts (about 3 hours), or at once when the handler says that repeating
// is of no use (GiveUp), the message is given up: OnGiveUp is called, GivenUp
// lists it until a person has it tried Again.
//
// Leases are compared with the clocks of the nodes, which must agree within a
// few seconds; a handler's context ends at nine tenths of its lease, so that it
// stops before another worker may begin.
package outbox

import (
	"context"
	"errors"
	"time"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Message is one side effect to be done. Attempt counts from 1; on the Last one
// a handler that has something to settle before it is given up does so.
type Message struct {
	ID      govern.ID
	Kind    string
	Subject govern.ID
	Body    string
	Attempt int
	Last    bool
}

// Handler does one message. An error repeats it later, unless it is of GiveUp.
type Handler func(ctx context.Context, m Message) error

// GiveUp says that repeating is of no use: a person must look. err is the
// reason.
func GiveUp(err error) error { return givenUp{err} }

type givenUp struct{ error }

func (g givenUp) Unwrap() error { return g.error }

// Backoff is how long to wait after that many failed attempts.
func Backoff(attempts int) time.Duration {
	wait := 10 * time.Second
	for n := 1; n < attempts && wait < time.Hour; n++ {
		wait *= 2
	}
	return min(wait, time.Hour)
}

// Lost is a message that was given up.
type Lost struct {
	Message
	GaveUpAt govern.Time
	Failure  string // for the operator
}

// GivenUp lists the messages of a kind, "" for all, that were given up, newest
// first.
func GivenUp(ctx context.Context, r store.Reader, kind string, limit int) ([]Lost, error) {
	var list []Lost
	err := r.Query(ctx, func(scan store.Scan) error {
		var l Lost
		var id, subject string
		var attempts, at int64
		err := scan(&id, &l.Kind, &subject, &l.Body, &attempts, &at, &l.Failure)
		l.ID, l.Subject, l.Attempt, l.GaveUpAt = govern.ID(id), govern.ID(subject), int(attempts), govern.Time(at)
		list = append(list, l)
		return err
	}, `SELECT id, kind, subject, body, attempts, gave_up_at, failure FROM outbox WHERE (kind = $1 OR $1 = '') AND gave_up_at > 0 AND done_at = 0 ORDER BY gave_up_at DESC, id LIMIT $2`, kind, limit)
	return list, err
}

// Again has a message that was given up tried anew from its first attempt.
// Fault: store.ErrRowCount when it was not given up.
func Again(ctx context.Context, db store.DB, id govern.ID, now time.Time) error {
	return db.Write(ctx, func(tx store.Tx) error {
		return tx.ExecOne(ctx, `UPDATE outbox SET gave_up_at = 0, attempts = 0, leased_until = 0, holder = '', due_at = $2 WHERE id = $1 AND gave_up_at > 0 AND done_at = 0`,
			string(id), int64(govern.At(now)))
	})
}

// after tells what becomes of a message whose handler returned err.
func after(m Message, err error) (done, over bool) {
	return err == nil, err != nil && (m.Last || final(err))
}

func final(err error) bool {
	var g givenUp
	return errors.As(err, &g)
}
