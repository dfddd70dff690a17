package testkit

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/countersign/countersign/internal/store"
)

// cluster is a running test server and the database that new ones are copies of.
type cluster struct{ url, template string }

var clusters sync.Map // kind → func() (cluster, error)

// PostgresURL names a new, migrated database of the test server: "fast" runs
// without fsync, "durable" with it (for figures and for tests of durability). It is
// a copy: making the tables anew takes ten times as long.
func PostgresURL(t testing.TB, kind string) string {
	t.Helper()
	c := clusterOf(t, kind)
	return c.create(t, " TEMPLATE "+c.template)
}

// EmptyPostgresURL names a new database of the test server without any table.
func EmptyPostgresURL(t testing.TB) string {
	t.Helper()
	return clusterOf(t, "fast").create(t, "")
}

func clusterOf(t testing.TB, kind string) cluster {
	t.Helper()
	start, _ := clusters.LoadOrStore(kind, sync.OnceValues(func() (cluster, error) { return startPostgres(kind) }))
	c, err := start.(func() (cluster, error))()
	if err != nil {
		t.Fatalf("a test needs PostgreSQL: %v", err)
	}
	return c
}

func (c cluster) create(t testing.TB, from string) string {
	t.Helper()
	name := "t_" + strings.ToLower(rand.Text()[:12])
	if err := execPostgres(c.url, "CREATE DATABASE "+name+from); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := execPostgres(c.url, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return c.at(name)
}

func (c cluster) at(database string) string {
	u, err := url.Parse(c.url)
	if err != nil {
		panic(err) // the script's own
	}
	u.Path = "/" + database
	return u.String()
}

func startPostgres(kind string) (c cluster, err error) {
	out, err := exec.Command(filepath.Join(Root(), "scripts", "test-postgres"), "start", kind).Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return c, fmt.Errorf("%w: %s", err, failed.Stderr)
	} else if err != nil {
		return c, err
	}
	c.url = strings.TrimSpace(string(out))
	if c.template, err = templateName(); err != nil {
		return c, err
	}
	return c, c.prepare()
}

// templateName changes with the migrations: the server may outlive them.
func templateName() (string, error) {
	files, err := filepath.Glob(filepath.Join(Root(), "internal", "store", "migrations", "*"))
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, f := range files {
		content, err := os.ReadFile(f)
		if err != nil {
			return "", err
		}
		_, _ = fmt.Fprintf(sum, "%s %d\n%s", filepath.Base(f), len(content), content)
	}
	return fmt.Sprintf("template_%x", sum.Sum(nil)[:8]), nil
}

// prepare makes the template once for the tests of all packages, whose processes
// run side by side.
func (c cluster) prepare() (err error) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, c.url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(ctx)) }() // and with it goes the lock
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(7301)"); err != nil {
		return err
	}
	var there bool
	err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", c.template).Scan(&there)
	if err != nil || there {
		return err
	}
	draft := c.template + "_draft"
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + draft + " WITH (FORCE)", "CREATE DATABASE " + draft} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return err
		}
	}
	db, err := store.Open(ctx, c.at(draft))
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "ALTER DATABASE "+draft+" RENAME TO "+c.template)
	return err
}

func execPostgres(server, statement string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}
