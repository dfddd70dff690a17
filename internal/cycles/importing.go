package cycles

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/csvrows"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/money"
)

// ImportInvoices takes a CSV file in one change: all of it, or nothing and the
// faults of every bad row; or, when asked, its good rows, with the others in the
// log. A file whose last line has no end may have been cut off inside an amount,
// and is taken only when its control values say that it is whole.
type ImportInvoices struct {
	on
	File         string         `json:"file" doc:"The file's name, for the log."`
	CSV          string         `json:"csv" doc:"Its text: a header line of reference,payer,payee,currency,amount and optionally due_date, in any order, then a line for each invoice. Participants are named by their codes."`
	Participant  string         `json:"participant" required:"false" doc:"The code of the payer whose file it is; empty: a file of several payers, for who may import for all."`
	ControlRows  *int           `json:"control_rows,omitempty" required:"false" doc:"How many invoices there must be."`
	ControlTotal *money.Decimal `json:"control_total,omitempty" required:"false" doc:"What the amounts must come to, added up whatever their currency."`
	TakeGoodRows bool           `json:"take_good_rows" required:"false" doc:"Take the good rows and leave out at most 100 bad ones."`
	AllOrNothing bool           `json:"all_or_nothing" required:"false" doc:"Where others have to agree: nobody leaves invoices out, and one that cannot be taken any more stops all. Control values ask for the same."`
	run          govern.ID
}

// Undivided reports whether the file is taken whole or not at all: control values
// speak of all of it.
func (m *ImportInvoices) Undivided() bool {
	return m.AllOrNothing || m.ControlRows != nil || m.ControlTotal != nil
}

// Name is the command's name.
func (*ImportInvoices) Name() string { return "cycle.import_invoices" }

// Draw names the import; its invoices are called by it and their line.
func (m *ImportInvoices) Draw(newID func() govern.ID) { m.run = newID() }

// Targets is the payer whose file it is, so that its own people may import it;
// the cycle for a file of several payers.
func (m *ImportInvoices) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	c, err := Cycles.Get(ctx, q, m.id)
	if err != nil {
		return nil, err
	}
	p, err := m.payer(ctx, q)
	if err != nil || p == nil {
		return []access.Target{TargetOf(c)}, err
	}
	return []access.Target{{Unit: string(p.Unit), Records: []access.Record{record("participant", p.ID), record("cycle", c.ID)}}}, nil
}

func (m *ImportInvoices) payer(ctx context.Context, q govern.Reader) (*Participant, error) {
	if m.Participant == "" {
		return nil, nil
	}
	p, err := Participants.One(ctx, q, `code = $1`, m.Participant)
	if err == nil && p == nil {
		return nil, fault.Bad("participant", "unknown_participant", "There is no participant with the code %.40q.", m.Participant)
	}
	return p, err
}

// Plan inserts the invoices. Faults: wrong_state; of the file: not_text,
// empty_file, unknown_column, column_twice, missing_column, bad_quotes,
// truncated_file, too_many_rows, no_rows, control_differs; and bad_rows, which
// holds RowFaults.
func (m *ImportInvoices) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	c, err := m.in(ctx, q, "Invoices come in only while it is open; reopen its input first.", Opened)
	if err != nil {
		return govern.Plan{}, err
	}
	if m.File == "" {
		return govern.Plan{}, fault.Bad("file", "too_short", "Give the file's name.")
	}
	lines, faults, err := form.Read(m.CSV)
	if err != nil {
		return govern.Plan{}, err
	}
	invoices, faults, err := m.read(ctx, q, c, lines, faults)
	if err != nil {
		return govern.Plan{}, err
	}
	if err := m.refuse(lines, invoices, faults); err != nil {
		return govern.Plan{}, err
	}
	plan := govern.Plan{Record: govern.Ref{Table: "cycle", ID: c.ID}, Facts: m.facts(lines, invoices, faults)}
	for _, i := range invoices {
		plan.Rows = append(plan.Rows, Invoices.Insert(i))
	}
	return plan, nil
}

