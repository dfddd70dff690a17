package e2e

import (
	"maps"
	"slices"

	"pgregory.net/rapid"

	"github.com/countersign/countersign/internal/govern"
)

// rare plays on purpose what chance seldom brings about. What comes of it the
// reference says, whatever the world has become.
func (p *play) rare(rt *rapid.T) {
	for _, scene := range []func(*rapid.T) []asked{p.emptied, p.planted, p.givenAway, p.overtaken, p.unlooked, p.lockOut} {
		for scene := scene(rt); len(scene) > 0; scene = scene[1:] {
			p.ask(rt, scene[0])
			p.compare(rt)
		}
	}
}

// later is a request that is made up only when it is asked.
func (p *play) later(of func() asked) asked {
	var made asked
	return asked{
		func() (govern.Outcome, error) { made = of(); return made.do() },
		func(w *world, change string) string { return made.foretell(w, change) },
	}
}

// unlooked has a founder suspend somebody and take them back as they were.
func (p *play) unlooked(rt *rapid.T) []asked {
	id := pick(p, rt, "back", slices.Sorted(maps.Keys(cast)))
	return []asked{
		p.later(func() asked { return p.turn("founder", id, "suspended") }),
		p.later(func() asked { return p.turn("founder", id, "active") }),
	}
}

// put is a row asked for by the user, at the version that stands.
func (p *play) put(user, table, op, id string, r row) asked {
	return p.later(func() asked {
		return p.submit(user, wish{command: table + "." + op, table: table, op: op, id: id, base: p.world.rows[table][id].version, row: r})
	})
}

// overtaken has a change wait for two people, a second of the same record, another
// withdraw it, its maker and one person twice agree, and the maker be suspended
// before the last agrees.
func (p *play) overtaken(*rapid.T) []asked {
	verdict := func(verb, user string) asked {
		return p.later(func() asked {
			if len(p.changes) == 0 { // nothing was ever held here
				return p.turn(user, "nil", "active")
			}
			return p.decide(verb, user, "", p.changes[len(p.changes)-1])
		})
	}
	decide := func(user string) asked { return verdict("approve", user) }
	rule := row{subject: "group", ops: "insert,update", factors: [2]factor{{permission: "unit.approve", people: 2}}, enabled: true}
	return []asked{
		p.put("founder", "group", "insert", "d", row{name: "one"}), p.put("founder", "four_eyes_rule", "insert", "two", rule),
		p.put("gil", "group", "update", "d", row{name: "two"}), p.put("gil", "group", "update", "d", row{name: "three"}),
		verdict("withdraw", "ada"), decide("gil"), decide("ada"), decide("ada"),
		p.later(func() asked { return p.turn("founder", "gil", "suspended") }), decide("tim"), decide("second"),
	}
}

// emptied has a group with a grant deleted.
func (p *play) emptied(*rapid.T) []asked {
	return []asked{
		p.put("founder", "group", "insert", "f", row{name: "five"}), p.put("founder", "role", "insert", "r9", row{permissions: "user.view"}),
		p.put("founder", "grant", "insert", "g9", row{group: "f", role: "r9"}), p.put("founder", "group", "delete", "f", row{}),
	}
}

// planted has somebody who administers one unit alone make another beneath it, and
// move that about.
func (p *play) planted(*rapid.T) []asked {
	return []asked{
		p.put("founder", "unit", "insert", "p1", row{name: "p1"}), p.put("founder", "unit", "insert", "p2", row{name: "p2"}),
		p.put("founder", "role", "insert", "r8", row{permissions: "unit.insert,unit.update"}), p.put("founder", "grant", "insert", "g8", row{user: "nil", role: "r8", within: "p1"}),
		p.put("nil", "unit", "insert", "p3", row{name: "p3", parent: "p1"}), p.put("nil", "unit", "insert", "p4", row{name: "p4", parent: "p2"}), p.put("nil", "unit", "insert", "p5", row{name: "p5"}),
		p.put("nil", "unit", "update", "p3", row{name: "p3", parent: "p2"}), p.put("nil", "unit", "update", "p2", row{name: "p2", parent: "p1"}), p.put("nil", "unit", "update", "p1", row{name: "p1", parent: "p2"}),
	}
}

// givenAway has a grant made another's while a rule holds new grants, by who may make
// new ones and by who may not; and the unit that it is over deleted.
func (p *play) givenAway(*rapid.T) []asked {
	rule := row{subject: "grant", ops: "insert", factors: [2]factor{{permission: "unit.approve", people: 1}}, enabled: true}
	grant := func(user string) row { return row{user: user, role: "r7", within: "q1"} }
	return []asked{
		p.put("founder", "unit", "insert", "q1", row{name: "q1"}), p.put("founder", "role", "insert", "r7", row{permissions: "grant.update,user.view"}),
		p.put("founder", "grant", "insert", "g7", grant("nil")), p.put("founder", "grant", "insert", "g6", grant("uma")),
		p.put("founder", "four_eyes_rule", "insert", "new", rule),
		p.put("gil", "grant", "update", "g7", grant("pam")), p.put("nil", "grant", "update", "g6", grant("tim")),
		p.put("second", "unit", "delete", "q1", row{}),
	}
}

// lockOut has a founder take the other's access away.
func (p *play) lockOut(*rapid.T) []asked {
	return []asked{p.put("founder", "grant", "delete", "second-0", row{})}
}
