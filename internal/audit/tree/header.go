// Package tree is the stored form of the log and its arithmetic: the header of
// an entry, the leaf that header and ciphertext form, the RFC 6962 tree over
// the leaves, and the C2SP checkpoints that sign its roots.
//
// It is pure and knows no key: whoever verifies the log needs nothing else.
package tree

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// Format is the first byte of every header. Large is it where the leaf would be
// longer than MaxLeaf: its leaf holds digests of header and ciphertext instead.
const (
	Format = 1
	Large  = 2
)

// MaxLeaf is the longest leaf in bytes that an entry bundle of C2SP tlog-tiles
// can carry.
const MaxLeaf = 1<<16 - 1

// Lengths of the header's fixed part and of one token, in bytes.
const (
	fixedLen = 1 + 8 + 8 + 4 + 4
	tokenLen = 8
)

// Header is what of an entry can be read without a key. Packed, big endian:
// format byte, sequence (8), time (8), key id (4), number of tokens (4), then
// the tokens, 8 bytes each, ascending and each once.
type Header struct {
	Seq    int64  // counts from 1 without gaps
	At     int64  // microseconds since 1970, UTC
	Key    uint32 // the key of the ring that sealed the content
	Tokens Tokens
}

// Tokens are packed search tokens, ascending.
type Tokens []byte

var errHeader = errors.New("the header is not of format 1 or 2")

// AppendHeader appends the packed header. It sorts tokens and drops doubles.
func AppendHeader(b []byte, seq, at int64, key uint32, tokens []uint64) []byte {
	slices.Sort(tokens)
	tokens = slices.Compact(tokens)
	b = append(slices.Grow(b, fixedLen+tokenLen*len(tokens)), Format)
	b = binary.BigEndian.AppendUint64(b, uint64(seq))
	b = binary.BigEndian.AppendUint64(b, uint64(at))
	b = binary.BigEndian.AppendUint32(b, key)
	b = binary.BigEndian.AppendUint32(b, uint32(len(tokens)))
	for _, t := range tokens {
		b = binary.BigEndian.AppendUint64(b, t)
	}
	return b
}

// ParseHeader reads a packed header; Tokens share its bytes. It refuses any
// other length, sequences below 1, and tokens out of order.
func ParseHeader(b []byte) (Header, error) {
	if len(b) < fixedLen || b[0] != Format && b[0] != Large {
		return Header{}, errHeader
	}
	h := Header{
		Seq:    int64(binary.BigEndian.Uint64(b[1:])),
		At:     int64(binary.BigEndian.Uint64(b[9:])),
		Key:    binary.BigEndian.Uint32(b[17:]),
		Tokens: Tokens(b[fixedLen:]),
	}
	if h.Seq < 1 || uint64(len(h.Tokens)) != uint64(binary.BigEndian.Uint32(b[21:]))*tokenLen {
		return Header{}, errHeader
	}
	for i := 1; i < h.Tokens.Len(); i++ {
		if h.Tokens.At(i-1) >= h.Tokens.At(i) {
			return Header{}, errHeader
		}
	}
	return h, nil
}

// TimeOf is the time in the first 17 bytes of a header, 0 if there are fewer.
func TimeOf(begin []byte) int64 {
	if len(begin) < 17 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(begin[9:]))
}

// Len is the number of tokens.
func (t Tokens) Len() int { return len(t) / tokenLen }

// At is token number i.
func (t Tokens) At(i int) uint64 { return binary.BigEndian.Uint64(t[i*tokenLen:]) }

// Has reports whether token is among them.
func (t Tokens) Has(token uint64) bool {
	low, high := 0, t.Len()
	for low < high {
		if mid := (low + high) / 2; t.At(mid) < token {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low < t.Len() && t.At(low) == token
}

// MarkLarge makes a packed header one of format Large.
func MarkLarge(header []byte) { header[0] = Large }

// AppendLeaf appends the bytes that are hashed into the tree: header and
// ciphertext as stored or, in format Large, the fixed part of the header (25
// bytes) and the SHA-256 of each. The format byte comes first, so that no leaf
// of one format is one of the other.
func AppendLeaf(b, header, sealed []byte) []byte {
	if len(header) < fixedLen || header[0] != Large {
		return append(append(b, header...), sealed...)
	}
	h, s := sha256.Sum256(header), sha256.Sum256(sealed)
	return append(append(append(b, header[:fixedLen]...), h[:]...), s[:]...)
}

// Hasher computes leaf hashes; it reuses its buffer and serves one goroutine.
type Hasher struct{ buf []byte }

// Leaf is the RFC 6962 hash of the leaf that header and ciphertext form, as
// tlog.RecordHash computes it: SHA-256 over a zero byte and AppendLeaf.
func (h *Hasher) Leaf(header, sealed []byte) tlog.Hash {
	h.buf = AppendLeaf(append(h.buf[:0], 0), header, sealed)
	return sha256.Sum256(h.buf)
}
