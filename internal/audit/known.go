package audit

import "hash/maphash"

// knownTokens remembers tokens from one event to the next: actions, fields,
// people, days and the words of names come again and again, and a token costs
// two hashes. It has one place for each remainder of a value's hash, where the
// newest value stands, so that it needs no more memory however many there are.
type knownTokens struct {
	under uint32 // the token key
	event int    // number of the event at hand, from 1
	seed  maphash.Seed
	slots []knownToken
	long  knownToken // of values that fit no slot
	key   []byte
}

// knownToken is the token of one kind and value; 64 bytes in all.
type knownToken struct {
	key   [47]byte // kind, zero byte, value
	size  uint8
	token uint64
	event int // the last one that has it, 0 when the token is not known yet
}

// knownSlots is a power of two; an event brings a dozen new values at most times.
const knownSlots = 4096

// begin turns to the next event; under another key nothing is known.
func (k *knownTokens) begin(under uint32) {
	k.event++
	if k.slots == nil || k.under != under {
		k.under, k.seed, k.slots = under, maphash.MakeSeed(), make([]knownToken, knownSlots)
	}
}

// find is the place of a kind and value, which is first, sep and second; it is
// empty when another value or none stood there.
func (k *knownTokens) find(kind, first, sep, second string) *knownToken {
	b := append(append(k.key[:0], kind...), 0)
	b = append(append(append(b, first...), sep...), second...)
	k.key = b
	if len(b) > len(k.long.key) {
		k.long.event = 0
		return &k.long
	}
	s := &k.slots[maphash.Bytes(k.seed, b)%knownSlots]
	if string(s.key[:s.size]) != string(b) {
		s.size, s.event = uint8(copy(s.key[:], b)), 0
	}
	return s
}
