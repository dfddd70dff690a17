package matching

import (
	"cmp"
	"iter"
	"slices"
)

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

	partner  []uint32 // of each left row: 1 + its right row
	taken    []bool   // of each right row
	unlike   []Pair   // the pairs that are not exact, by left row
	compared struct{ amount, date bool }

	// Under passes, instead of the four above:
	fate    [2][]Fate // of each row
	stages  []*passPlan
	sets    setList
	firsts  [2][]uint32 // of each first row of a set: 1 + its number
	skipped []int       // by pass
}

// Matched yields the pairs within tolerance.
func (r *Result) Matched() iter.Seq[Pair] {
	return r.pairs(func(p Pair) bool { return !p.Partial() })
}

// Partial yields the pairs that share a key but fail a tolerance.
func (r *Result) Partial() iter.Seq[Pair] {
	return func(yield func(Pair) bool) {
		for _, p := range r.unlike {
			if p.Partial() && !yield(p) {
				return
			}
		}
	}
}

func (r *Result) pairs(want func(Pair) bool) iter.Seq[Pair] {
	return func(yield func(Pair) bool) {
		unlike := r.unlike
		for l, right := range r.partner {
			if right == 0 {
				continue
			}
			p := Pair{Left: l, Right: int(right) - 1}
			if len(unlike) > 0 && unlike[0].Left == l {
				p, unlike = unlike[0], unlike[1:]
			}
			if want(p) && !yield(p) {
				return
			}
		}
	}
}

// UnmatchedLeft yields the left rows that have no partner and are not bad.
func (r *Result) UnmatchedLeft() iter.Seq[int] {
	return open(r.Summary.Left, r.BadLeft, r.paired(0))
}

// UnmatchedRight yields the right rows that have no partner and are not bad.
func (r *Result) UnmatchedRight() iter.Seq[int] {
	return open(r.Summary.Right, r.BadRight, r.paired(1))
}

// paired tells of a side's rows whether they are matched, wholly or in part.
func (r *Result) paired(side int) func(row int) bool {
	switch {
	case r.stages != nil:
		fate := r.fate[side]
		return func(row int) bool { return fate[row] == Matched || fate[row] == Partial }
	case side == 0:
		return func(row int) bool { return r.partner[row] != 0 }
	}
	return func(row int) bool { return r.taken[row] }
}

func open(rows int, bad []BadRow, paired func(int) bool) iter.Seq[int] {
	return func(yield func(int) bool) {
		for row := range rows {
			if len(bad) > 0 && bad[0].Row == row {
				bad = bad[1:]
			} else if !paired(row) && !yield(row) {
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
	unlike                  []Pair
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
	t.result.taken[r.row] = true
	if !same {
		t.unlike = append(t.unlike, Pair{
			Left: int(l.row), Right: int(r.row),
			AmountDiff: l.amount.Sub(r.amount), DateDiff: int(l.date - r.date),
			AmountFails: d.amount.Cmp(tolerance.amount) > 0, DateFails: d.days > tolerance.days,
		})
	}
}

// check counts the rows anew from the columns and compares with the summary.
func (r *Result) check() error {
	if r.stages != nil {
		return r.compare(r.recount())
	}
	var c Summary
	for p := range r.pairs(func(Pair) bool { return true }) {
		switch {
		case p.Partial():
			c.Partial++
		case p.Exact():
			c.Exact++
			fallthrough
		default:
			c.Matched++
		}
	}
	for range r.UnmatchedLeft() {
		c.UnmatchedLeft++
	}
	for range r.UnmatchedRight() {
		c.UnmatchedRight++
	}
	c.BadLeft, c.BadRight = len(r.BadLeft), len(r.BadRight)
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

func sortBad(bad []BadRow) {
	slices.SortFunc(bad, func(a, b BadRow) int { return cmp.Compare(a.id, b.id) })
}
