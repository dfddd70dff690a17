package e2e

import (
	"maps"
	"slices"
)

// world is the reference: what an organisation of units and users is, and what
// becomes of every request, in the plainest words and with no thought of speed.
// It shares no code with the program.
type world struct {
	units   map[string]unitRow
	users   map[string]userRow
	grants  map[string][]granted // by user; they never change
	pending map[string]*waits    // by change
}

type unitRow struct {
	name, parent string
	version      int64
}

type userRow struct {
	unit, status string
	version      int64
}

// granted is permissions within a unit and all beneath it; "" is everywhere.
type granted struct {
	permissions []string
	within      string
}

// wish is one row that somebody wants: inserted, updated (from a base version)
// or deleted.
type wish struct {
	table, op, id string
	base          int64
	unit          unitRow
	user          userRow
}

// waits is a change that is held, or was.
type waits struct {
	state   string
	maker   string
	wish    wish
	targets []string // units, as they were when it was asked
	agreed  []string
}

func (w *world) clone() *world {
	c := *w
	c.units, c.users = maps.Clone(w.units), maps.Clone(w.users)
	return &c
}

// beneath reports whether a unit is the other or stands somewhere under it.
func (w *world) beneath(unit, above string) bool {
	for steps := 0; steps <= len(w.units); steps++ {
		row, known := w.units[unit]
		if !known {
			return false
		}
		if unit == above {
			return true
		}
		unit = row.parent
	}
	return false
}

// may reports whether the user may use the permission on what belongs to the unit.
func (w *world) may(user, permission, unit string) bool {
	if w.users[user].status != "active" {
		return false
	}
	for _, g := range w.grants[user] {
		if slices.Contains(g.permissions, permission) && (g.within == "" || w.beneath(unit, g.within)) {
			return true
		}
	}
	return false
}

func (w *world) mayAll(user, permission string, units []string) bool {
	for _, u := range units {
		if !w.may(user, permission, u) {
			return false
		}
	}
	return true
}

// holds reports whether the user has the permission anywhere at all.
func (w *world) holds(user, permission string) bool {
	for _, g := range w.grants[user] {
		if _, known := w.units[g.within]; slices.Contains(g.permissions, permission) && (g.within == "" || known) {
			return true
		}
	}
	return false
}

// targets are the units that a wish is asked on: of the row as it is and as it
// would be.
func (w *world) targets(x wish) (units []string, found bool) {
	if x.table == "unit" {
		_, found = w.units[x.id]
		return []string{x.id}, found || x.op == "insert"
	}
	row, known := w.users[x.id]
	if x.op == "insert" {
		return []string{x.user.unit}, true
	}
	return []string{row.unit, x.user.unit}, known
}

func (w *world) version(x wish) int64 {
	if x.table == "unit" {
		return w.units[x.id].version
	}
	return w.users[x.id].version
}

// unknownReference reports whether the row would name a unit that is not there.
func (w *world) unknownReference(x wish) bool {
	named := x.user.unit
	if x.table == "unit" {
		named = x.unit.parent
	}
	if x.op == "delete" || named == "" || x.op == "insert" && x.table == "unit" && named == x.id {
		return false
	}
	_, known := w.units[named]
	return !known
}

// unlooked reports whether somebody would come back with grants that nobody
// looked at.
func (w *world) unlooked(x wish) bool {
	return x.table == "user" && x.op == "update" && w.users[x.id].status == "suspended" && x.user.status == "active" && len(w.grants[x.id]) > 0
}

// inUse reports whether the unit that would be deleted has units beneath it or
// people in it.
func (w *world) inUse(x wish) bool {
	if x.op != "delete" {
		return false
	}
	for _, u := range w.units {
		if u.parent == x.id {
			return true
		}
	}
	for _, u := range w.users {
		if u.unit == x.id {
			return true
		}
	}
	return false
}

// done is the world with the wish fulfilled.
func (w *world) done(x wish) *world {
	next := w.clone()
	switch {
	case x.op == "delete":
		delete(next.units, x.id)
	case x.table == "unit":
		x.unit.version = w.units[x.id].version + 1
		next.units[x.id] = x.unit
	default:
		x.user.version = w.users[x.id].version + 1
		next.users[x.id] = x.user
	}
	return next
}

// circular reports whether some unit stands under itself.
func (w *world) circular() bool {
	for start := range w.units {
		at := w.units[start].parent
		for range w.units {
			if at == start {
				return true
			}
			at = w.units[at].parent
		}
	}
	return false
}

