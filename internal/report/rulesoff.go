package report

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// ruleState is a four-eyes rule as one entry left it.
type ruleState struct {
	at, seq       int64
	by            string
	Name, Subject string
	Operations    []string
	Enabled       bool
	gone          bool
}

// off is a time in which a rule that there was did not ask for anybody.
type off struct {
	rule        string
	state       ruleState
	from, until int64 // until 0: still
	onBy        string
}

// RulesOff are the periods in which a four-eyes rule was off or deleted, and each
// change meanwhile that it would have been asked about, by its subject and
// operations; its condition, if it has one, is for the reader to look at. A period
// in which nothing passed has one row.
func (r *Reader) RulesOff(in Span) *Report {
	return &Report{
		Name:    "rules_off",
		Columns: []string{"rule", "rule_name", "subject", "operations", "off_from", "off_until", "switched_off_by", "switched_on_by", "off_entry", "entry", "time", "acting", "acting_name", "action", "table", "record", "operation", "change", "ticket"},
		Make: func(ctx context.Context, row Row) error {
			periods, err := r.periods(ctx, in)
			if err != nil {
				return err
			}
			for i := range periods {
				if err := r.passed(ctx, &periods[i], in, row); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// periods reads what the log tells of all rules, from the beginning.
func (r *Reader) periods(ctx context.Context, in Span) ([]off, error) {
	states := map[string][]ruleState{}
	err := r.walk(ctx, audit.Query{Table: "four_eyes_rule", Outcome: audit.Applied}, func(f audit.Found) error {
		for i := range f.Event.Rows {
			one := &f.Event.Rows[i]
			if one.Table != "four_eyes_rule" || one.Op == string(govern.Touch) {
				continue
			}
			s := ruleState{at: f.At, seq: f.Seq, by: f.Event.Actor, gone: one.Op == string(govern.Delete)}
			image := one.After
			if s.gone {
				image = one.Was
			}
			if len(image) > 0 { // absent where the reader may not see it
				if err := json.Unmarshal(image, &s); err != nil {
					return fault.Wrap(err, fault.Internal, "row_malformed", "Entry %d of the log tells of no four-eyes rule.", f.Seq)
				}
			}
			states[one.ID] = append(states[one.ID], s)
		}
		return nil
	})
	var list []off
	for id, all := range states {
		slices.Reverse(all) // oldest first
		var open *off
		for _, s := range all {
			is := !s.Enabled || s.gone
			switch {
			case is && open == nil:
				open = &off{rule: id, state: s, from: s.at}
			case !is && open != nil:
				open.until, open.onBy = s.at, s.by
				list, open = append(list, *open), nil
			}
		}
		if open != nil {
			list = append(list, *open)
		}
	}
	list = slices.DeleteFunc(list, func(o off) bool {
		return in.To != 0 && o.from >= int64(in.To) || o.until != 0 && o.until <= int64(in.From)
	})
	slices.SortFunc(list, func(a, b off) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.rule, b.rule)) })
	return list, err
}

// passed writes the changes of one period, newest first.
func (r *Reader) passed(ctx context.Context, o *off, in Span, row Row) error {
	s := &o.state
	head := []string{o.rule, s.Name, s.Subject, strings.Join(s.Operations, " "), moment(o.from), moment(o.until), s.by, o.onBy, number(s.seq)}
	q := audit.Query{Outcome: audit.Applied, From: max(o.from, int64(in.From)), To: o.until}
	if in.To != 0 && (q.To == 0 || q.To > int64(in.To)) {
		q.To = int64(in.To)
	}
	command := strings.Contains(s.Subject, ".")
	if command {
		q.Action = s.Subject
	} else {
		q.Table = s.Subject
	}
	n := 0
	line := func(cells ...string) error {
		n++
		return row(append(slices.Clip(head), cells...)...)
	}
	err := r.walk(ctx, q, func(f audit.Found) error {
		ev := f.Event
		if command {
			return line(number(f.Seq), moment(f.At), ev.Actor, r.name(ev.Actor), ev.Action, ev.Record.Table, ev.Record.ID, "command", ev.Change, ev.Ticket)
		}
		for _, one := range ev.Rows {
			if one.Table != s.Subject || !slices.Contains(s.Operations, one.Op) {
				continue
			}
			if err := line(number(f.Seq), moment(f.At), ev.Actor, r.name(ev.Actor), ev.Action, one.Table, one.ID, one.Op, ev.Change, ev.Ticket); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && n == 0 {
		err = line("", "", "", "", "", "", "", "", "", "")
	}
	return err
}
