package server_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/entrance"
)

// twoNodes are two servers of one installation, each at its own address and with
// its own connections to the one PostgreSQL. The front's session is an
// administrator's.
func twoNodes(t *testing.T) (one, two *front) {
	c := settings(t, testkit.PostgresURL(t, "fast"))
	var made []server.Invitation
	for i, f := range []**front{&one, &two} {
		same := *c
		s := open(t, &same)
		t.Cleanup(func() { shut(t, s) })
		if i == 0 {
			var err error
			if made, err = s.Found(context.Background(), admins); err != nil {
				t.Fatal(err)
			}
		}
		srv := httptest.NewServer(s.Handler())
		t.Cleanup(srv.Close)
		*f = &front{t: t, s: s, url: srv.URL}
	}
	for _, m := range made {
		entrance.Accept(t, one.s.Desk, m.Link)
	}
	one.admin = entrance.Session(t, one.s.Desk, string(made[0].User))
	two.admin = one.admin
	return one, two
}

func TestSuspendingAUserEndsTheSessionAndStopsTheNextWriteAtOnceOnTwoNodes(t *testing.T) {
	one, two := twoNodes(t)
	one.apply(`
role:
  - {name: Clerk, permissions: [unit.view, unit.insert]}
user:
  - {id: eva, email: eva@example.com, name: Eva, kind: person, status: active}
  - {id: ines, email: ines@example.com, name: Ines, kind: person, status: active}
grant:
  - {user: eva@example.com, role: Clerk, scope: everything}
  - {user: ines@example.com, role: Clerk, scope: everything}
`)
	for _, c := range []struct {
		user string
		by   *front
	}{{"eva", one}, {"ines", two}} {
		user, by := c.user, c.by
		hers := entrance.Session(t, two.s.Desk, user)
		enters := func(unit string) answer {
			return two.ask(hers, "POST", "/api/v1/unit", "application/json", strings.NewReader(`{"name":"`+unit+`"}`))
		}
		if a := enters(user + " before"); a.status != 201 {
			t.Fatalf("before it: %+v", a)
		}
		by.must(by.admin, "POST", "/api/v1/directory/user/"+user+"/suspend", map[string]any{})
		if a := enters(user + " after"); a.Code != "suspended" && a.Code != "no_session" {
			t.Errorf("the next write of %s: %+v", user, a)
		}
		for _, node := range []*front{one, two} {
			if a := node.ask(hers, "GET", "/api/v1/me", "", nil); a.status != 401 || a.Code != "no_session" {
				t.Errorf("the session of %s goes on: %+v", user, a)
			}
		}
		var units int
		err := one.s.DB.QueryRow(t.Context(), []any{&units}, `SELECT count(*) FROM unit WHERE name = $1`, user+" after")
		if err != nil || units != 0 {
			t.Errorf("%s entered %d units after it, %v", user, units, err)
		}
	}
}

// What is only looked at rests on what a node knows, which follows by itself.
func TestASuspendedUserSoonSeesNothingOnTheOtherNodeEither(t *testing.T) {
	one, two := twoNodes(t)
	one.apply("user:\n  - {id: olaf, email: olaf@example.com, name: Olaf, kind: person, status: active}\n")
	his := entrance.Session(t, two.s.Desk, "olaf")
	look := func() answer { return two.ask(his, "GET", "/api/v1/me", "", nil) }
	within := func(what string, status int) {
		t.Helper()
		for began := time.Now(); look().status != status; time.Sleep(20 * time.Millisecond) {
			if time.Since(began) > 20*time.Second { // slow machines included
				t.Fatalf("%s: %+v", what, look())
			}
		}
	}
	within("he is not known on the other node", 200)
	one.must(one.admin, "POST", "/api/v1/directory/user/olaf/suspend", map[string]any{})
	within("he goes on looking", 401)
}
