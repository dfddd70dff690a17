package server

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/countersign/countersign/internal/archives"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

const (
	archiveEvery = 10 * time.Minute
	// removeWithin bounds how long the entries of one archive may take to leave.
	removeWithin = time.Hour
	// coveredWithin is how long the keeper may take to sign what records an archive,
	// and to index what is to be archived.
	coveredWithin = 30 * time.Second
)

// cause is why the log is archived or brought back: its age, or an order.
type cause struct {
	who   govern.Actor
	order audit.Record
}

// age is the cause where nobody asked.
var age = cause{who: govern.Actor{Method: "node"}}

// archive moves the entries up to last, as far as they make whole blocks of 256,
// to archive files.
func (s *Server) archive(ctx context.Context, why cause, last int64) error {
	for {
		a, err := s.archiveOne(ctx, why, last)
		if err != nil || a == nil {
			return err
		}
	}
}

// archiveOne is archive for the next file alone; nil when there is no more. First it
// removes from the database what was archived before and not restored since.
func (s *Server) archiveOne(ctx context.Context, why cause, last int64) (*audit.Archive, error) {
	next, err := s.clear(ctx)
	if err != nil {
		return nil, err
	}
	if last, err = s.whole(ctx, last); err != nil || next > last {
		return nil, err
	}
	a, err := audit.Shelve(ctx, s.DB, s.Ring, s.files, next, min(next+s.atOnce()-1, last))
	if err != nil {
		return nil, err
	}
	return a, s.keep(ctx, why, a)
}

// atOnce is how many entries one file holds.
func (s *Server) atOnce() int64 { return cmp.Or(s.ArchiveFile, audit.ArchiveMost) }

// whole is the end of the last whole block up to last that is indexed.
func (s *Server) whole(ctx context.Context, last int64) (int64, error) {
	var indexed int64
	err := s.DB.QueryRow(ctx, []any{&indexed}, `SELECT blocks FROM audit_index`)
	return min(last/tree.Run, indexed) * tree.Run, err
}

// keep records an archive in the log, and removes its entries once that is signed.
func (s *Server) keep(ctx context.Context, why cause, a *audit.Archive) (err error) {
	a.Seq, err = s.Engine.Note(ctx, why.who, audit.Event{Action: archives.Archiving, Outcome: audit.Noted, Record: why.order, Facts: archiveFacts(a)})
	if err != nil {
		return err
	}
	if err := a.Keep(ctx, s.DB, s.Ring); err != nil {
		return err
	}
	return s.remove(ctx, a)
}

func archiveFacts(a *audit.Archive) []audit.Fact {
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	return []audit.Fact{
		{Name: "from", Value: number(a.First)},
		{Name: "to", Value: number(a.Last)},
		{Name: "sha256", Value: a.File},
		{Name: "size", Value: number(a.Size)},
	}
}

func (s *Server) remove(ctx context.Context, a *audit.Archive) error {
	ctx, cancel := context.WithTimeout(ctx, removeWithin)
	defer cancel()
	covered, err := s.soon(ctx, `SELECT coalesce(max(size), 0) FROM audit_checkpoint`, a.Seq)
	if err == nil && !covered {
		err = fault.New(fault.Unavailable, "audit_unsigned", "The log is not being signed; the archived entries stay in the database until it is.")
	}
	if err != nil {
		return err
	}
	return a.Remove(ctx, s.DB, s.Ring, s.files)
}

// soon waits a while until the keeper of the log has come so far; false: it has not.
func (s *Server) soon(ctx context.Context, far string, want int64) (bool, error) {
	for begun := time.Now(); ; {
		var got int64
		err := s.DB.QueryRow(ctx, []any{&got}, far)
		if err != nil || got >= want || time.Since(begun) > coveredWithin {
			return got >= want, err
		}
		select {
		case <-ctx.Done():
			return false, context.Cause(ctx)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// clear removes what is archived and neither restored nor away, as after a crash
// or at the end of a restoration. next is the first entry that is not archived.
func (s *Server) clear(ctx context.Context) (next int64, err error) {
	restored := map[int64]bool{}
	err = s.DB.Query(ctx, func(scan store.Scan) error {
		var first int64
		err := scan(&first)
		restored[first] = true
		return err
	}, `SELECT first_seq FROM audit_restored WHERE until > $1`, s.Now().UnixMicro())
	if err != nil {
		return 0, err
	}
	list, err := audit.Archives(ctx, s.DB)
	next = 1
	for i := range list {
		next = list[i].Last + 1
		if err == nil && !list[i].Away && !restored[list[i].First] {
			err = s.remove(ctx, &list[i])
		}
	}
	return next, err
}

// restoreOne brings the first archive that holds any of the entries [first, last]
// back into the database until a time, and records it, also where the archive's file
// is missing or not whole and nothing comes back.
func (s *Server) restoreOne(ctx context.Context, why cause, first, last int64, until govern.Time) (*audit.Archive, error) {
	list, err := audit.Holding(ctx, s.DB, first, last)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, archives.NotArchived(first, last)
	}
	a := &list[0]
	ev := audit.Event{Action: archives.Restoring, Outcome: audit.Noted, Record: why.order, Facts: append(archiveFacts(a), audit.Fact{Name: "until", Value: until.String()})}
	refusal := a.Restore(ctx, s.DB, s.Ring, s.files, time.UnixMicro(int64(until)))
	if ctx.Err() != nil {
		return nil, context.Cause(ctx) // broken off, and begun again later
	}
	if refusal != nil {
		f := fault.From(refusal)
		ev.Outcome, ev.Code, ev.Detail = audit.Refused, f.Code, f.Detail
	}
	if _, err := s.Engine.Note(context.WithoutCancel(ctx), why.who, ev); err != nil || refusal != nil {
		return nil, errors.Join(refusal, err)
	}
	return a, nil
}
