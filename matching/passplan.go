package matching

import (
	"fmt"
	"slices"
	"strconv"

	"cel.dev/cel-go/cel"
)

// passPlan is a Pass that was checked.
type passPlan struct {
	Pass
	at     string    // its place in the config
	sides  [2]filing // how rows are read
	limits limits
	rule   *rule
	within int // the one side; -1 and it is both
	part   int // the side that is paid in parts; -1 and none is
	many   [2]bool
	fields []shown // what score and reasons speak of beyond amount and date
}

// filing is how a pass reads the rows of one side.
type filing struct {
	used         bool
	keys, extras []column // extras: compared values and keys as they were written
	amount, date column
	negate       bool
	filter       *expression // nil, and all rows take part
}

// shown is a text that a pass compares for its score.
type shown struct {
	name  string
	extra int // its place among the extras; -1 and it is a key that cannot differ
	key   bool
}

func (p *passPlan) hasAmount() bool { return !p.Amount.none() }
func (p *passPlan) hasDate() bool   { return !p.Date.none() }
func (p *passPlan) pairs() bool     { return !p.many[0] && !p.many[1] }

// partial reports whether the pass makes partial matches of what all leave.
func (p *passPlan) partial() bool {
	return p.pairs() && p.within < 0 && p.part < 0 && !p.Whole && !p.Propose && (p.hasAmount() || p.hasDate())
}

// passes checks and readies the passes of a config.
func (c Config) passes(p *plan) error {
	if len(c.Keys) > 0 || c.Amount != (Sides{}) || c.Date != (Sides{}) || c.AmountTolerance != "" || c.DateToleranceDays != 0 || c.OppositeSign {
		return badValue("passes", "keys, amount, date, their tolerances and opposite_sign stand within each pass where there are passes")
	}
	tables, err := c.tables()
	if err != nil {
		return err
	}
	p.left.tables, p.right.tables = tables, tables
	if err := c.derive(p); err != nil {
		return err
	}
	days, err := newCalendar(c.Weekend, c.Holidays)
	if err != nil {
		return err
	}
	if len(c.Passes) > maxPasses {
		return badValue("passes", "there are more than %d", maxPasses)
	}
	names := map[string]int{}
	for i, pass := range c.Passes {
		if pass.Name == "" {
			pass.Name = strconv.Itoa(i + 1)
		}
		if earlier, twice := names[pass.Name]; twice {
			return badValue(fmt.Sprintf("passes[%d].name", i), "passes[%d] is called %q too", earlier, pass.Name)
		}
		names[pass.Name] = i
		q := &passPlan{Pass: pass, at: fmt.Sprintf("passes[%d].", i), rule: &rule{of: -1}}
		if pass.BusinessDays {
			q.rule.business = days
		}
		for _, check := range []func() error{q.fits, q.bounds, q.tolerances} {
			if err := check(); err != nil {
				return err
			}
		}
		if err := q.columns(p); err != nil {
			return err
		}
		p.steps = append(p.steps, q)
	}
	return nil
}

// fits checks what belongs together.
func (p *passPlan) fits() error {
	p.within = slices.Index([]string{"left", "right"}, p.Within)
	p.part = slices.Index([]string{"left", "right"}, p.Parts)
	counts := slices.Index([]string{"", "1:1", "1:N", "N:1", "N:M"}, p.Cardinality)
	p.many = [2]bool{counts >= 3, counts == 2 || counts == 4}
	switch {
	case len(p.Keys) == 0:
		return badValue(p.at+"keys", "name at least one column whose values must be equal")
	case counts < 0:
		return badValue(p.at+"cardinality", "%q is none of 1:1, 1:N, N:1, N:M", p.Cardinality)
	case p.Within != "" && p.within < 0:
		return badValue(p.at+"within", "%q is neither left nor right", p.Within)
	case p.Within != "" && !p.pairs():
		return badValue(p.at+"within", "rows of one side are paired one to one; leave cardinality out")
	case p.Within != "" && p.OppositeSign:
		return badValue(p.at+"opposite_sign", "rows of one side always cancel each other; leave it out")
	case p.Parts != "" && p.part < 0:
		return badValue(p.at+"part_payments", "%q is neither left nor right", p.Parts)
	case p.Parts != "" && (!p.pairs() || p.Within != "" || p.Hold):
		return badValue(p.at+"part_payments", "cardinality, within and ambiguous: hold do not go with it; a row is paid by as many as fit, the nearest first")
	case p.Parts != "" && !p.hasAmount():
		return badValue(p.at+"amount", "name the column that is paid in parts")
	case !p.hasAmount() && (p.Within != "" || !p.pairs()):
		return badValue(p.at+"amount", "name the column that is summed")
	case !p.hasAmount() && p.AmountTolerance != (Tolerance{}):
		return badValue(p.at+"amount_tolerance", "it needs amount, the column that it is for")
	case !p.hasAmount() && p.OppositeSign:
		return badValue(p.at+"opposite_sign", "it needs amount, the column that it is for")
	case !p.hasDate() && (p.DateTolerance != 0 || p.BusinessDays):
		return badValue(p.at+"date_tolerance_days", "it needs date, the column that it is for")
	case p.pairs() && (p.Most != 0 || p.Search != 0 && p.part < 0):
		return badValue(p.at+"most", "most and search are for 1:N, N:1 and N:M, search for part_payments too")
	}
	return nil
}

const (
	maxPasses     = 1000
	largestSearch = 32        // rows of one side in a group, a bit for each
	largestEffort = 1_000_000 // pairs of sets looked at in one group
)

