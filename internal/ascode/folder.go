package ascode

import (
	"io/fs"
	"path"
)

// Folder reads every YAML file of a folder and of the folders in it, by name.
func Folder(from fs.FS) ([]File, error) {
	var files []File
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".yaml" && path.Ext(name) != ".yml" {
			return err
		}
		text, err := fs.ReadFile(from, name)
		files = append(files, File{Name: name, Content: string(text)})
		return err
	})
	return files, err
}
