package payments

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/money"
)

// Calendar says on which days the banks of a country, or the clearing of a
// currency, do no business. With both it is only of that currency there.
type Calendar struct {
	govern.Root
	Name     string         `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140"`
	Country  string         `json:"country" db:"country" audit:"show" required:"false" pattern:"^([A-Z]{2})?$" doc:"Where the paying account is kept, two letters of ISO 3166; empty: anywhere."`
	Currency money.Currency `json:"currency" db:"currency" audit:"show" required:"false" maxLength:"3" doc:"Of the paying account; empty: any."`
	Weekend  string         `json:"weekend" db:"weekend" audit:"show" required:"false" enum:"saturday_sunday,friday_saturday,friday,sunday" doc:"Empty: saturday_sunday."`
}

// Calendars are all calendars. An account is under every one whose country and
// currency fit it; where none does, Saturday and Sunday are free.
var Calendars = govern.Declare(govern.Table[Calendar]{
	Name:   "calendar",
	Doc:    "On which days no payments are made in a country or currency.",
	Unique: [][]string{{"name"}, {"country", "currency"}},
	Check: func(_ context.Context, _ govern.Reader, _, after *Calendar) error {
		switch {
		case after == nil:
			return nil
		case after.Country == "" && after.Currency == "":
			return fault.Bad("country", "place_missing", "Give the country or the currency that the calendar is of.")
		case after.Weekend == "":
			after.Weekend = "saturday_sunday"
		}
		if after.Currency != "" {
			return checkCurrency("currency", after.Currency)
		}
		return nil
	},
})

// Holiday is one free day of a calendar.
type Holiday struct {
	govern.Meta
	Calendar govern.ID `json:"calendar" db:"calendar" audit:"show" ref:"calendar"`
	Day      string    `json:"day" db:"day" audit:"show" pattern:"^[0-9]{4}-[0-9]{2}-[0-9]{2}$" doc:"YYYY-MM-DD."`
	Name     string    `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140"`
}

// Holidays are the free days of all calendars.
var Holidays = govern.Declare(govern.Table[Holiday]{
	Name:   "holiday",
	Doc:    "One day of a calendar on which no payments are made.",
	Unique: [][]string{{"calendar", "day"}},
	Parent: &govern.Parent[Holiday]{Table: "calendar", ID: func(h *Holiday) govern.ID { return h.Calendar }},
	Target: func(h *Holiday) access.Target {
		return access.Target{Records: []access.Record{{Table: "calendar", ID: string(h.Calendar)}}}
	},
	Check: func(_ context.Context, _ govern.Reader, before, after *Holiday) error {
		if after == nil {
			return nil
		}
		if before != nil && before.Calendar != after.Calendar {
			return fixed("calendar", "The calendar of a holiday")
		}
		_, err := dayOf("day", after.Day)
		return err
	},
})

// weekends tells the free days of the week.
var weekends = map[string][]time.Weekday{
	"saturday_sunday": {time.Saturday, time.Sunday}, "friday_saturday": {time.Friday, time.Saturday}, "friday": {time.Friday}, "sunday": {time.Sunday},
}

// free is why no payments are made from the account on the day, "" when they are.
func (a *Account) free(ctx context.Context, r store.Reader, day time.Time) (string, error) {
	calendars, err := Calendars.Find(ctx, r, `(country = '' OR country = $1) AND (currency = '' OR currency = $2) ORDER BY id`, a.country(), string(a.Currency))
	if err != nil {
		return "", err
	}
	if len(calendars) == 0 {
		calendars = []*Calendar{{Weekend: "saturday_sunday"}}
	}
	for _, c := range calendars {
		for _, w := range weekends[c.Weekend] {
			if day.Weekday() == w {
				return fmt.Sprintf("a %s", w), nil
			}
		}
		if c.ID == "" {
			continue
		}
		h, err := Holidays.One(ctx, r, `calendar = $1 AND "day" = $2`, string(c.ID), day.Format(time.DateOnly))
		if err != nil {
			return "", err
		}
		if h != nil {
			return fmt.Sprintf("%s in the calendar %s", h.Name, c.Name), nil
		}
	}
	return "", nil
}

// FreeDays are the days on which the calendar does no business, as it stands now.
func FreeDays(ctx context.Context, r store.Reader, calendar govern.ID) (free func(day time.Time) bool, err error) {
	c, err := Calendars.Get(ctx, r, calendar)
	if err != nil {
		return nil, err
	}
	holidays, err := Holidays.Find(ctx, r, `calendar = $1 ORDER BY id`, string(calendar))
	if err != nil {
		return nil, err
	}
	days := map[string]bool{}
	for _, h := range holidays {
		days[h.Day] = true
	}
	return func(day time.Time) bool {
		return slices.Contains(weekends[c.Weekend], day.Weekday()) || days[day.Format(time.DateOnly)]
	}, nil
}

// country is where the account is kept: its IBAN says so, else its bank's BIC.
func (a *Account) country() string {
	if a.IBAN != "" {
		return a.IBAN[:2]
	}
	return a.BIC[4:6]
}
