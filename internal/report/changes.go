package report

import (
	"context"
	"slices"

	"github.com/countersign/countersign/internal/audit"
)

// told are the outcomes of what people do to records, as against reading and
// refusals.
var told = []string{audit.Applied, audit.Held, audit.Approved, audit.Rejected, audit.Withdrawn, audit.Expired, audit.Stale, audit.Failed}

// Changes are what one person changed, asked for, agreed to or refused, newest
// first, field by field; themselves or as another's deputy.
func (r *Reader) Changes(user string, in Span) *Report {
	return &Report{
		Name:    "changes",
		Columns: []string{"entry", "time", "acting", "acting_name", "acted_for", "action", "outcome", "table", "record", "operation", "version", "field", "old", "new", "maker", "reason", "ticket", "change"},
		Make: func(ctx context.Context, row Row) error {
			q := audit.Query{Actor: user, From: int64(in.From), To: int64(in.To)}
			return r.walk(ctx, q, func(f audit.Found) error {
				if !slices.Contains(told, f.Event.Outcome) {
					return nil
				}
				return r.changed(f, row)
			})
		},
	}
}

func (r *Reader) changed(f audit.Found, row Row) error {
	ev := f.Event
	line := func(table, id, op, version string, of audit.Field) error {
		return row(number(f.Seq), moment(f.At), ev.Actor, r.name(ev.Actor), ev.OnBehalf, ev.Action, ev.Outcome, table, id, op, version, of.Name, of.Old, of.New,
			fact(ev, "maker"), ev.Reason, ev.Ticket, ev.Change)
	}
	if len(ev.Rows) == 0 {
		return line(ev.Record.Table, ev.Record.ID, "", "", audit.Field{})
	}
	for i := range ev.Rows {
		one := &ev.Rows[i]
		version := ""
		if one.Version > 0 {
			version = number(one.Version)
		}
		fields := audit.Fields(one)
		if len(fields) == 0 {
			fields = []audit.Field{{}}
		}
		for _, of := range fields {
			if err := line(one.Table, one.ID, one.Op, version, of); err != nil {
				return err
			}
		}
	}
	return nil
}
