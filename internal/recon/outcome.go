package recon

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

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
		err := eachOf(w, i, wanted, func(x *Exception, header, cells []string) { w.show(x, i, header, cells) })
		if err != nil {
			return err
		}
	}
	return nil
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
