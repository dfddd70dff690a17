package verify_test

import (
	"os/exec"
	"strings"
	"testing"
)

func TestVerifyNeedsNothingOfTheServer(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	allowed := map[string]bool{
		"github.com/countersign/countersign/internal/audit/verify": true,
		"github.com/countersign/countersign/internal/audit/tree":   true,
		"golang.org/x/mod/sumdb/note":                              true,
		"golang.org/x/mod/sumdb/tlog":                              true,
	}
	for _, dep := range strings.Fields(string(out)) {
		outside := strings.Contains(strings.SplitN(dep, "/", 2)[0], ".")
		if outside && !allowed[dep] || dep == "database/sql" || dep == "net" {
			t.Errorf("it imports %s", dep)
		}
	}
}
