package matching

import (
	"context"
	"slices"
)

// item is a row as far as its group is concerned.
type item struct {
	amount Amount
	date   int32
	row    uint32
}

// distance is what candidates are sorted by: |amount difference|, |days|, left
// row, right row.
type distance struct {
	amount      Amount
	days        int32
	left, right uint32
}

func apart(l, r item) distance {
	days := l.date - r.date
	if days < 0 {
		days = -days
	}
	return distance{l.amount.Sub(r.amount).Abs(), days, l.row, r.row}
}

func (d distance) within(l limits) bool {
	return d.days <= l.days && d.amount.Cmp(l.amount) <= 0
}

func (d distance) before(e distance) bool {
	if d.amount != e.amount {
		return d.amount.Cmp(e.amount) < 0
	}
	if d.days != e.days {
		return d.days < e.days
	}
	if d.left != e.left {
		return d.left < e.left
	}
	return d.right < e.right
}

// group holds the rows of one key.
type group struct {
	left, right []item
	rule        *rule // of a pass, else nil
	shelf       shelf
}

// fewEnough is the number of pairs up to which looking at all of them for each
// match is quicker than building a shelf.
const fewEnough = 64

var noLimits = limits{unlimited, 1<<31 - 1}

// settle takes what lies within the limits, then pairs what is left without
// them. Afterwards left and right hold the rows that found no partner.
func (g *group) settle(ctx context.Context, l limits, t *tally) error {
	for _, allowed := range []limits{l, noLimits} {
		if err := g.pair(ctx, allowed, l, t); err != nil {
			return err
		}
	}
	return nil
}

// pair takes what lies within allowed.
func (g *group) pair(ctx context.Context, allowed, tolerance limits, t *tally) error {
	if len(g.left) == 0 || len(g.right) == 0 {
		return nil
	}
	if len(g.left)*len(g.right) > fewEnough {
		return g.shelf.take(ctx, g, allowed, tolerance, t)
	}
	g.takeFew(allowed, tolerance, t)
	return nil
}

func (g *group) takeFew(allowed, tolerance limits, t *tally) {
	for {
		var best distance
		bestL, bestR := -1, -1
		for i := range g.left {
			for k := range g.right {
				d := apart(g.left[i], g.right[k])
				if g.rule.admits(allowed, g.left[i], g.right[k], d) && (bestL < 0 || d.before(best)) {
					best, bestL, bestR = d, i, k
				}
			}
		}
		if bestL < 0 {
			return
		}
		t.settle(tolerance, g.left[bestL], g.right[bestR])
		g.left = slices.Delete(g.left, bestL, bestL+1)
		g.right = slices.Delete(g.right, bestR, bestR+1)
	}
}
