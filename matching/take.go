package matching

import (
	"fmt"
	"hash/maphash"
	"unicode/utf8"
)

// rowID orders the rows of a side before their numbers are known: the number
// of the batch, then that of the row within it.
type rowID uint64

const rowBits = 24 // a batch is about 1 MiB, its rows at least 2 bytes

// Codes of BadRow, in the order in which they are looked for.
const (
	RaggedRow = "RAGGED_ROW" // more or fewer fields than the header

	// BadExpression is a row of which a derived column or a filter cannot be
	// reckoned.
	BadExpression = "BAD_EXPRESSION"

	EmptyKey  = "EMPTY_KEY"  // a key column is empty
	BadAmount = "BAD_AMOUNT" // not -?digits{1,24}(.digits{1,12})?
	BadLookup = "BAD_LOOKUP" // a look-up table under missing: bad lacks the value
	BadDate   = "BAD_DATE"   // not a date that exists, in the format asked for
)

// BadRow is a row that could not be compared, and why.
type BadRow struct {
	Row    int    // 0-based, header not counted
	Code   string // RaggedRow, BadExpression, EmptyKey, BadLookup, BadAmount or BadDate
	Detail string
}

// taker checks rows and files them by their keys.
type taker struct {
	side   *side
	names  []string // of the wanted columns: keys, amount, date
	amount bool
	date   bool
	seed   maphash.Seed
	store  *store
	bad    pile
	key    []byte
	clerk  *clerk // nil in the simple case
}

func (t *taker) ragged(id rowID, has, want int) {
	t.list(id, RaggedRow, fmt.Sprintf("the row has %d fields, the header %d", has, want))
}

func (t *taker) refuse(id rowID, code string, column int, value []byte) {
	detail := fmt.Sprintf("column %q is empty", t.names[column])
	if len(value) > 0 {
		detail = fmt.Sprintf("column %q holds %q", t.names[column], clipped(value))
	}
	t.list(id, code, detail)
}

// list keeps a bad row until the rows are numbered.
func (t *taker) list(id rowID, code, detail string) {
	t.key = append(append(append(t.key[:0], byte(len(code))), code...), detail...)
	t.bad.add(uint64(id), t.key)
}

// readBad is what was listed.
func readBad(row uint32, text []byte) BadRow {
	end := 1 + int(text[0])
	return BadRow{Row: int(row), Code: string(text[1:end]), Detail: string(text[end:])}
}

// clipped keeps a megabyte cell out of the list of bad rows.
func clipped(value []byte) string {
	const most = 60
	if len(value) <= most {
		return string(value)
	}
	end := most
	for !utf8.RuneStart(value[end]) {
		end--
	}
	return string(value[:end]) + "…"
}

// take files one row: its values are the keys, then the amount and the date as
// far as they are compared.
func (t *taker) take(id rowID, values [][]byte) {
	if t.clerk != nil {
		t.takeAll(id, values)
		return
	}
	keys := len(t.side.keys)
	for i := range keys {
		if len(values[i]) == 0 {
			t.refuse(id, EmptyKey, i, nil)
			return
		}
	}
	r, next := record{row: id}, keys
	if t.amount {
		amount, ok := parseAmount(values[next])
		if !ok {
			t.refuse(id, BadAmount, next, values[next])
			return
		}
		if t.side.negate {
			amount = amount.Neg()
		}
		r.amount = amount
		next++
	}
	if t.date {
		days, ok := t.side.layout.days(values[next])
		if !ok {
			t.refuse(id, BadDate, next, values[next])
			return
		}
		r.date = days
	}
	key := values[0]
	if keys > 1 {
		key = t.joined(values[:keys])
	}
	hash := maphash.Bytes(t.seed, key)
	r.hash = uint32(hash) //nolint:gosec // the lower half is meant
	t.store.add(int(hash>>(64-partitionBits)), r, key)
}

// joined writes several keys as one, each before the last with its length in
// front, so that ("ab","c") and ("a","bc") differ.
func (t *taker) joined(keys [][]byte) []byte {
	t.key = t.key[:0]
	for _, k := range keys[:len(keys)-1] {
		n := len(k)
		t.key = append(t.key, byte(n>>24), byte(n>>16), byte(n>>8), byte(n)) //nolint:gosec // a key is below 1 MiB
		t.key = append(t.key, k...)
	}
	return append(t.key, keys[len(keys)-1]...)
}
