package matching

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// writeSets writes the sets of one fate. The first five columns are those of
// pairs; several rows of a side are joined by semicolons.
func (r *Result) writeSets(f Fate) func(context.Context, *bufio.Writer) error {
	return func(ctx context.Context, b *bufio.Writer) error {
		fifth := "exact"
		switch f {
		case Partial:
			fifth = "fails"
		case Ambiguous:
			fifth = "rows"
		case PartPaid:
			fifth = "residual"
		}
		line := []byte("l,r,amount_diff,date_diff," + fifth + ",pass,score,reasons\n")
		var failed error
		err := r.eachSet(f, func(s *set) bool {
			line = r.appendSet(line, s)
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
}

func (r *Result) appendSet(line []byte, s *set) []byte {
	p, shown := r.stages[s.pass], r.show(s)
	line = append(appendRows(line, shown.Left), ',')
	line = append(appendRows(line, shown.Right), ',')
	if p.hasAmount() {
		line = s.diff.appendTo(line)
	}
	line = append(line, ',')
	if p.hasDate() {
		line = strconv.AppendInt(line, int64(s.days), 10)
	}
	line = append(line, ',')
	switch s.fate {
	case Partial:
		line = append(line, strings.Join(Pair{AmountFails: s.amountFails, DateFails: s.dateFails}.Fails(), ";")...)
	case PartPaid:
		line = shown.Residual.appendTo(line)
	case Ambiguous:
		line = strconv.AppendInt(line, int64(s.left+s.right), 10)
	default:
		line = strconv.AppendBool(line, shown.Exact())
	}
	line = appendField(append(line, ','), []byte(p.Name))
	line = append(append(line, ','), shown.Score()...)
	line = appendField(append(line, ','), []byte(strings.Join(shown.Reasons, "; ")))
	return append(line, '\n')
}

func appendRows(line []byte, rows []int) []byte {
	for i, row := range rows {
		if i > 0 {
			line = append(line, ';')
		}
		line = strconv.AppendInt(line, int64(row), 10)
	}
	return line
}

func (r *Result) writePasses(_ context.Context, b *bufio.Writer) error {
	errs := []error{}
	put := func(format string, a ...any) {
		_, err := fmt.Fprintf(b, format, a...)
		errs = append(errs, err)
	}
	put("pass,gives,sets,exact,left,right,ambiguous,partial,skipped\n")
	for i, c := range r.Passes() {
		gives := "match"
		if r.stages[i].Propose {
			gives = "propose"
		}
		put("%s,%s,%d,%d,%d,%d,%d,%d,%d\n", appendField(nil, []byte(c.Pass)), gives, c.Sets, c.Exact, c.Left, c.Right, c.Ambiguous, c.Partial, c.Skipped)
	}
	return errors.Join(errs...)
}
