package matching

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"
)

// clerk readies the filing of a side's rows, nil in the simple case.
func (p *plan) clerk(side int) *clerk {
	if len(p.steps) == 0 {
		return nil
	}
	c := &clerk{passes: p.steps, side: side, vars: map[string]string{}}
	for range p.steps {
		c.stores = append(c.stores, new(store))
	}
	return c
}

// stage is one pass over all partitions: a pass itself, or its partial matches.
type stage struct {
	number int
	*passPlan
	partial bool
	last    bool // nothing reads the pass's records again
}

func (p *plan) stages() (all []stage) {
	for i, step := range p.steps {
		all = append(all, stage{i, step, false, !step.partial()})
	}
	for i, step := range p.steps {
		if step.partial() {
			all = append(all, stage{i, step, true, true})
		}
	}
	return all
}

// passAll goes through the passes, one after the other, and then lets each make
// partial matches of what all of them left.
func (w *work) passAll(ctx context.Context) error {
	r := w.result
	for _, p := range r.stages {
		r.passes = append(r.passes, PassCount{Pass: p.Name})
	}
	stages := w.plan.stages()
	for i, s := range stages {
		if err := w.pass(ctx, s, int64(i*partitions), int64(len(stages)*partitions)); err != nil {
			return err
		}
	}
	for _, sets := range w.found {
		for f := range r.sets {
			if sets != nil {
				r.sets[f].takeOver(&sets[f])
			}
		}
	}
	r.sumUp()
	return nil
}

func (w *work) pass(ctx context.Context, s stage, before, total int64) error {
	var stores [2][]*store
	for i := range stores {
		for _, pair := range w.readers {
			stores[i] = append(stores[i], pair[i].taker.clerk.stores[s.number])
		}
	}
	var next, done atomic.Int64
	var group sync.WaitGroup
	var lock sync.Mutex
	var first error
	workers := make([]*sorter, w.set.workers)
	for i := range workers {
		j := &sorter{joiner: joiner{ctx: ctx, limits: s.limits, bases: w.bases, gate: w.joins}, stage: s, fate: w.result.fate, sets: w.found[i]}
		workers[i] = j
		group.Go(func() {
			for p := next.Add(1) - 1; p < partitions; p = next.Add(1) - 1 {
				err := j.partition(stores, int(p))
				if err == nil && j.sets != nil {
					err = w.cellars[i].ease(j.sets.all()...)
				}
				lock.Lock()
				if first == nil {
					first = err
				}
				w.set.progress(Progress{"match", before + done.Add(1), total, 0})
				lock.Unlock()
				if err != nil {
					return
				}
			}
		})
	}
	group.Wait()
	for _, j := range workers {
		j.counted.Skipped = j.skipped
		w.result.passes[s.number].add(j.counted)
		w.result.Summary.add(j.summary)
	}
	return first
}

// sorter is a joiner that settles groups as a pass asks for.
type sorter struct {
	joiner
	stage
	fate    [2][]Fate
	entries [2][]entry
	sums    sums
	parts   parts
	skipped int // groups too large for their sums to be searched

	sets    *setPiles // nil when only counting
	counted PassCount
	summary Summary
	rows    []uint32 // of the set at hand
	text    []byte
}

// setPiles is the sets that one worker finds in all passes, by their fates.
type setPiles [unfit]pile

func (f *setPiles) all() (piles []*pile) {
	for i := range f {
		piles = append(piles, &f[i])
	}
	return piles
}

// entry is a row of the group at hand.
type entry struct {
	amount Amount
	date   int32
	row    uint32
	record uint32 // its place in the gathered partition
}

func (j *sorter) partition(stores [2][]*store, p int) error {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	need, err := j.gate.enter(stores, p)
	if err != nil {
		return err
	}
	defer j.gate.leave(need)
	from := [2]int{0, 1}
	if j.within >= 0 {
		from = [2]int{j.within, j.within}
	}
	for i, g := range []*gathered{&j.left, &j.right} {
		if err := g.copy(stores[from[i]], p); err != nil {
			return err
		}
		j.keepFree(i, from[i], g)
	}
	if j.last {
		for _, side := range stores {
			for _, s := range side {
				s.parts[p] = nil
			}
		}
	}
	if len(j.left.records) == 0 || len(j.right.records) == 0 {
		return nil
	}
	j.indexLeft()
	j.attachRight()
	for i := range j.left.records {
		if right := j.rightFirst[i]; right != 0 {
			j.load(uint32(i), right, from) //nolint:gosec // below 2³²
			if err := j.settle(); err != nil {
				return err
			}
		}
	}
	return nil
}

// keepFree drops the rows that an earlier pass took. Within one side what is
// above zero stands on the left and what is below, negated, on the right: so
// rows that cancel each other are rows that agree.
func (j *sorter) keepFree(place, side int, g *gathered) {
	kept := g.records[:0]
	for _, r := range g.records {
		if j.fate[side][j.number32(side, r.row)] != Unmatched {
			continue
		}
		if j.within >= 0 {
			if place == 1 {
				r.amount = r.amount.Neg()
			}
			if r.amount.hi < 0 || r.amount.IsZero() {
				continue
			}
		}
		kept = append(kept, r)
	}
	g.records = kept
}

func (j *sorter) number32(side int, id rowID) uint32 {
	return j.bases[side][id>>rowBits] + uint32(id&(1<<rowBits-1)) //nolint:gosec // 24 bits
}

// load gathers a group, each side in the order of its rows.
func (j *sorter) load(left, right uint32, from [2]int) {
	l, r := j.entries[0][:0], j.entries[1][:0]
	for i := left + 1; i != 0; i = j.leftNext[i-1] {
		rec := &j.left.records[i-1]
		l = append(l, entry{rec.amount, rec.date, j.number32(from[0], rec.row), i - 1})
	}
	for i := right; i != 0; i = j.rightNext[i-1] {
		rec := &j.right.records[i-1]
		r = append(r, entry{rec.amount, rec.date, j.number32(from[1], rec.row), i - 1})
	}
	for _, side := range [][]entry{l, r} {
		slices.SortFunc(side, func(a, b entry) int { return cmp.Compare(a.row, b.row) })
	}
	j.entries = [2][]entry{l, r}
}
