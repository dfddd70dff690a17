package matching

import "iter"

// Summary counts what became of the rows of both sides. Exact is part of
// Matched. Left = Matched + Partial + UnmatchedLeft + BadLeft, and so for the
// right.
type Summary struct {
	Left           int `json:"left"`
	Right          int `json:"right"`
	Matched        int `json:"matched"`
	Exact          int `json:"exact"`
	Partial        int `json:"partial"`
	UnmatchedLeft  int `json:"unmatched_left"`
	UnmatchedRight int `json:"unmatched_right"`
	BadLeft        int `json:"bad_left"`
	BadRight       int `json:"bad_right"`

	// Only under passes, where Matched counts sets and Left = MatchedLeft +
	// Partial + UnmatchedLeft + BadLeft. Proposed and ambiguous rows are among
	// the unmatched.
	MatchedLeft    int `json:"matched_left,omitempty"`
	MatchedRight   int `json:"matched_right,omitempty"`
	ProposedLeft   int `json:"proposed_left,omitempty"`
	ProposedRight  int `json:"proposed_right,omitempty"`
	AmbiguousLeft  int `json:"ambiguous_left,omitempty"`
	AmbiguousRight int `json:"ambiguous_right,omitempty"`

	// Rows paid in part, among the unmatched too; their payments are matched.
	PartPaidLeft  int `json:"part_paid_left,omitempty"`
	PartPaidRight int `json:"part_paid_right,omitempty"`
}

// Pair is two rows that belong together, wholly or in part. Rows are 0-based
// in input order, the header not counted.
type Pair struct {
	Left, Right int
	AmountDiff  Amount // left − right, the right negated first under opposite_sign
	DateDiff    int    // left − right in days
	AmountFails bool   // only in partial pairs: beyond the amount's tolerance
	DateFails   bool   // only in partial pairs: beyond the date's tolerance
}

// Exact reports whether nothing that was compared differs.
func (p Pair) Exact() bool { return p.AmountDiff.IsZero() && p.DateDiff == 0 }

// Partial reports whether a field fails.
func (p Pair) Partial() bool { return p.AmountFails || p.DateFails }

// Fails names the failing fields, amount before date.
func (p Pair) Fails() []string {
	var names []string
	if p.AmountFails {
		names = append(names, "amount")
	}
	if p.DateFails {
		names = append(names, "date")
	}
	return names
}

// Result says what became of every row. Everything it gives is in the order of
// the left rows, or of the rows of the side in question.
type Result struct {
	Summary  Summary
	BadLeft  []BadRow
	BadRight []BadRow

	partner  []uint32 // of each left row: 1 + its right row, or notFit
	taken    []uint8  // of each right row: free, used or badRow
	unlike   pile     // the pairs that are not exact
	compared struct{ amount, date bool }

	// Under passes, instead of the four above:
	fate   [2][]Fate // of each row
	stages []*passPlan
	sets   setPiles
	passes []PassCount

	bad [2]pile // bad rows, where they may go to disk, instead of BadLeft and BadRight
}

// What partner and taken hold beside rows.
const (
	notFit = 1<<32 - 1

	free   = 0
	used   = 1
	badRow = 2
)

// Matched yields the pairs within tolerance.
func (r *Result) Matched() iter.Seq[Pair] {
	return r.pairs(func(p Pair) bool { return !p.Partial() })
}

// Partial yields the pairs that share a key but fail a tolerance.
func (r *Result) Partial() iter.Seq[Pair] {
	return func(yield func(Pair) bool) { _ = r.eachPartial(yield) } // in memory, so that nothing fails
}

func (r *Result) eachPartial(yield func(Pair) bool) error {
	return r.unlike.each(func(left uint64, text []byte) bool {
		p := readPair(left, text)
		return !p.Partial() || yield(p)
	})
}

func (r *Result) pairs(want func(Pair) bool) iter.Seq[Pair] {
	return func(yield func(Pair) bool) { _ = r.eachPair(want, yield) } // in memory, so that nothing fails
}

