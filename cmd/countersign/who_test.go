package main

import (
	"strings"
	"testing"
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
