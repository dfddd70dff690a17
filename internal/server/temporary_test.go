package server_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/countersign/countersign/internal/config"
)

// TestWhatAKilledProcessWorkedOnIsRemovedAtTheNextStart, and what a running one
// works on is not.
func TestWhatAKilledProcessWorkedOnIsRemovedAtTheNextStart(t *testing.T) {
	each(t, func(t *testing.T, c *config.Config) {
		all := filepath.Join(c.Data, "tmp")
		killed := filepath.Join(all, "123")
		if err := os.MkdirAll(killed, 0o700); err != nil {
			t.Fatal(err)
		}
		draft := filepath.Join(c.Files(), "draft-123")
		if err := os.MkdirAll(c.Files(), 0o700); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{filepath.Join(killed, "left.csv"), killed + ".lock", draft} {
			if err := os.WriteFile(name, []byte("IBAN"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s := open(t, c)
		for _, left := range []string{killed, draft} {
			if _, err := os.Stat(left); !os.IsNotExist(err) {
				t.Errorf("what a killed process left is there: %s, %v", left, err)
			}
		}
		if own, err := os.ReadDir(all); err != nil || len(own) != 2 {
			t.Errorf("there are %v, %v; want a folder and its lock", own, err)
		}
		if !c.SQLite() { // another node on the same folder
			shut(t, open(t, c))
			if own, err := os.ReadDir(all); err != nil || len(own) != 2 {
				t.Errorf("another node left %v, %v", own, err)
			}
		}
		shut(t, s)
		if own, err := os.ReadDir(all); err != nil || len(own) != 0 {
			t.Errorf("it left %v, %v", own, err)
		}
	})
}
