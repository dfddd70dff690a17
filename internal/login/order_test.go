package login_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/countersign/countersign/approval"
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

// hold has a second person agree to what the subject is about.
func (l *lobby) hold(subject string, operations ...string) {
	l.t.Helper()
	l.Must(l.Submit(house.Founder, govern.PutNew(policy.Rules, govern.ID("rule_"+strings.ReplaceAll(subject, ".", "_")), &policy.Rule{
		Name: subject, Subject: subject, Operations: operations, Enabled: true,
		Factors: []approval.Factor{{Permission: "user.approve", People: 1}},
	})))
}

func (l *lobby) approve(user string, held govern.Outcome) (govern.Outcome, error) {
	return l.Engine.Approve(l.t.Context(), govern.Actor{User: user}, govern.Note{}, held.Change, held.Digest)
}

// Nobody gets both by an order of steps: whose link set the password counts,
// however many were made since.
func TestALaterLinkDoesNotHideWhoKnowsThePassword(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		l.enter("anna") // by a link of the founder's
		l.link(house.Second, "anna")
		_, err := l.Submit(house.Founder, &directory.ResetFactor{User: "anna"})
		if fault.Code(err) != "two_people" {
			t.Errorf("the founder's link set the password, and the factor's reset by them gives %v", err)
		}
	})
}

func TestAHeldResetDoesNotOutliveALinkOfItsMaker(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		l.enter("anna")
		l.User("carl", "user.reset_factor", "user.invite", "user.approve")
		l.User("dora", "user.approve")
		l.hold("user.reset_factor", approval.Command)
		held := l.MustHold(l.Submit("carl", &directory.ResetFactor{User: "anna"}))
		l.link("carl", "anna")
		out, err := l.approve("dora", held)
		if n := l.Count(`SELECT count(*) FROM credential WHERE reset_by = 'carl'`); err == nil && out.State == govern.Applied || n != 0 {
			t.Errorf("carl has both the password and the factor: %+v, %v", out, err)
		}
	})
}

func TestAHeldLinkDoesNotOutliveAResetByItsMaker(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		first := l.invite("anna")
		l.User("carl", "user.reset_factor", "user.invite", "user.approve")
		l.User("dora", "user.approve")
		l.hold("user.invite", approval.Command)
		_, hash := directory.NewLink()
		anna := l.visitor("anna")
		if err := anna.Accept(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		held := l.MustHold(l.Submit("carl", &directory.Invite{User: "anna", Hash: hash}))
		l.Must(l.Submit("carl", &directory.ResetFactor{User: "anna"}))
		out, err := l.approve("dora", held)
		if n := l.Count(`SELECT count(*) FROM sign_in_link WHERE made_by = 'carl'`); err == nil && out.State == govern.Applied || n != 0 {
			t.Errorf("carl has both the password and the factor: %+v, %v", out, err)
		}
	})
}

func TestAPasswordThatOthersAgreedToEndsTheSessionsBeforeIt(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		anna := l.enter("anna")
		l.User("dora", "user.approve")
		l.hold("user.accept", approval.Command)
		secret, hash := directory.NewLink()
		l.Must(l.Submit(house.Second, &directory.Invite{User: "anna", Hash: hash}))
		res, err := http.PostForm(l.url+"/link/"+secret, url.Values{"password": {"another-otter-lantern-77"}, "again": {"another-otter-lantern-77"}})
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != http.StatusAccepted {
			t.Fatalf("a password that waits is answered %d", res.StatusCode)
		}
		boxed, _, err := l.Engine.Changes(t.Context(), "dora", govern.BoxQuery{Box: govern.Waiting, Limit: 10})
		if err != nil || len(boxed) != 1 {
			t.Fatalf("%d changes wait, %v", len(boxed), err)
		}
		l.Must(l.approve("dora", govern.Outcome{Change: boxed[0].Change.ID, Digest: boxed[0].Change.Digest}))
		if s, err := l.desk.Find(t.Context(), anna.Token()); fault.Code(err) != "no_session" {
			t.Errorf("a session from before the new password lives: %+v, %v", s, err)
		}
		list, err := l.desk.Sessions(t.Context(), "anna")
		if err != nil || len(list) != 0 {
			t.Errorf("the sessions are %v, %v", list, err)
		}
	})
}

