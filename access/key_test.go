package access_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/countersign/countersign/access"
)

// Ids of every length are told apart, whether they stand within a holder or not.
func TestIDsOfAnyLengthAreToldApart(t *testing.T) {
	var ids []string
	for n := 1; n <= 60; n++ {
		ids = append(ids, strings.Repeat("a", n), strings.Repeat("a", n-1)+"\x00")
	}
	f := access.Facts{Roles: []access.Role{{ID: "viewer", Permissions: []string{"order.view"}}}}
	for i, id := range ids {
		f.Users = append(f.Users, access.User{ID: id, Active: true})
		scope := access.Scope{Kind: access.ScopeRecord, Table: "order", ID: id}
		f.Grants = append(f.Grants,
			access.Grant{ID: fmt.Sprint("own-", i), User: id, Role: "viewer", Scope: scope},
			access.Grant{ID: fmt.Sprint("team-", i), Group: id, Role: "viewer", Scope: access.Scope{Kind: access.ScopeRecord, Table: "package", ID: id}})
		f.Members = append(f.Members, access.Member{ID: fmt.Sprint("member-", i), User: id, Group: id})
	}
	s, err := access.Compile(f)
	if err != nil {
		t.Fatal(err)
	}
	// and after each has been suspended and has come back
	for i := range f.Users {
		f.Users[i].Active = false
	}
	away, err := s.With(access.Delta{Put: access.Facts{Users: f.Users}, GoneUsers: ids})
	if err != nil {
		t.Fatal(err)
	}
	for i := range f.Users {
		f.Users[i].Active = true
	}
	back, err := away.With(access.Delta{Put: access.Facts{Users: f.Users}})
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]*access.Snapshot{"compiled": s, "back": back} {
		for _, asks := range ids {
			if got := s.Users(); len(got) != len(ids) {
				t.Fatalf("%s: %d users of %d", name, len(got), len(ids))
			}
			for _, about := range ids {
				for _, table := range []string{"order", "package"} {
					on := access.Target{Records: []access.Record{{Table: table, ID: about}}}
					if got := s.Check(asks, "order.view", on, 0); got != (asks == about) {
						t.Fatalf("%s: %q may view %s %q: %v", name, asks, table, about, got)
					}
				}
			}
			if away.Check(asks, "order.view", access.Target{Records: []access.Record{{Table: "order", ID: asks}}}, 0) {
				t.Fatalf("%q may act while suspended", asks)
			}
		}
	}
	if s.Check("", "order.view", access.Target{}, 0) || s.Check(strings.Repeat("a", 61), "order.view", access.Target{}, 0) {
		t.Fatal("somebody unknown may view")
	}
}
