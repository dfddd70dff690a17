package recon

import (
	"strconv"
	"strings"
	"time"

	"github.com/countersign/countersign/matching"
)

// probe is the row that candidates are sought for.
type probe struct {
	by  matching.Config
	csv [2]bool // how dates are written is said of files alone, not of statements
	own cells
}

// cells is one row as it is compared.
type cells struct {
	side   int
	row    int64
	fields []Field
	amount string
}

func newProbe(x *Exception, side int, r *Run, by matching.Config) *probe {
	p := &probe{by: by, csv: [2]bool{r.LeftFormat == CSV, r.RightFormat == CSV}}
	p.own = p.read(x, side)
	return p
}

func (p *probe) read(x *Exception, side int) cells {
	if side == 0 {
		return cells{0, x.LeftRow, x.LeftFields, x.LeftAmount}
	}
	return cells{1, x.RightRow, x.RightFields, x.RightAmount}
}

func (c *cells) column(s matching.Sides) string { return [2]string{s.Left, s.Right}[c.side] }

func (c *cells) value(s matching.Sides) string {
	for _, f := range c.fields {
		if f.Name == c.column(s) {
			return f.Value
		}
	}
	return ""
}

// keys compares each key; those that tell a row from others share what the short
// ones leave.
func (p *probe) keys(other cells) []Reason {
	short := 0
	for _, k := range p.by.Keys {
		if p.isShort(k, other) {
			short++
		}
	}
	long := len(p.by.Keys) - short
	var reasons []Reason
	for _, k := range p.by.Keys {
		most := shortPoints
		if !p.isShort(k, other) {
			most = (keyPoints - shortPoints*min(short, 4)) / long
		}
		r := p.key(k, other)
		r.Points, r.Of = r.Points*most/100, most
		reasons = append(reasons, r)
	}
	return reasons
}

func (p *probe) isShort(k matching.Sides, other cells) bool {
	return max(len(plain(p.own.value(k))), len(plain(other.value(k)))) < telling
}

// key gives its points as a share of a hundred.
func (p *probe) key(k matching.Sides, other cells) Reason {
	mine, its := p.own.value(k), other.value(k)
	r := Reason{Column: p.own.column(k)}
	r.Code, r.Points = alike(mine, its)
	if r.Points < standsIn {
		if in := inText(mine, other, k); in != "" {
			r.Code, r.Points, r.Detail = "key_in_text", standsIn, in
		} else if in := inText(its, p.own, k); in != "" {
			r.Code, r.Points, r.Detail = "key_in_text", standsIn, in
		}
	}
	switch r.Code {
	case "key_same", "key_written_otherwise", "key_in_text", "key_part":
		r.tells = len(plain(mine)) >= telling || len(plain(its)) >= telling
	}
	return r
}

// inText names the column of the row, other than the key's own, that the key
// stands in.
func inText(key string, row cells, k matching.Sides) string {
	key = plain(key)
	if len(key) < telling {
		return ""
	}
	for _, f := range row.fields {
		if f.Name != row.column(k) && strings.Contains(plain(f.Value), key) {
			return f.Name
		}
	}
	return ""
}

func (p *probe) amount(other cells) Reason {
	r := Reason{Code: "amount_differs", Column: p.own.column(p.by.Amount), Of: amountPoints}
	a, fine := matching.ParseAmount(p.own.amount)
	b, too := matching.ParseAmount(other.amount)
	if !fine || !too {
		return r
	}
	left, right := a, b
	if p.own.side == 1 {
		left, right = b, a
	}
	if p.by.OppositeSign {
		right = right.Neg()
	}
	tolerance, _ := matching.ParseAmount(p.by.AmountTolerance) // none is zero
	difference := left.Sub(right)
	switch {
	case difference.IsZero():
		r.Code, r.Points, r.tells = "amount_same", amountPoints, true
		return r
	case difference.Abs().Cmp(tolerance) <= 0:
		r.Code, r.Points, r.tells = "amount_within", 33, true
	case left == right.Neg():
		r.Code, r.Points, r.tells = "amount_opposite", 20, true
	case distance(left.String(), right.String()) == swap:
		r.Code, r.Points = "amount_swapped", 20
	case isTwentieth(difference, left):
		r.Code, r.Points = "amount_near", 15
	}
	r.Detail = difference.String()
	return r
}

// isTwentieth reports whether the difference is at most a twentieth of the amount.
func isTwentieth(difference, amount matching.Amount) bool {
	rest := amount.Abs()
	for range 20 {
		rest = rest.Sub(difference.Abs())
	}
	return rest.Cmp(matching.Amount{}) >= 0
}

// date gives nothing where a date cannot be read.
func (p *probe) date(other cells) []Reason {
	a, fine := p.day(p.own)
	b, too := p.day(other)
	if !fine || !too {
		return nil
	}
	days := int(a.Sub(b).Hours()) / 24
	if p.own.side == 1 {
		days = -days
	}
	r := Reason{Code: "date_apart", Column: p.own.column(p.by.Date), Of: datePoints, Detail: strconv.Itoa(days)}
	switch beyond := max(days, -days) - p.by.DateToleranceDays; {
	case days == 0:
		r.Code, r.Points, r.Detail = "date_same", datePoints, ""
	case beyond <= 0:
		r.Code, r.Points = "date_within", 13
	default:
		r.Points = max(0, 12-beyond)
	}
	return []Reason{r}
}

// written turns a date_format into a layout of package time.
var written = strings.NewReplacer("YYYY", "2006", "MM", "01", "DD", "02")

func (p *probe) day(row cells) (time.Time, bool) {
	format := row.column(p.by.DateFormat)
	if format == "" || !p.csv[row.side] {
		format = "YYYY-MM-DD"
	}
	t, err := time.Parse(written.Replace(format), row.value(p.by.Date))
	return t, err == nil
}
