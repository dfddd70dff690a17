package audit

import (
	"context"
	"strconv"
	"strings"

	"github.com/countersign/countersign/internal/store"
)

// atOnce are the numbers of rows that one statement asks for, so that there are
// few statements to prepare.
var atOnce = [...]int{1, 4, 16, 64}

var askFor = func() (text [len(atOnce)]string) {
	for i, n := range atOnce {
		var b strings.Builder
		for j := range n {
			b.WriteString(", $" + strconv.Itoa(j+1))
		}
		text[i] = "(" + b.String()[2:] + ")"
	}
	return text
}()

// in is a list for SQL of the first values, with its arguments, and the values
// that are left.
func in(values []int64) (text string, args []any, left []int64) {
	i := 0
	for i < len(atOnce)-1 && len(values) > atOnce[i] {
		i++
	}
	n := min(len(values), atOnce[i])
	args = make([]any, atOnce[i])
	for j := range args {
		args[j] = values[min(j, n-1)]
	}
	return askFor[i], args, values[n:]
}

// rowsAt shows the rows of one table of the index that there are at the places.
func rowsAt(ctx context.Context, r store.Reader, table string, places []int64, each func(place int64, row []byte) error) error {
	for len(places) > 0 {
		var text string
		var args []any
		text, args, places = in(places)
		err := r.Query(ctx, func(scan store.Scan) error {
			var (
				place int64
				row   []byte
			)
			if err := scan(&place, &row); err != nil {
				return err
			}
			return each(place, row)
		}, `SELECT place, tokens FROM `+table+` WHERE place IN `+text, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// fetch looks at the entries, which are given newest first, and whose headers may
// hold all that is wanted.
func (s *search) fetch(seqs []int64) error {
	most := atOnce[len(atOnce)-1]
	for n := min(max(s.q.Limit-len(s.found), atOnce[2]), most); len(seqs) > 0 && !s.done; n = min(4*n, most) {
		some := seqs[:min(len(seqs), n)]
		seqs = seqs[len(some):]
		if err := s.look(some); err != nil {
			return err
		}
	}
	return nil
}

// look fetches so many entries at once, and opens those that it may be.
func (s *search) look(seqs []int64) error {
	text, args, _ := in(seqs)
	list := make([]Entry, 0, len(seqs))
	err := s.r.Query(s.ctx, func(scan store.Scan) error {
		var e Entry
		err := scan(&e.Seq, &e.Header, &e.Sealed)
		list = append(list, e)
		return err
	}, `SELECT seq, header, sealed FROM audit_entry WHERE seq IN `+text+` ORDER BY seq DESC`, args...)
	if err != nil {
		return err
	}
	for _, seq := range seqs {
		if len(list) == 0 || list[0].Seq != seq {
			if !s.passed(seq) {
				err = s.away(seq, seq)
			}
		} else {
			err = s.judge(&list[0])
			list = list[1:]
		}
		if err != nil || s.done {
			return err
		}
	}
	return nil
}
