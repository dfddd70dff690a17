package audit_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/secret"
)

// TestTokensAreTheSameWhateverWasSealedBefore seals more values than are
// remembered, with old ones among them, short and long, and across a rotation.
func TestTokensAreTheSameWhateverWasSealedBefore(t *testing.T) {
	ring, err := secret.Create(filepath.Join(t.TempDir(), "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	used := audit.NewSealer(ring)
	for i := range 1500 {
		if i == 1000 {
			if err := ring.Rotate(); err != nil {
				t.Fatal(err)
			}
		}
		ev := &audit.Event{
			Actor: fmt.Sprint("clerk-", i%7), Action: "unit.update", Reason: fmt.Sprintf("word%d word%d again again", i, i/3),
			Rows: []audit.Row{{Table: "unit", ID: fmt.Sprint("u", i), Op: "update", After: fmt.Appendf(nil, `{"name":"Name %d of %s","size":%d}`, i%90, strings.Repeat("x", i%80), i*i)}},
		}
		got, err := used.Seal(int64(i+1), 1, ev)
		if err != nil {
			t.Fatal(err)
		}
		if i%50 != 49 {
			continue
		}
		want, err := audit.NewSealer(ring).Seal(int64(i+1), 1, ev)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Header, want.Header) {
			t.Fatalf("entry %d has another header than when it is sealed alone", i+1)
		}
	}
}
