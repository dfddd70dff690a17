package matching

import (
	"cmp"
	"math/bits"
	"slices"
)

// sums finds sets of rows whose amounts agree in sum. Of each side the sets of
// up to Most rows are looked at, and the whole of the group; in a group of more
// than Search rows on a side the whole alone.
type sums struct {
	sets       [2][]subset
	candidates []candidate
}

// subset is some rows of a side of the group.
type subset struct {
	rows        uint32 // a bit for each; in a large group meaningless
	place       int    // of the single row in a large group, -1 and it is all
	count       int
	sum         Amount
	first, last int32 // dates
}

// candidate is a set of either side that agree.
type candidate struct {
	l, r int // into sets
	diff Amount
	days int32
}

func (s *sums) settle(j *sorter) error {
	l, r := j.entries[0], j.entries[1]
	small := max(len(l), len(r)) <= j.Search
	for i, side := range j.entries {
		s.sets[i] = s.sets[i][:0]
		switch {
		case small:
			s.choose(i, side, subset{place: -1}, 0, j.most(i))
			if j.many[i] && len(side) > j.Most {
				s.join(i, side, -1)
			}
		case j.many[i]:
			s.join(i, side, -1)
		default:
			for n := range side {
				s.join(i, side[n:n+1], n)
			}
		}
	}
	if !small {
		j.skipped++
	}
	if err := j.ctx.Err(); err != nil {
		return err
	}
	s.compare(j)
	s.take(j, small)
	return nil
}

func (j *sorter) most(side int) int {
	if j.many[side] {
		return j.Most
	}
	return 1
}

// choose lists the sets that extend have by rows from from on.
func (s *sums) choose(side int, rows []entry, have subset, from, most int) {
	if have.count == most {
		return
	}
	for n := from; n < len(rows); n++ {
		next, ok := have.with(rows[n])
		if !ok {
			continue
		}
		next.rows |= 1 << n
		s.sets[side] = append(s.sets[side], next)
		s.choose(side, rows, next, n+1, most)
	}
}

// join lists one set of all the rows.
func (s *sums) join(side int, rows []entry, place int) {
	all := subset{place: place}
	for _, e := range rows {
		next, ok := all.with(e)
		if !ok {
			return
		}
		all = next
	}
	all.rows = 1<<len(rows) - 1
	s.sets[side] = append(s.sets[side], all)
}

// with adds a row. It reports false if the sum outgrows 2¹²⁵, which takes
// dozens of amounts of 24 digits: such a set agrees with none.
func (t subset) with(e entry) (subset, bool) {
	t.sum = t.sum.Sub(e.amount.Neg())
	if t.count++; t.count == 1 {
		t.first, t.last = e.date, e.date
	}
	t.first, t.last = min(t.first, e.date), max(t.last, e.date)
	return t, t.sum.Abs().hi < 1<<61
}

// compare lists the pairs of sets that agree, in the order in which they are
// taken: |amount difference|, largest |days|, how many rows, how many left
// rows, left rows, right rows.
func (s *sums) compare(j *sorter) {
	s.candidates = s.candidates[:0]
	for l := range s.sets[0] {
		for r := range s.sets[1] {
			a, b := &s.sets[0][l], &s.sets[1][r]
			diff := a.sum.Sub(b.sum)
			if !j.rule.amounts(j.limits, a.sum, b.sum, diff.Abs()) {
				continue
			}
			late, early := a.last-b.first, a.first-b.last
			if !j.rule.days(j.limits, a.last, b.first) || !j.rule.days(j.limits, a.first, b.last) {
				continue
			}
			if -early > late {
				late = early
			}
			s.candidates = append(s.candidates, candidate{l, r, diff, late})
		}
	}
	slices.SortFunc(s.candidates, func(x, y candidate) int {
		a, b, c, d := &s.sets[0][x.l], &s.sets[1][x.r], &s.sets[0][y.l], &s.sets[1][y.r]
		return cmp.Or(s.far(x, y), cmp.Compare(a.count, c.count), lower(a, c), lower(b, d))
	})
}

