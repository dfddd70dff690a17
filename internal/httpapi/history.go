package httpapi

import (
	"strconv"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// HistoryPage is a page of a record's history.
type HistoryPage struct {
	Items []govern.Past `json:"items"`
	Next  string        `json:"next,omitempty"`
}

// history tells of a record to those who may view it; of one that is deleted, to
// those who may view it as it was. What was done to an open record tells of people
// elsewhere: it is for those whose scope it is.
func (x *resource) history(c *call) (reply, error) {
	limit, err := c.number("limit", 1, 200, 50)
	if err != nil {
		return reply{}, err
	}
	before, err := c.number("cursor", 1, 1<<62, 0)
	if err != nil {
		return reply{}, err
	}
	row, err := x.t.Get(c.ctx, x.a.DB, c.id())
	gone := fault.Is(err, fault.NotFound)
	on := everything
	if err == nil {
		on = x.t.TargetOf(row)
		on.Open = false
	}
	if err := c.sees(x.name+".view", x.name, on, err); err != nil && (!gone || !fault.Is(err, fault.NotFound)) {
		return reply{}, err
	}
	past, err := x.a.Engine.History(c.ctx, c.who.User, x.name, c.id(), !gone, before, int(limit))
	if err != nil {
		return reply{}, err
	}
	if gone && len(past) == 0 && before == 0 {
		return reply{}, fault.New(fault.NotFound, "not_found", "There is no %s %s, and nothing is known of one.", words(x.name), c.id())
	}
	page := HistoryPage{Items: past}
	if len(past) == int(limit) {
		page.Next = strconv.FormatInt(past[len(past)-1].Seq, 10)
	}
	return reply{body: page}, nil
}
