package store

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/countersign/countersign/internal/fault"
)

// Open opens the database at url and brings its schema up to date:
// "sqlite:PATH" or "postgres://…".
func Open(ctx context.Context, url string) (DB, error) {
	db, err := OpenUnmigrated(ctx, url)
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, db); err != nil {
		_ = db.Close()
		return nil, fault.Wrap(err, fault.Unavailable, "migration_failed", "The database's schema could not be brought up to date.")
	}
	return db, nil
}

// OpenUnmigrated opens the database as it is, for tools that only look.
func OpenUnmigrated(ctx context.Context, url string) (DB, error) {
	switch {
	case strings.HasPrefix(url, "sqlite:"):
		path, err := filepath.Abs(strings.TrimPrefix(url, "sqlite:"))
		if err != nil {
			return nil, err
		}
		return openSQLite(ctx, path)
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		return openPostgres(ctx, url)
	}
	return nil, fault.Bad("database", "unknown_database", "A database is named as postgres://user:password@host/name, or sqlite:PATH; this is neither.")
}
