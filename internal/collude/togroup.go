package collude

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
)

// candidate is a group that could be given the role.
type candidate struct {
	group string
	hands set    // the people in it who could do anything of the grant
	asked string // what rules say to a grant to it
}

// toAnyGroup are the grants to groups in which somebody gains by it. Of groups to
// which the same rules apply one is enough that has no hand which the other lacks.
func (g *gaining) toAnyGroup(grant access.Grant) (list []*way) {
	could := g.couldHelp(grant)
	var all, open []candidate
	for _, id := range slices.Sorted(maps.Keys(g.peopled())) {
		grant.Group = id
		c := candidate{id, set{}, g.asked(grant)}
		for _, u := range g.peopled()[id] {
			if person := g.access().Person(u); could[person] {
				c.hands[person] = true
			}
		}
		all = append(all, c)
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(len(a.hands), len(b.hands)) })
	for _, c := range all {
		if slices.ContainsFunc(open, func(o candidate) bool { return o.asked == c.asked && o.hands.within(c.hands) }) {
			continue
		}
		grant.Group = c.group
		if !g.gainedBy(grant) {
			continue
		}
		ways := g.granted("a grant to the group "+g.Picture.Access.GroupName(c.group)+" at "+grant.Scope.String(), grant)
		if slices.ContainsFunc(ways, func(w *way) bool { return w.closed == "" }) {
			open = append(open, c)
		}
		list = append(list, ways...)
	}
	return list
}

// peopled are the users who are in groups now, by group.
func (g *gaining) peopled() map[string][]string {
	if g.members == nil {
		g.members = map[string][]string{}
		for _, m := range g.facts().Members {
			if g.access().In(m.User, m.Group, int64(g.Now)) {
				g.members[m.Group] = append(g.members[m.Group], m.User)
			}
		}
	}
	return g.members
}

// gainedBy reports whether anybody in the group comes by something that they lack.
func (g *gaining) gainedBy(grant access.Grant) bool {
	next, err := g.access().With(access.Delta{Put: access.Facts{Grants: []access.Grant{grant}}})
	return err == nil && slices.ContainsFunc(g.peopled()[grant.Group], func(u string) bool { return access.Gained(g.access(), next, u) != "" })
}

// couldHelp are the people who could make such a grant or agree to it by any rule, and
// their deputies.
func (g *gaining) couldHelp(grant access.Grant) set {
	on := g.on(&grant)
	among := []set{g.able("grant.insert", on...), g.able("grant.approve", on...)}
	for _, subject := range [][2]string{{"grant", approval.Insert}, {"grant.insert", approval.Command}, {applying, approval.Command}} {
		for _, p := range g.Picture.Rules.On(subject[0], subject[1]) {
			_, agree := g.rule(p, on)
			among = append(among, agree...)
		}
	}
	users, people := set{}, set{}
	for _, some := range among {
		for u := range some {
			users[u], people[g.access().Person(u)] = true, true
		}
	}
	for _, l := range g.lent {
		if users[l.User] {
			people[g.access().Person(l.Deputy)] = true
		}
	}
	return people
}

// asked is alike for grants to groups of which each rule says the same.
func (g *gaining) asked(grant access.Grant) string {
	r := grantRow(grant)
	var said strings.Builder
	for _, p := range g.Picture.Rules.On(r.table, r.op) {
		switch always, maker, known := g.applies(p, approval.Input{Subject: r.table, Op: r.op, After: r.after, Now: int64(g.Now)}); {
		case !known:
			said.WriteString("?")
		case maker != nil && slices.Contains(g.readBy(p), "after.group"):
			return grant.Group // who makes it matters for each in its own manner
		case maker != nil:
			said.WriteString("m")
		case always:
			said.WriteString("y")
		default:
			said.WriteString("n")
		}
	}
	return said.String()
}
