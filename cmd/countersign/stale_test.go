package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/review"
)

func TestStaleNamesWhatTheAskerMayView(t *testing.T) {
	url, token := answering(t)
	args := []string{"--server", url, "--token-file", token}
	call(t, "", append([]string{"apply", "-f", write(t, "o.yaml", organisation+"group:\n  - {name: Nobody, unit: Group}\n")}, args...)...).is(t, done)
	if got := call(t, "", append([]string{"stale"}, args...)...).is(t, done); !strings.Contains(got.out, "user karin (karin@example.com): never signed in\n") || !strings.Contains(got.out, "(Nobody): without members\n") || !strings.Contains(got.out, "of deployer (test): ends at ") {
		t.Errorf("it says %s", got.out)
	}
	var s review.Stale
	if err := json.Unmarshal([]byte(call(t, "", append([]string{"stale", "--json"}, args...)...).is(t, done).out), &s); err != nil || len(s.Groups) != 1 || len(s.Tokens) != 1 {
		t.Errorf("the answer is %+v, %v", s, err)
	}
}
