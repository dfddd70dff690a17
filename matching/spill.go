package matching

import (
	"bufio"
	"encoding/binary"
	"errors"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
)

// Memory keeps the work within so many bytes, of which there should be 64 MiB at
// least, by use of the disk: a quarter is for records of rows, half for what is
// joined at the time, an eighth for sets, pairs that differ and bad rows, the
// rest for what the garbage collector has not yet found. What cannot go to disk
// is refused where it does not fit, TooLarge: 4 bytes for each left and 1 for each
// right row, under passes 1 for each, and the rows of one key, which are looked
// at together. The Result of Match lies in memory whatever is allowed. 0 is no
// limit.
func Memory(bytes int64) Option { return func(s *settings) { s.memory = bytes } }

// inFolder has the records written there.
func inFolder(path string) Option { return func(s *settings) { s.folder = path } }

// ParseMemory reads a size such as 512MiB or 2GiB.
func ParseMemory(text string) (int64, error) {
	for i, unit := range []string{"KiB", "MiB", "GiB"} {
		if digits, ok := strings.CutSuffix(text, unit); ok {
			n, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 32)
			if err == nil && n > 0 {
				return n << (10 * (i + 1)), nil
			}
		}
	}
	return 0, failure(ConfigValue, "", NoRow, "memory", "%q is not a size such as 512MiB or 2GiB", text)
}

// spill decides when records go to disk; all workers share it.
type spill struct {
	folder     string
	limit      int64 // 0 is none
	used, peak atomic.Int64
	written    atomic.Int64
}

// ease writes a worker's stores out if all workers together keep too much.
func (s *spill) ease(stores []*store) error {
	if s.limit == 0 {
		return nil
	}
	before, now := int64(0), int64(0)
	for _, one := range stores {
		before, now = before+one.told, now+one.kept
		one.told = one.kept
	}
	used := s.used.Add(now - before)
	if used > s.peak.Load() {
		s.peak.Store(used) // for tests of one worker
	}
	if used <= s.limit {
		return nil
	}
	for _, one := range stores {
		if one.kept == 0 {
			continue
		}
		s.used.Add(-one.told)
		n, err := one.write(s.folder)
		if s.written.Add(n); err != nil {
			return err
		}
	}
	return nil
}

// stretch is where a run of records of one partition stands in a store's file:
// the records, then their keys.
type stretch struct {
	at            int64
	records, keys int
}

const recordSize = 40

// write moves all records to the end of the store's file.
func (s *store) write(folder string) (int64, error) {
	if s.file == nil {
		f, err := os.CreateTemp(folder, ".records-*")
		if err != nil {
			return 0, unwritable(folder, reason(err))
		}
		s.file = f
	}
	start := s.length
	b := bufio.NewWriterSize(s.file, 1<<18)
	var line [recordSize]byte
	for p, blocks := range s.parts {
		if len(blocks) == 0 {
			continue
		}
		to := stretch{at: s.length}
		for _, block := range blocks {
			if to.keys+len(block.keys) >= 1<<32 {
				return 0, keysTooLong()
			}
			for _, r := range block.records {
				r.keyAt += uint32(to.keys) //nolint:gosec // checked above
				r.encode(&line)
				if _, err := b.Write(line[:]); err != nil {
					return 0, unwritable(s.file.Name(), reason(err))
				}
			}
			to.records += len(block.records)
			to.keys += len(block.keys)
		}
		for _, block := range blocks {
			if _, err := b.Write(block.keys); err != nil {
				return 0, unwritable(s.file.Name(), reason(err))
			}
		}
		s.length += int64(to.records*recordSize + to.keys)
		s.written[p] = append(s.written[p], to)
		s.parts[p] = nil
	}
	s.kept, s.told = 0, 0
	if err := b.Flush(); err != nil {
		return 0, unwritable(s.file.Name(), reason(err))
	}
	return s.length - start, nil
}

func (r *record) encode(to *[recordSize]byte) {
	binary.LittleEndian.PutUint64(to[0:], uint64(r.row))
	binary.LittleEndian.PutUint64(to[8:], uint64(r.amount.hi)) //nolint:gosec // read back in the same way
	binary.LittleEndian.PutUint64(to[16:], r.amount.lo)
	binary.LittleEndian.PutUint32(to[24:], uint32(r.date)) //nolint:gosec // read back in the same way
	binary.LittleEndian.PutUint32(to[28:], r.hash)
	binary.LittleEndian.PutUint32(to[32:], r.keyAt)
	binary.LittleEndian.PutUint32(to[36:], r.keyLen)
}

func decodeRecord(from []byte) record {
	return record{
		row:    rowID(binary.LittleEndian.Uint64(from)),
		amount: Amount{int64(binary.LittleEndian.Uint64(from[8:])), binary.LittleEndian.Uint64(from[16:])}, //nolint:gosec // as written
		date:   int32(binary.LittleEndian.Uint32(from[24:])),                                               //nolint:gosec // as written
		hash:   binary.LittleEndian.Uint32(from[28:]),
		keyAt:  binary.LittleEndian.Uint32(from[32:]),
		keyLen: binary.LittleEndian.Uint32(from[36:]),
	}
}

// read brings back what was written of a partition.
func (g *gathered) read(s *store, partition int) error {
	for _, from := range s.written[partition] {
		size := from.records*recordSize + from.keys
		if cap(g.buffer) < size {
			g.buffer = make([]byte, size+size/4)
		}
		text := g.buffer[:size]
		if _, err := s.file.ReadAt(text, from.at); err != nil {
			return unreadable(s.file.Name(), reason(err))
		}
		records, keys := text[:from.records*recordSize], text[from.records*recordSize:]
		if len(g.keys)+len(keys) >= 1<<32 {
			return keysTooLong()
		}
		shift := uint32(len(g.keys)) //nolint:gosec // checked above
		for ; len(records) > 0; records = records[recordSize:] {
			r := decodeRecord(records)
			r.keyAt += shift
			g.records = append(g.records, r)
		}
		g.keys = append(g.keys, keys...)
	}
	return nil
}

// discard removes the store's file.
func (s *store) discard() {
	if s.file != nil {
		_ = errors.Join(s.file.Close(), os.Remove(s.file.Name()))
		s.file = nil
	}
}

func keysTooLong() *Error {
	return failure(TooLarge, "", NoRow, "", "the keys of one partition take more than 4 GiB; split the files")
}
