package payments

import (
	"slices"

	"github.com/countersign/countersign/internal/govern"
)

// Fate is what the bank says became of an order.
type Fate struct {
	Outcome     string      `json:"outcome" db:"outcome" audit:"show" required:"false" enum:"accepted,partly_accepted,rejected,booked,returned,recalled" doc:"What the bank says of it; empty: nothing yet."`
	OutcomeCode string      `json:"outcome_code" db:"outcome_code" audit:"show" required:"false" doc:"The bank's code, such as AC04."`
	OutcomeText string      `json:"outcome_text" db:"outcome_text" audit:"show" required:"false" doc:"The bank's words."`
	OutcomeAt   govern.Time `json:"outcome_at" db:"outcome_at" audit:"show" required:"false"`
	BookedOn    string      `json:"booked_on" db:"booked_on" audit:"show" required:"false" doc:"The day that the bank booked it or gave it back."`
	RecallWhy   string      `json:"recall_why" db:"recall_why" audit:"show" required:"false" maxLength:"500" doc:"Why it was asked to be given back; empty: it was not."`

	RecallCode    string      `json:"recall_code" db:"recall_code" audit:"show" required:"false" doc:"The reason as the bank is told it, such as DUPL."`
	RecallState   string      `json:"recall_state" db:"recall_state" audit:"show" required:"false" enum:"asked,granted,refused" doc:"What the bank says of giving it back; empty: it was not asked."`
	RecallAskedAt govern.Time `json:"recall_asked_at" db:"recall_asked_at" audit:"show" required:"false"`
	RecallAnswer  string      `json:"recall_answer" db:"recall_answer" audit:"show" required:"false" maxLength:"2000" doc:"The bank's code and words about giving it back."`
}

// What can become of an order.
const (
	OutcomeAccepted = "accepted"
	OutcomePartly   = "partly_accepted"
	OutcomeRejected = "rejected"
	OutcomeBooked   = "booked"
	OutcomeReturned = "returned"
	OutcomeRecalled = "recalled"
)

// What the bank says of giving an order back.
const (
	RecallAsked   = "asked"
	RecallGranted = "granted"
	RecallRefused = "refused"
)

// ranks order what banks say: their files come late, twice and in any order, and
// an earlier word never takes back a later one. What a statement books is more
// than any answer to the order.
var ranks = map[string]int{"": 0, OutcomePartly: 1, OutcomeAccepted: 2, OutcomeRejected: 3, OutcomeBooked: 4, OutcomeReturned: 5, OutcomeRecalled: 5}

// further reports whether the word moves the order on.
func (f *Fate) further(outcome string) bool { return ranks[outcome] > ranks[f.Outcome] }

// overall is the state of a package whose orders have these fates: what all of
// them have reached.
func overall(now State, orders []*Order) State {
	some := func(list ...string) bool {
		return slices.ContainsFunc(orders, func(o *Order) bool { return slices.Contains(list, o.Outcome) })
	}
	all := func(list ...string) bool {
		return !slices.ContainsFunc(orders, func(o *Order) bool { return !slices.Contains(list, o.Outcome) })
	}
	switch {
	case all(OutcomeRejected):
		return Rejected
	case all(OutcomeRejected, OutcomeBooked, OutcomeReturned, OutcomeRecalled):
		return Booked
	case some(OutcomeAccepted, OutcomePartly, OutcomeBooked, OutcomeReturned, OutcomeRecalled):
		return Acknowledged
	}
	return now
}
