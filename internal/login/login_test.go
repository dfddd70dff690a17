package login_test

import (
	"errors"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/login"
	"github.com/countersign/countersign/internal/login/visitor"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/entrance"
	"github.com/countersign/countersign/internal/testkit/house"
)

var (
	tables = slices.Concat(directory.Tables, policy.Tables)
	verbs  = slices.Concat(directory.Verbs, policy.Verbs)
)

// lobby is a house with a desk whose pages are served.
type lobby struct {
	*house.House
	t    *testing.T
	desk *login.Desk
	url  string
}

func each(t *testing.T, f func(t *testing.T, l *lobby)) { eachAt(t, entrance.Work, f) }

// eachAt is each where a hash costs what is given; nil: the whole.
func eachAt(t *testing.T, work *argon2id.Params, f func(t *testing.T, l *lobby)) {
	house.Each(t, tables, verbs, func(t *testing.T, h *house.House) {
		d := login.New(login.Config{Engine: h.Engine, DB: h.DB, Ring: h.Ring, Work: work})
		srv := httptest.NewServer(d.Handler())
		t.Cleanup(srv.Close)
		f(t, &lobby{h, t, d, srv.URL})
	})
}

const password = "quartz-otter-lantern-42"

// invite makes a person who has been invited, and their link.
func (l *lobby) invite(id string) string {
	l.t.Helper()
	l.Must(l.Submit(house.Founder, govern.PutNew(directory.Users, govern.ID(id), &directory.User{Email: id + "@example.com", Name: id, Kind: "person", Status: "invited"})))
	return l.link(house.Founder, id)
}

func (l *lobby) link(maker, id string) string {
	l.t.Helper()
	secret, hash := directory.NewLink()
	l.Must(l.Submit(maker, &directory.Invite{User: govern.ID(id), Hash: hash}))
	return "/link/" + secret
}

func (l *lobby) visitor(id string) *visitor.Visitor {
	return &visitor.Visitor{URL: l.url, Email: id + "@example.com", Password: password, Now: l.Clock.Now}
}

// enter invites a person who then comes in.
func (l *lobby) enter(id string) *visitor.Visitor {
	l.t.Helper()
	v := l.visitor(id)
	if err := v.Accept(l.t.Context(), l.invite(id)); err != nil {
		l.t.Fatal(err)
	}
	return v
}

// policy sets how people sign in.
func (l *lobby) policy(change func(*policy.SetSignIn)) {
	l.t.Helper()
	d := policy.DefaultSignIn
	set := &policy.SetSignIn{IdleMinutes: d.IdleMinutes, WholeMinutes: d.WholeMinutes, ProofSeconds: d.ProofSeconds, FactorRequired: d.FactorRequired}
	change(set)
	set.On(policy.SignInID)
	l.Must(l.Submit(house.Founder, set))
	time.Sleep(1100 * time.Millisecond) // a desk's policy is a second old at most
}

func (l *lobby) entries(action, outcome string) int {
	l.t.Helper()
	found, err := audit.Search(l.t.Context(), l.DB, l.Ring, audit.Query{Action: action, Outcome: outcome, Limit: 100})
	if err != nil {
		l.t.Fatal(err)
	}
	return len(found)
}

// wants demands a page that refuses with this status and these words.
func wants(t *testing.T, err error, status int, words string) {
	t.Helper()
	var r *visitor.Refused
	if !errors.As(err, &r) || r.Status != status || !strings.Contains(r.Text, words) {
		t.Errorf("the answer is %v, want %d with %q", err, status, words)
	}
}

func TestALinkLeadsThroughPasswordAndSecondFactorIntoASession(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		link := l.invite("anna")
		anna := l.visitor("anna")
		if err := anna.Accept(t.Context(), link); err != nil {
			t.Fatal(err)
		}
		if len(anna.Seed) != 32 || len(anna.Recovery) != 10 {
			t.Errorf("the seed is %q, the recovery codes are %v", anna.Seed, anna.Recovery)
		}
		s, err := l.desk.Find(t.Context(), anna.Token())
		if err != nil || s.User != "anna" || s.Method != "password+totp" {
			t.Fatalf("the session is %+v, %v", s, err)
		}
		u, err := directory.Users.Get(t.Context(), l.DB, "anna")
		if err != nil || u.Status != "active" {
			t.Errorf("anna is %+v, %v", u, err)
		}
		again := l.visitor("anna")
		wants(t, again.Accept(t.Context(), link), 404, "used already")
		for action, outcome := range map[string]string{"user.invite": "applied", "user.accept": "applied", "me.enrol": "applied", "sign_in": "noted"} {
			if n := l.entries(action, outcome); n != 1 {
				t.Errorf("%s stands %d times in the log", action, n)
			}
		}
		if l.entries("user.accept", "refused") != 1 {
			t.Error("the second use of the link is not in the log")
		}
	})
}

