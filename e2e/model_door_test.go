package e2e

import (
	"slices"
)

// wish is what somebody asks: a row inserted, updated (from a base version) or
// deleted, or a command: user.reactivate, me.name_deputy, me.end_deputy.
type wish struct {
	command, table, op, id string
	base                   int64
	row                    row
	keep                   string // of user.reactivate: the grants and memberships that stay
}

func (x wish) own() bool { return x.command == "me.name_deputy" || x.command == "me.end_deputy" }

// planned is one row as it is and as it would be.
type planned struct {
	table, op, id string
	before, after row
}

// onRow are the units that changing the row asks for.
func (r planned) onRow() (units []string) {
	if r.table == "unit" {
		return r.onUnit()
	}
	if r.op != "insert" {
		units = append(units, targetOf(r.table, r.id, r.before))
	}
	if r.op != "delete" {
		units = append(units, targetOf(r.table, r.id, r.after))
	}
	return units
}

// onUnit: a new unit is made in the one above it, and one that moves leaves that.
func (r planned) onUnit() []string {
	switch {
	case r.op == "insert":
		return []string{r.after.parent}
	case r.op == "delete" || r.before.parent == r.after.parent:
		return []string{r.id}
	}
	return []string{r.id, r.before.parent, r.after.parent}
}

// plan says which rows a wish comes to, on which units it is asked, and which
// other records it looked at. found is the fault of what is not there, late one
// that only those are told who may ask.
func (w *world) plan(user string, x wish) (rows []planned, targets []string, found, late string) {
	var one planned
	if one, found = w.planOne(x); found != "" {
		return nil, nil, found, ""
	}
	switch x.command {
	case "me.name_deputy":
		one.after.user, one.after.unit = user, w.rows["user"][user].unit
		return []planned{one}, nil, "", ""
	case "me.end_deputy":
		switch d := one.before; {
		case d.user != user && d.deputy != user:
			return nil, nil, "", "not_found"
		case d.ended:
			return nil, nil, "", "ended_already"
		}
		one.after.ended = true
		return []planned{one}, nil, "", ""
	case "user.reactivate":
		targets = []string{one.before.unit}
		if one.before.status != "suspended" {
			return nil, targets, "", "not_suspended"
		}
		one.after.status = "active"
		rows, late = w.back(x)
		return append([]planned{one}, rows...), targets, "", late
	}
	targets = one.onRow()
	if x.op != "insert" && one.before.version != x.base {
		return nil, targets, "", "stale"
	}
	return append(append([]planned{one}, w.left(one)...), w.over(one)...), targets, "", ""
}

// over are the grants over a unit, which end with it.
func (w *world) over(one planned) (rows []planned) {
	if one.table != "unit" || one.op != "delete" {
		return nil
	}
	for id, g := range w.rows["grant"] {
		if g.within == one.id {
			rows = append(rows, planned{"grant", "delete", id, g, row{}})
		}
	}
	return rows
}

// ends reports whether the row is a grant that ends with its unit.
func (r planned) ends(rows []planned) bool {
	return r.table == "grant" && r.op == "delete" && slices.ContainsFunc(rows, func(o planned) bool { return o.table == "unit" && o.op == "delete" && o.id == r.before.within })
}

// anew reports whether a grant comes to be what only a new one could be.
func (r planned) anew() bool {
	gift := func(g row) [5]string { return [5]string{g.user, g.group, g.role, g.within, g.of} }
	return r.table == "grant" && r.op == "update" && gift(r.before) != gift(r.after)
}

// left are the memberships of the old home unit, which end with a move.
func (w *world) left(one planned) (rows []planned) {
	if one.table != "user" || one.op != "update" || one.before.unit == one.after.unit || one.before.unit == "" {
		return nil
	}
	for id, m := range w.rows["member"] {
		if m.user == one.id && m.unit == one.before.unit {
			rows = append(rows, planned{"member", "delete", id, m, row{}})
		}
	}
	return rows
}

// suspends reports whether the row takes a user out of action.
func (r planned) suspends() bool {
	return r.table == "user" && r.op == "update" && r.before.status != "suspended" && r.after.status == "suspended"
}

