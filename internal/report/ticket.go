package report

import (
	"context"
	"slices"

	"github.com/countersign/countersign/internal/audit"
)

// Ticket is the evidence sheet of a ticket, oldest first: what was asked under it,
// made and given; of each person whom it made or changed, when they first signed
// in and were suspended.
func (r *Reader) Ticket(ticket string) *Report {
	return &Report{
		Name:    "ticket",
		Columns: []string{"ticket", "step", "entry", "time", "acting", "acting_name", "acted_for", "action", "outcome", "table", "record", "of_user", "of_name", "change", "reason"},
		Make: func(ctx context.Context, row Row) error {
			found, users, err := r.underTicket(ctx, ticket)
			if err != nil {
				return err
			}
			for _, user := range users {
				more, err := r.lifeOf(ctx, user)
				if err != nil {
					return err
				}
				for _, one := range more {
					if !slices.ContainsFunc(found, func(f step) bool { return f.Seq == one.Seq }) {
						found = append(found, one)
					}
				}
			}
			slices.SortFunc(found, func(a, b step) int { return int(a.Seq - b.Seq) })
			for _, f := range found {
				ev := f.Event
				of := f.of
				err := row(ticket, f.what, number(f.Seq), moment(f.At), ev.Actor, r.name(ev.Actor), ev.OnBehalf, ev.Action, ev.Outcome, ev.Record.Table, ev.Record.ID, of, r.name(of), ev.Change, ev.Reason)
				if err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// step is an entry as what it is to a ticket.
type step struct {
	audit.Found
	what, of string
}

// underTicket are the entries that bear the ticket, and the users whom they are
// about.
func (r *Reader) underTicket(ctx context.Context, ticket string) (list []step, users []string, err error) {
	err = r.walk(ctx, audit.Query{Ticket: ticket}, func(f audit.Found) error {
		ev := f.Event
		s := step{Found: f, what: ev.Outcome}
		for i := range ev.Rows {
			one := &ev.Rows[i]
			switch one.Table {
			case "user":
				s.of = one.ID
				if ev.Outcome == audit.Applied && one.Op == "insert" {
					s.what = "created"
				}
			case "grant", "member":
				for _, of := range audit.Fields(one) {
					if of.Name == "user" {
						s.of = firstOf(of.New, of.Old)
					}
				}
				if ev.Outcome == audit.Applied && s.what != "created" {
					s.what = map[string]string{"insert": "access_given", "delete": "access_taken"}[one.Op]
				}
			}
		}
		switch {
		case ev.Outcome == audit.Held:
			s.what = "asked"
		case ev.Outcome == audit.Applied && ev.Action == "user.suspend":
			s.what = "suspended"
		case s.what == "":
			s.what = ev.Outcome
		}
		if s.of != "" && !slices.Contains(users, s.of) {
			users = append(users, s.of)
		}
		list = append(list, s)
		return nil
	})
	return list, users, err
}

// lifeOf are a user's first sign-in and suspensions.
func (r *Reader) lifeOf(ctx context.Context, user string) (list []step, err error) {
	var first *audit.Found
	err = r.walk(ctx, audit.Query{Acting: user, Action: "sign_in", Outcome: audit.Noted}, func(f audit.Found) error {
		first = &f
		return nil
	})
	if err != nil {
		return nil, err
	}
	if first != nil {
		list = append(list, step{*first, "first_sign_in", user})
	}
	err = r.walk(ctx, audit.Query{Table: "user", Record: user, Action: "user.suspend", Outcome: audit.Applied}, func(f audit.Found) error {
		list = append(list, step{f, "suspended", user})
		return nil
	})
	return list, err
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
