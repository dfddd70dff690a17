package matching

import (
	"encoding/binary"
	"fmt"
	"hash/maphash"

	"cel.dev/cel-go/common/types"
)

// clerk files rows for every pass that they take part in. A row takes part in
// a pass if its filter lets it and none of its keys is blank there. It is bad
// if blank keys keep it out of all, or if the amount or date of one that it takes part in cannot be read.
type clerk struct {
	passes []*passPlan
	side   int
	stores []*store // by pass
	found  []found  // of the row at hand
	text   []byte   // its keys and extras
	values [][]byte // its derived values and those of the file
	vars   map[string]string
}

// found is what a pass makes of the row at hand.
type found struct {
	pass, from, key, to int // text[from:key] is the key, text[key:to] the extras
	record
}

// refusal is why a row, or a pass, does not take it.
type refusal struct {
	code   string
	column *column
	cause  string // of an expression
}

func (t *taker) takeAll(id rowID, values [][]byte) {
	c := t.clerk
	c.found, c.text = c.found[:0], c.text[:0]
	values, failed, err := c.derive(t.side, values)
	if err != nil {
		t.reject(id, refusal{code: BadExpression, cause: fmt.Sprintf("derived column %q: %v", failed, err)}, nil)
		return
	}
	var blank refusal
	for i, p := range c.passes {
		f := &p.sides[c.side]
		if !f.used {
			continue
		}
		r, ok := c.find(t, i, f, values)
		if r.code == EmptyKey {
			if blank.column == nil {
				blank = r
			}
			continue
		}
		if !ok {
			t.reject(id, r, values)
			return
		}
	}
	if len(c.found) == 0 && blank.column != nil {
		t.reject(id, blank, values)
		return
	}
	for i := range c.found {
		f := &c.found[i]
		f.row = id
		key := c.text[f.from:f.key]
		hash := maphash.Bytes(t.seed, key)
		f.hash = uint32(hash) //nolint:gosec // the lower half is meant
		c.stores[f.pass].addWith(int(hash>>(64-partitionBits)), f.record, key, c.text[f.from:f.to])
	}
}

// find reads the row as one pass sees it.
func (c *clerk) find(t *taker, pass int, f *filing, values [][]byte) (refusal, bool) {
	n := found{pass: pass, from: len(c.text)}
	if f.filter != nil {
		wanted, err := f.filter.value(c.vars, values)
		if err != nil {
			return refusal{code: BadExpression, cause: fmt.Sprintf("filter of pass %q: %v", c.passes[pass].Name, err)}, false
		}
		if wanted != types.True {
			return refusal{}, true
		}
	}
	for i := range f.keys {
		value, known := f.keys[i].value(values)
		if !known {
			return refusal{code: BadLookup, column: &f.keys[i]}, false
		}
		if len(value) == 0 {
			c.text = c.text[:n.from]
			return refusal{code: EmptyKey, column: &f.keys[i]}, false
		}
		if i < len(f.keys)-1 {
			c.text = appendLength(c.text, value)
		}
		c.text = append(c.text, value...)
	}
	n.key = len(c.text)
	if p := c.passes[pass]; p.hasAmount() {
		text, known := f.amount.value(values)
		if !known {
			return refusal{code: BadLookup, column: &f.amount}, false
		}
		amount, ok := parseAmount(text)
		if !ok {
			return refusal{code: BadAmount, column: &f.amount}, false
		}
		if f.negate {
			amount = amount.Neg()
		}
		n.amount = amount
	}
	if p := c.passes[pass]; p.hasDate() {
		text, known := f.date.value(values)
		if !known {
			return refusal{code: BadLookup, column: &f.date}, false
		}
		days, ok := t.side.layout.days(text)
		if !ok {
			return refusal{code: BadDate, column: &f.date}, false
		}
		n.date = days
	}
	for i := range f.extras {
		value, known := f.extras[i].value(values)
		if !known {
			return refusal{code: BadLookup, column: &f.extras[i]}, false
		}
		c.text = append(appendLength(c.text, value), value...)
	}
	n.to = len(c.text)
	c.found = append(c.found, n)
	return refusal{}, true
}

func appendLength(text, value []byte) []byte {
	return binary.BigEndian.AppendUint32(text, uint32(len(value))) //nolint:gosec // below 4 GiB
}

// reject lists a bad row, with the value as it stands and as it became.
func (t *taker) reject(id rowID, r refusal, values [][]byte) {
	if r.column == nil {
		t.list(id, r.code, r.cause)
		return
	}
	raw := values[r.column.place]
	value, known := r.column.value(values)
	detail := fmt.Sprintf("column %q is empty", r.column.name)
	if len(raw) > 0 {
		detail = fmt.Sprintf("column %q holds %q", r.column.name, clipped(raw))
	}
	if !known {
		detail += fmt.Sprintf("; its look-up table lacks %q", clipped(value))
	} else if string(raw) != string(value) {
		detail += fmt.Sprintf(", which becomes %q", clipped(value))
	}
	t.list(id, r.code, detail)
}

// extra is the nth of the texts that follow a record's key.
func (g *gathered) extra(i uint32, n int) []byte {
	r := &g.records[i]
	at := uint64(r.keyAt) + uint64(r.keyLen)
	for ; ; n-- {
		length := uint64(binary.BigEndian.Uint32(g.keys[at:]))
		if n == 0 {
			return g.keys[at+4 : at+4+length]
		}
		at += 4 + length
	}
}
