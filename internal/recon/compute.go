package recon

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
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

// Side is one of the two files that are compared. A camt.053 file is compared
// by the columns id, amount, currency, date (booked), value_date, counterparty,
// counterparty_account, text, bank_reference, statement and line, one row for
// each booked entry, negative amounts for what left the account.
type Side struct {
	Name    string // as it was submitted
	Format  string // CSV or Camt053
	Content []byte
}

// Compute compares the two sides as the process says, outside the writer, keeps
// both files, the configuration and the result, and returns the command that
// records the run. room is the folder in which it works, "" for the system's, and
// where it leaves nothing. Whoever calls it has asked for the permission process.run
// before; the command is asked for it again.
//
// A file that is malformed faults with its place, field left or right, and then
// no file is kept. A statement that contradicts itself gives, where the process
// says stop, a run that failed without comparing.
func Compute(ctx context.Context, r store.Reader, keep files.Store, room string, process govern.ID, left, right Side) (*RecordRun, error) {
	p, err := Processes.Get(ctx, r, process)
	if err != nil {
		return nil, err
	}
	config, err := matching.ReadConfig("configuration", []byte(p.Configuration))
	if err != nil {
		return nil, invalid(err, "configuration")
	}
	w := &work{room: room, process: p, config: config, run: &Run{
		Process: p.ID, Unit: p.Unit, Number: 1, State: "done", Consistency: "not_checked", Notes: []string{},
		LeftName: left.Name, LeftFormat: left.Format, RightName: right.Name, RightFormat: right.Format,
	}}
	if err := w.read(left, right); err != nil {
		return nil, err
	}
	results := map[string][]byte{}
	if w.run.State == "done" {
		if results, err = w.match(ctx); err != nil {
			return nil, err
		}
	}
	if err := w.keep(ctx, keep, left, right, results); err != nil {
		return nil, err
	}
	return &RecordRun{base: p.Version, run: w.run, exceptions: w.exceptions, files: SideFacts(left, right)}, nil
}

// work is one comparison on its way.
type work struct {
	room       string
	process    *Process
	config     matching.Config
	sides      [2][]byte // as CSV
	run        *Run
	exceptions []*Exception
}

var sideNames = [2]string{"left", "right"}

// read turns both sides into CSV and judges the statements among them.
func (w *work) read(left, right Side) error {
	for i, side := range []Side{left, right} {
		switch side.Format {
		case CSV:
			w.sides[i] = side.Content
		case Camt053:
			s, err := readStatement(sideNames[i], w.process.AccountNumber, side.Content)
			if err != nil {
				return err
			}
			w.sides[i] = s.csv
			w.run.Notes = append(w.run.Notes, s.notes...)
			w.plainCSV(i)
			w.judge(s)
		default:
			return fault.Bad(sideNames[i], "unknown_format", "%q is none of %s, %s.", side.Format, CSV, Camt053)
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
	if w.process.Kind != "cash" || w.run.Consistency == "inconsistent" {
		return
	}
	if s.contradicts == "" {
		w.run.Consistency = "consistent"
		return
	}
	w.run.Consistency, w.run.Detail = "inconsistent", s.contradicts
	if w.process.OnInconsistency == "stop" {
		w.run.State = "failed"
	}
}

// match compares in a folder of its own and returns the result files by name.
func (w *work) match(ctx context.Context) (map[string][]byte, error) {
	dir, err := os.MkdirTemp(w.room, "countersign-run-")
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "no_room", "There is no room to compare the files in; ask the operator.")
	}
	defer func() { _ = os.RemoveAll(dir) }()
	var paths [2]string
	for i, name := range sideNames {
		paths[i] = filepath.Join(dir, name+".csv")
		if err := os.WriteFile(paths[i], w.sides[i], 0o600); err != nil {
			return nil, fault.Wrap(err, fault.Unavailable, "no_room", "There is no room to compare the files in; ask the operator.")
		}
	}
	out := filepath.Join(dir, "out")
	sum, err := matching.Run(ctx, w.config, paths[0], paths[1], out, nil)
	if err != nil {
		return nil, w.refused(err, paths)
	}
	w.count(sum)
	results := map[string][]byte{}
	for _, name := range resultNames {
		if results[name], err = os.ReadFile(filepath.Join(out, name)); err != nil {
			return nil, err
		}
	}
	return results, w.open(results)
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
