package audit

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// Amounts is what of the amounts in the log a reader is told: those in rows of some
// units, and of all others only that there is one.
type Amounts struct {
	// Units are those whose amounts are told, with what stood beneath them; All is
	// every unit, and what belongs to none. Without are kept back all the same.
	Units   []string
	All     bool
	Without []string
	// Is reports whether a column of a table holds amounts.
	Is func(table, column string) bool
}

// Withheld stands in an entry for an amount that its reader is not told.
const Withheld = "withheld"

var (
	// amountFacts begin the names of facts that are sums.
	amountFacts = []string{"total_", "control_total"}
	// amountWords are amounts in a sentence.
	amountWords = regexp.MustCompile(`\b[A-Z]{3} -?[0-9][0-9.,' ]*[0-9]\b|\b[A-Z]{3} -?[0-9]\b|-?\b[0-9][0-9,']*\.[0-9]+\b`)
)

// withhold replaces the amounts that are not told, and says how many. What it
// changes is its own copy.
func (a *Amounts) withhold(ev *Event) (n int) {
	in := &Scope{Units: a.Units, All: a.All, Without: a.Without}
	told := func(place int64) bool {
		return place == 0 && a.All || place > 0 && place <= int64(len(ev.Units)) && in.has(ev.Units[place-1])
	}
	whole := a.All || len(ev.Units) > 0
	for i := range ev.Units {
		whole = whole && told(int64(i+1))
	}
	rows := slices.Clone(ev.Rows)
	for i := range rows {
		r := &rows[i]
		if told(r.Unit) && (r.Left == 0 || told(r.Left)) {
			continue
		}
		whole = false
		was, after := a.without(r, r.Was, &n), a.without(r, r.After, &n)
		r.Was, r.After = was, after
	}
	ev.Rows = rows
	if whole {
		return n
	}
	facts := slices.Clone(ev.Facts)
	for i := range facts {
		if slices.ContainsFunc(amountFacts, func(begin string) bool { return strings.HasPrefix(facts[i].Name, begin) }) {
			facts[i].Value = Withheld
			n++
		}
	}
	ev.Facts = facts
	if found := amountWords.FindAllStringIndex(ev.Detail, -1); found != nil {
		ev.Detail = amountWords.ReplaceAllString(ev.Detail, Withheld)
		n += len(found)
	}
	return n
}

// without is a row's image without its amounts; those that are empty stay.
func (a *Amounts) without(r *Row, image []byte, n *int) []byte {
	list, _ := optionalMembers(nil, r, image) // they were walked when sealed
	if !slices.ContainsFunc(list, func(m member) bool { return a.Is(r.Table, string(m.key)) }) {
		return image
	}
	out := []byte{'{'}
	for i, m := range list {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, '"'), m.key...), `":`...)
		if a.Is(r.Table, string(m.key)) && !bytes.Equal(m.value, []byte(`""`)) {
			out = append(out, `"`+Withheld+`"`...)
			*n++
			continue
		}
		out = append(out, m.value...)
	}
	return append(out, '}')
}
