package secret

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/countersign/countersign/internal/fault"
)

// Environment names the variable that may hold the whole ring, as the file
// would; it then goes before the file.
const Environment = "COUNTERSIGN_KEYS"

// Open reads the ring at path, or from the environment when Environment is set.
// Faults: keys_missing (no such file; an installation that has entries must get
// its old ring back, a new one calls Create), keys_exposed (others may read the
// file), keys_malformed.
func Open(path string) (*Ring, error) {
	r := &Ring{path: path}
	if os.Getenv(Environment) != "" {
		r.path = ""
	}
	return r, r.Reload()
}

// Create makes a new ring at path, readable by its owner alone, and opens it.
// It never replaces one: keys_exist. With Environment set it opens that.
func Create(path string) (*Ring, error) {
	if os.Getenv(Environment) != "" {
		return Open(path)
	}
	if _, err := os.Lstat(path); err == nil {
		return nil, fault.New(fault.Conflict, "keys_exist", "There is a key ring at %s already; it is never overwritten.", path)
	}
	f, err := newForm()
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "keys_not_made", "No keys could be made.")
	}
	if err := f.save(path, true); err != nil {
		return nil, err
	}
	return Open(path)
}

// Reload reads the ring again, after another process rotated it. On a fault the
// ring stays as it was.
func (r *Ring) Reload() error {
	text, err := r.read()
	if err != nil {
		return err
	}
	_, k, err := parseForm(text)
	if err != nil {
		return r.malformed(err)
	}
	if old := r.state.Load(); old != nil && !strings.HasPrefix(k.history, old.history) {
		return r.malformed(errors.New("it is the ring of another installation, or an older copy of this one's"))
	}
	r.state.Store(k)
	return nil
}

// Rotate adds a sealing key and a token key and makes them the newest; the old
// ones stay, for what they sealed. The file is replaced whole or not at all.
// Fault keys_fixed when the ring came from the environment.
func (r *Ring) Rotate() error {
	return r.change(func(f *ringForm, _ *keys) error { return f.rotate() })
}

// RotateSigner makes a new key that signs checkpoints, which the old one appoints
// by a signed note. What was signed before stays provable; the old private key is
// gone from the ring. Faults as for Rotate.
func (r *Ring) RotateSigner() error {
	return r.change(func(f *ringForm, k *keys) error { return f.rotateSigner(k.signer) })
}

// Refresh reads the ring again when its file changed since it was read, and tells
// whether other keys are the newest now. On a fault the ring stays as it was.
func (r *Ring) Refresh() (rotated bool, err error) {
	if r.path == "" {
		return false, nil
	}
	text, err := r.read()
	if err != nil {
		return false, err
	}
	_, k, err := parseForm(text)
	if err != nil {
		return false, r.malformed(err)
	}
	old := r.state.Load()
	if k.primary == old.primary && k.verifier == old.verifier {
		return false, nil
	}
	return true, r.Reload()
}

func (r *Ring) change(do func(*ringForm, *keys) error) error {
	r.lock.Lock()
	defer r.lock.Unlock()
	if r.path == "" {
		return fault.New(fault.Conflict, "keys_fixed", "The key ring comes from %s; rotate the file it was made from and set it again.", Environment)
	}
	text, err := r.read()
	if err != nil {
		return err
	}
	f, k, err := parseForm(text)
	if err != nil {
		return r.malformed(err)
	}
	if err := do(f, k); err != nil {
		return fault.Wrap(err, fault.Internal, "keys_not_made", "No keys could be made.")
	}
	if err := f.save(r.path, false); err != nil {
		return err
	}
	return r.Reload()
}

func (r *Ring) read() ([]byte, error) {
	if r.path == "" {
		return []byte(os.Getenv(Environment)), nil
	}
	info, err := os.Stat(r.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Wrap(err, fault.NotFound, "keys_missing", "There is no key ring at %s. Put back the one this installation was made with; without it nothing sealed can be read.", r.path)
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "keys_unreadable", "The key ring at %s cannot be read.", r.path)
	}
	if !info.Mode().IsRegular() || info.Mode().Perm()&0o077 != 0 {
		return nil, fault.New(fault.Conflict, "keys_exposed", "The key ring at %s may be read by others (mode %04o): run chmod 600 on it, and rotate if somebody may have.", r.path, info.Mode().Perm())
	}
	text, err := os.ReadFile(r.path)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "keys_unreadable", "The key ring at %s cannot be read.", r.path)
	}
	return text, nil
}

func (r *Ring) malformed(cause error) error {
	from := r.path
	if from == "" {
		from = Environment
	}
	return fault.New(fault.Conflict, "keys_malformed", "The key ring in %s cannot be used: %s.", from, cause)
}

// save writes the ring beside path, makes it durable, and only then gives it
// the name; fresh refuses a name that came to be in between.
func (f *ringForm) save(path string, fresh bool) error {
	text, err := json.MarshalIndent(f, "", "  ")
	if err == nil {
		err = writeDurably(path, append(text, '\n'), fresh)
	}
	if errors.Is(err, fs.ErrExist) {
		return fault.Wrap(err, fault.Conflict, "keys_exist", "There is a key ring at %s already; it is never overwritten.", path)
	}
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "keys_not_written", "The key ring could not be written to %s.", path)
	}
	return nil
}

func writeDurably(path string, text []byte, fresh bool) error {
	dir := filepath.Dir(path)
	file, err := os.CreateTemp(dir, ".keys-*") // made with mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file.Name()) }()
	_, err = file.Write(text)
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		return err
	}
	if fresh {
		err = os.Link(file.Name(), path) // unlike a rename, refuses an existing name
	} else {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return err
	}
	return syncDir(dir)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
