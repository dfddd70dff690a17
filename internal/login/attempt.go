package login

import (
	"context"
	"time"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// brake slows guessing: after so many failures each further one costs twice the
// wait of the one before.
type brake struct {
	key  string
	free int64
}

const (
	firstWait   = time.Second
	longestWait = 15 * time.Minute
	forgetAfter = 2 * time.Hour
)

func byUser(email string) brake      { return brake{"user " + email, 5} }
func byCode(user string) brake       { return brake{"code " + user, 5} }
func byAddress(address string) brake { return brake{"address " + address, 30} }

// wait is how long to wait after so many failures.
func (b brake) wait(failures int64) time.Duration {
	if failures < b.free {
		return 0
	}
	if over := failures - b.free; over < 10 {
		return firstWait << over
	}
	return longestWait
}

// attempt counts one attempt against each brake before it is made, so that many
// at once are counted too. Fault slow_down, and nothing is counted, while one of
// them holds; first tells that it has only just begun to.
func (d *Desk) attempt(ctx context.Context, brakes ...brake) (err error, first bool) {
	now := int64(d.now())
	werr := d.DB.Write(ctx, func(tx store.Tx) error {
		err, first = nil, false
		counts := make([]int64, len(brakes))
		for i, b := range brakes {
			// A row that is there has a lock to take: attempts of all nodes queue at
			// it, those of an address that nobody has tried yet too.
			e := tx.Exec(ctx, `INSERT INTO sign_in_attempt (key, failures, last_at) VALUES ($1, 0, 0) ON CONFLICT (key) DO NOTHING`, b.key)
			if e != nil {
				return e
			}
			var failures, last int64
			e = tx.QueryRow(ctx, []any{&failures, &last}, `UPDATE sign_in_attempt SET failures = failures WHERE key = $1 RETURNING failures, last_at`, b.key)
			if e != nil {
				return e
			}
			if now-last > forgetAfter.Microseconds() {
				failures = 0
			}
			if wait := b.wait(failures); now-last < wait.Microseconds() {
				left := time.Duration(last+wait.Microseconds()-now) * time.Microsecond
				err = fault.New(fault.Denied, "slow_down", "Too many attempts. Try again in %s.", left.Round(time.Second)+time.Second)
				first = failures == b.free
				return nil
			}
			counts[i] = failures + 1
		}
		for i, b := range brakes {
			e := tx.Exec(ctx, `UPDATE sign_in_attempt SET failures = $2, last_at = $3 WHERE key = $1`, b.key, counts[i], now)
			if e != nil {
				return e
			}
		}
		return nil
	})
	if werr != nil {
		return werr, false
	}
	return err, first
}

// forgive takes the attempt back that turned out right: all of its user's
// failures, and one of its address, whose other guesses stay counted.
func (d *Desk) forgive(ctx context.Context, whole brake, one ...brake) error {
	return d.DB.Write(ctx, func(tx store.Tx) error {
		if err := tx.Exec(ctx, `DELETE FROM sign_in_attempt WHERE key = $1`, whole.key); err != nil {
			return err
		}
		for _, b := range one {
			if err := tx.Exec(ctx, `UPDATE sign_in_attempt SET failures = failures - 1 WHERE key = $1 AND failures > 0`, b.key); err != nil {
				return err
			}
		}
		return nil
	})
}
