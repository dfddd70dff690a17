package periodic_test

import (
	"testing"
	"time"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/periodic"
)

func TestALastTimeIsFoundByWeekdayByMonthAndAcrossTheClockChange(t *testing.T) {
	at := func(text string) govern.Time {
		when, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return govern.At(when)
	}
	for name, c := range map[string]struct {
		schedule      periodic.Schedule
		now, from, to string
	}{
		"on the minute":        {periodic.Schedule{Days: []string{"mon"}, Time: "07:30", Zone: "Europe/Vienna"}, "2026-11-23T06:30:00Z", "2026-11-16T06:30:00Z", "2026-11-23T06:30:00Z"},
		"just before":          {periodic.Schedule{Days: []string{"mon"}, Time: "07:30", Zone: "Europe/Vienna"}, "2026-11-23T06:29:59Z", "2026-11-09T06:30:00Z", "2026-11-16T06:30:00Z"},
		"two days of a week":   {periodic.Schedule{Days: []string{"fri", "tue"}, Time: "18:00", Zone: "UTC"}, "2026-11-26T00:00:00Z", "2026-11-20T18:00:00Z", "2026-11-24T18:00:00Z"},
		"the clocks went back": {periodic.Schedule{Days: []string{"sun"}, Time: "12:00", Zone: "Europe/Vienna"}, "2026-10-25T20:00:00Z", "2026-10-18T10:00:00Z", "2026-10-25T11:00:00Z"},
		"monthly":              {periodic.Schedule{MonthDay: 28, Time: "00:00", Zone: "UTC"}, "2027-03-01T00:00:00Z", "2027-01-28T00:00:00Z", "2027-02-28T00:00:00Z"},
		"another day there":    {periodic.Schedule{MonthDay: 1, Time: "08:00", Zone: "Asia/Tokyo"}, "2026-11-30T23:30:00Z", "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z"},
	} {
		span, err := c.schedule.Last(at(c.now))
		if err != nil || span.From != at(c.from) || span.To != at(c.to) {
			t.Errorf("%s: from %s to %s, %v; want from %s to %s", name, span.From, span.To, err, c.from, c.to)
		}
	}
}
