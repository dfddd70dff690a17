package e2e

import (
	"maps"
	"slices"
)

// waits is a change that is held, or was.
type waits struct {
	state   string
	maker   string
	wish    wish
	rows    []planned
	targets []string            // units, as they were when it was asked
	looks   map[[2]string]int64 // versions of what else it rests on
	rules   []row               // that it was held under
	agreed  []given
}

// given is one agreement: the user's, or the deputy's for the user.
type given struct{ user, deputy string }

func (g given) people() []string {
	if g.deputy == "" {
		return []string{g.user}
	}
	return []string{g.user, g.deputy}
}

func (g given) meets(o given) bool {
	return slices.ContainsFunc(g.people(), func(p string) bool { return slices.Contains(o.people(), p) })
}

// asks reports whether a rule in force asks for people of the group.
func (w *world) asks(group string) bool {
	return slices.ContainsFunc(w.all("four_eyes_rule"), func(r row) bool {
		return r.enabled && (r.factors[0].group == group || r.factors[1].group == group)
	})
}

// rulesFor are the rules in force that the maker's change of the rows falls under.
func (w *world) rulesFor(maker string, rows []planned) (list []row) {
	for _, r := range rows {
		if r.ends(rows) {
			continue
		}
		for id, rule := range w.rows["four_eyes_rule"] {
			watched := rule.subject == r.table && (has(rule.ops, r.op) || r.anew() && has(rule.ops, "insert")) && (rule.only == "" || rule.only == maker)
			itself := r.table == "four_eyes_rule" && r.op != "insert" && r.id == id
			if rule.enabled && (watched || itself) {
				list = append(list, rule)
			}
		}
		shorter := r.op == "update" && r.after.ended
		if r.table == "deputy" && r.op != "delete" && !shorter && r.after.user != maker {
			list = append(list, row{factors: [2]factor{{permission: "deputy.approve", people: 1}}})
		}
	}
	return list
}

// can reports whether the user is one of those whom the factor asks for.
func (w *world) can(user string, f factor, targets []string) bool {
	return w.canOn(user, f, targets, "")
}

// canOn is can of records of the table.
func (w *world) canOn(user string, f factor, targets []string, table string) bool {
	if f.group != "" {
		return w.stands(user) && w.in(user, f.group)
	}
	if len(targets) == 0 {
		targets = []string{""}
	}
	return !slices.ContainsFunc(targets, func(u string) bool { return !w.mayOn(user, f.permission, u, table) })
}

// counts reports whether an agreement to the maker's change counts at all.
func (w *world) counts(rule row, g given, maker string) bool {
	return !slices.ContainsFunc(g.people(), func(p string) bool {
		unit := w.rows["user"][p].unit
		return p == maker || rule.apart && (unit == "" || unit == w.rows["user"][maker].unit)
	})
}

// filled is how many places of the rule the agreements fill: one person fills one,
// in the way that fills most. People's own agreements go before those of deputies.
func (w *world) filled(rule row, maker string, agreed []given, may func(user string, f factor) bool) int {
	var counted []given
	for _, own := range []bool{true, false} {
		for _, g := range agreed {
			if (g.deputy == "") == own && w.counts(rule, g, maker) && !slices.ContainsFunc(counted, g.meets) {
				counted = append(counted, g)
			}
		}
	}
	var first, second, either int
	for _, g := range counted {
		a := rule.factors[0].people > 0 && may(g.user, rule.factors[0])
		b := rule.factors[1].people > 0 && may(g.user, rule.factors[1])
		switch {
		case a && b:
			either++
		case a:
			first++
		case b:
			second++
		}
	}
	most := 0
	for k := range either + 1 {
		most = max(most, min(rule.factors[0].people, first+k)+min(rule.factors[1].people, second+either-k))
	}
	return most
}

func (r row) places() int { return r.factors[0].people + r.factors[1].people }

// meetable reports whether for each of the rules among the rows there is somebody
// whose change, of something that is somewhere, the others could agree to today.
func (w *world) meetable(rows []planned) bool {
	return !slices.ContainsFunc(rows, func(r planned) bool {
		return r.table == "four_eyes_rule" && r.op != "delete" && r.after.enabled && !w.meetableSomewhere(r.after)
	})
}

