package ascode_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

// without is the export of units and grants without the entries of these ids, and with
// more written beneath the grants.
func without(t *testing.T, h *house.House, more string, ids ...string) (list []ascode.File) {
	t.Helper()
	for _, f := range export(t, h) {
		head, entries, _ := strings.Cut(f.Content, ":\n")
		table := head[strings.LastIndex(head, "\n")+1:]
		if table != "unit" && table != "grant" {
			continue
		}
		f.Content = table + ":\n"
		for _, entry := range strings.Split(entries, "  - ")[1:] {
			if !slices.ContainsFunc(ids, func(id string) bool { return strings.HasPrefix(entry, "id: "+id+"\n") }) {
				f.Content += "  - " + entry
			}
		}
		if table == "grant" {
			f.Content += more
		}
		list = append(list, f)
	}
	return list
}

func north(h *house.House) {
	h.User("anna")
	for _, id := range []govern.ID{"keep", "north"} {
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Units, id, &directory.Unit{Name: string(id)})))
	}
}

func annas(h *house.House, unit govern.ID) {
	h.Must(h.Submit(house.Founder, govern.PutNew(directory.Grants, "annas", &directory.Grant{User: "anna", Role: "everything", Scope: "unit", ScopeRecord: unit})))
}

// TestAGrantIsNotEndedByAUnitThatStays: who may delete units and end no grants has
// files delete a unit with a grant over it. Nobody is asked about that grant by itself,
// and so it goes with the unit or stays with it.
func TestAGrantIsNotEndedByAUnitThatStays(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		north(h)
		annas(h, "north")
		h.User("mia", "configuration.apply", "unit.delete", "unit.view", "grant.view", "unit.insert", "role.view", "user.view", "group.view")
		h.User("bob", "unit.approve")
		for _, subject := range []string{"unit", "grant"} {
			h.Must(h.Submit(house.Founder, govern.PutNew(policy.Rules, govern.ID(subject), &policy.Rule{
				Name: subject, Subject: subject, Operations: []string{"delete"}, Enabled: true,
				Factors: []approval.Factor{{Permission: subject + ".approve", People: 1}},
			})))
		}
		if _, _, err := apply(t, h, "mia", without(t, h, "", "annas"), true); fault.Code(err) != "denied" {
			t.Errorf("the grant alone: %v", err)
		}
		held, _, err := apply(t, h, "mia", without(t, h, "", "annas", "north"), true)
		if err != nil || held.State != govern.Held {
			t.Fatalf("%+v, %v", held, err)
		}
		for _, row := range []govern.Ref{{Table: "unit", ID: "north"}, {Table: "grant", ID: "annas"}} {
			if _, err := agree(t, h, "bob", held, govern.LeaveOut{row}); fault.Code(err) != "all_or_nothing" {
				t.Errorf("without %v: %v", row, err)
			}
		}
		h.Must(h.Submit("mia", govern.PutNew(directory.Units, "beneath", &directory.Unit{Name: "Beneath", Parent: "north"})))
		if out, err := agree(t, h, "bob", held, nil); err != nil || out.State != govern.Stale {
			t.Errorf("a unit with another beneath it: %+v, %v", out, err)
		}
		if n := h.Count(`SELECT count(*) FROM "grant" WHERE id = 'annas'`); n != 1 {
			t.Error("the unit stays, and the grant over it is gone")
		}
	})
}

func TestFilesGiveNothingOverAUnitThatTheyDelete(t *testing.T) {
	for name, before := range map[string]govern.ID{"new": "", "kept": "north", "moved there": "keep"} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house.House) {
				north(h)
				if before != "" {
					annas(h, before)
				}
				list := without(t, h, "  - {id: annas, user: anna@example.com, role: =everything, scope: unit, scope_record: =north, ticket: T-1}\n", "north", "annas")
				if _, _, err := apply(t, h, house.Founder, list, true); fault.Code(err) != "unknown_reference" {
					t.Errorf("it is %v", err)
				}
			})
		})
	}
}
