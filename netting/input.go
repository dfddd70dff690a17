package netting

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
)

// Input is a file to read: CSV, or Parquet if it begins like one.
type Input struct {
	Name  string // how errors call it
	Bytes io.ReaderAt
	Size  int64
}

// opened is an input of ours, to be closed.
type opened struct {
	Input
	file   *os.File
	before fs.FileInfo
}

// open opens a file. A pipe is first copied to where temporary files lie, since
// parts of an input may be read again.
func open(path string) (*opened, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, system(Unreadable, path, err)
	}
	o := &opened{Input{Name: path}, f, nil}
	if o.before, err = f.Stat(); err == nil && o.before.IsDir() {
		err = errors.New("it is a folder")
	} else if err == nil && !o.before.Mode().IsRegular() {
		err = o.spool()
	}
	if err != nil {
		_ = o.file.Close()
		return nil, system(Unreadable, path, err)
	}
	o.Bytes, o.Size = o.file, o.before.Size()
	return o, nil
}

func (o *opened) spool() error {
	pipe := o.file
	defer func() { _ = pipe.Close() }()
	f, err := os.CreateTemp("", "netting-input-")
	if err != nil {
		return err
	}
	o.file = f
	if err := os.Remove(f.Name()); err != nil { // the open file stays readable
		return err
	}
	if _, err := io.Copy(f, pipe); err != nil {
		return err
	}
	o.before, err = f.Stat()
	return err
}

// unchanged refuses a file that was written to while it was being read.
func (o *opened) unchanged() error {
	now, err := o.file.Stat()
	if err != nil {
		return system(Unreadable, o.Name, err)
	}
	if now.Size() != o.before.Size() || !now.ModTime().Equal(o.before.ModTime()) {
		return refuseFile(FileChanged, o.Name, NoRow, "", "the file was written to while it was being read; start again when it is complete")
	}
	return nil
}

// table is an input as rows with the wanted columns.
type table interface {
	// next hands out the next part, io.EOF after the last. It is called by one at
	// a time; the part lives in s until s is given again.
	next(s *scratch) (part, error)
	// done is how many bytes were handed out.
	done() int64
}

// part is a run of whole rows.
type part interface {
	// rows gives the wanted values of each row to take, which keeps none of them.
	// It returns how many rows there were, on a flaw those before it.
	rows(take func(cells [][]byte) *flaw) (int, *flaw)
}

// scratch is memory that is used for one part after another.
type scratch struct {
	text []byte
	ends []uint32
}

// openTable finds the wanted columns, each under one of its names.
func openTable(in Input, wanted [][]string) (table, error) {
	magic := make([]byte, 4)
	if n, err := in.Bytes.ReadAt(magic, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, system(Unreadable, in.Name, err)
	} else if bytes.Equal(magic[:n], []byte("PAR1")) {
		return openParquet(in, wanted)
	}
	return openCSV(in, wanted)
}

// places finds the wanted columns in a header.
func places(file string, header []string, wanted [][]string) ([]int, error) {
	found := make([]int, len(wanted))
	for i, names := range wanted {
		found[i] = -1
		for place, column := range header {
			for _, name := range names {
				if column != name {
					continue
				}
				if found[i] >= 0 {
					return nil, refuseFile(DuplicateColumn, file, HeaderRow, name, "the header names this column twice; rename one of them")
				}
				found[i] = place
			}
		}
		if found[i] < 0 {
			return nil, refuseFile(MissingColumn, file, HeaderRow, names[0], "the header has no such column, but %.200q; it is the first row, its names parted by commas", header)
		}
	}
	return found, nil
}
