package matching

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
)

// intake hands the batches of both sides to the workers and remembers how many
// rows each held.
type intake struct {
	lock     sync.Mutex
	feeds    [2]feed
	side     int // the one being read
	batches  [2][]extent
	failed   bool
	read     int64 // rows of both sides
	progress func(Progress)
}

// extent is what is known of a batch.
type extent struct {
	at    int64 // offset of the text in the file
	rows  uint32
	flaw  *flaw
	cause error // reading failed where the batch would have begun
	lost  error // its records could not be written to disk
}

var stages = [2]string{"read left", "read right"}

// drain is one worker's part of the reading.
func (in *intake) drain(ctx context.Context, pair *[2]*reader, disk *spill, cellar *cellar) {
	stores := slices.Concat(pair[0].stores(), pair[1].stores())
	buffer := make([]byte, 0, chunkSize+scanMargin)
	for ctx.Err() == nil {
		side, number, b, ok := in.next(buffer)
		if !ok {
			return
		}
		rows, f := pair[side].read(b, rowID(number)<<rowBits)
		err := disk.ease(stores)
		if err == nil {
			err = cellar.ease(&pair[0].taker.bad, &pair[1].taker.bad)
		}
		in.lock.Lock()
		e := &in.batches[side][number]
		e.rows, e.flaw, e.lost = rows, f, err
		in.read += int64(rows)
		in.failed = in.failed || f != nil || err != nil
		in.lock.Unlock()
		if b.text != nil {
			buffer = b.text
		}
	}
}

func (in *intake) next(buffer []byte) (side, number int, b batch, ok bool) {
	in.lock.Lock()
	defer in.lock.Unlock()
	for !in.failed && in.side < 2 {
		f := in.feeds[in.side]
		b, err := f.next(buffer)
		if errors.Is(err, io.EOF) {
			in.side++
			continue
		}
		in.batches[in.side] = append(in.batches[in.side], extent{at: b.at, cause: err})
		if err != nil {
			in.failed = true
			break
		}
		in.progress(Progress{stages[in.side], b.done, f.size(), in.read})
		return in.side, len(in.batches[in.side]) - 1, b, true
	}
	return 0, 0, batch{}, false
}

// fault is the first thing found wrong, in the order of the rows, left first.
func (in *intake) fault(c [2]columns) error {
	for side := range in.batches {
		row := int64(0)
		for _, e := range in.batches[side] {
			if e.cause != nil {
				return e.cause
			}
			if f := e.flaw; f != nil {
				column := ""
				if f.field >= 0 && f.field < len(c[side].names) {
					column = c[side].names[f.field]
				}
				return failure(f.code, in.feeds[side].name(), row+int64(f.record), column, "%s", f.detail)
			}
			if e.lost != nil {
				return e.lost
			}
			row += int64(e.rows)
		}
	}
	return nil
}

func (in *intake) close() {
	for _, f := range in.feeds {
		if f != nil {
			f.close()
		}
	}
}

func (in *intake) rows(side int) int64 {
	n := int64(0)
	for _, e := range in.batches[side] {
		n += int64(e.rows)
	}
	return n
}

// bases is the row number at which each batch of a side starts.
func (in *intake) bases(side int) []uint32 {
	bases := make([]uint32, 0, len(in.batches[side]))
	next := uint32(0)
	for _, e := range in.batches[side] {
		bases = append(bases, next)
		next += e.rows
	}
	return bases
}
