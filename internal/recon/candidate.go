package recon

import (
	"slices"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/matching"
)

// Candidate is a row of the other side that may be what an exception lacks. It
// is a suggestion: nothing is matched by it.
type Candidate struct {
	Exception govern.ID `json:"exception" doc:"The open exception that the row stands in."`
	Row       int64     `json:"row" doc:"Counts from 0, the header not counted."`
	Key       []string  `json:"key" doc:"The values that the sides are compared by."`
	Amount    string    `json:"amount"`
	Fields    []Field   `json:"fields" doc:"The row, long values cut."`
	Score     int       `json:"score" doc:"From 0 to 100: the points of its reasons, of those that there were to have."`
	Reasons   []Reason  `json:"reasons" doc:"What it got its points for, and what it got none for."`
}

// Reason is one comparison of a candidate with the exception's row.
type Reason struct {
	Code   string `json:"code" enum:"key_same,key_written_otherwise,key_in_text,key_part,key_swapped,key_near,key_differs,amount_same,amount_within,amount_opposite,amount_swapped,amount_near,amount_differs,date_same,date_within,date_apart"`
	Column string `json:"column" doc:"Of the exception's own side."`
	Points int    `json:"points"`
	Of     int    `json:"of" doc:"The most that it could have got."`
	Detail string `json:"detail" doc:"The difference of amounts left − right, or of dates in days; the other column where the key stands in; else empty."`
	Text   string `json:"text" doc:"The same in words."`

	tells bool // that the rows may belong together at all
}

// What a field can give. Values so short that many rows share them, such as a
// currency, get few.
const (
	keyPoints    = 50
	shortPoints  = 10
	amountPoints = 35
	datePoints   = 15
)

// MaxCandidates is how many are suggested for an exception.
const MaxCandidates = 10

// Candidates are the open exceptions among others whose row of the other side
// comes nearest to x's own, best first; of equal ones the earlier row. Nothing is
// suggested for a pair, which has its other row, nor what only resembles the key:
// numbers drawn one after another do. seen says which may be told.
func Candidates(x *Exception, others []*Exception, run *Run, by matching.Config, seen func(*Exception) bool) []Candidate {
	told := []Candidate{}
	own, alone := sideOf(x)
	if !alone {
		return told
	}
	p := newProbe(x, own, run, by)
	var found []Candidate
	of := map[govern.ID]*Exception{}
	for _, o := range others {
		side, alone := sideOf(o)
		if !alone || side == own || o.Run != x.Run || o.State == "closed" {
			continue
		}
		if n, likely := p.judge(o); likely {
			found, of[o.ID] = append(found, n), o
		}
	}
	slices.SortFunc(found, func(a, b Candidate) int {
		if a.Score != b.Score {
			return b.Score - a.Score
		}
		return int(a.Row - b.Row)
	})
	for _, n := range found {
		if len(told) < MaxCandidates && seen(of[n.Exception]) {
			told = append(told, n)
		}
	}
	return told
}

// sideOf is the side of an exception's only row: 0 left, 1 right.
func sideOf(x *Exception) (side int, alone bool) {
	switch {
	case x.Kind == "partial":
		return 0, false
	case x.LeftRow >= 0:
		return 0, true
	}
	return 1, x.RightRow >= 0
}

// judge compares the row of o with the probe's own; likely says whether anything
// tells that they belong together.
func (p *probe) judge(o *Exception) (n Candidate, likely bool) {
	other := p.read(o, 1-p.own.side)
	reasons := p.keys(other)
	if p.by.Amount != (matching.Sides{}) {
		reasons = append(reasons, p.amount(other))
	}
	if p.by.Date != (matching.Sides{}) {
		reasons = append(reasons, p.date(other)...)
	}
	got, most := 0, 0
	for i := range reasons {
		r := &reasons[i]
		r.Text = r.words()
		got, most, likely = got+r.Points, most+r.Of, likely || r.tells
	}
	n = Candidate{Exception: o.ID, Row: other.row, Key: o.Key, Amount: other.amount, Fields: other.fields, Reasons: reasons}
	if most > 0 {
		n.Score = got * 100 / most
	}
	return n, likely
}
