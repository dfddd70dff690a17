package signing

import (
	"maps"
	"slices"
	"strconv"
)

// maxSteps bounds the search for completing sets. A set is found in as many
// steps as it has members when nothing excludes anybody.
const maxSteps = 200_000

// Completions are the smallest sets of further signatories that would make the
// package accepted, those of one size only, at most limit of them. from are the
// people who may be asked, in the order of preference; nil means everybody with
// points on a debit account, by identifier. Sets and their members keep the
// order of from. For an accepted package the one answer is the empty set; no set
// at all means that nobody left can complete it.
//
// all is false when there may be more sets (or, with none given, may be one):
// the limit was reached, or the search was cut off after a fixed number of steps.
func Completions(c Case, from []User, limit int) (sets [][]User, all bool) {
	v := Evaluate(c)
	switch {
	case v.Accepted:
		return [][]User{{}}, true
	case len(c.Debits) == 0:
		return nil, true
	}
	s := newSearch(c, v, from)
	s.limit = limit
	missing := make([]int, len(v.Accounts))
	for i, a := range v.Accounts {
		missing[i] = a.Missing
	}
	for size := 1; size <= s.people && len(s.found) == 0 && s.steps < maxSteps; size++ {
		s.extend(0, size, missing, nil)
	}
	slices.SortFunc(s.found, func(a, b []place) int { return slices.CompareFunc(a, b, place.compare) })
	for _, set := range s.found {
		users := make([]User, len(set))
		for i, p := range set {
			users[i] = p.user
		}
		sets = append(sets, users)
	}
	return sets, !s.more && s.steps < maxSteps
}

// A smallest set has no member that is ignored: without that member fewer people
// are ignored, and the sum is no smaller. So everybody asked must get on with all
// who signed and with each other, and those who have signed stay as they are
// judged. People of one job with the same points are interchangeable, so the
// search is over kinds of people.
type search struct {
	excluded map[Exclusion]bool // in both orders
	kinds    []kind
	best     [][]int // best[i] are the most points on each account among kinds[i:]
	people   int
	steps    int
	limit    int
	found    [][]place
	more     bool
}

type kind struct {
	job    Job
	hasJob bool
	points []int // on each debit account, no more than is missing there
	people []place
}

// place is a user and where they stand among those who may be asked.
type place struct {
	at   int
	user User
}

func (p place) compare(q place) int { return p.at - q.at }

// choice is how many people of a kind are taken.
type choice struct {
	kind  *kind
	count int
}

func newSearch(c Case, v Verdict, from []User) *search {
	s := &search{excluded: map[Exclusion]bool{}}
	for _, e := range c.Exclusions {
		s.excluded[e], s.excluded[Exclusion{e[1], e[0]}] = true, true
	}
	if from == nil {
		from = holders(c)
	}
	passed := map[User]bool{}
	for _, u := range c.Signers {
		passed[u] = true
	}
	index := map[string]int{}
	for at, u := range from {
		if passed[u] {
			continue
		}
		passed[u] = true
		k, useful := kindOf(c, v, u)
		if !useful || s.clashes(k, c) {
			continue
		}
		key := k.key()
		i, ok := index[key]
		if !ok {
			i, index[key] = len(s.kinds), len(s.kinds)
			s.kinds = append(s.kinds, k)
		}
		s.kinds[i].people = append(s.kinds[i].people, place{at, u})
		s.people++
	}
	s.best = make([][]int, len(s.kinds)+1)
	s.best[len(s.kinds)] = make([]int, len(c.Debits))
	for i := len(s.kinds) - 1; i >= 0; i-- {
		s.best[i] = slices.Clone(s.best[i+1])
		for j, p := range s.kinds[i].points {
			s.best[i][j] = max(s.best[i][j], p)
		}
	}
	return s
}

func holders(c Case) []User {
	all := map[User]struct{}{}
	for _, d := range c.Debits {
		for u := range d.Points {
			all[u] = struct{}{}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// kindOf is the kind of a user; useful when they add where something is missing.
func kindOf(c Case, v Verdict, u User) (k kind, useful bool) {
	k.job, k.hasJob = c.Jobs[u]
	k.points = make([]int, len(c.Debits))
	for i, d := range c.Debits {
		k.points[i] = max(0, min(d.Points[u], v.Accounts[i].Missing))
		useful = useful || k.points[i] > 0
	}
	return k, useful
}

// clashes reports whether a new signer of that kind excludes one who has signed.
func (s *search) clashes(k kind, c Case) bool {
	if !k.hasJob {
		return false
	}
	for _, u := range c.Signers {
		if job, ok := c.Jobs[u]; ok && s.excluded[Exclusion{job, k.job}] {
			return true
		}
	}
	return false
}

func (k kind) key() string {
	key := strconv.AppendBool(nil, k.hasJob)
	for _, p := range k.points {
		key = append(strconv.AppendInt(key, int64(p), 10), ' ')
	}
	return string(key) + string(k.job)
}

// extend adds left more people of kinds[i:] to the chosen in every way that
// makes up what is missing.
func (s *search) extend(i, left int, missing []int, chosen []choice) {
	s.steps++
	if s.more || s.steps >= maxSteps {
		return
	}
	if left == 0 {
		if slices.Max(missing) <= 0 {
			s.expand(chosen, nil)
		}
		return
	}
	for j, m := range missing {
		// Divided, because the product may not fit.
		if m > 0 && (s.best[i][j] == 0 || (m-1)/s.best[i][j] >= left) {
			return
		}
	}
	for ; i < len(s.kinds); i++ {
		k := &s.kinds[i]
		rest := slices.Clone(missing)
		for count := 1; count <= min(left, s.capacity(k, chosen)); count++ {
			for j, p := range k.points {
				rest[j] -= min(p, max(rest[j], 0))
			}
			s.extend(i+1, left-count, rest, append(slices.Clip(chosen), choice{k, count}))
		}
	}
}

// capacity is how many people of the kind get on with the chosen and each other.
func (s *search) capacity(k *kind, chosen []choice) int {
	if !k.hasJob {
		return len(k.people)
	}
	for _, c := range chosen {
		if c.kind.hasJob && s.excluded[Exclusion{c.kind.job, k.job}] {
			return 0
		}
	}
	if s.excluded[Exclusion{k.job, k.job}] {
		return min(1, len(k.people))
	}
	return len(k.people)
}

// expand turns chosen kinds into every set of people that they stand for.
func (s *search) expand(chosen []choice, set []place) {
	if s.more {
		return
	}
	if len(chosen) == 0 {
		if len(s.found) >= s.limit {
			s.more = true
			return
		}
		set = slices.Clone(set)
		slices.SortFunc(set, place.compare)
		s.found = append(s.found, set)
		return
	}
	combine(chosen[0].kind.people, chosen[0].count, set, func(set []place) bool {
		s.expand(chosen[1:], set)
		return !s.more
	})
}

// combine yields set with every choice of count people added, until yield is false.
func combine(people []place, count int, set []place, yield func([]place) bool) bool {
	if count == 0 {
		return yield(set)
	}
	for i := 0; i+count <= len(people); i++ {
		if !combine(people[i+1:], count-1, append(slices.Clip(set), people[i]), yield) {
			return false
		}
	}
	return true
}