// bounds sees to it that the search for sums ends, and soon.
func (p *passPlan) bounds() error {
	if p.part >= 0 {
		if p.Search == 0 {
			p.Search = 200
		}
		if p.Search < 1 || p.Search > 1000 {
			return badValue(p.at+"search", "%d is not a whole number from 1 to 1000", p.Search)
		}
	}
	if p.pairs() {
		return nil
	}
	most, search := 5, 20
	if p.many[0] && p.many[1] {
		most, search = 4, 10
	}
	for _, n := range []struct {
		name       string
		value      *int
		otherwise  int
		from, upto int
	}{{"most", &p.Most, most, 1, largestSearch}, {"search", &p.Search, search, 0, largestSearch}} {
		if *n.value == 0 {
			*n.value = n.otherwise
		}
		if *n.value < n.from || *n.value > n.upto {
			return badValue(p.at+n.name, "%d is not a whole number from 1 to %d", *n.value, n.upto)
		}
	}
	effort := 1
	for _, many := range p.many {
		sets := p.Search
		if many {
			sets = setsOf(p.Search, p.Most)
		}
		if effort *= sets; effort > largestEffort {
			return badValue(p.at+"search", "sums of %d among %d rows take more than a million comparisons for one group; lower most or search", p.Most, p.Search)
		}
	}
	return nil
}

// setsOf counts the sets of 1 to most among n rows, up to the largest effort.
func setsOf(n, most int) int {
	sum, ways := 0, 1
	for k := 1; k <= min(n, most) && sum <= largestEffort; k++ {
		ways = ways * (n - k + 1) / k
		sum += ways
	}
	return sum
}

func (p *passPlan) tolerances() error {
	const at = "amount_tolerance"
	t := p.AmountTolerance
	if t.Amount != "" {
		a, ok := ParseAmount(t.Amount)
		if !ok || a.hi < 0 {
			return badValue(p.at+at, "%q is not a decimal of zero or more, such as 0.05", t.Amount)
		}
		p.limits.amount = a
	}
	if t.Percent != "" || t.Of != "" {
		a, ok := ParseAmount(t.Percent)
		if hundred, _ := ParseAmount("100"); !ok || a.hi < 0 || a.Cmp(hundred) > 0 {
			return badValue(p.at+at, "%q is not a decimal from 0 to 100", t.Percent)
		}
		p.rule.percent = a.lo
		if p.rule.of = slices.Index([]string{"left", "right"}, t.Of); p.rule.of < 0 || t.Amount != "" {
			return badValue(p.at+at, "a percentage is written {percent: 0.5, of: left} or of: right")
		}
	}
	const longest = 9999 * 366
	if p.DateTolerance < 0 || p.DateTolerance > longest {
		return badValue(p.at+"date_tolerance_days", "%d is not a whole number of days from 0 to %d", p.DateTolerance, longest)
	}
	p.limits.days = int32(p.DateTolerance) //nolint:gosec // checked above
	return nil
}

// columns readies the fields for both sides, or the one that is looked at.
func (p *passPlan) columns(all *plan) error {
	for i := range p.sides {
		f, s := &p.sides[i], all.side(i)
		if f.used = p.within < 0 || p.within == i; !f.used {
			continue
		}
		f.negate = i == 1 && p.OppositeSign
		if text := [2]string{p.Filter.Left, p.Filter.Right}[i]; text != "" {
			var err error
			if f.filter, err = s.expression(p.at+"filter."+sideName(i), text, len(s.derived), cel.BoolType); err != nil {
				return err
			}
		}
		add := func(setting string, field Field, to *column) (err error) {
			*to, err = s.column(p.at+setting, field, i)
			return err
		}
		fields := []shown{}
		for _, k := range p.Keys {
			var c column
			if err := add("keys", k, &c); err != nil {
				return err
			}
			f.keys = append(f.keys, c)
			extra := shown{k.label(), -1, true}
			if k.changed() {
				extra.extra = len(f.extras)
				f.extras = append(f.extras, column{name: c.name, place: c.place})
			}
			fields = append(fields, extra)
		}
		for _, k := range p.Compare {
			var c column
			if err := add("compare", k, &c); err != nil {
				return err
			}
			fields = append(fields, shown{k.label(), len(f.extras), false})
			f.extras = append(f.extras, c)
		}
		if len(fields) > 60 {
			return badValue(p.at+"keys", "keys and compare name more than 60 columns")
		}
		p.fields = fields
		if err := p.values(add, f); err != nil {
			return err
		}
	}
	return nil
}

func (p *passPlan) values(add func(string, Field, *column) error, f *filing) error {
	if p.hasAmount() {
		if err := add("amount", p.Amount, &f.amount); err != nil {
			return err
		}
	}
	if p.hasDate() {
		return add("date", p.Date, &f.date)
	}
	return nil
}

func (f Field) label() string {
	if f.Left == f.Right || f.Right == "" {
		return f.Left
	}
	if f.Left == "" {
		return f.Right
	}
	return f.Left + "/" + f.Right
}

// column readies a field on one side and sees to it that its values are taken
// from the file.
func (s *side) column(at string, f Field, i int) (column, error) {
	c := column{name: [2]string{f.Left, f.Right}[i]}
	if c.name == "" {
		return c, badValue(at, "a column has no name")
	}
	for _, one := range f.Transform[i] {
		ready, err := newStep(one, s.tables, at+".transform")
		if err != nil {
			return c, err
		}
		c.steps = append(c.steps, ready)
	}
	c.place = s.place(c.name, len(s.derived))
	return c, nil
}

func sideName(i int) string { return [2]string{"left", "right"}[i] }
