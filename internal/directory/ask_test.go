package directory_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit/house"
)

// asks is what somebody refused is told of what they lack and whom to ask.
func asks(t *testing.T, h *house.House, user, unit, reader string) string {
	t.Helper()
	a := h.Engine.WhomToAsk(t.Context(), h.Engine.Check(user, "unit.update", access.Target{Unit: unit}), reader)
	if a == nil {
		t.Fatalf("%s is told nothing", user)
	}
	var roles, people []string
	for _, r := range a.Roles {
		roles = append(roles, r.Name)
	}
	for _, p := range a.People {
		people = append(people, p.Name)
	}
	text := fmt.Sprintf("%s on %q by %s from %s", a.Permission, a.Unit, strings.Join(roles, ", "), strings.Join(people, ", "))
	if a.Others {
		text += " and others"
	}
	if a.Administrators != nil {
		text += fmt.Sprintf(", the administrators of %q", a.Administrators.Name)
	}
	return text
}

func TestWhoIsRefusedIsToldWhichRolesAndWhomToAsk(t *testing.T) {
	house.Each(t, tables, nil, func(t *testing.T, h *house.House) {
		put(h, directory.Units, "north", &directory.Unit{Name: "North"})
		put(h, directory.Units, "oslo", &directory.Unit{Name: "Oslo", Parent: "north"})
		put(h, directory.Roles, "keeper", &directory.Role{Name: "Unit keeper", Permissions: []string{"unit.update"}})
		h.User("eva")
		h.User("tom", "user.view", "grant.insert")
		h.User("lea")
		put(h, directory.Roles, "giver", &directory.Role{Name: "Giver", Permissions: []string{"grant.insert"}})
		put(h, directory.Grants, "lea", &directory.Grant{User: "lea", Role: "giver", Scope: "unit", ScopeRecord: "north"})
		put(h, directory.Users, "robot", &directory.User{Email: "robot@example.com", Name: "robot", Kind: "service", Status: "active"})
		put(h, directory.Grants, "robot", &directory.Grant{User: "robot", Role: "giver", Scope: "everything"})
		for _, c := range []struct{ user, unit, want string }{
			{"tom", "oslo", `unit.update on "oslo" by everything, Unit keeper from founder, lea, second`},
			{"tom", "", `unit.update on "" by everything, Unit keeper from founder, second`},
			{"eva", "oslo", `unit.update on "oslo" by everything, Unit keeper from  and others, the administrators of "North"`},
			{"eva", "", `unit.update on "" by everything, Unit keeper from  and others, the administrators of ""`},
			{"lea", "oslo", `unit.update on "oslo" by everything, Unit keeper from  and others, the administrators of ""`},
		} {
			if got := asks(t, h, c.user, c.unit, c.user); got != c.want {
				t.Errorf("%s is told %s, want %s", c.user, got, c.want)
			}
		}
		for reader, want := range map[string]string{
			"tom": `unit.update on "oslo" by everything, Unit keeper from founder, lea, second, tom`,
			"lea": `unit.update on "oslo" by everything, Unit keeper from  and others, the administrators of "North"`,
		} {
			if got := asks(t, h, "eva", "oslo", reader); got != want {
				t.Errorf("%s, asking about eva, is told %s, want %s", reader, got, want)
			}
		}
		if a := h.Engine.WhomToAsk(t.Context(), h.Engine.Check("nobody", "unit.update", access.Target{}), ""); a != nil {
			t.Errorf("who is unknown is told %+v", a)
		}
		h.Must(h.Submit(house.Founder, govern.Put(directory.Roles, "keeper", 1, &directory.Role{Name: "Unit keeper"})))
	})
}
