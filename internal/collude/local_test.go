package collude_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/collude"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
)

// cities is a town with london, a yard of it, and paris beneath the group. Only
// everything and the role keys are roles that give roles; grants wait for another
// person's agreement where they are over everything.
func cities(t *testing.T, f func(t *testing.T, w *town, look func() *collude.Looked)) {
	eachTown(t, func(t *testing.T, w *town) {
		for _, u := range [][2]govern.ID{{"london", "group"}, {"yard", "london"}, {"paris", "group"}} {
			put(w, directory.Units, u[0], &directory.Unit{Name: "City of " + string(u[0]), Parent: u[1]})
		}
		put(w, directory.Roles, "keys", &directory.Role{Name: "Keys", Permissions: []string{"grant.insert", "grant.approve", "grant.view"}})
		put(w, directory.Roles, "reader", &directory.Role{Name: "Reader", Permissions: []string{"unit.view"}})
		g := w.guard()
		f(t, w, func() *collude.Looked {
			t.Helper()
			g.after(0)
			return g.after(10 * time.Second)
		})
	})
}

// keyAt lets the user give roles at the unit.
func (w *town) keyAt(user, unit govern.ID) {
	put(w, directory.Grants, user+"-"+unit, &directory.Grant{User: user, Role: "keys", Scope: "unit", ScopeRecord: unit})
}

func given(a *collude.Alarm) (list []string) {
	for _, r := range a.Roles {
		list = append(list, string(r.Role))
	}
	return list
}

func TestWhoAloneCouldGiveARoleAtOneUnitIsFoundThereAndNowhereBeneath(t *testing.T) {
	cities(t, func(t *testing.T, w *town, look func() *collude.Looked) {
		for _, user := range []string{"eva", "tom", "uma"} {
			w.User(user)
		}
		w.keyAt("eva", "london")
		w.keyAt("tom", "yard")
		w.keyAt("eva", "yard") // she is told of at london already
		put(w, directory.Grants, "uma-reads", &directory.Grant{User: "uma", Role: "reader", Scope: "unit", ScopeRecord: "paris"})
		l := look()
		for unit, who := range map[string][]string{"london": {"eva"}, "yard": {"tom"}} {
			a := of(l, collude.Role, unit)
			if a == nil || !slices.Equal(names(a), who) || a.Of != 1 || a.Name != "City of "+unit || a.On.Table != "unit" || len(a.Ways) == 0 || len(a.Ways[0].Gaps) == 0 {
				t.Fatalf("at %s it is %+v, want %v", unit, a, who)
			}
			if got := given(a); !slices.Equal(got, []string{"everything", "keys"}) {
				t.Errorf("at %s could be given %v", unit, got)
			}
		}
		if a := of(l, collude.Role, "keys"); a == nil || slices.Contains(names(a), "eva") {
			t.Errorf("over everything it is %+v", a)
		}
		for _, unit := range []string{"paris", "group"} {
			if a := of(l, collude.Role, unit); a != nil {
				t.Errorf("at %s nobody gives any: %+v", unit, a)
			}
		}
		first := of(l, collude.Role, "london")
		w.rule("yards", "grant", "insert", `after.scope_record == "london"`, one("grant.approve"))
		if l = look(); of(l, collude.Role, "london") != nil {
			t.Error("a rule holds london, and eva is found there")
		}
		if a := of(l, collude.Role, "yard"); a == nil || !slices.Equal(names(a), []string{"eva", "tom"}) {
			t.Errorf("no rule holds the yard: %+v", a)
		}
		w.rule("grants", "grant", "insert", "", one("grant.approve"))
		for _, a := range look().Alarms {
			if a.Outcome == collude.Role {
				t.Errorf("every grant is held, and found is %+v", a)
			}
		}
		if first.Round != 1 {
			t.Errorf("round %d", first.Round)
		}
	})
}

