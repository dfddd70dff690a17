package matching

import (
	"cmp"
	"context"
	"hash/maphash"
	"slices"
	"sync"
	"sync/atomic"
)

// Match reconciles two sides and says what became of every row. Faults are
// *Error, or the context's when it was cancelled.
func Match(ctx context.Context, c Config, left, right Source, options ...Option) (*Result, error) {
	w, err := perform(ctx, c, left, right, true, options)
	if err != nil {
		return nil, err
	}
	return w.result, w.result.check()
}

// Count is Match that keeps nothing but the counts.
func Count(ctx context.Context, c Config, left, right Source, options ...Option) (Summary, error) {
	w, err := perform(ctx, c, left, right, false, options)
	if err != nil {
		return Summary{}, err
	}
	return w.result.Summary, nil
}

// work is one reconciliation under way.
type work struct {
	plan    *plan
	set     settings
	intake  intake
	columns [2]columns
	seed    maphash.Seed
	readers []*[2]*reader // by worker
	bases   [2][]uint32   // of each side: the row number at which each batch starts
	spill   spill
	result  *Result
}

func perform(ctx context.Context, c Config, left, right Source, keep bool, options []Option) (*work, error) {
	p, err := c.plan()
	if err != nil {
		return nil, err
	}
	w := &work{plan: p, set: apply(options), seed: maphash.MakeSeed(), result: &Result{}}
	w.result.compared.amount, w.result.compared.date = p.hasAmount, p.hasDate
	w.intake.progress = w.set.progress
	defer w.intake.close()
	for i, source := range []Source{left, right} {
		if err := w.open(i, source); err != nil {
			return nil, err
		}
	}
	if w.spill.folder = w.set.folder; w.set.memory > 0 {
		w.spill.limit = max(1, w.set.memory/4)
	}
	defer w.discard()
	if err := w.readAll(ctx); err != nil {
		return nil, err
	}
	if err := w.number(keep); err != nil {
		return nil, err
	}
	if len(w.plan.steps) > 0 {
		return w, w.passAll(ctx)
	}
	return w, w.joinAll(ctx, keep)
}

func (w *work) side(i int) *side { return w.plan.side(i) }

func (w *work) wanted(i int) []string {
	s := w.side(i)
	if len(w.plan.steps) > 0 {
		return s.taken
	}
	names := slices.Clone(s.keys)
	if w.plan.hasAmount {
		names = append(names, s.amount)
	}
	if w.plan.hasDate {
		names = append(names, s.date)
	}
	return names
}

func (w *work) open(i int, source Source) error {
	s := w.side(i)
	s.named = w.wanted(i)
	f, err := source.open(s)
	if err != nil {
		return err
	}
	w.intake.feeds[i] = f
	places, err := columnPlaces(f.name(), f.header(), s.named, f.delimiter())
	w.columns[i] = columns{f.header(), places, f.delimiter()}
	return err
}

// readAll has the workers read both sides, the left before the right, so that
// of several flaws the one reported is always the same.
func (w *work) readAll(ctx context.Context) error {
	var group sync.WaitGroup
	for range w.set.workers {
		pair := new([2]*reader)
		for i := range pair {
			pair[i] = newReader(w.columns[i], &taker{
				side: w.side(i), names: w.wanted(i), amount: w.plan.hasAmount, date: w.plan.hasDate,
				seed: w.seed, store: new(store), clerk: w.plan.clerk(i),
			})
		}
		w.readers = append(w.readers, pair)
		group.Go(func() { w.intake.drain(ctx, pair, &w.spill) })
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	return w.intake.fault(w.columns)
}

// stores are the reader's: one, or one for each pass.
func (r *reader) stores() []*store {
	if c := r.taker.clerk; c != nil {
		return c.stores
	}
	return []*store{r.taker.store}
}

func (w *work) discard() {
	for _, pair := range w.readers {
		for _, r := range pair {
			for _, s := range r.stores() {
				s.discard()
			}
		}
	}
}

// number turns batch and place within it into row numbers, now that the length
// of every batch is known.
func (w *work) number(keep bool) error {
	r := w.result
	left, right := w.intake.rows(0), w.intake.rows(1)
	for i, n := range []int64{left, right} {
		if n >= 1<<32-1 {
			return failure(TooLarge, w.intake.feeds[i].name(), NoRow, "", "it holds %d rows; split it, for the limit is 4,294,967,294", n)
		}
	}
	for i, bad := range []*[]BadRow{&r.BadLeft, &r.BadRight} {
		w.bases[i] = w.intake.bases(i)
		for _, pair := range w.readers {
			*bad = append(*bad, pair[i].taker.bad...)
		}
		sortBad(*bad)
		for k := range *bad {
			b := &(*bad)[k]
			b.Row = int(w.bases[i][b.id>>rowBits]) + int(b.id&(1<<rowBits-1)) //nolint:gosec // 24 bits
		}
	}
	r.Summary = Summary{Left: int(left), Right: int(right), BadLeft: len(r.BadLeft), BadRight: len(r.BadRight)}
	if keep && len(w.plan.steps) == 0 {
		r.partner, r.taken = make([]uint32, left), make([]bool, right)
	}
	return nil
}

func (w *work) joinAll(ctx context.Context, keep bool) error {
	var stores [2][]*store
	for i := range stores {
		for _, pair := range w.readers {
			stores[i] = append(stores[i], pair[i].taker.store)
		}
	}
	var next, done atomic.Int64
	var group sync.WaitGroup
	var lock sync.Mutex
	var first error
	tallies := make([]*tally, w.set.workers)
	for i := range tallies {
		t := &tally{}
		if keep {
			t.result = w.result
		}
		tallies[i] = t
		group.Go(func() {
			j := &joiner{ctx: ctx, limits: w.plan.limits, bases: w.bases, tally: t}
			for p := next.Add(1) - 1; p < partitions; p = next.Add(1) - 1 {
				err := j.partition(stores, int(p))
				lock.Lock()
				if first == nil {
					first = err
				}
				w.set.progress(Progress{"match", done.Add(1), partitions})
				lock.Unlock()
				if err != nil {
					return
				}
			}
		})
	}
	group.Wait()
	if first != nil {
		return first
	}
	w.sum(tallies)
	return nil
}

func (j *joiner) partition(stores [2][]*store, p int) error {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	if err := j.left.gather(stores[0], p); err != nil {
		return err
	}
	if err := j.right.gather(stores[1], p); err != nil {
		return err
	}
	return j.join()
}

func (w *work) sum(tallies []*tally) {
	s := &w.result.Summary
	for _, t := range tallies {
		s.Matched += t.matched
		s.Exact += t.exact
		s.Partial += t.partial
		w.result.unlike = append(w.result.unlike, t.unlike...)
	}
	slices.SortFunc(w.result.unlike, func(a, b Pair) int { return cmp.Compare(a.Left, b.Left) })
	s.UnmatchedLeft = s.Left - s.BadLeft - s.Matched - s.Partial
	s.UnmatchedRight = s.Right - s.BadRight - s.Matched - s.Partial
}
