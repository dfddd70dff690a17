package matching

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// Names of the files that Run writes.
const (
	SummaryFile        = "summary.json"
	MatchedFile        = "matched.csv"
	PartialFile        = "partial.csv"
	UnmatchedLeftFile  = "unmatched_left.csv"
	UnmatchedRightFile = "unmatched_right.csv"
	BadFile            = "bad.csv"
	ProposedFile       = "proposed.csv"
	AmbiguousFile      = "ambiguous.csv"
	PartPaidFile       = "part_paid.csv"
	PassesFile         = "passes.csv"
)

var resultFiles = []string{
	SummaryFile, MatchedFile, PartialFile, UnmatchedLeftFile, UnmatchedRightFile, BadFile,
	ProposedFile, AmbiguousFile, PartPaidFile, PassesFile,
}

// Run reconciles two files, each of the format that the config names or else
// its ending tells, and writes the result into the folder out:
//
//	summary.json         the Summary
//	matched.csv          l,r,amount_diff,date_diff,exact
//	partial.csv          l,r,amount_diff,date_diff,fails    (fails joined by ;)
//	unmatched_left.csv   l and the columns of the left file
//	unmatched_right.csv  r and the columns of the right file
//	bad.csv              side,row,code,detail
//
// and, where the config has passes, with the further columns pass,score,reasons
// in matched.csv and partial.csv, where rows of one side are joined by ;
//
//	proposed.csv         as matched.csv
//	ambiguous.csv        l,r,amount_diff,date_diff,rows,pass,score,reasons
//	part_paid.csv        l,r,amount_diff,date_diff,residual,pass,score,reasons  (where a pass has part_payments)
//	passes.csv           pass,gives,sets,exact,left,right,ambiguous,partial,skipped
//
// Rows are 0-based, the header not counted; pairs stand in the order of their
// left rows, all else in the order of the files, the left before the right. A
// difference of something that is not compared is blank. Fields are quoted
// only where RFC 4180 asks for it, lines end with LF.
//
// InParquet gives each of the CSV files the ending .parquet: l, r, row, rows and
// date_diff are 64-bit integers, exact a boolean, either null where CSV is blank;
// all else is text as in CSV, and so are l and r under passes. Of two columns with
// one name the second is called name_2.
//
// Everything is written to a folder beside out that takes its place at the
// very end: interrupted or refused, Run leaves out as it was. An out that
// already exists is replaced if it holds nothing but earlier results.
func Run(ctx context.Context, c Config, leftPath, rightPath, out string, progress func(Progress)) (Summary, error) {
	return RunWith(ctx, c, leftPath, rightPath, out, OnProgress(progress))
}

// RunWith is Run with options. What Memory has written to disk stands in the
// folder beside out, and goes before the result takes its place.
func RunWith(ctx context.Context, c Config, leftPath, rightPath, out string, options ...Option) (Summary, error) {
	out, err := outputPlace(out)
	if err != nil {
		return Summary{}, err
	}
	draft, err := draftFolder(out)
	if err != nil {
		return Summary{}, err
	}
	defer func() { _ = os.RemoveAll(draft) }()
	inputs, err := openInputs(leftPath, rightPath, draft)
	if err != nil {
		return Summary{}, err
	}
	defer inputs[0].close()
	defer inputs[1].close()
	w, err := performFiles(ctx, c, inputs, toWrite, draft, options)
	if err != nil {
		return Summary{}, err
	}
	err = w.result.check()
	if err == nil {
		err = w.write(ctx, draft, inputs)
	}
	if w.close(); err != nil {
		return Summary{}, err
	}
	return w.result.Summary, publish(draft, out)
}

// Check reads two files as Run does, and refuses what Run would refuse of their form
// and columns; it compares nothing. What has to be copied on the way stands in the
// folder, which must exist.
func Check(ctx context.Context, c Config, leftPath, rightPath, folder string, options ...Option) error {
	inputs, err := openInputs(leftPath, rightPath, folder)
	if err != nil {
		return err
	}
	defer inputs[0].close()
	defer inputs[1].close()
	w, err := performFiles(ctx, c, inputs, nothing, folder, append(slices.Clone(options), onlyRead))
	if err == nil {
		w.close()
	}
	return err
}

