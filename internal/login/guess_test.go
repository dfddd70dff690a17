package login_test

import (
	"net/http"
	"net/url"
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
	"github.com/countersign/countersign/internal/testkit/entrance"
	"github.com/countersign/countersign/internal/testkit/house"
)

func TestEachCodeWorksOnceOnAllNodes(t *testing.T) {
	each(t, func(t *testing.T, l *lobby) {
		anna := l.enter("anna")
		l.Clock.Advance(2 * time.Minute)
		other := login.New(login.Config{Engine: l.Start(l.DB, tables, verbs), DB: l.DB, Ring: l.Ring, Work: entrance.Work})
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

func TestAPasswordIsHashedWithTheWholeWorkUnlessATestTakesLess(t *testing.T) {
	eachAt(t, nil, func(t *testing.T, l *lobby) {
		l.enter("anna")
		c, err := directory.Credentials.Get(t.Context(), l.DB, "anna")
		if err != nil {
			t.Fatal(err)
		}
		hash, err := l.Ring.UnsealText(c.Password, "credential/anna/password")
		if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=65536,t=2,p=1$") {
			t.Errorf("the hash is %q, %v", hash, err)
		}
	})
}

func TestAnUnknownUserAndAWrongPasswordAreAnsweredAlike(t *testing.T) {
	eachAt(t, nil, func(t *testing.T, l *lobby) { // how long it takes is told apart by the whole work alone
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