// far compares by what makes candidates differ but for the order of rows.
func (s *sums) far(x, y candidate) int {
	return cmp.Or(x.diff.Abs().Cmp(y.diff.Abs()), cmp.Compare(max(x.days, -x.days), max(y.days, -y.days)),
		cmp.Compare(s.sets[0][x.l].count+s.sets[1][x.r].count, s.sets[0][y.l].count+s.sets[1][y.r].count))
}

// lower compares two sets of equally many rows by their rows.
func lower(a, b *subset) int {
	if a.place >= 0 {
		return cmp.Compare(a.place, b.place)
	}
	differ := a.rows ^ b.rows
	switch lowest := differ & -differ; {
	case differ == 0:
		return 0
	case a.rows&lowest != 0:
		return -1
	}
	return 1
}

// take goes through the candidates and takes those whose rows are all free.
func (s *sums) take(j *sorter, small bool) {
	var used [2]uint32
	for from := 0; from < len(s.candidates); {
		to := from + 1
		for j.Hold && to < len(s.candidates) && s.far(s.candidates[from], s.candidates[to]) == 0 {
			to++
		}
		class := s.free(s.candidates[from:to], used)
		if from = to; len(class) == 0 {
			continue
		}
		if !small { // a whole side is used up
			s.takeWhole(j, class)
			return
		}
		for _, knot := range s.knot(class) {
			rows := [2]uint32{}
			for _, c := range knot {
				rows[0] |= s.sets[0][c.l].rows
				rows[1] |= s.sets[1][c.r].rows
			}
			used[0], used[1] = used[0]|rows[0], used[1]|rows[1]
			s.give(j, knot, places(rows[0]), places(rows[1]))
		}
	}
}

func (s *sums) free(class []candidate, used [2]uint32) (free []candidate) {
	for _, c := range class {
		if (s.sets[0][c.l].rows&used[0]) == 0 && (s.sets[1][c.r].rows&used[1]) == 0 {
			free = append(free, c)
		}
	}
	return free
}

// knot divides candidates into those that hang together by the rows they share.
func (s *sums) knot(class []candidate) (groups [][]candidate) {
	if len(class) == 1 {
		return [][]candidate{class}
	}
	k := newKnots(2 * largestSearch)
	for _, c := range class {
		rows := uint64(s.sets[0][c.l].rows)<<largestSearch | uint64(s.sets[1][c.r].rows)
		first := bits.TrailingZeros64(rows)
		for ; rows != 0; rows &= rows - 1 {
			k.tie(first, bits.TrailingZeros64(rows))
		}
	}
	at := map[int]int{}
	for _, c := range class {
		knot := k.of(bits.TrailingZeros64(uint64(s.sets[1][c.r].rows)))
		if _, known := at[knot]; !known {
			at[knot] = len(groups)
			groups = append(groups, nil)
		}
		groups[at[knot]] = append(groups[at[knot]], c)
	}
	return groups
}

// takeWhole settles a large group, in which every candidate uses up a side.
func (s *sums) takeWhole(j *sorter, class []candidate) {
	var rows [2][]uint32
	for i := range rows {
		for _, c := range class {
			place := s.sets[i][[2]int{c.l, c.r}[i]].place
			if place >= 0 {
				rows[i] = append(rows[i], uint32(place)) //nolint:gosec // below 2³²
				continue
			}
			rows[i] = rows[i][:0]
			for n := range j.entries[i] {
				rows[i] = append(rows[i], uint32(n)) //nolint:gosec // below 2³²
			}
		}
	}
	s.give(j, class, rows[0], rows[1])
}

func (s *sums) give(j *sorter, knot []candidate, l, r []uint32) {
	c := knot[0]
	if len(knot) > 1 {
		j.hold(l, r, c.diff.Abs(), max(c.days, -c.days))
		return
	}
	j.add(j.gives(), set{diff: c.diff, days: c.days}, l, r)
}

func places(rows uint32) (all []uint32) {
	for ; rows != 0; rows &= rows - 1 {
		all = append(all, uint32(bits.TrailingZeros32(rows))) //nolint:gosec // below 32
	}
	return all
}
