package server

import (
	"context"
	"io"
	"slices"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/notice"
	"github.com/countersign/countersign/internal/periodic"
	"github.com/countersign/countersign/internal/report"
	"github.com/countersign/countersign/internal/sheets"
)

const (
	reportEvery = 5 * time.Second
	// reportFor is how long one node may be at it before another may begin.
	reportFor = 30 * time.Minute
	// settled is how long after a report's time it is made: by then what was under
	// way stands in the log.
	settled = 5 * time.Second
	// reportAgain is when a report that could not be made is tried again.
	reportAgain = 10 * time.Minute
	// mostReport bounds a report's file, in bytes.
	mostReport = 4 << 30
)

// reporting makes the reports that are due, one node at a time.
func (s *Server) reporting() *rounds {
	later := map[govern.ID]time.Time{} // of what failed
	return &rounds{
		lease: "report_schedule", every: reportEvery, hold: reportFor, trouble: "the reports that are due could not be looked for",
		work: func(ctx context.Context) error {
			now := s.Now()
			due, err := periodic.DueOf(ctx, s.DB, govern.At(now.Add(-settled)))
			if err != nil {
				return err
			}
			for _, d := range due {
				if now.Before(later[d.ID]) {
					continue
				}
				delete(later, d.ID)
				if err := s.make(ctx, d); err != nil && !fault.Is(err, fault.Unavailable) && fault.Code(err) != "made" {
					later[d.ID] = now.Add(reportAgain)
					s.Log.Warn("a report that is due could not be made", "schedule", d.ID, "code", fault.Code(err), "error", err)
				}
			}
			return s.herald.Changed(ctx)
		},
	}
}

// make writes one report to the files store, and records it.
func (s *Server) make(ctx context.Context, d periodic.Due) error {
	r, err := s.reportOf(ctx, d)
	if err != nil {
		return err
	}
	c := &periodic.Record{Due: d}
	c.File, err = written(ctx, s.files, r)
	if err != nil {
		return err
	}
	out, err := s.Engine.Submit(ctx, govern.Actor{User: InstallationUser, Method: "node"}, govern.Note{}, c)
	return s.applied(out, err)
}

func (s *Server) reportOf(ctx context.Context, d periodic.Due) (*report.Report, error) {
	r := s.reader(d.Unit)
	in := report.Span{From: d.From, To: d.To}
	switch d.Report {
	case periodic.Rights:
		then, err := s.Engine.AccessAt(ctx, d.To)
		if err != nil {
			return nil, err
		}
		r.Access = then // people are told by where they stood
		return r.Rights(then, int64(d.To)), nil
	case periodic.Changes:
		return r.Changes(string(d.User), in), nil
	case periodic.RulesOff:
		return r.RulesOff(in), nil
	case periodic.Payments:
		return r.Payments("", in), nil
	}
	return nil, fault.New(fault.Internal, "unknown_report", "The program makes no report %s.", d.Report)
}

// reader reads what a unit's log holds, without what guards keep from the
// installation's own service.
func (s *Server) reader(unit govern.ID) *report.Reader {
	snapshot := s.Engine.Access()
	kept := s.Engine.Kept(InstallationUser)
	scope := &audit.Scope{All: unit == "", Without: kept, Amounts: &audit.Amounts{Is: s.Engine.HoldsAmount}}
	if unit != "" {
		scope.Units = []string{string(unit)}
	}
	return &report.Reader{
		DB: s.DB, Ring: s.Ring, Access: snapshot, Scope: scope, Now: govern.At(s.Now()),
		May: func(on access.Target) bool {
			return unit == "" || on.Unit != "" && snapshot.Within(on.Unit, string(unit))
		},
	}
}

// written puts a report into the files store, as CSV.
func written(ctx context.Context, kept files.Store, r *report.Report) (f periodic.File, err error) {
	read, write := io.Pipe()
	done := make(chan error, 1)
	go func() {
		sheet := sheets.CSV(write)
		err := sheet.Row(r.Columns...)
		if err == nil {
			err = r.Make(ctx, func(cells ...string) error {
				f.Lines++
				return sheet.Row(cells...)
			})
		}
		if err == nil {
			err = sheet.Close()
		}
		_ = write.CloseWithError(err) // it never fails
		done <- err
	}()
	digest, size, err := kept.Put(ctx, read, mostReport)
	_ = read.CloseWithError(io.ErrClosedPipe)
	if made := <-done; made != nil && err == nil || fault.Code(made) != "" {
		err = made
	}
	f.SHA256, f.Size = digest, size
	return f, err
}

// mostEvidence is how many rows of a ticket's sheet a webhook is sent.
const mostEvidence = 5000

// sheet is the evidence sheet of a ticket, as the unit's log has it.
func (s *Server) sheet(ctx context.Context, ticket string, unit govern.ID) (*notice.Sheet, error) {
	r := s.reader(unit).Ticket(ticket)
	rows, more, err := r.Beginning(ctx, mostEvidence)
	if err != nil {
		return nil, err
	}
	out := &notice.Sheet{Columns: r.Columns, Rows: rows, More: more}
	step, user := slices.Index(r.Columns, "step"), slices.Index(r.Columns, "of_user")
	for _, row := range rows {
		if row[user] != "" {
			out.People = append(out.People, notice.TicketPerson{User: row[user], SignedIn: row[step] == "first_sign_in"})
		}
	}
	return out, nil
}
