package login_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/login"
	"github.com/countersign/countersign/internal/login/visitor"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
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

func each(t *testing.T, f func(t *testing.T, l *lobby)) {
	house.Each(t, tables, verbs, func(t *testing.T, h *house.House) {
		d := login.New(login.Config{Engine: h.Engine, DB: h.DB, Ring: h.Ring})
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

func TestEachCodeWorksOnceOnAllNodes(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		anna := l.enter("anna")
		l.Clock.Advance(2 * time.Minute)
		other := login.New(login.Config{Engine: l.Start(l.DB, tables, verbs), DB: l.DB, Ring: l.Ring})
		half := func() string {
			s, err := l.desk.Enter(t.Context(), login.From{Address: "a"}, anna.Email, password)
			if err != nil || s.Next != "code" {
				t.Fatalf("%+v, %v", s, err)
			}
			return s.Token
		}
		code, err := anna.Code()
		if err != nil {
			t.Fatal(err)
		}
		one, two := half(), half()
		if _, err := l.desk.Code(t.Context(), login.From{}, one, code); err != nil {
			t.Fatal(err)
		}
		if _, err := other.Code(t.Context(), login.From{}, two, code); fault.Code(err) != "wrong_code" {
			t.Errorf("the code works again: %v", err)
		}
		if _, err := other.Code(t.Context(), login.From{}, two, anna.Recovery[0]); err != nil {
			t.Errorf("a recovery code: %v", err)
		}
		if _, err := l.desk.Code(t.Context(), login.From{}, half(), anna.Recovery[0]); fault.Code(err) != "wrong_code" {
			t.Errorf("the recovery code works again: %v", err)
		}
	})
}

func TestACodeOfTheNeighbouringStepsIsAcceptedAndNoOther(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		anna := l.enter("anna")
		for drift, want := range map[time.Duration]string{-60 * time.Second: "wrong_code", -30 * time.Second: "", 30 * time.Second: "", 60 * time.Second: "wrong_code"} {
			l.Clock.Advance(10 * time.Minute)
			now := l.Clock.Now()
			ahead := &visitor.Visitor{Seed: anna.Seed, Now: func() time.Time { return now.Add(drift) }}
			code, err := ahead.Code()
			if err != nil {
				t.Fatal(err)
			}
			s, err := l.desk.Enter(t.Context(), login.From{Address: "a"}, anna.Email, password)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := l.desk.Code(t.Context(), login.From{}, s.Token, code); fault.Code(err) != want {
				t.Errorf("a clock that is %s off: %v", drift, err)
			}
		}
	})
}

func TestAnUnknownUserAndAWrongPasswordAreAnsweredAlike(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		l.enter("anna")
		suspended := l.enter("ben")
		ben, err := directory.Users.Get(t.Context(), l.DB, "ben")
		if err != nil {
			t.Fatal(err)
		}
		ben.Status = "suspended"
		l.Must(l.Submit(house.Founder, govern.Put(directory.Users, "ben", ben.Version, ben)))
		answer := func(email, password string) (string, time.Duration) {
			began := time.Now()
			r, err := http.PostForm(l.url+"/sign-in", url.Values{"email": {email}, "password": {password}})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = r.Body.Close() }()
			b := make([]byte, 1<<16)
			n, _ := r.Body.Read(b)
			return r.Status + strings.ReplaceAll(string(b[:n]), email, "…"), time.Since(began)
		}
		answer("warm@example.com", "up")
		known, took := answer("anna@example.com", "wrong")
		for range 2 { // the fastest of three: others use this machine too
			_, again := answer("anna@example.com", "wrong")
			took = min(took, again)
		}
		for email, with := range map[string]string{"nobody@example.com": "wrong", suspended.Email: password, "founder@example.com": "wrong"} {
			got, alike := answer(email, with)
			if got != known || !strings.HasPrefix(got, "403") {
				t.Errorf("%s is answered\n%s\nwant\n%s", email, got, known)
			}
			if alike < took/4 {
				t.Errorf("%s is answered after %s, a wrong password after %s", email, alike, took)
			}
		}
	})
}

