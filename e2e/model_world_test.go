package e2e

import (
	"maps"
	"slices"
	"strings"
)

// world is the reference: what an organisation is, and what becomes of every
// request, in the plainest words and with no thought of speed. It shares no code
// with the program.
type world struct {
	rows    map[string]map[string]row // by table and id
	gone    map[string]bool           // table and id of what was deleted
	pending map[string]*waits         // by change
}

// row is one of any table, with what the reference looks at. Lists are sorted and
// joined by commas, so that rows can be compared.
type row struct {
	version                   int64
	name, parent              string // of a unit
	unit, status              string // home of a user, group, member, deputy; a user's status
	user, group, role, within string // of a member or grant; within "" is everywhere
	of                        string // of a grant: a table whose records alone it reaches
	successor                 string // of a user, who looks after what was theirs
	permissions, includes     string // of a role
	subject, ops, only        string // of a rule; only is the one maker it is about, "" anybody
	factors                   [2]factor
	apart, enabled            bool   // maker and approvers of different units
	deputy                    string // who decides for user
	ended                     bool
}

// factor asks for so many people with the permission or in the group; none is 0.
type factor struct {
	permission, group string
	people            int
}

func newWorld() *world {
	w := &world{rows: map[string]map[string]row{}, gone: map[string]bool{}, pending: map[string]*waits{}}
	for _, t := range modelled {
		w.rows[t] = map[string]row{}
	}
	return w
}

// clone shares nothing that changes with w.
func (w *world) clone() *world {
	c := &world{rows: map[string]map[string]row{}, gone: maps.Clone(w.gone), pending: map[string]*waits{}}
	for t, rows := range w.rows {
		c.rows[t] = maps.Clone(rows)
	}
	for id, p := range w.pending {
		again := *p
		c.pending[id] = &again
	}
	return c
}

