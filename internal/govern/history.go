package govern

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/audit"
)

// Past is one entry of a record's history: what became of it, by whom.
type Past struct {
	Seq       int64        `json:"seq" doc:"The audit entry."`
	At        Time         `json:"at"`
	Actor     string       `json:"actor" doc:"A user's id; empty for the program itself."`
	ActorName string       `json:"actor_name"`
	OnBehalf  string       `json:"on_behalf,omitempty"`
	Action    string       `json:"action" doc:"Such as bank_instruction.update."`
	Outcome   string       `json:"outcome" enum:"applied,held,approved,rejected,withdrawn,expired,stale,failed"`
	Change    ID           `json:"change,omitempty" doc:"The change that was held."`
	Reason    string       `json:"reason,omitempty"`
	Ticket    string       `json:"ticket,omitempty"`
	Detail    string       `json:"detail,omitempty"`
	Op        Op           `json:"op,omitempty" enum:"insert,update,delete,touch"`
	Version   int64        `json:"version,omitempty" doc:"The version that it made; absent when nothing was written."`
	Fields    []Difference `json:"fields" doc:"What differs, or would have."`
}

// Difference is one field before and after; a secret is only said to be there.
type Difference struct {
	Name   string          `json:"name"`
	Before json.RawMessage `json:"before,omitempty" doc:"Absent when the record was made."`
	After  json.RawMessage `json:"after,omitempty" doc:"Absent when the record was deleted."`
}

// told are the outcomes that a history tells. Refusals and reading are for those
// who may search the log.
var told = []string{audit.Applied, audit.Held, audit.Approved, audit.Rejected, audit.Withdrawn, audit.Expired, audit.Stale, audit.Failed}

// History tells what became of a record, newest first: the entries below before
// (0: all) of which the user may view the record as it was then. there says that
// the record is still there and the user may view it, so that entries about its
// changes without its rows are told too.
func (e *Engine) History(ctx context.Context, user, table string, id ID, there bool, before int64, limit int) ([]Past, error) {
	d := e.def(table)
	found, err := audit.Search(ctx, e.db, e.ring, audit.Query{
		Table: table, Record: string(id), Before: before, Limit: limit,
		Allow: func(f audit.Found) bool {
			if !slices.Contains(told, f.Event.Outcome) {
				return false
			}
			row := rowOf(f.Event, table, id)
			if row == nil || row.Op == string(Touch) {
				return there
			}
			return e.mayRead(user, table+".view", d, row) == nil
		},
	})
	if err != nil {
		return nil, err
	}
	v := e.view.Load()
	list := make([]Past, 0, len(found))
	for _, f := range found {
		ev := f.Event
		p := Past{
			Seq: f.Seq, At: Time(f.At), Actor: ev.Actor, OnBehalf: ev.OnBehalf, Action: ev.Action, Outcome: ev.Outcome,
			Change: ID(ev.Change), Reason: ev.Reason, Ticket: ev.Ticket, Detail: ev.Detail, Fields: []Difference{},
		}
		u, _ := v.access.User(ev.Actor)
		p.ActorName = u.Name
		if row := rowOf(ev, table, id); row != nil {
			p.Op, p.Version = Op(row.Op), row.Version
			if p.Fields, err = d.differences(row); err != nil {
				return nil, err
			}
		}
		list = append(list, p)
	}
	return list, nil
}

func rowOf(ev *audit.Event, table string, id ID) *audit.Row {
	for i := range ev.Rows {
		if r := &ev.Rows[i]; r.Table == table && r.ID == string(id) {
			return r
		}
	}
	return nil
}

// mayRead is nil when the user has the permission on the row as an entry has it,
// before and after.
func (e *Engine) mayRead(user, permission string, d *def, r *audit.Row) error {
	before, after, err := d.images(r)
	if err != nil {
		return err
	}
	for _, row := range []any{before, after} {
		if row == nil {
			continue
		}
		if err := e.Check(user, permission, d.targetOf(row)); err != nil {
			return err
		}
	}
	return nil
}

// images are the rows of an entry, without their derived columns and secrets;
// before of an update is after with the old values over it.
func (d *def) images(r *audit.Row) (before, after any, err error) {
	if after, err = d.decode(r.After, ID(r.ID), r.Version); err != nil {
		return nil, nil, err
	}
	if len(r.Was) == 0 {
		return nil, after, nil
	}
	if before, err = d.decode(r.After, ID(r.ID), r.Version); err != nil || before != nil {
		if err == nil {
			err = json.Unmarshal(r.Was, before)
		}
		return before, after, err
	}
	before, err = d.decode(r.Was, ID(r.ID), r.Version)
	return before, nil, err
}

// differences are the fields of an entry's row that differ, in the order in
// which people are shown them.
func (d *def) differences(r *audit.Row) ([]Difference, error) {
	was, is := map[string]json.RawMessage{}, map[string]json.RawMessage{}
	for _, image := range []struct {
		text json.RawMessage
		into *map[string]json.RawMessage
	}{{r.Was, &was}, {r.After, &is}} {
		if len(image.text) == 0 {
			continue
		}
		if err := json.Unmarshal(image.text, image.into); err != nil {
			return nil, err
		}
	}
	list := []Difference{}
	for _, name := range d.memberNames(was, is) {
		old, changed := was[name]
		if len(r.Was) > 0 && !changed {
			continue
		}
		list = append(list, Difference{name, hidden(old), hidden(is[name])})
	}
	return list, nil
}

// memberNames are the declared columns in their order, then those that the table
// has no more.
func (d *def) memberNames(maps ...map[string]json.RawMessage) []string {
	columns := slices.Clone(d.columns)
	slices.SortFunc(columns, func(a, b column) int { return slices.Compare(a.index, b.index) })
	var names, gone []string
	for i := range columns {
		names = append(names, columns[i].name)
	}
	for _, m := range maps {
		for name := range m {
			if !slices.Contains(names, name) && !slices.Contains(gone, name) {
				gone = append(gone, name)
			}
		}
	}
	slices.Sort(gone)
	there := func(name string) bool {
		return slices.ContainsFunc(maps, func(m map[string]json.RawMessage) bool { _, ok := m[name]; return ok })
	}
	return slices.DeleteFunc(append(names, gone...), func(name string) bool { return !there(name) })
}

// hidden keeps back what the log has in place of a secret.
func hidden(value json.RawMessage) json.RawMessage {
	if bytes.HasPrefix(value, []byte(`"`+maskPrefix)) && len(value) == len(maskPrefix)+18 && !strings.Contains(string(value), `\`) {
		return json.RawMessage(`"` + Masked + `"`)
	}
	return value
}

// maskPrefix begins what maskOf makes of a secret.
const maskPrefix = "masked:"
