package matching

import (
	"fmt"
	"iter"
	"slices"
)

// Fate is what became of a row, or of rows together, under passes. Bad rows
// have none.
type Fate uint8

// The fates. What is paid in parts stays open, linked to its payments. Proposed
// and ambiguous rows wait for a person: they are unmatched in the counts and in
// the files, and no later pass sees them.
const (
	Unmatched Fate = iota
	Matched
	Partial
	Proposed
	Ambiguous
	PartPaid // the row that is owed; what was paid towards it is matched

	unfit // a bad row
)

// Set is rows that a pass found to belong together. Left and Right are row
// numbers in ascending order; one of them is empty for rows of a single side.
type Set struct {
	Pass        string
	Fate        Fate
	Left, Right []int
	AmountDiff  Amount // sum of the left − sum of the right, within one side the sum; if ambiguous its size alone
	DateDiff    int    // left − right in days, of the rows furthest apart; if ambiguous its size alone
	AmountFails bool   // only in partial sets
	DateFails   bool   // only in partial sets
	Equal       int    // how many of the compared fields are equal in all rows
	Fields      int    // how many were compared: keys, amount, date and those under compare
	Reasons     []string
	Residual    Amount // only in PartPaid sets: what stays open of the row that is owed, in its own sign
}

// Exact reports whether nothing that was compared differs.
func (s Set) Exact() bool { return s.Equal == s.Fields }

// Score is the share of equal fields.
func (s Set) Score() string { return fmt.Sprintf("%d/%d", s.Equal, s.Fields) }

// PassCount says what a pass did.
type PassCount struct {
	Pass        string
	Sets        int // that it matched or proposed
	Exact       int
	Left, Right int // rows in them
	Ambiguous   int // rows that it held, of both sides
	Partial     int // pairs that it made of what all passes left
	Skipped     int // groups too large for sums of some of their rows; whole sums were tried
}

// Sets yields what passes found with the given fate, in the order of the first
// left rows; sets without a left row follow in the order of the first right.
// Without passes there are none; then Matched and Partial yield the pairs.
func (r *Result) Sets(f Fate) iter.Seq[Set] {
	return func(yield func(Set) bool) {
		_ = r.eachSet(f, func(s *set) bool { return yield(r.show(s)) }) // in memory, so that nothing fails
	}
}

// eachSet yields the sets of Sets. It fails if they are on disk and cannot be
// read.
func (r *Result) eachSet(f Fate, yield func(*set) bool) error {
	var s set
	return r.sets[f].each(func(_ uint64, text []byte) bool {
		s.read(f, text)
		return yield(&s)
	})
}

func (r *Result) show(s *set) Set {
	p := r.stages[s.pass]
	shown := Set{
		Pass: p.Name, Fate: s.fate, AmountDiff: s.diff, DateDiff: int(s.days), Left: ints(s.rows[:s.left]), Right: ints(s.rows[s.left:]),
		AmountFails: s.amountFails, DateFails: s.dateFails, Reasons: p.reasons(s),
	}
	if s.fate == PartPaid {
		shown.Residual = p.residual(s)
	}
	shown.Equal, shown.Fields = p.score(s)
	return shown
}

func ints(rows []uint32) []int {
	all := make([]int, len(rows))
	for i, row := range rows {
		all[i] = int(row)
	}
	return all
}

// reasons says of each field that differs how it does.
func (p *passPlan) reasons(s *set) (all []string) {
	for n, f := range p.fields {
		switch {
		case s.differ>>n&1 == 0:
		case f.key:
			all = append(all, f.name+" is equal only after its transformations")
		default:
			all = append(all, f.name+" differs")
		}
	}
	if s.fate == PartPaid {
		all = append(all, fmt.Sprintf("%v stays open", p.residual(s)))
	} else if !s.diff.IsZero() {
		text := fmt.Sprintf("amount differs by %v", s.diff)
		if s.amountFails {
			text += ", more than " + p.allowed()
		}
		all = append(all, text)
	}
	if s.days != 0 {
		text := fmt.Sprintf("date differs by %d days", s.days)
		if s.dateFails {
			text += fmt.Sprintf(", more than %d", p.limits.days)
			if p.BusinessDays {
				text += " business days"
			}
		}
		all = append(all, text)
	}
	return all
}

