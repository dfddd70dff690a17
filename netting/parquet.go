package netting

import (
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"

	"github.com/countersign/countersign/parquetfile"
)

// parquetTable reads a Parquet file; each of its row groups is a part.
type parquetTable struct {
	in     Input
	groups []parquet.RowGroup
	given  int
	wanted []column
}

// column is a wanted column of a Parquet file: its place among the leaves, and
// how a value of it is written as text.
type column struct {
	leaf int
	text func(dst []byte, v parquet.Value) []byte
}

func openParquet(in Input, wanted [][]string) (t table, err error) {
	defer recovered(&err, in.Name)
	if err := parquetfile.InspectFooter(in.Bytes, in.Size); err != nil {
		return nil, badParquet(in.Name, err)
	}
	f, err := parquet.OpenFile(in.Bytes, in.Size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true), parquet.ReadBufferSize(64<<10))
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
	p := &parquetTable{in: in, groups: f.RowGroups()}
	for i, place := range found {
		leaf, ok := f.Schema().Lookup(header[place])
		if !ok || leaf.MaxRepetitionLevel > 0 {
			return nil, refuseFile(BadParquet, in.Name, HeaderRow, wanted[i][0], "the column is a list or holds further columns; write one text for each row")
		}
		text, kind := textOf(leaf.Node.Type())
		if text == nil {
			return nil, refuseFile(BadParquet, in.Name, HeaderRow, wanted[i][0], "the column is of type %s; write it as text, amounts and rates as text or decimal", kind)
		}
		p.wanted = append(p.wanted, column{leaf.ColumnIndex, text})
	}
	if err := p.inspect(f.Metadata()); err != nil {
		return nil, badParquet(in.Name, err)
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
	if len(t.groups) == 0 {
		return t.in.Size
	}
	return t.in.Size * int64(t.given) / int64(len(t.groups))
}

func (t *parquetTable) next(*scratch) (part, error) {
	if t.given == len(t.groups) {
		return nil, io.EOF
	}
	t.given++
	return &parquetPart{t, t.groups[t.given-1]}, nil
}

type parquetPart struct {
	table *parquetTable
	group parquet.RowGroup
}

func (p *parquetPart) rows(take func([][]byte) *flaw) (rows int, f *flaw) {
	defer func() {
		if r := recover(); r != nil {
			f = damagedParquet(fmt.Errorf("%.200v", r))
		}
	}()
	chunks := p.group.ColumnChunks()
	readers, cells := make([]*parquetfile.Column, len(p.table.wanted)), make([][]byte, len(p.table.wanted))
	for i, c := range p.table.wanted {
		readers[i] = parquetfile.NewColumn(chunks[c.leaf].Pages(), c.text)
		defer readers[i].Close()
	}
	for total := int(p.group.NumRows()); rows < total; rows++ {
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
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return &flaw{BadParquet, -1, fmt.Sprintf("the file is damaged here: %.200s; fetch it again", err), err}
}
