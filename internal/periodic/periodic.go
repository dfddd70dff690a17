// Package periodic keeps which reports of the log are made by themselves, when,
// and for whom, and those that were made.
//
// A report is made of what its unit's log holds, never of more than who reads it
// could ask for: reading one asks for the permissions of the report itself, on the
// same unit.
package periodic

import (
	"context"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zones must be the same on every machine

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Making is the permission of the program to record what it made.
const Making = "report_schedule.make"

// Tables are the tables of the area.
var Tables = []govern.Any{Schedules, Reports}

// Verbs are its commands.
var Verbs = []govern.Verb{
	{Name: Making, Area: "audit", Doc: "Records a report that was due and made; the program's own."},
}

// The reports that can be made by themselves.
const (
	Rights   = "rights"
	Changes  = "changes"
	RulesOff = "rules_off"
	Payments = "payments"
)

// Schedule is one report that is made again and again.
type Schedule struct {
	govern.Meta
	Name     string    `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140"`
	Unit     govern.ID `json:"unit" db:"unit" audit:"show" ref:"unit" required:"false" doc:"Whose log it reports, with all beneath; empty: everything."`
	Report   string    `json:"report" db:"report" audit:"show" enum:"rights,changes,rules_off,payments" doc:"rights: who held which grants at that moment; the others tell of the time since the one before."`
	User     govern.ID `json:"user" db:"user" audit:"show" ref:"user" required:"false" doc:"Of changes: whose."`
	Days     []string  `json:"days" db:"days" audit:"show" required:"false" doc:"Weekdays of mon, tue, wed, thu, fri, sat, sun; empty where it is a day of the month."`
	MonthDay int64     `json:"month_day" db:"month_day" audit:"show" required:"false" minimum:"0" maximum:"28" doc:"The day of each month; 0 where it is weekdays."`
	Time     string    `json:"time" db:"time" audit:"show" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" doc:"When on that day, such as 07:30."`
	Zone     string    `json:"zone" db:"zone" audit:"show" minLength:"1" maxLength:"64" doc:"The time zone of that, such as Europe/Vienna."`
	Group    govern.ID `json:"group" db:"group" audit:"show" ref:"group" required:"false" doc:"Whose members are told by e-mail when one was made. What they may read of it is asked when they do."`
	Enabled  bool      `json:"enabled" db:"enabled" audit:"show"`
}

// Schedules are all reports that are made by themselves.
var Schedules = govern.Declare(govern.Table[Schedule]{
	Name:   "report_schedule",
	Doc:    "A report of the log that is made by itself, again and again.",
	Unique: [][]string{{"name"}},
	Target: func(s *Schedule) access.Target { return access.Target{Unit: string(s.Unit)} },
	Check:  func(_ context.Context, _ govern.Reader, _, after *Schedule) error { return after.check() },
})

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} // as time.Weekday counts

func (s *Schedule) check() error {
	if s == nil {
		return nil
	}
	if (s.Report == Changes) != (s.User != "") {
		return fault.Bad("user", "user_of_changes", "The report changes is of one user, whom it needs; the others are of nobody.")
	}
	if (len(s.Days) == 0) == (s.MonthDay == 0) {
		return fault.Bad("days", "days_or_month_day", "Give either weekdays or the day of each month.")
	}
	return CheckDays(s.Days, s.Zone)
}

// CheckDays refuses what is no weekday or no time zone of the fields days and zone.
// Faults: unknown_day, repeated, unknown_zone.
func CheckDays(days []string, zone string) error {
	for i, d := range days {
		if !slices.Contains(weekdays, d) {
			return fault.Bad("days", "unknown_day", "%q is none of %s.", d, strings.Join(weekdays, ", "))
		}
		if slices.Contains(days[:i], d) {
			return fault.Bad("days", "repeated", "%s is there twice.", d)
		}
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		return fault.Bad("zone", "unknown_zone", "%q is no time zone like Europe/Vienna.", zone)
	}
	return nil
}

// Among reports whether the weekdays name that of the day.
func Among(days []string, day time.Time) bool { return slices.Contains(days, weekdays[day.Weekday()]) }

// longest is how many days lie between two makings at most, and one more.
const longest = 33

// Span is the time that a report tells of, From inclusive, To exclusive. To is
// when it is due.
type Span struct{ From, To govern.Time }

// Last is the newest time at or before now that the schedule names, with the one
// before it.
func (s *Schedule) Last(now govern.Time) (span Span, err error) {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return span, fault.Wrap(err, fault.Internal, "unknown_zone", "The time zone %s is not known to this machine.", s.Zone)
	}
	clock, err := time.Parse("15:04", s.Time)
	if err != nil {
		return span, fault.Wrap(err, fault.Internal, "bad_time", "%q is no time of day.", s.Time)
	}
	today := time.UnixMicro(int64(now)).In(zone)
	var found []govern.Time
	for back := 0; back <= 2*longest && len(found) < 2; back++ {
		day := time.Date(today.Year(), today.Month(), today.Day()-back, clock.Hour(), clock.Minute(), 0, 0, zone)
		named := day.Day() == int(s.MonthDay) || Among(s.Days, day)
		if at := govern.At(day); named && at <= now {
			found = append(found, at)
		}
	}
	if len(found) < 2 {
		return span, fault.New(fault.Internal, "no_day", "The schedule %s names no day.", s.Name)
	}
	return Span{From: found[1], To: found[0]}, nil
}
