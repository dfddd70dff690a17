package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/recon"
)

// Names are what records are called, by table and id.
type Names map[string]map[string]string

// namesIn are what the users, units, groups, roles, labels and processes are called
// that rows name. Who may view a row may know it, whether or not they may view these.
func (x *resource) namesIn(c *call, rows []json.RawMessage) (Names, error) {
	users, others := map[string]string{}, Names{"unit": {}, "group": {}, "role": {}, "label": {}, "process": {}, "calendar": {}}
	for _, row := range rows {
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(row, &fields); err != nil {
			return nil, err
		}
		for _, column := range x.columns {
			if ref := column.Ref(); ref == "user" {
				x.a.call(users, idsIn(fields[column.Name])...)
			} else if names := others[ref]; names != nil {
				wants(names, idsIn(fields[column.Name]))
			}
		}
	}
	err := errors.Join(
		callThem(c, directory.Units, others["unit"], func(u *directory.Unit) (string, string) { return string(u.ID), u.Name }),
		callThem(c, directory.Groups, others["group"], func(g *directory.Group) (string, string) { return string(g.ID), g.Name }),
		callThem(c, directory.Roles, others["role"], func(r *directory.Role) (string, string) { return string(r.ID), r.Name }),
		callThem(c, recon.Labels, others["label"], func(l *recon.Label) (string, string) { return string(l.ID), l.Name }),
		callThem(c, recon.Processes, others["process"], func(p *recon.Process) (string, string) { return string(p.ID), p.Name }),
		callThem(c, payments.Calendars, others["calendar"], func(x *payments.Calendar) (string, string) { return string(x.ID), x.Name }))
	maps.DeleteFunc(others, func(table string, names map[string]string) bool { return table != "unit" && len(names) == 0 })
	others["user"] = users
	return others, err
}

// wants notes what is to be called, by its id until it is.
func wants(names map[string]string, ids []string) {
	for _, id := range ids {
		if id != "" {
			names[id] = id
		}
	}
}

// idsIn is the reference that a column holds, or those of a list.
func idsIn(text json.RawMessage) []string {
	var one string
	if json.Unmarshal(text, &one) == nil {
		return []string{one}
	}
	var several []string
	_ = json.Unmarshal(text, &several) // a column of another form refers to nothing
	return several
}

func callThem[T any](c *call, of *govern.Table[T], names map[string]string, called func(*T) (id, name string)) error {
	if len(names) == 0 {
		return nil
	}
	ids := slices.Sorted(maps.Keys(names))
	places, args := make([]string, len(ids)), make([]any, len(ids))
	for i, id := range ids {
		places[i], args[i] = fmt.Sprintf("$%d", i+1), id
	}
	found, err := of.Find(c.ctx, c.api.DB, "id IN ("+strings.Join(places, ", ")+")", args...)
	for _, row := range found {
		id, name := called(row)
		names[id] = name
	}
	return err
}
