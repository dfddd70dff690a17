package httpapi_test

import (
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/entrance"
)

func (a *answer) recovery() (codes []string) {
	for _, c := range a.object()["codes"].([]any) {
		codes = append(codes, c.(string))
	}
	return codes
}

func TestAPersonTakesOtherRecoveryCodesAndAnotherFactor(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		eva := o.enter("eva")
		other := entrance.Session(t, o.server.Desk, "eva")
		renewed := o.ask("eva", "POST", "/api/v1/me/recovery", nil).is(200).recovery()
		if len(renewed) != 10 {
			t.Fatalf("the codes are %v", renewed)
		}
		o.ask("eva", "POST", "/api/v1/me/proof", map[string]any{"code": eva.Recovery[0]}).refused(403, "wrong_code")
		o.ask("eva", "POST", "/api/v1/me/proof", map[string]any{"code": renewed[0]}).is(200)
		o.ask("eva", "POST", "/api/v1/me/proof", map[string]any{"code": renewed[0]}).refused(403, "wrong_code")

		o.ask("eva", "POST", "/api/v1/me/factor/confirm", map[string]any{"code": "123456"}).refused(409, "no_new_factor")
		drawn := o.ask("eva", "POST", "/api/v1/me/factor", nil).is(200)
		o.ask("eva", "POST", "/api/v1/me/factor/confirm", map[string]any{"code": "000000"}).refused(403, "wrong_code")
		code, err := totp.GenerateCode(drawn.text("seed"), time.Now())
		if err != nil {
			t.Fatal(err)
		}
		replaced := o.ask("eva", "POST", "/api/v1/me/factor/confirm", map[string]any{"code": code}).is(200).recovery()
		o.ask("eva", "POST", "/api/v1/me/proof", map[string]any{"code": renewed[1]}).refused(403, "wrong_code")
		o.ask("eva", "POST", "/api/v1/me/proof", map[string]any{"code": code}).refused(403, "wrong_code") // it was used
		o.ask("eva", "POST", "/api/v1/me/proof", map[string]any{"code": replaced[1]}).is(200)
		o.tokens["elsewhere"] = other
		o.ask("elsewhere", "GET", "/api/v1/me", nil).refused(401, "no_session")
		for action, want := range map[string]int{"me.renew_recovery": 1, "me.replace_factor": 1} {
			if got := o.ask(ada, "GET", "/api/v1/audit?outcome=applied&actor=eva&action="+action, nil).is(200).items(); len(got) != want {
				t.Errorf("the log has %d entries of %s", len(got), action)
			}
		}
	})
}

func TestWhoFindsAnOpenSessionDoesNotReplaceTheFactor(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	o.enter("eva")
	at := time.Now().Add(-3 * time.Minute).UnixMicro()
	err := o.server.DB.Write(t.Context(), func(tx store.Tx) error {
		return tx.Exec(t.Context(), `UPDATE session SET proof_at = $1`, at)
	})
	if err != nil {
		t.Fatal(err)
	}
	o.ask("eva", "POST", "/api/v1/me/factor", nil).refused(403, "proof_needed")
	o.ask("eva", "POST", "/api/v1/me/recovery", nil).refused(403, "proof_needed")
}

func TestAFactorThatIsTakenAwayEndsTheSessions(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.enter("eva")
		o.hire("bea", "", "user.reset_factor", "user.view")
		o.ask("eva", "GET", "/api/v1/me", nil).is(200)
		o.ask("bea", "POST", "/api/v1/directory/user/eva/reset_factor", map[string]any{}).is(200)
		o.ask("eva", "GET", "/api/v1/me", nil).refused(401, "no_session")
	})
}

func TestATokenStopsWithItsKeeper(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.hire("bea", "", "api_token.insert", "unit.view", "unit.insert")
		o.service("robot", "bea")
		o.make(ada, "grant", "g-robot", map[string]any{"user": "robot", "role": "role-bea", "scope": "everything"})
		until := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
		o.tokens["robot"] = o.ask("bea", "POST", "/api/v1/api_token", map[string]any{"user": "robot", "name": "t", "expires_at": until}).is(201).text("token")
		o.ask("robot", "GET", "/api/v1/unit", nil).is(200)
		at := o.ask(ada, "GET", "/api/v1/user/bea", nil).is(200)
		o.ask(ada, "PATCH", "/api/v1/user/bea", map[string]any{"status": "suspended", "successor": ada}, "If-Match", at.header.Get("ETag")).is(200)
		o.ask("robot", "GET", "/api/v1/unit", nil).refused(403, "keeper_suspended")
		o.ask("robot", "POST", "/api/v1/unit", map[string]any{"name": "x"}).refused(403, "keeper_suspended")
		if got := o.ask(ada, "GET", "/api/v1/audit?outcome=refused&code=keeper_suspended", nil).is(200).items(); len(got) == 0 {
			t.Error("the log does not tell of it")
		}
	})
}
