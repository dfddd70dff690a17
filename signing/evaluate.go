package signing

import (
	"math"
	"math/bits"
)

// Evaluate judges the whole set of signers. Pairs of different signers with
// excluded jobs are found first and both of each pair ignored; of the rest, those
// with points on a debit account count there. The package is accepted when every
// debit account has what it requires; a package that debits nothing is not.
func Evaluate(c Case) Verdict {
	var few [8]signer
	signers := distinct(few[:0], c)
	clashes := mark(signers, c.Exclusions)

	v := Verdict{Accepted: len(c.Debits) > 0, Points: math.MaxInt, Accounts: make([]AccountVerdict, len(c.Debits)), Clashes: clashes}
	for i := range c.Debits {
		v.Accounts[i] = judge(&c.Debits[i], signers)
		v.Accepted = v.Accepted && v.Accounts[i].Accepted
		v.Points = min(v.Points, v.Accounts[i].Points)
	}
	if len(c.Debits) == 0 {
		v.Points = 0
	}
	v.Counted, v.Ignored, v.NoRight = byFate(signers)
	return v
}

type signer struct {
	user   User
	job    Job
	hasJob bool
	fate   fate
}

// fate is in which list of the verdict a signer stands.
type fate uint8

const (
	noRight fate = iota
	counted
	ignored
)

// distinct appends the signers, each once, to an empty list.
func distinct(list []signer, c Case) []signer {
	var seen map[User]struct{}
	if len(c.Signers) > cap(list) {
		list = make([]signer, 0, len(c.Signers))
		seen = make(map[User]struct{}, len(c.Signers))
	}
next:
	for _, u := range c.Signers {
		if seen != nil {
			if _, again := seen[u]; again {
				continue
			}
			seen[u] = struct{}{}
		} else {
			for i := range list {
				if list[i].user == u {
					continue next
				}
			}
		}
		job, ok := c.Jobs[u]
		list = append(list, signer{user: u, job: job, hasJob: ok})
	}
	return list
}

// mark sets apart everyone who signs with an excluded partner. Nobody's mark
// frees anybody else: all pairs are looked at.
func mark(signers []signer, exclusions []Exclusion) []Clash {
	clashes := []Clash{}
	if len(signers) < 2 {
		return clashes
	}
	width := (len(signers) + 63) / 64 // words in one signer's set of partners
	var few [8]uint64
	partners := few[:]
	if len(signers) > len(few) {
		partners = make([]uint64, len(signers)*width)
	}
	found := false
	for _, pair := range exclusions {
		for i := range signers {
			if !signers[i].hasJob || signers[i].job != pair[0] {
				continue
			}
			for j := range signers {
				if i == j || !signers[j].hasJob || signers[j].job != pair[1] {
					continue
				}
				partners[i*width+j/64] |= 1 << (j % 64)
				partners[j*width+i/64] |= 1 << (i % 64)
				signers[i].fate, signers[j].fate, found = ignored, ignored, true
			}
		}
	}
	if !found {
		return clashes
	}
	for i := range signers {
		for w, word := range partners[i*width : (i+1)*width] {
			for ; word != 0; word &= word - 1 {
				if j := w*64 + bits.TrailingZeros64(word); j > i {
					clashes = append(clashes, Clash{signers[i].holder(), signers[j].holder()})
				}
			}
		}
	}
	return clashes
}

func (s *signer) holder() Holder { return Holder{s.user, s.job} }

// judge adds up one account, and notes in signers who counted somewhere.
func judge(d *Debit, signers []signer) AccountVerdict {
	a := AccountVerdict{Account: d.Account, Required: d.required(), Counted: make([]Share, 0, len(signers)), NoRight: []User{}}
	for i := range signers {
		s := &signers[i]
		if s.fate == ignored {
			continue
		}
		points := d.Points[s.user]
		if points < 1 {
			a.NoRight = append(a.NoRight, s.user)
			continue
		}
		s.fate = counted
		a.Counted = append(a.Counted, Share{s.user, points})
		a.Points = add(a.Points, points)
	}
	a.Accepted = a.Points >= a.Required
	a.Missing = max(0, a.Required-a.Points)
	return a
}

// add stops at the largest integer, which reaches any requirement.
func add(a, b int) int {
	if a > math.MaxInt-b {
		return math.MaxInt
	}
	return a + b
}

// byFate gives the users of each fate in order; the three lists share one array.
func byFate(signers []signer) (count, ignore, none []User) {
	all := make([]User, 0, len(signers))
	pick := func(f fate) []User {
		start := len(all)
		for i := range signers {
			if signers[i].fate == f {
				all = append(all, signers[i].user)
			}
		}
		return all[start:len(all):len(all)]
	}
	return pick(counted), pick(ignored), pick(noRight)
}
