package govern

import (
	"context"
	"reflect"
	"strconv"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Back is what it takes to put a record back to an earlier version: an ordinary
// update, with what the log tells of that version. Secrets, of which the log holds
// none, and what follows from other columns stay as they are.
type Back struct {
	Command
	Kept []string // the secrets that stay as they are, by column
}

// factBack names, in the entry of an update, the version that it went back to.
const factBack = "put_back_to"

// PutBack makes the update that puts the record back, provided it stands at
// version base. The user must be able to view it as it was. Faults: not_found;
// no_version, of versions that there never were and those that the user may not
// view; by_command for tables that change by commands alone.
func (e *Engine) PutBack(ctx context.Context, user string, t Any, id ID, base, version int64) (back *Back, err error) {
	d := t.erased()
	if d.byCommand {
		return nil, fault.New(fault.Conflict, "by_command", "A %s changes through its commands alone; none puts it back.", words(d.name))
	}
	err = e.db.Snapshot(ctx, func(r store.Reader) error {
		now, err := d.get(ctx, r, id)
		if err != nil {
			return err
		}
		then, err := e.rowAtVersion(ctx, r, d, id, version)
		if err != nil {
			return err
		}
		if then == nil || version > metaOf(now).Version || e.Check(user, d.name+".view", d.targetOf(then)) != nil {
			return fault.Bad("to", "no_version", "There is no version %d of the %s %s to put back; it stands at version %d.", version, words(d.name), id, metaOf(now).Version)
		}
		back = &Back{}
		from, into := reflect.ValueOf(now).Elem(), reflect.ValueOf(then).Elem()
		for i := range d.columns {
			c := &d.columns[i]
			if c.audit == Show {
				continue
			}
			into.FieldByIndex(c.index).Set(from.FieldByIndex(c.index))
			if c.audit == Mask && !from.FieldByIndex(c.index).IsZero() {
				back.Kept = append(back.Kept, c.name)
			}
		}
		back.Command = &put{d: d, op: Update, id: id, base: base, row: then, facts: []audit.Fact{{Name: factBack, Value: strconv.FormatInt(version, 10)}}}
		return nil
	})
	return back, err
}

// rowAtVersion is the record as its entry of that version left it, without
// secrets and derived columns; nil when the log tells of no such version.
func (e *Engine) rowAtVersion(ctx context.Context, r store.Reader, d *def, id ID, version int64) (row any, err error) {
	if version < 1 {
		return nil, nil
	}
	trail := audit.Trail{Records: []audit.Record{{Table: d.name, ID: string(id)}}}
	var failed error
	err = trail.Follow(ctx, r, e.ring, func(f audit.Found) bool {
		ev := f.Event
		told := rowOf(ev, d.name, id)
		if ev.Outcome != audit.Applied || told == nil || told.Version > version || told.Op == string(Touch) || len(told.After) == 0 {
			return true // with a touch only the version grew: what it was stands further back
		}
		_, row, failed = d.images(told)
		return false
	})
	if err == nil {
		err = failed
	}
	return row, err
}
