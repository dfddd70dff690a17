package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

const kept = "../../netting"

func TestTheFilesInTheTreeAreThoseThatAreGenerated(t *testing.T) {
	fresh := t.TempDir()
	if err := generate(fresh); err != nil {
		t.Fatal(err)
	}
	have, want := files(t, kept), files(t, fresh)
	for name, text := range want {
		if !bytes.Equal(have[name], text) {
			t.Errorf("%s differs; run go run ./examples/internal/generate", name)
		}
	}
	for name := range have {
		if want[name] == nil {
			t.Errorf("nothing generates %s", name)
		}
	}
}

func files(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		all[name], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTheGroupIsOfTwelveCompaniesSixCurrenciesAndTwoThousandInvoices(t *testing.T) {
	currencies, references, n := map[string]bool{}, map[string]bool{}, 0
	for i, list := range invoices() {
		for _, v := range list {
			if v.payer != group[i].code || v.payee == v.payer {
				t.Errorf("%+v stands in the file of %s", v, group[i].code)
			}
			currencies[v.currency], references[v.payee+v.reference] = true, true
			n++
		}
	}
	if len(group) != 12 || len(currencies) != 6 || n != 2000 || len(references) != n {
		t.Errorf("%d companies, %d currencies, %d invoices of %d numbers", len(group), len(currencies), n, len(references))
	}
}
