package recon

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/matching"
)

var resultNames = []string{matching.SummaryFile, matching.MatchedFile, matching.PartialFile, matching.UnmatchedLeftFile, matching.UnmatchedRightFile, matching.BadFile}

func (w *work) count(s matching.Summary) {
	r := w.run
	r.LeftRows, r.RightRows = int64(s.Left), int64(s.Right)
	r.Matched, r.Exact, r.Partial = int64(s.Matched), int64(s.Exact), int64(s.Partial)
	r.UnmatchedLeft, r.UnmatchedRight = int64(s.UnmatchedLeft), int64(s.UnmatchedRight)
	r.BadLeft, r.BadRight = int64(s.BadLeft), int64(s.BadRight)
}

// open makes an exception of every item that did not match fully, in the order
// of the result files: partial, unmatched left, unmatched right, bad.
func (w *work) open(results map[string][]byte) error {
	r := w.run
	if n := r.Partial + r.UnmatchedLeft + r.UnmatchedRight + r.BadLeft + r.BadRight; n > maxExceptions {
		r.State = Failed
		r.Detail = strings.TrimSpace(fmt.Sprintf("%d items did not match, more than the %d that one run opens. Look at the result files: the wrong file or the wrong key is likely. %s", n, maxExceptions, r.Detail))
		return nil
	}
	var errs []error
	each := func(name string, f func(cells []string)) {
		rows, err := csv.NewReader(bytes.NewReader(results[name])).ReadAll()
		if errs = append(errs, err); err == nil && len(rows) > 0 {
			for _, cells := range rows[1:] {
				f(cells)
			}
		}
	}
	each(matching.PartialFile, func(c []string) { w.add("partial", c[0], c[1], c[2], c[3], c[4]) })
	each(matching.UnmatchedLeftFile, func(c []string) { w.add("unmatched_left", c[0], "", "", "", "") })
	each(matching.UnmatchedRightFile, func(c []string) { w.add("unmatched_right", "", c[0], "", "", "") })
	each(matching.BadFile, func(c []string) {
		left, right := c[1], ""
		if c[0] == "right" {
			left, right = "", c[1]
		}
		w.add("bad", left, right, "", "", c[2]+": "+c[3])
	})
	return errors.Join(append(errs, w.describe())...)
}

func (w *work) add(kind, left, right, amountDiff, dateDiff, fails string) {
	x := &Exception{
		Process: w.run.Process, Unit: w.run.Unit, Kind: kind, State: "unreviewed", LeftRow: row(left), RightRow: row(right),
		AmountDiff: amountDiff, DateDiff: dateDiff, Key: []string{}, Fails: []string{}, LeftFields: []Field{}, RightFields: []Field{},
	}
	switch {
	case kind == "partial":
		x.Fails = strings.Split(fails, ";")
	case fails != "":
		x.Fails = []string{fails}
	}
	w.exceptions = append(w.exceptions, x)
}

func row(text string) int64 {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n
	}
	return -1
}

// describe copies the rows that people look at out of both sides.
func (w *work) describe() error {
	for i := range w.sides {
		wanted := map[int64]*Exception{}
		for _, x := range w.exceptions {
			if n := [2]int64{x.LeftRow, x.RightRow}[i]; n >= 0 {
				wanted[n] = x
			}
		}
		if err := w.pick(i, wanted); err != nil {
			return err
		}
	}
	return nil
}

// pick reads one side again; matching has held it to its form already.
func (w *work) pick(i int, wanted map[int64]*Exception) error {
	text := bytes.TrimPrefix(w.sides[i], []byte("\xef\xbb\xbf"))
	in := csv.NewReader(bytes.NewReader(text))
	in.FieldsPerRecord, in.ReuseRecord = -1, true
	if d := [2]string{w.config.Delimiter.Left, w.config.Delimiter.Right}[i]; d != "" {
		in.Comma, _ = utf8.DecodeRuneInString(d)
	}
	first, err := in.Read()
	if err != nil {
		return err
	}
	header := append([]string(nil), first...)
	for n := int64(0); len(wanted) > 0; n++ {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return fault.New(fault.Internal, "row_lost", "Row %d of the %s side was not found again.", anyOf(wanted), sideNames[i])
		}
		if err != nil {
			return err
		}
		if x := wanted[n]; x != nil {
			w.show(x, i, header, cells)
			delete(wanted, n)
		}
	}
	return nil
}

func anyOf(wanted map[int64]*Exception) int64 {
	var rows []int64
	for n := range wanted {
		rows = append(rows, n)
	}
	sort.Slice(rows, func(i, j int) bool { return rows[i] < rows[j] })
	return rows[0]
}

// What is shown of a row has its bounds; the file keeps it whole.
const (
	maxShown   = 500 // characters of a value
	maxColumns = 100
)

func (w *work) show(x *Exception, i int, header, cells []string) {
	side := func(s matching.Sides) string { return [2]string{s.Left, s.Right}[i] }
	var fields []Field
	var key []string
	value := map[string]string{}
	for n, cell := range cells {
		name := fmt.Sprintf("column %d", n+1)
		if n < len(header) {
			name = header[n]
		}
		value[name] = cut(cell)
		if n < maxColumns {
			fields = append(fields, Field{Name: cut(name), Value: value[name]})
		}
	}
	for _, k := range w.config.Keys {
		key = append(key, value[side(k)])
	}
	amount := value[side(w.config.Amount)]
	if i == 0 {
		x.LeftFields, x.LeftAmount, x.Key = fields, amount, key
		return
	}
	x.RightFields, x.RightAmount = fields, amount
	if x.LeftRow < 0 {
		x.Key = key
	}
}

func cut(s string) string {
	if utf8.RuneCountInString(s) <= maxShown {
		return s
	}
	return string([]rune(s)[:maxShown]) + "…"
}

// keepAll stores the result files, and returns the digest of their list. It comes
// last, so that what is refused leaves no result behind.
func keepAll(ctx context.Context, to files.Store, results map[string][]byte) (string, error) {
	list := map[string]string{}
	for _, name := range resultNames {
		var err error
		if list[name], err = files.PutBytes(ctx, to, results[name]); err != nil {
			return "", err
		}
	}
	text, err := json.Marshal(list) // sorted by name
	if err != nil {
		return "", err
	}
	return files.PutBytes(ctx, to, text)
}
