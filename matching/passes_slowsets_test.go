package matching

import (
	"math/big"
	"slices"
	"sort"
	"time"
)

func magnitude(n int) int { return max(n, -n) }

func (s plainSet) far(t plainSet) int {
	if c := new(big.Rat).Abs(s.diff).Cmp(new(big.Rat).Abs(t.diff)); c != 0 {
		return c
	}
	if c := magnitude(s.days) - magnitude(t.days); c != 0 {
		return c
	}
	return len(s.l) + len(s.r) - len(t.l) - len(t.r)
}

func numbers(rows []plainRow) (all []int) {
	for _, r := range rows {
		all = append(all, r.row)
	}
	return all
}

func (s plainSet) compare(t plainSet) int {
	if c := s.far(t); c != 0 {
		return c
	}
	if len(s.l) != len(t.l) {
		return len(s.l) - len(t.l)
	}
	if c := slices.Compare(numbers(s.l), numbers(t.l)); c != 0 {
		return c
	}
	return slices.Compare(numbers(s.r), numbers(t.r))
}

func (s plainSet) each(f func(plainRow)) {
	for _, r := range append(slices.Clone(s.l), s.r...) {
		f(r)
	}
}

func (w *plainWork) free(s plainSet) bool {
	free := true
	s.each(func(r plainRow) { free = free && w.fate[r.side][r.row] == Unmatched })
	return free
}

func (w *plainWork) record(s plainSet) {
	s.each(func(r plainRow) { w.fate[r.side][r.row] = s.fate })
	w.sets = append(w.sets, s)
}

// parts is a pass under which rows of one side are paid in parts.
func (w *plainWork) parts(n int, p Pass, g *[2][]plainRow) {
	side := slices.Index([]string{"left", "right"}, p.Parts)
	if p.Search > 0 && max(len(g[0]), len(g[1])) > p.Search {
		return
	}
	set := func(debt plainRow, payments []plainRow) plainSet {
		s := plainSet{pass: n, l: []plainRow{debt}, r: payments}
		if side == 1 {
			s.l, s.r = s.r, s.l
		}
		s.diff = new(big.Rat).Sub(plainSum(s.l), plainSum(s.r))
		for _, x := range s.l {
			for _, y := range s.r {
				d := int(x.date.Sub(y.date) / (24 * time.Hour))
				if magnitude(d) > magnitude(s.days) || side == 0 && d == -s.days && d > 0 || side == 1 && d == -s.days && d < 0 {
					s.days = d
				}
			}
		}
		return s
	}
	type candidate struct {
		plainSet
		debt, payment plainRow
	}
	var all []candidate
	for _, d := range g[side] {
		for _, x := range g[1-side] {
			s := set(d, []plainRow{x})
			near, date := w.admits(p, s.l, s.r)
			over := new(big.Rat).Abs(x.amount).Cmp(new(big.Rat).Abs(d.amount)) > 0
			if date && d.amount.Sign()*x.amount.Sign() > 0 && (near || !over) {
				all = append(all, candidate{s, d, x})
			}
		}
	}
	sort.SliceStable(all, func(i, k int) bool { return all[i].compare(all[k].plainSet) < 0 })
	used, paid := map[int]bool{}, map[int][]plainRow{}
	for _, c := range all {
		have := paid[c.debt.row]
		if used[c.payment.row] {
			continue
		}
		if before := set(c.debt, have); len(have) > 0 {
			if near, _ := w.admits(p, before.l, before.r); near {
				continue
			}
		}
		after := set(c.debt, append(slices.Clone(have), c.payment))
		near, _ := w.admits(p, after.l, after.r)
		if over := after.diff.Sign() * c.debt.amount.Sign() * (1 - 2*side); near || over >= 0 {
			used[c.payment.row] = true
			paid[c.debt.row] = append(have, c.payment)
		}
	}
	for _, d := range g[side] {
		if len(paid[d.row]) == 0 {
			continue
		}
		slices.SortFunc(paid[d.row], func(a, b plainRow) int { return a.row - b.row })
		s := set(d, paid[d.row])
		near, _ := w.admits(p, s.l, s.r)
		switch s.fate = Matched; {
		case p.Propose:
			s.fate = Proposed
		case !near:
			s.fate = PartPaid
		}
		w.record(s)
		if s.fate == PartPaid {
			for _, x := range paid[d.row] {
				w.fate[x.side][x.row] = Matched
			}
		}
	}
}

