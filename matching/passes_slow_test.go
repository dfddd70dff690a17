package matching

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"
)

// What follows restates what passes mean, with big.Rat, time.Time and lists of
// all candidates. Of the package it uses nothing but the config's own types.

// plainRow is a row as one pass sees it.
type plainRow struct {
	side, row int
	key       string
	amount    *big.Rat
	date      time.Time
	shown     []string // of each shown field, what must be the same
}

type plainSet struct {
	pass int
	fate Fate
	l, r []plainRow
	diff *big.Rat
	days int
}

type plainWork struct {
	c    Config
	in   [2]Table
	fate [2]map[int]Fate
	bad  [2]map[int]string
	sets []plainSet

	filters map[string]func(row map[string]string) (wanted, ok bool) // by their texts
}

const leftOut = "not wanted by the filter"

// cells is a row by the names of its columns.
func (t Table) cells(row int) map[string]string {
	all := map[string]string{}
	for i, name := range t.Columns {
		all[name] = t.Rows[row][i]
	}
	return all
}

func plainChange(text string, steps []Step, tables map[string]map[string]string) (becomes string, known bool) {
	for _, s := range steps {
		switch {
		case s.Plain == "trim":
			text = strings.TrimSpace(text)
		case s.Plain == "upper":
			text = strings.ToUpper(text)
		case s.Plain == "lower":
			text = strings.ToLower(text)
		case s.Find != "":
			text = regexp.MustCompile(s.Find).ReplaceAllString(text, s.Replace)
		default:
			if to, ok := tables[s.Lookup][text]; ok {
				text = to
			} else if s.Strict {
				text = s.Otherwise
			} else if s.Missing {
				return text, false
			}
		}
	}
	return text, true
}

// see reads a row as a pass does; code is why it cannot.
func (w *plainWork) see(p Pass, side, row int) (r plainRow, code string) {
	lacking := false
	cell := func(f Field, change bool) string {
		text := w.in[side].Rows[row][slices.Index(w.in[side].Columns, []string{f.Left, f.Right}[side])]
		if change {
			var known bool
			text, known = plainChange(text, f.Transform[side], w.c.Tables)
			lacking = lacking || !known
		}
		return text
	}
	r = plainRow{side: side, row: row, amount: new(big.Rat)}
	if text := []string{p.Filter.Left, p.Filter.Right}[side]; text != "" {
		if wanted, ok := w.filters[text](w.in[side].cells(row)); !ok {
			return r, BadExpression
		} else if !wanted {
			return r, leftOut
		}
	}
	for _, k := range p.Keys {
		if text := cell(k, true); lacking {
			return r, BadLookup
		} else if text == "" {
			return r, EmptyKey
		}
		r.key += words(len(cell(k, true)), cell(k, true))
		r.shown = append(r.shown, cell(k, false))
		if len(k.Transform[0])+len(k.Transform[1]) == 0 {
			r.shown[len(r.shown)-1] = "" // cannot differ
		}
	}
	if p.Amount.Left != "" {
		text := cell(p.Amount, true)
		if lacking {
			return r, BadLookup
		}
		if !amountForm.MatchString(text) {
			return r, BadAmount
		}
		r.amount.SetString(text)
		if side == 1 && p.OppositeSign {
			r.amount.Neg(r.amount)
		}
	}
	if p.Date.Left != "" {
		text := cell(p.Date, true)
		if lacking {
			return r, BadLookup
		}
		var err error
		if r.date, err = time.Parse(time.DateOnly, text); err != nil {
			return r, BadDate
		}
	}
	for _, f := range p.Compare {
		if r.shown = append(r.shown, cell(f, true)); lacking {
			return r, BadLookup
		}
	}
	return r, ""
}

