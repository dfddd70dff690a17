package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// keeping has the log signed and indexed, on one node at a time: the one that
// holds the lease. Should two believe so, the second's attempt fails unharmed.
type keeping struct {
	keeper *audit.Keeper
	db     store.DB
	log    *slog.Logger
	holder string

	until  time.Time // of the lease
	mu     sync.Mutex
	failed error // of the last attempt
	since  time.Time
}

const (
	leaseFor   = 5 * time.Second
	leaseName  = "audit_keeper"
	takeLease  = `INSERT INTO lease (name, holder, until) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET holder = $2, until = $3 WHERE lease.holder = $2 OR lease.until <= $4 RETURNING until`
	leaveLease = `UPDATE lease SET until = 0 WHERE name = $1 AND holder = $2`
)

func newKeeping(s *Server) *keeping {
	return &keeping{keeper: audit.NewKeeper(s.DB, s.Ring, s.Config.Checkpoints()), db: s.DB, log: s.Log, holder: rand.Text()}
}

func (k *keeping) run(ctx context.Context) {
	for {
		k.note(k.step(ctx))
		select {
		case <-ctx.Done():
			return
		case <-time.After(k.keeper.Pause()):
		}
	}
}

// step renews the lease when half of it is over, and signs while it has it.
func (k *keeping) step(ctx context.Context) error {
	if time.Until(k.until) < leaseFor/2 {
		now := time.Now()
		var until int64
		err := k.db.Write(ctx, func(tx store.Tx) error {
			return tx.QueryRow(ctx, []any{&until}, takeLease, leaseName, k.holder, now.Add(leaseFor).UnixMicro(), now.UnixMicro())
		})
		if errors.Is(err, store.ErrNoRows) {
			k.until = time.Time{}
			return nil // another node's work
		}
		if err != nil {
			return err
		}
		k.until = time.UnixMicro(until)
	}
	return k.keeper.Tick(ctx)
}

// note logs a failure when it is another than the last one.
func (k *keeping) note(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err != nil && errors.Is(err, context.Canceled) {
		return
	}
	if err != nil && (k.failed == nil || k.failed.Error() != err.Error()) {
		k.log.Error("the log could not be signed", "code", fault.Code(err), "error", err)
		k.since = time.Now()
	}
	k.failed = err
}

// ready faults when the log has not been signed for a while: changes must not
// go on for long without their proof.
func (k *keeping) ready(context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.failed != nil && time.Since(k.since) > 2*time.Second {
		return fmt.Errorf("the log is not being signed: %w", k.failed)
	}
	return nil
}

// last signs what the node itself wrote at its end, and leaves the lease.
func (k *keeping) last(ctx context.Context) error {
	if err := k.step(ctx); err != nil {
		return err
	}
	return k.db.Write(ctx, func(tx store.Tx) error { return tx.Exec(ctx, leaveLease, leaseName, k.holder) })
}