func TestManyAttemptsAtOnceOnTwoNodesAreAllCounted(t *testing.T) {
	testkit.EachURL(t, func(t *testing.T, at string) {
		h := house.New(t, testkit.Open(t, at), tables, verbs)
		desks := [2]*login.Desk{
			login.New(login.Config{Engine: h.Engine, DB: h.DB, Ring: h.Ring, Work: entrance.Work}),
			login.New(login.Config{Engine: h.Engine, DB: testkit.Open(t, at), Ring: h.Ring, Work: entrance.Work}),
		}
		guess := func(emails func(i int) string) (tried int) {
			var wg sync.WaitGroup
			var n atomic.Int64
			for i := range 16 {
				wg.Go(func() {
					_, err := desks[i%2].Enter(t.Context(), login.From{Address: emails(i)}, emails(i), "wrong")
					if fault.Code(err) != "slow_down" {
						n.Add(1)
					}
				})
			}
			wg.Wait()
			return int(n.Load())
		}
		guess(func(i int) string { return fmt.Sprint(i) }) // both have their connections now
		if n := guess(func(int) string { return "nobody@example.com" }); n != 5 {
			t.Errorf("of 16 guesses at once %d were tried, five are free", n)
		}
	})
}

func TestAnAttemptByAClockThatIsBehindIsCountedAndFree(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		for i := range 6 {
			code := "wrong_password"
			if i == 5 {
				code = "slow_down"
			}
			l.Clock.Advance(-time.Second) // another node's, or a request that waited
			if _, err := l.desk.Enter(t.Context(), login.From{Address: "10.0.0.9"}, "nobody@example.com", "wrong"); fault.Code(err) != code {
				t.Errorf("guess %d is answered %v, not %s", i+1, err, code)
			}
		}
	})
}

func TestAnAddressThatIsNoTextIsAWrongOne(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		for _, email := range []string{"anna\x00@example.com", "anna\xff@example.com", strings.Repeat("é", 127) + "é"} {
			v := &visitor.Visitor{URL: l.url, Email: email, Password: password, Now: l.Clock.Now}
			wants(t, v.SignIn(t.Context()), http.StatusForbidden, "do not belong together")
		}
		v := &visitor.Visitor{URL: l.url, Email: "x" + strings.Repeat("é", 127), Password: password, Now: l.Clock.Now}
		wants(t, v.SignIn(t.Context()), http.StatusForbidden, "do not belong together")
	})
}

// TestJudgingAPasswordIsQuick: what stands for other letters makes guessing at how
// somebody guesses take seconds.
func TestJudgingAPasswordIsQuick(t *testing.T) {
	house.Each(t, tables, verbs, func(t *testing.T, h *house.House) {
		if h.DB.Dialect() == store.Postgres {
			t.Skip("no matter of the database")
		}
		d := login.New(login.Config{Engine: h.Engine, DB: h.DB, Ring: h.Ring, Work: entrance.Work})
		took := func(user govern.ID, password string) time.Duration {
			h.Must(h.Submit(house.Founder, govern.PutNew(directory.Users, user, &directory.User{Email: string(user) + "@example.com", Name: string(user), Kind: "person", Status: "invited"})))
			secret, hash := directory.NewLink()
			h.Must(h.Submit(house.Founder, &directory.Invite{User: user, Hash: hash}))
			began := time.Now()
			if _, err := d.Accept(t.Context(), login.From{Address: "192.0.2.1"}, secret, password); err != nil {
				t.Fatal(err)
			}
			return time.Since(began)
		}
		whole := strings.Repeat("4@8({[<369&#!1|0$5+7%2", 5)
		part := took("anna", whole[:44])
		if all := took("berta", whole); all > 2*part+time.Second { // beside whatever else the machine does
			t.Errorf("it took %s, and 44 characters of it %s", all, part)
		}
	})
}