func (p *passPlan) allowed() string {
	if t := p.AmountTolerance; t.Percent != "" {
		return t.Percent + " % of the " + t.Of
	}
	return p.limits.amount.String()
}

// Passes says what each pass did, in their order; empty without passes.
func (r *Result) Passes() []PassCount { return slices.Clone(r.passes) }

// count adds a set to what its pass did and to the summary.
func (p *passPlan) count(s *set, of *PassCount, t *Summary) {
	switch s.fate {
	case Partial:
		of.Partial++
		t.Partial++
		return
	case Ambiguous:
		of.Ambiguous += s.left + s.right
		t.AmbiguousLeft += s.left
		t.AmbiguousRight += s.right
		return
	}
	of.Sets++
	of.Left += s.left
	of.Right += s.right
	equal, all := p.score(s)
	if equal == all {
		of.Exact++
	}
	switch {
	case s.fate == Matched:
		t.Matched++
		t.MatchedLeft += s.left
		t.MatchedRight += s.right
		if equal == all {
			t.Exact++
		}
	case s.fate == Proposed:
		t.ProposedLeft += s.left
		t.ProposedRight += s.right
	case p.part == 0: // paid in part
		t.PartPaidLeft++
		t.MatchedRight += s.right
	default:
		t.PartPaidRight++
		t.MatchedLeft += s.left
	}
}

// add adds what one worker found in a pass.
func (c *PassCount) add(d PassCount) {
	c.Sets += d.Sets
	c.Exact += d.Exact
	c.Left += d.Left
	c.Right += d.Right
	c.Ambiguous += d.Ambiguous
	c.Partial += d.Partial
	c.Skipped += d.Skipped
}

// add adds what one worker found in a pass.
func (t *Summary) add(d Summary) {
	t.Matched += d.Matched
	t.Exact += d.Exact
	t.Partial += d.Partial
	t.MatchedLeft += d.MatchedLeft
	t.MatchedRight += d.MatchedRight
	t.ProposedLeft += d.ProposedLeft
	t.ProposedRight += d.ProposedRight
	t.AmbiguousLeft += d.AmbiguousLeft
	t.AmbiguousRight += d.AmbiguousRight
	t.PartPaidLeft += d.PartPaidLeft
	t.PartPaidRight += d.PartPaidRight
}

// sumUp ends the summary.
func (r *Result) sumUp() {
	t := &r.Summary
	t.UnmatchedLeft = t.Left - t.BadLeft - t.MatchedLeft - t.Partial
	t.UnmatchedRight = t.Right - t.BadRight - t.MatchedRight - t.Partial
}

// recount counts the rows by their fates, for comparison with what the sets
// say.
func (r *Result) recount() (c Summary) {
	c.Matched, c.Exact = r.Summary.Matched, r.Summary.Exact
	var by [2][unfit + 1]int
	for i := range r.fate {
		for _, f := range r.fate[i] {
			by[i][f]++
		}
	}
	c.MatchedLeft, c.MatchedRight = by[0][Matched], by[1][Matched]
	c.ProposedLeft, c.ProposedRight = by[0][Proposed], by[1][Proposed]
	c.AmbiguousLeft, c.AmbiguousRight = by[0][Ambiguous], by[1][Ambiguous]
	c.PartPaidLeft, c.PartPaidRight = by[0][PartPaid], by[1][PartPaid]
	if c.Partial = by[0][Partial]; by[1][Partial] != c.Partial {
		c.Partial = -1
	}
	c.BadLeft, c.BadRight = by[0][unfit], by[1][unfit]
	open := func(i int) int { return by[i][Unmatched] + by[i][Proposed] + by[i][Ambiguous] + by[i][PartPaid] }
	c.UnmatchedLeft, c.UnmatchedRight = open(0), open(1)
	c.Left, c.Right = len(r.fate[0]), len(r.fate[1])
	return c
}
