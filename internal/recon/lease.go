package recon

import (
	"context"
	"errors"
	"time"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/matching"
)

// Leases of runs stand in the table run_work, one row for each run that a worker
// has taken up, beside how far it has come. They are no governed data: what a run
// came to is.

// nextSQL is the run that waits longest for a worker: none has it, and no change
// that would end it waits for other eyes.
const nextSQL = `SELECT r.id FROM run r LEFT JOIN run_work w ON w.run = r.id
 WHERE r.state = 'running' AND COALESCE(w.leased_until, 0) <= $1
  AND NOT EXISTS (SELECT 1 FROM "change" c WHERE c.id = w.waits AND c.state = 'pending')
 ORDER BY r.ran_at, r.id`

// takeSQL takes it, unless another worker was faster.
const takeSQL = `INSERT INTO run_work (run, holder, leased_until, attempts, waits, stage, done, total, rows_read, rows_compared)
 VALUES ($1, $2, $3, 1, '', '', 0, 0, 0, 0)
 ON CONFLICT (run) DO UPDATE SET holder = $2, leased_until = $3, attempts = run_work.attempts + 1, waits = '', stage = '', done = 0, total = 0, rows_read = 0, rows_compared = 0
 WHERE run_work.leased_until <= $4 RETURNING attempts`

const (
	beatSQL  = `UPDATE run_work SET leased_until = $3, stage = $4, done = $5, total = $6, rows_read = $7, rows_compared = $8 WHERE run = $1 AND holder = $2`
	leaveSQL = `UPDATE run_work SET leased_until = 0, attempts = attempts - $3, waits = $4 WHERE run = $1 AND holder = $2`
	dropSQL  = `DELETE FROM run_work WHERE run = $1 AND holder = $2`
	tidySQL  = `DELETE FROM run_work WHERE leased_until <= $1 AND run IN (SELECT id FROM run WHERE state <> 'running')`
)

// taken is a run that this worker has. attempt counts from 1.
type taken struct {
	run     *Run
	attempt int64
}

// take takes the next run that this worker does not leave alone; nil when there is
// none, or another worker was faster.
func (c *Comparer) take(ctx context.Context) (*taken, error) {
	now := c.Now()
	var ids []string
	err := c.DB.Query(ctx, func(scan store.Scan) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	}, nextSQL, now.UnixMicro())
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if c.leaves(id, now) {
			continue
		}
		t := &taken{}
		err := c.DB.Write(ctx, func(tx store.Tx) error {
			return tx.QueryRow(ctx, []any{&t.attempt}, takeSQL, id, c.Holder, now.Add(c.Lease).UnixMicro(), now.UnixMicro())
		})
		if errors.Is(err, store.ErrNoRows) {
			continue
		}
		if err == nil {
			t.run, err = Runs.Get(ctx, c.DB, govern.ID(id))
		}
		return t, err
	}
	return nil, nil
}

// beat prolongs the lease and tells how far the work has come. ErrRowCount: another
// worker has the run.
func (c *Comparer) beat(ctx context.Context, run govern.ID, p *Progress) error {
	return c.DB.Write(ctx, func(tx store.Tx) error {
		return tx.ExecOne(ctx, beatSQL, string(run), c.Holder, c.Now().Add(c.Lease).UnixMicro(), p.Stage, p.Done, p.Total, p.RowsRead, p.RowsCompared)
	})
}

// leave gives a run back; uncounted: this was no attempt of the comparison's. waits
// is the change that holds its end, if one does.
func (c *Comparer) leave(ctx context.Context, run, waits govern.ID, uncounted bool) error {
	n := int64(0)
	if uncounted {
		n = 1
	}
	return c.exec(ctx, leaveSQL, string(run), c.Holder, n, string(waits))
}

func (c *Comparer) exec(ctx context.Context, sql string, args ...any) error {
	return c.DB.Write(ctx, func(tx store.Tx) error { return tx.Exec(ctx, sql, args...) })
}

// Progress is how far a run has come, as its worker told last.
type Progress struct {
	State        string `json:"state" enum:"running,done,failed,stopped"`
	Taken        bool   `json:"taken" doc:"Whether a worker has it; a run that nobody has taken up waits for one."`
	Stage        string `json:"stage" doc:"read left, read right, match, write or record; empty while the files are fetched."`
	Done         int64  `json:"done" doc:"Of this stage: bytes of a file, parts of the comparison, or files of the result."`
	Total        int64  `json:"total" doc:"Of this stage; 0 when it is not known."`
	RowsRead     int64  `json:"rows_read" doc:"Of both files so far."`
	RowsCompared int64  `json:"rows_compared" doc:"Of both files so far."`
}

// ProgressOf is how far a run has come. It is a second old. Fault not_found.
func ProgressOf(ctx context.Context, r store.Reader, run govern.ID) (Progress, error) {
	var p Progress
	var until int64
	err := r.QueryRow(ctx, []any{&p.State, &until, &p.Stage, &p.Done, &p.Total, &p.RowsRead, &p.RowsCompared},
		`SELECT r.state, COALESCE(w.leased_until, 0), COALESCE(w.stage, ''), COALESCE(w.done, 0), COALESCE(w.total, 0), COALESCE(w.rows_read, 0), COALESCE(w.rows_compared, 0)
 FROM run r LEFT JOIN run_work w ON w.run = r.id WHERE r.id = $1`, string(run))
	if errors.Is(err, store.ErrNoRows) {
		err = fault.New(fault.NotFound, "not_found", "There is no run %s.", run)
	}
	p.Taken = p.State == Running && until > time.Now().UnixMicro()
	return p, err
}

// tell takes over what the comparison says of itself.
func (p *Progress) tell(m matching.Progress) {
	p.Stage, p.Done, p.Total = m.Stage, m.Done, m.Total
	switch m.Stage {
	case "match":
		p.RowsCompared = max(p.RowsCompared, m.Rows)
	case "write", recording:
		p.RowsCompared = p.RowsRead
	default:
		p.RowsRead = max(p.RowsRead, m.Rows)
	}
}
