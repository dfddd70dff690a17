package matching

import (
	"context"
	"hash/maphash"
	"slices"
	"sync"
	"sync/atomic"
)

// Match reconciles two sides and says what became of every row. Faults are
// *Error, or the context's when it was cancelled.
func Match(ctx context.Context, c Config, left, right Source, options ...Option) (*Result, error) {
	w, err := perform(ctx, c, left, right, inMemory, options)
	if err != nil {
		return nil, err
	}
	return w.result, w.result.check()
}

// Count is Match that keeps nothing but the counts.
func Count(ctx context.Context, c Config, left, right Source, options ...Option) (Summary, error) {
	w, err := perform(ctx, c, left, right, nothing, options)
	if err != nil {
		return Summary{}, err
	}
	w.close()
	return w.result.Summary, nil
}

// keeping says what is kept of a result.
type keeping int

const (
	nothing  keeping = iota // but the counts
	inMemory                // all, and it stays usable
	toWrite                 // all, under Memory also on disk, until the work is closed
)

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
	keep    keeping
	joins   *gate
	cellars []*cellar   // by worker
	found   []*setPiles // by worker, under passes; nil when only counting
}

func perform(ctx context.Context, c Config, left, right Source, keep keeping, options []Option) (*work, error) {
	p, err := c.plan()
	if err != nil {
		return nil, err
	}
	w := &work{plan: p, set: apply(options), seed: maphash.MakeSeed(), result: &Result{stages: p.steps}, keep: keep}
	w.result.compared.amount, w.result.compared.date = p.hasAmount, p.hasDate
	w.intake.progress = w.set.progress
	defer w.intake.close()
	defer w.discard()
	err = w.take(ctx, left, right)
	switch {
	case err != nil || w.set.checking:
	case len(w.plan.steps) > 0:
		err = w.passAll(ctx)
	default:
		err = w.joinAll(ctx)
	}
	if err != nil {
		w.close()
	}
	return w, err
}

// take reads both sides and numbers their rows.
func (w *work) take(ctx context.Context, left, right Source) error {
	for i, source := range []Source{left, right} {
		if err := w.open(i, source); err != nil {
			return err
		}
	}
	w.share()
	if err := w.readAll(ctx); err != nil {
		return err
	}
	all := w.intake.feeds[1].size()
	w.set.progress(Progress{stages[1], all, all, w.intake.read})
	return w.number()
}

// close removes what is on disk of the result.
func (w *work) close() {
	for _, c := range w.cellars {
		c.discard()
	}
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
	for i := range w.set.workers {
		cellar := w.cellars[i]
		pair := new([2]*reader)
		for i := range pair {
			pair[i] = newReader(w.columns[i], &taker{
				side: w.side(i), names: w.wanted(i), amount: w.plan.hasAmount, date: w.plan.hasDate,
				seed: w.seed, store: new(store), clerk: w.plan.clerk(i),
			})
		}
		w.readers = append(w.readers, pair)
		group.Go(func() { w.intake.drain(ctx, pair, &w.spill, cellar) })
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

func (w *work) joinAll(ctx context.Context) error {
	var stores [2][]*store
	for i := range stores {
		for _, pair := range w.readers {
			stores[i] = append(stores[i], pair[i].taker.store)
		}
	}
	var next, done, rows atomic.Int64
	var group sync.WaitGroup
	var lock sync.Mutex
	var first error
	tallies := make([]*tally, w.set.workers)
	for i := range tallies {
		t := &tally{}
		if w.keep != nothing {
			t.result = w.result
		}
		tallies[i] = t
		group.Go(func() {
			j := &joiner{ctx: ctx, limits: w.plan.limits, bases: w.bases, gate: w.joins, tally: t}
			for p := next.Add(1) - 1; p < partitions; p = next.Add(1) - 1 {
				err := j.partition(stores, int(p))
				if err == nil {
					err = w.cellars[i].ease(&t.unlike)
				}
				rows.Add(int64(len(j.left.records) + len(j.right.records)))
				lock.Lock()
				if first == nil {
					first = err
				}
				w.set.progress(Progress{"match", done.Add(1), partitions, rows.Load()})
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
	need, err := j.gate.enter(stores, p)
	if err != nil {
		return err
	}
	defer j.gate.leave(need)
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
		w.result.unlike.takeOver(&t.unlike)
	}
	s.UnmatchedLeft = s.Left - s.BadLeft - s.Matched - s.Partial
	s.UnmatchedRight = s.Right - s.BadRight - s.Matched - s.Partial
}
