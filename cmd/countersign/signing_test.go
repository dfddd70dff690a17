package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/store"
)

// signaturesAreProved asks for the proof of the story's package from its folder,
// as it is and with rows that somebody changed beside the program.
func signaturesAreProved(t *testing.T, folder string) {
	t.Helper()
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(folder, "countersign.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	alter := func(set string) {
		t.Helper()
		if err := db.Write(t.Context(), func(tx store.Tx) error { return tx.Exec(t.Context(), set) }); err != nil {
			t.Fatal(err)
		}
	}
	verify := func(status int) (v verified) {
		t.Helper()
		got := call(t, "", "signing", "verify", "NET-2026-11", "--data", folder, "--json").is(t, status)
		if err := json.Unmarshal([]byte(got.out), &v); err != nil {
			t.Fatalf("%v in %s", err, got.out)
		}
		return v
	}
	whole := verify(done)
	if whole.File != "equal" || len(whole.Signatures) < 2 || whole.Code != "NET-2026-11" {
		t.Errorf("the package is %+v", whole)
	}
	for _, s := range whole.Signatures {
		if !s.Holds || !s.Checked {
			t.Errorf("a signature is %+v", s)
		}
	}
	if got := call(t, "", "signing", "verify", "NET-2026-11", "--data", folder).is(t, done); !strings.Contains(got.out, "holds") {
		t.Errorf("in words it says %q", got.out)
	}

	alter(`UPDATE "order" SET amount_minor = amount_minor + 1 WHERE number = 1`)
	if v := verify(refused); v.File != "other" {
		t.Errorf("with another amount the file is %s", v.File)
	}
	alter(`UPDATE "order" SET amount_minor = amount_minor - 1 WHERE number = 1`)

	first := string(whole.Signatures[0].User)
	given := func(from, to string) {
		alter(`UPDATE signature SET "user" = '` + to + `' WHERE "user" = '` + from + `' AND "package" = '` + string(whole.Package) + `'`)
	}
	given(first, "ines.pereira")
	for _, s := range verify(refused).Signatures {
		if s.Holds == (s.User == "ines.pereira") {
			t.Errorf("once one is another person's, a signature is %+v", s)
		}
	}
	given("ines.pereira", first)

	for _, state := range []string{"stale", "withdrawn", "declined"} {
		alter(`UPDATE package SET state = '` + state + `' WHERE code = 'NET-2026-11'`)
		if v := verify(done); v.File != "not looked at" || len(v.Signatures) != len(whole.Signatures) {
			t.Errorf("of a %s package it says %+v", state, v)
		}
	}
	alter(`UPDATE package SET state = '` + string(whole.State) + `' WHERE code = 'NET-2026-11'`)
	if v := verify(done); v.File != "equal" {
		t.Errorf("as it was it is %+v", v)
	}
}
