package audit

import (
	"strings"
	"unicode"

	"github.com/countersign/countersign/internal/secret"
)

// Bounds on the tokens of one entry. Records, tables and field names always
// have theirs; values are found only as far as these bounds reach, so that a
// bulk change of a million rows does not carry a token for every word in it.
const (
	maxRowValueTokens = 48   // exact values and words of one row, old and new together
	maxValueTokens    = 1024 // of all rows of the entry
	maxTextTokens     = 64   // words of reason, detail and facts
	minWord           = 2    // characters; shorter words have no token
	maxWord           = 64   // bytes; of a longer word the beginning counts
	maxExact          = 256  // bytes; longer values are found by their words alone
)

// Kinds of tokens. A person is found as actor and as the one acted for alike.
const (
	kindPerson  = "person"
	kindAction  = "action"
	kindOutcome = "outcome"
	kindTable   = "table"
	kindRecord  = "record" // table/id
	kindField   = "field"  // table.field
	kindValue   = "value"
	kindWord    = "word"
	kindTicket  = "ticket"
	kindChange  = "change"
	kindCode    = "code"
	kindFrom    = "from"
	kindUnit    = "unit" // that it belongs to, or one above that
)

// tokenList gathers the tokens of one event, each once as far as it remembers.
type tokenList struct {
	ring  *secret.Ring
	list  []uint64
	left  int // what the bound at hand still allows
	known knownTokens
	was   []member
	after []member
}

func (t *tokenList) reset(ring *secret.Ring) {
	t.ring, t.list = ring, t.list[:0]
	t.known.begin(ring.TokenKeyID())
}

func (t *tokenList) add(kind, value string) { t.joined(kind, value, "", "") }

// joined adds the token of first, or of first, the separator and second.
func (t *tokenList) joined(kind, first, sep, second string) {
	if first == "" {
		return
	}
	k := t.known.find(kind, first, sep, second)
	if k.event == t.known.event {
		return // the entry has it
	}
	if k.event == 0 {
		k.token = t.ring.Token(kind, first+sep+second)
	}
	k.event = t.known.event
	t.list = append(t.list, k.token)
}

func (t *tokenList) of(ev *Event) error {
	t.add(kindPerson, ev.Actor)
	t.add(kindPerson, ev.OnBehalf)
	t.add(kindAction, ev.Action)
	t.add(kindOutcome, ev.Outcome)
	t.add(kindTicket, ev.Ticket)
	t.add(kindChange, ev.Change)
	t.add(kindCode, ev.Code)
	t.add(kindFrom, ev.From)
	for _, path := range ev.Units {
		for _, unit := range path {
			t.add(kindUnit, unit)
		}
	}
	t.record(ev.Record.Table, ev.Record.ID)
	budget := maxValueTokens
	for i := range ev.Rows {
		t.left = min(budget, maxRowValueTokens)
		before := t.left
		if err := t.row(&ev.Rows[i]); err != nil {
			return err
		}
		budget -= before - t.left
	}
	t.left = maxTextTokens
	t.words(ev.Reason)
	t.words(ev.Detail)
	for _, f := range ev.Facts {
		t.exact(f.Value)
		t.words(f.Value)
	}
	return nil
}

func (t *tokenList) record(table, id string) {
	if table == "" {
		return
	}
	t.add(kindTable, table)
	if id != "" {
		t.joined(kindRecord, table, "/", id)
	}
}

func recordValue(table, id string) string { return table + "/" + id }

func fieldValue(table, field string) string { return table + "." + field }

// row adds the tokens of one row: the names of its changed fields, and their
// values, the new before the old, should the bound cut them short.
func (t *tokenList) row(r *Row) (err error) {
	t.record(r.Table, r.ID)
	if t.was, err = optionalMembers(t.was[:0], r, r.Was); err != nil {
		return err
	}
	if t.after, err = optionalMembers(t.after[:0], r, r.After); err != nil {
		return err
	}
	for _, m := range t.after {
		if len(r.Was) == 0 || find(t.was, m.key) != nil {
			t.field(r.Table, m)
		}
	}
	for _, m := range t.was {
		t.field(r.Table, m)
	}
	return nil
}

// field adds the tokens of one changed field: its name, its value, its words.
func (t *tokenList) field(table string, m member) {
	t.joined(kindField, table, ".", string(m.key))
	if t.left <= 0 {
		return
	}
	text, simple := valueText(m.value)
	if simple {
		t.exact(text)
	}
	t.words(text)
}

func (t *tokenList) exact(text string) {
	if t.left > 0 && text != "" && len(text) <= maxExact {
		t.left--
		t.add(kindValue, text)
	}
}

func (t *tokenList) words(text string) {
	for word := range eachWord(text) {
		if t.left <= 0 {
			return
		}
		t.left--
		t.add(kindWord, word)
	}
}

// eachWord yields the words of text as they are indexed: runs of letters and
// digits, in lower case, within the bounds on length.
func eachWord(text string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if len(word) < minWord {
				continue
			}
			if len(word) > maxWord {
				word = strings.ToValidUTF8(word[:maxWord], "")
			}
			if !yield(strings.ToLower(word)) {
				return
			}
		}
	}
}
