package payments

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Report is a bank's file that says what became of orders.
type Report struct {
	govern.Root
	OfCustomer
	Kind     string      `json:"kind" db:"kind" audit:"show" enum:"pain.002,camt.053"`
	Message  string      `json:"message" db:"message" audit:"show" required:"false" doc:"What the bank calls it, as far as one name goes."`
	FileName string      `json:"file_name" db:"file_name" audit:"show"`
	Size     int64       `json:"size" db:"size" audit:"show" doc:"In bytes."`
	SHA256   string      `json:"sha256" db:"sha256" audit:"show" doc:"Of its bytes, hexadecimal; one file is taken once."`
	Lines    int64       `json:"lines" db:"lines" audit:"show"`
	Applied  int64       `json:"applied" db:"applied" audit:"show" doc:"Lines that moved an order on."`
	Open     int64       `json:"open" db:"open" audit:"show" doc:"Lines that a person must look at: unknown, or against what is known."`
	TakenBy  govern.ID   `json:"taken_by" db:"taken_by" audit:"show" ref:"user"`
	TakenAt  govern.Time `json:"taken_at" db:"taken_at" audit:"show"`
}

// Reports are all files of banks that were taken.
var Reports = govern.Declare(govern.Table[Report]{
	Name:      "bank_report",
	Doc:       "A bank's file that says what became of orders.",
	Unique:    [][]string{{"customer", "sha256"}},
	Key:       []string{"file_name"},
	ByCommand: true,
	Target:    func(r *Report) access.Target { return r.target() },
	Check: func(ctx context.Context, q govern.Reader, before, after *Report) error {
		if after == nil || before != nil {
			return fault.New(fault.Conflict, "report_stays", "What a bank said stays.")
		}
		return after.check(ctx, q, nil)
	},
})

// What came of a line.
const (
	LineApplied     = "applied"
	LineUnchanged   = "unchanged"   // known already, or overtaken by a later word
	LineUnknown     = "unknown"     // no order of this customer has the reference
	LineContradicts = "contradicts" // it cannot be what the order says
	LineOther       = "other"       // money that came in, which no order is about
)

// Line is one thing that a bank's file says.
type Line struct {
	govern.Meta
	OfCustomer
	Report    govern.ID `json:"report" db:"report" audit:"show" ref:"bank_report"`
	Number    int64     `json:"number" db:"number" audit:"show" minimum:"1"`
	Reference string    `json:"reference" db:"reference" audit:"show" required:"false" doc:"End-to-end id, or the name of a block or message."`
	Said      string    `json:"said" db:"said" audit:"show" doc:"The bank's status, or BOOK, RTRN."`
	Code      string    `json:"code" db:"code" audit:"show" required:"false"`
	Detail    string    `json:"detail" db:"detail" audit:"show" required:"false" doc:"The bank's words, and why it could not be applied."`
	Amount    string    `json:"amount" db:"amount" audit:"show" required:"false"`
	Currency  string    `json:"currency" db:"currency" audit:"show" required:"false"`
	BookedOn  string    `json:"booked_on" db:"booked_on" audit:"show" required:"false"`
	Result    string    `json:"result" db:"result" audit:"show" enum:"applied,unchanged,unknown,contradicts,other"`
	Kind      string    `json:"kind" db:"kind" audit:"show" required:"false" doc:"Of the order."`
	Order     govern.ID `json:"order" db:"order" audit:"show" required:"false" ref:"order"`
}

// Lines are those of all files. None is left out: what could not be applied
// stands here until somebody has looked.
var Lines = govern.Declare(govern.Table[Line]{
	Name:      "report_line",
	Doc:       "One thing that a bank's file says.",
	Unique:    [][]string{{"report", "number"}},
	Parent:    &govern.Parent[Line]{Table: "bank_report", ID: func(l *Line) govern.ID { return l.Report }},
	ByCommand: true,
	Guard:     &govern.Guard{Column: "kind", Is: "salary", Permission: ViewSalary},
	Target: func(l *Line) access.Target {
		return l.target(access.Record{Table: "bank_report", ID: string(l.Report)})
	},
	Check: func(_ context.Context, _ govern.Reader, before, after *Line) error {
		if after == nil || before != nil {
			return fault.New(fault.Conflict, "report_stays", "What a bank said stays.")
		}
		return nil
	},
})

// Recall notes that an order is asked back from the bank, and why. The bank gives
// it back by a booking, or does not.
type Recall struct {
	onOrder
	Why string `json:"why" minLength:"1" maxLength:"500"`
}

// Name is the command's name.
func (*Recall) Name() string { return "order.recall" }

// Plan notes it. Faults: wrong_state, reason_missing, already_recalled,
// nothing_to_recall.
func (c *Recall) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	o, err := Orders.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	p, err := Packages.Get(ctx, q, o.Package)
	if err != nil {
		return govern.Plan{}, err
	}
	if err := p.in("recalled", Sent, Acknowledged, Booked); err != nil {
		return govern.Plan{}, err
	}
	switch {
	case c.Why == "":
		return govern.Plan{}, fault.Bad("why", "reason_missing", "Say why it is to be given back.")
	case o.RecallWhy != "":
		return govern.Plan{}, fault.New(fault.Conflict, "already_recalled", "The order %s was recalled already: %s", o.EndToEndID, o.RecallWhy)
	case o.Outcome == OutcomeRejected || o.Outcome == OutcomeReturned:
		return govern.Plan{}, fault.New(fault.Conflict, "nothing_to_recall", "The order %s is %s; there is nothing to give back.", o.EndToEndID, o.Outcome)
	}
	next := *o
	next.RecallWhy = c.Why
	return govern.Plan{Rows: []govern.RowChange{Orders.Update(o, &next)}}, nil
}
