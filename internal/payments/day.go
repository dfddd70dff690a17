package payments

import (
	"time"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// westernmost is how long after its end in UTC a day lasts somewhere on Earth:
// an account's own zone is not looked at here, so only a day that is over
// everywhere is refused.
const westernmost = 12 * time.Hour

func notOver(day string, now govern.Time) error {
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return fault.Bad("execution_date", "bad_date", "%q is not a day as YYYY-MM-DD.", day)
	}
	if day < now.UTC().Add(-westernmost).Format(time.DateOnly) {
		return fault.Bad("execution_date", "date_over", "The day %s is over; give one that is still to come.", day)
	}
	return nil
}
