// Package database makes what a benchmark measures on: a database of either
// kind, with fsync on, in a folder of its own with its key ring. It is gone
// afterwards, or is kept and stands for the next run.
package database

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

// Database is one database and what belongs to it.
type Database struct {
	Kind    string // "sqlite" or "postgres"
	Dir     string // its folder, where a benchmark may put files of its own
	URL     string
	Version string // of the server or library, with what it was told of fsync
	Ring    *secret.Ring
	DB      store.DB
	drop    func() error
}

// Make creates a database in a new folder under folder; empty: the system's
// folder of temporary files. Close removes it.
func Make(ctx context.Context, kind, folder string) (*Database, error) {
	dir, err := os.MkdirTemp(folder, "countersign-bench-")
	if err != nil {
		return nil, err
	}
	d := &Database{Kind: kind, Dir: dir}
	if err := d.create(ctx); err != nil {
		return nil, err
	}
	d.drop = func() error {
		var err error
		if schema := d.schema(); schema != "" {
			err = d.Exec(ctx, "DROP SCHEMA "+schema+" CASCADE")
		}
		return errors.Join(err, os.RemoveAll(d.Dir))
	}
	return d, nil
}

// Keep is the database that stands in dir, or else a new one there; Close leaves
// it. PostgreSQL's rows stand in its server: who takes the folder away drops the
// schema that url in it names.
func Keep(ctx context.Context, kind, dir string) (*Database, error) {
	d := &Database{Kind: kind, Dir: dir, drop: func() error { return nil }}
	text, err := os.ReadFile(d.place())
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, err
		}
		if err := d.create(ctx); err != nil {
			return nil, err
		}
		return d, os.WriteFile(d.place(), []byte(d.schema()), 0o600)
	}
	if err != nil {
		return nil, err
	}
	if d.URL, err = d.url(string(text)); err != nil {
		return nil, err
	}
	if d.Ring, err = secret.Open(d.keys()); err != nil {
		return nil, err
	}
	return d, d.open(ctx)
}

// Close ends its use.
func (d *Database) Close() error {
	return errors.Join(d.DB.Close(), d.drop())
}

func (d *Database) keys() string  { return filepath.Join(d.Dir, "keys.json") }
func (d *Database) place() string { return filepath.Join(d.Dir, "schema") }

func (d *Database) create(ctx context.Context) (err error) {
	if d.URL, err = d.url(fmt.Sprintf("bench_%d", time.Now().UnixNano())); err != nil {
		return err
	}
	if schema := d.schema(); schema != "" {
		if err := d.Exec(ctx, "CREATE SCHEMA "+schema); err != nil {
			return err
		}
	}
	if d.Ring, err = secret.Create(d.keys()); err != nil {
		return err
	}
	return d.open(ctx)
}

func (d *Database) open(ctx context.Context) (err error) {
	if d.DB, err = store.Open(ctx, d.URL); err != nil {
		return err
	}
	version := `SELECT 'SQLite ' || sqlite_version()`
	if d.Kind == "postgres" {
		version = `SELECT 'PostgreSQL ' || current_setting('server_version') || ', fsync ' || current_setting('fsync')`
	}
	return d.DB.QueryRow(ctx, []any{&d.Version}, version)
}

const schemaIn = "&search_path="

// url is where it stands: on PostgreSQL a schema of the project's own test
// server, which has fsync on.
func (d *Database) url(schema string) (string, error) {
	if d.Kind != "postgres" {
		return "sqlite:" + filepath.Join(d.Dir, "bench.db"), nil
	}
	server, err := exec.Command(filepath.Join(testkit.Root(), "scripts", "test-postgres"), "start", "durable").Output()
	if err != nil {
		return "", fmt.Errorf("scripts/test-postgres: %w", err)
	}
	return strings.TrimSpace(string(server)) + schemaIn + schema, nil
}

// schema is that of PostgreSQL, else empty.
func (d *Database) schema() string {
	_, schema, _ := strings.Cut(d.URL, schemaIn)
	return schema
}

// Exec runs a statement beside the program's own connections, and beyond its
// rules: PostgreSQL alone.
func (d *Database) Exec(ctx context.Context, statement string) error {
	conn, err := pgx.Connect(ctx, d.URL)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, statement)
	return err
}
