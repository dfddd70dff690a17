package netting

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
)

// names finds the numbers of names, those of up to sixteen bytes without a map.
type names struct {
	slots []nameSlot
	shift uint
	salt  uint64
	long  map[string]int
}

// nameSlot holds a short name whole: its length and two words of it are no other
// name's.
type nameSlot struct {
	first, last    uint64
	length, number int32 // length 0 is a free slot
}

const shortName = 16

func newNames(list func(yield func(name string, number int) bool), size int) *names {
	power := uint(3)
	for 1<<power < 4*size {
		power++
	}
	n := &names{
		slots: make([]nameSlot, 1<<power), shift: 64 - power,
		salt: maphash.String(maphash.MakeSeed(), "") | 1, long: map[string]int{},
	}
	for name, number := range list {
		if len(name) == 0 || len(name) > shortName {
			n.long[name] = number
			continue
		}
		first, last := words([]byte(name))
		i := n.slot(first, last)
		for n.slots[i].length != 0 {
			i = (i + 1) & (len(n.slots) - 1)
		}
		n.slots[i] = nameSlot{first, last, int32(len(name)), int32(number)}
	}
	return n
}

func (n *names) find(name []byte) (number int, known bool) {
	if len(name) == 0 || len(name) > shortName {
		number, known = n.long[string(name)]
		return number, known
	}
	first, last := words(name)
	for i := n.slot(first, last); ; i = (i + 1) & (len(n.slots) - 1) {
		s := &n.slots[i]
		if s.first == first && s.last == last && int(s.length) == len(name) {
			return int(s.number), true
		}
		if s.length == 0 {
			return 0, false
		}
	}
}

func (n *names) slot(first, last uint64) int {
	high, low := bits.Mul64(first^n.salt, bits.RotateLeft64(last, 32)^n.salt)
	return int((high ^ low) * n.salt >> n.shift)
}

// words are the beginning and the end of a name of 1 to 16 bytes; they overlap
// when it is short, and with the length they tell every name apart.
func words(name []byte) (first, last uint64) {
	size := len(name)
	switch {
	case size >= 8:
		return binary.LittleEndian.Uint64(name), binary.LittleEndian.Uint64(name[size-8:])
	case size >= 4:
		return uint64(binary.LittleEndian.Uint32(name)), uint64(binary.LittleEndian.Uint32(name[size-4:]))
	}
	return uint64(name[0]) | uint64(name[size/2])<<8 | uint64(name[size-1])<<16, 0
}
