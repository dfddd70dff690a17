package collude_test

import (
	"context"
	"slices"
	"testing"

	"github.com/countersign/countersign/internal/collude"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit/house"
)

// kept has gus answer for the service feed, which solves; anna agrees to tokens.
// Carl may make tokens, and he, gus and ursula change users.
func kept(t *testing.T, f func(t *testing.T, w *town)) {
	eachTown(t, func(t *testing.T, w *town) {
		w.User("gus", "user.update")
		w.User("carl", "user.update", "api_token.insert")
		w.User("ursula", "user.update")
		w.User("anna", "api_token.approve")
		w.service("feed", "gus")
		put(w, directory.Roles, "solver", &directory.Role{Name: "Solver", Permissions: []string{"exception.close"}})
		put(w, directory.Grants, "feed", &directory.Grant{User: "feed", Role: "solver", Scope: "everything"})
		f(t, w)
	})
}

// wantGain looks at who could bring carl by the role; either administrator can
// grant it.
func (w *town) wantGain(when string, want ...string) {
	w.t.Helper()
	got := setsOf(w.t, w.ask(collude.Ask{Outcome: collude.Role, User: "carl", Role: "solver", Limit: 1000}).Cases[0])
	if want = slices.Sorted(slices.Values(append(want, "founder", "second"))); !slices.Equal(got, want) {
		w.t.Errorf("%s these could: %q, want %q", when, got, want)
	}
}

func (w *town) answers(by, keeper string) error {
	w.t.Helper()
	u, err := directory.Users.Get(w.t.Context(), w.DB, "feed")
	if err != nil {
		w.t.Fatal(err)
	}
	u.Keeper = govern.ID(keeper)
	_, err = w.Submit(by, govern.Put(directory.Users, "feed", u.Version, u))
	return err
}

func TestWhoIsMadeToAnswerForAServiceGainsItsRoleByATokenOfTheirOwn(t *testing.T) {
	kept(t, func(t *testing.T, w *town) {
		w.wantGain("without rules", "carl ursula")
		w.rule("tokens", "api_token", "insert", "", one("api_token.approve"))
		w.wantGain("when tokens wait", "anna carl ursula")
		for _, by := range []string{"gus", "carl"} {
			if err := w.answers(by, "carl"); fault.Code(err) != "own_access" {
				t.Errorf("%s, whose service it is or will be: %v", by, err)
			}
		}
		if _, err := w.token("feed", "carl"); fault.Code(err) != "not_keeper" {
			t.Errorf("carl makes a token of what he does not answer for: %v", err)
		}
		if err := w.answers("ursula", "carl"); err != nil {
			t.Fatal(err)
		}
		w.wantGain("once carl answers for it", "anna carl")
		secret, hash := directory.NewSecret()
		held := w.MustHold(w.Submit("carl", govern.PutNew(directory.APITokens, "t", &directory.APIToken{
			User: "feed", Name: "test", Hash: hash, ExpiresAt: govern.At(w.Clock.Now()) + 3600e6,
		})))
		w.Must(w.Engine.Approve(context.Background(), govern.Actor{User: "anna", Method: "test"}, govern.Note{}, held.Change, held.Digest))
		if _, err := directory.Identify(t.Context(), w.DB, w.Engine.People(), secret, govern.At(w.Clock.Now())); err != nil {
			t.Errorf("carl's token lets nobody in: %v", err)
		}
		if c := w.ask(collude.Ask{Outcome: collude.Role, User: "carl", Role: "solver"}).Cases[0]; c.Already == "" {
			t.Errorf("carl holds it by the service: %+v", c)
		}
	})
}

func TestAServiceIsEntrustedByWhoLooksAfterBothAlone(t *testing.T) {
	kept(t, func(t *testing.T, w *town) {
		put(w, directory.Units, "paris", &directory.Unit{Name: "Paris"})
		u, err := directory.Users.Get(t.Context(), w.DB, "carl")
		if err != nil {
			t.Fatal(err)
		}
		u.Unit = "paris"
		w.Must(w.Submit(house.Founder, govern.Put(directory.Users, "carl", u.Version, u)))
		put(w, directory.Units, "rome", &directory.Unit{Name: "Rome"})
		feed, err := directory.Users.Get(t.Context(), w.DB, "feed")
		if err != nil {
			t.Fatal(err)
		}
		feed.Unit = "rome"
		w.Must(w.Submit(house.Founder, govern.Put(directory.Users, "feed", feed.Version, feed)))
		put(w, directory.Roles, "users", &directory.Role{Name: "Users", Permissions: []string{"user.update"}})
		w.User("rosa")
		put(w, directory.Grants, "rosa", &directory.Grant{User: "rosa", Role: "users", Scope: "unit", ScopeRecord: "rome"})
		w.wantGain("while rosa looks after the service alone", "carl ursula")
		if err := w.answers("rosa", "carl"); fault.Code(err) != "others_person" {
			t.Errorf("rosa, who does not look after carl: %v", err)
		}
		put(w, directory.Grants, "rosa2", &directory.Grant{User: "rosa", Role: "users", Scope: "unit", ScopeRecord: "paris"})
		w.wantGain("once she looks after both", "carl rosa", "carl ursula")
	})
}
