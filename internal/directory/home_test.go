package directory_test

import (
	"testing"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit/house"
)

// means is what a unit's administrator looks after of how its people sign in.
var means = []string{"api_token.view", "credential.view", "passkey.view", "sign_in_link.view"}

// keysOf are the targets of what anna and the robot of london sign in with.
func keysOf(t *testing.T, h *house.House) map[string]access.Target {
	t.Helper()
	token, err := directory.APITokens.Get(t.Context(), h.DB, "token")
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]access.Target{"api_token.view": directory.APITokens.TargetOf(token)}
	credential, err := directory.Credentials.Get(t.Context(), h.DB, "anna")
	if err != nil {
		t.Fatal(err)
	}
	list["credential.view"] = directory.Credentials.TargetOf(credential)
	passkey, err := directory.Passkeys.One(t.Context(), h.DB, `"user" = 'anna'`)
	if err != nil || passkey == nil {
		t.Fatal(passkey, err)
	}
	list["passkey.view"] = directory.Passkeys.TargetOf(passkey)
	link, err := directory.SignInLinks.One(t.Context(), h.DB, `"user" = 'anna'`)
	if err != nil || link == nil {
		t.Fatal(link, err)
	}
	list["sign_in_link.view"] = directory.SignInLinks.TargetOf(link)
	return list
}

// TestAUnitsAdministratorLooksAfterHowItsPeopleSignInUntilTheyMoveAway: London's
// administrator keeps a service of London, makes its token, and sees what the people
// of London sign in with; once they are of another unit, that unit's does.
func TestAUnitsAdministratorLooksAfterHowItsPeopleSignInUntilTheyMoveAway(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		put(h, directory.Roles, "keeps", &directory.Role{Name: "keeps", Permissions: append([]string{"api_token.insert", "api_token.update"}, means...)})
		for _, unit := range []govern.ID{"london", "paris"} {
			admin := "admin-" + unit
			put(h, directory.Users, admin, &directory.User{Email: string(admin) + "@example.com", Name: string(admin), Kind: "person", Status: "active", Unit: unit})
			put(h, directory.Grants, admin, &directory.Grant{User: admin, Role: "keeps", Scope: "unit", ScopeRecord: unit})
		}
		put(h, directory.Users, "robot", &directory.User{Email: "robot@example.com", Name: "robot", Kind: "service", Status: "active", Unit: "london", Keeper: "admin-london"})
		put(h, directory.Users, "stranger", &directory.User{Email: "stranger@example.com", Name: "stranger", Kind: "service", Status: "active", Unit: "paris", Keeper: "admin-london"})
		_, hash := directory.NewSecret()
		token := func(user govern.ID) *directory.APIToken {
			return &directory.APIToken{User: user, Name: "feed", Hash: hash, ExpiresAt: govern.At(h.Clock.Now()) + 3600e6}
		}
		refused(t, h, "denied", "admin-london", govern.PutNew(directory.APITokens, "token", token("stranger")))
		lying := token("stranger")
		lying.Unit = "london"
		if _, err := h.Submit("admin-london", govern.PutNew(directory.APITokens, "token", lying)); err == nil {
			t.Error("a unit that is claimed gives a token of another")
		}
		h.Must(h.Submit("admin-london", govern.PutNew(directory.APITokens, "token", token("robot"))))
		link := &directory.Invite{User: "anna", Hash: "link"}
		h.Must(h.Submit(house.Founder, link))
		h.Must(h.Submit("anna", &directory.Accept{Link: "link", Password: "sealed"}))
		h.Must(h.Submit("anna", &directory.AddPasskey{Title: "Key", Credential: "c", PublicKey: "k", Site: "localhost"}))

		wantSeen(t, h, "admin-london", "admin-paris")
		for _, id := range []govern.ID{"anna", "robot"} {
			h.Must(h.Submit(house.Founder, on(id, &directory.Move{Unit: "paris"})))
		}
		wantSeen(t, h, "admin-paris", "admin-london")
	})
}

// wantSeen: the one administrator is allowed to look at them all, the other at none.
func wantSeen(t *testing.T, h *house.House, sees, not string) {
	t.Helper()
	for permission, on := range keysOf(t, h) {
		if !may(h, sees, permission, on) {
			t.Errorf("%s lacks %s on %+v", sees, permission, on)
		}
		if may(h, not, permission, on) {
			t.Errorf("%s has %s on %+v", not, permission, on)
		}
	}
}

// TestAHeldMoveBringsAlongWhatThePersonSignsInWith: whoever may move people need not
// be asked for what follows the move by itself, then as now.
func TestAHeldMoveBringsAlongWhatThePersonSignsInWith(t *testing.T) {
	hosted(t, func(t *testing.T, h *house.House) {
		h.User("mover", "user.move", "user.view", "user.update", "member.delete")
		put(h, directory.Users, "robot", &directory.User{Email: "robot@example.com", Name: "robot", Kind: "service", Status: "active", Unit: "london", Keeper: house.Founder})
		_, hash := directory.NewSecret()
		put(h, directory.APITokens, "token", &directory.APIToken{User: "robot", Name: "feed", Hash: hash, ExpiresAt: govern.At(h.Clock.Now()) + 3600e6})
		watch(h, "user", "update")
		held := h.MustHold(h.Submit("mover", on("robot", &directory.Move{Unit: "paris"})))
		h.Must(agree(h, held))
		got, err := directory.APITokens.Get(t.Context(), h.DB, "token")
		if err != nil || got.Unit != "paris" || got.Version != 2 {
			t.Errorf("the token is %+v, %v", got, err)
		}
	})
}
