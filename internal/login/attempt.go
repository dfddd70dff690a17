package login

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
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

func byUser(email string) brake { return brake{"user " + email, 5} }
func byCode(user string) brake  { return brake{"code " + user, 5} }

// byPlace counts what is tried for a user from an address that they have signed
// in from before: whoever guesses elsewhere does not keep them out there.
func byPlace(key string) brake { return brake{"place " + key, 5} }

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
// them holds; first tells that nobody was told of this yet.
func (d *Desk) attempt(ctx context.Context, brakes ...brake) (err error, first bool) {
	werr := d.DB.Write(ctx, func(tx store.Tx) error {
		err, first = nil, false
		now := int64(d.now())
		counts := make([]int64, len(brakes))
		for i, b := range brakes {
			// A row that is there has a lock to take: attempts of all nodes queue at
			// it, those of an address that nobody has tried yet too.
			e := tx.Exec(ctx, `INSERT INTO sign_in_attempt (key, failures, last_at) VALUES ($1, 0, 0) ON CONFLICT (key) DO NOTHING`, b.key)
			if e != nil {
				return e
			}
			var failures, last, told int64
			e = tx.QueryRow(ctx, []any{&failures, &last, &told}, `UPDATE sign_in_attempt SET failures = failures WHERE key = $1 RETURNING failures, last_at, told_at`, b.key)
			if e != nil {
				return e
			}
			// Whoever came first may have taken the time last, and nodes' clocks differ:
			// no attempt lies before one that is counted.
			now = max(now, last)
			if now-last > forgetAfter.Microseconds() {
				failures = 0
			}
			if wait := b.wait(failures); now-last < wait.Microseconds() {
				left := time.Duration(last+wait.Microseconds()-now) * time.Microsecond
				err = fault.New(fault.Denied, "slow_down", "Too many attempts. Try again in %s.", left.Round(time.Second)+time.Second)
				first = told != last
				return tx.Exec(ctx, `UPDATE sign_in_attempt SET told_at = last_at WHERE key = $1`, b.key)
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
// failures, and one of its address, whose other guesses stay counted. That a
// brake lets go which had taken hold is recorded.
func (d *Desk) forgive(ctx context.Context, who govern.Actor, whole brake, one ...brake) error {
	var failures int64
	err := d.DB.Write(ctx, func(tx store.Tx) error {
		failures = 0
		err := tx.QueryRow(ctx, []any{&failures}, `DELETE FROM sign_in_attempt WHERE key = $1 RETURNING failures`, whole.key)
		if err != nil && !errors.Is(err, store.ErrNoRows) {
			return err
		}
		for _, b := range one {
			if err := tx.Exec(ctx, `UPDATE sign_in_attempt SET failures = failures - 1 WHERE key = $1 AND failures > 0`, b.key); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || failures <= whole.free {
		return err
	}
	return d.note(ctx, who, "sign_in.unlock", audit.Fact{Name: "attempts", Value: strconv.FormatInt(failures, 10)})
}

// placeMemory is how long somebody may not have signed in from an address for it
// to be one of theirs.
const placeMemory = 90 * 24 * time.Hour

func placeOf(email, address string) string { return hashOf(email + "\n" + address) }

// brakeOf is the one that counts what is tried for an e-mail address from a
// network address, the same for those that nobody has.
func (d *Desk) brakeOf(ctx context.Context, email, address string) (brake, error) {
	key := placeOf(email, address)
	var seen int64
	err := d.DB.QueryRow(ctx, []any{&seen}, `SELECT seen_at FROM sign_in_place WHERE key = $1`, key)
	switch {
	case errors.Is(err, store.ErrNoRows):
		return byUser(hashOf(email)), nil
	case err == nil && int64(d.now())-seen <= placeMemory.Microseconds():
		return byPlace(key), nil
	}
	return byUser(hashOf(email)), err
}

// atHome remembers that a user has signed in from an address.
func (d *Desk) atHome(ctx context.Context, user, address string) error {
	u, err := directory.Users.Get(ctx, d.DB, govern.ID(user))
	if err != nil {
		return err
	}
	return d.DB.Write(ctx, func(tx store.Tx) error {
		return tx.Exec(ctx, `INSERT INTO sign_in_place (key, seen_at) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET seen_at = $2`, placeOf(u.Email, address), int64(d.now()))
	})
}