// read turns lines into invoices, and adds the faults of those that are none.
func (m *ImportInvoices) read(ctx context.Context, q govern.Reader, c *Cycle, lines []line, faults RowFaults) ([]*Invoice, RowFaults, error) {
	payer, err := m.payer(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	e := &entry{cycle: c, payer: payer, participants: map[string]*Participant{}, run: m.run, first: map[string]int{}, faults: faults}
	all, err := Participants.Find(ctx, q, `id <> '' ORDER BY code`)
	if err != nil {
		return nil, nil, err
	}
	for _, p := range all {
		e.participants[p.Code] = p
	}
	var invoices []*Invoice
	at := map[govern.ID]int{}
	for _, l := range lines {
		if i := e.take(l); i != nil {
			invoices, at[i.ID] = append(invoices, i), l.At
		}
	}
	invoices, err = e.known(ctx, q, invoices, at)
	slices.SortStableFunc(e.faults, func(a, b RowFault) int { return a.Line - b.Line })
	return invoices, e.faults, err
}

// refuse is the fault of a file that is not taken.
func (m *ImportInvoices) refuse(lines []line, invoices []*Invoice, faults RowFaults) error {
	if len(faults) > 0 && !m.TakeGoodRows {
		return faults.Refusal(form.Field, m.File, len(lines), ", so nothing was taken. Correct them, or ask for the good rows to be taken.")
	}
	if len(faults.Lines()) > csvrows.MostFaulty {
		return faults.Refusal(form.Field, m.File, len(lines), fmt.Sprintf(", so nothing was taken. At most %d rows may be left out.", csvrows.MostFaulty))
	}
	if len(invoices) == 0 && len(faults) > 0 {
		return faults.Refusal(form.Field, m.File, len(lines), ", so nothing was taken: no row is good.")
	}
	if len(lines) == 0 {
		return badFile("no_rows", "%s has a header and no invoices.", m.File)
	}
	if m.ControlRows != nil && *m.ControlRows != len(lines) {
		return fault.Bad("control_rows", "control_differs", "%s has %s, and there must be %d. Is it the whole file?", m.File, csvrows.Plural(len(lines), "row"), *m.ControlRows)
	}
	if total, _ := totals(lines); m.ControlTotal != nil && !m.ControlTotal.Equal(total) {
		return fault.Bad("control_total", "control_differs", "The amounts of %s come to %s, and must come to %s. Is it the whole file?", m.File, total, m.ControlTotal)
	}
	if m.ControlTotal == nil && !strings.HasSuffix(m.CSV, "\n") {
		return badFile("truncated_file", "Line %d, the last, has no line end: the file may be cut off. Fetch it again, or give its control total.", lines[len(lines)-1].At)
	}
	return nil
}

// Brought names the file for the log when nothing of it was taken.
func (m *ImportInvoices) Brought(error) []audit.Fact {
	facts := audit.FileFacts(m.File, []byte(m.CSV))
	if lines, _, err := form.Read(m.CSV); err == nil {
		facts = append(facts, audit.RowFacts(len(lines), 0)...)
	}
	return facts
}

func (m *ImportInvoices) facts(lines []line, invoices []*Invoice, faults RowFaults) []audit.Fact {
	total, by := totals(lines)
	facts := append(audit.FileFacts(m.File, []byte(m.CSV)), audit.RowFacts(len(lines), len(invoices))...)
	facts = append(facts, audit.Fact{Name: "control_total", Value: total.String()})
	var currencies []money.Currency
	for currency := range by {
		if currency.Known() {
			currencies = append(currencies, currency)
		}
	}
	slices.Sort(currencies)
	for _, currency := range currencies {
		facts = append(facts, audit.Fact{Name: "total_" + strings.ToLower(string(currency)), Value: by[currency].String()})
	}
	for _, f := range faults {
		facts = append(facts, audit.Fact{Name: "refused", Value: f.String()})
	}
	return facts
}
