package server_test

import (
	"testing"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/review"
	"github.com/countersign/countersign/internal/server"
)

// foundOlder sets an installation up as an older program did: its services' roles
// were roles like any other, and held what that program's jobs asked.
func foundOlder(t *testing.T, s *server.Server) {
	t.Helper()
	meta := func(id govern.ID) govern.Meta { return govern.Meta{ID: id} }
	f := &directory.Found{Roles: []*directory.Role{
		{Meta: meta("administrator"), Name: "Administrator", Permissions: s.Engine.Permissions()},
		{Meta: meta(server.InstallationUser), Name: "Installation", Permissions: []string{"role.renew"}},
		{Meta: meta(server.DeliveryUser), Name: "Delivery service", Permissions: []string{"delivery.queue"}},
	}}
	for role, users := range map[govern.ID][]govern.ID{"administrator": {"ada", "bela"}, server.InstallationUser: {server.InstallationUser}, server.DeliveryUser: {server.DeliveryUser}} {
		for _, id := range users {
			u := &directory.User{Meta: meta(id), Email: string(id) + "@example.com", Name: string(id), Kind: "service", Status: "active"}
			if role == "administrator" {
				u.Kind = "person"
			}
			f.Users = append(f.Users, u)
			f.Grants = append(f.Grants, &directory.Grant{Meta: meta("grant-" + id), User: id, Role: role, Scope: "everything"})
		}
	}
	applied(t, s, "", f)
}

func applied(t *testing.T, s *server.Server, user string, cmd govern.Command) {
	t.Helper()
	out, err := s.Engine.Submit(t.Context(), govern.Actor{User: user}, govern.Note{}, cmd)
	if err != nil || out.State != govern.Applied {
		t.Fatalf("%s: %+v, %v", cmd.Name(), out, err)
	}
}

// wantServices: each service may do what this program's jobs ask, and nothing else.
func wantServices(t *testing.T, s *server.Server) {
	t.Helper()
	for _, r := range standard.Services {
		wantRole(t, s, r.ID, standard.Revision, r.Permissions[0])
		for _, p := range r.Permissions {
			if !s.Engine.Access().Check(r.ID, p, access.Target{}, s.Engine.Now().UnixMicro()) {
				t.Errorf("the service %s may not %s", r.ID, p)
			}
		}
	}
}

func TestAnOlderInstallationsServicesMayDoWhatANewerProgramsJobsAsk(t *testing.T) {
	each(t, func(t *testing.T, c *config.Config) {
		s := open(t, c)
		foundOlder(t, s)
		start := &review.Start{Called: "Founders", DueAt: govern.At(s.Engine.Now().Add(time.Hour)), Unconfirmed: review.Keep}
		start.On("founders")
		applied(t, s, "ada", start)
		shut(t, s)

		later := func() time.Time { return time.Now().Add(2 * time.Hour) }
		s, err := server.Open(t.Context(), c, server.Options{Now: later, Version: "test"})
		if err != nil {
			t.Fatal(err)
		}
		defer shut(t, s)
		wantServices(t, s)
		for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
			r, err := review.Reviews.Get(t.Context(), s.DB, "founders")
			if err != nil || time.Now().After(end) {
				t.Fatalf("the job did not close the review: %+v, %v", r, err)
			}
			if r.State == review.Closed {
				break
			}
		}
	})
}

func TestTheRenewalOfTheServicesRolesWaitsForOtherEyes(t *testing.T) {
	each(t, func(t *testing.T, c *config.Config) {
		s := open(t, c)
		foundOlder(t, s)
		applied(t, s, "ada", govern.PutNew(policy.Rules, "roles", &policy.Rule{
			Name: "Roles", Subject: "role", Operations: []string{approval.Insert, approval.Update},
			Factors: []approval.Factor{{Permission: "role.approve", People: 1}}, Enabled: true,
		}))
		shut(t, s)
		s = open(t, c)
		defer shut(t, s)
		var id, digest string
		if err := s.DB.QueryRow(t.Context(), []any{&id, &digest}, `SELECT id, digest FROM change WHERE state = 'pending'`); err != nil {
			t.Fatal(err)
		}
		if s.Engine.Access().Holds(server.InstallationUser, review.Closing, s.Engine.Now().UnixMicro()) {
			t.Error("the renewal did not wait")
		}
		out, err := s.Engine.Approve(t.Context(), govern.Actor{User: "bela"}, govern.Note{}, govern.ID(id), digest)
		if err != nil || out.State != govern.Applied {
			t.Fatalf("%+v, %v", out, err)
		}
		wantServices(t, s)
	})
}
