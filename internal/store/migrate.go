package store

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"fmt"
	"hash/fnv"
	"io/fs"
	"strconv"
	"strings"
	"text/template"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// words are what a migration's template is filled with, so that one source
// serves both dialects. SQLite's tables are STRICT: without it text stood in
// number columns.
type words struct {
	Int, Text, Blob, Strict string
	Postgres                bool
}

func dialectWords(d Dialect) words {
	if d == Postgres {
		return words{Int: "BIGINT", Text: `TEXT COLLATE "C"`, Blob: "BYTEA", Postgres: true}
	}
	return words{Int: "INTEGER", Text: "TEXT", Blob: "BLOB", Strict: " STRICT"}
}

// migrate applies what is missing, in order, each in one transaction. Nodes
// that start together queue on a lock. What is missing may stand before what was
// applied: migrations are numbered when work on them begins, and the database may
// have been made by a program that had the later ones alone.
func migrate(ctx context.Context, db DB) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	var list []*goose.Migration
	for _, name := range names {
		m, err := migration(name, db.Dialect())
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		list = append(list, m)
	}
	opts := []goose.ProviderOption{goose.WithGoMigrations(list...), goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true)}
	if pg, ok := db.(*pgDB); ok {
		locker, err := pg.locker(ctx)
		if err != nil {
			return err
		}
		conn := stdlib.OpenDBFromPool(pg.pool)
		defer func() { _ = conn.Close() }()
		return up(ctx, goose.DialectPostgres, conn, append(opts, goose.WithSessionLocker(locker)))
	}
	lite := db.(*liteDB)
	lite.mu.Lock()
	defer lite.mu.Unlock()
	lite.discard() // goose needs the one writer connection
	return up(ctx, goose.DialectSQLite3, lite.pool, opts)
}

// locker makes nodes of one schema wait for each other, and no others.
func (d *pgDB) locker(ctx context.Context) (lock.SessionLocker, error) {
	var schema string
	if err := d.QueryRow(ctx, []any{&schema}, `SELECT current_schema()::text`); err != nil {
		return nil, err
	}
	id := fnv.New32a()
	_, _ = id.Write([]byte("countersign " + schema)) // a hash takes everything
	return lock.NewPostgresSessionLocker(lock.WithLockID(int64(id.Sum32())), lock.WithLockTimeout(1, 300))
}

func up(ctx context.Context, dialect goose.Dialect, conn *sql.DB, opts []goose.ProviderOption) error {
	p, err := goose.NewProvider(dialect, conn, nil, opts...)
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// migration renders one file. Its statements are separated by blank lines.
func migration(name string, d Dialect) (*goose.Migration, error) {
	text, err := migrations.ReadFile(name)
	if err != nil {
		return nil, err
	}
	base := strings.TrimPrefix(name, "migrations/")
	version, err := strconv.ParseInt(base[:4], 10, 64)
	if err != nil {
		return nil, err
	}
	tmpl, err := template.New(base).Parse(string(text))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := tmpl.Execute(&out, dialectWords(d)); err != nil {
		return nil, err
	}
	run := func(ctx context.Context, tx *sql.Tx) error {
		for _, stmt := range strings.Split(out.String(), "\n\n") {
			if strings.TrimSpace(stmt) == "" {
				continue
			}
			if _, err := tx.ExecContext(ctx, stmt); err != nil {
				return fmt.Errorf("%s: %w in\n%s", base, err, stmt)
			}
		}
		return nil
	}
	return goose.NewGoMigration(version, &goose.GoFunc{RunTx: run}, nil), nil
}
