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
	"racer":     raceInChild,
	"crowd":     crowdInChild,
	"steady":    steadyInChild,
	"keeps_log": keepsLog,
	"archives":  archivesInChild,
	"compares":  comparesInChild,
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

// count is how often a long test repeats: what its own variable says, else the
// full number in a soak (COUNTERSIGN_SOAK), the usual one, or a fifth with -short.
func count(t *testing.T, variable string, usual, full int) int {
	t.Helper()
	if text := os.Getenv(variable); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			t.Fatalf("%s=%q is not a count", variable, text)
		}
		return n
	}
	switch {
	case os.Getenv("COUNTERSIGN_SOAK") != "":
		return full
	case testing.Short():
		return max(1, usual/5)
	}
	return usual
}