func TestWhoAdmitsToAGroupWithARoleAtOneUnitIsFound(t *testing.T) {
	cities(t, func(t *testing.T, w *town, look func() *collude.Looked) {
		put(w, directory.Roles, "admits", &directory.Role{Name: "Admits", Permissions: []string{"member.insert", "group.view"}})
		put(w, directory.Groups, "keepers", &directory.Group{Name: "Keepers", Unit: "london"})
		put(w, directory.Groups, "readers", &directory.Group{Name: "Readers", Unit: "paris"})
		w.User("eva")
		w.User("tom")
		put(w, directory.Grants, "eva", &directory.Grant{User: "eva", Role: "admits", Scope: "unit", ScopeRecord: "london"})
		put(w, directory.Grants, "tom", &directory.Grant{User: "tom", Role: "admits", Scope: "unit", ScopeRecord: "paris"})
		put(w, directory.Grants, "keepers", &directory.Grant{Group: "keepers", Role: "keys", Scope: "unit", ScopeRecord: "yard"})
		w.rule("grants", "grant", "insert", "", one("grant.approve"))
		w.rule("members", "member", "insert", `after.group != "keepers"`, one("member.approve"))
		l := look()
		a := of(l, collude.Role, "yard")
		if a == nil || !slices.Contains(names(a), "eva") || slices.Contains(names(a), "tom") || !slices.Equal(given(a), []string{"keys"}) || a.Ways[0].Way != "a membership of the group Keepers" {
			t.Errorf("at the yard it is %+v", a)
		}
	})
}

// TestUnitsAreLookedAtAsFarAsTheyAreMany and the rest is told as not looked at.
func TestUnitsAreLookedAtAsFarAsTheyAreMany(t *testing.T) {
	if testing.Short() {
		t.Skip("sixty units")
	}
	cities(t, func(t *testing.T, w *town, look func() *collude.Looked) {
		for i := range 60 {
			unit, user := govern.ID(fmt.Sprintf("u%02d", i)), govern.ID(fmt.Sprintf("k%02d", i))
			put(w, directory.Units, unit, &directory.Unit{Name: string(unit), Parent: "group"})
			w.User(string(user))
			w.keyAt(user, unit)
		}
		l := look()
		if !slices.Contains(l.Unseen, collude.Unseen{Outcome: collude.Role, Cases: 10}) {
			t.Errorf("not looked at is %+v", l.Unseen)
		}
		if of(l, collude.Role, "u49") == nil || of(l, collude.Role, "u50") != nil {
			t.Error("the first fifty are not those that were looked at")
		}
	})
}

// TestTheAlarmFindsWhomTheQuestionFindsAlone at every unit, for every role by which
// grants are given, and names each person at the widest place alone.
func TestTheAlarmFindsWhomTheQuestionFindsAlone(t *testing.T) {
	cities(t, func(t *testing.T, w *town, look func() *collude.Looked) {
		for i, unit := range []govern.ID{"group", "london", "yard", "paris", "yard"} {
			user := govern.ID(fmt.Sprintf("k%d", i))
			w.User(string(user))
			w.keyAt(user, unit)
		}
		w.rule("some", "grant", "insert", `after.scope_record == "yard" || actor.id == "k3"`, one("grant.approve"))
		l := look()
		units := map[string][]string{"group": {"group"}, "london": {"london", "group"}, "yard": {"yard", "london", "group"}, "paris": {"paris", "group"}}
		for _, role := range []govern.ID{"keys", "everything"} {
			for unit, above := range units {
				var want, told []string
				c := w.ask(collude.Ask{Outcome: collude.Role, Role: role, Scope: "unit", ScopeRecord: govern.ID(unit), Names: 100}).Cases[0]
				for _, g := range c.Groups {
					if g.Size == 1 {
						for _, p := range g.Members[0].People {
							want = append(want, p.Person)
						}
					}
				}
				for _, on := range append(above, string(role)) {
					a := of(l, collude.Role, on)
					if a == nil {
						continue
					}
					for _, p := range a.People {
						if slices.Contains(told, p.Person) {
							t.Errorf("%s of %s is told twice", p.Person, role)
						}
						told = append(told, p.Person)
					}
				}
				slices.Sort(want)
				slices.Sort(told)
				if !slices.Equal(slices.Compact(want), told) {
					t.Errorf("%s at %s could be given by %v, told is %v", role, unit, want, told)
				}
			}
		}
	})
}
