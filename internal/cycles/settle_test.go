package cycles_test

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/govern"
)

// settle stands for the command of another area that makes payment orders of the
// settlements: it takes the cycle's step as that one does.
type settle struct{ id govern.ID }

func (s *settle) On(id govern.ID) { s.id = id }
func (*settle) Name() string      { return "cycle.settle" }

func (s *settle) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	c, err := cycles.Cycles.Get(ctx, q, s.id)
	if err != nil {
		return nil, err
	}
	return []access.Target{cycles.TargetOf(c)}, nil
}

func (s *settle) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	c, err := cycles.Cycles.Get(ctx, q, s.id)
	if err != nil {
		return govern.Plan{}, err
	}
	step, err := cycles.Settle(c)
	return govern.Plan{Rows: []govern.RowChange{step}}, err
}
