package server

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

const (
	archiveEvery = 10 * time.Minute
	// archiveFor is how long one node may be at it before another may begin; an
	// archive is made twice then, and kept once.
	archiveFor = time.Hour
	// coveredWithin is how long the keeper may take to sign what records an archive.
	coveredWithin = 30 * time.Second
)

// archiving moves old entries of the log to files.
func (s *Server) archiving() *rounds {
	return &rounds{
		lease: "audit_archive", every: archiveEvery, hold: archiveFor,
		trouble: "old entries of the log could not be archived; nothing was removed that is not",
		work: func(ctx context.Context) error {
			last, err := audit.UpTo(ctx, s.DB, s.Now().Add(-s.Config.ArchiveAfter).UnixMicro())
			if err == nil {
				_, err = s.Archive(ctx, last)
			}
			return err
		},
	}
}

// node is the server itself, where nobody asked.
var node = govern.Actor{Method: "node"}

// Archive moves the entries up to last, as far as they make whole blocks of 256,
// to archive files. First it removes from the database what was archived before
// and not restored since. It returns the archives that it made.
func (s *Server) Archive(ctx context.Context, last int64) (made []audit.Archive, err error) {
	for {
		a, err := s.ArchiveOne(ctx, node, last)
		if err != nil || a == nil {
			return made, err
		}
		made = append(made, *a)
	}
}

// ArchiveOne is Archive for the next file alone; nil when there is no more. who is
// named in the log.
func (s *Server) ArchiveOne(ctx context.Context, who govern.Actor, last int64) (*audit.Archive, error) {
	next, err := s.clear(ctx)
	if err != nil {
		return nil, err
	}
	var indexed int64
	if err := s.DB.QueryRow(ctx, []any{&indexed}, `SELECT blocks FROM audit_index`); err != nil {
		return nil, err
	}
	if last = min(last/tree.Run, indexed) * tree.Run; next > last {
		return nil, nil
	}
	a, err := audit.Shelve(ctx, s.DB, s.Ring, s.files, next, min(next+audit.ArchiveMost-1, last))
	if err != nil {
		return nil, err
	}
	return a, s.keep(ctx, who, a)
}

// keep records an archive in the log, and removes its entries once that is signed.
func (s *Server) keep(ctx context.Context, who govern.Actor, a *audit.Archive) (err error) {
	a.Seq, err = s.Engine.Note(ctx, who, audit.Event{Action: "audit.archive", Outcome: audit.Noted, Facts: archiveFacts(a)})
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
	ctx, cancel := context.WithTimeout(ctx, archiveFor)
	defer cancel()
	for begun := time.Now(); ; {
		var size int64
		if err := s.DB.QueryRow(ctx, []any{&size}, `SELECT coalesce(max(size), 0) FROM audit_checkpoint`); err != nil {
			return err
		}
		if size >= a.Seq {
			return a.Remove(ctx, s.DB, s.Ring, s.files)
		}
		if time.Since(begun) > coveredWithin {
			return fault.New(fault.Unavailable, "audit_unsigned", "The log is not being signed; the archived entries stay in the database until it is.")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
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

// Restore brings the archives that hold entries of [first, last] back into the
// database until a time, and records it. It returns them.
func (s *Server) Restore(ctx context.Context, first, last int64, until time.Time) (back []audit.Archive, err error) {
	for from := first; from <= last; {
		a, err := s.RestoreOne(ctx, node, from, last, until)
		if fault.Code(err) == "not_archived" && len(back) > 0 {
			return back, nil
		}
		if err != nil {
			return back, err
		}
		back = append(back, *a)
		from = a.Last + 1
	}
	return back, nil
}

// RestoreOne is Restore for the first of these archives alone. who is named in the
// log, also where the archive's file is missing or not whole and nothing comes back.
func (s *Server) RestoreOne(ctx context.Context, who govern.Actor, first, last int64, until time.Time) (*audit.Archive, error) {
	list, err := audit.Archives(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	for i := range list {
		a := &list[i]
		if a.Last < first || a.First > last {
			continue
		}
		ev := audit.Event{Action: "audit.restore", Outcome: audit.Noted, Facts: append(archiveFacts(a), audit.Fact{Name: "until", Value: govern.At(until).String()})}
		refusal := a.Restore(ctx, s.DB, s.Ring, s.files, until)
		if refusal != nil {
			f := fault.From(refusal)
			ev.Outcome, ev.Code, ev.Detail = audit.Refused, f.Code, f.Detail
		}
		if _, err := s.Engine.Note(context.WithoutCancel(ctx), who, ev); err != nil || refusal != nil {
			return nil, errors.Join(refusal, err)
		}
		return a, nil
	}
	return nil, fault.New(fault.NotFound, "not_archived", "None of the entries %d to %d is archived.", first, last)
}
