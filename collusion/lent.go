package collusion

import "slices"

// lent gives deputies a hand for each user whom they agree for, and numbers the
// people who lend: by person, 0 for most. Who lends is told apart from everybody
// else, for an agreement counts for them or for a deputy of theirs.
func (s *search) lent(able map[string][]*caps, hands [][]hand) (lends []int) {
	lends = make([]int, len(s.People))
	if len(s.Lent) == 0 {
		return lends
	}
	personOf := map[string]int{}
	for i, p := range s.People {
		for _, u := range p.Users {
			personOf[u.ID] = i
		}
	}
	last, seen := 0, map[Lent]bool{}
	for _, l := range s.Lent {
		lender, known := personOf[l.User]
		deputy, also := personOf[l.Deputy]
		if !known || !also || lender == deputy || seen[l] || able[l.User] == nil {
			continue
		}
		seen[l] = true
		h := hand{user: l.Deputy, behalf: l.User}
		for w, p := range s.plans {
			h.caps = append(h.caps, p.lentCaps(able[l.User][w], s.People[deputy].ID, l.Deputy))
		}
		if !h.adds(able[l.Deputy]) {
			continue
		}
		if lends[lender] == 0 {
			last++
			lends[lender] = last
		}
		h.lender = lends[lender]
		hands[deputy] = append(hands[deputy], h)
	}
	return lends
}

// adds reports whether the hand can agree to something that its user's own, which
// takes nobody else, cannot.
func (h *hand) adds(own []*caps) bool {
	return slices.ContainsFunc(h.caps, func(c *caps) bool { return !c.useless() }) &&
		(own == nil || !slices.EqualFunc(h.caps, own, (*caps).within))
}
