package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/collude"
)

func TestCollusionIsAskedOnTheCommandLine(t *testing.T) {
	data, _ := founded(t)
	got := call(t, "", "collusion", "--data", data, "--outcome", "user_gains_role", "--role", "payments-clerk").is(t, refused)
	if !strings.Contains(got.out, "ALARM") || !strings.Contains(got.out, "no four-eyes rule on grant.insert") || got.errs != "" {
		t.Errorf("it says %q and complains %q", got.out, got.errs)
	}
	got = call(t, "", "collusion", "--data", data, "--outcome", "user_gains_role", "--role", "payments-clerk", "--json").is(t, refused)
	var r collude.Report
	if err := json.Unmarshal([]byte(got.out), &r); err != nil || !r.Alarm || len(r.Cases) != 1 || r.Cases[0].Sizes[0] == 0 {
		t.Errorf("the answer is %s, %v", got.out, err)
	}
	if got := call(t, "", "collusion", "--data", data, "--outcome", "payment_to_new_beneficiary").is(t, done); strings.Contains(got.out, "sets") || !strings.Contains(got.out, "not counted: ") {
		t.Errorf("without accounts it says %q", got.out)
	}
	call(t, "", "collusion", "--data", data, "--outcome", "rain").is(t, wrongUse)
	call(t, "", "collusion", "--data", data, "--outcome", "user_gains_role").is(t, wrongUse)
	call(t, "", "collusion", "--data", data, "--outcome", "user_gains_role", "--role", "none").is(t, refused)
}
