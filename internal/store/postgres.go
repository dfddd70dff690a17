package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

type pgDB struct{ pool *pgxpool.Pool }

func openPostgres(ctx context.Context, url string) (*pgDB, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("database url: %w", err)
	}
	cfg.ConnConfig.RuntimeParams["application_name"] = "countersign"
	if cfg.ConnConfig.RuntimeParams["random_page_cost"] == "" {
		// Nearly everything is read by key. A planner that fears random reads, or
		// knows a table from before it grew, would read all of it instead.
		cfg.ConnConfig.RuntimeParams["random_page_cost"] = "1.1"
	}
	cfg.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = "60s"
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open postgres: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("open postgres: %w", err)
	}
	return &pgDB{pool}, nil
}

func (d *pgDB) Dialect() Dialect { return Postgres }

func (d *pgDB) Close() error {
	d.pool.Close()
	return nil
}

// Write runs at READ COMMITTED: governed transactions queue on the audit head,
// so that stricter levels would only make them fail.
func (d *pgDB) Write(ctx context.Context, f func(Tx) error) error {
	ctx = context.WithoutCancel(ctx)
	conn, err := d.pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	defer conn.Release() // a connection left broken or inside a transaction is closed by the pool
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.ReadCommitted})
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback(ctx) }()
	t := &pgTx{tx: tx, batch: &pgx.Batch{}}
	if err := f(t); err != nil {
		return err
	}
	if err := t.flush(ctx); err != nil {
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		if refusedCommit(err) {
			return fmt.Errorf("commit: %w", err)
		}
		return fmt.Errorf("%w: %w", ErrUnknownCommit, err)
	}
	return nil
}

func (d *pgDB) Query(ctx context.Context, each func(Scan) error, q string, args ...any) error {
	return pgRows(ctx, d.pool, each, q, args)
}

func (d *pgDB) QueryRow(ctx context.Context, dst []any, q string, args ...any) error {
	return pgOne(d.pool.QueryRow(ctx, q, args...), dst)
}

func (d *pgDB) Snapshot(ctx context.Context, f func(Reader) error) error {
	opts := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	return pgx.BeginTxFunc(ctx, d.pool, opts, func(tx pgx.Tx) error { return f(pgReader{tx}) })
}

type pgReader struct{ tx pgx.Tx }

func (r pgReader) Query(ctx context.Context, each func(Scan) error, q string, args ...any) error {
	return pgRows(ctx, r.tx, each, q, args)
}

func (r pgReader) QueryRow(ctx context.Context, dst []any, q string, args ...any) error {
	return pgOne(r.tx.QueryRow(ctx, q, args...), dst)
}

type pgQueryer interface {
	Query(context.Context, string, ...any) (pgx.Rows, error)
}

func pgRows(ctx context.Context, db pgQueryer, each func(Scan) error, q string, args []any) error {
	rows, err := db.Query(ctx, q, args...)
	if err != nil {
		return err
	}
	return pgDrain(rows, each)
}

