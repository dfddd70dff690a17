package netting

import (
	"context"
	"errors"
	"io"
	"maps"
	"runtime"
	"sync"
)

// reading is the work on an invoice file. Clerks take its parts as they come; of
// the flaws that they find the first in the file counts.
type reading struct {
	in       Input
	progress func(Progress)
	clerks   []*clerk

	lock  sync.Mutex // of what follows
	table table
	rows  []int // of each part handed out
	flaw  *flaw
	at    int // the part of the flaw
	err   error
}

var invoiceColumns = [][]string{{"id"}, {"payer"}, {"payee"}, {"currency"}, {"amount"}}

func newReading(t *terms, in Input, o Options) (*reading, error) {
	table, err := openTable(in, invoiceColumns)
	if err != nil {
		return nil, err
	}
	r := &reading{in: in, table: table, progress: o.Progress}
	workers := o.Workers
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, 1+int(in.Size/partSize))
	participants, currencies := newNames(maps.All(t.byID), len(t.byID)), newNames(func(yield func(string, int) bool) {
		for code, number := range t.byCode {
			if !yield(string(code), number) {
				return
			}
		}
	}, len(t.byCode))
	seed, expected := newHashSeed(), int(in.Size)/shortRow/workers
	for range workers {
		r.clerks = append(r.clerks, &clerk{
			terms: t, participants: participants, currencies: currencies,
			ledger: newLedger(t), ids: &idHashes{seed: seed, expected: expected >> bucketBits},
		})
	}
	return r, nil
}

func (r *reading) run(ctx context.Context) error {
	var group sync.WaitGroup
	for _, k := range r.clerks {
		group.Go(func() {
			for {
				p, number := r.next(ctx, &k.scratch)
				if p == nil {
					return
				}
				if c, ok := p.(*csvPart); ok {
					c.clerk = k
				}
				rows, f := p.rows(k.take)
				r.finish(number, rows, f)
			}
		})
	}
	group.Wait()
	if r.err != nil {
		return r.err
	}
	return r.verdict(ctx)
}

// next hands out a part and its number; nil when there is nothing more to do. A
// part is handed out only while all before it are sound as far as known, so that
// those before a flaw are all finished in the end.
func (r *reading) next(ctx context.Context, s *scratch) (part, int) {
	r.lock.Lock()
	defer r.lock.Unlock()
	if r.err == nil {
		r.err = ctx.Err()
	}
	if r.err != nil || r.flaw != nil {
		return nil, 0
	}
	p, err := r.table.next(s)
	if err != nil {
		if !errors.Is(err, io.EOF) {
			r.err = err
		}
		return nil, 0
	}
	r.rows = append(r.rows, 0)
	if r.progress != nil {
		r.progress(Progress{r.table.done(), r.in.Size})
	}
	return p, len(r.rows) - 1
}

func (r *reading) finish(number, rows int, f *flaw) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.rows[number] = rows
	if f != nil && (r.flaw == nil || number < r.at) {
		r.flaw, r.at = f, number
	}
}

// verdict is the first fault of the file: the flaw that was found, or an id that
// was there before it.
func (r *reading) verdict(ctx context.Context) error {
	row := int64(-1)
	if r.flaw != nil {
		row = 0
		for _, n := range r.rows[:r.at+1] {
			row += int64(n)
		}
	}
	var lists []*idHashes
	for _, k := range r.clerks {
		lists = append(lists, k.ids)
	}
	if twice := repeated(lists); len(twice) > 0 {
		if err := r.second(ctx, twice, row); err != nil {
			return err
		}
	}
	if r.flaw != nil {
		return r.fileError(r.flaw, row)
	}
	return nil
}

func (r *reading) fileError(f *flaw, row int64) error {
	e := &FileError{Code: f.code, File: r.in.Name, Row: row, Detail: f.detail, Err: f.err}
	if f.column >= 0 {
		e.Column = invoiceColumns[f.column][0]
	}
	return e
}

// second reads the ids once more, up to and with that row, all if it is
// negative, and refuses the first that was there before.
func (r *reading) second(ctx context.Context, suspects map[uint64]struct{}, last int64) error {
	seen, row := map[string]int64{}, int64(0)
	hashes := r.clerks[0].ids
	err := eachRow(ctx, r.in, invoiceColumns, func(cells [][]byte) *flaw {
		id := cells[idColumn]
		if last >= 0 && row > last {
			return &flaw{} // far enough
		}
		if hashes.has(id, suspects) {
			if before, twice := seen[string(id)]; twice {
				refused := refuse(DuplicateInvoice, string(id), "an invoice of this id is there already")
				f := flawed(DuplicateInvoice, idColumn, "invoice %.60q: row %d has this id already", id, before)
				f.err = refused
				return f
			}
			seen[string(id)] = row
		}
		row++
		return nil
	})
	var refused *FileError
	if errors.As(err, &refused) && refused.Code != DuplicateInvoice && last >= 0 {
		return nil // the flaw that is known
	}
	return err
}

// eachRow gives all rows of a table to take, and names the place of the first
// flaw.
func eachRow(ctx context.Context, in Input, columns [][]string, take func(cells [][]byte) *flaw) error {
	table, err := openTable(in, columns)
	if err != nil {
		return err
	}
	var s scratch
	for row := int64(0); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		p, err := table.next(&s)
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		n, f := p.rows(take)
		if row += int64(n); f != nil {
			e := &FileError{Code: f.code, File: in.Name, Row: row, Detail: f.detail, Err: f.err}
			if f.column >= 0 {
				e.Column = columns[f.column][0]
			}
			return e
		}
	}
}
