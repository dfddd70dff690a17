package periodic

import (
	"context"
	"strconv"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// MadeMessage is the kind of the outbox message that has a made report told.
const MadeMessage = "report_made"

// Made is one report as it was made: a CSV file of the files store.
type Made struct {
	govern.Meta
	Schedule govern.ID   `json:"schedule" db:"schedule" audit:"show"`
	Name     string      `json:"name" db:"name" audit:"show" doc:"The schedule's, as it was."`
	Unit     govern.ID   `json:"unit" db:"unit" audit:"show" required:"false"`
	Report   string      `json:"report" db:"report" audit:"show"`
	Group    govern.ID   `json:"group" db:"group" audit:"show" required:"false" doc:"Whose members were told."`
	FromAt   govern.Time `json:"from_at" db:"from_at" audit:"show" doc:"It tells of the time from here."`
	ToAt     govern.Time `json:"to_at" db:"to_at" audit:"show" doc:"To here, when it was due."`
	MadeAt   govern.Time `json:"made_at" db:"made_at" audit:"show"`
	Lines    int64       `json:"lines" db:"lines" audit:"show" minimum:"0" doc:"Rows, without that of the column names."`
	Size     int64       `json:"size" db:"size" audit:"show" minimum:"1" doc:"Bytes of the CSV file."`
	SHA256   string      `json:"sha256" db:"sha256" audit:"show" pattern:"^[0-9a-f]{64}$" doc:"SHA-256 of the CSV file."`
}

// Reports are all that were made.
var Reports = govern.Declare(govern.Table[Made]{
	Name:      "report_made",
	Doc:       "A report of the log that was made by itself.",
	Unique:    [][]string{{"schedule", "to_at"}},
	ByCommand: true,
	Target:    func(m *Made) access.Target { return access.Target{Unit: string(m.Unit)} },
})

// Due is a report that is due, and the time that it tells of.
type Due struct {
	*Schedule
	Span
}

// DueOf are the reports that are due and not made. One that nobody made in time is
// made late; of several that were missed, one tells of the whole time. A new
// schedule has its first at once.
func DueOf(ctx context.Context, r store.Reader, now govern.Time) (list []Due, err error) {
	all, err := Schedules.Find(ctx, r, `enabled = 1 ORDER BY id`)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		span, err := s.Last(now)
		if err != nil {
			return nil, err
		}
		last, err := Reports.One(ctx, r, `schedule = $1 AND to_at = (SELECT max(to_at) FROM report_made WHERE schedule = $1)`, string(s.ID))
		if err != nil {
			return nil, err
		}
		if last != nil && last.ToAt >= span.To {
			continue
		}
		if last != nil {
			span.From = last.ToAt
		}
		list = append(list, Due{s, span})
	}
	return list, nil
}

// File is what a report came to.
type File struct {
	Lines, Size int64
	SHA256      string
}

// Record records a report that was made. Only the program makes it.
type Record struct {
	Due  Due
	File File
	id   govern.ID
}

// Name is the command's name.
func (*Record) Name() string { return Making }

// Draw draws the row's id.
func (c *Record) Draw(newID func() govern.ID) { c.id = newID() }

// Targets is the schedule.
func (c *Record) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Schedules.Targets(ctx, q, c.Due.ID)
}

// Plan inserts the row and has the group told. Faults: stale when the schedule
// changed meanwhile, made when another node was faster.
func (c *Record) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	s, err := Schedules.Get(ctx, q, c.Due.ID)
	if err != nil {
		return govern.Plan{}, err
	}
	if s.Version != c.Due.Version {
		return govern.Plan{}, fault.New(fault.Stale, "stale", "The schedule changed while its report was made; it is made again.")
	}
	had, err := Reports.One(ctx, q, `schedule = $1 AND to_at = $2`, string(s.ID), int64(c.Due.To))
	if err == nil && had != nil {
		err = fault.New(fault.Conflict, "made", "This report was made already.")
	}
	if err != nil {
		return govern.Plan{}, err
	}
	row := &Made{
		Meta: govern.Meta{ID: c.id}, Schedule: s.ID, Name: s.Name, Unit: s.Unit, Report: s.Report, Group: s.Group,
		FromAt: c.Due.From, ToAt: c.Due.To, MadeAt: q.Now(), Lines: c.File.Lines, Size: c.File.Size, SHA256: c.File.SHA256,
	}
	return govern.Plan{
		Record: govern.Ref{Table: Reports.Name, ID: row.ID}, Rows: []govern.RowChange{Reports.Insert(row)},
		Outbox: []govern.Message{{Kind: MadeMessage, Subject: string(row.ID)}},
		Facts: []audit.Fact{
			{Name: "report", Value: row.Report},
			{Name: "sha256", Value: row.SHA256},
			{Name: "size", Value: strconv.FormatInt(row.Size, 10)},
			{Name: "rows", Value: strconv.FormatInt(row.Lines, 10)},
		},
	}, nil
}
