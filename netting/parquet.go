package netting

import (
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/parquet-go/parquet-go"

	"github.com/countersign/countersign/parquetfile"
)

// parquetTable reads a Parquet file; each of its row groups is a part.
type parquetTable struct {
	in     Input
	file   *parquetfile.File
	given  int
	leaves []parquetfile.Leaf
	texts  []func(dst []byte, v parquet.Value) []byte // how their values are written

	lock sync.Mutex
	room *sync.Cond
	used int64 // bytes of pages that are being read
}

func openParquet(in Input, wanted [][]string) (t table, err error) {
	defer recovered(&err, in.Name)
	f, err := parquetfile.Open(in.Bytes, in.Size)
	if err != nil {
		return nil, badParquet(in.Name, err)
	}
	var header []string
	for _, c := range f.Root().Columns() {
		header = append(header, c.Name())
	}
	found, err := places(in.Name, header, wanted)
	if err != nil {
		return nil, err
	}
	p := &parquetTable{in: in, file: f}
	p.room = sync.NewCond(&p.lock)
	for i, place := range found {
		leaf, ok := f.Leaf(header[place])
		if !ok {
			return nil, refuseFile(BadParquet, in.Name, HeaderRow, wanted[i][0], "the column is a list or holds further columns; write one text for each row")
		}
		text, kind := textOf(f.Root().Column(header[place]).Type())
		if text == nil {
			return nil, refuseFile(BadParquet, in.Name, HeaderRow, wanted[i][0], "the column is of type %s; write it as text, amounts and rates as text or decimal", kind)
		}
		p.leaves, p.texts = append(p.leaves, leaf), append(p.texts, text)
	}
	return p, nil
}

func badParquet(file string, err error) *FileError {
	return &FileError{Code: BadParquet, File: file, Row: NoRow, Detail: fmt.Sprintf("it is no Parquet that can be read, or damaged: %.200s; fetch it again", err), Err: err}
}

// recovered makes an error of what the decoder gives up at in a damaged file.
func recovered(err *error, file string) {
	if r := recover(); r != nil {
		*err = badParquet(file, fmt.Errorf("%.200v", r))
	}
}

func (t *parquetTable) done() int64 {
	if len(t.file.RowGroups()) == 0 {
		return t.in.Size
	}
	return t.in.Size * int64(t.given) / int64(len(t.file.RowGroups()))
}

func (t *parquetTable) next(*scratch) (part, error) {
	if t.given == len(t.file.RowGroups()) {
		return nil, io.EOF
	}
	t.given++
	return &parquetPart{t, t.given - 1}, nil
}

type parquetPart struct {
	table *parquetTable
	group int
}

// admit waits until there is room for the pages of a row group beside those of
// others.
func (t *parquetTable) admit(takes int64) (done func()) {
	t.lock.Lock()
	defer t.lock.Unlock()
	for t.used > 0 && t.used+takes > parquetfile.MaxPages {
		t.room.Wait()
	}
	t.used += takes
	return func() {
		t.lock.Lock()
		defer t.lock.Unlock()
		t.used -= takes
		t.room.Broadcast()
	}
}

func (p *parquetPart) rows(take func([][]byte) *flaw) (rows int, f *flaw) {
	defer func() {
		if r := recover(); r != nil {
			f = damagedParquet(fmt.Errorf("%.200v", r))
		}
	}()
	takes, err := p.table.file.Inspect(p.group, p.table.leaves)
	if err != nil {
		return 0, damagedParquet(err)
	}
	defer p.table.admit(takes)()
	group := p.table.file.RowGroups()[p.group]
	chunks := group.ColumnChunks()
	readers, cells := make([]*parquetfile.Column, len(p.table.leaves)), make([][]byte, len(p.table.leaves))
	for i, l := range p.table.leaves {
		readers[i] = parquetfile.NewColumn(chunks[l.Index].Pages(), p.table.texts[i])
		defer readers[i].Close()
	}
	for total := int(group.NumRows()); rows < total; rows++ {
		for i, r := range readers {
			value, err := r.Next()
			if err != nil {
				return rows, damagedParquet(err)
			}
			if f := damage(value, i); f != nil {
				return rows, f
			}
			cells[i] = value
		}
		if f := take(cells); f != nil {
			return rows, f
		}
	}
	return rows, nil
}

func damagedParquet(err error) *flaw {
	if r := (*parquetfile.Refusal)(nil); errors.As(err, &r) {
		return &flaw{BadParquet, -1, r.Detail, err}
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return &flaw{BadParquet, -1, fmt.Sprintf("the file is damaged here: %.200s; fetch it again", err), err}
}