func (w *plainWork) pass(n int, partial bool) {
	p := w.c.Passes[n]
	for _, g := range w.groups(p) {
		if p.Parts != "" {
			w.parts(n, p, g)
			continue
		}
		small := p.Search == 0 || max(len(g[0]), len(g[1])) <= p.Search
		var all []plainSet
		for _, l := range w.choices(p, 0, g[0], small) {
			for _, r := range w.choices(p, 1, g[1], small) {
				if len(l) == 0 || len(r) == 0 {
					continue
				}
				if amount, date := w.admits(p, l, r); !partial && (!amount || !date) {
					continue
				}
				s := plainSet{pass: n, fate: Matched, l: l, r: r, diff: new(big.Rat).Sub(plainSum(l), plainSum(r))}
				if p.Propose {
					s.fate = Proposed
				}
				if partial {
					s.fate = Partial
				}
				for _, x := range l {
					for _, y := range r {
						d := int(x.date.Sub(y.date) / (24 * time.Hour))
						if magnitude(d) > magnitude(s.days) || d == -s.days && d > 0 {
							s.days = d
						}
					}
				}
				all = append(all, s)
			}
		}
		sort.SliceStable(all, func(i, k int) bool { return all[i].compare(all[k]) < 0 })
		w.takeAll(all, p.Hold && !partial)
	}
}

// takeAll takes candidates from the front. Where ties are held it takes those of
// one distance together, and merges candidates that share a row until no two do.
func (w *plainWork) takeAll(all []plainSet, hold bool) {
	for len(all) > 0 {
		n := 1
		for hold && n < len(all) && all[n].far(all[0]) == 0 {
			n++
		}
		var knots [][]plainSet
		for _, s := range all[:n] {
			if !w.free(s) {
				continue
			}
			knot := []plainSet{s}
			knots = slices.DeleteFunc(knots, func(other []plainSet) bool {
				shares := slices.ContainsFunc(other, func(o plainSet) bool {
					shared := false
					o.each(func(a plainRow) {
						s.each(func(b plainRow) { shared = shared || a.side == b.side && a.row == b.row })
					})
					return shared
				})
				if shares {
					knot = append(knot, other...)
				}
				return shares
			})
			knots = append(knots, knot)
		}
		for _, knot := range knots {
			w.record(merged(knot))
		}
		all = all[n:]
	}
}

func merged(knot []plainSet) plainSet {
	s := knot[0]
	if len(knot) == 1 {
		return s
	}
	s.fate, s.diff, s.days = Ambiguous, new(big.Rat).Abs(s.diff), magnitude(s.days)
	for _, o := range knot[1:] {
		s.l, s.r = append(slices.Clone(s.l), o.l...), append(slices.Clone(s.r), o.r...)
	}
	for _, rows := range []*[]plainRow{&s.l, &s.r} {
		slices.SortFunc(*rows, func(a, b plainRow) int { return a.row - b.row })
		*rows = slices.CompactFunc(*rows, func(a, b plainRow) bool { return a.row == b.row })
	}
	return s
}

// lines is what the sets come to, in a form of its own order.
func (w *plainWork) lines() (all []string) {
	for _, s := range w.sets {
		p := w.c.Passes[s.pass]
		var rows [2][]int
		s.each(func(r plainRow) { rows[r.side] = append(rows[r.side], r.row) })
		slices.Sort(rows[0])
		slices.Sort(rows[1])
		equal, of := 0, 0
		count := func(same bool) {
			of++
			if same {
				equal++
			}
		}
		for i := range s.l[0].shown {
			same := true
			s.each(func(r plainRow) { same = same && r.shown[i] == s.l[0].shown[i] })
			count(same)
		}
		if p.Amount.Left != "" {
			count(s.diff.Sign() == 0)
		}
		if p.Date.Left != "" {
			count(s.days == 0)
		}
		amount, date := true, true
		if s.fate == Partial {
			amount, date = w.admits(p, s.l, s.r)
		}
		all = append(all, words(s.pass+1, s.fate, rows, plainDecimal(s.diff), s.days, equal, of, !amount, !date))
	}
	for side := range w.bad {
		for row, code := range w.bad[side] {
			all = append(all, words("bad", side, row, code))
		}
	}
	slices.Sort(all)
	return all
}

func slowPasses(c Config, left, right Table) *plainWork {
	w := &plainWork{c: c, in: [2]Table{left, right}}
	w.run()
	return w
}

func (w *plainWork) run() {
	w.findBad()
	for n := range w.c.Passes {
		w.pass(n, false)
	}
	for n, p := range w.c.Passes {
		if (p.Cardinality == "" || p.Cardinality == "1:1") && p.Within == "" && p.Parts == "" && !p.Whole && !p.Propose && p.Amount.Left+p.Date.Left != "" {
			w.pass(n, true)
		}
	}
}
