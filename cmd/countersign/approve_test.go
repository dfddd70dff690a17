package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/httpapi"
	"github.com/countersign/countersign/internal/server"
)

const watchedUnits = `four_eyes_rule:
  - {name: Units, subject: unit, operations: [insert], condition: "", factors: [{permission: unit.approve, people: 1}], enabled: true}
`

func TestApproveShowsAChangeAndLeavesRowsOutOfIt(t *testing.T) {
	s, url, token := running(t)
	with := func(token string, args ...string) []string {
		return append(args, "--server", url, "--token-file", token)
	}
	call(t, "", with(token, "apply", "-f", write(t, "rule.yaml", watchedUnits))...).is(t, done)
	held := call(t, "", with(token, "apply", "-f", write(t, "units.yaml", "unit:\n  - {id: rome, name: Rome}\n  - {id: oslo, name: Oslo}\n"))...).is(t, done).out
	_, rest, _ := strings.Cut(held, "Held as change ")
	change, _, found := strings.Cut(rest, " ")
	if !found {
		t.Fatalf("it was not held: %s", held)
	}

	other := approver(t, s)
	shown := call(t, "", with(other, "approve", change)...).is(t, done).out
	if !strings.Contains(shown, "insert unit/rome") || !strings.Contains(shown, "Rows may be left out") {
		t.Errorf("it is shown as\n%s", shown)
	}
	var view httpapi.ChangeView
	if err := json.Unmarshal([]byte(call(t, "", with(other, "approve", change, "--json")...).is(t, done).out), &view); err != nil {
		t.Fatal(err)
	}
	call(t, "", with(other, "approve", change, "--leave-out", "unit/oslo")...).is(t, wrongUse)
	call(t, "", with(other, "approve", change, "--digest", view.Digest, "--leave-out", "oslo")...).is(t, wrongUse)
	out := call(t, "", with(other, "approve", change, "--digest", view.Digest, "--leave-out", "unit/oslo")...).is(t, done).out
	if !strings.Contains(out, "Executed") || !strings.Contains(out, "unit/oslo: left out") {
		t.Errorf("it says\n%s", out)
	}
	if _, err := directory.Units.Get(t.Context(), s.DB, "rome"); err != nil {
		t.Errorf("what was agreed to is not there: %v", err)
	}
	if _, err := directory.Units.Get(t.Context(), s.DB, "oslo"); err == nil {
		t.Error("what was left out is there")
	}
}

// approver is a service that bela answers for, and the file of its token.
func approver(t *testing.T, s *server.Server) string {
	t.Helper()
	as := func(user string, cmd govern.Command) {
		t.Helper()
		if out, err := s.Engine.Submit(t.Context(), govern.Actor{User: user, Method: "test"}, govern.Note{}, cmd); err != nil || out.State != govern.Applied {
			t.Fatalf("%s: %+v, %v", cmd.Name(), out, err)
		}
	}
	as("bela", govern.PutNew(directory.Users, "approver", &directory.User{Email: "approver@service.example", Name: "approver", Kind: "service", Status: "active", Keeper: "bela"}))
	as("ada", govern.PutNew(directory.Grants, "approver", &directory.Grant{User: "approver", Role: "administrator", Scope: "everything"}))
	secret, hash := directory.NewSecret()
	as("bela", govern.PutNew(directory.APITokens, "approver", &directory.APIToken{User: "approver", Name: "test", Hash: hash, ExpiresAt: govern.At(s.Engine.Now()) + 3600e6}))
	return write(t, "approver", secret+"\n")
}
