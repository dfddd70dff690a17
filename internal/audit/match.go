package audit

import (
	"encoding/json"
	"iter"
	"regexp"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/secret"
)

// tokens are what a header must hold to be a candidate: one of each list, which
// has one token for every token key there ever was. The rarest come first.
func (q *Query) tokens(ring *secret.Ring) [][]uint64 {
	var out [][]uint64
	want := func(kind, value string) {
		if value != "" {
			out = append(out, ring.Tokens(kind, value))
		}
	}
	want(kindChange, q.Change)
	want(kindTicket, q.Ticket)
	if q.Record != "" {
		want(kindRecord, recordValue(q.Table, q.Record))
	}
	for _, value := range []string{q.Old, q.New, q.Value} {
		switch {
		case amount.MatchString(value): // an object, which has words alone
			for word := range eachWord(value) {
				want(kindWord, word)
			}
		case len(value) <= maxExact:
			want(kindValue, value)
		}
	}
	for _, text := range []string{q.ValueWords, q.Words} {
		for word := range eachWord(text) {
			want(kindWord, word)
		}
	}
	want(kindCode, q.Code)
	want(kindFrom, q.Address)
	for _, user := range []string{q.Actor, q.Acting, q.For} {
		want(kindPerson, user)
	}
	if q.Field != "" {
		want(kindField, fieldValue(q.Table, q.Field))
	}
	if q.Scope != nil && !q.Scope.All {
		out = append(out, q.Scope.tokens(ring))
	}
	want(kindAction, q.Action)
	if q.Record == "" && q.Field == "" { // whose entries have it anyway
		want(kindTable, q.Table)
	}
	want(kindOutcome, q.Outcome)
	return out
}

// matches compares the opened event exactly: tokens may collide, and say
// nothing of where in an entry a value stood.
func (q *Query) matches(ev *Event) bool {
	same := func(want, have string) bool { return want == "" || want == have }
	if q.Actor != "" && ev.Actor != q.Actor && ev.OnBehalf != q.Actor || !same(q.Acting, ev.Actor) || !same(q.For, ev.OnBehalf) ||
		!same(q.Action, ev.Action) || !same(q.Outcome, ev.Outcome) || !same(q.Ticket, ev.Ticket) ||
		!same(q.Change, ev.Change) || !same(q.Code, ev.Code) || !same(q.Address, ev.From) {
		return false
	}
	return q.matchesRecord(ev) && q.matchesText(ev)
}

// matchesRecord holds when one row, or the record that the event is about, meets
// table and record, and one changed field of it all that is asked of a field.
func (q *Query) matchesRecord(ev *Event) bool {
	of := func(table, id string) bool {
		return (q.Table == "" || table == q.Table) && (q.Record == "" || id == q.Record)
	}
	noted := q.Value != "" && q.Field == "" && q.Old == "" && q.New == "" && q.ValueWords == "" &&
		slices.ContainsFunc(ev.Facts, func(f Fact) bool { return f.Value == q.Value })
	values := q.Field != "" || q.Value != "" || q.Old != "" || q.New != "" || q.ValueWords != ""
	if (!values || noted) && of(ev.Record.Table, ev.Record.ID) {
		return true
	}
	for i := range ev.Rows {
		r := &ev.Rows[i]
		if of(r.Table, r.ID) && (!values || noted || q.matchesField(r)) {
			return true
		}
	}
	return false
}

// matchesField holds when one changed field of the row is all that is asked.
func (q *Query) matchesField(r *Row) bool {
	was, _ := optionalMembers(nil, r, r.Was) // they were walked when sealed
	after, _ := optionalMembers(nil, r, r.After)
	asked := func(key []byte, old, new *member) bool {
		return (q.Field == "" || string(key) == q.Field) && q.matchesValues(exactText(old), exactText(new))
	}
	for i := range after {
		old := find(was, after[i].key)
		if (len(r.Was) == 0 || old != nil) && asked(after[i].key, old, &after[i]) {
			return true
		}
	}
	for i := range was {
		if find(after, was[i].key) == nil && asked(was[i].key, &was[i], nil) {
			return true
		}
	}
	return false
}

// matchesValues compares the old and the new value of one field.
func (q *Query) matchesValues(old, new string) bool {
	if q.Old != "" && old != q.Old || q.New != "" && new != q.New || q.Value != "" && old != q.Value && new != q.Value {
		return false
	}
	return q.ValueWords == "" || hasWords(old, q.ValueWords) || hasWords(new, q.ValueWords)
}

func hasWords(text, words string) bool {
	have := slices.Collect(eachWord(text))
	for word := range eachWord(words) {
		if !slices.Contains(have, word) {
			return false
		}
	}
	return true
}

// amount is how an amount is written in a search.
var amount = regexp.MustCompile(`^[A-Z]{3} -?[0-9]+(\.[0-9]+)?$`)

// exactText is a value as it is searched for; an amount as "EUR 12.50", other
// documents as they stand.
func exactText(m *member) string {
	if m == nil {
		return ""
	}
	text, simple := valueText(m.value)
	if simple || text == "" || text[0] != '{' {
		return text
	}
	var sum struct{ Value, Currency string }
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if d.Decode(&sum) != nil || sum.Currency == "" {
		return text
	}
	return sum.Currency + " " + sum.Value
}

// matchesText holds when every word of Words occurs somewhere.
func (q *Query) matchesText(ev *Event) bool {
	if q.Words == "" {
		return true
	}
	missing := slices.Collect(eachWord(q.Words))
	see := func(text string) {
		for word := range eachWord(text) {
			missing = slices.DeleteFunc(missing, func(w string) bool { return w == word })
		}
	}
	see(ev.Reason)
	see(ev.Detail)
	for _, f := range ev.Facts {
		see(f.Value)
	}
	for i := range ev.Rows {
		for m := range changedMembers(&ev.Rows[i]) {
			text, _ := valueText(m.value)
			see(text)
		}
	}
	return len(missing) == 0
}

// changedMembers yields the changed fields of a row with their new values, then
// with their old ones.
func changedMembers(r *Row) iter.Seq[member] {
	return func(yield func(member) bool) {
		was, _ := optionalMembers(nil, r, r.Was) // they were walked when sealed
		after, _ := optionalMembers(nil, r, r.After)
		for _, m := range after {
			if (len(r.Was) == 0 || find(was, m.key) != nil) && !yield(m) {
				return
			}
		}
		for _, m := range was {
			if !yield(m) {
				return
			}
		}
	}
}
