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

// TestTheInstallationHandsOverWhatThoseHadWhoseTimeIsOver: a token that one of the
// founders made goes to the other's list once the end date has come.
func TestTheInstallationHandsOverWhatThoseHadWhoseTimeIsOver(t *testing.T) {
	each(t, func(t *testing.T, c *config.Config) {
		s := open(t, c)
		made, err := s.Found(t.Context(), append(admins[:len(admins):len(admins)], server.Admin{Name: "Third Founder", Email: "third@example.com"}))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range made {
			entrance.Accept(t, s.Desk, m.Link)
		}
		do := func(user govern.ID, cmd govern.Command) {
			t.Helper()
			if out, err := s.Engine.Submit(t.Context(), govern.Actor{User: string(user)}, govern.Note{}, cmd); err != nil || out.State != govern.Applied {
				t.Fatalf("%s: %+v, %v", cmd.Name(), out, err)
			}
		}
		leaves, heir, admin := made[0].User, made[1].User, made[2].User
		do(admin, govern.PutNew(directory.Users, "robot", &directory.User{Email: "robot@example.com", Name: "Robot", Kind: "service", Status: "active", Keeper: leaves}))
		expires := govern.At(s.Engine.Now().Add(48 * time.Hour))
		do(leaves, govern.PutNew(directory.APITokens, "key", &directory.APIToken{User: "robot", Name: "key", Hash: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", MadeBy: leaves, ExpiresAt: expires}))
		u, err := directory.Users.Get(t.Context(), s.DB, leaves)
		if err != nil {
			t.Fatal(err)
		}
		next := *u
		next.EndsAt, next.Successor = govern.At(s.Engine.Now().Add(time.Hour)), heir
		do(admin, govern.Put(directory.Users, u.ID, u.Version, &next))
		shut(t, s)
		later := func() time.Time { return time.Now().Add(2 * time.Hour) }
		if s, err = server.Open(t.Context(), c, server.Options{Now: later, Version: "test"}); err != nil {
			t.Fatal(err)
		}
		defer shut(t, s)
		var list []*directory.Handover
		for end := time.Now().Add(30 * time.Second); len(list) == 0; time.Sleep(20 * time.Millisecond) {
			if list, err = directory.Handovers.Find(t.Context(), s.DB, `"user" = $1`, string(leaves)); err != nil || time.Now().After(end) {
				t.Fatalf("nothing was handed over: %v", err)
			}
		}
		if len(list) != 1 || list[0].Kind != "token" || list[0].Record != "key" || list[0].Successor != heir {
			t.Errorf("handed over is %+v", list)
		}
		found, err := audit.Search(t.Context(), s.DB, s.Ring, audit.Query{Action: "user.hand_over", Outcome: audit.Applied})
		if err != nil || len(found) != 1 || found[0].Event.Actor != server.InstallationUser {
			t.Errorf("the log holds %+v, %v; want one entry by the installation", found, err)
		}
	})
}
