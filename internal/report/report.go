// Package report answers what auditors ask of the log again and again: who held
// which rights at a date, what one person changed, what passed while a four-eyes
// rule was off, who entered, agreed to and signed payments, who has left and is
// here still, and what became of a ticket.
//
// A report is a table that is made row by row, in bounded memory, of what its
// reader may read of the log and of the people. It stands above the directory
// and is no area itself.
package report

import (
	"context"
	"errors"
	"strconv"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Row takes one line of a table.
type Row func(cells ...string) error

// Report is one table: its columns, and what makes its rows.
type Report struct {
	Name    string
	Columns []string
	Read    int // rows of the file that it was made from, where it was
	Make    func(ctx context.Context, row Row) error
}

// Reader is who asks, and what they may read.
type Reader struct {
	DB     store.DB
	Ring   *secret.Ring
	Access *access.Snapshot // of today
	Scope  *audit.Scope     // of the log; nil: all
	// May reports whether the reader may be told of a user, or of what belongs to
	// one.
	May func(on access.Target) bool
	Now govern.Time
}

// Span is a time from From, inclusive, to To, exclusive; 0 is open.
type Span struct{ From, To govern.Time }

func (r *Reader) walk(ctx context.Context, q audit.Query, each func(audit.Found) error) error {
	q.Scope = r.Scope
	return r.DB.Snapshot(ctx, func(s store.Reader) error { return audit.Walk(ctx, s, r.Ring, q, each) })
}

// first shows the newest entry that q finds; false when there is none.
func (r *Reader) first(ctx context.Context, q audit.Query) (f audit.Found, found bool, err error) {
	q.Limit = 1
	err = r.walk(ctx, q, func(one audit.Found) error {
		f, found = one, true
		return nil
	})
	return f, found, err
}

func (r *Reader) name(user string) string {
	u, _ := r.Access.User(user)
	return u.Name
}

func userTarget(id, unit string) access.Target {
	return access.Target{Unit: unit, Records: []access.Record{{Table: "user", ID: id}}}
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

func moment(us int64) string { return govern.Time(us).String() }

// fact is the first detail of that name.
func fact(ev *audit.Event, name string) string {
	for _, f := range ev.Facts {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// errMany ends a report whose beginning was asked for.
var errMany = errors.New("many")

// Beginning are a report's first rows, at most so many; more says that there are
// more.
func (p *Report) Beginning(ctx context.Context, most int) (rows [][]string, more bool, err error) {
	rows = [][]string{}
	err = p.Make(ctx, func(cells ...string) error {
		if len(rows) == most {
			return errMany
		}
		rows = append(rows, append([]string(nil), cells...))
		return nil
	})
	if errors.Is(err, errMany) {
		return rows, true, nil
	}
	return rows, false, err
}
