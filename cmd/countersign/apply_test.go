package main

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/testkit/entrance"
)

// answering is a founded installation that serves, and in a file the token of a
// service that its founder answers for and the other one gave the right to.
func answering(t *testing.T) (url, token string) {
	t.Helper()
	_, url, token = running(t)
	return url, token
}

// running is answering, with the server itself.
func running(t *testing.T) (s *server.Server, url, token string) {
	t.Helper()
	s, url, token, stop := started(t)
	t.Cleanup(stop)
	return s, url, token
}

// started is running until it is stopped.
func started(t *testing.T) (s *server.Server, url, token string, stop func()) {
	t.Helper()
	data, _ := founded(t)
	c, err := config.Load(config.Sources{Environ: []string{}, Flags: map[string]string{"data": data}})
	if err != nil {
		t.Fatal(err)
	}
	if s, err = server.Open(context.Background(), c, server.Options{Version: "test"}); err != nil {
		t.Fatal(err)
	}
	link, linkHash := directory.NewLink()
	as := func(user string, cmd govern.Command) {
		t.Helper()
		if out, err := s.Engine.Submit(t.Context(), govern.Actor{User: user, Method: "test"}, govern.Note{}, cmd); err != nil || out.State != govern.Applied {
			t.Fatalf("%s: %+v, %v", cmd.Name(), out, err)
		}
	}
	as("ada", &directory.Invite{User: "bela", Hash: linkHash})
	entrance.Accept(t, s.Desk, "/link/"+link)
	as("ada", govern.PutNew(directory.Users, "deployer", &directory.User{Email: "deployer@service.example", Name: "deployer", Kind: "service", Status: "active", Keeper: "ada"}))
	as("bela", govern.PutNew(directory.Grants, "deployer", &directory.Grant{User: "deployer", Role: "administrator", Scope: "everything"}))
	secret, hash := directory.NewSecret()
	as("ada", govern.PutNew(directory.APITokens, "deployer", &directory.APIToken{User: "deployer", Name: "test", Hash: hash, ExpiresAt: govern.At(s.Engine.Now()) + 3600e6}))
	srv := httptest.NewServer(s.Handler())
	return s, srv.URL, write(t, "token", secret+"\n"), func() {
		srv.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

const organisation = `unit:
  - {id: group, name: Group}
  - {name: Treasury, parent: Group}
user:
  - {id: karin, email: karin@example.com, name: Karin, kind: person, status: active, unit: Group/Treasury}
role:
  - {name: Reader, permissions: [unit.view]}
grant:
  - {user: karin@example.com, role: Reader, scope: everything}
`

func TestApplyPrintsItsPlanAndExportGivesTheSameBack(t *testing.T) {
	url, token := answering(t)
	file := write(t, "organisation.yaml", organisation)
	args := []string{"--server", url, "--token-file", token}
	apply := func(more ...string) string {
		return call(t, "", append(append([]string{"apply"}, args...), more...)...).is(t, done).out
	}
	plan := apply("-f", file, "--dry-run")
	for _, want := range []string{"+ unit Group/Treasury\n    name: Treasury\n    parent: Group\n", "+ user karin@example.com\n", "  karin gains, among others, unit.view\n", "5 to add, 0 to change, 0 to delete."} {
		if !strings.Contains(plan, want) {
			t.Errorf("the plan does not say %q:\n%s", want, plan)
		}
	}
	if out := apply("-f", file); !strings.Contains(out, "Applied; entry ") {
		t.Errorf("it was not applied: %s", out)
	}
	if out := apply("-f", file); out != "Nothing differs.\n" {
		t.Errorf("applied again: %s", out)
	}
	folder := filepath.Join(t.TempDir(), "out")
	call(t, "", append([]string{"export", "-o", folder}, args...)...).is(t, done)
	if out := apply("-f", folder, "--delete"); out != "Nothing differs.\n" {
		t.Errorf("applying the export: %s", out)
	}
	var answer struct{ Differences []struct{ Table, Key string } }
	changed := strings.Replace(organisation, "[unit.view]", "[unit.view, user.view]", 1)
	if err := json.Unmarshal([]byte(apply("-f", write(t, "o.yaml", changed), "--json")), &answer); err != nil || len(answer.Differences) != 1 || answer.Differences[0].Key != "Reader" {
		t.Errorf("the answer is %+v, %v", answer, err)
	}
}

func TestExportKeepsOutOfAFolderWithOtherConfiguration(t *testing.T) {
	url, token := answering(t)
	other := write(t, "mine.yaml", "unit: []\n")
	got := call(t, "", "export", "-o", filepath.Dir(other), "--server", url, "--token-file", token).is(t, refused)
	if entries, _ := os.ReadDir(filepath.Dir(other)); !strings.Contains(got.errs, "mine.yaml") || len(entries) != 1 {
		t.Errorf("it says %q and leaves %v", got.errs, entries)
	}
}

func TestClientVerbsSayWhatTheyLack(t *testing.T) {
	url, token := answering(t)
	t.Setenv("COUNTERSIGN_TOKEN", "")
	file := write(t, "a.yaml", "unit:\n  - {nam: A}\n")
	for want, c := range map[string]struct {
		status int
		args   []string
	}{
		"COUNTERSIGN_TOKEN":                     {wrongUse, []string{"--server", url}},
		"in the clear":                          {wrongUse, []string{"--server", "http://countersign.example", "--token-file", token}},
		"not an address":                        {wrongUse, []string{"--server", "localhost", "--token-file", token}},
		"does not answer":                       {refused, []string{"--server", "http://127.0.0.1:1", "--token-file", token}},
		"a.yaml, line 2: There is no field nam": {refused, []string{"--server", url, "--token-file", token}},
		"not valid":                             {refused, []string{"--server", url, "--token-file", write(t, "bad", "cst_0")}},
	} {
		got := call(t, "", append([]string{"apply", "-f", file}, c.args...)...).is(t, c.status)
		if !strings.Contains(got.errs, want) {
			t.Errorf("%v complains %q, which does not say %q", c.args, got.errs, want)
		}
	}
}
