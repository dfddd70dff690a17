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
	Kind     string      `json:"kind" db:"kind" audit:"show" enum:"pain.002,camt.053,camt.029"`
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
	Amount    string    `json:"amount" db:"amount" audit:"amount" required:"false"`
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
