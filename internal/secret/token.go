package secret

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"sync"
)

// tokenKey makes search tokens: HMAC-SHA256 over kind, a zero byte and the
// value, cut to 8 bytes. A token finds candidates only; whoever uses one checks
// the opened entry, so that a collision costs time and nothing else.
type tokenKey struct {
	id  uint32
	key []byte
	mac sync.Pool
}

func newTokenKey(id uint32, key []byte) *tokenKey {
	t := &tokenKey{id: id, key: key}
	t.mac.New = func() any { return &tokenMAC{Hash: hmac.New(sha256.New, t.key)} }
	return t
}

type tokenMAC struct {
	hash.Hash
	in  []byte
	out [sha256.Size]byte
}

func (t *tokenKey) token(kind, value string) uint64 {
	m := t.mac.Get().(*tokenMAC)
	m.in = append(append(append(m.in[:0], kind...), 0), value...)
	m.Reset()
	_, _ = m.Write(m.in)
	token := binary.BigEndian.Uint64(m.Sum(m.out[:0]))
	t.mac.Put(m)
	return token
}

// Token is the search token of value under the newest token key. kind keeps
// equal values of different meaning apart; it holds no zero byte.
func (r *Ring) Token(kind, value string) uint64 {
	all := r.state.Load().tokens
	return all[len(all)-1].token(kind, value)
}

// TokenKeyID names the token key that Token uses at this moment, for whoever
// remembers tokens.
func (r *Ring) TokenKeyID() uint32 {
	all := r.state.Load().tokens
	return all[len(all)-1].id
}

// Tokens is Token under every token key there ever was, oldest first: entries
// keep the tokens they were sealed with.
func (r *Ring) Tokens(kind, value string) []uint64 {
	all := r.state.Load().tokens
	out := make([]uint64, len(all))
	for i, t := range all {
		out[i] = t.token(kind, value)
	}
	return out
}
