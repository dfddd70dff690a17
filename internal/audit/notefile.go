package audit

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// PublicKeyFile is the name of the checkpoint file's companion, which holds the
// verifier key on one line.
const PublicKeyFile = "audit.pub"

// noteFile is the checkpoint file: every checkpoint of the database, ascending,
// each followed by an empty line. It is only appended to, and made durable at
// each step.
type noteFile struct {
	path string
	size int64 // of the last checkpoint in it
}

// openNote reads a checkpoint of this log. One by a key that the ring does not
// have may be by a key that came to its file since.
func openNote(ring *secret.Ring, msg string) (c tree.Checkpoint, err error) {
	for range 2 {
		var keys tree.Keys
		if keys, err = tree.ParseKeys(ring.Keys()); err != nil {
			return c, err
		}
		if c, _, err = keys.OpenCheckpoint([]byte(msg)); err == nil {
			return c, nil
		}
		if newer, failed := ring.Refresh(); failed != nil || !newer {
			break
		}
	}
	return c, fault.Wrap(err, fault.Conflict, "audit_key_changed", "The last checkpoint was not signed by this key ring. Give the ring that belongs to this log.")
}

// open reads the last checkpoint of the file, drops what a crash left of one
// half written, and compares it with the database.
func (f *noteFile) open(ctx context.Context, db store.DB, ring *secret.Ring) error {
	if err := f.publish(ring.Keys()); err != nil {
		return err
	}
	text, err := os.ReadFile(f.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fileFault(err, f.path)
	}
	notes, rest := tree.SplitNotes(text)
	if len(rest) > 0 {
		if err := f.trim(int64(len(text) - len(rest))); err != nil {
			return fileFault(err, f.path)
		}
	}
	f.size = 0
	if len(notes) == 0 {
		return nil
	}
	last := string(notes[len(notes)-1])
	c, err := openNote(ring, last)
	if err != nil {
		return err
	}
	f.size = c.Size
	var stored string
	err = db.QueryRow(ctx, []any{&stored}, `SELECT note FROM audit_checkpoint WHERE size = $1`, c.Size)
	if errors.Is(err, store.ErrNoRows) || err == nil && stored != last {
		return fault.New(fault.Conflict, "audit_rolled_back", "The checkpoint file %s proves %d audit entries that this database does not have: it was turned back, or is another. Nothing is signed until it is whole again; if an older backup was restored on purpose, move the file away and keep it as the proof of what was lost.", f.path, c.Size)
	}
	return err
}

func (f *noteFile) trim(to int64) error {
	file, err := os.OpenFile(f.path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Truncate(to), file.Sync(), file.Close())
}

// follow appends what the database has and the file has not.
func (f *noteFile) follow(ctx context.Context, db store.DB) error {
	var fresh bytes.Buffer
	size := f.size
	err := db.Query(ctx, func(scan store.Scan) error {
		var note string
		err := scan(&size, &note)
		fresh.WriteString(note + "\n")
		return err
	}, `SELECT size, note FROM audit_checkpoint WHERE size > $1 ORDER BY size`, f.size)
	if err != nil || fresh.Len() == 0 {
		return err
	}
	if err := appendDurably(f.path, fresh.Bytes()); err != nil {
		return fileFault(err, f.path)
	}
	f.size = size
	return nil
}

// publish keeps the companion: the public keys as tree.ParseKeys reads them. It
// only grows, by keys that those in it appointed; other keys in it are refused.
func (f *noteFile) publish(keys string) error {
	path := filepath.Join(filepath.Dir(f.path), PublicKeyFile)
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fileFault(err, path)
	}
	if string(text) == keys {
		return nil
	}
	if !strings.HasPrefix(keys, strings.TrimSpace(string(text))) {
		return fault.New(fault.Conflict, "audit_key_changed", "%s holds another public key than the key ring. Checkpoints of two logs must not share a folder.", path)
	}
	return fileFault(replaceDurably(path, []byte(keys)), path)
}

func fileFault(err error, path string) error {
	if err == nil {
		return nil
	}
	return fault.Wrap(err, fault.Unavailable, "audit_file", "The checkpoint file or its key cannot be kept at %s.", path)
}

func appendDurably(path string, text []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644) //nolint:gosec // checkpoints are for everybody to read
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// replaceDurably puts text in the place of a file whole or not at all.
func replaceDurably(path string, text []byte) error {
	draft := path + ".new"
	if err := os.Remove(draft); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := appendDurably(draft, text); err != nil {
		return err
	}
	if err := os.Rename(draft, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
