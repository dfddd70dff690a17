package matching

import (
	"cmp"
	"slices"
)

// parts finds what rows of one side pay in parts of those of the other.
type parts struct {
	candidates []pairing
	paid       []Amount   // of each debt
	by         [][]uint32 // its payments
	taken      []bool     // of each payment
}

// pairing is a debt and a payment towards it, by their places in the group.
type pairing struct {
	distance
	debt, payment uint32
}

// settle gives payments to debts in the order of the candidates, as long as they
// fit.
func (s *parts) settle(j *sorter) error {
	debts, payments := j.entries[j.part], j.entries[1-j.part]
	if max(len(debts), len(payments)) > j.Search {
		j.skipped++
		return nil
	}
	if err := j.ctx.Err(); err != nil {
		return err
	}
	s.compare(j)
	s.paid, s.by = append(s.paid[:0], make([]Amount, len(debts))...), append(s.by[:0], make([][]uint32, len(debts))...)
	s.taken = append(s.taken[:0], make([]bool, len(payments))...)
	for _, c := range s.candidates {
		debt, paid := debts[c.debt].amount, s.paid[c.debt]
		sum := paid.Sub(payments[c.payment].amount.Neg())
		if s.taken[c.payment] || len(s.by[c.debt]) > 0 && j.settled(debt, paid) {
			continue
		}
		if sum.Abs().Cmp(debt.Abs()) > 0 && !j.settled(debt, sum) {
			continue
		}
		s.taken[c.payment], s.paid[c.debt] = true, sum
		s.by[c.debt] = append(s.by[c.debt], c.payment)
	}
	for d := range debts {
		if len(s.by[d]) > 0 {
			s.give(j, uint32(d)) //nolint:gosec // below Search
		}
	}
	return nil
}

// settled reports whether so much was paid that nothing stays open.
func (j *sorter) settled(debt, paid Amount) bool {
	l, r := debt, paid
	if j.part == 1 {
		l, r = r, l
	}
	return j.rule.amounts(j.limits, l, r, l.Sub(r).Abs())
}

// compare lists the payments that may be towards a debt: of its sign, within the
// window of its date, and not above it by more than the tolerance.
func (s *parts) compare(j *sorter) {
	s.candidates = s.candidates[:0]
	for d, debt := range j.entries[j.part] {
		for p, payment := range j.entries[1-j.part] {
			if debt.amount.sign()*payment.amount.sign() <= 0 || !j.rule.days(j.limits, debt.date, payment.date) {
				continue
			}
			if payment.amount.Abs().Cmp(debt.amount.Abs()) > 0 && !j.settled(debt.amount, payment.amount) {
				continue
			}
			l, r := item{debt.amount, debt.date, debt.row}, item{payment.amount, payment.date, payment.row}
			if j.part == 1 {
				l, r = r, l
			}
			s.candidates = append(s.candidates, pairing{apart(l, r), uint32(d), uint32(p)}) //nolint:gosec // below Search
		}
	}
	slices.SortFunc(s.candidates, func(a, b pairing) int {
		return cmp.Or(a.amount.Cmp(b.amount), cmp.Compare(a.days, b.days), cmp.Compare(a.left, b.left), cmp.Compare(a.right, b.right))
	})
}

// give records a debt with its payments: matched, or with a residual that stays
// open.
func (s *parts) give(j *sorter, debt uint32) {
	owed := j.entries[j.part][debt]
	slices.Sort(s.by[debt])
	f := j.gives()
	if f == Matched && !j.settled(owed.amount, s.paid[debt]) {
		f = PartPaid
	}
	sides := [2][]uint32{{debt}, s.by[debt]}
	entry := set{diff: owed.amount.Sub(s.paid[debt])}
	for _, p := range s.by[debt] {
		days := owed.date - j.entries[1-j.part][p].date
		if size := max(days, -days); size > max(entry.days, -entry.days) || size == -entry.days && days > 0 {
			entry.days = days
		}
	}
	if j.part == 1 {
		sides[0], sides[1] = sides[1], sides[0]
		entry.diff, entry.days = entry.diff.Neg(), -entry.days
	}
	j.add(f, entry, sides[0], sides[1])
}

// residual is what stays open of a set's debt, with the sign that the debt has
// in its file.
func (p *passPlan) residual(s *set) Amount {
	open := s.diff
	if p.part == 1 {
		if open = open.Neg(); p.OppositeSign {
			open = open.Neg()
		}
	}
	return open
}

func (a Amount) sign() int {
	switch {
	case a.hi < 0:
		return -1
	case a.IsZero():
		return 0
	}
	return 1
}
