package spelling_test

import (
	"strings"
	"testing"

	"github.com/countersign/countersign/spelling"
)

func TestTheNearestNameTakesTheFewestEdits(t *testing.T) {
	names := []string{"amount", "account", "currency", "count"}
	for word, want := range map[string]struct {
		name  string
		edits int
	}{
		"amount":    {"amount", 0},
		"amuont":    {"amount", 2},
		"accoun":    {"account", 1},
		"currencys": {"currency", 1},
		"ount":      {"count", 1},
		"":          {"count", 5},
		"mount":     {"amount", 1},
		"bcount":    {"count", 1},
	} {
		if name, edits := spelling.Nearest(word, names); name != want.name || edits != want.edits {
			t.Errorf("%q: %s by %d, want %s by %d", word, name, edits, want.name, want.edits)
		}
	}
}

func TestTheFirstOfSeveralIsNamedAndNoneOfNone(t *testing.T) {
	if name, edits := spelling.Nearest("cat", []string{"bat", "rat"}); name != "bat" || edits != 1 {
		t.Errorf("%s by %d", name, edits)
	}
	if name, _ := spelling.Nearest("cat", nil); name != "" {
		t.Errorf("got %q", name)
	}
}

func TestANameOfMegabytesCostsNoTime(t *testing.T) {
	if _, edits := spelling.Nearest(strings.Repeat("x", 10<<20), []string{"amount"}); edits != 200 {
		t.Errorf("by %d", edits)
	}
}
