package e2e

import (
	"fmt"
	"os"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/verify"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// ledger is what the log tells, read on from where the last reading ended.
type ledger struct {
	seq      int64
	versions map[govern.Ref]int64 // of every governed row; 0 once it is deleted
	steps    map[string]int64     // applied row changes by table
	gone     map[string]int64     // of which rows that were deleted afterwards
	outcome  map[int64]string     // of entries read last
	change   map[int64]string
	refused  int64 // refusals, those gathered in one entry counted each
}

func newLedger() *ledger {
	return &ledger{versions: map[govern.Ref]int64{}, steps: map[string]int64{}, gone: map[string]int64{}}
}

// read opens the entries that were added, and asks of each that it is of one
// kind: applied rows have the next version, held and refused ones none.
func (l *ledger) read(w *town) error {
	events, err := w.events(l.seq)
	if err != nil {
		return err
	}
	l.outcome, l.change, l.refused = map[int64]string{}, map[int64]string{}, 0
	for _, ev := range events {
		l.seq, l.outcome[ev.seq], l.change[ev.seq] = ev.seq, ev.Outcome, ev.Change
		switch ev.Outcome {
		case audit.Applied:
			if len(ev.Rows) == 0 {
				return fmt.Errorf("entry %d is applied and has no row", ev.seq)
			}
			for _, row := range ev.Rows {
				if err := l.apply(ev.seq, row); err != nil {
					return err
				}
			}
			continue
		case audit.Refused:
			l.refused += ev.Count
			if len(ev.Rows) > 0 {
				return fmt.Errorf("entry %d is refused and has rows", ev.seq)
			}
		}
		for _, row := range ev.Rows {
			if row.Version != 0 {
				return fmt.Errorf("entry %d is %s and has a row at version %d", ev.seq, ev.Outcome, row.Version)
			}
		}
	}
	return nil
}

func (l *ledger) apply(seq int64, row audit.Row) error {
	ref := govern.Ref{Table: row.Table, ID: govern.ID(row.ID)}
	have := l.versions[ref]
	l.steps[row.Table]++
	if row.Op == string(govern.Delete) {
		if have == 0 {
			return fmt.Errorf("entry %d deletes %v, which is not there", seq, ref)
		}
		l.versions[ref] = 0
		l.gone[row.Table] += have + 1
		return nil
	}
	if row.Version != have+1 { // a new one under the id of one that was deleted begins at 1
		return fmt.Errorf("entry %d puts %v at version %d, after %d", seq, ref, row.Version, have)
	}
	l.versions[ref] = row.Version
	return nil
}

// agree compares the log with every row of every governed table, by sum and one by
// one.
func (l *ledger) agree(w *town) error {
	for _, declared := range w.engine.Declared() {
		table := declared.Name
		sum, rows := l.gone[table], 0
		err := w.db.Query(ctx, func(scan store.Scan) error {
			var id string
			var version int64
			if err := scan(&id, &version); err != nil {
				return err
			}
			if told := l.versions[govern.Ref{Table: table, ID: govern.ID(id)}]; told != version {
				return fmt.Errorf("%s %s stands at version %d, by the log at %d", table, id, version, told)
			}
			sum, rows = sum+version, rows+1
			return nil
		}, `SELECT id, version FROM `+store.Quote(table))
		if err != nil {
			return err
		}
		if sum != l.steps[table] {
			return fmt.Errorf("%s: the rows took %d steps, the log tells of %d", table, sum, l.steps[table])
		}
		for ref, version := range l.versions {
			if ref.Table == table && version > 0 {
				rows--
			}
		}
		if rows != 0 {
			return fmt.Errorf("%s: %d rows more than the log tells of", table, rows)
		}
	}
	return nil
}

// verified checks the log as "audit verify" does: by its bytes, the checkpoint
// file and the public key alone.
func (p place) verified(db store.DB) (verify.Report, error) {
	file, err := os.ReadFile(p.checkpoints())
	if err != nil && !os.IsNotExist(err) {
		return verify.Report{}, err
	}
	key, err := os.ReadFile(p.publicKey())
	if err != nil {
		return verify.Report{}, err
	}
	return verify.Verify(audit.Source(ctx, db, nil), file, string(key))
}
