package recon

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/iso20022"
	"github.com/countersign/countersign/matching"
)

// Formats of a Side.
const (
	CSV     = "csv"
	Camt053 = "camt.053"
)

// maxExceptions bounds what one run opens: beyond it the files hardly belong
// together, and nobody could work through it. The result is kept all the same.
const maxExceptions = 10_000

// maxKept bounds a file that is read from the store: those that came in were held
// to the limit of uploads.
const maxKept = 1 << 40

// Compute compares the two files of a run as it was started, outside the writer,
// and keeps its result in the store that holds the files. It works in the folder
// room, "" for the system's, and leaves nothing there. The same run gives the same
// bytes, whichever node computes it. progress is told as the work goes on, never
// twice at once.
//
// A file that is malformed faults with its place, field left or right. A statement
// that contradicts itself gives, where the process says stop, a run that failed
// without comparing.
func Compute(ctx context.Context, keep files.Store, room string, run *Run, progress func(matching.Progress)) (*Found, error) {
	var content [3][]byte
	for i, digest := range []string{run.LeftDigest, run.RightDigest, run.ConfigurationDigest} {
		var err error
		if content[i], err = files.ReadAll(ctx, keep, digest, maxKept); err != nil {
			return nil, err
		}
	}
	next := *run
	next.State = Done
	w, err := newWork(room, &next, content[2])
	if err != nil {
		return nil, err
	}
	if err := w.read(content[0], content[1]); err != nil {
		return nil, err
	}
	if next.State == Done {
		results, err := w.match(ctx, progress)
		if err != nil {
			return nil, err
		}
		if next.ResultDigest, err = keepAll(ctx, keep, results); err != nil {
			return nil, err
		}
	}
	return &Found{next, w.exceptions}, nil
}

// work is one comparison on its way.
type work struct {
	room       string
	config     matching.Config
	sides      [2][]byte                        // as CSV
	kept       [2]func() (io.ReadCloser, error) // set: the side is read from there, and not in sides
	run        *Run
	exceptions []*Exception
}

var sideNames = [2]string{"left", "right"}

func newWork(room string, run *Run, configuration []byte) (*work, error) {
	config, err := matching.ReadConfig("configuration", configuration)
	if err != nil {
		return nil, invalid(err, "configuration")
	}
	return &work{room: room, config: config, run: run}, nil
}

// check reads both sides as match will, without comparing. What it notes of the run
// is left to the comparison.
func (w *work) check(ctx context.Context, left, right []byte) error {
	asked := *w.run
	defer func() { *w.run = asked }()
	if err := w.read(left, right); err != nil || w.run.State == Failed {
		return err
	}
	return w.within(func(dir string, paths [2]string) error {
		if err := matching.Check(ctx, w.config, paths[0], paths[1], dir); err != nil {
			return w.refused(err, paths)
		}
		return nil
	})
}

// read turns both sides into CSV and judges the statements among them.
func (w *work) read(left, right []byte) error {
	for i, content := range [][]byte{left, right} {
		switch format := [2]string{w.run.LeftFormat, w.run.RightFormat}[i]; format {
		case CSV:
			w.sides[i] = content
		case Camt053:
			s, err := readStatement(sideNames[i], w.run.AccountNumber, content)
			if err != nil {
				return err
			}
			w.sides[i] = s.csv
			w.run.Notes = append(w.run.Notes, s.notes...)
			w.plainCSV(i)
			w.judge(s)
		default:
			return fault.Bad(sideNames[i], "unknown_format", "%q is none of %s, %s.", format, CSV, Camt053)
		}
	}
	return nil
}

// plainCSV: how the configuration says that files are written is said of files
// from outside, not of the table made from a statement.
func (w *work) plainCSV(i int) {
	c := &w.config
	for _, s := range []*matching.Sides{&c.Delimiter, &c.DateFormat, &c.Encoding, &c.Quote, &c.Escape, &c.Sheet} {
		*s = with(*s, i, "")
	}
	c.Format, c.Columns[i] = with(c.Format, i, "csv"), nil
}

// with is the pair with another text on one side.
func with(s matching.Sides, i int, text string) matching.Sides {
	if i == 0 {
		s.Left = text
	} else {
		s.Right = text
	}
	return s
}

// judge notes whether the bank's own figures add up, where cash is reconciled.
func (w *work) judge(s *statement) {
	if w.run.Kind != "cash" || w.run.Consistency == "inconsistent" {
		return
	}
	if s.contradicts == "" {
		w.run.Consistency = "consistent"
		return
	}
	w.run.Consistency, w.run.Detail = "inconsistent", s.contradicts
	if w.run.OnInconsistency == "stop" {
		w.run.State = Failed
	}
}

// match compares and returns the result files by name.
func (w *work) match(ctx context.Context, progress func(matching.Progress)) (map[string][]byte, error) {
	results := map[string][]byte{}
	err := w.within(func(dir string, paths [2]string) error {
		out := filepath.Join(dir, "out")
		sum, err := matching.Run(ctx, w.config, paths[0], paths[1], out, progress)
		if err != nil {
			return w.refused(err, paths)
		}
		w.count(sum)
		for _, name := range resultNames {
			if results[name], err = os.ReadFile(filepath.Join(out, name)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return results, w.open(results)
}

// within calls f with a folder of its own, in which both sides lie as files.
func (w *work) within(f func(dir string, paths [2]string) error) error {
	dir, err := os.MkdirTemp(w.room, "countersign-run-")
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "no_room", "There is no room to compare the files in; ask the operator.")
	}
	defer func() { _ = os.RemoveAll(dir) }()
	var paths [2]string
	for i, name := range sideNames {
		paths[i] = filepath.Join(dir, name+".csv")
		if err := os.WriteFile(paths[i], w.sides[i], 0o600); err != nil {
			return fault.Wrap(err, fault.Unavailable, "no_room", "There is no room to compare the files in; ask the operator.")
		}
	}
	return f(dir, paths)
}

// refused puts the submitted file's name for the path that stands for it.
func (w *work) refused(err error, paths [2]string) error {
	field := "configuration"
	var e *matching.Error
	if errors.As(err, &e) {
		named := *e
		for i, path := range paths {
			if e.File == path {
				field, named.File = sideNames[i], [2]string{w.run.LeftName, w.run.RightName}[i]
			}
		}
		err = &named
	}
	return invalid(err, field)
}

// invalid turns a refusal of a pure package into the fault of one input; nil
// stays nil. matching counts rows from 0, the header not counted.
func invalid(err error, field string) error {
	var m *matching.Error
	var x *iso20022.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &m) && (m.Code == matching.CountMismatch || m.Code == matching.Unwritable || m.Code == matching.Unreadable || m.Code == matching.FileChanged):
		return fault.From(fmt.Errorf("%s: %w", m.Code, err))
	case errors.As(err, &m):
		return fault.Bad(field, m.Code, "%s", m.Error())
	case errors.As(err, &x):
		place := x.Place
		if x.Line > 0 {
			place = strings.TrimPrefix(fmt.Sprintf("%s, line %d", place, x.Line), ", ")
		}
		return fault.Bad(field, x.Code, "%s: %s", place, x.Detail)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fault.Wrap(err, fault.Unavailable, "interrupted", "The comparison was interrupted; nothing was kept.")
	}
	return fault.From(err)
}
