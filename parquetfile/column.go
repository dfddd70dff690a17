package parquetfile

import (
	"errors"
	"io"

	"github.com/parquet-go/parquet-go"
)

// Column gives the values of one column of a row group as text.
type Column struct {
	pages  parquet.Pages
	page   parquet.Page
	values parquet.ValueReader
	buffer [256]parquet.Value
	ready  []parquet.Value
	text   func(dst []byte, v parquet.Value) []byte
	space  []byte
}

// NewColumn reads the pages; text appends a value to dst as text.
func NewColumn(pages parquet.Pages, text func(dst []byte, v parquet.Value) []byte) *Column {
	return &Column{pages: pages, text: text}
}

// Next is the next value, nil for none. It is valid until it is called again.
func (r *Column) Next() ([]byte, error) {
	for len(r.ready) == 0 {
		if r.page == nil {
			page, err := r.pages.ReadPage()
			if err != nil {
				return nil, err
			}
			r.page, r.values = page, page.Values()
		}
		n, err := r.values.ReadValues(r.buffer[:])
		r.ready = r.buffer[:n]
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if n == 0 {
			parquet.Release(r.page)
			r.page = nil
		}
	}
	v := r.ready[0]
	r.ready = r.ready[1:]
	if v.IsNull() {
		return nil, nil
	}
	r.space = r.text(r.space[:0], v)
	return r.space, nil
}

// Close lets go of the pages.
func (r *Column) Close() {
	if r.page != nil {
		parquet.Release(r.page)
	}
	_ = r.pages.Close()
}