func pgDrain(rows pgx.Rows, each func(Scan) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

func pgOne(row pgx.Row, dst []any) error {
	if err := row.Scan(dst...); errors.Is(err, pgx.ErrNoRows) {
		return ErrNoRows
	} else if err != nil {
		return err
	}
	return nil
}

// pgTx queues writes and sends them with the next read or the commit: one
// round trip. Each queued statement knows how many rows it must touch.
type pgTx struct {
	tx    pgx.Tx
	batch *pgx.Batch
	must  []int
}

const anyRows = -1 // a statement that may touch any number

func (t *pgTx) queue(must int, q string, args []any) error {
	t.batch.Queue(q, args...)
	t.must = append(t.must, must)
	return nil
}

func (t *pgTx) Exec(_ context.Context, q string, args ...any) error {
	return t.queue(anyRows, q, args)
}

func (t *pgTx) ExecOne(_ context.Context, q string, args ...any) error {
	return t.queue(1, q, args)
}

// send sends what is queued and reads its answers; the caller closes the
// results, which may hold one more.
func (t *pgTx) send(ctx context.Context) (pgx.BatchResults, error) {
	br, all := t.tx.SendBatch(ctx, t.batch), t.must
	t.batch, t.must = &pgx.Batch{}, nil
	for _, must := range all {
		tag, err := br.Exec()
		if err == nil && must != anyRows && tag.RowsAffected() != int64(must) {
			err = ErrRowCount
		}
		if err != nil {
			_ = br.Close()
			return nil, err
		}
	}
	return br, nil
}

func (t *pgTx) flush(ctx context.Context) error {
	if t.batch.Len() == 0 {
		return nil
	}
	br, err := t.send(ctx)
	if err != nil {
		return err
	}
	return br.Close()
}

func (t *pgTx) Query(ctx context.Context, each func(Scan) error, q string, args ...any) error {
	ctx = context.WithoutCancel(ctx)
	t.batch.Queue(q, args...)
	br, err := t.send(ctx)
	if err != nil {
		return err
	}
	rows, err := br.Query()
	if err == nil {
		err = pgDrain(rows, each)
	}
	return errors.Join(err, br.Close())
}

func (t *pgTx) QueryRow(ctx context.Context, dst []any, q string, args ...any) error {
	err := ErrNoRows
	qerr := t.Query(ctx, func(scan Scan) error {
		if err == nil {
			return nil // only the first row is wanted
		}
		err = nil
		return scan(dst...)
	}, q, args...)
	if qerr != nil {
		return qerr
	}
	return err
}

func (t *pgTx) Savepoint(ctx context.Context, f func() error) error {
	ctx = context.WithoutCancel(ctx)
	if err := t.flush(ctx); err != nil {
		return err
	}
	if _, err := t.tx.Exec(ctx, "SAVEPOINT one"); err != nil {
		return err
	}
	err := f()
	if err == nil {
		err = t.flush(ctx)
	}
	t.batch, t.must = &pgx.Batch{}, nil
	if err != nil {
		_, undo := t.tx.Exec(ctx, "ROLLBACK TO one")
		return errors.Join(err, undo)
	}
	_, err = t.tx.Exec(ctx, "RELEASE one")
	return err
}

// InsertMany sends one array per column; unnest makes rows of them again.
func (t *pgTx) InsertMany(_ context.Context, table string, columns []string, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	from, args, err := unnest(table, columns, rows)
	if err != nil {
		return err
	}
	return t.queue(anyRows, "INSERT INTO "+Quote(table)+" ("+QuoteAll(columns)+") SELECT * FROM "+from, args)
}

// UpdateMany sends one array per column, as InsertMany does.
func (t *pgTx) UpdateMany(_ context.Context, table string, columns []string, rows [][]any, condition string) error {
	if len(rows) == 0 {
		return nil
	}
	from, args, err := unnest(table, columns, rows)
	if err != nil {
		return err
	}
	sets := make([]string, len(columns)-1)
	for i, c := range columns[1:] {
		sets[i] = Quote(c) + " = n." + Quote(c)
	}
	key := Quote(columns[0])
	return t.queue(len(rows), "UPDATE "+Quote(table)+" AS o SET "+strings.Join(sets, ", ")+" FROM "+from+" AS n ("+QuoteAll(columns)+") WHERE o."+key+" = n."+key+" AND o."+condition, args)
}

// DeleteMany sends one array per column, as InsertMany does.
func (t *pgTx) DeleteMany(_ context.Context, table string, columns []string, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	from, args, err := unnest(table, columns, rows)
	if err != nil {
		return err
	}
	same := make([]string, len(columns))
	for i, c := range columns {
		same[i] = "o." + Quote(c) + " = n." + Quote(c)
	}
	return t.queue(anyRows, "DELETE FROM "+Quote(table)+" AS o USING "+from+" AS n ("+QuoteAll(columns)+") WHERE "+strings.Join(same, " AND "), args)
}

// unnest makes a table of the rows, one array per column. The first row tells
// each column's type.
func unnest(table string, columns []string, rows [][]any) (from string, args []any, err error) {
	from, args = "unnest(", make([]any, len(columns))
	for c := range columns {
		array, typ, err := column(rows, c)
		if err != nil {
			return "", nil, fmt.Errorf("rows of %s.%s: %w", table, columns[c], err)
		}
		if c > 0 {
			from += ", "
		}
		args[c], from = array, from+fmt.Sprintf("$%d::%s[]", c+1, typ)
	}
	return from + ")", args, nil
}

func column(rows [][]any, c int) (array any, typ string, err error) {
	switch rows[0][c].(type) {
	case int64:
		array, err = pick[int64](rows, c)
		return array, "bigint", err
	case string:
		array, err = pick[string](rows, c)
		return array, "text", err
	case []byte:
		array, err = pick[[]byte](rows, c)
		return array, "bytea", err
	}
	return nil, "", fmt.Errorf("cannot store a %T", rows[0][c])
}

func pick[T any](rows [][]any, c int) ([]T, error) {
	out := make([]T, len(rows))
	for i, r := range rows {
		v, ok := r[c].(T)
		if !ok {
			return nil, fmt.Errorf("row %d holds a %T beside %T", i, r[c], out[0])
		}
		out[i] = v
	}
	return out, nil
}
