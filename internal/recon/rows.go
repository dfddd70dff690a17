package recon

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/matching"
)

// reopen makes ready to look at the rows of a run again, as it read them. CSV is
// read from the store when it is looked at; a statement is read at once, limit
// bytes at most.
func reopen(ctx context.Context, r store.Reader, keep files.Store, of *Run, limit int64) (*work, error) {
	text, err := files.ReadAll(ctx, keep, of.ConfigurationDigest, mostResult)
	if err != nil {
		return nil, err
	}
	run := *of
	if run.ProcessVersion == 0 { // of an older program, which kept no more of the process
		p, err := Processes.Get(ctx, r, run.Process)
		if err != nil {
			return nil, err
		}
		run.Kind, run.AccountNumber = p.Kind, p.AccountNumber
	}
	w, err := newWork("", &run, text)
	if err != nil {
		return nil, err
	}
	var sides [2][]byte
	for i, digest := range []string{run.LeftDigest, run.RightDigest} {
		if [2]string{run.LeftFormat, run.RightFormat}[i] == CSV {
			w.kept[i] = func() (io.ReadCloser, error) { return keep.Open(ctx, digest) }
			continue
		}
		if sides[i], err = files.ReadAll(ctx, keep, digest, limit); err != nil {
			return nil, err
		}
	}
	return w, w.read(sides[0], sides[1])
}

// openSide opens one side as CSV.
func (w *work) openSide(i int) (io.ReadCloser, error) {
	if w.kept[i] != nil {
		return w.kept[i]()
	}
	return io.NopCloser(bytes.NewReader(w.sides[i])), nil
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// eachRow reads one side again until f wants no more; matching has held it to its
// form already. What f is given is only its own until it returns. A file of the
// store is read to its end, which proves that it is the one that was compared.
func (w *work) eachRow(i int, f func(row int64, header, cells []string) (more bool, err error)) error {
	side, err := w.openSide(i)
	if err != nil {
		return err
	}
	defer func() { _ = side.Close() }()
	text := bufio.NewReader(side)
	if mark, _ := text.Peek(len(byteOrderMark)); bytes.Equal(mark, byteOrderMark) {
		_, _ = text.Discard(len(byteOrderMark))
	}
	in := csv.NewReader(text)
	in.FieldsPerRecord, in.ReuseRecord = -1, true
	if d := [2]string{w.config.Delimiter.Left, w.config.Delimiter.Right}[i]; d != "" {
		in.Comma, _ = utf8.DecodeRuneInString(d)
	}
	first, err := in.Read()
	if err != nil {
		return err
	}
	header := slices.Clone(first)
	for n := int64(0); ; n++ {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		more, err := f(n, header, cells)
		if err != nil {
			return err
		}
		if !more {
			_, err = io.Copy(io.Discard, text)
			return err
		}
	}
}

// eachOf calls f with each of the wanted rows of one side. Fault row_lost when one
// is not there.
func eachOf[T any](w *work, i int, wanted map[int64]*T, f func(x *T, header, cells []string)) error {
	if len(wanted) == 0 {
		return nil
	}
	err := w.eachRow(i, func(row int64, header, cells []string) (bool, error) {
		if x := wanted[row]; x != nil {
			f(x, header, cells)
			delete(wanted, row)
		}
		return len(wanted) > 0, nil
	})
	if err != nil {
		return err
	}
	if len(wanted) > 0 {
		return fault.New(fault.Internal, "row_lost", "Row %d of the %s side was not found again.", slices.Min(slices.Collect(maps.Keys(wanted))), sideNames[i])
	}
	return nil
}

// What is shown of a row has its bounds; the file keeps it whole.
const (
	maxShown   = 500 // characters of a value
	maxColumns = 100
)

// seen is what people look at of a row.
type seen struct {
	fields       []Field
	key          []string
	amount, date string
}

func (w *work) look(i int, header, cells []string) seen {
	side := func(s matching.Sides) string { return [2]string{s.Left, s.Right}[i] }
	var s seen
	value := map[string]string{}
	for n, cell := range cells {
		name := fmt.Sprintf("column %d", n+1)
		if n < len(header) {
			name = header[n]
		}
		value[name] = cut(cell)
		if n < maxColumns {
			s.fields = append(s.fields, Field{Name: cut(name), Value: value[name]})
		}
	}
	for _, k := range w.config.Keys {
		s.key = append(s.key, value[side(k)])
	}
	s.amount, s.date = value[side(w.config.Amount)], value[side(w.config.Date)]
	return s
}

func (w *work) show(x *Exception, i int, header, cells []string) {
	s := w.look(i, header, cells)
	if i == 0 {
		x.LeftFields, x.LeftAmount, x.Key = s.fields, s.amount, s.key
		return
	}
	x.RightFields, x.RightAmount = s.fields, s.amount
	if x.LeftRow < 0 {
		x.Key = s.key
	}
}

func cut(s string) string {
	if utf8.RuneCountInString(s) <= maxShown {
		return s
	}
	return string([]rune(s)[:maxShown]) + "…"
}