func TestALinkEndsAndALaterOneTakesItsPlace(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		first := l.invite("anna")
		second := l.link(house.Second, "anna")
		anna := l.visitor("anna")
		wants(t, anna.Accept(t.Context(), first), 404, "later one")
		l.Clock.Advance(directory.LinkLife)
		wants(t, anna.Accept(t.Context(), second), 404, "has ended")
	})
}

func TestEverySignInHasANewTokenAndSigningOutEndsIt(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		anna := l.enter("anna")
		first := anna.Token()
		if err := anna.SignIn(t.Context()); err != nil {
			t.Fatal(err)
		}
		if anna.Token() == first || anna.Token() == "" {
			t.Error("the token is not a new one")
		}
		if _, err := l.desk.Find(t.Context(), first); fault.Code(err) != "no_session" {
			t.Errorf("the session before goes on: %v", err)
		}
		token := anna.Token()
		if err := anna.SignOut(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := l.desk.Find(t.Context(), token); fault.Code(err) != "no_session" || anna.Token() != "" {
			t.Errorf("signed out, and %v", err)
		}
		if n := l.Count(`SELECT count(*) FROM session`); n != 0 || l.entries("sign_out", "noted") != 1 {
			t.Errorf("%d sessions are left", n)
		}
		if n := l.Count(`SELECT count(*) FROM session WHERE hash = $1`, token); n != 0 {
			t.Error("a token stands in clear")
		}
	})
}

func TestASessionEndsWithoutARequestAndInAnyCase(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		l.policy(func(p *policy.SetSignIn) { p.IdleMinutes, p.WholeMinutes = 10, 25 })
		anna := l.enter("anna")
		for range 2 {
			l.Clock.Advance(9 * time.Minute)
			if _, err := l.desk.Find(t.Context(), anna.Token()); err != nil {
				t.Fatalf("while it is used: %v", err)
			}
		}
		l.Clock.Advance(8 * time.Minute)
		if _, err := l.desk.Find(t.Context(), anna.Token()); fault.Code(err) != "no_session" {
			t.Errorf("after 26 minutes in all: %v", err)
		}
		if err := anna.SignIn(t.Context()); err != nil {
			t.Fatal(err)
		}
		l.Clock.Advance(10 * time.Minute)
		if _, err := l.desk.Find(t.Context(), anna.Token()); fault.Code(err) != "no_session" {
			t.Errorf("after 10 idle minutes: %v", err)
		}
	})
}

func TestSuspendingEndsTheSessionAndTheNextWriteOnTwoNodes(t *testing.T) {
	testkit.EachURL(t, func(t *testing.T, at string) {
		h := house.New(t, testkit.Open(t, at), tables, verbs)
		l := &lobby{House: h, t: t, desk: login.New(login.Config{Engine: h.Engine, DB: h.DB, Ring: h.Ring, Work: entrance.Work})}
		srv := httptest.NewServer(l.desk.Handler())
		defer srv.Close()
		l.url = srv.URL
		anna := l.enter("anna")
		l.Grant("anna", "unit.insert")
		db := testkit.Open(t, at)
		node := h.Start(db, tables, verbs)
		other := login.New(login.Config{Engine: node, DB: db, Ring: h.Ring, Work: entrance.Work})
		if _, err := other.Find(t.Context(), anna.Token()); err != nil {
			t.Fatalf("a session of one node on the other: %v", err)
		}
		go other.Run(t.Context())
		u, err := directory.Users.Get(t.Context(), h.DB, "anna")
		if err != nil {
			t.Fatal(err)
		}
		u.Status = "suspended"
		h.Must(h.Submit(house.Founder, govern.Put(directory.Users, "anna", u.Version, u)))
		// At once, on the node that did not carry it out.
		_, err = node.Submit(t.Context(), govern.Actor{User: "anna"}, govern.Note{}, govern.PutNew(directory.Units, "u", &directory.Unit{Name: "u"}))
		if fault.Code(err) != "suspended" {
			t.Errorf("the next write on the other node: %v", err)
		}
		for _, d := range []*login.Desk{l.desk, other} {
			if _, err := d.Find(t.Context(), anna.Token()); fault.Code(err) != "no_session" {
				t.Errorf("the session goes on: %v", err)
			}
		}
		back := &directory.Reactivate{}
		back.On("anna")
		h.Must(h.Submit(house.Founder, back))
		if _, err := l.desk.Find(t.Context(), anna.Token()); fault.Code(err) != "no_session" {
			t.Errorf("reactivated, and the old session lives: %v", err)
		}
	})
}

