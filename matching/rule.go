package matching

import "math/bits"

// rule is what a pass asks of a candidate beyond fixed limits. A nil rule
// asks for nothing more: the limits decide.
type rule struct {
	percent  uint64    // the tolerance in 10⁻¹² per cent of one side's amount
	of       int       // which side; -1 and the limit of the amount decides
	business *calendar // nil, and days are calendar days
}

// admits reports whether a candidate lies within the limits.
func (r *rule) admits(l limits, a, b item, d distance) bool {
	return r.days(l, a.date, b.date) && r.amounts(l, a.amount, b.amount, d.amount)
}

// days reports whether two dates lie near enough. It holds for every date
// between two for which it holds.
func (r *rule) days(l limits, a, b int32) bool {
	if r != nil && r.business != nil {
		return r.business.between(a, b) <= l.days
	}
	return max(a, b)-min(a, b) <= l.days
}

// amounts reports whether two amounts, diff apart, lie near enough. As no more
// than 100 per cent are allowed, it holds for every amount between two for
// which it holds.
func (r *rule) amounts(l limits, a, b, diff Amount) bool {
	if r == nil || r.of < 0 {
		return diff.Cmp(l.amount) <= 0
	}
	base := [2]Amount{a, b}[r.of].Abs()
	hundred := 100 * powersOfTen[maxFraction]
	return !wide(base, r.percent).below(wide(diff, hundred))
}

// product is an unsigned number of 192 bits, the highest word first.
type product [3]uint64

// wide is a × by, exactly; a is not negative.
func wide(a Amount, by uint64) product {
	mid, low := bits.Mul64(a.lo, by)
	high, more := bits.Mul64(uint64(a.hi), by) //nolint:gosec // not negative
	mid, carry := bits.Add64(mid, more, 0)
	return product{high + carry, mid, low}
}

func (p product) below(q product) bool {
	for i := range p {
		if p[i] != q[i] {
			return p[i] < q[i]
		}
	}
	return false
}
