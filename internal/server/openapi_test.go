package server_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/testkit"
)

var update = flag.Bool("update", false, "write docs/openapi.json anew")

// TestTheOpenAPIDocumentIsTheOneThatIsKept: clients are made from it, so a
// change of it is looked at. Run with -update to accept one.
func TestTheOpenAPIDocumentIsTheOneThatIsKept(t *testing.T) {
	s := open(t, settings(t, testkit.SQLiteURL(t)))
	defer shut(t, s)
	doc, err := s.API.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(doc), "$schema") {
		t.Error("the document links schemas into answers")
	}
	path := filepath.Join(testkit.Root(), "docs", "openapi.json")
	if *update {
		if err := os.WriteFile(path, doc, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, doc) {
		t.Error("docs/openapi.json is not what is served; look at the difference, and accept it with 'go test ./internal/server -update'")
	}
}
