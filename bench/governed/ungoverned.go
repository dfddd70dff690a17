package main

import (
	"database/sql"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

const insertToken = `INSERT INTO api_token (id, version, expires_at, hash, name, revoked, "user") VALUES ($1, 1, $2, $3, $4, 0, $5)`

func tokenArgs(row *directory.APIToken) []any {
	return []any{string(row.ID), int64(row.ExpiresAt), row.Hash, row.Name, string(row.User)}
}

// plain is what a program without any of this does: one row, one transaction,
// as fast as the driver goes. SQLite has one writer, so its clients queue.
func (b *base) plain() contest {
	insert := b.plainSQLite
	if b.Kind == "postgres" {
		insert = b.plainPostgres
	}
	var do func(args []any) error
	return contest{name: "plain insert",
		prepare: func() (err error) {
			if do == nil {
				do, err = insert()
			}
			return err
		},
		do: func(client int) error {
			_, row := token(client)
			return do(tokenArgs(row))
		}}
}

func (b *base) plainSQLite() (func([]any) error, error) {
	q := url.Values{"_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)"}}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(b.Dir, "bench.db")+"?"+q.Encode())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	stmt, err := db.Prepare(insertToken)
	if err != nil {
		return nil, err
	}
	var one sync.Mutex // as the store does, instead of letting SQLite poll
	return func(args []any) error {
		one.Lock()
		defer one.Unlock()
		_, err := stmt.Exec(args...)
		return err
	}, nil
}

func (b *base) plainPostgres() (func([]any) error, error) {
	cfg, err := pgxpool.ParseConfig(b.URL)
	if err != nil {
		return nil, err
	}
	cfg.MaxConns = int32(*clients)
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, err
	}
	return func(args []any) error {
		_, err := pool.Exec(ctx, insertToken, args...)
		return err
	}, nil
}

// waiting is one client's row on its way into a group.
type waiting struct {
	row  *directory.APIToken
	done chan error
}

// grouped sends the statements that the Engine sends, 60 rows a transaction,
// and does nothing else: it asks nobody, plans nothing, seals nothing. The
// entries go into a table like the log, because they are no true ones.
func (b *base) grouped() contest {
	queue := make(chan waiting, 1024)
	var seq atomic.Int64
	header, sealed := make([]byte, 25+8*14), make([]byte, 320) // as long as the true ones
	var ready bool
	return contest{name: "grouped insert",
		prepare: func() error {
			if ready {
				return nil
			}
			ready = true
			go b.writeGroups(queue, &seq, header, sealed)
			blob := "BLOB"
			if b.Kind == "postgres" {
				blob = "BYTEA"
			}
			return b.DB.Write(ctx, func(tx store.Tx) error {
				return tx.Exec(ctx, `CREATE TABLE bench_entry (seq BIGINT PRIMARY KEY, header `+blob+` NOT NULL, sealed `+blob+` NOT NULL)`)
			})
		},
		do: func(client int) error {
			w := waiting{done: make(chan error, 1)}
			_, w.row = token(client)
			queue <- w
			return <-w.done
		}}
}

func (b *base) writeGroups(queue chan waiting, seq *atomic.Int64, header, sealed []byte) {
	for first := range queue {
		group := []waiting{first}
	fill:
		for len(group) < 60 {
			select {
			case w := <-queue:
				group = append(group, w)
			default:
				break fill
			}
		}
		err := b.DB.Write(ctx, func(tx store.Tx) error {
			var at, epoch int64
			if err := tx.QueryRow(ctx, []any{&at, &epoch}, `UPDATE audit_head SET nonce = $1 WHERE one = 1 RETURNING seq, epoch`, string(govern.NewID(time.Now()))); err != nil {
				return err
			}
			list := make([]audit.Entry, 0, len(group))
			for _, w := range group {
				columns, values := []string{"id", "version", "expires_at", "hash", "name", "revoked", "user"}, []any{string(w.row.ID), int64(1), int64(w.row.ExpiresAt), w.row.Hash, w.row.Name, int64(0), string(w.row.User)}
				if err := tx.InsertMany(ctx, "api_token", columns, [][]any{values}); err != nil {
					return err
				}
				list = append(list, audit.Entry{Seq: seq.Add(1), Header: header, Sealed: sealed})
			}
			rows := make([][]any, len(list))
			for i, e := range list {
				rows[i] = []any{e.Seq, e.Header, e.Sealed}
			}
			if err := tx.InsertMany(ctx, "bench_entry", []string{"seq", "header", "sealed"}, rows); err != nil {
				return err
			}
			return tx.ExecOne(ctx, `UPDATE audit_head SET seq = $1, epoch = $2 WHERE one = 1`, at, epoch)
		})
		for _, w := range group {
			w.done <- err
		}
	}
}
