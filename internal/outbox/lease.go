package outbox

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// leaseSQL takes the message that is due longest, for the length of a lease. The
// condition on leased_until stands twice: of two workers that chose the same
// row, the second looks at it again after the first's commit and finds it taken.
const leaseSQL = `UPDATE outbox SET leased_until = $1, holder = $2, attempts = attempts + 1
 WHERE leased_until <= $3 AND done_at = 0 AND gave_up_at = 0 AND id = (
  SELECT id FROM outbox WHERE done_at = 0 AND gave_up_at = 0 AND due_at <= $3 AND leased_until <= $3 ORDER BY due_at, id LIMIT 1)
 RETURNING id, kind, subject, body, attempts`

// held is a leased message; until tells this lease from a later one.
type held struct {
	Message
	until int64
}

// lease returns nil when nothing is due, or when another worker was faster.
func (w *Worker) lease(ctx context.Context) (*held, error) {
	now := govern.At(w.Now())
	h := &held{until: int64(now) + w.Lease.Microseconds()}
	var id, subject string
	var attempts int64
	err := w.DB.Write(ctx, func(tx store.Tx) error {
		return tx.QueryRow(ctx, []any{&id, &h.Kind, &subject, &h.Body, &attempts}, leaseSQL, h.until, w.Holder, int64(now))
	})
	if errors.Is(err, store.ErrNoRows) {
		return nil, nil
	}
	h.ID, h.Subject, h.Attempt = govern.ID(id), govern.ID(subject), int(attempts)
	h.Last = h.Attempt >= w.Attempts
	return h, err
}

// end writes what became of a leased message. ErrRowCount: the lease had run
// out and another worker has the message now.
func (w *Worker) end(ctx context.Context, h *held, set string, args ...any) error {
	return w.DB.Write(ctx, func(tx store.Tx) error {
		return tx.ExecOne(ctx, `UPDATE outbox SET leased_until = 0, holder = '', `+set+` WHERE id = $1 AND holder = $2 AND leased_until = $3 AND done_at = 0`,
			append([]any{string(h.ID), w.Holder, h.until}, args...)...)
	})
}

func (w *Worker) finish(ctx context.Context, h *held) error {
	return w.end(ctx, h, `done_at = $4, failure = ''`, int64(govern.At(w.Now())))
}

func (w *Worker) postpone(ctx context.Context, h *held, wait time.Duration, why error) error {
	return w.end(ctx, h, `due_at = $4, failure = $5`, int64(govern.At(w.Now().Add(wait))), plain(why))
}

// release gives a message back that the node's stop interrupted: that was no
// attempt of the handler's.
func (w *Worker) release(ctx context.Context, h *held) error {
	return w.end(ctx, h, `attempts = attempts - 1`)
}

func (w *Worker) abandon(ctx context.Context, h *held, why error) error {
	return w.end(ctx, h, `gave_up_at = $4, failure = $5`, int64(govern.At(w.Now())), plain(why))
}

// plain is an error's text as both databases take it.
func plain(err error) string {
	text := strings.ReplaceAll(strings.ToValidUTF8(err.Error(), "?"), "\x00", "?")
	if utf8.RuneCountInString(text) > 2000 {
		text = string([]rune(text)[:2000])
	}
	return text
}
