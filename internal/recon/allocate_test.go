package recon_test

import (
	"strings"
	"testing"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/testkit/house"
)

// investigators makes a group whose members investigate what is allocated to it.
func (o *office) investigators(group, member string) {
	o.t.Helper()
	role, _ := standard.Find("investigator")
	o.User(member)
	o.Must(o.Submit(house.Founder, govern.PutNew(directory.Groups, govern.ID(group), &directory.Group{Name: group})))
	o.Must(o.Submit(house.Founder, govern.PutNew(directory.Members, govern.ID("in-"+group), &directory.Member{Group: govern.ID(group), User: govern.ID(member)})))
	o.Must(o.Submit(house.Founder, govern.PutNew(directory.Roles, govern.ID("role-"+group), &directory.Role{Name: "role-" + group, Permissions: role.Permissions})))
	o.Must(o.Submit(house.Founder, govern.PutNew(directory.Grants, govern.ID("for-"+group), &directory.Grant{
		Group: govern.ID(group), Role: govern.ID("role-" + group), Scope: "record", ScopeTable: "group", ScopeRecord: govern.ID(group),
	})))
}

// seen is how many rows of a table a list shows, and how many it counts.
func (o *office) seen(user, table string) int {
	o.t.Helper()
	list, err := o.Engine.List(o.t.Context(), user, table, govern.Listing{Limit: 100, Count: true})
	if err != nil {
		o.t.Fatal(err)
	}
	if int64(len(list.Items)) != list.Total {
		o.t.Errorf("%s is shown %d rows of %s and told of %d", user, len(list.Items), table, list.Total)
	}
	return len(list.Items)
}

func TestAnInvestigatorSeesWhatIsAllocatedToTheirGroupAndNothingElse(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference})
		_, x := o.found(p)
		o.investigators("east", "eva")
		o.investigators("west", "wim")
		mine, other := x["partial"], x["bad"]
		for _, id := range []govern.ID{mine.ID, other.ID} {
			o.Must(o.on(house.Founder, id, &recon.CommentOn{Text: "Look at " + string(id)}))
		}
		if o.seen("eva", "exception")+o.seen("eva", "exception_comment") != 0 {
			t.Error("she sees what nobody allocated to her group")
		}
		o.Must(o.on(house.Founder, mine.ID, &recon.Allocate{Group: "east"}))
		o.Must(o.on(house.Founder, other.ID, &recon.Allocate{Group: "west"}))
		for user, id := range map[string]govern.ID{"eva": mine.ID, "wim": other.ID} {
			if o.seen(user, "exception") != 1 || o.seen(user, "exception_comment") != 1 {
				t.Errorf("%s does not see exactly what is allocated to their group", user)
			}
			o.Must(o.on(user, id, &recon.CommentOn{Text: "I did."}))
		}
		o.unseen("eva", other.ID)
		if hits, err := o.Engine.Find(t.Context(), "eva", "Look at", 10); err != nil || len(hits) > 1 {
			t.Errorf("the search finds %+v, %v", hits, err)
		}
		o.Must(o.on(house.Founder, mine.ID, &recon.Allocate{Group: "west"}))
		if o.seen("eva", "exception")+o.seen("eva", "exception_comment") != 0 || o.seen("wim", "exception_comment") != 4 {
			t.Error("what moved to another group is still hers, or did not take its comments along")
		}
		o.unseen("eva", mine.ID)
	})
}

// unseen: neither read, nor told by its history, nor commented on.
func (o *office) unseen(user string, id govern.ID) {
	o.t.Helper()
	on, err := o.Engine.Target(o.t.Context(), "exception", id)
	if err != nil || o.Engine.Check(user, "exception.view", on) == nil {
		o.t.Errorf("%s may read %s: %v", user, id, err)
	}
	if past, err := o.Engine.History(o.t.Context(), user, "exception", id, false, 0, 10); err == nil && len(past) > 0 {
		for _, one := range past {
			o.t.Errorf("the history tells %s of %s: %+v", user, id, one)
		}
	}
	if _, err := o.on(user, id, &recon.CommentOn{Text: "May I?"}); fault.Code(err) != "denied" {
		o.t.Errorf("%s comments on %s: %v", user, id, err)
	}
}

func TestOnlyAnAllocatorGivesAnOpenExceptionToAGroup(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		p := o.process("P", recon.Process{Configuration: byReference})
		_, x := o.found(p)
		o.investigators("east", "eva")
		id := x["partial"].ID
		o.Must(o.on(house.Founder, id, &recon.Allocate{Group: "east"}))
		if _, err := o.on("eva", id, &recon.Allocate{}); fault.Code(err) != "denied" {
			t.Errorf("the investigator gives it back: %v", err)
		}
		if _, err := o.on(house.Founder, id, &recon.Allocate{Group: "nobody"}); err == nil || !strings.Contains(err.Error(), "unknown_reference") {
			t.Errorf("to a group that is none: %v", err)
		}
		o.Must(o.on(house.Founder, id, &recon.Allocate{}))
		if o.Engine.Check("eva", "exception.view", access.Target{Records: []access.Record{{Table: "exception", ID: string(id)}}}) == nil {
			t.Error("she sees it after it was taken back")
		}
		o.Must(o.on(house.Founder, id, &recon.Close{ActionTaken: "Booked."}))
		_, err := o.on(house.Founder, id, &recon.Allocate{Group: "east"})
		wantFault(t, err, "wrong_state", "", "closed")
	})
}
