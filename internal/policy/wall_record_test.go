package policy_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

func onRecord(user govern.ID, table string, record govern.ID) *directory.Grant {
	return &directory.Grant{User: user, Role: "seer", Scope: "record", ScopeTable: table, ScopeRecord: record}
}

func personOf(id, home govern.ID) *directory.User {
	return &directory.User{Email: string(id) + "@example.com", Name: string(id), Kind: "person", Status: "active", Unit: home}
}

// moved is the step that gives a user another home unit.
func moved(t *testing.T, h *house.House, user, unit govern.ID) govern.Command {
	t.Helper()
	row, err := directory.Users.Get(t.Context(), h.DB, user)
	if err != nil {
		t.Fatal(err)
	}
	next := *row
	next.Unit = unit
	return govern.Put(directory.Users, user, row.Version, &next)
}

func TestWhoWorksOnOneRecordOfASideIsOnThatSideWhereverTheRecordMoves(t *testing.T) {
	walled(t, duty.Refuse, func(t *testing.T, h *house.House) {
		other := h.Start(h.DB, tables, policy.Verbs)
		sides := func(london, paris bool) {
			t.Helper()
			for unit, want := range map[string]bool{"london": london, "paris": paris} {
				if got := h.Engine.Check("otto", "group.view", access.Target{Unit: unit}) == nil; got != want {
					t.Errorf("otto may look at %s: %t", unit, got)
				}
				for end := time.Now().Add(time.Minute); (other.Check("otto", "group.view", access.Target{Unit: unit}) == nil) != want; time.Sleep(10 * time.Millisecond) {
					if time.Now().After(end) {
						t.Fatalf("another node does not say so of %s", unit)
					}
				}
			}
		}
		put(h, directory.Users, "solo", personOf("solo", "paris"))
		sides(true, true)
		put(h, directory.Grants, "g", onRecord("otto", "user", "solo"))
		sides(false, true)
		before := govern.At(h.Engine.Now())
		h.Clock.Advance(time.Minute)
		h.Must(h.Submit(house.Founder, moved(t, h, "solo", "london")))
		sides(true, false)
		then, err := h.Engine.AccessAt(t.Context(), before)
		if err != nil || then.Check("otto", "group.view", access.Target{Unit: "london"}, int64(before)) || !then.Check("otto", "group.view", access.Target{Unit: "paris"}, int64(before)) {
			t.Errorf("before the move he was not on the side of Paris: %v", err)
		}
		h.Must(h.Submit(house.Founder, moved(t, h, "solo", "group")))
		sides(true, true)
	})
}

func TestNobodyComesToBothSidesOfAWallByOneRecord(t *testing.T) {
	walled(t, duty.Refuse, func(t *testing.T, h *house.House) {
		kept(t, ask(h, house.Founder, govern.PutNew(directory.Grants, "g", onRecord("anna", "group", "of-paris"))), "anna is at home in unit london", "works there by grant g of role seer at group of-paris")
		put(h, directory.Users, "free", personOf("free", "group"))
		put(h, directory.Grants, "g", onRecord("anna", "user", "free"))
		kept(t, ask(h, house.Founder, moved(t, h, "free", "paris")), "works there by grant g of role seer at user free")
		h.Must(h.Submit(house.Founder, moved(t, h, "free", "london")))
	})
}

