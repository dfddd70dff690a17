package matching

import (
	"fmt"
	"iter"
	"slices"
)

// Fate is what became of a row, or of rows together, under passes. Bad rows
// have none.
type Fate uint8

// The fates. Proposed and ambiguous rows wait for a person: they are unmatched
// in the counts and in the files, and no later pass sees them.
const (
	Unmatched Fate = iota
	Matched
	Partial
	Proposed
	Ambiguous
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

// set is a Set as it is kept.
type set struct {
	pass, at, left, right  int // at: where its rows begin in Result.rows
	diff                   Amount
	days                   int32
	fate                   Fate
	amountFails, dateFails bool
	differ                 uint64 // a bit for each shown text
}

func (r *Result) rowsOf(s set) []uint32 { return r.rows[s.at : s.at+s.left+s.right] }

// collect takes over what a worker found.
func (r *Result) collect(j *sorter) {
	shift := len(r.rows)
	r.rows = append(r.rows, j.rows...)
	for _, s := range j.sets {
		s.at += shift
		r.sets = append(r.sets, s)
	}
	r.skipped[j.number] += j.skipped
}

// Sets yields what passes found with the given fate, in the order of the first
// left rows; sets without a left row follow in the order of the first right.
// Without passes there are none; then Matched and Partial yield the pairs.
func (r *Result) Sets(f Fate) iter.Seq[Set] {
	return func(yield func(Set) bool) {
		for _, s := range r.sets {
			if s.fate == f && !yield(r.show(s)) {
				return
			}
		}
	}
}

func (r *Result) show(s set) Set {
	p := r.stages[s.pass]
	rows := r.rowsOf(s)
	shown := Set{
		Pass: p.Name, Fate: s.fate, AmountDiff: s.diff, DateDiff: int(s.days), Left: ints(rows[:s.left]), Right: ints(rows[s.left:]),
		AmountFails: s.amountFails, DateFails: s.dateFails, Reasons: p.reasons(s),
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
func (p *passPlan) reasons(s set) (all []string) {
	for n, f := range p.fields {
		switch {
		case s.differ>>n&1 == 0:
		case f.key:
			all = append(all, f.name+" is equal only after its transformations")
		default:
			all = append(all, f.name+" differs")
		}
	}
	if !s.diff.IsZero() {
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
	for _, s := range r.sets {
		c := &counts[s.pass]
		switch s.fate {
		case Partial:
			c.Partial++
			continue
		case Ambiguous:
			c.Ambiguous += s.left + s.right
			continue
		}
		c.Sets++
		c.Left += s.left
		c.Right += s.right
		if equal, of := r.stages[s.pass].score(s); equal == of {
			c.Exact++
		}
	}
	return slices.Clip(counts)
}

// sumUp fills the summary from the sets.
func (r *Result) sumUp() {
	t := &r.Summary
	for _, s := range r.sets {
		switch s.fate {
		case Matched:
			t.Matched++
			t.MatchedLeft += s.left
			t.MatchedRight += s.right
			if equal, of := r.stages[s.pass].score(s); equal == of {
				t.Exact++
			}
		case Partial:
			t.Partial++
		case Proposed:
			t.ProposedLeft += s.left
			t.ProposedRight += s.right
		case Ambiguous:
			t.AmbiguousLeft += s.left
			t.AmbiguousRight += s.right
		}
	}
	t.UnmatchedLeft = t.Left - t.BadLeft - t.MatchedLeft - t.Partial
	t.UnmatchedRight = t.Right - t.BadRight - t.MatchedRight - t.Partial
}

// recount counts the rows by their fates, for comparison with what the sets
// say.
func (r *Result) recount() (c Summary) {
	c.Matched, c.Exact = r.Summary.Matched, r.Summary.Exact
	var by [2][Ambiguous + 1]int
	for i := range r.fate {
		for _, f := range r.fate[i] {
			by[i][f]++
		}
	}
	c.MatchedLeft, c.MatchedRight = by[0][Matched], by[1][Matched]
	c.ProposedLeft, c.ProposedRight = by[0][Proposed], by[1][Proposed]
	c.AmbiguousLeft, c.AmbiguousRight = by[0][Ambiguous], by[1][Ambiguous]
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
