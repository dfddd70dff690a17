package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestASignedBundleTravelsFromOneInstallationToAnother(t *testing.T) {
	there, thereToken := answering(t)
	here, hereToken := answering(t)
	from, to := []string{"--server", there, "--token-file", thereToken}, []string{"--server", here, "--token-file", hereToken}
	key := func(args []string) (k struct{ Name, Key string }) {
		t.Helper()
		if err := json.Unmarshal([]byte(call(t, "", append([]string{"export", "--key", "--json"}, args...)...).is(t, done).out), &k); err != nil {
			t.Fatal(err)
		}
		return k
	}
	call(t, "", append([]string{"apply", "-f", write(t, "organisation.yaml", organisation)}, from...)...).is(t, done)
	bundle := filepath.Join(t.TempDir(), "bundle.json")
	export := append([]string{"export", "--signed", bundle, "--for", key(to).Name, "--table", "unit", "--table", "role"}, from...)
	call(t, "", append([]string{"export", "--signed", bundle}, from...)...).is(t, wrongUse)
	for name, why := range map[string]string{"production": "is no installation's name", "name: " + key(to).Name + "\nkey: x": "is no installation's name", key(from).Name: "is this installation itself"} {
		if got := call(t, "", append([]string{"export", "--signed", bundle, "--for", name}, from...)...).is(t, refused); !strings.Contains(got.errs, why) {
			t.Errorf("for %q: %s", name, got.errs)
		}
	}
	call(t, "", export...).is(t, done)
	if got := call(t, "", export...).is(t, refused); !strings.Contains(got.errs, "already") {
		t.Errorf("written over: %s", got.errs)
	}
	take := append([]string{"apply", "--bundle", bundle}, to...)
	if got := call(t, "", take...).is(t, refused); !strings.Contains(got.errs, "No trusted exporter") {
		t.Errorf("before it is trusted: %s", got.errs)
	}
	trusted := "trusted_exporter:\n  - {name: Testing, verifier_key: " + key(from).Key + ", enabled: true}\n"
	call(t, "", append([]string{"apply", "-f", write(t, "trust.yaml", trusted)}, to...)...).is(t, done)
	if got := call(t, "", append(take, "--dry-run")...).is(t, done); !strings.Contains(got.out, "+ unit Group/Treasury\n") || strings.Contains(got.out, "karin") {
		t.Errorf("the plan is %s", got.out)
	}
	if got := call(t, "", take...).is(t, done); !strings.Contains(got.out, "Applied; entry ") {
		t.Errorf("it was not applied: %s", got.out)
	}
	if got := call(t, "", take...).is(t, done); got.out != "Nothing differs.\n" {
		t.Errorf("applied again: %s", got.out)
	}
	text, err := os.ReadFile(bundle)
	if err != nil {
		t.Fatal(err)
	}
	changed := write(t, "changed.json", strings.Replace(string(text), "unit.view", "user.view", 1))
	if got := call(t, "", append([]string{"apply", "--bundle", changed}, to...)...).is(t, refused); !strings.Contains(got.errs, "changed after it was signed") {
		t.Errorf("a changed bundle: %s", got.errs)
	}
}
