package server_test

import (
	"testing"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/testkit/entrance"
)

// TestTheInstallationLogsTheEndOfAGrantAndAMembershipOnceWhereTwoNodesRun: both nodes
// look for what is over; the log has one entry of each by the installation.
func TestTheInstallationLogsTheEndOfAGrantAndAMembershipOnceWhereTwoNodesRun(t *testing.T) {
	each(t, func(t *testing.T, c *config.Config) {
		s := open(t, c)
		made, err := s.Found(t.Context(), admins)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range made {
			entrance.Accept(t, s.Desk, m.Link)
		}
		admin, other := string(made[0].User), made[1].User
		until := govern.At(s.Engine.Now().Add(time.Hour))
		applied(t, s, admin, govern.PutNew(directory.Grants, "passing", &directory.Grant{User: other, Role: "audit-log-viewer", Scope: "everything", UntilAt: until}))
		applied(t, s, admin, govern.PutNew(directory.Groups, "guests", &directory.Group{Name: "Guests"}))
		applied(t, s, admin, govern.PutNew(directory.Members, "guest", &directory.Member{User: other, Group: "guests", UntilAt: until}))
		shut(t, s)
		later := server.Options{Now: func() time.Time { return time.Now().Add(2 * time.Hour) }, Version: "test"}
		nodes := 2
		if c.SQLite() { // a file has one process
			nodes = 1
		}
		for range nodes {
			same := *c
			if s, err = server.Open(t.Context(), &same, later); err != nil {
				t.Fatal(err)
			}
			defer shut(t, s)
		}
		ends := func(action string) []audit.Found {
			found, err := audit.Search(t.Context(), s.DB, s.Ring, audit.Query{Action: action, Outcome: audit.Applied})
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		for end := time.Now().Add(30 * time.Second); len(ends("grant.end")) == 0 || len(ends("member.end")) == 0; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("nothing was noted")
			}
		}
		for action, record := range map[string]string{"grant.end": "passing", "member.end": "guest"} {
			found := ends(action)
			if len(found) != 1 || found[0].Event.Actor != server.InstallationUser || found[0].Event.Record.ID != record {
				t.Errorf("of %s the log holds %+v; want one entry by the installation", action, found)
			}
		}
		grants, members, err := directory.Over(t.Context(), s.DB, govern.At(s.Engine.Now()))
		if err != nil || len(grants)+len(members) > 0 {
			t.Errorf("still there are %v and %v, %v", grants, members, err)
		}
	})
}
