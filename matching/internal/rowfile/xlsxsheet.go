package rowfile

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
)

// sheet reads the rows of a sheet as a stream. Rows without any value are none.
// The first row that has one is the header.
type sheet struct {
	book   *book
	part   *part
	names  []string
	cells  []byte
	ends   []int
	fields [][]byte
	seen   bool // the sheet's rows ended
}

func openSheet(f Form, in io.ReaderAt, size int64) (Reader, error) {
	b, err := openBook(f, in, size)
	if err != nil {
		return nil, err
	}
	name, err := b.sheetPart()
	if err != nil {
		return nil, err
	}
	for _, read := range []func() error{b.readTexts, b.readStyles} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	s := &sheet{book: b}
	if s.part, err = b.open(name); err != nil {
		return nil, err
	}
	if s.names = f.Header; s.names != nil {
		return s, nil
	}
	row, err := s.Next()
	if err != nil {
		s.Close()
		if errors.Is(err, io.EOF) {
			return nil, wrong(Empty, "the sheet holds no header row")
		}
		return nil, inHeader(err)
	}
	if len(row) > maxHeader {
		s.Close()
		return nil, inHeader(refuse(TooLarge, "the header has %d columns, more than %d", len(row), maxHeader))
	}
	for _, field := range row {
		s.names = append(s.names, string(field))
	}
	return s, nil
}

func (s *sheet) Header() []string { return s.names }
func (s *sheet) Close()           { s.part.close() }

func (s *sheet) Done() int64 {
	if s.part.size <= 0 {
		return 0
	}
	return int64(float64(s.part.packed) * float64(min(s.part.read, s.part.size)) / float64(s.part.size))
}

func (s *sheet) Next() ([][]byte, error) {
	for !s.seen {
		t, err := s.part.token()
		if err != nil {
			return nil, badEnd(err)
		}
		switch tag := t.(type) {
		case xml.EndElement:
			if tag.Name.Local == "sheetData" {
				s.seen = true
				if err := s.finish(); err != nil {
					return nil, err
				}
			}
		case xml.StartElement:
			if tag.Name.Local != "row" {
				continue
			}
			if err := s.row(); err != nil {
				return nil, err
			}
			if len(s.ends) > 0 {
				return s.split()
			}
		}
	}
	return nil, io.EOF
}

// finish reads what follows the rows, so that damage there is found too: the
// archive's checksum stands behind it.
func (s *sheet) finish() error {
	for {
		if _, err := s.part.token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// split gives the row as many fields as the header, if it has no more values.
func (s *sheet) split() ([][]byte, error) {
	s.fields = s.fields[:0]
	from := 0
	for _, end := range s.ends {
		s.fields = append(s.fields, s.cells[from:end])
		from = end
	}
	for len(s.fields) < len(s.names) {
		s.fields = append(s.fields, nil)
	}
	return s.fields, nil
}

// row reads the cells of a row up to the last that holds something.
func (s *sheet) row() error {
	s.cells, s.ends = s.cells[:0], s.ends[:0]
	last := -1
	for depth := s.part.depth; s.part.depth >= depth; {
		t, err := s.part.token()
		if err != nil {
			return badEnd(err)
		}
		tag, ok := t.(xml.StartElement)
		if !ok || tag.Name.Local != "c" {
			continue
		}
		column := columnOf(attribute(tag, "r"), last+1)
		if column <= last || column >= maxColumns {
			return refuse(BadXLSX, "the cell %q stands out of order, or beyond the last column XFD", clip(attribute(tag, "r")))
		}
		last = column
		start := len(s.cells)
		if err := s.cell(tag); err != nil {
			return err
		}
		if len(s.cells) == start {
			continue
		}
		if len(s.cells) > MaxRow {
			return refuse(RowTooLong, "the row is longer than 512 KiB")
		}
		if s.names != nil && column > len(s.names) {
			column = len(s.names) // one field too many tells enough
		}
		if len(s.ends) > column {
			continue
		}
		for len(s.ends) < column {
			s.ends = append(s.ends, start)
		}
		s.ends = append(s.ends, len(s.cells))
	}
	return nil
}

// columnOf reads the letters of a cell's name such as AB12; otherwise is the
// column if it has none.
func columnOf(name string, otherwise int) int {
	column := 0
	for i := 0; i < len(name) && i < 4 && 'A' <= name[i] && name[i] <= 'Z'; i++ {
		column = column*26 + int(name[i]-'A') + 1
	}
	if column == 0 {
		return otherwise
	}
	return column - 1
}

// cell appends a cell's value.
func (s *sheet) cell(tag xml.StartElement) error {
	kind, style := attribute(tag, "t"), attribute(tag, "s")
	start := len(s.cells)
	for depth := s.part.depth; s.part.depth >= depth; {
		t, err := s.part.token()
		if err != nil {
			return badEnd(err)
		}
		inner, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch {
		case inner.Name.Local == "v", inner.Name.Local == "t" && kind == "inlineStr":
			if s.cells, err = s.part.words(s.cells); err != nil {
				return err
			}
		case inner.Name.Local == "rPh":
			if _, err := s.part.words(nil); err != nil {
				return err
			}
		}
		if len(s.cells)-start > maxCell {
			return refuse(RowTooLong, "a cell holds more than 32,767 characters")
		}
	}
	value, err := s.value(kind, style, s.cells[start:])
	s.cells = append(s.cells[:start], value...)
	return err
}

// value makes of what a cell holds what it means.
func (s *sheet) value(kind, style string, raw []byte) ([]byte, error) {
	switch {
	case len(raw) == 0:
		return nil, nil
	case kind == "s":
		i, err := strconv.Atoi(string(raw))
		text, ok := s.book.texts.at(i)
		if err != nil || !ok {
			return nil, refuse(BadXLSX, "a cell names the shared text %q, which the file lacks", clip(string(raw)))
		}
		return text, nil
	case kind == "b":
		if truth(string(raw)) {
			return []byte("TRUE"), nil
		}
		return []byte("FALSE"), nil
	case kind == "" || kind == "n":
		how := number
		if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(s.book.dates) {
			how = s.book.dates[i]
		}
		return s.book.plain(raw, how), nil
	}
	return raw, nil // text that stands in the cell, what a formula gave, an error, a date as text
}
