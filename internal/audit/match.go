package audit

import (
	"iter"
	"slices"

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
	if len(q.Value) <= maxExact {
		want(kindValue, q.Value)
	}
	for word := range eachWord(q.Words) {
		want(kindWord, word)
	}
	want(kindCode, q.Code)
	if q.Scope != nil && !q.Scope.All {
		out = append(out, q.Scope.tokens(ring))
	}
	want(kindFrom, q.Address)
	want(kindPerson, q.Actor)
	if q.Field != "" {
		want(kindField, fieldValue(q.Table, q.Field))
	}
	want(kindAction, q.Action)
	want(kindTable, q.Table)
	want(kindOutcome, q.Outcome)
	return out
}

// matches compares the opened event exactly: tokens may collide, and say
// nothing of where in an entry a value stood.
func (q *Query) matches(ev *Event) bool {
	same := func(want, have string) bool { return want == "" || want == have }
	if q.Actor != "" && ev.Actor != q.Actor && ev.OnBehalf != q.Actor ||
		!same(q.Action, ev.Action) || !same(q.Outcome, ev.Outcome) || !same(q.Ticket, ev.Ticket) ||
		!same(q.Change, ev.Change) || !same(q.Code, ev.Code) || !same(q.Address, ev.From) {
		return false
	}
	return q.matchesRecord(ev) && q.matchesText(ev)
}

// matchesRecord holds when one row, or the record the event is about, meets
// table, record and field together.
func (q *Query) matchesRecord(ev *Event) bool {
	if q.Table == "" {
		return true
	}
	if q.Field == "" && ev.Record.Table == q.Table && (q.Record == "" || q.Record == ev.Record.ID) {
		return true
	}
	for i := range ev.Rows {
		r := &ev.Rows[i]
		if r.Table != q.Table || q.Record != "" && q.Record != r.ID {
			continue
		}
		if q.Field == "" {
			return true
		}
		for m := range changedMembers(r) {
			if string(m.key) == q.Field {
				return true
			}
		}
	}
	return false
}

// matchesText holds when Value is the whole of some changed value or fact, and
// every word of Words occurs somewhere.
func (q *Query) matchesText(ev *Event) bool {
	if q.Value == "" && q.Words == "" {
		return true
	}
	missing := slices.Collect(eachWord(q.Words))
	value := q.Value == ""
	see := func(text string, exact bool) {
		value = value || exact && text == q.Value
		for word := range eachWord(text) {
			missing = slices.DeleteFunc(missing, func(w string) bool { return w == word })
		}
	}
	see(ev.Reason, false)
	see(ev.Detail, false)
	for _, f := range ev.Facts {
		see(f.Value, true)
	}
	for i := range ev.Rows {
		for m := range changedMembers(&ev.Rows[i]) {
			see(valueText(m.value))
		}
	}
	return value && len(missing) == 0
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
