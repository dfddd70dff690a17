package e2e

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit"
)

// TestTheKeeperIsNotHeldUpByThoseWhoKeepWriting: one tick signs what there is
// when it looks, once, however much is written meanwhile; else it would never
// come to the index while anybody works.
func TestTheKeeperIsNotHeldUpByThoseWhoKeepWriting(t *testing.T) {
	testkit.EachURL(t, func(t *testing.T, url string) {
		w := settle(t, place{url, t.TempDir()}, 0)
		var stop atomic.Bool
		var all sync.WaitGroup
		begun := make(chan struct{}, 8)
		for c := range 8 {
			all.Go(func() {
				for i := 0; !stop.Load(); i++ {
					if _, err := w.ask("founder", unit(govern.ID(fmt.Sprintf("u-%d-%d", c, i)), "busy")); err != nil {
						t.Error(err)
					}
					if i == 0 {
						begun <- struct{}{}
					}
				}
			})
		}
		for range 8 {
			<-begun
		}
		const ticks = 5
		keeper := audit.NewKeeper(w.db, w.ring, w.checkpoints())
		for range ticks {
			if err := keeper.Tick(ctx); err != nil {
				t.Error(err)
			}
		}
		stop.Store(true)
		all.Wait()
		var signed int64
		if err := w.db.QueryRow(ctx, []any{&signed}, `SELECT count(*) FROM audit_checkpoint`); err != nil || signed > ticks {
			t.Errorf("%d ticks signed %d checkpoints, %v", ticks, signed, err)
		}
	})
}
