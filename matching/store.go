package matching

import "os"

const (
	partitionBits = 8
	partitions    = 1 << partitionBits
)

// record is what is kept of a row: 40 bytes and its key. It holds no pointer,
// so that the garbage collector never looks into millions of them.
type record struct {
	row    rowID
	amount Amount
	date   int32
	hash   uint32
	keyAt  uint32 // into the keys of its block, later of its partition
	keyLen uint32
}

// block is a run of records of one partition, filled once and never moved.
type block struct {
	records []record
	keys    []byte
}

// store keeps one worker's records of one side by partition. The hash seed
// differs between runs; it decides where a record lies, never what comes out.
type store struct {
	parts      [partitions][]block
	kept, told int64 // bytes in parts, and what the spill knows of them

	file    *os.File // what was written to disk, nil and nothing was
	length  int64
	written [partitions][]stretch
}

const (
	firstBlock   = 4
	largestRun   = 512
	keyGuess     = 12 // bytes set aside for each key until some were seen
	longestGuess = 256
	largestKeys  = 1 << 30
)

func (s *store) add(partition int, r record, key []byte) { s.addWith(partition, r, key, key) }

// addWith keeps text, which begins with the key, but finds the record by the
// key alone.
func (s *store) addWith(partition int, r record, key, text []byte) {
	blocks := s.parts[partition]
	n := len(blocks) - 1
	if n < 0 || len(blocks[n].records) == cap(blocks[n].records) || len(blocks[n].keys) > largestKeys {
		size, perKey := firstBlock, keyGuess
		if n >= 0 {
			size = min(2*cap(blocks[n].records), largestRun)
			perKey = len(blocks[n].keys)/len(blocks[n].records) + 1
		}
		blocks = append(blocks, block{make([]record, 0, size), make([]byte, 0, size*min(perKey, longestGuess))})
		s.parts[partition] = blocks
		n++
	}
	b := &blocks[n]
	r.keyAt, r.keyLen = uint32(len(b.keys)), uint32(len(key)) //nolint:gosec // below 2³⁰ and 16 MiB
	b.keys = append(b.keys, text...)
	b.records = append(b.records, r)
	s.kept += int64(recordSize + len(text))
}

// gathered is one side of a partition in one piece.
type gathered struct {
	records []record
	keys    []byte
	buffer  []byte // for what comes from disk
}

// gather copies a partition's records behind each other and lets go of them.
// It fails if the keys outgrow their offsets.
func (g *gathered) gather(stores []*store, partition int) error {
	err := g.copy(stores, partition)
	for _, s := range stores {
		s.parts[partition] = nil
	}
	return err
}

func (g *gathered) copy(stores []*store, partition int) error {
	g.records, g.keys = g.records[:0], g.keys[:0]
	for _, s := range stores {
		if err := g.read(s, partition); err != nil {
			return err
		}
		for _, b := range s.parts[partition] {
			if len(g.keys)+len(b.keys) >= 1<<32 {
				return keysTooLong()
			}
			shift := uint32(len(g.keys)) //nolint:gosec // checked above
			for _, r := range b.records {
				r.keyAt += shift
				g.records = append(g.records, r)
			}
			g.keys = append(g.keys, b.keys...)
		}
	}
	return nil
}

func (g *gathered) key(i uint32) []byte {
	r := &g.records[i]
	return g.keys[r.keyAt : r.keyAt+r.keyLen]
}