// planOne is the row that the wish is about, filled in.
func (w *world) planOne(x wish) (one planned, found string) {
	one = planned{table: x.table, op: x.op, id: x.id, after: x.row}
	if x.op != "insert" {
		before, known := w.rows[x.table][x.id]
		if !known {
			return one, "not_found"
		}
		one.before = before
		if x.command != x.table+"."+x.op {
			one.after = before
		}
	}
	if x.op == "delete" {
		one.after = row{}
		return one, ""
	}
	switch x.command {
	case "member.insert":
		g, known := w.rows["group"][x.row.group]
		if !known {
			return one, "unknown_reference"
		}
		one.after.unit = g.unit
	case "deputy.insert":
		u, known := w.rows["user"][x.row.user]
		if !known {
			return one, "unknown_reference"
		}
		one.after.unit = u.unit
	}
	return one, ""
}

// back are the grants and memberships of somebody who comes back: written again,
// or ended.
func (w *world) back(x wish) (rows []planned, late string) {
	known := 0
	for _, table := range []string{"grant", "member"} {
		for id, r := range w.rows[table] {
			switch {
			case r.user != x.id:
			case has(x.keep, id):
				known++
				rows = append(rows, planned{table, "update", id, r, r})
			default:
				rows = append(rows, planned{table, "delete", id, r, row{}})
			}
		}
	}
	if known < len(items(x.keep)) {
		return nil, "unknown_grant"
	}
	return rows, ""
}

// looks are the records besides its own rows whose versions a plan rests on.
func (w *world) looks(rows []planned) map[[2]string]int64 {
	seen := map[[2]string]int64{}
	for _, r := range rows {
		switch {
		case r.op == "delete":
		case r.table == "member":
			seen[[2]string{"group", r.after.group}] = w.rows["group"][r.after.group].version
		case r.table == "grant" && r.after.within != "":
			seen[[2]string{"unit", r.after.within}] = w.rows["unit"][r.after.within].version
		}
	}
	return seen
}

// unfit is the fault of the first row that its table would not take.
func (w *world) unfit(rows []planned) string {
	touched := map[[2]string]bool{}
	for _, r := range rows {
		touched[[2]string{r.table, r.id}] = true
	}
	for _, r := range rows {
		if r.op == "delete" {
			if r.table == "group" && slices.ContainsFunc(w.all("grant"), func(g row) bool { return g.group == r.id }) {
				return "group_has_grants"
			}
			continue
		}
		named := names(r.table, r.after)
		if r.table == "grant" && r.after.within != "" {
			named = append(named, [2]string{"unit", r.after.within})
		}
		for _, n := range named {
			if _, known := w.rows[n[0]][n[1]]; !known && (r.op != "insert" || n != [2]string{r.table, r.id}) {
				return "unknown_reference"
			}
		}
		switch {
		case r.suspends() && (r.after.successor == r.id || !w.stands(r.after.successor)):
			return "bad_successor"
		case r.table == "user" && r.op == "update" && r.before.status == "suspended" && r.after.status != "suspended":
			for _, table := range []string{"grant", "member"} {
				for id, other := range w.rows[table] {
					if other.user == r.id && !touched[[2]string{table, id}] {
						return "not_looked_at"
					}
				}
			}
		case r.table == "deputy" && r.after.user == r.after.deputy:
			return "own_deputy"
		case r.table == "deputy" && r.op == "insert" && (!w.stands(r.after.user) || !w.stands(r.after.deputy)):
			return "no_deputy"
		}
	}
	return ""
}

func (w *world) all(table string) (list []row) {
	for _, r := range w.rows[table] {
		list = append(list, r)
	}
	return list
}

// inUse reports whether a record that would be deleted is named by another that
// stays.
func (w *world) inUse(rows []planned) bool {
	next := w.with(rows)
	for _, r := range rows {
		for table := range next.rows {
			for id, other := range next.rows[table] {
				if r.op == "delete" && (table != r.table || id != r.id) && slices.Contains(names(table, other), [2]string{r.table, r.id}) {
					return true
				}
			}
		}
	}
	return false
}

// with is the world with the rows written.
func (w *world) with(rows []planned) *world {
	next := w.clone()
	for _, r := range rows {
		if r.op == "delete" {
			delete(next.rows[r.table], r.id)
			next.gone[r.table+" "+r.id] = true
			continue
		}
		r.after.version = w.rows[r.table][r.id].version + 1
		next.rows[r.table][r.id] = r.after
	}
	return next
}

