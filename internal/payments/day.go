package payments

import (
	"context"
	"time"
	_ "time/tzdata" // zones must be the same on every machine, and there where none are installed

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// westernmost is how long after its end in UTC a day lasts somewhere on Earth:
// where an account names no zone, only a day that is over everywhere is refused.
const westernmost = 12 * time.Hour

func dayOf(field, day string) (time.Time, error) {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return d, fault.Bad(field, "bad_date", "%q is not a day as YYYY-MM-DD.", day)
	}
	return d, nil
}

// checkCutOff wants a zone that is known, and one beside every cut-off.
func (a *Account) checkCutOff() error {
	if a.CutOff != "" && a.Zone == "" {
		return fault.Bad("zone", "zone_missing", "A cut-off needs the zone that it is told in, such as Europe/Berlin.")
	}
	if a.Zone == "" {
		return nil
	}
	if _, err := time.LoadLocation(a.Zone); err != nil || a.Zone == "Local" {
		return fault.Bad("zone", "unknown_zone", "%q is no time zone; give one such as Europe/Berlin.", a.Zone)
	}
	return nil
}

// until is when the bank stops to take orders for the day.
func (a *Account) until(day time.Time) time.Time {
	if a.Zone == "" {
		return day.AddDate(0, 0, 1).Add(westernmost)
	}
	zone, err := time.LoadLocation(a.Zone)
	if err != nil {
		zone = time.UTC // checked when the account was entered; zones are not taken away
	}
	y, m, d := day.Date()
	if a.CutOff == "" {
		return time.Date(y, m, d+1, 0, 0, 0, 0, zone)
	}
	at, _ := time.Parse("15:04", a.CutOff) // its form is the column's
	return time.Date(y, m, d, at.Hour(), at.Minute(), 0, 0, zone)
}

// over refuses a day whose last moment has passed.
func (a *Account) over(day string, now govern.Time) error {
	d, err := dayOf("execution_date", day)
	if err != nil {
		return err
	}
	until := a.until(d)
	switch {
	case now.UTC().Before(until):
		return nil
	case a.CutOff != "" && now.UTC().Before(until.AddDate(0, 0, 1)):
		return fault.Bad("execution_date", "cut_off_passed", "The bank took orders of %s for %s until %s (%s); give a later day.", a.Name, day, a.CutOff, a.Zone)
	}
	return fault.Bad("execution_date", "date_over", "The day %s is over; give one that is still to come.", day)
}

// takes refuses a day on which the account's bank does no business, or for which
// it takes no orders any more.
func (a *Account) takes(ctx context.Context, q govern.Reader, day string) error {
	if err := a.over(day, q.Now()); err != nil {
		return err
	}
	d, err := dayOf("execution_date", day)
	if err != nil {
		return err
	}
	why, err := a.free(ctx, q, d)
	if err == nil && why != "" {
		err = fault.Bad("execution_date", "no_business_day", "No payments are made on %s: it is %s. Give the next business day.", day, why)
	}
	return err
}
