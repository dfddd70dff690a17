package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // registers the pure-Go driver
)

// maxParams is SQLite's limit on placeholders in one statement.
const maxParams = 32766

// liteDB is one writer connection and a pool of readers on one WAL file.
type liteDB struct {
	readers *sql.DB
	pool    *sql.DB // holds only the writer

	mu      sync.Mutex // one write transaction at a time
	conn    *sql.Conn  // nil after an unexpected error, until the next Write
	stmts   map[string]*sql.Stmt
	inserts map[string]*sql.Stmt // of InsertMany, by table, columns and rows
	key     []byte
}

func liteDSN(path string, readOnly bool) string {
	q := url.Values{"_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "trusted_schema(0)"}}
	q.Set("_txlock", "immediate")
	if readOnly {
		q["_pragma"] = []string{"busy_timeout(5000)", "query_only(1)", "trusted_schema(0)"}
		q.Set("_txlock", "deferred")
	}
	return (&url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: q.Encode()}).String()
}

func openSQLite(ctx context.Context, path string) (*liteDB, error) {
	// Made before the driver does, so that nobody else may read it; the files
	// beside it get the same mode.
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open sqlite: %w", err)
	}
	if err := file.Close(); err != nil {
		return nil, fmt.Errorf("open sqlite: %w", err)
	}
	pool, err := sql.Open("sqlite", liteDSN(path, false))
	if err != nil {
		return nil, fmt.Errorf("open sqlite: %w", err)
	}
	pool.SetMaxOpenConns(1)
	readers, err := sql.Open("sqlite", liteDSN(path, true))
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	readers.SetMaxOpenConns(8)
	readers.SetMaxIdleConns(8)
	d := &liteDB{readers: readers, pool: pool}
	if err := d.Write(ctx, func(Tx) error { return nil }); err != nil {
		return nil, fmt.Errorf("open sqlite: %w", errors.Join(err, d.Close()))
	}
	return d, nil
}

func (d *liteDB) Dialect() Dialect { return SQLite }

func (d *liteDB) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.discard()
	return errors.Join(d.readers.Close(), d.pool.Close())
}

// discard forgets the writer connection; whatever it had open is rolled back
// by closing it.
func (d *liteDB) discard() {
	if d.conn == nil {
		return
	}
	for _, s := range d.stmts {
		_ = s.Close()
	}
	_ = d.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = d.conn.Close()
	d.conn, d.stmts, d.inserts = nil, nil, nil
}

func (d *liteDB) Write(ctx context.Context, f func(Tx) error) (err error) {
	ctx = context.WithoutCancel(ctx)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.conn == nil {
		if d.conn, err = d.pool.Conn(ctx); err != nil {
			return fmt.Errorf("sqlite writer: %w", err)
		}
		d.stmts, d.inserts = map[string]*sql.Stmt{}, map[string]*sql.Stmt{}
	}
	tx := &liteTx{ctx: ctx, d: d}
	if err := tx.exec("BEGIN IMMEDIATE"); err != nil {
		d.discard()
		return fmt.Errorf("begin: %w", err)
	}
	defer func() {
		if p := recover(); p != nil {
			d.discard()
			panic(p)
		}
		if err == nil {
			return
		}
		if tx.exec("ROLLBACK") != nil {
			d.discard()
		}
	}()
	if err := f(tx); err != nil {
		return err
	}
	if err := tx.exec("COMMIT"); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func (d *liteDB) Query(ctx context.Context, each func(Scan) error, q string, args ...any) error {
	return readRows(ctx, d.readers, each, q, args)
}

func (d *liteDB) QueryRow(ctx context.Context, dst []any, q string, args ...any) error {
	return oneRow(d.readers.QueryRowContext(ctx, q, args...), dst)
}

func (d *liteDB) Snapshot(ctx context.Context, f func(Reader) error) error {
	tx, err := d.readers.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	return f(sqlReader{tx})
}

// sqlReader reads through a database/sql transaction.
type sqlReader struct{ tx *sql.Tx }

func (r sqlReader) Query(ctx context.Context, each func(Scan) error, q string, args ...any) error {
	return readRows(ctx, r.tx, each, q, args)
}

func (r sqlReader) QueryRow(ctx context.Context, dst []any, q string, args ...any) error {
	return oneRow(r.tx.QueryRowContext(ctx, q, args...), dst)
}

type sqlQueryer interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}

func readRows(ctx context.Context, db sqlQueryer, each func(Scan) error, q string, args []any) error {
	rows, err := db.QueryContext(ctx, q, args...)
	if err != nil {
		return err
	}
	return drain(rows, each)
}

func drain(rows *sql.Rows, each func(Scan) error) error {
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

func oneRow(row *sql.Row, dst []any) error {
	if err := row.Scan(dst...); errors.Is(err, sql.ErrNoRows) {
		return ErrNoRows
	} else if err != nil {
		return err
	}
	return nil
}

// liteTx is the open write transaction; statements are prepared once for the
// life of the writer connection.
type liteTx struct {
	ctx context.Context
	d   *liteDB
}

func (t *liteTx) stmt(q string) (*sql.Stmt, error) {
	if s := t.d.stmts[q]; s != nil {
		return s, nil
	}
	s, err := t.d.conn.PrepareContext(t.ctx, q)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", q, err)
	}
	t.d.stmts[q] = s
	return s, nil
}

