package matching

import "math/bits"

// settle settles the group at hand. Its items are numbered by their place, so
// that the order is that of the rows.
func (j *sorter) settle() error {
	if j.part >= 0 {
		return j.parts.settle(j)
	}
	if !j.pairs() {
		return j.sums.settle(j)
	}
	g := &j.group
	g.left, g.right = itemsOf(g.left[:0], j.entries[0]), itemsOf(g.right[:0], j.entries[1])
	take := &tally{each: j.pair}
	switch {
	case j.partial:
		g.rule = nil
		return g.pair(j.ctx, noLimits, noLimits, take)
	case j.Hold:
		g.rule = j.rule
		return g.shelf.takeClear(j.ctx, g, j.limits, j.pair, j.hold)
	}
	g.rule = j.rule
	return g.pair(j.ctx, j.limits, j.limits, take)
}

func itemsOf(items []item, entries []entry) []item {
	for i, e := range entries {
		items = append(items, item{e.amount, e.date, uint32(i)}) //nolint:gosec // below 2³²
	}
	return items
}

func (j *sorter) pair(l, r item) {
	s := set{diff: l.amount.Sub(r.amount), days: l.date - r.date}
	if j.partial {
		d := apart(l, r)
		s.amountFails = !j.rule.amounts(j.limits, l.amount, r.amount, d.amount)
		s.dateFails = !j.rule.days(j.limits, l.date, r.date)
		j.add(Partial, s, []uint32{l.row}, []uint32{r.row})
		return
	}
	j.add(j.gives(), s, []uint32{l.row}, []uint32{r.row})
}

func (j *sorter) gives() Fate {
	if j.Propose {
		return Proposed
	}
	return Matched
}

// hold keeps rows that the order cannot tell apart from all further passes.
func (j *sorter) hold(l, r []uint32, diff Amount, days int32) {
	j.add(Ambiguous, set{diff: diff, days: days}, l, r)
}

// add records rows of the group, named by their places, as belonging together.
func (j *sorter) add(f Fate, s set, l, r []uint32) {
	s.pass, s.fate, s.rows = j.number, f, j.rows[:0]
	s.differ = j.differ(l, r)
	for i, places := range [][]uint32{l, r} {
		side := i
		if j.within >= 0 {
			side = j.within
		}
		for _, place := range places {
			row := j.entries[i][place].row
			j.fate[side][row] = f
			if f == PartPaid && i != j.part {
				j.fate[side][row] = Matched
			}
			s.rows = append(s.rows, row)
		}
	}
	s.left, s.right = len(l), len(r)
	if j.within >= 0 {
		sortRows(s.rows)
		if s.left, s.right = s.left+s.right, 0; j.within == 1 {
			s.left, s.right = s.right, s.left
		}
	}
	j.count(&s, &j.counted, &j.summary)
	if j.rows = s.rows; j.sets != nil {
		j.text = s.appendTo(j.text[:0])
		j.sets[f].add(setNumber(&s), j.text)
	}
}

// differ has a bit for each shown text that is not the same in all rows.
func (j *sorter) differ(l, r []uint32) (differ uint64) {
	for n, f := range j.fields {
		if f.extra < 0 {
			continue
		}
		first := j.left.extra(j.entries[0][l[0]].record, f.extra)
		for i, g := range []*gathered{&j.left, &j.right} {
			for _, place := range [][]uint32{l, r}[i] {
				if string(g.extra(j.entries[i][place].record, f.extra)) != string(first) {
					differ |= 1 << n
				}
			}
		}
	}
	return differ
}

// score counts what a pass compares, and how much of it is equal in a set.
func (p *passPlan) score(s *set) (equal, of int) {
	of = len(p.fields)
	equal = of - bits.OnesCount64(s.differ)
	if p.hasAmount() {
		of++
		if s.diff.IsZero() {
			equal++
		}
	}
	if p.hasDate() {
		of++
		if s.days == 0 {
			equal++
		}
	}
	return equal, of
}
