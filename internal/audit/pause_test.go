package audit

import (
	"testing"
	"time"
)

func TestTheKeeperPausesLessTheMoreIsWritten(t *testing.T) {
	for name, c := range map[string]struct {
		took   time.Duration
		signed int64
		want   time.Duration
	}{
		"nothing":             {500 * time.Millisecond, 0, longestPause},
		"a little":            {500 * time.Millisecond, 10, longestPause},
		"as much as it likes": {200 * time.Millisecond, rather, 200 * time.Millisecond},
		"twice as much":       {500 * time.Millisecond, 2 * rather, 250 * time.Millisecond},
		"very much":           {500 * time.Millisecond, 100 * rather, shortestPause},
		"for the first time":  {time.Since(time.Time{}), 100 * rather, longestPause},
	} {
		if got := pause(c.took, c.signed); got != c.want {
			t.Errorf("after %s it pauses for %v, not %v", name, got, c.want)
		}
	}
}