func (t *liteTx) run(q string, args []any) (sql.Result, error) {
	s, err := t.stmt(q) //nolint:sqlclosecheck // lives as long as its connection
	if err != nil {
		return nil, err
	}
	return s.ExecContext(t.ctx, args...)
}

func (t *liteTx) exec(q string) error {
	_, err := t.run(q, nil)
	return err
}

func (t *liteTx) Exec(_ context.Context, q string, args ...any) error {
	_, err := t.run(q, args)
	return err
}

func (t *liteTx) ExecOne(_ context.Context, q string, args ...any) error {
	res, err := t.run(q, args)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return errors.Join(ErrRowCount, err)
	}
	return nil
}

func (t *liteTx) Query(_ context.Context, each func(Scan) error, q string, args ...any) error {
	s, err := t.stmt(q) //nolint:sqlclosecheck // lives as long as its connection
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(t.ctx, args...)
	if err != nil {
		return err
	}
	return drain(rows, each)
}

func (t *liteTx) QueryRow(_ context.Context, dst []any, q string, args ...any) error {
	s, err := t.stmt(q) //nolint:sqlclosecheck // lives as long as its connection
	if err != nil {
		return err
	}
	return oneRow(s.QueryRowContext(t.ctx, args...), dst)
}

// InsertMany sends full statements of a fixed number of rows and the rest one
// by one, so that few statements are ever prepared.
func (t *liteTx) InsertMany(_ context.Context, table string, columns []string, rows [][]any) error {
	const bulk = 50
	for len(rows) > 0 {
		n := 1
		if len(rows) >= bulk && bulk*len(columns) <= maxParams {
			n = bulk
		}
		args := make([]any, 0, n*len(columns))
		for _, r := range rows[:n] {
			args = append(args, r...)
		}
		s, err := t.insert(table, columns, n) //nolint:sqlclosecheck // lives as long as its connection
		if err != nil {
			return err
		}
		if _, err := s.ExecContext(t.ctx, args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// UpdateMany sends one statement a row: without a way over the network that
// costs no more than one for all.
func (t *liteTx) UpdateMany(ctx context.Context, table string, columns []string, rows [][]any, condition string) error {
	q := "UPDATE " + Quote(table) + " SET "
	for i, c := range columns[1:] {
		q += fmt.Sprintf("%s = $%d, ", Quote(c), i+2)
	}
	q = strings.TrimSuffix(q, ", ") + " WHERE " + Quote(columns[0]) + " = $1 AND " + condition
	for _, row := range rows {
		if err := t.ExecOne(ctx, q, row...); err != nil {
			return err
		}
	}
	return nil
}

// DeleteMany sends one statement a row, as UpdateMany does.
func (t *liteTx) DeleteMany(ctx context.Context, table string, columns []string, rows [][]any) error {
	q := "DELETE FROM " + Quote(table) + " WHERE "
	for i, c := range columns {
		q += fmt.Sprintf("%s = $%d AND ", Quote(c), i+1)
	}
	q = strings.TrimSuffix(q, " AND ")
	for _, row := range rows {
		if err := t.Exec(ctx, q, row...); err != nil {
			return err
		}
	}
	return nil
}

// insert is the statement that inserts so many rows; to find it again costs no
// text.
func (t *liteTx) insert(table string, columns []string, rows int) (*sql.Stmt, error) {
	key := append(append(t.d.key[:0], byte(rows)), table...)
	for _, c := range columns {
		key = append(append(key, 0), c...)
	}
	t.d.key = key
	if s := t.d.inserts[string(key)]; s != nil {
		return s, nil
	}
	s, err := t.stmt(insertSQL(table, columns, rows))
	if err == nil {
		t.d.inserts[string(key)] = s
	}
	return s, err
}

// insertSQL counts on the placeholders' order: the driver looks up numbered ones
// by name, one after the other.
func insertSQL(table string, columns []string, rows int) string {
	row := "(" + strings.Repeat(", ?", len(columns))[2:] + ")"
	return "INSERT INTO " + Quote(table) + " (" + QuoteAll(columns) + ") VALUES " + row + strings.Repeat(", "+row, rows-1)
}

func (t *liteTx) Savepoint(_ context.Context, f func() error) error {
	if err := t.exec("SAVEPOINT one"); err != nil {
		return err
	}
	if err := f(); err != nil {
		return errors.Join(err, t.exec("ROLLBACK TO one"), t.exec("RELEASE one"))
	}
	return t.exec("RELEASE one")
}

// Quote makes an identifier safe in SQL; many words of the trade (user, order,
// grant) are reserved there.
func Quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// QuoteAll quotes and joins identifiers.
func QuoteAll(names []string) string {
	q := make([]string, len(names))
	for i, n := range names {
		q[i] = Quote(n)
	}
	return strings.Join(q, ", ")
}
