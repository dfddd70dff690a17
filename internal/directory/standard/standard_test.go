package standard_test

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/testkit"
)

var update = flag.Bool("update", false, "write docs/roles.md anew")

func TestEachPermissionOfAStandardRoleExists(t *testing.T) {
	c, err := config.Load(config.Sources{Environ: []string{}, Flags: map[string]string{"data": filepath.Join(t.TempDir(), "data")}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.Open(t.Context(), c, server.Options{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	known := map[string]bool{}
	for _, p := range s.Engine.Permissions() {
		known[p] = true
	}
	ids := map[string]bool{}
	for _, r := range standard.Roles {
		if ids[r.ID] {
			t.Errorf("%s is there twice", r.ID)
		}
		ids[r.ID] = true
		if len(r.Permissions) == 0 && r.Later == "" {
			t.Errorf("%s holds nothing, and nothing says why", r.ID)
		}
		for _, p := range r.Permissions {
			if !known[p] {
				t.Errorf("%s names %s, which does not exist", r.ID, p)
			}
		}
	}
}

// shipped are the digests of the table by revision: one that was in people's
// hands is never given another content. Add a line for a new one.
var shipped = map[int64]string{
	1: "a35d4a47a389ee46bf7dbcd1c7a50fd63b7f68cb25765d818f965848a247d017",
	2: "ed46f941095b4c2e6e5e2903f9a4ec269ef0dcda191142c72c3cf253184f7ae5",
}

func TestAnotherTableIsAnotherRevision(t *testing.T) {
	var b bytes.Buffer
	for _, r := range standard.Roles {
		fmt.Fprintf(&b, "%s\n%s\n%s\n", r.ID, r.Name, strings.Join(r.Permissions, " "))
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256(b.Bytes())); shipped[standard.Revision] != sum {
		t.Errorf("revision %d was %s and is %s: installations would keep the old roles. Let Revision grow and add its digest", standard.Revision, shipped[standard.Revision], sum)
	}
}

// TestTheRolesAreThoseOfTheDocumentation: a change of what people may do is
// looked at. Run with -update to accept one, and let Revision grow.
func TestTheRolesAreThoseOfTheDocumentation(t *testing.T) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Standard roles\n\nRevision %d. They cannot be edited or deleted; clone one to make your own. Written by a test from the table in the code.\n\n", standard.Revision)
	b.WriteString("| role | granted at | permissions | later |\n| --- | --- | --- | --- |\n")
	for _, r := range standard.Roles {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.ID, r.At, strings.Join(r.Permissions, ", "), r.Later)
	}
	path := filepath.Join(testkit.Root(), "docs", "roles.md")
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, b.Bytes()) {
		t.Error("docs/roles.md is not the table in the code; look at the difference, let Revision grow, and accept it with 'go test ./internal/directory/standard -update'")
	}
}
