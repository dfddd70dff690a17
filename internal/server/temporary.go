package server

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/countersign/countersign/internal/fault"
)

// temporary is this process's own folder, within the data folder, for files that
// are worked on: what people upload stands nowhere else in the clear, and not
// longer than it is worked on, however the process ends.
type temporary struct {
	dir  string
	lock *os.File
}

// newTemporary makes the folder, and removes those of processes that have ended
// without doing so. Whose process runs is told by a lock, which the kernel takes
// away with it: nodes may share a data folder.
func newTemporary(data string) (*temporary, error) {
	all := filepath.Join(data, "tmp")
	if err := os.MkdirAll(all, 0o700); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "data_folder", "The folder %s cannot be made.", all)
	}
	left, err := filepath.Glob(filepath.Join(all, "*.lock"))
	if err != nil {
		return nil, err
	}
	for _, name := range left {
		if err := abandoned(name); err != nil {
			return nil, err
		}
	}
	lock, err := os.CreateTemp(all, "*.lock")
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "data_folder", "The folder %s cannot be written to.", all)
	}
	t := &temporary{strings.TrimSuffix(lock.Name(), ".lock"), lock}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return t, os.Mkdir(t.dir, 0o700)
}

// abandoned removes a folder whose lock nobody holds.
func abandoned(name string) error {
	lock, err := os.OpenFile(name, os.O_RDWR, 0o600)
	if errors.Is(err, os.ErrNotExist) {
		return nil // another node was faster
	}
	if err != nil {
		return err
	}
	defer func() { _ = lock.Close() }()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil //nolint:nilerr // its process runs
	}
	return errors.Join(os.RemoveAll(strings.TrimSuffix(name, ".lock")), os.Remove(name))
}

func (t *temporary) close() error {
	return errors.Join(os.RemoveAll(t.dir), os.Remove(t.lock.Name()), t.lock.Close())
}
