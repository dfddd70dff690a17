package matching

import "sync"

// gate lets workers join at the same time only what memory is allowed for. A nil
// gate lets all pass.
type gate struct {
	lock sync.Mutex
	room *sync.Cond
	used int64
	most int64
}

// leastJoin is what a join may always take: less is no help to anybody.
const leastJoin = 16 << 20

// perRecord is what a record takes while its partition is joined: itself, twice
// while it comes from disk, its places in the tables, and its share of a large
// group's.
const perRecord = 5 * recordSize

func newGate(most int64) *gate {
	g := &gate{most: most}
	g.room = sync.NewCond(&g.lock)
	return g
}

// enter waits until there is room for a partition. It refuses one that never
// fits: its rows have one key in common, or nearly so, for a key decides where a
// row goes.
func (g *gate) enter(stores [2][]*store, partition int) (need int64, err error) {
	if g == nil {
		return 0, nil
	}
	records, keys := int64(0), int64(0)
	for _, side := range stores {
		for _, s := range side {
			r, k := s.size(partition)
			records, keys = records+r, keys+k
		}
	}
	if need = records*perRecord + 2*keys; need > g.most {
		return 0, failure(TooLarge, "", NoRow, "memory", "%d rows have to be looked at together, most of them because their keys are equal; that takes %d MiB, so allow at least %d MiB, the program itself not counted", records, need>>20, need>>19+1)
	}
	g.lock.Lock()
	defer g.lock.Unlock()
	for g.used+need > g.most {
		g.room.Wait()
	}
	g.used += need
	return need, nil
}

func (g *gate) leave(need int64) {
	if g == nil {
		return
	}
	g.lock.Lock()
	defer g.lock.Unlock()
	g.used -= need
	g.room.Broadcast()
}

// size is how many records a partition has, and the bytes of their keys.
func (s *store) size(partition int) (records, keys int64) {
	for _, b := range s.parts[partition] {
		records, keys = records+int64(len(b.records)), keys+int64(len(b.keys))
	}
	for _, w := range s.written[partition] {
		records, keys = records+int64(w.records), keys+int64(w.keys)
	}
	return records, keys
}

// share divides what memory is allowed: a quarter for records, half for what is
// joined at the time, an eighth for what becomes of rows, and the rest for what
// the garbage collector has not yet found.
func (w *work) share() {
	memory, of := w.set.memory, int64(w.set.workers)
	w.spill.folder = w.set.folder
	if memory > 0 {
		w.spill.limit = max(1, memory/4)
		w.joins = newGate(max(memory/2, leastJoin))
	}
	for range w.set.workers {
		c := &cellar{folder: w.set.folder}
		if memory > 0 && w.keep != inMemory {
			c.limit = max(1, memory/16/of) // once for bad rows, once for sets
		}
		w.cellars, w.found = append(w.cellars, c), append(w.found, nil)
		if w.keep != nothing {
			w.found[len(w.found)-1] = new(setPiles)
		}
	}
}