func (w *world) meetableSomewhere(rule row) bool {
	places := []string{""}
	if rule.subject != "four_eyes_rule" && rule.subject != "role" { // these are nowhere
		places = slices.AppendSeq(places, maps.Keys(w.rows["unit"]))
	}
	tables := []string{""}
	if rule.subject == "grant" { // one may be of a process
		tables = append(tables, "process")
	}
	return slices.ContainsFunc(places, func(unit string) bool {
		return slices.ContainsFunc(tables, func(table string) bool {
			may := func(user string, f factor) bool { return w.canOn(user, f, []string{unit}, table) }
			return slices.ContainsFunc(w.standing(), func(maker given) bool {
				return w.filled(rule, maker.user, w.standing(), may) == rule.places()
			})
		})
	})
}

// mendable reports whether somebody may loosen the rule over everything, or do what it
// holds of that by which access is mended, and the others could agree to that under
// it and all rules that hold every such change.
func (w *world) mendable(id string, rule row) bool {
	asking := [][2]string{{"four_eyes_rule", "update"}}
	for _, by := range [][2]string{{"user", "insert"}, {"user", "update"}, {"grant", "insert"}, {"member", "insert"}} {
		if rule.subject == by[0] && has(rule.ops, by[1]) {
			asking = append(asking, by)
		}
	}
	for _, maker := range w.standing() {
		for _, by := range asking {
			possible := w.mayAll(maker.user, by[0]+"."+by[1], []string{""}) && w.meets(rule, maker, "")
			for other, also := range w.rows["four_eyes_rule"] {
				if other != id && also.enabled && also.only == "" && also.subject == by[0] && has(also.ops, by[1]) {
					possible = possible && w.meets(also, maker, "")
				}
			}
			if possible {
				return true
			}
		}
	}
	return false
}

func (w *world) standing() (everybody []given) {
	for _, user := range slices.Sorted(maps.Keys(w.rows["user"])) {
		if w.stands(user) {
			everybody = append(everybody, given{user: user})
		}
	}
	return everybody
}

// meets reports whether everybody together could agree to the maker's change in the unit.
func (w *world) meets(rule row, maker given, unit string) bool {
	may := func(user string, f factor) bool { return w.can(user, f, []string{unit}) }
	return w.filled(rule, maker.user, w.standing(), may) == rule.places()
}

// sealed reports whether by next a rule that everything waits for by which access is
// mended, and which could be met over everything, cannot be any more.
func (w *world) sealed(next *world) bool {
	for id, rule := range next.rows["four_eyes_rule"] {
		mends := (rule.subject == "user" || rule.subject == "grant" || rule.subject == "member") && has(rule.ops, "insert") || rule.subject == "user" && has(rule.ops, "update")
		if !rule.enabled || rule.only != "" || !mends || next.mendable(id, rule) {
			continue
		}
		was := w.rows["four_eyes_rule"][id]
		if !was.enabled || w.mendable(id, was) {
			return true
		}
	}
	return false
}

// on is a change that is to be decided on, at this moment.
type on struct {
	w *world
	*waits
	now []row // the rules that it was held under and those it falls under now
}

func (w *world) on(change string) on {
	p := w.pending[change]
	return on{w, p, append(slices.Clone(p.rules), w.rulesFor(p.maker, p.rows)...)}
}

func (o on) fills(rule row, agreed []given) int {
	return o.w.filled(rule, o.maker, agreed, func(user string, f factor) bool { return o.w.can(user, f, o.targets) })
}

func (o on) met(agreed []given) bool {
	return !slices.ContainsFunc(o.now, func(r row) bool { return o.fills(r, agreed) < r.places() })
}

// helps reports whether one more agreement fills a place that the others leave.
func (o on) helps(g given, agreed []given) bool {
	return !slices.ContainsFunc(agreed, g.meets) && slices.ContainsFunc(o.now, func(r row) bool {
		return o.fills(r, append(slices.Clone(agreed), g)) > o.fills(r, agreed)
	})
}

