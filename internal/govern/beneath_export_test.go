package govern

import "testing"

// LookBeneath sets how many entries are looked through for the length of a test.
func LookBeneath(t *testing.T, most int) {
	before := mostBeneath
	mostBeneath = most
	t.Cleanup(func() { mostBeneath = before })
}
