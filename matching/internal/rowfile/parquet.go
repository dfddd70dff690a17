package rowfile

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"

	"github.com/countersign/countersign/parquetfile"
)

// parquetFile reads Parquet, row group by row group. Its columns are those of
// the top level that are no lists and hold no further columns, and whose types
// can be written as text.
type parquetFile struct {
	size    int64
	file    *parquetfile.File
	names   []string
	leaves  []parquetfile.Leaf
	texts   []writer // of the leaves
	group   int      // the one being read
	left    int64
	columns []*parquetfile.Column
	fields  [][]byte
}

func badParquet(err error) error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	if r := (*parquetfile.Refusal)(nil); errors.As(err, &r) {
		if r.Code == parquetfile.TooLarge {
			return wrong(TooLarge, "%s", r.Detail)
		}
		return wrong(BadParquet, "%s", r.Detail)
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return &Error{Code: BadParquet, Detail: fmt.Sprintf("it is no Parquet that can be read, or damaged: %.200v; fetch it again", err)}
}

// recovered makes an error of what the decoder gives up at in a damaged file.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = badParquet(fmt.Errorf("%.200v", r))
	}
}

func openParquet(f Form, in io.ReaderAt, size int64) (r Reader, err error) {
	defer func() {
		if e := (*Error)(nil); errors.As(err, &e) && !e.Header {
			e.Whole = true
		}
	}()
	defer recovered(&err)
	file, err := parquetfile.Open(in, size)
	if err != nil {
		return nil, badParquet(err)
	}
	p := &parquetFile{size: size, file: file, group: -1}
	for _, c := range file.Root().Columns() {
		if err := p.add(f, c); err != nil {
			return nil, err
		}
	}
	if len(p.leaves) == 0 {
		return nil, wrong(Empty, "it has no columns that can be read as text")
	}
	return p, nil
}

func (p *parquetFile) add(f Form, c *parquet.Column) error {
	why := ""
	leaf, ok := p.file.Leaf(c.Name())
	var text writer
	named := slices.Contains(f.Named, c.Name())
	if !ok {
		why = "is a list or holds further columns"
	} else if t := c.Type(); named && (t.Kind() == parquet.Double || t.Kind() == parquet.Float) {
		why = "is of floating point, which holds no exact amounts; write it as a decimal or text"
	} else if text = textOf(t, f.Date); text == nil {
		why = "is of type " + t.String() + ", which has no one way to be written as text"
	}
	if why == "" {
		p.names = append(p.names, c.Name())
		p.leaves, p.texts = append(p.leaves, leaf), append(p.texts, text)
		return nil
	}
	if named {
		e := refuse(ColumnType, "the column %s", why)
		e.Header, e.Column = true, c.Name()
		return e
	}
	return nil
}

func (p *parquetFile) Header() []string { return p.names }

func (p *parquetFile) Done() int64 {
	groups := int64(len(p.file.RowGroups()))
	if groups == 0 {
		return p.size
	}
	return p.size * min(int64(p.group+1), groups) / groups
}

func (p *parquetFile) Close() {
	for _, c := range p.columns {
		c.Close()
	}
	p.columns = nil
}

func (p *parquetFile) Next() (row [][]byte, err error) {
	defer recovered(&err)
	for p.left == 0 {
		if err := p.nextGroup(); err != nil {
			return nil, err
		}
	}
	p.left--
	p.fields = p.fields[:0]
	for i, c := range p.columns {
		value, err := c.Next()
		if err == nil && len(value) > MaxRow {
			err = refuse(RowTooLong, "the value is longer than 512 KiB")
		}
		if err != nil {
			err = badParquet(err)
			if e := (*Error)(nil); errors.As(err, &e) {
				e.Column = p.names[i]
			}
			return nil, err
		}
		p.fields = append(p.fields, value)
	}
	return p.fields, nil
}

func (p *parquetFile) nextGroup() error {
	p.Close()
	p.group++
	groups := p.file.RowGroups()
	if p.group >= len(groups) {
		return io.EOF
	}
	if _, err := p.file.Inspect(p.group, p.leaves); err != nil {
		return badParquet(err)
	}
	chunks := groups[p.group].ColumnChunks()
	for i, l := range p.leaves {
		p.columns = append(p.columns, parquetfile.NewColumn(chunks[l.Index].Pages(), p.texts[i]))
	}
	p.left = groups[p.group].NumRows()
	return nil
}
