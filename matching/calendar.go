package matching

import (
	"math/bits"
	"slices"
	"sort"
)

var weekdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// calendar tells business days from others. Day 0, 0001-01-01, is a Monday.
type calendar struct {
	weekend  uint8 // bit 0 is Monday
	holidays []int32
}

func newCalendar(weekend, holidays []string) (*calendar, error) {
	c := &calendar{}
	if len(weekend) == 0 {
		weekend = []string{"saturday", "sunday"}
	}
	for _, name := range weekend {
		day := slices.Index(weekdays, name)
		if day < 0 {
			return nil, badValue("weekend", "%q is not a day of the week; the nearest is %s", name, nearest(name, weekdays))
		}
		c.weekend |= 1 << day
	}
	if c.weekend == 1<<7-1 {
		return nil, badValue("weekend", "no day of the week is left for business")
	}
	layout, _ := newDateLayout(isoDate)
	for _, text := range holidays {
		day, ok := layout.days([]byte(text))
		if !ok {
			return nil, badValue("holidays", "%q is not a date that exists, written YYYY-MM-DD", text)
		}
		if c.weekend>>(day%7)&1 == 0 {
			c.holidays = append(c.holidays, day)
		}
	}
	slices.Sort(c.holidays)
	c.holidays = slices.Compact(c.holidays)
	return c, nil
}

// before counts the business days before day.
func (c *calendar) before(day int32) int32 {
	free := int32(bits.OnesCount8(c.weekend))                 //nolint:gosec // at most 7
	n := day/7*(7-free) + day%7                               //nolint:gosec // below 2³¹
	n -= int32(bits.OnesCount8(c.weekend & (1<<(day%7) - 1))) //nolint:gosec // at most 7
	past := sort.Search(len(c.holidays), func(i int) bool { return c.holidays[i] >= day })
	return n - int32(past) //nolint:gosec // as many as there are days
}

// between counts the business days from the earlier of two days, itself
// included, to the later one, itself not included.
func (c *calendar) between(a, b int32) int32 { return c.before(max(a, b)) - c.before(min(a, b)) }
