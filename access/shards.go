package access

import "maps"

// shards is a map cut into many small ones, so that a snapshot that differs in
// one entry copies one small map and shares the rest. A shards value that was
// handed out is never written again.
type shards[V any] struct {
	maps []map[string]V // a power of two
	size int
}

const shardSize = 64 // entries aimed at per shard

func newShards[V any](size int) shards[V] {
	n := 16
	for n*shardSize < size {
		n *= 2
	}
	return shards[V]{maps: make([]map[string]V, n)}
}

func (s *shards[V]) get(id string) V { return s.maps[s.place(id)][id] }

func (s *shards[V]) place(id string) int { return int(spread(id) & uint64(len(s.maps)-1)) }

// spread mixes the start, the middle and the end of an id: enough to scatter
// counted, random and e-mail-like ids, and cheaper than hashing all of it.
func spread(id string) uint64 {
	const odd = 0x9E3779B97F4A7C15
	n := len(id)
	if n < 8 {
		var h uint64
		for i := range n {
			h = h<<8 | uint64(id[i])
		}
		return h * odd >> 32
	}
	h := (word(id, 0)*odd ^ word(id, (n-8)/2)) * odd
	return ((h>>29 ^ h) ^ word(id, n-8)) * odd >> 32
}

func word(s string, i int) uint64 {
	s = s[i : i+8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// edit is a shards value in the making: it copies a shard when it first writes
// to it.
type edit[V any] struct {
	shards[V]
	own map[int]bool
}

func (s *shards[V]) edit() *edit[V] {
	e := &edit[V]{shards: *s, own: make(map[int]bool)}
	e.maps = append([]map[string]V(nil), s.maps...)
	return e
}

func (e *edit[V]) shard(id string) map[string]V {
	i := e.place(id)
	if !e.own[i] {
		e.own[i] = true
		e.maps[i] = maps.Clone(e.maps[i])
	}
	if e.maps[i] == nil {
		e.maps[i] = make(map[string]V)
	}
	return e.maps[i]
}

func (e *edit[V]) put(id string, v V) {
	m := e.shard(id)
	e.size -= len(m)
	m[id] = v
	e.size += len(m)
}

func (e *edit[V]) drop(id string) {
	m := e.shard(id)
	e.size -= len(m)
	delete(m, id)
	e.size += len(m)
}

// done returns the finished value, cut finer when it has outgrown its shards.
func (e *edit[V]) done() shards[V] {
	if e.size <= 8*shardSize*len(e.maps) {
		return e.shards
	}
	finer := newShards[V](e.size)
	for _, m := range e.maps {
		for id, v := range m {
			finer.set(id, v)
		}
	}
	return finer
}

// set writes in place: only for a value that nobody else has seen yet.
func (s *shards[V]) set(id string, v V) {
	i := s.place(id)
	if s.maps[i] == nil {
		s.maps[i] = make(map[string]V, shardSize)
	}
	s.maps[i][id] = v
	s.size++
}
