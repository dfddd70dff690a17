// Package soak tells tests how often to repeat what random cases show. It is
// alone so that tests of packages without any server can ask it too.
package soak

import (
	"os"
	"testing"
)

// Running reports whether COUNTERSIGN_SOAK asks for the long forms, which take
// hours.
func Running() bool { return os.Getenv("COUNTERSIGN_SOAK") != "" }

// Count is how often to repeat: short under -short, which wins, full in a soak,
// else usual.
func Count(short, usual, full int) int {
	switch {
	case testing.Short():
		return short
	case Running():
		return full
	}
	return usual
}
