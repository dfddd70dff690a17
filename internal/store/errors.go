package store

import (
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

var (
	// ErrNoRows is what QueryRow returns when nothing matches.
	ErrNoRows = errors.New("store: no rows")
	// ErrRowCount is what a transaction fails with when ExecOne touched none or many.
	ErrRowCount = errors.New("store: statement did not touch exactly one row")
	// ErrUnknownCommit is wrapped when the answer to COMMIT was lost.
	ErrUnknownCommit = errors.New("store: the commit's answer was lost")
)

// IsUnique reports whether a unique or primary key constraint refused a row.
func IsUnique(err error) bool {
	return sqlState(err) == "23505" || isSQLite(err, sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID)
}

// IsForeignKey reports whether a row was refused because of a missing or
// still-needed other row.
func IsForeignKey(err error) bool {
	return sqlState(err) == "23503" || isSQLite(err, sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY, sqlite3.SQLITE_CONSTRAINT_TRIGGER)
}

// IsUnavailable reports whether the database could not be reached, is full,
// busy or going down: the same command may succeed later.
func IsUnavailable(err error) bool {
	if s := sqlState(err); s != "" {
		class := s[:2]
		return class == "08" || class == "53" || class == "57" || class == "58"
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) || pgconn.Timeout(err) || pgconn.SafeToRetry(err) {
		return true
	}
	var se *sqlite.Error
	if errors.As(err, &se) {
		switch se.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOMEM:
			return true
		}
	}
	return false
}

func sqlState(err error) string {
	var pe *pgconn.PgError
	if errors.As(err, &pe) && len(pe.Code) == 5 {
		return pe.Code
	}
	return ""
}

func isSQLite(err error, codes ...int) bool {
	var se *sqlite.Error
	if !errors.As(err, &se) {
		return false
	}
	for _, c := range codes {
		if se.Code() == c {
			return true
		}
	}
	return false
}

// refusedCommit reports whether the server itself said that COMMIT failed, so
// that nothing was written. A connection that died, or a server that was going
// down while it answered, leaves the outcome unknown. The driver's word counts
// for nothing here: it calls a connection that died under COMMIT safe to retry.
func refusedCommit(err error) bool {
	var pe *pgconn.PgError
	if errors.As(err, &pe) {
		return pe.SeverityUnlocalized == "ERROR" && !strings.HasPrefix(pe.Code, "57") && !strings.HasPrefix(pe.Code, "08")
	}
	return errors.Is(err, pgx.ErrTxCommitRollback)
}
