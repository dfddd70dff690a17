package ascode_test

import (
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/testkit/house"
)

const local = `
unit:
  - {id: legal, name: Legal, parent: Halvorn Group}
user:
  - {id: local, email: local@example.com, name: Local, kind: person, status: active, unit: Halvorn Group/Treasury}
  - {id: lara, email: lara@example.com, name: Lara, kind: person, status: active, unit: Halvorn Group/Legal}
group:
  - {id: lawyers, name: Lawyers, unit: Halvorn Group/Legal}
role:
  - {name: Local, permissions: [configuration.apply, user.view, user.insert, user.update, group.insert, member.insert]}
grant:
  - {user: local@example.com, role: Local, scope: unit, scope_record: Halvorn Group/Treasury}
`

// TestNobodyLearnsByTryingNamesWhatThereIsElsewhere: of each pair the first names
// a record that somebody of the Treasury may not see, the second none at all.
func TestNobodyLearnsByTryingNamesWhatThereIsElsewhere(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		must(t, h, local)
		for _, c := range []struct{ text, there, absent, code string }{
			{"user:\n  - {email: new@example.com, name: N, kind: person, status: invited, unit: X}\n", "Halvorn Group/Legal", "Halvorn Group/Lagel", "unknown_reference"},
			{"member:\n  - {group: X, user: paul@example.com}\n", "Halvorn Group/Legal/Lawyers", "Halvorn Group/Legal/Liars", "unknown_reference"},
			{"group:\n  - {id: g, name: G, unit: =treasury}\nmember:\n  - {group: =g, user: X}\n", "lara@example.com", "lena@example.com", "unknown_reference"},
			{"unit:\n  - {name: X, parent: =group}\n", "Legal", "Lagel", "denied"},
			{"group:\n  - {name: X, unit: =legal}\n", "Lawyers", "Liars", "denied"},
			{"unit:\n  - {id: X, name: Legal, parent: =group}\n", "legal", "lagel", "denied"},
			{"role:\n  - {name: X, permissions: []}\n", "Clerk", "Clark", "denied"},
			{"role:\n  - {name: New, permissions: [], includes: [X]}\n", "Clerk", "Clark", "unknown_reference"},
			{"grant:\n  - {user: paul@example.com, role: X, scope: unit, scope_record: =treasury}\n", "Clerk", "Clark", "unknown_reference"},
		} {
			var said []string
			for _, name := range []string{c.there, c.absent} {
				_, _, err := apply(t, h, "local", files(strings.ReplaceAll(c.text, "X", name)), false)
				if fault.Code(err) != c.code {
					t.Errorf("%s with %s: %v, want %s", c.text, name, err, c.code)
				}
				said = append(said, strings.ReplaceAll(fault.From(err).Detail, name, "X"))
			}
			if said[0] != said[1] {
				t.Errorf("%swhat is there elsewhere is told from what is nowhere:\n%s\n%s", c.text, said[0], said[1])
			}
		}
	})
}

// TestWhatIsElsewhereStays: who asks for everything else to be deleted means what
// they may see.
func TestWhatIsElsewhereStays(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		must(t, h, local)
		must(t, h, "role:\n  - {id: desks, name: Desks, permissions: [group.view, group.delete]}\ngrant:\n  - {user: local@example.com, role: Desks, scope: unit, scope_record: Halvorn Group/Treasury}\n")
		must(t, h, "group:\n  - {name: Empty, unit: Halvorn Group/Treasury}\n")
		out, cmd, err := apply(t, h, "local", files("group:\n  - {name: Clerks, unit: =treasury}\n"), true)
		h.Must(out, err)
		if got := changed(t, h, cmd); len(got) != 1 || !strings.HasSuffix(got[0], "Empty") {
			t.Errorf("it changes %v", got)
		}
		if n := h.Count(`SELECT count(*) FROM "group"`); n != 2 {
			t.Errorf("%d groups are left, want Clerks and Lawyers", n)
		}
	})
}
