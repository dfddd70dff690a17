package main

import (
	"strings"
	"testing"
)

func TestAPresetSwitchesRulesOnAndTheDoctorHasNothingToSay(t *testing.T) {
	url, token := answering(t)
	ask := func(status int, verb string, more ...string) string {
		return call(t, "", append([]string{verb, "--server", url, "--token-file", token}, more...)...).is(t, status).out
	}
	if out := ask(done, "preset", "permissions", "--dry-run"); !strings.Contains(out, "rules would be written at once:\n") || !strings.Contains(out, "\n  + Preset: four_eyes_rule insert, update, delete\n") {
		t.Errorf("the rehearsal says %s", out)
	}
	if out := ask(done, "doctor"); !strings.Contains(out, "Every four-eyes rule and every pending change (of the oldest 1000) can be met by today's people") {
		t.Errorf("the doctor says %s", out)
	}
	if out := ask(done, "preset", "permissions"); !strings.Contains(out, "rules are in force") {
		t.Errorf("the preset says %s", out)
	}
	if out := ask(done, "preset", "permissions", "--expires", "24"); !strings.Contains(out, "Held as change ") {
		t.Errorf("under its own rules the preset says %s", out)
	}
	// ada's service asked, so that bela alone can agree: the change can be met.
	if out := ask(done, "doctor", "--json"); !strings.Contains(out, `"items": []`) {
		t.Errorf("the doctor says %s", out)
	}
	call(t, "", "preset", "some", "--server", url, "--token-file", token).is(t, wrongUse)
}
