package rowfile

import "slices"

// headless gives the rows of a file whose columns the form names. Its first row
// must not be a header all the same.
type headless struct {
	Reader
	given bool
}

func (f Form) headed(r Reader, err error) (Reader, error) {
	if f.Header == nil || err != nil {
		return r, err
	}
	return &headless{Reader: r}, nil
}

// Next is the next row.
func (h *headless) Next() ([][]byte, error) {
	row, err := h.Reader.Next()
	if !h.given && err == nil && Repeats(row, h.Header()) {
		return nil, SecondHeaderRow()
	}
	h.given = true
	return row, err
}

// Repeats reports whether a row is the header once more.
func Repeats(row [][]byte, header []string) bool {
	return slices.EqualFunc(row, header, func(field []byte, name string) bool { return string(field) == name })
}

// SecondHeaderRow refuses a file whose first row is a header although its columns
// are named.
func SecondHeaderRow() *Error {
	return refuse(SecondHeader, "the first row holds the names that header gives; the file has a header row, so leave header out")
}