// eachPair goes through the left rows and, in step, the pairs that are not
// exact. It fails if those are on disk and cannot be read.
func (r *Result) eachPair(want, yield func(Pair) bool) error {
	left := 0
	exact := func(upto int) bool {
		for ; left < upto; left++ {
			right := r.partner[left]
			if right == 0 || right == notFit {
				continue
			}
			if p := (Pair{Left: left, Right: int(right) - 1}); want(p) && !yield(p) {
				return false
			}
		}
		return true
	}
	more := true
	err := r.unlike.each(func(row uint64, text []byte) bool {
		p := readPair(row, text)
		if more = exact(p.Left); !more {
			return false
		}
		left++
		more = !want(p) || yield(p)
		return more
	})
	if err == nil && more {
		exact(len(r.partner))
	}
	return err
}

// UnmatchedLeft yields the left rows that have no partner and are not bad.
func (r *Result) UnmatchedLeft() iter.Seq[int] { return open(r.Summary.Left, r.isOpen(0)) }

// UnmatchedRight yields the right rows that have no partner and are not bad.
func (r *Result) UnmatchedRight() iter.Seq[int] { return open(r.Summary.Right, r.isOpen(1)) }

// isOpen tells of a side's rows whether they are neither matched, wholly or in
// part, nor bad.
func (r *Result) isOpen(side int) func(row int) bool {
	switch {
	case r.stages != nil:
		fate := r.fate[side]
		return func(row int) bool { f := fate[row]; return f != Matched && f != Partial && f != unfit }
	case side == 0:
		return func(row int) bool { return r.partner[row] == 0 }
	}
	return func(row int) bool { return r.taken[row] == free }
}

func open(rows int, is func(row int) bool) iter.Seq[int] {
	return func(yield func(int) bool) {
		for row := range rows {
			if is(row) && !yield(row) {
				return
			}
		}
	}
}

// tally records settled pairs; each worker has its own. The result's columns
// are shared: no two workers ever hold the same row.
type tally struct {
	result                  *Result // nil when only counting
	matched, exact, partial int
	unlike                  pile
	text                    []byte
	each                    func(l, r item) // where set, it records instead
}

func (t *tally) settle(tolerance limits, l, r item) {
	if t.each != nil {
		t.each(l, r)
		return
	}
	d := apart(l, r)
	same := d.amount.IsZero() && d.days == 0
	within := same || d.within(tolerance)
	switch {
	case !within:
		t.partial++
	case same:
		t.exact++
		fallthrough
	default:
		t.matched++
	}
	if t.result == nil {
		return
	}
	t.result.partner[l.row] = r.row + 1
	t.result.taken[r.row] = used
	if !same {
		t.text = appendPairTo(t.text[:0], Pair{
			Left: int(l.row), Right: int(r.row),
			AmountDiff: l.amount.Sub(r.amount), DateDiff: int(l.date - r.date),
			AmountFails: d.amount.Cmp(tolerance.amount) > 0, DateFails: d.days > tolerance.days,
		})
		t.unlike.add(uint64(l.row), t.text)
	}
}

// check counts the rows anew from the columns and compares with the summary.
func (r *Result) check() error {
	if r.stages != nil {
		return r.compare(r.recount())
	}
	var c Summary
	err := r.eachPair(func(Pair) bool { return true }, func(p Pair) bool {
		switch {
		case p.Partial():
			c.Partial++
		case p.Exact():
			c.Exact++
			fallthrough
		default:
			c.Matched++
		}
		return true
	})
	if err != nil {
		return err
	}
	for _, right := range r.partner {
		switch right {
		case 0:
			c.UnmatchedLeft++
		case notFit:
			c.BadLeft++
		}
	}
	for _, mark := range r.taken {
		switch mark {
		case free:
			c.UnmatchedRight++
		case badRow:
			c.BadRight++
		}
	}
	c.Left = c.Matched + c.Partial + c.UnmatchedLeft + c.BadLeft
	c.Right = c.Matched + c.Partial + c.UnmatchedRight + c.BadRight
	return r.compare(c)
}

func (r *Result) compare(c Summary) error {
	if c != r.Summary {
		return failure(CountMismatch, "", NoRow, "", "the rows add up to %+v, the summary says %+v; nothing was written, please report this", c, r.Summary)
	}
	return nil
}
