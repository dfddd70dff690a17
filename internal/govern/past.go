package govern

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// AccessAt is who could do what at a time: the present picture with everything
// taken back that the log says was done to it afterwards. At a time to come it is
// the present one.
func (e *Engine) AccessAt(ctx context.Context, at Time) (then *access.Snapshot, err error) {
	err = e.db.Snapshot(ctx, func(r store.Reader) error {
		var epoch int64
		if err := r.QueryRow(ctx, []any{&epoch}, `SELECT epoch FROM audit_head WHERE one = 1`); err != nil {
			return err
		}
		v, err := e.refresh(ctx, r, e.view.Load(), epoch)
		if err == nil {
			then, err = e.accessAt(ctx, r, v.access, at)
		}
		return err
	})
	return then, err
}

// accessAt takes back from the present picture what was done since the time.
func (e *Engine) accessAt(ctx context.Context, r store.Reader, present *access.Snapshot, at Time) (*access.Snapshot, error) {
	t := audit.Trail{}
	for _, d := range e.tables {
		if d.facts != nil {
			t.Tables = append(t.Tables, d.name)
		}
	}
	rows, err := e.undone(ctx, r, t, at)
	if err != nil {
		return nil, err
	}
	var delta access.Delta
	for ref, was := range rows {
		d := e.byName[ref.Table]
		switch {
		case d == nil || d.facts == nil || !was.told:
		case was.row != nil:
			add(&delta.Put, d.facts(was.row))
		default:
			none := d.new()
			metaOf(none).ID = ref.ID
			gone(&delta, d.facts(none))
		}
	}
	return present.With(delta)
}

// was is a record as it was. told is false when only its version grew since; row
// is nil when it was not there; version is 0 where its deletion has not kept it.
type was struct {
	row     any
	told    bool
	version int64
}

// undone are the records that the log's entries after the time changed, as they
// were at the time.
func (e *Engine) undone(ctx context.Context, r store.Reader, t audit.Trail, at Time) (map[Ref]was, error) {
	last, err := audit.UpTo(ctx, r, int64(at))
	if err != nil {
		return nil, err
	}
	records := map[Ref]was{}
	var failed error
	err = t.Follow(ctx, r, e.ring, func(f audit.Found) bool {
		ev := f.Event
		if f.Seq <= last {
			return false
		}
		if ev.Outcome != audit.Applied {
			return true
		}
		for i := range ev.Rows {
			row := &ev.Rows[i]
			d, ref := e.def(row.Table), Ref{row.Table, ID(row.ID)}
			if d == nil {
				continue
			}
			w := was{version: max(row.Version-1, 0), told: true}
			if row.Op == string(Touch) {
				w.row, w.told = records[ref].row, records[ref].told
			} else if w.row, _, failed = d.images(row); failed != nil {
				return false
			}
			records[ref] = w
		}
		return true
	})
	return records, errors.Join(failed, err)
}

// Then is a record as it was at a time: as it may leave, with the target that a
// permission to view it is asked on.
type Then struct {
	Shown   json.RawMessage
	Target  access.Target
	Version int64
}

// RowAt is the record at a time, made from what the log says was done to it since.
// Whether the asker may view it its caller asks. Fault: not_found for one that was
// not there then.
func (e *Engine) RowAt(ctx context.Context, t Any, id ID, at Time) (then *Then, err error) {
	err = e.db.Snapshot(ctx, func(r store.Reader) error {
		then, err = e.rowAt(ctx, r, t.erased(), id, at)
		return err
	})
	return then, err
}

func (e *Engine) rowAt(ctx context.Context, r store.Reader, d *def, id ID, at Time) (*Then, error) {
	row, err := d.get(ctx, r, id)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	trail := audit.Trail{Records: []audit.Record{{Table: d.name, ID: string(id)}}}
	records, err := e.undone(ctx, r, trail, at)
	if err != nil {
		return nil, err
	}
	version := int64(0)
	if row != nil {
		version = metaOf(row).Version
	}
	if w, changed := records[Ref{d.name, id}]; changed {
		if version = w.version; w.told {
			row = w.row
		}
	}
	if row == nil {
		return nil, fault.New(fault.NotFound, "not_found", "There was no %s %s then.", words(d.name), id)
	}
	if version == 0 {
		if version, err = e.versionAt(ctx, r, trail, Ref{d.name, id}, at); err != nil {
			return nil, err
		}
	}
	*metaOf(row) = Meta{ID: id, Version: version}
	then := &Then{Target: d.shownOn(row), Version: version}
	then.Shown, err = d.whole(row, "")
	return then, err
}

// versionAt looks for the entry that made the record what it was.
func (e *Engine) versionAt(ctx context.Context, r store.Reader, t audit.Trail, ref Ref, at Time) (version int64, err error) {
	last, err := audit.UpTo(ctx, r, int64(at))
	if err != nil {
		return 0, err
	}
	err = t.Follow(ctx, r, e.ring, func(f audit.Found) bool {
		ev := f.Event
		if f.Seq > last || ev.Outcome != audit.Applied {
			return true
		}
		if row := rowOf(ev, ref.Table, ref.ID); row != nil {
			version = row.Version
		}
		return version == 0
	})
	return version, err
}

// TargetThen is what a permission for a record was asked on at a time, by names.
// Faults: unknown_table, not_found.
func (e *Engine) TargetThen(ctx context.Context, table string, id ID, at Time) (access.Target, error) {
	d := e.def(table)
	if d == nil {
		return access.Target{}, fault.Bad("table", "unknown_table", "There is no table %q.", table)
	}
	then, err := e.RowAt(ctx, Sheet{d}, id, at)
	if err != nil {
		return access.Target{}, err
	}
	return then.Target, nil
}
