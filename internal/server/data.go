package server

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// claim makes the data folder, readable by its owner alone, and locks it until
// the file returned is closed. The lock is the kernel's: it ends with the
// process, however that ends.
func claim(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "data_folder", "The data folder %s cannot be made; name another with --data.", dir)
	}
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "data_folder", "The data folder %s cannot be written to.", dir)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f, nil
	}
	_ = f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fault.New(fault.Conflict, "data_in_use", "Another countersign works on the data folder %s; stop it first, or use PostgreSQL for several nodes.", dir)
	}
	return nil, err
}

// keys opens the key ring, and makes one for an installation that has nothing
// yet. One that has entries must get its own ring back: a new one could neither
// read nor continue its log.
func keys(ctx context.Context, c *config.Config, db store.DB) (*secret.Ring, error) {
	ring, err := secret.Open(c.Keys())
	if fault.Code(err) != "keys_missing" {
		return ring, err
	}
	var entries int64
	if err := db.QueryRow(ctx, []any{&entries}, `SELECT seq FROM audit_head WHERE one = 1`); err != nil {
		return nil, err
	}
	if entries > 0 {
		return nil, fault.Wrap(err, fault.Conflict, "keys_missing", "This installation has a log, and its key ring %s is missing; put it back from your copy.", c.Keys())
	}
	return secret.Create(c.Keys())
}