func items(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

func has(list, item string) bool { return slices.Contains(items(list), item) }

func (w *world) unit(id string) (row, bool) {
	u, known := w.rows["unit"][id]
	return u, known
}

// beneath reports whether a unit is the other or stands somewhere under it.
func (w *world) beneath(unit, above string) bool {
	for range len(w.rows["unit"]) + 1 {
		u, known := w.unit(unit)
		if !known {
			return false
		}
		if unit == above {
			return true
		}
		unit = u.parent
	}
	return false
}

func (w *world) stands(user string) bool { return w.rows["user"][user].status == "active" }

func (w *world) in(user, group string) bool {
	for _, m := range w.rows["member"] {
		if m.user == user && m.group == group {
			return true
		}
	}
	return false
}

// gives are the permissions of a role and of all that it includes.
func (w *world) gives(role string, seen map[string]bool) map[string]bool {
	all := map[string]bool{}
	if seen[role] {
		return all
	}
	seen[role] = true
	r := w.rows["role"][role]
	for _, p := range items(r.permissions) {
		all[p] = true
	}
	for _, other := range items(r.includes) {
		maps.Copy(all, w.gives(other, seen))
	}
	return all
}

// holding is permissions within a unit and all beneath it, "" is everywhere; on the
// records of one table alone, where one is named.
type holding struct {
	permissions map[string]bool
	within, of  string
}

// holdings are what a user has, of their own and through groups.
func (w *world) holdings(user string) (list []holding) {
	for _, g := range w.rows["grant"] {
		if g.user == user || g.group != "" && w.in(user, g.group) {
			list = append(list, holding{w.gives(g.role, map[string]bool{}), g.within, g.of})
		}
	}
	return list
}

// may reports whether the user may use the permission on what belongs to the unit.
func (w *world) may(user, permission, unit string) bool { return w.mayOn(user, permission, unit, "") }

// mayOn is may of a record of the table, "" for none, that belongs to the unit.
func (w *world) mayOn(user, permission, unit, table string) bool {
	return w.stands(user) && slices.ContainsFunc(w.holdings(user), func(h holding) bool {
		return h.permissions[permission] && (h.of == "" || h.of == table) && (h.within == "" || w.beneath(unit, h.within))
	})
}

func (w *world) mayAll(user, permission string, units []string) bool {
	return !slices.ContainsFunc(units, func(u string) bool { return !w.may(user, permission, u) })
}

// holds reports whether the user has the permission anywhere at all.
func (w *world) holds(user, permission string) bool {
	return w.stands(user) && slices.ContainsFunc(w.holdings(user), func(h holding) bool {
		_, known := w.unit(h.within)
		return h.permissions[permission] && (h.within == "" || known)
	})
}

// targetOf is the unit that a permission for the row is asked on.
func targetOf(table, id string, r row) string {
	switch table {
	case "unit":
		return id
	case "grant":
		return r.within
	}
	return r.unit
}

// gains reports whether next gives the user something over a place of w that
// they did not have there, another home unit, which rules may look at, or a seat
// among those whom rules ask.
func (w *world) gains(next *world, user string) bool {
	if w.rows["user"][user].unit != next.rows["user"][user].unit {
		return true
	}
	for _, m := range next.rows["member"] {
		if m.user == user && !w.in(user, m.group) && next.asks(m.group) {
			return true
		}
	}
	before, after := w.holdings(user), next.holdings(user)
	places := []string{""}
	for unit := range w.rows["unit"] {
		places = append(places, unit)
	}
	for _, h := range after {
		places = append(places, h.within)
	}
	over := func(list []holding, permission, place, table string, tree *world) bool {
		_, known := w.unit(place) // one that is new is no gain: nothing belongs to it
		return slices.ContainsFunc(list, func(h holding) bool {
			return h.permissions[permission] && (h.of == "" || h.of == table) && (h.within == "" || h.within == place || known && tree.beneath(place, h.within))
		})
	}
	for _, h := range after {
		for p := range h.permissions {
			for _, place := range places {
				for _, table := range []string{"", "process"} {
					if over(after, p, place, table, next) && !over(before, p, place, table, w) {
						return true
					}
				}
			}
		}
	}
	return false
}

// fetches reports whether a grant or user that belongs to another unit by the rows
// has come to where the user may do more with it.
func (w *world) fetches(next *world, rows []planned, user string) bool {
	asked := map[string][]string{"grant": {"grant"}, "user": {"user", "deputy"}}
	return slices.ContainsFunc(rows, func(r planned) bool {
		from, to := targetOf(r.table, r.id, r.before), targetOf(r.table, r.id, r.after)
		if r.op != "update" || from == to {
			return false
		}
		return slices.ContainsFunc(next.holdings(user), func(h holding) bool {
			for p := range h.permissions {
				if about, _, _ := strings.Cut(p, "."); slices.Contains(asked[r.table], about) && next.may(user, p, to) && !w.may(user, p, from) {
					return true
				}
			}
			return false
		})
	})
}

// circular reports whether some unit stands under itself, or a role includes itself.
func (w *world) circular() bool {
	for start := range w.rows["unit"] {
		at := w.rows["unit"][start].parent
		for range w.rows["unit"] {
			if at == start {
				return true
			}
			at = w.rows["unit"][at].parent
		}
	}
	for start := range w.rows["role"] {
		reached := items(w.rows["role"][start].includes)
		for i := 0; i < len(reached); i++ {
			for _, next := range items(w.rows["role"][reached[i]].includes) {
				if !slices.Contains(reached, next) {
					reached = append(reached, next)
				}
			}
		}
		if slices.Contains(reached, start) {
			return true
		}
	}
	return false
}

// lockedOut reports whether by the rows fewer than two people, and fewer than before,
// could administer users, or a rule would seal that. New rows take nothing from
// anybody, unless they are rules.
func (w *world) lockedOut(next *world, rows []planned) bool {
	takes := slices.ContainsFunc(rows, func(r planned) bool { return r.op != "insert" })
	if (takes || slices.ContainsFunc(rows, func(r planned) bool { return r.table == "four_eyes_rule" })) && w.sealed(next) {
		return true
	}
	if !takes {
		return false
	}
	count := func(of *world, permissions ...string) (n int) {
		for user := range of.rows["user"] {
			if !slices.ContainsFunc(permissions, func(p string) bool { return !of.may(user, p, "") }) {
				n++
			}
		}
		return n
	}
	for _, p := range [][]string{{"user.insert", "user.update"}, {"grant.insert"}} {
		if is := count(next, p...); is < 2 && is < count(w, p...) {
			return true
		}
	}
	return false
}

// names are the records that a row refers to, as table and id.
func names(table string, r row) (list [][2]string) {
	add := func(table, id string) {
		if id != "" {
			list = append(list, [2]string{table, id})
		}
	}
	switch table {
	case "unit":
		add("unit", r.parent)
	case "role":
		for _, id := range items(r.includes) {
			add("role", id)
		}
	default:
		add("unit", r.unit)
		add("user", r.user)
		add("user", r.deputy)
		add("user", r.successor)
		add("group", r.group)
		add("role", r.role)
	}
	return list
}
