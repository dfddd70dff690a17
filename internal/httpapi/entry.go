package httpapi

import (
	"encoding/base64"
	"slices"
	"strconv"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// readable is the part of the log that the caller may read, nil for all of it.
func (c *call) readable() (*audit.Scope, error) { return c.within(auditView) }

// within is the part of the log that the caller has the permission for.
func (c *call) within(permission string) (*audit.Scope, error) {
	e := c.api.Engine
	if err := e.Standing(c.who.User); err != nil {
		return nil, err
	}
	at := e.Access().Reach(c.who.User, permission, int64(govern.At(e.Now())))
	kept, amounts := e.Kept(c.who.User), c.amounts()
	switch {
	case at.Everything && at.Barred == nil && kept == nil && amounts == nil:
		return nil, nil
	case at.Nowhere():
		return nil, c.on(permission)
	}
	scope := &audit.Scope{Units: at.Granted, All: at.Everything, Without: kept, Amounts: amounts}
	for _, b := range at.Barred {
		scope.Without = append(scope.Without, b.Behind.Units...)
		for _, r := range b.Behind.Records {
			if !slices.Contains(b.Own.Records, r) {
				scope.Records = append(scope.Records, audit.Record{Table: r.Table, ID: r.ID})
			}
		}
	}
	return scope, nil
}

// amounts are those of the log that the caller is told, nil for all.
func (c *call) amounts() *audit.Amounts {
	e := c.api.Engine
	at := e.Access().Reach(c.who.User, auditAmount, int64(govern.At(e.Now())))
	if at.Everything && at.Barred == nil {
		return nil
	}
	told := &audit.Amounts{Units: at.Granted, All: at.Everything, Is: e.HoldsAmount}
	for _, b := range at.Barred {
		told.Without = append(told.Without, b.Behind.Units...)
	}
	return told
}

func entryOf(f audit.Found) Entry {
	return Entry{Seq: f.Seq, At: govern.Time(f.At).String(), Event: f.Event, Hidden: f.Hidden, Withheld: f.Withheld}
}

// read finds the entry of the address. Who may read a part of the log is not
// told whether there is more.
func (a *API) read(c *call) (*audit.Found, error) {
	scope, err := c.readable()
	if err != nil {
		return nil, err
	}
	none := fault.New(fault.NotFound, "not_found", "There is no entry %s of the log.", c.id())
	seq, err := strconv.ParseInt(string(c.id()), 10, 64)
	if err != nil || seq < 1 {
		return nil, none
	}
	f, err := audit.Read(c.ctx, a.DB, a.Ring, seq, scope)
	if err == nil && f == nil {
		if scope != nil {
			c.refused(c.on(auditView))
		}
		err = none
	}
	return f, err
}

// entry answers one entry; that it was read is logged like a search.
func (a *API) entry(c *call) (reply, error) {
	f, err := a.read(c)
	if err != nil {
		return reply{}, err
	}
	return reply{body: entryOf(*f)}, c.noted("audit.search", audit.Record{}, audit.Fact{Name: "seq", Value: string(c.id())})
}

func (a *API) prove(c *call) (reply, error) {
	f, err := a.read(c)
	if err != nil {
		return reply{}, err
	}
	var header, sealed []byte
	if err := a.DB.QueryRow(c.ctx, []any{&header, &sealed}, `SELECT header, sealed FROM audit_entry WHERE seq = $1`, f.Seq); err != nil {
		return reply{}, err
	}
	proof, err := audit.Prove(c.ctx, a.DB, f.Seq)
	if err != nil {
		return reply{}, err
	}
	b64 := base64.StdEncoding.EncodeToString
	return reply{body: Proof{Header: b64(header), Sealed: b64(sealed), Proof: string(proof), Key: a.Ring.Verifier()}}, nil
}
