package access_test

import (
	"slices"
	"testing"

	"github.com/countersign/countersign/access"
)

func TestOnlyPeopleWhoStayCountAsLasting(t *testing.T) {
	everything := access.Scope{Kind: access.ScopeEverything}
	f := access.Facts{
		Roles: []access.Role{{ID: "r", Permissions: []string{"user.update"}}},
		Units: []access.Unit{{ID: "london"}},
		Users: []access.User{
			{ID: "anna", Active: true},
			{ID: "anna-2", Active: true, Person: "anna"},
			{ID: "gone"},
			{ID: "ends", Active: true, Until: 100},
			{ID: "robot", Active: true, Service: true},
			{ID: "guest", Active: true},
			{ID: "local", Active: true},
			{ID: "late", Active: true},
			{ID: "member", Active: true},
			{ID: "passing", Active: true},
		},
		Members: []access.Member{{ID: "m1", User: "member", Group: "g"}, {ID: "m2", User: "passing", Group: "g", Until: 50}},
		Grants: []access.Grant{
			{ID: "7", Group: "g", Role: "r", Scope: everything},
			{ID: "8", User: "guest", Role: "r", Scope: everything, Until: 50},
			{ID: "9", User: "local", Role: "r", Scope: access.Scope{Kind: access.ScopeUnit, ID: "london"}},
			{ID: "10", User: "late", Role: "r", Scope: everything, From: 50},
		},
	}
	for _, user := range []string{"anna", "anna-2", "gone", "ends", "robot"} {
		f.Grants = append(f.Grants, access.Grant{ID: "g-" + user, User: user, Role: "r", Scope: everything})
	}
	s, err := access.Compile(f)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Lasting("user.update", 10); !slices.Equal(got, []string{"anna", "member"}) {
		t.Errorf("lasting are %v", got)
	}
	if got := s.Lasting("unknown", 10); got != nil {
		t.Errorf("lasting with an unknown permission are %v", got)
	}
}

func TestARecordIsKeptByGrantsOnItself(t *testing.T) {
	on := func(id string) access.Scope {
		return access.Scope{Kind: access.ScopeRecord, Table: "process", ID: id}
	}
	s, err := access.Compile(access.Facts{
		Roles:   []access.Role{{ID: "admin", Permissions: []string{"process.update"}}, {ID: "viewer", Permissions: []string{"process.view"}}, {ID: "chief", Includes: []string{"admin"}}},
		Users:   []access.User{{ID: "anna", Active: true}, {ID: "ben", Active: true}, {ID: "cleo"}, {ID: "robot", Active: true, Service: true}},
		Members: []access.Member{{ID: "m", User: "ben", Group: "g"}},
		Grants: []access.Grant{
			{ID: "1", User: "anna", Role: "admin", Scope: on("cash")},
			{ID: "2", Group: "g", Role: "chief", Scope: on("cash")},
			{ID: "3", User: "anna", Role: "admin", Scope: access.Scope{Kind: access.ScopeEverything}},
			{ID: "4", User: "anna", Role: "viewer", Scope: on("fx")},
			{ID: "5", User: "cleo", Role: "admin", Scope: on("fx")},
			{ID: "6", User: "anna", Role: "admin", Scope: on("rates"), Until: 50},
			{ID: "7", User: "robot", Role: "admin", Scope: on("equity")},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	kept := s.Kept(func(table string) []string { return []string{table + ".update", "grant.insert"} }, 10)
	if len(kept) != 1 || !slices.Equal(kept[access.Record{Table: "process", ID: "cash"}], []string{"anna", "ben"}) {
		t.Errorf("kept are %v", kept)
	}
	if !s.In("ben", "g", 10) || s.In("anna", "g", 10) || s.In("nobody", "g", 10) {
		t.Error("who is in a group is told wrong")
	}
}
