// Package testkit is what the tests share: both databases, real servers and a
// clock that can be held.
package testkit

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/countersign/countersign/internal/store"
)

// EachDB runs f on a new, migrated SQLite file and on a new, migrated
// PostgreSQL schema.
func EachDB(t *testing.T, f func(t *testing.T, db store.DB)) {
	t.Helper()
	EachURL(t, func(t *testing.T, url string) { f(t, Open(t, url)) })
}

// EachURL is EachDB for tests that open the database themselves, several times
// or from several processes.
func EachURL(t *testing.T, f func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, SQLiteURL(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, PostgresURL(t, "fast")) })
}

// Open opens and migrates a database for the length of the test.
func Open(t testing.TB, url string) store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), url)
	if err != nil {
		t.Fatalf("open %s: %v", url, err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// SQLiteURL names a new file in the test's own folder.
func SQLiteURL(t testing.TB) string {
	return "sqlite:" + filepath.Join(t.TempDir(), "countersign.db")
}

var servers sync.Map // kind → func() (string, error)

// PostgresURL names a new schema of the test server: "fast" runs without
// fsync, "durable" with it (for figures and for tests of durability).
func PostgresURL(t testing.TB, kind string) string {
	t.Helper()
	start, _ := servers.LoadOrStore(kind, sync.OnceValues(func() (string, error) { return startPostgres(kind) }))
	server, err := start.(func() (string, error))()
	if err != nil {
		t.Fatalf("a test needs PostgreSQL: %v", err)
	}
	schema := "t_" + strings.ToLower(rand.Text()[:12])
	execPostgres(t, server, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { execPostgres(t, server, "DROP SCHEMA "+schema+" CASCADE") })
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

// Root is the project's top folder.
func Root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..")
}

func startPostgres(kind string) (string, error) {
	out, err := exec.Command(filepath.Join(Root(), "scripts", "test-postgres"), "start", kind).Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return "", fmt.Errorf("%w: %s", err, failed.Stderr)
	}
	return strings.TrimSpace(string(out)), err
}

func execPostgres(t testing.TB, server, sql string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatalf("postgres: %v", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, sql); err != nil {
		t.Errorf("%s: %v", sql, err)
	}
}
