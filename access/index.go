package access

import (
	"hash/maphash"
	"slices"
)

// index leads from ids to the numbers of holders: a hash table whose slots hold
// nothing but 32 bits of the hash and a number, so that most of it stays in the
// processor's cache. Whether a number is that of the id is for its user to look
// up. It is cut into small pages, so that a snapshot that differs in one entry
// copies one page and shares the rest.
type index struct {
	pages []*indexPage // a power of two
	taken []uint8      // by page: how many slots are
}

// indexPage holds entries at the place that their hash gives, or at the next
// free one. A slot is the hash in the upper half and number + 1 in the lower; 0
// is free.
type indexPage [pageSlots]uint64

const (
	slotBits  = 7
	pageSlots = 1 << slotBits
	pageAim   = 64  // entries per page on average at most
	pageMost  = 112 // in any one page: a search always ends at a free slot
)

// seed differs from run to run, as that of Go's own maps; nothing shows it.
var seed = maphash.MakeSeed()

func hash(id string) uint32 { return uint32(maphash.String(seed, id)) }

func newIndex(size int) index {
	n := 16
	for n*pageAim < size {
		n *= 2
	}
	return index{pages: make([]*indexPage, n), taken: make([]uint8, n)}
}

// place is the number of the page; the lowest bits tell the slot within it.
func (x *index) place(h uint32) uint32 { return h >> slotBits & uint32(len(x.pages)-1) }

// candidates calls is with each number that stands under the hash, until it says
// yes, and reports whether it did.
func (x *index) candidates(h uint32, is func(number int32) bool) bool {
	p := x.pages[x.place(h)]
	if p == nil {
		return false
	}
	for i := h % pageSlots; p[i] != 0; i = (i + 1) % pageSlots {
		if uint32(p[i]>>32) == h && is(int32(uint32(p[i])-1)) {
			return true
		}
	}
	return false
}

// put writes in place: only for an index, or a page, that nobody else has seen.
func (x *index) put(h uint32, number int32) {
	n := x.place(h)
	if x.pages[n] == nil {
		x.pages[n] = new(indexPage)
	}
	x.pages[n].put(uint64(h)<<32 | uint64(uint32(number)+1))
	x.taken[n]++
	if x.taken[n] > pageMost {
		x.spread()
	}
}

func (p *indexPage) put(slot uint64) {
	i := slot >> 32 % pageSlots
	for p[i] != 0 {
		i = (i + 1) % pageSlots
	}
	p[i] = slot
}

// spread deals the entries out over twice as many pages.
func (x *index) spread() {
	finer := newIndex(2 * len(x.pages) * pageAim)
	for _, p := range x.pages {
		for i := 0; p != nil && i < pageSlots; i++ {
			if p[i] != 0 {
				finer.put(uint32(p[i]>>32), int32(uint32(p[i])-1))
			}
		}
	}
	*x = finer
}

// indexEdit is an index in the making: it copies a page when it first writes to
// it.
type indexEdit struct {
	index
	own map[*indexPage]bool
}

func (x *index) edit() *indexEdit {
	return &indexEdit{index{slices.Clone(x.pages), slices.Clone(x.taken)}, make(map[*indexPage]bool)}
}

// write makes the page of the hash, if there is one, our own.
func (e *indexEdit) write(h uint32) *indexPage {
	n := e.place(h)
	if p := e.pages[n]; p != nil && !e.own[p] {
		mine := *p
		e.pages[n] = &mine
		e.own[&mine] = true
	}
	return e.pages[n]
}

func (e *indexEdit) put(h uint32, number int32) {
	e.write(h)
	e.index.put(h, number)
}

// drop removes an entry that is there and moves up those that stood behind it for
// want of a nearer slot.
func (e *indexEdit) drop(h uint32, number int32) {
	p, gone := e.write(h), uint64(h)<<32|uint64(uint32(number)+1)
	whole := *p
	*p = indexPage{}
	for _, slot := range whole {
		if slot == gone {
			gone = 0 // of two that are alike, one
		} else if slot != 0 {
			p.put(slot)
		}
	}
	e.taken[e.place(h)]--
}