func TestAChangeIsStaleWhenTheRecordOfItsGrantMovedMeanwhile(t *testing.T) {
	walled(t, duty.Refuse, func(t *testing.T, h *house.House) {
		put(h, directory.Users, "solo", personOf("solo", "paris"))
		for _, subject := range []string{"grant", "user"} {
			put(h, policy.Rules, govern.ID(subject), &policy.Rule{Name: subject, Subject: subject, Operations: []string{approval.Insert, approval.Update}, Factors: []approval.Factor{{Permission: subject + ".approve", People: 1}}, Enabled: true})
		}
		granting := h.MustHold(h.Submit(house.Founder, govern.PutNew(directory.Grants, "g", onRecord("otto", "user", "solo"))))
		moving := h.MustHold(h.Submit(house.Founder, moved(t, h, "solo", "london")))
		h.Must(agree(t, h, house.Second, moving))
		if out, err := agree(t, h, house.Second, granting); err != nil || out.State != govern.Stale {
			t.Errorf("the grant became %+v, %v", out, err)
		}

		moving = h.MustHold(h.Submit(house.Founder, moved(t, h, "solo", "paris")))
		h.Must(agree(t, h, house.Second, h.MustHold(h.Submit(house.Founder, govern.PutNew(directory.Grants, "g", onRecord("otto", "user", "solo"))))))
		out, err := agree(t, h, house.Second, moving)
		if err != nil || out.State != govern.Stale || !strings.Contains(out.Detail, "The grant g was made since") {
			t.Errorf("the move became %+v, %v", out, err)
		}
	})
}

// TestAGrantsUnitIsAlwaysThatOfItsRecord: whatever happens to groups and to the
// grants on them, the next state agrees with looking every record up.
func TestAGrantsUnitIsAlwaysThatOfItsRecord(t *testing.T) {
	walled(t, duty.Report, func(t *testing.T, h *house.House) {
		put(h, directory.Roles, "looker", &directory.Role{Name: "Looker", Permissions: []string{"group.view"}})
		onRecord := func(user govern.ID, table string, record govern.ID) *directory.Grant {
			g := onRecord(user, table, record)
			g.Role = "looker"
			return g
		}
		draw := rand.New(rand.NewPCG(7, 7))
		units := []govern.ID{"", "london", "paris", "group"}
		for range 150 {
			table, record := "user", govern.ID(fmt.Sprint("u", draw.IntN(4)))
			unit := units[draw.IntN(len(units))]
			var cmd govern.Command
			switch draw.IntN(4) {
			case 0:
				if cmd = govern.PutNew(directory.Users, record, personOf(record, unit)); there(t, h, directory.Users, record) > 0 {
					cmd = moved(t, h, record, unit)
				}
			case 1:
				record = govern.ID(fmt.Sprint("g", draw.IntN(4)))
				cmd = govern.PutNew(directory.Groups, record, &directory.Group{Name: string(record), Unit: unit})
				if v := there(t, h, directory.Groups, record); v > 0 {
					cmd = govern.Remove(directory.Groups, record, v)
				}
			default:
				if draw.IntN(2) == 0 {
					table, record = "group", govern.ID(fmt.Sprint("g", draw.IntN(4)))
				}
				id := govern.ID(fmt.Sprint("on", draw.IntN(6)))
				if table == "user" && there(t, h, directory.Users, record) == 0 || table == "group" && there(t, h, directory.Groups, record) == 0 {
					continue
				}
				cmd = govern.PutNew(directory.Grants, id, onRecord("otto", table, record))
				if v := there(t, h, directory.Grants, id); v > 0 {
					cmd = govern.Put(directory.Grants, id, v, onRecord("camille", table, record))
				}
			}
			h.Must(h.Submit(house.Founder, cmd))
			if n := h.Count(`SELECT count(*) FROM "grant" g WHERE scope = 'record' AND record_unit <> coalesce((SELECT unit FROM "group" x WHERE x.id = g.scope_record AND g.scope_table = 'group'), (SELECT unit FROM "user" x WHERE x.id = g.scope_record AND g.scope_table = 'user'), '')`); n > 0 {
				t.Fatalf("after %s of %s %d grants have another unit than their record", cmd.Name(), record, n)
			}
		}
	})
}

// there is the version of the record, 0 where there is none.
func there[T any](t *testing.T, h *house.House, table *govern.Table[T], id govern.ID) int64 {
	t.Helper()
	var version int64
	if err := h.DB.QueryRow(t.Context(), []any{&version}, `SELECT coalesce(max(version), 0) FROM "`+table.Name+`" WHERE id = $1`, string(id)); err != nil {
		t.Fatal(err)
	}
	return version
}
