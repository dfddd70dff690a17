package report

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/audit"
)

// Payments tell, of each package of payments, who entered, changed, approved,
// signed, released and sent it, newest first. pkg narrows it to one package.
func (r *Reader) Payments(pkg string, in Span) *Report {
	return &Report{
		Name:    "payments",
		Columns: []string{"package", "code", "state", "entry", "time", "part", "person", "name", "acted_for", "action", "outcome", "method", "rows", "reason", "ticket", "change"},
		Make: func(ctx context.Context, row Row) error {
			q := audit.Query{Table: "package", Record: pkg, From: int64(in.From), To: int64(in.To)}
			return r.walk(ctx, q, func(f audit.Found) error {
				if !slices.Contains(told, f.Event.Outcome) {
					return nil
				}
				return r.paid(f, row)
			})
		},
	}
}

// paid writes a row for each person who had a part in the entry.
func (r *Reader) paid(f audit.Found, row Row) error {
	ev := f.Event
	id, code, state := packageOf(ev)
	line := func(part, person, behalf string) error {
		return row(id, code, state, number(f.Seq), moment(f.At), part, person, r.name(person), behalf, ev.Action, ev.Outcome, ev.Method, number(int64(len(ev.Rows))), ev.Reason, ev.Ticket, ev.Change)
	}
	if maker := fact(ev, "maker"); maker != "" && ev.Outcome == audit.Applied {
		if err := line(partOf(ev), maker, fact(ev, "maker_for")); err != nil {
			return err
		}
		behalf := ""
		for i, x := range ev.Facts {
			if x.Name != "approver" {
				continue
			}
			if behalf = ""; i+1 < len(ev.Facts) && ev.Facts[i+1].Name == "approver_for" {
				behalf = ev.Facts[i+1].Value
			}
			if err := line("approved", x.Value, behalf); err != nil {
				return err
			}
		}
		return nil
	}
	return line(partOf(ev), ev.Actor, ev.OnBehalf)
}

// partOf is what was done to the package: entered, signed, or a word of its own.
func partOf(ev *audit.Event) string {
	switch {
	case ev.Outcome != audit.Applied:
		return ev.Outcome
	case slices.ContainsFunc(ev.Rows, func(x audit.Row) bool { return x.Table == "signature" && x.Op == "insert" }):
		return "signed"
	case slices.ContainsFunc(ev.Rows, func(x audit.Row) bool { return x.Table == "order" && x.Op != "touch" }),
		slices.ContainsFunc(ev.Rows, func(x audit.Row) bool { return x.Table == "package" && x.Op == "insert" }):
		return "entered"
	}
	_, verb, _ := strings.Cut(ev.Action, ".")
	return verb
}

// packageOf is the package that the entry is about and, where its row was
// written, what it became.
func packageOf(ev *audit.Event) (id, code, state string) {
	if ev.Record.Table == "package" {
		id = ev.Record.ID
	}
	for i := range ev.Rows {
		one := &ev.Rows[i]
		if one.Table != "package" {
			continue
		}
		id = one.ID
		var p struct{ Code, State string }
		if len(one.After) > 0 && json.Unmarshal(one.After, &p) == nil {
			code, state = p.Code, p.State
		}
	}
	return id, code, state
}
