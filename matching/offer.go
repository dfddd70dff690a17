package matching

import "sort"

// offer is the best pair of a left spot at the time it was made.
type offer struct {
	distance
	from, to int // spots
}

// offers is a heap with the best offer first. Offers only get worse, so sinking
// is the one movement it needs.
type offers []offer

func (o offers) sink(i int) {
	for {
		child := 2*i + 1
		if child >= len(o) {
			return
		}
		if child+1 < len(o) && o[child+1].before(o[child].distance) {
			child++
		}
		if !o[child].before(o[i].distance) {
			return
		}
		o[i], o[child] = o[child], o[i]
		i = child
	}
}

// offer finds the best pair that a left spot can have now. The levels it has
// found nothing in are never looked at again, for nothing comes back to them.
func (s *shelf) offer(from int, allowed limits) (offer, bool) {
	p := &s.left[from]
	if p.next == p.end {
		return offer{}, false
	}
	for {
		below, above := s.lowLevel(p), s.highLevel(p)
		near, useLow := s.near(p, below, allowed)
		upper, useHigh := s.near(p, above, allowed)
		useLow, useHigh = useLow && near.Cmp(upper) <= 0, useHigh && upper.Cmp(near) <= 0
		if !useLow && !useHigh {
			return offer{}, false
		}
		best := offer{from: from, to: -1}
		if useLow {
			s.nearestDate(p, below, allowed, &best)
		}
		if useHigh {
			s.nearestDate(p, above, allowed, &best)
		}
		if best.to >= 0 {
			return best, true
		}
		if useLow {
			p.low--
		}
		if useHigh {
			p.high++
		}
	}
}

// near is how far a level lies from the spot, if the amount is allowed. Where
// it is not, it is for no level beyond either.
func (s *shelf) near(p *spot, level int, allowed limits) (Amount, bool) {
	if level < 0 {
		return unlimited, false
	}
	amount := s.right[s.starts[level]].amount
	diff := p.amount.Sub(amount).Abs()
	if !s.rule.amounts(allowed, p.amount, amount, diff) {
		return unlimited, false
	}
	return diff, true
}

// lowLevel is the highest level at or below the spot's that is not used up, -1
// if there is none.
func (s *shelf) lowLevel(p *spot) int {
	if p.low >= 0 {
		k := root(s.down, s.starts[p.low+1])
		if p.low = -1; k > 0 {
			p.low = s.level[k-1]
		}
	}
	return p.low
}

// highLevel is the same upwards.
func (s *shelf) highLevel(p *spot) int {
	levels := len(s.starts) - 1
	if p.high == levels {
		return -1
	}
	k := root(s.up, s.starts[p.high])
	if k == len(s.right) {
		p.high = levels
		return -1
	}
	p.high = s.level[k]
	return p.high
}

// nearestDate betters best by the spots of one level that lie next to the left
// spot's date, before and after.
func (s *shelf) nearestDate(p *spot, level int, allowed limits, best *offer) {
	first, last := s.starts[level], s.starts[level+1]
	at := first + sort.Search(last-first, func(n int) bool { return s.right[first+n].date >= p.date })
	if i := root(s.up, at); i < last {
		s.better(p, i, allowed, best)
	}
	if i := root(s.down, at) - 1; i >= first {
		s.better(p, i, allowed, best)
	}
}

func (s *shelf) better(p *spot, to int, allowed limits, best *offer) {
	d := apart(p.item(s.rows[0]), s.right[to].item(s.rows[1]))
	if s.rule.days(allowed, p.date, s.right[to].date) && (best.to < 0 || d.before(best.distance)) {
		best.distance, best.to = d, to
	}
}

// root follows links to their end and halves the way for the next time.
func root(links []int, i int) int {
	for links[i] != i {
		links[i] = links[links[i]]
		i = links[i]
	}
	return i
}