func (w *plainWork) findBad() {
	for side := range w.in {
		w.fate[side] = map[int]Fate{}
		if w.bad[side] == nil {
			w.bad[side] = map[int]string{}
		}
		for row := range w.in[side].Rows {
			if w.bad[side][row] != "" {
				continue
			}
			taking, blank, refused := 0, 0, ""
			for _, p := range w.c.Passes {
				if p.Within == []string{"right", "left"}[side] {
					continue
				}
				_, code := w.see(p, side, row)
				switch {
				case code == EmptyKey:
					blank++
				case code == "":
					taking++
				case code != leftOut && refused == "":
					refused = code
				}
			}
			if blank > 0 && taking == 0 && refused == "" {
				refused = EmptyKey
			}
			if refused != "" {
				w.bad[side][row] = refused
			}
		}
	}
}

// groups gives the free rows of either side by key; within one side what is
// above and what is below zero.
func (w *plainWork) groups(p Pass) map[string]*[2][]plainRow {
	all := map[string]*[2][]plainRow{}
	put := func(place int, r plainRow) {
		if all[r.key] == nil {
			all[r.key] = new([2][]plainRow)
		}
		all[r.key][place] = append(all[r.key][place], r)
	}
	for side := range w.in {
		for row := range w.in[side].Rows {
			r, code := w.see(p, side, row)
			if code != "" || w.bad[side][row] != "" || w.fate[side][row] != Unmatched || p.Within == []string{"right", "left"}[side] {
				continue
			}
			switch sign := r.amount.Sign(); {
			case p.Within == "":
				put(side, r)
			case sign > 0:
				put(0, r)
			case sign < 0:
				r.amount.Neg(r.amount)
				put(1, r)
			}
		}
	}
	return all
}

func plainSubsets(rows []plainRow, most int) (all [][]plainRow) {
	if most == 1 {
		for i := range rows {
			all = append(all, rows[i:i+1])
		}
		return all
	}
	for mask := 1; mask < 1<<len(rows); mask++ {
		var some []plainRow
		for i, r := range rows {
			if mask>>i&1 == 1 {
				some = append(some, r)
			}
		}
		if len(some) <= most {
			all = append(all, some)
		}
	}
	return all
}

func (w *plainWork) choices(p Pass, side int, rows []plainRow, small bool) [][]plainRow {
	many := p.Cardinality == "N:M" || p.Cardinality == []string{"N:1", "1:N"}[side]
	switch {
	case !many:
		return plainSubsets(rows, 1)
	case !small:
		return [][]plainRow{rows}
	case len(rows) > p.Most:
		return append(plainSubsets(rows, p.Most), rows)
	}
	return plainSubsets(rows, p.Most)
}

func plainSum(rows []plainRow) *big.Rat {
	sum := new(big.Rat)
	for _, r := range rows {
		sum.Add(sum, r.amount)
	}
	return sum
}

// admits tells of two sums and of all pairs of dates whether they are near.
func (w *plainWork) admits(p Pass, l, r []plainRow) (amount, date bool) {
	a, b, allowed := plainSum(l), plainSum(r), new(big.Rat)
	if p.AmountTolerance.Amount != "" {
		allowed.SetString(p.AmountTolerance.Amount)
	}
	if p.AmountTolerance.Percent != "" {
		allowed.SetString(p.AmountTolerance.Percent)
		base := a
		if p.AmountTolerance.Of == "right" {
			base = b
		}
		allowed.Mul(allowed, new(big.Rat).Abs(base)).Quo(allowed, big.NewRat(100, 1))
	}
	date = true
	for _, x := range l {
		for _, y := range r {
			date = date && w.apart(p, x.date, y.date) <= p.DateTolerance
		}
	}
	return new(big.Rat).Abs(new(big.Rat).Sub(a, b)).Cmp(allowed) <= 0, date
}

func (w *plainWork) apart(p Pass, a, b time.Time) (n int) {
	if b.Before(a) {
		a, b = b, a
	}
	for ; a.Before(b); a = a.AddDate(0, 0, 1) {
		weekend := a.Weekday() == time.Saturday || a.Weekday() == time.Sunday
		if !p.BusinessDays || !weekend && !slices.Contains(w.c.Holidays, a.Format(time.DateOnly)) {
			n++
		}
	}
	return n
}
