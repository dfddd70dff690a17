package payments

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/iso20022"
)

// mostLines is how much one file may say: it is one change.
const mostLines = 10_000

// TakeReport takes a bank's file, pain.002, camt.053 or camt.029, and moves the orders on
// that it speaks of. Files may come late, twice and in any order.
type TakeReport struct {
	Customer govern.ID `json:"customer" ref:"customer" doc:"Whose orders it may speak of."`
	FileName string    `json:"file_name" minLength:"1" maxLength:"200"`
	Content  string    `json:"content" doc:"The file's text: pain.002, camt.053 or camt.029."`

	id govern.ID
}

// Name is the command's name.
func (*TakeReport) Name() string { return "bank_report.take" }

// On does nothing: the report does not exist yet.
func (*TakeReport) On(govern.ID) {}

// Draw names the report; its lines are called by it and their number.
func (c *TakeReport) Draw(newID func() govern.ID) { c.id = newID() }

// Targets are those of the customer.
func (c *TakeReport) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	of, err := named(ctx, q, Customers, "customer", c.Customer)
	if err != nil {
		return nil, err
	}
	return []access.Target{(&OfCustomer{Customer: of.ID, Unit: of.Unit}).target()}, nil
}

// Plan inserts the report with its lines and updates what they move. Faults:
// already_taken, unknown_format, too_many_lines, and those of the file.
func (c *TakeReport) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	of, err := named(ctx, q, Customers, "customer", c.Customer)
	if err != nil {
		return govern.Plan{}, err
	}
	if c.FileName == "" {
		return govern.Plan{}, fault.Bad("file_name", "too_short", "Give the file's name.")
	}
	sum := sha256.Sum256([]byte(c.Content))
	r := &Report{
		Root: govern.Root{Meta: govern.Meta{ID: c.id}}, OfCustomer: OfCustomer{Customer: of.ID, Unit: of.Unit},
		FileName: c.FileName, Size: int64(len(c.Content)), SHA256: hex.EncodeToString(sum[:]), TakenBy: govern.ID(who.User), TakenAt: q.Now(),
	}
	before, err := Reports.One(ctx, q, `customer = $1 AND sha256 = $2`, string(of.ID), r.SHA256)
	if err == nil && before != nil {
		err = fault.New(fault.Conflict, "already_taken", "This file was taken already, as %s; nothing changed.", before.FileName)
	}
	if err != nil {
		return govern.Plan{}, err
	}
	b := &book{ctx: ctx, q: q, report: r, packages: map[govern.ID]*page{}, orders: map[govern.ID]*Order{}}
	if err := b.read([]byte(c.Content)); err != nil {
		return govern.Plan{}, err
	}
	return b.plan(), nil
}

// Brought names the file for the log when it was refused.
func (c *TakeReport) Brought(error) []audit.Fact {
	return audit.FileFacts(c.FileName, []byte(c.Content))
}

// book is what the report changes, under way.
type book struct {
	ctx      context.Context
	q        govern.Reader
	report   *Report
	lines    []*Line
	packages map[govern.ID]*page
	orders   map[govern.ID]*Order // as they are by now, by id
}

// page is a package with its orders as they were, in their order.
type page struct {
	before *Package
	orders []*Order
	blocks map[govern.ID]string // the payment block of each order
}

// read tells the formats apart by the message that the file names.
func (b *book) read(content []byte) error {
	head := content[:min(len(content), 2000)]
	switch {
	case bytes.Contains(head, []byte("pain.002.001")):
		b.report.Kind = "pain.002"
		s, err := iso20022.ReadPain002(bytes.NewReader(content), iso20022.Limits{})
		if err != nil {
			return unreadable(err)
		}
		b.report.Message = s.MessageID
		return b.status(s)
	case bytes.Contains(head, []byte("camt.029.001")):
		b.report.Kind = "camt.029"
		s, err := iso20022.ReadCamt029(bytes.NewReader(content), iso20022.Limits{})
		if err != nil {
			return unreadable(err)
		}
		b.report.Message = s.ID
		return b.resolution(s)
	case bytes.Contains(head, []byte("camt.053.001")):
		b.report.Kind = "camt.053"
		list, err := iso20022.ReadCamt053(bytes.NewReader(content), iso20022.Limits{})
		if err != nil {
			return unreadable(err)
		}
		for _, s := range list {
			b.report.Message = s.ID
			if err := b.statement(s); err != nil {
				return err
			}
		}
		return nil
	}
	return fault.Bad("content", "unknown_format", "This is neither pain.002 nor camt.053 nor camt.029.")
}

