package govern

import (
	"encoding/json"
	"slices"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
)

// makersGrants are the grants that whoever makes a record has on it, as its table
// says: the one kind of grant that may benefit its maker. They stand in the
// change, and fall under the rules on grants.
func (e *Engine) makersGrants(v *view, maker string, rows []RowChange) ([]RowChange, error) {
	grants := e.byName["grant"]
	var made []RowChange
	for i := range rows {
		rc := &rows[i]
		if rc.Op != Insert || rc.def.makerRole == "" || grants == nil || !v.access.HasRole(rc.def.makerRole) {
			continue
		}
		image, err := json.Marshal(map[string]string{
			"user": maker, "role": rc.def.makerRole, "scope": "record", "scope_table": rc.Table, "scope_record": string(rc.ID), "reason": "made it",
		})
		if err != nil {
			return nil, err
		}
		row, err := grants.decode(image, "made-"+rc.ID, 0)
		if err != nil {
			return nil, err
		}
		made = append(made, grants.change(Insert, nil, row))
	}
	return made, nil
}

// isMakers reports whether a row is the grant that somebody has for having made
// another of the rows.
func isMakers(rows []RowChange, rc *RowChange, maker string) bool {
	if rc.Op != Insert || rc.def.facts == nil {
		return false
	}
	facts := rc.def.facts(rc.after)
	if len(facts.Grants) != 1 || facts.Grants[0].User != maker || facts.Grants[0].Scope.Kind != access.ScopeRecord {
		return false
	}
	g := &facts.Grants[0]
	return slices.ContainsFunc(rows, func(made RowChange) bool {
		return made.Op == Insert && made.def.makerRole != "" && made.def.makerRole == g.Role && made.Table == g.Scope.Table && string(made.ID) == g.Scope.ID
	})
}

// ownGain is what the change would give its maker besides what they have for
// having made something, "" for nothing.
func (v *view) ownGain(next *view, rows []RowChange, maker string) (string, error) {
	rest := slices.DeleteFunc(slices.Clone(rows), func(rc RowChange) bool { return isMakers(rows, &rc, maker) })
	if len(rest) < len(rows) {
		var err error
		if next, _, err = v.after(rest); err != nil {
			return "", err
		}
	}
	return widened(v, next, v.access.Person(maker)), nil
}

// unadministered are the records among the rows that are brought without anybody who
// administers them for good, where whoever makes one by itself would.
func (v *view) unadministered(rows []RowChange, now Time) (list []Ref) {
	var kept map[access.Record][]string
	for i := range rows {
		rc := &rows[i]
		if rc.Op != Insert || rc.def.makerRole == "" || !v.access.HasRole(rc.def.makerRole) {
			continue
		}
		if kept == nil {
			kept = v.access.Kept(administersRecord, int64(now))
		}
		if kept[access.Record{Table: rc.Table, ID: string(rc.ID)}] == nil {
			list = append(list, Ref{rc.Table, rc.ID})
		}
	}
	return list
}

// factUnadministered names, in a change and in the log, the records that come without
// an administrator.
const factUnadministered = "without_administrator"

// tellUnadministered notes them of a command that brings what others made: whoever
// agrees to it, and whoever asked, has somebody given the role there.
func (c *considered) tellUnadministered(now Time) {
	if c.alone = c.next.unadministered(c.plan.Rows, now); c.alone != nil {
		c.plan.Facts = append(c.plan.Facts[:len(c.plan.Facts):len(c.plan.Facts)], audit.Fact{Name: factUnadministered, Value: refsText(c.alone)})
	}
}
