package audit

import (
	"context"

	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Trail is what is asked of the log about records: the entries that name any of
// them and are of any of the actions, or have rows of any of the tables. Instead of
// records, or besides, it may name people who acted.
type Trail struct {
	Records []Record
	People  []string // users, acting or acted for
	Actions []string // with Tables: any of these; neither: all
	Tables  []string
	// Since, when given, are records of which one was there before anything that is
	// asked for could happen: an archived part of the log that tells of none of them
	// is passed over.
	Since []Record
	// Before leaves out this entry and all later ones; 0: none.
	Before int64
}

// Follow shows the entries to each, newest first, until it wants no more. It reads
// what r sees, also what is not indexed yet. Tokens choose the entries, so that one
// may be shown that is not asked for: each has to look. Fault audit_archived when it
// came to a part of the log that may hold more and is not in the database: what it
// has not read it never takes for absent.
func (t *Trail) Follow(ctx context.Context, r store.Reader, ring *secret.Ring, each func(f Found) (more bool)) error {
	var wanted [][]uint64
	if len(t.Records) > 0 {
		wanted = append(wanted, nil)
		for _, rec := range t.Records {
			wanted[0] = append(wanted[0], ring.Tokens(kindRecord, recordValue(rec.Table, rec.ID))...)
		}
	}
	if len(t.People) > 0 {
		var any []uint64
		for _, p := range t.People {
			any = append(any, ring.Tokens(kindPerson, p)...)
		}
		wanted = append(wanted, any)
	}
	if len(t.Actions)+len(t.Tables) > 0 {
		var any []uint64
		for _, a := range t.Actions {
			any = append(any, ring.Tokens(kindAction, a)...)
		}
		for _, table := range t.Tables {
			any = append(any, ring.Tokens(kindTable, table)...)
		}
		wanted = append(wanted, any)
	}
	s := &search{ctx: ctx, r: r, sealer: NewSealer(ring), wanted: wanted, exact: true}
	s.q.Before = t.Before
	for _, rec := range t.Since {
		s.since = append(s.since, ring.Tokens(kindRecord, recordValue(rec.Table, rec.ID))...)
	}
	s.q.Allow = func(f Found) bool {
		s.done = !each(f)
		return false
	}
	return s.run()
}

// Opened is the content of one entry, as r sees it.
func Opened(ctx context.Context, r store.Reader, ring *secret.Ring, seq int64) (*Event, error) {
	f, err := Entered(ctx, r, ring, seq)
	return f.Event, err
}

// Entered is one entry with its time, as r sees it.
func Entered(ctx context.Context, r store.Reader, ring *secret.Ring, seq int64) (found Found, err error) {
	s := &search{ctx: ctx, r: r, sealer: NewSealer(ring)}
	s.q.Allow = func(f Found) bool {
		found = f
		return false
	}
	return found, s.open(seq)
}