func onlyRead(s *settings) { s.checking = true }

func openInputs(leftPath, rightPath, folder string) (inputs [2]*input, err error) {
	for i, path := range []string{leftPath, rightPath} {
		if inputs[i], err = openInput(path, filepath.Join(folder, "input-"+strconv.Itoa(i))); err != nil {
			if i > 0 {
				inputs[0].close()
			}
			return inputs, err
		}
	}
	return inputs, nil
}

func performFiles(ctx context.Context, c Config, inputs [2]*input, keep keeping, folder string, options []Option) (*work, error) {
	var sources [2]Source
	for i, in := range inputs {
		sources[i] = in.source(filepath.Join(folder, "rows-"+strconv.Itoa(i)))
	}
	return perform(ctx, c, sources[0], sources[1], keep, append(slices.Clone(options), inFolder(folder)))
}

// input is one side's file. A pipe is first copied, and rows that are no plain
// CSV are written to a copy that is, because rows are read again when they are
// written out.
type input struct {
	path   string
	file   *os.File
	before fs.FileInfo
	copies []*os.File // the last is what rows are read from again
}

func openInput(path, spool string) (*input, error) {
	f, err := os.Open(path) //nolint:gosec // the path that the caller wants read
	if err != nil {
		return nil, unreadable(path, reason(err))
	}
	in := &input{path: path, file: f}
	if in.before, err = f.Stat(); err == nil && in.before.IsDir() {
		err = errors.New("it is a folder")
	} else if err == nil && !in.before.Mode().IsRegular() {
		err = in.spool(spool)
	}
	if err != nil {
		in.close()
		return nil, unreadable(path, reason(err))
	}
	return in, nil
}

func (in *input) spool(to string) error {
	pipe := in.file
	f, err := in.copy(to)
	if err != nil {
		return err
	}
	defer func() { _ = pipe.Close() }()
	in.file = f
	if _, err := io.Copy(f, pipe); err != nil {
		return err
	}
	in.before, err = f.Stat()
	return err
}

func (in *input) copy(to string) (*os.File, error) {
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600) //nolint:gosec // in our own folder
	if err == nil {
		in.copies = append(in.copies, f)
	}
	return f, err
}

func (in *input) source(rows string) Source {
	return fileSource{in.path, in.file, in.before.Size(), func() (io.Writer, error) {
		f, err := in.copy(rows)
		if err != nil {
			return nil, unwritable(rows, reason(err))
		}
		return f, nil
	}}
}

// rows is where the batches of the side are found again.
func (in *input) rows() (io.ReaderAt, int64, error) {
	f := in.file
	if n := len(in.copies); n > 0 {
		f = in.copies[n-1]
	}
	if f == in.file {
		return f, in.before.Size(), nil // it may have grown since
	}
	s, err := f.Stat()
	if err != nil {
		return nil, 0, unreadable(in.path, reason(err))
	}
	return f, s.Size(), nil
}

func (in *input) close() {
	_ = in.file.Close()
	for _, f := range in.copies {
		_ = f.Close()
		_ = os.Remove(f.Name()) //nolint:gosec // one of our own
	}
	in.copies = nil
}

// unchanged refuses a file that was written to while it was being read.
func (in *input) unchanged() error {
	now, err := in.file.Stat()
	if err != nil {
		return unreadable(in.path, reason(err))
	}
	if now.Size() != in.before.Size() || !now.ModTime().Equal(in.before.ModTime()) {
		return failure(FileChanged, in.path, NoRow, "", "the file was written to while it was being read; start again when it is complete")
	}
	return nil
}

// reason drops the path from a system error, for ours names it.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	var l *os.LinkError
	if errors.As(err, &l) {
		return l.Err
	}
	return err
}
