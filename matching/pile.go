package matching

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"
)

// pile keeps slips, each a text under a number, and gives them back in the
// order of the numbers, of which no two are equal. A worker fills its own; it is
// complete once another has taken it over. On disk it takes no memory.
type pile struct {
	fresh run   // still filled, in no order
	runs  []run // each in order
	count int
	kept  int64 // bytes in memory
}

// run is slips in the order of their numbers, in memory or in a file: there each
// has the difference of its number from that before, its length and its text.
type run struct {
	slips []slip
	texts []byte

	file       *os.File // nil in memory
	at, length int64
}

type slip struct {
	number   uint64
	at, size uint32 // of its text
}

const (
	slipSize   = 16
	slipsInRun = 1 << 14
	textsInRun = 1 << 20
)

func (p *pile) add(number uint64, text []byte) {
	f := &p.fresh
	if len(f.slips) == slipsInRun || len(f.texts) > textsInRun {
		size := len(f.texts)
		p.sort()
		p.fresh = run{slips: make([]slip, 0, slipsInRun), texts: make([]byte, 0, size+size/8)}
	}
	f.slips = append(f.slips, slip{number, uint32(len(f.texts)), uint32(len(text))}) //nolint:gosec // a run is small
	f.texts = append(f.texts, text...)
	p.count++
	p.kept += slipSize + int64(len(text))
}

// sort closes the run that is being filled.
func (p *pile) sort() {
	if len(p.fresh.slips) > 0 {
		slices.SortFunc(p.fresh.slips, func(a, b slip) int { return cmp.Compare(a.number, b.number) })
		p.runs = append(p.runs, p.fresh)
		p.fresh = run{}
	}
}

// takeOver adds all that another pile keeps.
func (p *pile) takeOver(q *pile) {
	q.sort()
	p.runs = append(p.runs, q.runs...)
	p.count, p.kept = p.count+q.count, p.kept+q.kept
	*q = pile{}
}

// each yields the slips of a complete pile in order. A text is valid until the
// next.
func (p *pile) each(yield func(number uint64, text []byte) bool) error {
	return merge(p.runs, yield)
}

// What reading runs takes together, and how much of a file is read at once.
const (
	mergeBuffers = 4 << 20
	leastBuffer  = 1 << 10
	largeBuffer  = 64 << 10
)

func merge(runs []run, yield func(number uint64, text []byte) bool) error {
	buffer := min(max(mergeBuffers/max(len(runs), 1), leastBuffer), largeBuffer)
	heap := make(cursors, 0, len(runs))
	for i := range runs {
		c := &cursor{run: &runs[i]}
		if c.file != nil {
			c.reader = bufio.NewReaderSize(io.NewSectionReader(c.file, c.at, c.length), buffer)
		}
		if more, err := c.next(); err != nil {
			return err
		} else if more {
			heap = append(heap, c)
		}
	}
	for i := len(heap) / 2; i >= 0; i-- {
		heap.sink(i)
	}
	for len(heap) > 0 {
		c := heap[0]
		if !yield(c.number, c.text) {
			return nil
		}
		more, err := c.next()
		if err != nil {
			return err
		}
		if !more {
			heap[0] = heap[len(heap)-1]
			heap = heap[:len(heap)-1]
		}
		heap.sink(0)
	}
	return nil
}

// cursor is a place in a run.
type cursor struct {
	*run
	number uint64
	text   []byte
	given  int
	reader *bufio.Reader
}

func (c *cursor) next() (more bool, err error) {
	if c.reader == nil {
		if c.given == len(c.slips) {
			return false, nil
		}
		s := c.slips[c.given]
		c.number, c.text = s.number, c.texts[s.at:s.at+s.size]
		c.given++
		return true, nil
	}
	step, err := binary.ReadUvarint(c.reader)
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	size, err2 := binary.ReadUvarint(c.reader)
	if err = errors.Join(err, err2); err == nil {
		c.number += step
		c.text = slices.Grow(c.text[:0], int(size))[:size] //nolint:gosec // as written
		_, err = io.ReadFull(c.reader, c.text)
	}
	if err != nil {
		return false, unreadable(c.file.Name(), reason(err))
	}
	return true, nil
}

// cursors is a heap with the lowest number first.
type cursors []*cursor

func (h cursors) sink(i int) {
	for {
		child := 2*i + 1
		if child >= len(h) {
			return
		}
		if child+1 < len(h) && h[child+1].number < h[child].number {
			child++
		}
		if h[child].number >= h[i].number {
			return
		}
		h[i], h[child] = h[child], h[i]
		i = child
	}
}

// cellar is where one worker puts the piles that it cannot keep in memory.
type cellar struct {
	folder string
	limit  int64 // of bytes in memory; 0 is none
	file   *os.File
	length int64
}

// ease writes the piles out if together they keep more than is allowed.
func (c *cellar) ease(piles ...*pile) error {
	kept := int64(0)
	for _, p := range piles {
		kept += p.kept
	}
	if c.limit == 0 || kept <= c.limit {
		return nil
	}
	if c.file == nil {
		f, err := os.CreateTemp(c.folder, ".results-*")
		if err != nil {
			return unwritable(c.folder, reason(err))
		}
		c.file = f
	}
	b := bufio.NewWriterSize(c.file, largeBuffer)
	for _, p := range piles {
		if p.kept == 0 {
			continue
		}
		if err := c.write(b, p); err != nil {
			return unwritable(c.file.Name(), reason(err))
		}
	}
	if err := b.Flush(); err != nil {
		return unwritable(c.file.Name(), reason(err))
	}
	return nil
}

// write makes one run of those that a pile has in memory.
func (c *cellar) write(b *bufio.Writer, p *pile) error {
	p.sort()
	inMemory := slices.IndexFunc(p.runs, func(r run) bool { return r.file == nil })
	to, last := run{file: c.file, at: c.length}, uint64(0)
	var head []byte
	var failed error
	_ = merge(p.runs[inMemory:], func(number uint64, text []byte) bool {
		head = binary.AppendUvarint(binary.AppendUvarint(head[:0], number-last), uint64(len(text)))
		last = number
		to.length += int64(len(head) + len(text))
		_, err1 := b.Write(head)
		_, err2 := b.Write(text)
		failed = errors.Join(err1, err2)
		return failed == nil
	})
	c.length += to.length
	p.runs = append(slices.Clip(p.runs[:inMemory]), to)
	p.kept = 0
	return failed
}

// discard removes the file.
func (c *cellar) discard() {
	if c.file != nil {
		_ = errors.Join(c.file.Close(), os.Remove(c.file.Name())) //nolint:gosec // one of our own
		c.file = nil
	}
}
