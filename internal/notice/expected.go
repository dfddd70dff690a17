package notice

import (
	"context"
	"time"
	_ "time/tzdata" // zones must be the same on every machine

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/periodic"
)

// Expected is a file that a process awaits again and again, and who looks after
// its coming. It has come once the process was run on that day, in its zone, and
// the run did not fail.
type Expected struct {
	govern.Meta
	Process  govern.ID `json:"process" db:"process" audit:"show" ref:"process"`
	Name     string    `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140" doc:"What file it is, such as Bank statements."`
	Unit     govern.ID `json:"unit" db:"unit" audit:"show" required:"false" filled:"true" doc:"That of the process; filled in by itself."`
	FromDate string    `json:"from_date" db:"from_date" audit:"show" pattern:"^[0-9]{4}-[0-9]{2}-[0-9]{2}$" doc:"The first day on which it is awaited."`
	Days     []string  `json:"days" db:"days" audit:"show" required:"false" doc:"Weekdays of mon, tue, wed, thu, fri, sat, sun; empty: every day that the calendar leaves."`
	Calendar govern.ID `json:"calendar" db:"calendar" audit:"show" ref:"calendar" required:"false" doc:"Its free days are left out; empty: none is."`
	Time     string    `json:"time" db:"time" audit:"show" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" doc:"Until when it should have come on such a day, such as 09:30."`
	Zone     string    `json:"zone" db:"zone" audit:"show" minLength:"1" maxLength:"64" doc:"The time zone of that, such as Europe/Vienna."`
	User     govern.ID `json:"user" db:"user" audit:"show" ref:"user" required:"false" doc:"Who looks after it, and is told when it is late."`
	Group    govern.ID `json:"group" db:"group" audit:"show" ref:"group" required:"false" doc:"Whose members do."`
}

// ExpectedFiles are those of all processes.
var ExpectedFiles = govern.Declare(govern.Table[Expected]{
	Name:   "expected_file",
	Doc:    "A file that a process awaits on certain days until a certain time, and who is told when it is late.",
	Unique: [][]string{{"process", "name"}},
	Target: func(x *Expected) access.Target {
		return access.Target{Unit: string(x.Unit), Records: []access.Record{{Table: "process", ID: string(x.Process)}}}
	},
	Fill: fillExpected,
	Check: func(ctx context.Context, q govern.Reader, before, after *Expected) error {
		if after == nil {
			return nil
		}
		if before != nil && before.Process != after.Process {
			return fault.Bad("process", "process_fixed", "A file stays with its process; enter one of the other process.")
		}
		if err := after.check(); err != nil {
			return err
		}
		return fillExpected(ctx, q, after)
	},
	Abode: &govern.Abode[Expected]{
		Column: "process", Table: "process",
		Of:   func(x *Expected) govern.Ref { return govern.Ref{Table: "process", ID: x.Process} },
		Unit: func(x *Expected) *govern.ID { return &x.Unit },
	},
})

func fillExpected(ctx context.Context, q govern.Reader, x *Expected) (err error) {
	if x.Unit, err = q.UnitOf(ctx, govern.Ref{Table: "process", ID: x.Process}); err == nil {
		x.User, err = govern.Addressed(ctx, q, x.User)
	}
	return err
}

func (x *Expected) check() error {
	if len(x.Days) == 0 && x.Calendar == "" {
		return fault.Bad("days", "never_due", "Say on which weekdays it is awaited, on the business days of which calendar, or both.")
	}
	if err := periodic.CheckDays(x.Days, x.Zone); err != nil {
		return err
	}
	if _, err := time.Parse(time.DateOnly, x.FromDate); err != nil {
		return fault.Bad("from_date", "bad_date", "%q is no day of the calendar.", x.FromDate)
	}
	if x.User == "" && x.Group == "" {
		return fault.Bad("user", "nobody_told", "Say who looks after it: a person, a group, or both.")
	}
	return nil
}

// missed is a day on which a file should have come: when it began and until when
// that should have been, there.
type missed struct{ Day, Due govern.Time }

// first is the first day, after the one of the last good run, on which the file
// should have come by now; ok is false where none is. free says which days its
// calendar leaves out; a zero last: there was no run.
func (x *Expected) first(free func(day time.Time) bool, last, now govern.Time) (m missed, ok bool, err error) {
	zone, err := time.LoadLocation(x.Zone)
	if err != nil {
		return m, false, fault.Wrap(err, fault.Internal, "unknown_zone", "The time zone %s is not known to this machine.", x.Zone)
	}
	day, err := time.ParseInLocation(time.DateOnly, x.FromDate, zone)
	if err != nil {
		return m, false, fault.Wrap(err, fault.Internal, "bad_date", "%q is no day.", x.FromDate)
	}
	clock, err := time.Parse("15:04", x.Time)
	if err != nil {
		return m, false, fault.Wrap(err, fault.Internal, "bad_time", "%q is no time of day.", x.Time)
	}
	if came := time.UnixMicro(int64(last)).In(zone); last != 0 && !came.Before(day) {
		day = time.Date(came.Year(), came.Month(), came.Day()+1, 0, 0, 0, 0, zone)
	}
	for {
		due := time.Date(day.Year(), day.Month(), day.Day(), clock.Hour(), clock.Minute(), 0, 0, zone)
		if govern.At(due) > now {
			return m, false, nil
		}
		named := len(x.Days) == 0 || periodic.Among(x.Days, day)
		if named && !free(day) {
			return missed{Day: govern.At(day), Due: govern.At(due)}, true, nil
		}
		day = time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, zone)
	}
}