func TestAWeakPasswordIsRefused(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		link := l.invite("anna")
		for weak, words := range map[string]string{"short": "10 to 128", "password123": "easily guessed", "anna@example.com": "easily guessed", "qwertyuiop": "easily guessed", strings.Repeat("long", 40): "10 to 128"} {
			v := &visitor.Visitor{URL: l.url, Email: "anna@example.com", Password: weak, Now: l.Clock.Now}
			wants(t, v.Accept(t.Context(), link), 422, words)
		}
	})
}

func TestNobodyHandlesBothPasswordAndFactorOfAnotherOrTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		l.enter("anna") // whose link the founder made
		refused := func(user, code string, cmd govern.Command) {
			t.Helper()
			if _, err := l.Submit(user, cmd); fault.Code(err) != code {
				t.Errorf("%s for %s: %v, want %s", cmd.Name(), user, err, code)
			}
		}
		l.Grant("anna", "user.invite", "user.reset_factor")
		refused("anna", "own_link", &directory.Invite{User: "anna", Hash: strings.Repeat("0", 64)})
		refused("anna", "own_factor", &directory.ResetFactor{User: "anna"})
		refused(house.Founder, "two_people", &directory.ResetFactor{User: "anna"})
		l.Must(l.Submit(house.Second, &directory.ResetFactor{User: "anna"}))
		refused(house.Second, "two_people", &directory.Invite{User: "anna", Hash: strings.Repeat("0", 64)})
		// Signing in, anna enrols another factor.
		anna := l.visitor("anna")
		if err := anna.SignIn(t.Context()); err != nil || anna.Token() == "" || len(anna.Recovery) != 10 {
			t.Fatalf("after the reset: %v", err)
		}
		l.link(house.Second, "anna")
	})
}

func TestALinkLeavesTheSecondFactorAsItIs(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		anna := l.enter("anna")
		old := anna.Token()
		thief := &visitor.Visitor{URL: l.url, Email: anna.Email, Password: "another-otter-lantern-77", Now: l.Clock.Now, Seed: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"}
		wants(t, thief.Accept(t.Context(), l.link(house.Second, "anna")), 403, "not accepted")
		if _, err := l.desk.Find(t.Context(), old); fault.Code(err) != "no_session" {
			t.Errorf("a new password leaves the old sessions: %v", err)
		}
	})
}

func TestWithoutASecondFactorThePasswordIsTheProof(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		l.policy(func(p *policy.SetSignIn) { p.FactorRequired = false })
		anna := l.enter("anna")
		s, err := l.desk.Find(t.Context(), anna.Token())
		if err != nil || s.Method != "password" {
			t.Fatalf("the session is %+v, %v", s, err)
		}
		l.Clock.Advance(time.Minute)
		before, who := s.ProofAt, govern.Actor{User: "anna", Session: s.ID}
		if err := l.desk.Prove(t.Context(), who, s, "", "wrong"); fault.Code(err) != "wrong_password" {
			t.Errorf("a wrong password proves: %v", err)
		}
		if err := l.desk.Prove(t.Context(), who, s, "", password); err != nil || s.ProofAt <= before {
			t.Errorf("the proof is of %s, %v", s.ProofAt, err)
		}
		out, err := l.desk.SetPassword(t.Context(), who, govern.Note{}, password, "seven-green-tables-fly")
		l.Must(out, err)
		if _, err := l.desk.Enter(t.Context(), login.From{}, anna.Email, password); fault.Code(err) != "wrong_password" {
			t.Errorf("the old password: %v", err)
		}
	})
}

func TestNothingSecretIsReadableInTheDatabase(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		anna := l.enter("anna")
		for _, table := range []string{"credential", "session", "sign_in_link", `"change"`, "used_recovery", "sign_in_attempt"} {
			err := l.DB.Query(t.Context(), func(scan store.Scan) error {
				var row string
				if err := scan(&row); err != nil {
					return err
				}
				for _, s := range []string{password, anna.Seed, anna.Token(), anna.Recovery[0], strings.ReplaceAll(anna.Recovery[0], "-", ""), "argon2"} {
					if strings.Contains(row, s) {
						t.Errorf("%s holds %.8s…: %s", table, s, row)
					}
				}
				return nil
			}, textOf(l.DB.Dialect(), table))
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}
