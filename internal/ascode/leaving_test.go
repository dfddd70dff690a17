package ascode_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit/house"
)

const paulMoves = "user:\n  - {email: paul@example.com, name: Paul, kind: person, status: active, unit: Halvorn Group}\n"

func members(t *testing.T, h *house.House) int64 {
	t.Helper()
	return h.Count(`SELECT count(*) FROM member m JOIN "user" u ON u.id = m."user" WHERE u.email = 'paul@example.com'`)
}

func TestFilesThatMoveSomebodyEndTheMembershipsThatTheyDoNotName(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		must(t, h, paulMoves+"member:\n  - {group: Halvorn Group/Treasury/Clerks, user: paul@example.com}\n")
		if n := members(t, h); n != 1 {
			t.Errorf("Paul has %d memberships, want the one that the files name", n)
		}
		must(t, h, strings.Replace(paulMoves, "Halvorn Group}", "Halvorn Group/Treasury}", 1))
		must(t, h, paulMoves)
		if n := members(t, h); n != 0 {
			t.Errorf("Paul has %d memberships of the unit that he left", n)
		}
		if got := changed(t, h, must(t, h, paulMoves)); len(got) != 0 {
			t.Errorf("applied once more they change %v", got)
		}
	})
}

func TestFilesThatSuspendSomebodyHandOverToTheSuccessorTheyName(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		paul, err := directory.Users.One(t.Context(), h.DB, `email = 'paul@example.com'`)
		if err != nil {
			t.Fatal(err)
		}
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Users, "kit", &directory.User{Email: "kit@service.invalid", Name: "kit", Kind: "service", Status: "active", Keeper: paul.ID})))
		h.Grant(string(paul.ID), "api_token.insert")
		_, hash := directory.NewSecret()
		h.Must(h.Submit(string(paul.ID), govern.PutNew(directory.APITokens, "token", &directory.APIToken{User: "kit", Name: "Feed", Hash: hash, ExpiresAt: govern.At(h.Clock.Now()) + 3600e6})))
		leaves := "user:\n  - {email: paul@example.com, name: Paul, kind: person, status: suspended, unit: Halvorn Group/Treasury}\n"
		_, _, err = apply(t, h, house.Founder, files(leaves), false)
		refusedWith(t, "nobody is named", "successor_missing", err)
		must(t, h, strings.Replace(leaves, "Treasury}", "Treasury, successor: karin@example.com}", 1))
		if n := h.Count(`SELECT count(*) FROM handover WHERE kind = 'token' AND record = 'token'`); n != 1 {
			t.Errorf("%d tokens were handed over, want one", n)
		}
		list := export(t, h)
		if !slices.ContainsFunc(list, func(f ascode.File) bool { return strings.Contains(f.Content, "successor: karin@example.com") }) {
			t.Error("the export does not name the successor")
		}
		out, cmd, err := apply(t, h, house.Founder, list, false)
		h.Must(out, err)
		if got := changed(t, h, cmd); len(got) != 0 {
			t.Errorf("an export that is applied changes %v", got)
		}
	})
}
