package iso20022

import (
	"strings"
	"time"
)

// Date is a calendar day as YYYY-MM-DD, without a zone; "" is no date. Dates
// compare as text. A date and time of a file keeps its day as the bank wrote it.
type Date string

func (d Date) check() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

// parseDate reads xs:date: a day with an optional zone, which says nothing
// about the day the bank means and is left out.
func parseDate(text string) (Date, bool) {
	if len(text) < 10 || !Date(text[:10]).check() {
		return "", false
	}
	zone := text[10:]
	if zone == "" || zone == "Z" {
		return Date(text[:10]), true
	}
	_, err := time.Parse("-07:00", zone)
	return Date(text[:10]), err == nil
}

// parseDateTime reads xs:dateTime, with or without fraction and zone, and
// returns its day.
func parseDateTime(text string) (Date, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
		if _, err := time.Parse(layout, text); err == nil && !strings.Contains(text, ",") {
			return Date(text[:10]), true
		}
	}
	return "", false
}