// gains reports whether next gives the user something over a unit of w that
// they did not have there, or another home unit, which rules may look at.
func (w *world) gains(next *world, user string) bool {
	if u, known := w.users[user]; known && next.users[user].unit != u.unit {
		return true
	}
	for _, g := range w.grants[user] {
		for unit := range w.units {
			if g.within == "" || !next.beneath(unit, g.within) || w.beneath(unit, g.within) {
				continue
			}
			for _, p := range g.permissions {
				if !slices.ContainsFunc(w.grants[user], func(o granted) bool {
					return slices.Contains(o.permissions, p) && (o.within == "" || w.beneath(unit, o.within))
				}) {
					return true
				}
			}
		}
	}
	return false
}

// rule is how many must agree to the wish, and with which permission.
func rule(x wish) (people int, permission string) {
	switch x.table + "." + x.op {
	case "unit.update", "unit.delete":
		return 1, "unit.approve"
	case "user.insert":
		return 2, "user.approve"
	}
	return 0, ""
}

// submit says what a request comes to: "applied", "held", or the fault's code.
func (w *world) submit(user, change string, x wish) string {
	if w.users[user].status != "active" {
		return "suspended"
	}
	permission := x.table + "." + x.op
	targets, found := w.targets(x)
	if !found && !w.holds(user, permission) {
		return "denied"
	}
	if !found {
		return "not_found"
	}
	if !w.mayAll(user, permission, targets) {
		return "denied"
	}
	if x.op != "insert" && w.version(x) != x.base {
		return "stale"
	}
	if w.unknownReference(x) {
		return "unknown_reference"
	}
	if w.unlooked(x) {
		return "not_looked_at"
	}
	if w.inUse(x) {
		return "in_use"
	}
	next := w.done(x)
	if next.circular() {
		return "contradiction"
	}
	if w.gains(next, user) {
		return "own_access"
	}
	if people, _ := rule(x); people == 0 {
		if x.op == "insert" && w.version(x) > 0 {
			return "duplicate"
		}
		w.units, w.users = next.units, next.users
		return "applied"
	}
	for _, p := range w.pending {
		if p.state == "pending" && p.wish.table == x.table && p.wish.id == x.id {
			if x.op == "insert" {
				return "duplicate"
			}
			return "change_pending"
		}
	}
	w.pending[change] = &waits{state: "pending", maker: user, wish: x, targets: targets}
	return "held"
}

// approve says what one more agreement comes to.
func (w *world) approve(user, change string) string {
	p := w.pending[change]
	people, permission := rule(p.wish)
	switch {
	case w.users[user].status != "active":
		return "suspended"
	case p.state != "pending":
		return "change_ended"
	case user == p.maker:
		return "own_change"
	case slices.Contains(p.agreed, user):
		return "already_decided"
	case !w.mayAll(user, permission, p.targets):
		return "not_an_approver"
	}
	before := slices.Clone(p.agreed)
	p.agreed = slices.DeleteFunc(p.agreed, func(u string) bool { return !w.mayAll(u, permission, p.targets) })
	if p.agreed = append(p.agreed, user); len(p.agreed) < people {
		return "held"
	}
	state := w.execute(p)
	if state == "own_access" { // refused, so nothing has happened
		p.agreed = before
		return state
	}
	p.state = state
	if p.state == "executed" {
		return "applied"
	}
	return p.state
}

func (w *world) execute(p *waits) string {
	x := p.wish
	if !w.mayAll(p.maker, x.table+"."+x.op, p.targets) {
		return "failed"
	}
	if x.op != "insert" && w.version(x) != x.base || w.unknownReference(x) || w.inUse(x) {
		return "stale"
	}
	next := w.done(x)
	if next.circular() || w.gains(next, p.maker) {
		return "failed"
	}
	if slices.ContainsFunc(p.agreed, func(u string) bool { return w.gains(next, u) }) {
		return "own_access"
	}
	w.units, w.users = next.units, next.users
	return "executed"
}

// reject and withdraw say what ending a change comes to.
func (w *world) reject(user, change string) string {
	p := w.pending[change]
	_, permission := rule(p.wish)
	switch {
	case w.users[user].status != "active":
		return "suspended"
	case p.state != "pending":
		return "change_ended"
	case user == p.maker:
		return "own_change"
	case slices.Contains(p.agreed, user):
		return "already_decided"
	case !w.mayAll(user, permission, p.targets):
		return "not_an_approver"
	}
	p.state = "rejected"
	return p.state
}

func (w *world) withdraw(user, change string) string {
	p := w.pending[change]
	switch {
	case w.users[user].status != "active":
		return "suspended"
	case p.state != "pending":
		return "change_ended"
	case user != p.maker:
		return "not_maker"
	}
	p.state = "withdrawn"
	return p.state
}
