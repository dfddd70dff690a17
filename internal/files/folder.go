package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/countersign/countersign/internal/fault"
)

// Folder is a Store in a folder of this machine: <dir>/<two digits>/<digest>,
// each file readable by its owner alone.
type Folder struct{ dir string }

// NewFolder makes the folder if it is missing.
func NewFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, unwritable(err)
	}
	return &Folder{dir: dir}, nil
}

// Put writes to a temporary name beside the final one, so that a crash leaves
// nothing under a digest that is not whole.
func (f *Folder) Put(ctx context.Context, r io.Reader, limit int64) (string, int64, error) {
	draft, err := f.draft()
	if err != nil {
		return "", 0, unwritable(err)
	}
	defer func() { _ = os.Remove(draft.Name()) }() // gone already when all went well
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(writer{draft}, sum), io.LimitReader(reader{ctx, r}, limit+1))
	if err == nil && size > limit {
		err = tooLarge(limit)
	}
	digest := hex.EncodeToString(sum.Sum(nil))
	if err == nil {
		err = asUnwritable(draft.Sync())
	}
	if err == nil {
		err = f.publish(draft.Name(), digest)
	}
	// Closed last: the lock keeps the name until then.
	if err = errors.Join(err, asUnwritable(draft.Close())); err != nil {
		return "", 0, err
	}
	return digest, size, nil
}

// publish gives the file its name durably. A file that stands there already is
// replaced: should the disk have damaged it, it is whole again.
func (f *Folder) publish(draft, digest string) error {
	final := f.path(digest)
	if err := os.MkdirAll(filepath.Dir(final), 0o700); err != nil {
		return unwritable(err)
	}
	if err := os.Rename(draft, final); err != nil {
		return unwritable(err)
	}
	for _, dir := range []string{filepath.Dir(final), f.dir} {
		if err := syncFolder(dir); err != nil {
			return unwritable(err)
		}
	}
	return nil
}

func (f *Folder) path(digest string) string { return filepath.Join(f.dir, digest[:2], digest) }

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Open opens the file; its bytes are checked while they are read.
func (f *Folder) Open(_ context.Context, digest string) (io.ReadCloser, error) {
	if err := checkDigest(digest); err != nil {
		return nil, err
	}
	file, err := os.Open(f.path(digest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "no_file", "There is no file with the digest %s.", digest)
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "files_unreadable", "The file %s cannot be read.", digest)
	}
	return &checked{file: file, sum: sha256.New(), digest: digest}, nil
}

// checked hashes what is read and compares at the end.
type checked struct {
	file   *os.File
	sum    hash.Hash
	digest string
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.file.Read(p)
	c.sum.Write(p[:n])
	if errors.Is(err, io.EOF) && hex.EncodeToString(c.sum.Sum(nil)) != c.digest {
		return n, fault.New(fault.Internal, "file_altered", "The file kept as %s is not the one that was put: it was altered on disk. Restore it from a backup.", c.digest)
	}
	return n, err
}

func (c *checked) Close() error { return c.file.Close() }

// reader ends with its context, so that a slow sender holds nothing for ever.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// writer tells a full disk from a reader that failed.
type writer struct{ w io.Writer }

func (w writer) Write(p []byte) (int, error) {
	n, err := w.w.Write(p)
	return n, asUnwritable(err)
}

func asUnwritable(err error) error {
	if err == nil {
		return nil
	}
	return unwritable(err)
}

func unwritable(err error) error {
	return fault.Wrap(err, fault.Unavailable, "files_unwritable", "The file could not be kept. Nothing was changed; the operator finds the reason in the log.")
}