func TestGuessingIsSlowedByUserAndByAddress(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		anna := l.enter("anna")
		guess := func(email, from string) string {
			_, err := l.desk.Enter(t.Context(), login.From{Address: from}, email, "wrong")
			return fault.Code(err)
		}
		for range 5 {
			if got := guess(anna.Email, "far"); got != "wrong_password" {
				t.Fatalf("an early guess: %s", got)
			}
		}
		if got := guess(anna.Email, "elsewhere"); got != "slow_down" {
			t.Errorf("the sixth guess, from elsewhere: %s", got)
		}
		if _, err := l.desk.Enter(t.Context(), login.From{Address: "home"}, anna.Email, password); fault.Code(err) != "slow_down" {
			t.Errorf("the right password meanwhile: %v", err)
		}
		l.Clock.Advance(1100 * time.Millisecond)
		if got := guess(anna.Email, "far"); got != "wrong_password" {
			t.Errorf("after a second: %s", got)
		}
		l.Clock.Advance(1100 * time.Millisecond)
		if got := guess(anna.Email, "far"); got != "slow_down" {
			t.Errorf("the delay does not grow: %s", got)
		}
		l.Clock.Advance(2 * time.Second)
		if s, err := l.desk.Enter(t.Context(), login.From{Address: "home"}, anna.Email, password); err != nil || s.Next != "code" {
			t.Errorf("the right password afterwards: %v", err)
		}
		for i := range 40 {
			if got := guess(strings.Repeat("x", i+1)+"@example.com", "one address"); i >= 30 && got != "slow_down" {
				t.Fatalf("guess %d of one address: %s", i, got)
			}
		}
	})
}

// A stranger who keeps guessing slows down strangers: where somebody has signed in
// from before, they still come in.
func TestAStrangerKeepsNobodyOutOfTheirOwnPlace(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		anna := l.enter("anna") // from 127.0.0.1
		try := func(from, password string) string {
			s, err := l.desk.Enter(t.Context(), login.From{Address: from}, anna.Email, password)
			return s.Next + fault.Code(err)
		}
		for range 40 {
			try("198.51.100.9", "wrong")
		}
		for from, want := range map[string]string{"192.0.2.44": "slow_down", "127.0.0.1": "code"} {
			if got := try(from, password); got != want {
				t.Errorf("anna, from %s: %s, want %s", from, got, want)
			}
		}
		for range 6 {
			try("127.0.0.1", "wrong")
		}
		if got := try("127.0.0.1", password); got != "slow_down" {
			t.Errorf("guessing from her own place: %s", got)
		}
		l.Clock.Advance(time.Hour)
		if got := try("192.0.2.44", password); got != "code" {
			t.Errorf("after an hour, from elsewhere: %s", got)
		}
		for action, want := range map[string]int{"sign_in.lock": 2, "sign_in.unlock": 1} {
			found, err := audit.Search(t.Context(), l.DB, l.Ring, audit.Query{Action: action, Table: "user", Record: "anna"})
			if err != nil || len(found) != want {
				t.Errorf("of %s the log has %d entries, want %d: %v", action, len(found), want, err)
			}
		}
	})
}

// The codes of a factor that others must agree to are shown when it is confirmed,
// and work from then on.
func TestRecoveryCodesOfAHeldEnrolmentAreShown(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		l.User("dora", "user.approve")
		l.hold("me.enrol", approval.Command)
		anna := l.visitor("anna")
		link := l.invite("anna")
		_ = anna.Accept(t.Context(), link)
		if len(anna.Recovery) != 10 || anna.Token() != "" {
			t.Fatalf("shown are %d codes, and the session is %q", len(anna.Recovery), anna.Token())
		}
		boxed, _, err := l.Engine.Changes(t.Context(), "dora", govern.BoxQuery{Box: govern.Waiting, Limit: 10})
		if err != nil || len(boxed) != 1 {
			t.Fatalf("%d changes wait, %v", len(boxed), err)
		}
		l.Must(l.approve("dora", govern.Outcome{Change: boxed[0].Change.ID, Digest: boxed[0].Change.Digest}))
		s, err := l.desk.Enter(t.Context(), login.From{Address: "a"}, anna.Email, password)
		if err != nil || s.Next != "code" {
			t.Fatalf("the next stage is %+v, %v", s, err)
		}
		if s, err = l.desk.Code(t.Context(), login.From{Address: "a"}, s.Token, anna.Recovery[0]); err != nil || s.Next != "whole" {
			t.Errorf("by a code that was shown then: %+v, %v", s, err)
		}
	})
}

func TestFiveWrongCodesEndTheHalfSession(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		anna := l.enter("anna")
		s, err := l.desk.Enter(t.Context(), login.From{Address: "a"}, anna.Email, password)
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			if _, err := l.desk.Code(t.Context(), login.From{}, s.Token, "000000"); fault.Code(err) != "wrong_code" {
				t.Fatal(err)
			}
		}
		if _, err := l.desk.Code(t.Context(), login.From{}, s.Token, anna.Recovery[0]); fault.Code(err) != "no_session" {
			t.Errorf("a sixth try: %v", err)
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
		l := &lobby{House: h, t: t, desk: login.New(login.Config{Engine: h.Engine, DB: h.DB, Ring: h.Ring})}
		srv := httptest.NewServer(l.desk.Handler())
		defer srv.Close()
		l.url = srv.URL
		anna := l.enter("anna")
		l.Grant("anna", "unit.insert")
		db := testkit.Open(t, at)
		node := h.Start(db, tables, verbs)
		other := login.New(login.Config{Engine: node, DB: db, Ring: h.Ring})
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
