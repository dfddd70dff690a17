package govern

import (
	"encoding/json"
	"fmt"
	"time"
)

// Time is a moment in microseconds since 1970, UTC; 0 is "none". In JSON it is
// RFC 3339 text with six decimals, or "" for none, so that equal moments have
// equal bytes.
type Time int64

const timeLayout = "2006-01-02T15:04:05.000000Z"

// At turns a time into microseconds.
func At(t time.Time) Time { return Time(t.UnixMicro()) }

// UTC is the moment as a time.Time.
func (t Time) UTC() time.Time { return time.UnixMicro(int64(t)).UTC() }

func (t Time) String() string {
	if t == 0 {
		return ""
	}
	return t.UTC().Format(timeLayout)
}

// MarshalJSON writes the one text form.
func (t Time) MarshalJSON() ([]byte, error) { return []byte(`"` + t.String() + `"`), nil }

// written reports whether the moment has a text that is read again: RFC 3339 ends
// with the year 9999.
func (t Time) written() bool { y := t.UTC().Year(); return y >= 0 && y <= 9999 }

// UnmarshalJSON reads any RFC 3339 time and keeps microseconds.
func (t *Time) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("a time is written as text, like 2026-11-22T14:00:00Z: %w", err)
	}
	if s == "" {
		*t = 0
		return nil
	}
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || !At(at).written() {
		return fmt.Errorf("%q is not a time like 2026-11-22T14:00:00Z", s)
	}
	*t = At(at)
	return nil
}
