package matching

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// Every statement of the samples agrees with itself: each entry is a row with an
// amount and a date that can be compared.
func TestSampleStatementsAreReadOrRefusedWithTheRightReason(t *testing.T) {
	root := os.Getenv("COUNTERSIGN_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "shared")
	}
	want := map[string]map[string]struct {
		rows    int
		refusal string
	}{
		"camt053": {
			"camt053.v2.all-balance-types.xml": {1, ""},
			"camt053.v2.minimal.xml":           {1, ""},
			"camt053.v2.multi.statement.xml":   {2, ""},
			"camt053.v2.wrong.xml":             {0, "Document/BkToCstmrStmt line 8: The file holds no statement (Stmt)."},
			"camt053.v4.xml":                   {1, ""},
			"camt053.v8.xml":                   {1, ""},
		},
		"mt940": {
			"abnamro.sta": {10, ""}, "ing.sta": {7, ""}, "postfinance.sta": {4, ""}, "rabobank.sta": {5, ""},
			"LICENSE.jejik": {0, `line 1: "Copyright (c) 2012 Frank Oxener - Agile Dovadi BV" is no field of an MT940; check that the file is one.`},
		},
	}
	for folder, files := range want {
		dir := filepath.Join(root, "samples", folder)
		entries, err := os.ReadDir(dir)
		if errors.Is(err, os.ErrNotExist) {
			t.Skipf("samples/%s is not here; set COUNTERSIGN_SHARED to the folder that holds it", folder)
		} else if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			t.Run(entry.Name(), func(t *testing.T) {
				expected, known := files[entry.Name()]
				if !known {
					t.Fatal("say here what this file should give")
				}
				path := filepath.Join(dir, entry.Name())
				c := Config{Keys: []Sides{Both("statement"), Both("line")}, Amount: Both("amount"), Date: Both("date")}
				if filepath.Ext(path) == ".jejik" {
					c.Format = Both("mt940")
				}
				s, err := Run(context.Background(), c, path, path, filepath.Join(t.TempDir(), "out"), nil)
				var ours *Error
				if expected.refusal != "" {
					if !errors.As(err, &ours) || ours.Code != BadStatement || ours.Detail != expected.refusal {
						t.Fatal(err)
					}
					return
				}
				if err != nil || s.Left != expected.rows || s.Exact != expected.rows {
					t.Fatal(err, s)
				}
			})
		}
	}
}
