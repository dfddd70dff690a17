package iso20022

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// wantRefusal checks code and place of a refusal; place "*" is any.
func wantRefusal(t *testing.T, err error, code, place string) *Error {
	t.Helper()
	var refusal *Error
	if !errors.As(err, &refusal) {
		t.Fatalf("got %v, want a refusal %s", err, code)
	}
	if refusal.Code != code || place != "*" && refusal.Place != place {
		t.Fatalf("got %q, want %s at %q", refusal, code, place)
	}
	if refusal.Detail == "" {
		t.Fatalf("%s says nothing to the user", refusal.Code)
	}
	return refusal
}

// shared is a folder of the standards and samples that stand beside a checkout,
// or the test is skipped.
func shared(t *testing.T, parts ...string) string {
	t.Helper()
	root := os.Getenv("COUNTERSIGN_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "shared")
	}
	path := filepath.Join(append([]string{root}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s is not here; set COUNTERSIGN_SHARED to the folder that holds it", filepath.Join(parts...))
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return abs
}
