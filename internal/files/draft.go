package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

const drafts = "draft-*"

// draft is a new file that is written to, locked so that nobody takes it for one
// that a killed process left.
func (f *Folder) draft() (*os.File, error) {
	for {
		draft, err := os.CreateTemp(f.dir, drafts)
		if err != nil {
			return nil, err
		}
		if err := syscall.Flock(int(draft.Fd()), syscall.LOCK_EX); err != nil {
			return nil, errors.Join(err, draft.Close(), os.Remove(draft.Name()))
		}
		// Another process may have come between the making and the locking.
		if _, err = os.Stat(draft.Name()); err == nil {
			return draft, nil
		}
		if err := draft.Close(); err != nil {
			return nil, err
		}
	}
}

// Clear removes the drafts of processes that ended while they wrote: what people
// sent stands in them, and nothing else would remove them. Whose process runs is
// told by a lock, which the kernel takes away with it; several may share a folder.
// Fault: files_unwritable.
func (f *Folder) Clear() error {
	left, err := filepath.Glob(filepath.Join(f.dir, drafts))
	if err != nil {
		return err
	}
	for _, name := range left {
		if err := abandoned(name); err != nil {
			return unwritable(err)
		}
	}
	return nil
}

// abandoned removes a draft whose lock nobody holds.
func abandoned(name string) error {
	draft, err := os.OpenFile(name, os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // published meanwhile
	}
	if err != nil {
		return err
	}
	defer func() { _ = draft.Close() }()
	if err := syscall.Flock(int(draft.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil //nolint:nilerr // its process runs
	}
	if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
