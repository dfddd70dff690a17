package main

import (
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
)

func TestTheStandardQuestionsAreAskedOnTheCommandLine(t *testing.T) {
	url, token := answering(t)
	ask := func(verb string, args ...string) ended {
		return call(t, "", append([]string{verb, "--server", url, "--token-file", token}, args...)...)
	}
	if got := ask("who", "--permission", "user.insert").is(t, done); !strings.Contains(got.out, "bela") || !strings.Contains(got.out, "administrator") {
		t.Errorf("who says %q", got.out)
	}
	if got := ask("who", "--permission", "user.insert", "--as-of", "2020-01-01T00:00:00Z").is(t, done); got.out != "" {
		t.Errorf("before there was anybody it says %q", got.out)
	}
	if got := ask("what", "--user", "bela").is(t, done); !strings.Contains(got.out, "user.insert: grant") {
		t.Errorf("what says %q", got.out)
	}
	if got := ask("what", "--json").is(t, done); !strings.Contains(got.out, `"user.insert"`) {
		t.Errorf("what says %q", got.out)
	}
	changes := write(t, "changes", `[{"table": "user", "op": "update", "id": "bela", "body": {"status": "suspended"}}]`)
	if got := ask("simulate", changes).is(t, done); !strings.Contains(got.out, "bela\n  lose ") || strings.Contains(got.out, "  gain ") {
		t.Errorf("simulate says %q", got.out)
	}
	changes = write(t, "more", `[{"table": "grant", "op": "insert", "body": {"user": "bela", "role": "payments-clerk", "scope": "everything"}}]`)
	if got := ask("simulate", changes).is(t, done); !strings.Contains(got.out, "1 users") || !strings.Contains(got.out, "gain") || !strings.Contains(got.out, "package.create") {
		t.Errorf("simulate says %q", got.out)
	}
	ask("simulate", write(t, "broken", `[{`)).is(t, wrongUse)
}

func TestAReviewerOfOneUnitAsksOnTheCommandLine(t *testing.T) {
	s, url, _ := running(t)
	make := func(cmd govern.Command) {
		t.Helper()
		if out, err := s.Engine.Submit(t.Context(), govern.Actor{User: "ada", Method: "test"}, govern.Note{}, cmd); err != nil || out.State != govern.Applied {
			t.Fatalf("%s: %+v, %v", cmd.Name(), out, err)
		}
	}
	for _, unit := range []govern.ID{"london", "vienna"} {
		make(govern.PutNamed(directory.Units, unit, &directory.Unit{Name: string(unit)}))
		make(govern.PutNamed(directory.Users, "of-"+unit, &directory.User{Email: string(unit) + "@example.com", Name: "Clerk", Kind: "person", Status: "active", Unit: unit}))
		make(govern.PutNamed(directory.Grants, "at-"+unit, &directory.Grant{User: "of-" + unit, Role: "user-administrator", Scope: "unit", ScopeRecord: "london"}))
	}
	make(govern.PutNamed(directory.Users, "asking", &directory.User{Email: "asking@service.example", Name: "asking", Kind: "service", Status: "active", Keeper: "bela"}))
	make(govern.PutNamed(directory.Grants, "asking", &directory.Grant{User: "asking", Role: "access-reviewer", Scope: "unit", ScopeRecord: "london"}))
	secret, hash := directory.NewSecret()
	token := &directory.APIToken{User: "asking", Name: "test", Hash: hash, ExpiresAt: govern.At(s.Engine.Now()) + 3600e6}
	if out, err := s.Engine.Submit(t.Context(), govern.Actor{User: "bela", Method: "test"}, govern.Note{}, govern.PutNew(directory.APITokens, "asking", token)); err != nil || out.State != govern.Applied {
		t.Fatalf("%+v, %v", out, err)
	}
	file := write(t, "token", secret+"\n")
	ask := func(verb string, args ...string) ended {
		return call(t, "", append([]string{verb, "--server", url, "--token-file", file}, args...)...)
	}
	const limits = "You may ask at unit london; of elsewhere nothing is told.\n"
	if got := ask("who", "--permission", "user.insert", "--table", "unit", "--id", "london").is(t, done).out; !strings.HasPrefix(got, "of-london (Clerk): grant at-london") || !strings.HasSuffix(got, limits) || strings.Contains(got, "vienna") || strings.Contains(got, "ada") {
		t.Errorf("who says %q", got)
	}
	if got := ask("what", "--user", "of-london").is(t, done).out; !strings.Contains(got, "user.insert: grant at-london") || !strings.HasSuffix(got, limits) {
		t.Errorf("what says %q", got)
	}
	there, not := ask("what", "--user", "of-vienna"), ask("what", "--user", "of-nobody")
	if there.status == done || there.status != not.status || strings.ReplaceAll(there.errs, "vienna", "nobody") != not.errs {
		t.Errorf("of somebody elsewhere it says %q, of nobody %q", there.errs, not.errs)
	}
	changes := write(t, "changes", `[{"table": "grant", "op": "delete", "id": "at-london"}]`)
	if got := ask("simulate", changes).is(t, done).out; !strings.Contains(got, "1 users") || !strings.Contains(got, "lose ") || !strings.HasSuffix(got, limits) {
		t.Errorf("simulate says %q", got)
	}
	if got := ask("doctor").is(t, done).out; !strings.HasPrefix(got, "Every pending change that you may see (of the oldest 1000) can be met") {
		t.Errorf("doctor says %q", got)
	}
}