// barred is why this agreement cannot be given, whatever the rules ask for.
func (o on) barred(g given) string {
	if g.deputy != "" {
		lent := slices.ContainsFunc(o.w.all("deputy"), func(d row) bool { return d.user == g.user && d.deputy == g.deputy && !d.ended })
		switch {
		case !lent:
			return "no_deputy"
		case !o.w.stands(g.user) || !o.w.stands(g.deputy):
			return "suspended"
		}
	}
	if slices.Contains(g.people(), o.maker) {
		return "own_change"
	}
	return ""
}

func (o on) serves(g given) bool { return o.barred(g) == "" && o.helps(g, nil) }

// live are the agreements whose givers could still give them.
func (o on) live() (list []given) {
	for _, g := range o.agreed {
		if o.serves(g) {
			list = append(list, g)
		}
	}
	return list
}

// eligible is why one more agreement would not help, "" when it would.
func (o on) eligible(g given) string {
	switch {
	case o.barred(g) != "":
		return o.barred(g)
	case slices.ContainsFunc(o.agreed, g.meets):
		return "already_decided"
	case !o.helps(g, o.live()):
		return "not_an_approver"
	}
	return ""
}

// decide says what a decision on a change comes to. for is on whose behalf the
// user acts, "" their own.
func (w *world) decide(verb, user, behalf, change string) string {
	if !w.stands(user) {
		return "suspended"
	}
	o, g := w.on(change), given{user: user}
	if behalf != "" {
		g = given{behalf, user}
	}
	if o.state != "pending" {
		return "change_ended"
	}
	switch verb {
	case "withdraw":
		if user != o.maker {
			return "not_maker"
		}
		o.state = "withdrawn"
		return o.state
	case "reject":
		if code := o.eligible(g); code != "" {
			return code
		}
		o.state = "rejected"
		return o.state
	}
	return o.approve(g)
}

// approve says what one more agreement comes to.
func (o on) approve(g given) string {
	if code := o.barred(g); code != "" {
		return code
	}
	if !o.serves(g) {
		return "not_an_approver"
	}
	live := o.live()
	if code := o.eligible(g); code != "" && !o.met(live) {
		return code
	}
	agreed := append(live, g)
	if !o.met(agreed) {
		o.agreed = agreed
		return "held"
	}
	state := o.execute(agreed)
	switch state {
	case "own_access": // refused, so nothing has happened
		return state
	case "executed":
		o.state = state
		return "applied"
	}
	o.state = state
	return state
}

func (o on) execute(agreed []given) string {
	w, x := o.w, o.wish
	if !w.stands(o.maker) || !x.own() && !w.mayAll(o.maker, x.command, o.targets) || !w.rowByRow(o.maker, x.command, o.rows) || !w.meant(o.maker, x.command, o.rows) {
		return "failed"
	}
	for _, r := range o.rows {
		if r.op != "insert" && w.rows[r.table][r.id] != r.before {
			return "stale"
		}
	}
	for at, version := range o.looks {
		if w.rows[at[0]][at[1]].version != version {
			return "stale"
		}
	}
	if len(w.over(o.rows[0])) > len(o.rows)-1 {
		return "stale" // there is another grant over the unit now
	}
	if first := o.rows[0]; w.unfit(o.rows) != "" || w.inUse(o.rows) || first.op == "insert" && !x.own() && w.gone[first.table+" "+first.id] {
		return "stale"
	}
	next := w.with(o.rows)
	if next.circular() || !next.meetable(o.rows) || w.lockedOut(next, o.rows) || w.gains(next, o.maker) || w.fetches(next, o.rows, o.maker) {
		return "failed"
	}
	people := []string{o.maker}
	for _, g := range agreed {
		people = append(people, g.people()...)
	}
	if lends(o.rows, people) || slices.ContainsFunc(people, func(p string) bool { return w.gains(next, p) || w.fetches(next, o.rows, p) }) {
		return "own_access"
	}
	if w.taken(o.rows) {
		return "stale"
	}
	w.become(next, o.rows)
	return "executed"
}
