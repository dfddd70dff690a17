// Package e2e proves the kernel as a whole, from outside: real databases with
// fsync on, several processes, kill -9, lost connections. What is proved piece
// by piece stands beside the pieces.
package e2e

import (
	"fmt"
	"os"
	"strconv"
	"testing"
)

// childVariable makes a re-executed test binary play one of the children.
const childVariable = "COUNTERSIGN_E2E_CHILD"

var children = map[string]func() error{
	"racer":  raceInChild,
	"crowd":  crowdInChild,
	"steady": steadyInChild,
}

func TestMain(m *testing.M) {
	role := os.Getenv(childVariable)
	if role == "" {
		os.Exit(m.Run())
	}
	if err := children[role](); err != nil {
		fmt.Fprintln(os.Stderr, role+":", err)
		os.Exit(1)
	}
}

// count is how often a long test repeats: short by default, or as the
// environment says.
func count(t *testing.T, variable string, short int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return short
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s=%q is not a count", variable, text)
	}
	return n
}
