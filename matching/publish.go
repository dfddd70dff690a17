package matching

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// outputPlace is the absolute folder that out names, links followed; it does
// not have to exist, but if it does it may hold nothing but results.
func outputPlace(out string) (string, error) {
	place, err := filepath.Abs(out)
	if err != nil {
		return "", unwritable(out, err)
	}
	if real, err := filepath.EvalSymlinks(place); err == nil {
		place = real
	}
	if err := os.MkdirAll(filepath.Dir(place), 0o777); err != nil { //nolint:gosec // the umask narrows it, as for any output
		return "", unwritable(out, reason(err))
	}
	entries, err := os.ReadDir(place)
	if errors.Is(err, fs.ErrNotExist) {
		return place, nil
	} else if err != nil {
		return "", unwritable(out, reason(err))
	}
	for _, e := range entries {
		if !slices.ContainsFunc(resultFiles, func(name string) bool { return e.Name() == name || e.Name() == inParquet(name) }) {
			return "", failure(OutputInUse, out, NoRow, "", "the folder holds %q, which is not a result; name another folder", e.Name())
		}
	}
	return place, nil
}

// draftFolder makes an empty folder beside out, so that a rename can put it
// into place.
func draftFolder(out string) (string, error) {
	draft, err := "", fs.ErrExist
	for n := 0; errors.Is(err, fs.ErrExist); n++ {
		draft = beside(out, "draft", n)
		err = os.Mkdir(draft, 0o777) //nolint:gosec // the umask narrows it, as for any output
	}
	if err != nil {
		return "", unwritable(out, reason(err))
	}
	return draft, nil
}

func beside(out, what string, n int) string {
	name := "." + filepath.Base(out) + "." + what + "-" + strconv.Itoa(os.Getpid()) + "-" + strconv.Itoa(n)
	return filepath.Join(filepath.Dir(out), name)
}

// publish puts the finished draft into out's place. An earlier result steps
// aside first, and back if that fails.
func publish(draft, out string) error {
	old := ""
	if _, err := os.Lstat(out); err == nil {
		old = beside(out, "replaced", 0)
		if err := os.Rename(out, old); err != nil {
			return unwritable(out, reason(err))
		}
	}
	if err := os.Rename(draft, out); err != nil {
		if old != "" {
			err = errors.Join(reason(err), os.Rename(old, out))
		}
		return unwritable(out, reason(err))
	}
	if old != "" {
		if err := os.RemoveAll(old); err != nil {
			return unwritable(old, reason(err))
		}
	}
	return syncFolder(filepath.Dir(out))
}

// syncFolder makes a rename survive a loss of power.
func syncFolder(path string) error {
	d, err := os.Open(path) //nolint:gosec // the parent of the caller's folder
	if err != nil {
		return unwritable(path, reason(err))
	}
	defer func() { _ = d.Close() }()
	if err := d.Sync(); err != nil {
		return unwritable(path, reason(err))
	}
	return nil
}
