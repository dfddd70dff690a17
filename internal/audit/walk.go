package audit

import (
	"context"
	"errors"
	"reflect"

	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Walk shows what matches q to each, newest first, from one committed state,
// until there is no more, each faults, or, when q.Limit is not 0, so many were
// shown. It keeps none of them.
func Walk(ctx context.Context, r store.Reader, ring *secret.Ring, q Query, each func(Found) error) error {
	if err := q.check(); err != nil {
		return err
	}
	n := 0
	s := &search{ctx: ctx, r: r, q: q, sealer: NewSealer(ring), wanted: q.tokens(ring), each: func(f Found) error {
		if n++; n == q.Limit {
			if err := each(f); err != nil {
				return err
			}
			return errEnough
		}
		return each(f)
	}}
	if err := s.run(); !errors.Is(err, errEnough) {
		return err
	}
	return nil
}

// errEnough ends a walk without a fault.
var errEnough = errors.New("enough")

// patience is how many entries a count opens for each that it may count: tokens
// say nothing of where in an entry a value stood.
const patience = 4

// Count is how many entries match q: exactly, unless more says that there are at
// least so many. It ends beyond most, or when it has opened four times as many.
// Before and Limit of q are left out of account.
func Count(ctx context.Context, db store.DB, ring *secret.Ring, q Query, most int) (n int64, more bool, err error) {
	if err := q.check(); err != nil {
		return 0, false, err
	}
	q.Before, q.Limit = 0, most+1
	err = db.Snapshot(ctx, func(r store.Reader) error {
		if q.any() {
			return r.QueryRow(ctx, []any{&n}, `SELECT count(*) FROM (SELECT 1 FROM audit_entry LIMIT $1) AS t`, int64(most)+1)
		}
		s := &search{ctx: ctx, r: r, q: q, sealer: NewSealer(ring), wanted: q.tokens(ring), looks: patience * (most + 1)}
		s.each = func(Found) error {
			n++
			s.done = n > int64(most)
			return nil
		}
		err := s.run()
		more = s.tired
		return err
	})
	if n > int64(most) {
		n, more = int64(most), true
	}
	return n, more, err
}

// any reports whether q asks nothing of an entry.
func (q *Query) any() bool {
	bare := *q
	bare.Before, bare.Limit, bare.Allow, bare.Scope = 0, 0, nil, nil
	return q.Allow == nil && q.Scope == nil && reflect.ValueOf(bare).IsZero()
}
