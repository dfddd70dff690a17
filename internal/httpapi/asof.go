package httpapi

import (
	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/govern"
)

var asOfParameter = text("as_of", "As it was at this time, such as 2026-11-22T14:00:00Z, rebuilt from the log; absent: now.")

// picture is who may do what at the time that is asked about, and that time.
func (c *call) picture() (*access.Snapshot, int64, error) {
	at, err := c.moment(asOfParameter.name)
	e := c.api.Engine
	if at == 0 || err != nil {
		return e.Access(), int64(govern.At(e.Now())), err
	}
	s, err := e.AccessAt(c.ctx, at)
	return s, int64(at), err
}

// targetThen is what a permission for a record was asked on at the time.
func (c *call) targetThen(table string, id govern.ID) (access.Target, error) {
	e := c.api.Engine
	at, err := c.moment(asOfParameter.name)
	if err != nil || at == 0 {
		on, missing := e.Target(c.ctx, table, id)
		if err == nil {
			err = missing
		}
		return on, err
	}
	return e.TargetThen(c.ctx, table, id, at)
}

// then answers one row as it was. It is shown to who may view it as it was, by
// what they hold today.
func (x *resource) then(c *call) (reply, error) {
	at, err := c.moment(asOfParameter.name)
	if err != nil {
		return reply{}, err
	}
	row, err := x.a.Engine.RowAt(c.ctx, x.t, c.id(), at)
	on := everything
	if err == nil {
		on = row.Target
	}
	if err := c.sees(x.name+".view", x.name, on, err); err != nil {
		return reply{}, err
	}
	return reply{body: row.Shown}, nil
}
