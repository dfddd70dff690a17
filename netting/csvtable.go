package netting

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"unicode/utf8"
)

const (
	partSize   = 256 << 10
	maxRow     = 1 << 20
	scanMargin = 64 // bytes after a text that the index may look at
)

// csvTable cuts a CSV into parts. A line end is the end of a record if the number
// of quotes before it is even; that holds until a record breaks the quoting
// rules, and the first that does is refused in the part it stands in.
type csvTable struct {
	in     Input
	at     int64
	names  []string // of all columns
	places []int    // of the wanted ones
}

func openCSV(in Input, wanted [][]string) (*csvTable, error) {
	t := &csvTable{in: in}
	text, _, f, err := t.text(nil)
	if errors.Is(err, io.EOF) {
		return nil, refuseFile(EmptyFile, in.Name, NoRow, "", "it holds no header; the first row names the columns")
	} else if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) {
		return nil, refuseFile(NotUTF8, in.Name, HeaderRow, "", "it is UTF-16; save it as UTF-8")
	}
	used := len(text) - len(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
	var cut cutter
	for f == nil && used < len(text) && len(t.names) == 0 {
		var n int
		if n, f = cut.record(text[used:]); f == nil {
			f = damage(text[used:used+n], -1)
		}
		used += n
		for _, field := range cut.fields {
			if !cut.blank {
				t.names = append(t.names, string(field))
			}
		}
	}
	if f != nil {
		return nil, refuseFile(f.code, in.Name, HeaderRow, "", "%s", f.detail)
	}
	if t.places, err = places(in.Name, t.names, wanted); err != nil {
		return nil, err
	}
	t.at = min(int64(used), in.Size) // a line end may have been added
	return t, nil
}

func (t *csvTable) done() int64 { return t.at }

func (t *csvTable) next(s *scratch) (part, error) {
	text, whole, f, err := t.text(s.text)
	if err != nil {
		return nil, err
	}
	s.text = text
	t.at = min(t.at+int64(len(text)), t.in.Size)
	return &csvPart{t, s, nil, text, !whole, f}, nil
}

// text reads the next whole records. whole is false when a line end was added at
// the end of the file; f is that there is no end of a record for too long.
func (t *csvTable) text(buffer []byte) (text []byte, whole bool, f *flaw, err error) {
	left := t.in.Size - t.at
	if left <= 0 {
		return nil, false, nil, io.EOF
	}
	for want := int64(partSize); ; want = 2 * maxRow {
		n := int(min(want, left))
		text = slices.Grow(buffer[:0], n+1+scanMargin)[:n]
		if got, err := t.in.Bytes.ReadAt(text, t.at); got < n {
			if err == nil || errors.Is(err, io.EOF) {
				return nil, false, nil, refuseFile(FileChanged, t.in.Name, NoRow, "", "the file became shorter while it was being read; start again when it is complete")
			}
			return nil, false, nil, system(Unreadable, t.in.Name, err)
		}
		if int64(n) == left {
			whole = text[n-1] == '\n'
			if !whole {
				text = append(text, '\n')
			}
			return text, whole, nil, nil
		}
		if end := wholeRecords(text); end > 0 {
			return text[:end], true, nil, nil
		}
		if n > maxRow {
			return text, true, flawed(RowTooLong, -1, "the row is longer than 1 MiB; is a quote left open, or the file no CSV?"), nil
		}
	}
}

// wholeRecords is the offset after the last line end outside quotes, 0 if there
// is none.
func wholeRecords(text []byte) int {
	end, open := 0, false
	for at := 0; ; open = !open {
		piece := text[at:]
		quote := bytes.IndexByte(piece, '"')
		if quote >= 0 {
			piece = piece[:quote]
		}
		if n := bytes.LastIndexByte(piece, '\n'); n >= 0 && !open {
			end = at + n + 1
		}
		if quote < 0 {
			return end
		}
		at += quote + 1
	}
}

// damage finds what no text may hold.
func damage(text []byte, column int) *flaw {
	if bytes.IndexByte(text, 0) >= 0 {
		return flawed(NULByte, column, "it holds a NUL byte; the file is damaged or not text (UTF-16 is to be saved as UTF-8)")
	}
	if !utf8.Valid(text) {
		return flawed(NotUTF8, column, "it holds bytes that are not UTF-8; save the file as UTF-8")
	}
	return nil
}
