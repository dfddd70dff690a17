// Package store is the thin layer over the two databases: SQLite for one
// machine, PostgreSQL for many. One hand-written SQL serves both: the common
// subset ($1 placeholders, RETURNING, ON CONFLICT), double-quoted identifiers,
// times as integer microseconds UTC, booleans as 0/1, money as integers.
//
// It guarantees that a transaction runs on one connection with no client's
// context, and that a driver's error is told apart by code, never by text.
package store

import "context"

// Dialect names one of the two databases.
type Dialect uint8

// The dialects.
const (
	SQLite Dialect = iota
	Postgres
)

func (d Dialect) String() string { return [...]string{"sqlite", "postgres"}[d] }

// Scan copies the columns of the present row into dst, as database/sql does.
type Scan func(dst ...any) error

// Reader can look and not touch.
type Reader interface {
	// Query runs q and calls each for every row; all rows are read before it
	// returns. An error of each ends the reading and is returned.
	Query(ctx context.Context, each func(Scan) error, q string, args ...any) error
	// QueryRow reads the first row of q into dst. It returns ErrNoRows when
	// there is none.
	QueryRow(ctx context.Context, dst []any, q string, args ...any) error
}

// Tx is one open transaction. Writes may be queued and sent with the next read
// or the commit (one round trip on PostgreSQL), so that their errors may come
// back from a later call.
type Tx interface {
	Reader
	// Exec runs a statement that may touch any number of rows.
	Exec(ctx context.Context, q string, args ...any) error
	// ExecOne runs a statement that must touch exactly one row; otherwise the
	// transaction fails with ErrRowCount.
	ExecOne(ctx context.Context, q string, args ...any) error
	// InsertMany inserts rows, each as long as columns.
	InsertMany(ctx context.Context, table string, columns []string, rows [][]any) error
	// UpdateMany sets columns of rows by their key: each of rows begins with the
	// value of the first column, which names the row, and goes on with the new
	// values of the others. Every one must be there and satisfy the condition;
	// otherwise the transaction fails with ErrRowCount.
	UpdateMany(ctx context.Context, table string, columns []string, rows [][]any, condition string) error
	// DeleteMany deletes the rows that have one of the given combinations of
	// values in those columns.
	DeleteMany(ctx context.Context, table string, columns []string, rows [][]any) error
	// Savepoint runs f and undoes only f's writes when it fails.
	Savepoint(ctx context.Context, f func() error) error
}

// DB is an open database.
type DB interface {
	Reader // outside any transaction, at the last committed state
	Dialect() Dialect
	// Write runs f in one transaction and commits it. When the commit's answer
	// was lost the error wraps ErrUnknownCommit; after any other error nothing
	// was written.
	Write(ctx context.Context, f func(Tx) error) error
	// Snapshot runs f on one consistent committed state, read-only.
	Snapshot(ctx context.Context, f func(Reader) error) error
	Close() error
}