// become is what stands once next has come about by the rows: deputyships of people
// who were suspended or came back are over.
func (w *world) become(next *world, rows []planned) {
	w.rows, w.gone = next.rows, next.gone
	for _, r := range rows {
		if r.table != "user" || r.op != "update" || r.before.status == r.after.status {
			continue
		}
		for id, d := range w.rows["deputy"] {
			if !d.ended && (d.user == r.id || d.deputy == r.id) {
				d.ended, d.version = true, d.version+1
				w.rows["deputy"][id] = d
			}
		}
	}
}

// taken reports whether a record that would be new is there already.
func (w *world) taken(rows []planned) bool {
	return slices.ContainsFunc(rows, func(r planned) bool {
		_, known := w.rows[r.table][r.id]
		return r.op == "insert" && known
	})
}

// lends reports whether a new deputyship would be of one of the people.
func lends(rows []planned, people []string) bool {
	return slices.ContainsFunc(rows, func(r planned) bool {
		return r.table == "deputy" && r.op == "insert" && slices.Contains(people, r.after.deputy)
	})
}

func (w *world) rowByRow(user, command string, rows []planned) bool {
	return command != "user.reactivate" || !w.lacksRow(user, rows)
}

// lacksRow reports whether one of the rows is none that the user may write by itself.
func (w *world) lacksRow(user string, rows []planned) bool {
	return slices.ContainsFunc(rows, func(r planned) bool { return !w.mayAll(user, r.table+"."+r.op, r.onRow()) })
}

// meant reports whether the user may give the commands too that updates of users
// amount to, suspending, taking back and moving, and all that goes with them; and
// insert the grants that updates make anew.
func (w *world) meant(user, command string, rows []planned) bool {
	amounts := false
	for _, r := range rows {
		if r.anew() && !w.may(user, "grant.insert", r.after.within) {
			return false
		}
		if r.table != "user" || r.op != "update" {
			continue
		}
		was, is := r.before.status == "suspended", r.after.status == "suspended"
		for name, asked := range map[string]bool{"user.suspend": is && !was, "user.reactivate": was && !is, "user.move": r.before.unit != r.after.unit} {
			if !asked || name == command {
				continue
			}
			if amounts = true; !w.mayAll(user, name, r.onRow()) {
				return false
			}
		}
	}
	return !amounts || !w.lacksRow(user, rows)
}

// submit says what a request comes to: "applied", "held", or the fault's code.
func (w *world) submit(user, change string, x wish) string {
	if !w.stands(user) {
		return "suspended"
	}
	rows, targets, found, late := w.plan(user, x)
	switch {
	case found != "" && (x.own() || w.holds(user, x.command)):
		return found
	case found != "" || !x.own() && !w.mayAll(user, x.command, targets):
		return "denied"
	case late != "":
		return late
	case !w.rowByRow(user, x.command, rows):
		return "denied"
	}
	if code := w.unfit(rows); code != "" {
		return code
	}
	if !w.meant(user, x.command, rows) {
		return "denied"
	}
	if w.inUse(rows) {
		return "in_use"
	}
	next := w.with(rows)
	switch {
	case next.circular():
		return "contradiction"
	case lends(rows, []string{user}) || w.gains(next, user):
		return "own_access"
	case !next.meetable(rows):
		return "rule_never_met"
	case w.lockedOut(next, rows):
		return "locked_out"
	case w.fetches(next, rows, user):
		return "own_access"
	}
	rules := w.rulesFor(user, rows)
	if len(rules) > 0 {
		return w.hold(change, &waits{state: "pending", maker: user, wish: x, rows: rows, targets: targets, looks: w.looks(rows), rules: rules})
	}
	if w.taken(rows) {
		return "duplicate"
	}
	w.become(next, rows)
	return "applied"
}

// hold keeps the change, unless another of one of its records waits.
func (w *world) hold(change string, p *waits) string {
	for _, r := range p.rows {
		for _, other := range w.pending {
			if other.state != "pending" || r.ends(p.rows) || !slices.ContainsFunc(other.rows, func(o planned) bool { return o.table == r.table && o.id == r.id && !o.ends(other.rows) }) {
				continue
			}
			if r.op == "insert" {
				return "duplicate"
			}
			return "change_pending"
		}
	}
	w.pending[change] = p
	return "held"
}
