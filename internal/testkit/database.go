// Package testkit is what the tests share: both databases, real servers and a
// clock that can be held.
package testkit

import (
	"context"
	"errors"
	"hash/fnv"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/countersign/countersign/internal/store"
)

// EachDB runs f on a new, migrated SQLite file and on a new, migrated
// PostgreSQL database.
func EachDB(t *testing.T, f func(t *testing.T, db store.DB)) {
	t.Helper()
	EachURL(t, func(t *testing.T, url string) { f(t, Open(t, url)) })
}

// EachURL is EachDB for tests that open the database themselves, several times
// or from several processes. The short form runs each test on one of the two: the
// whole form before it ran both, and the race detector makes every test long.
func EachURL(t *testing.T, f func(t *testing.T, url string)) {
	t.Helper()
	if !testing.Short() {
		BothURLs(t, f)
		return
	}
	name := fnv.New32a()
	_, _ = name.Write([]byte(t.Name()))
	if name.Sum32()%2 == 0 {
		t.Run("sqlite", func(t *testing.T) { f(t, SQLiteURL(t)) })
	} else {
		t.Run("postgres", func(t *testing.T) { f(t, PostgresURL(t, "fast")) })
	}
}

// BothURLs is EachURL for what has to hold on both databases in the short form too.
func BothURLs(t *testing.T, f func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, SQLiteURL(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, PostgresURL(t, "fast")) })
}

// Another names a further new database of the same kind.
func Another(t testing.TB, url string) string {
	t.Helper()
	if strings.HasPrefix(url, "sqlite:") {
		return SQLiteURL(t)
	}
	return PostgresURL(t, "fast")
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

// SQLiteURL names a new file, migrated once for all tests of a package: making the
// tables takes seconds under the race detector. It lies in memory where the machine
// has room for that ($TEST_FAST_DIR), as the "fast" PostgreSQL runs without fsync.
func SQLiteURL(t testing.TB) string {
	t.Helper()
	within := os.Getenv("TEST_FAST_DIR")
	if within == "" {
		return sqliteIn(t, t.TempDir())
	}
	folder, err := os.MkdirTemp(within, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	return sqliteIn(t, folder)
}

// DurableSQLiteURL is SQLiteURL on the disk: for figures and for tests of
// durability.
func DurableSQLiteURL(t testing.TB) string {
	t.Helper()
	return sqliteIn(t, t.TempDir())
}

func sqliteIn(t testing.TB, folder string) string {
	t.Helper()
	content, err := migrated()
	if err != nil {
		t.Fatalf("a test needs a migrated SQLite file: %v", err)
	}
	path := filepath.Join(folder, "countersign.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

var migrated = sync.OnceValues(func() (content []byte, err error) {
	folder, err := os.MkdirTemp("", "countersign-template-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, "countersign.db")
	db, err := store.Open(context.Background(), "sqlite:"+path)
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// Root is the project's top folder.
func Root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..")
}
