package access

import (
	"hash/maphash"
	"slices"
)

// paged is a hash table by id, cut into small pages, so that a snapshot that
// differs in one entry copies one page and shares the rest. Within a page
// entries stand at the place that their hash gives, or at the next free one. A
// value that was handed out is never written again.
type paged[V any] struct {
	pages []*page[V] // a power of two
	taken []uint8    // by page: how many slots are
	size  int
}

type page[V any] [pageSlots]slot[V]

// slot is free when its hash is 0. Keeping the hash saves reading the ids of
// neighbours.
type slot[V any] struct {
	hash  uint64
	id    string
	value V
}

const (
	pageSlots = 64
	pageAim   = 32 // entries per page on average at most
	pageMost  = 60 // in any one page: a search always ends at a free slot
)

// seed differs from run to run, as that of Go's own maps; nothing shows it.
var seed = maphash.MakeSeed()

func hash(id string) uint64 { return maphash.String(seed, id) | 1<<63 }

func newPaged[V any](size int) paged[V] {
	n := 16
	for n*pageAim < size {
		n *= 2
	}
	return paged[V]{pages: make([]*page[V], n), taken: make([]uint8, n)}
}

// place is the number of the page; other bits tell the slot within it.
func (t *paged[V]) place(h uint64) uint64 { return h >> 32 & uint64(len(t.pages)-1) }

func (t *paged[V]) get(id string) (none V) {
	h := hash(id)
	p := t.pages[t.place(h)]
	if p == nil {
		return none
	}
	if s := p.seat(h, id); s.hash != 0 {
		return s.value
	}
	return none
}

// seat is the slot of the id, or the free one where it belongs.
func (p *page[V]) seat(h uint64, id string) *slot[V] {
	i := h % pageSlots
	for p[i].hash != 0 && (p[i].hash != h || p[i].id != id) {
		i = (i + 1) % pageSlots
	}
	return &p[i]
}

func (t *paged[V]) each(visit func(V)) {
	t.slots(func(s *slot[V]) { visit(s.value) })
}

func (t *paged[V]) slots(visit func(*slot[V])) {
	for _, p := range t.pages {
		for i := 0; p != nil && i < pageSlots; i++ {
			if p[i].hash != 0 {
				visit(&p[i])
			}
		}
	}
}

// set writes in place: only for a table, or a page, that nobody else has seen.
// It reports whether the id is new.
func (t *paged[V]) set(id string, value V) bool {
	h := hash(id)
	n := t.place(h)
	if t.pages[n] == nil {
		t.pages[n] = new(page[V])
	}
	s := t.pages[n].seat(h, id)
	fresh := s.hash == 0
	*s = slot[V]{h, id, value}
	if fresh {
		t.size++
		t.taken[n]++
		if t.taken[n] > pageMost {
			t.cut(2 * len(t.pages))
		}
	}
	return fresh
}

// cut spreads the entries over so many pages.
func (t *paged[V]) cut(pages int) {
	finer := newPaged[V](pages * pageAim)
	t.slots(func(s *slot[V]) { finer.set(s.id, s.value) })
	*t = finer
}

// edit is a table in the making: it copies a page when it first writes to it.
type edit[V any] struct {
	paged[V]
	own map[*page[V]]bool
}

func (t *paged[V]) edit() *edit[V] {
	return &edit[V]{paged[V]{slices.Clone(t.pages), slices.Clone(t.taken), t.size}, make(map[*page[V]]bool)}
}

// write makes the page of the id, if there is one, our own.
func (e *edit[V]) write(h uint64) *page[V] {
	n := e.place(h)
	if p := e.pages[n]; p != nil && !e.own[p] {
		mine := *p
		e.pages[n] = &mine
		e.own[&mine] = true
	}
	return e.pages[n]
}

func (e *edit[V]) put(id string, value V) {
	e.write(hash(id))
	e.set(id, value)
}

// drop removes the id and moves up those that stood behind it for want of a
// nearer slot.
func (e *edit[V]) drop(id string) {
	h := hash(id)
	p := e.write(h)
	if p == nil || p.seat(h, id).hash == 0 {
		return
	}
	*p.seat(h, id) = slot[V]{}
	e.size--
	e.taken[e.place(h)]--
	whole := *p
	*p = page[V]{}
	for i := range whole {
		if s := &whole[i]; s.hash != 0 {
			*p.seat(s.hash, s.id) = *s
		}
	}
}
