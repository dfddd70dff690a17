package matching

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// write puts all files of the result into folder, several at a time.
func (w *work) write(ctx context.Context, folder string, inputs [2]*input) error {
	type part struct {
		name, types string // types as parquetSink has them
		fill        func(context.Context, *bufio.Writer) error
	}
	r := w.result
	parts := []part{
		{MatchedFile, "iitib", r.writeMatched},
		{UnmatchedLeftFile, "i", func(ctx context.Context, b *bufio.Writer) error { return w.writeUnmatched(ctx, b, 0, inputs[0]) }},
		{UnmatchedRightFile, "i", func(ctx context.Context, b *bufio.Writer) error { return w.writeUnmatched(ctx, b, 1, inputs[1]) }},
		{PartialFile, "iiti", r.writePartial},
		{BadFile, "ti", w.writeBad},
		{SummaryFile, "", r.writeSummary},
	}
	if r.stages != nil {
		parts[0] = part{MatchedFile, "tttib", r.writeSets(Matched)}
		parts[3] = part{PartialFile, "ttti", r.writeSets(Partial)}
		parts = append(parts, part{ProposedFile, "tttib", r.writeSets(Proposed)}, part{AmbiguousFile, "tttii", r.writeSets(Ambiguous)}, part{PassesFile, "ttiiiiiii", r.writePasses})
	}
	if slices.ContainsFunc(r.stages, func(p *passPlan) bool { return p.part >= 0 }) {
		parts = append(parts, part{PartPaidFile, "tttit", r.writeSets(PartPaid)})
	}
	errs := make([]error, len(parts))
	var group sync.WaitGroup
	var lock sync.Mutex
	done := int64(0)
	for i, p := range parts {
		group.Go(func() {
			if w.set.parquet && p.name != SummaryFile {
				errs[i] = writeParquet(ctx, filepath.Join(folder, inParquet(p.name)), p.types, p.fill)
			} else {
				errs[i] = writeFile(ctx, filepath.Join(folder, p.name), p.fill)
			}
			lock.Lock()
			defer lock.Unlock()
			done++
			w.set.progress(Progress{"write", done, int64(len(parts)), 0})
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	for _, in := range inputs {
		if err := in.unchanged(); err != nil {
			return err
		}
		in.close()
	}
	return syncFolder(folder)
}

func writeFile(ctx context.Context, path string, fill func(context.Context, *bufio.Writer) error) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666) //nolint:gosec // the umask narrows it
	if err != nil {
		return unwritable(filepath.Base(path), reason(err))
	}
	b := bufio.NewWriterSize(f, 1<<18)
	err = fill(ctx, b)
	var ours *Error
	if err == nil {
		err = errors.Join(b.Flush(), f.Sync())
	}
	if err = errors.Join(err, f.Close()); err == nil || errors.As(err, &ours) || ctx.Err() != nil {
		return err
	}
	return unwritable(filepath.Base(path), reason(err))
}

// writeParquet is writeFile through a sink.
func writeParquet(ctx context.Context, path, types string, fill func(context.Context, *bufio.Writer) error) error {
	return writeFile(ctx, path, func(ctx context.Context, b *bufio.Writer) error {
		sink := newParquetSink(b, types)
		text := bufio.NewWriterSize(sink, 1<<16)
		err := fill(ctx, text)
		if err == nil {
			err = text.Flush()
		}
		if err == nil {
			err = sink.close()
		}
		return err
	})
}

func (r *Result) writeSummary(_ context.Context, b *bufio.Writer) error {
	e := json.NewEncoder(b)
	e.SetIndent("", "  ")
	return e.Encode(r.Summary)
}

func (r *Result) writeMatched(ctx context.Context, b *bufio.Writer) error {
	line := []byte("l,r,amount_diff,date_diff,exact\n")
	var failed error
	err := r.eachPair(func(p Pair) bool { return !p.Partial() }, func(p Pair) bool {
		line = strconv.AppendBool(append(r.appendPair(line, p), ','), p.Exact())
		line = append(line, '\n')
		if len(line) < 1<<15 {
			return true
		}
		_, failed = b.Write(line)
		line, failed = line[:0], errors.Join(failed, ctx.Err())
		return failed == nil
	})
	_, last := b.Write(line)
	return errors.Join(err, failed, last)
}

func (r *Result) writePartial(ctx context.Context, b *bufio.Writer) error {
	line := []byte("l,r,amount_diff,date_diff,fails\n")
	var failed error
	err := r.eachPartial(func(p Pair) bool {
		line = append(r.appendPair(line, p), ',')
		line = append(append(line, strings.Join(p.Fails(), ";")...), '\n')
		_, failed = b.Write(line)
		line, failed = line[:0], errors.Join(failed, ctx.Err())
		return failed == nil
	})
	_, last := b.Write(line)
	return errors.Join(err, failed, last)
}

func (r *Result) appendPair(line []byte, p Pair) []byte {
	line = strconv.AppendInt(line, int64(p.Left), 10)
	line = strconv.AppendInt(append(line, ','), int64(p.Right), 10)
	line = append(line, ',')
	if r.compared.amount {
		line = p.AmountDiff.appendTo(line)
	}
	line = append(line, ',')
	if r.compared.date {
		line = strconv.AppendInt(line, int64(p.DateDiff), 10)
	}
	return line
}

func (w *work) writeBad(ctx context.Context, b *bufio.Writer) error {
	line := []byte("side,row,code,detail\n")
	for i := range w.bases {
		var failed error
		err := w.eachBad(i, func(row BadRow) bool {
			line = append(append(line, sideName(i)...), ',')
			line = append(strconv.AppendInt(line, int64(row.Row), 10), ',')
			line = append(append(line, row.Code...), ',')
			line = append(appendField(line, []byte(row.Detail)), '\n')
			_, failed = b.Write(line)
			line, failed = line[:0], errors.Join(failed, ctx.Err())
			return failed == nil
		})
		if err = errors.Join(err, failed); err != nil {
			return err
		}
	}
	_, err := b.Write(line)
	return err
}
