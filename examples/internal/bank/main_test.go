package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestTheBanksFilesAreWhatTheProgramMakes(t *testing.T) {
	root, examples := t.TempDir(), filepath.Join("..", "..")
	if err := os.CopyFS(filepath.Join(root, "netting"), os.DirFS(filepath.Join(examples, "netting"))); err != nil {
		t.Fatal(err)
	}
	if err := generate(root); err != nil {
		t.Fatal(err)
	}
	made := os.DirFS(filepath.Join(root, "bank"))
	err := fs.WalkDir(made, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		want, err := fs.ReadFile(made, name)
		if err != nil {
			return err
		}
		if got, err := os.ReadFile(filepath.Join(examples, "bank", name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs (%v); run the program again", name, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
