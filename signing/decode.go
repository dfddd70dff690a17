package signing

import (
	"math"
	"slices"

	"github.com/countersign/countersign/strictjson"
)

// line is one case as it is read.
type line struct {
	members [7]strictjson.Value // in the order of the format
	c       Case
	list    bool // the account was given as a list
}

// decode fills the case and returns the first code that applies, "" for none.
func (l *line) decode() Code {
	required := DefaultRequired
	if m := l.members[1]; !m.Absent() {
		n, ok := m.Int()
		if !ok || n < 1 || n > math.MaxInt {
			return BadRequired
		}
		required = int(n)
	}
	points, code := decodeAccounts(l.members[2])
	if code != "" {
		return code
	}
	var ok bool
	if l.c.Jobs, ok = decodeJobs(l.members[3]); !ok {
		return BadJobs
	}
	if l.c.Exclusions, ok = decodeExclusions(l.members[4]); !ok {
		return BadExclusions
	}
	if l.c.Signers, ok = texts[User](l.members[5]); !ok {
		return BadSigners
	}
	accounts, ok := texts[Account](l.members[6])
	if l.list = ok; !ok {
		text, isText := l.members[6].Text()
		if !isText {
			return BadAccount
		}
		accounts = []Account{Account(text)}
	}
	for i, name := range accounts {
		holders, known := points[name]
		if !known {
			return BadAccount
		}
		if !slices.Contains(accounts[:i], name) {
			l.c.Debits = append(l.c.Debits, Debit{name, required, holders})
		}
	}
	if len(l.c.Debits) == 0 {
		return BadAccount
	}
	return ""
}

// decodeAccounts looks at the form of all accounts before the points of any.
func decodeAccounts(v strictjson.Value) (map[Account]map[User]int, Code) {
	if v.Kind() != '{' {
		return nil, BadAccounts
	}
	for _, account := range v.Members() {
		if account.Kind() != '{' {
			return nil, BadAccounts
		}
	}
	points := map[Account]map[User]int{}
	for name, account := range v.Members() {
		holders := map[User]int{}
		for user, p := range account.Members() {
			n, ok := p.Int()
			if !ok || n < 0 || n > math.MaxInt {
				return nil, BadPoints
			}
			holders[User(user)] = int(n)
		}
		points[Account(name)] = holders
	}
	return points, ""
}

func decodeJobs(v strictjson.Value) (map[User]Job, bool) {
	jobs := map[User]Job{}
	for user, job := range v.Members() {
		text, ok := job.Text()
		if !ok {
			return nil, false
		}
		jobs[User(user)] = Job(text)
	}
	return jobs, v.Kind() == '{'
}

func decodeExclusions(v strictjson.Value) ([]Exclusion, bool) {
	var exclusions []Exclusion
	for item := range v.Items() {
		pair, ok := texts[Job](item)
		if !ok || len(pair) != 2 {
			return nil, false
		}
		exclusions = append(exclusions, Exclusion(pair))
	}
	return exclusions, v.Kind() == '['
}

// texts reads a list of text.
func texts[T ~string](v strictjson.Value) ([]T, bool) {
	var list []T
	for item := range v.Items() {
		text, ok := item.Text()
		if !ok {
			return nil, false
		}
		list = append(list, T(text))
	}
	return list, v.Kind() == '['
}