// unreadable is a refusal of a bank's file as a fault of the field that holds it.
func unreadable(err error) error {
	var e *iso20022.Error
	if !errors.As(err, &e) {
		return err
	}
	where := e.Place
	if e.Line > 0 {
		where = fmt.Sprintf("line %d, %s", e.Line, e.Place)
	}
	return fault.Bad("content", e.Code, "%s: %s", where, e.Detail)
}

// say adds a line, unless there are too many.
func (b *book) say(l Line) error {
	if len(b.lines) == mostLines {
		return fault.Bad("content", "too_many_lines", "The file says more than %d things; ask the bank for smaller ones.", mostLines)
	}
	n := int64(len(b.lines) + 1)
	l.ID, l.OfCustomer, l.Report, l.Number = govern.ID(fmt.Sprintf("%s-%d", b.report.ID, n)), b.report.OfCustomer, b.report.ID, n
	b.lines = append(b.lines, &l)
	b.report.Lines = n
	switch l.Result {
	case LineApplied:
		b.report.Applied++
	case LineUnknown, LineContradicts:
		b.report.Open++
	}
	return nil
}

// page reads a package once.
func (b *book) page(p *Package) (*page, error) {
	if known := b.packages[p.ID]; known != nil {
		return known, nil
	}
	orders, err := OrdersOf(b.ctx, b.q, p.ID)
	if err != nil {
		return nil, err
	}
	g := &page{p, orders, blocksOf(p.Code, orders)}
	b.packages[p.ID] = g
	for _, o := range orders {
		next := *o
		b.orders[o.ID] = &next
	}
	return g, nil
}

// blocksOf names the payment block of each order as the bank file does.
func blocksOf(code string, orders []*Order) map[govern.ID]string {
	type block struct {
		account govern.ID
		day     string
	}
	names, of := map[block]string{}, map[govern.ID]string{}
	for _, o := range orders {
		k := block{o.Account, o.ExecutionDate}
		if names[k] == "" {
			names[k] = fmt.Sprintf("%s-%d", code, len(names)+1)
		}
		of[o.ID] = names[k]
	}
	return of
}

// move applies a word to an order, and tells what came of it.
func (b *book) move(p *Package, o *Order, outcome string, l *Line) {
	l.Order, l.Kind = o.ID, o.Kind
	switch {
	case !slices.Contains(frozen, p.State):
		l.Result, l.Detail = LineContradicts, with(l.Detail, fmt.Sprintf("The package %s is %s: its file has not left.", p.Code, stateWords[p.State]))
	case outcome == "" || !o.further(outcome):
		l.Result = LineUnchanged
	default:
		l.Result = LineApplied
		if outcome == OutcomeReturned && o.RecallWhy != "" && o.RecallState != RecallRefused {
			outcome = OutcomeRecalled
		}
		o.Outcome, o.OutcomeCode, o.OutcomeText, o.OutcomeAt = outcome, l.Code, l.Detail, b.q.Now()
		if l.BookedOn != "" {
			o.BookedOn = l.BookedOn
		}
	}
}

func with(detail, more string) string { return strings.TrimSpace(detail + " " + more) }

func (b *book) plan() govern.Plan {
	r := b.report
	plan := govern.Plan{Record: govern.Ref{Table: "bank_report", ID: r.ID}, Rows: []govern.RowChange{Reports.Insert(r)}, Facts: []audit.Fact{
		{Name: "file", Value: r.FileName},
		{Name: "size", Value: fmt.Sprint(r.Size)},
		{Name: "sha256", Value: r.SHA256},
		{Name: "lines", Value: fmt.Sprint(r.Lines)},
		{Name: "applied", Value: fmt.Sprint(r.Applied)},
		{Name: "open", Value: fmt.Sprint(r.Open)},
	}}
	for _, l := range b.lines {
		plan.Rows = append(plan.Rows, Lines.Insert(l))
	}
	var ids []govern.ID
	for id := range b.packages {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		g := b.packages[id]
		var now []*Order
		for _, o := range g.orders {
			next := b.orders[o.ID]
			now = append(now, next)
			if *next != *o {
				plan.Rows = append(plan.Rows, Orders.Update(o, next))
			}
		}
		next := *g.before
		if next.State = overall(g.before.State, now); next.State != g.before.State {
			plan.Rows = append(plan.Rows, Packages.Update(g.before, &next))
			plan.Outbox = append(plan.Outbox, govern.Message{Kind: AnsweredMessage, Subject: string(id), Body: next.Digest})
		}
	}
	return plan
}
