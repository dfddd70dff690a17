package matching

import (
	"fmt"
	"iter"
	"slices"
)

// Fate is what became of a row, or of rows together, under passes. Bad rows
// have none.
type Fate uint8

// The fates. What is paid in parts stays open, linked to its payments. Proposed and ambiguous rows wait for a person: they are unmatched
// in the counts and in the files, and no later pass sees them.
const (
	Unmatched Fate = iota
	Matched
	Partial
	Proposed
	Ambiguous
	PartPaid // the row that is owed; what was paid towards it is matched
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
		for c, s := range r.inOrder {
			if s.fate == f && !yield(r.show(c, s)) {
				return
			}
		}
	}
}

func (r *Result) show(c *setChunk, s *set) Set {
	p := r.stages[s.pass]
	rows := c.rowsOf(s)
	shown := Set{
		Pass: p.Name, Fate: s.fate, AmountDiff: s.diff, DateDiff: int(s.days), Left: ints(rows[:s.left]), Right: ints(rows[s.left:]),
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

// Passes says what each pass did, in their order; nil without passes.
func (r *Result) Passes() []PassCount {
	counts := make([]PassCount, len(r.stages))
	for i, p := range r.stages {
		counts[i].Pass, counts[i].Skipped = p.Name, r.skipped[i]
	}
	for _, s := range r.sets.all() {
		c := &counts[s.pass]
		switch s.fate {
		case Partial:
			c.Partial++
			continue
		case Ambiguous:
			c.Ambiguous += int(s.left + s.right)
			continue
		}
		c.Sets++
		c.Left += int(s.left)
		c.Right += int(s.right)
		if equal, of := r.stages[s.pass].score(s); equal == of {
			c.Exact++
		}
	}
	return slices.Clip(counts)
}

// sumUp fills the summary from the sets.
func (r *Result) sumUp() {
	t := &r.Summary
	for _, s := range r.sets.all() {
		left, right := int(s.left), int(s.right)
		switch s.fate {
		case Matched:
			t.Matched++
			t.MatchedLeft += left
			t.MatchedRight += right
			if equal, of := r.stages[s.pass].score(s); equal == of {
				t.Exact++
			}
		case PartPaid:
			if r.stages[s.pass].part == 0 {
				t.PartPaidLeft++
				t.MatchedRight += right
			} else {
				t.PartPaidRight++
				t.MatchedLeft += left
			}
		case Partial:
			t.Partial++
		case Proposed:
			t.ProposedLeft += left
			t.ProposedRight += right
		case Ambiguous:
			t.AmbiguousLeft += left
			t.AmbiguousRight += right
		}
	}
	t.UnmatchedLeft = t.Left - t.BadLeft - t.MatchedLeft - t.Partial
	t.UnmatchedRight = t.Right - t.BadRight - t.MatchedRight - t.Partial
}

// recount counts the rows by their fates, for comparison with what the sets
// say.
func (r *Result) recount() (c Summary) {
	c.Matched, c.Exact = r.Summary.Matched, r.Summary.Exact
	var by [2][PartPaid + 1]int
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
	c.BadLeft, c.BadRight = len(r.BadLeft), len(r.BadRight)
	for range r.UnmatchedLeft() {
		c.UnmatchedLeft++
	}
	for range r.UnmatchedRight() {
		c.UnmatchedRight++
	}
	c.Left = c.MatchedLeft + c.Partial + c.UnmatchedLeft + c.BadLeft
	c.Right = c.MatchedRight + c.Partial + c.UnmatchedRight + c.BadRight
	return c
}
