package audit

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Entry is an event as it is stored: the header, which anyone can read, and the
// sealed content, which is bound to it. Seq counts from 1 without gaps; At is
// microseconds since 1970, UTC; both stand in the header too.
type Entry struct {
	Seq, At        int64
	Header, Sealed []byte
}

// Sealer turns events into entries and back.
type Sealer struct {
	ring *secret.Ring
	work sync.Pool // *scratch
}

type scratch struct {
	content []byte
	tokens  tokenList
}

// NewSealer seals with the newest key of ring.
func NewSealer(ring *secret.Ring) *Sealer {
	s := &Sealer{ring: ring}
	s.work.New = func() any { return &scratch{} }
	return s
}

// Seal makes the entry of ev. Fault row_malformed when a row's After or Was is
// not a JSON object.
func (s *Sealer) Seal(seq, at int64, ev *Event) (Entry, error) {
	w := s.work.Get().(*scratch)
	defer s.work.Put(w)
	w.tokens.reset(s.ring)
	if err := w.tokens.of(ev); err != nil {
		return Entry{}, err
	}
	key := s.ring.KeyID()
	header := tree.AppendHeader(nil, seq, at, key, w.tokens.list)
	w.content = appendEvent(w.content[:0], ev)
	if len(header)+len(w.content)+sealingAdds > tree.MaxLeaf {
		tree.MarkLarge(header)
	}
	sealed, err := s.ring.SealWith(key, w.content, header)
	return Entry{Seq: seq, At: at, Header: header, Sealed: sealed}, err
}

// sealingAdds is how much longer than its content a ciphertext may be, in bytes.
const sealingAdds = 64

// Open reads the event of an entry. Faults: entry_malformed when its header is
// of no known format or names another sequence or time than the entry, and those
// of secret.Ring.Unseal.
func (s *Sealer) Open(e Entry) (*Event, error) {
	h, err := tree.ParseHeader(e.Header)
	if err != nil || h.Seq != e.Seq || h.At != e.At {
		return nil, fault.New(fault.Internal, "entry_malformed", "Audit entry %d has a damaged header; run countersign audit verify.", e.Seq)
	}
	content, err := s.ring.Unseal(h.Key, e.Sealed, e.Header)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, fault.Code(err), "Audit entry %d does not open: its key is missing, or it was altered; run countersign audit verify.", e.Seq)
	}
	ev := &Event{}
	if err := json.Unmarshal(content, ev); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "entry_malformed", "The content of audit entry %d cannot be read.", e.Seq)
	}
	return ev, nil
}

var entryColumns = []string{"seq", "header", "sealed"}

// Append writes entries in one statement. Their sequence numbers follow the
// audit head, which the caller has taken in the same transaction.
func Append(ctx context.Context, tx store.Tx, entries []Entry) error {
	rows := make([][]any, len(entries))
	for i, e := range entries {
		rows[i] = []any{e.Seq, e.Header, e.Sealed}
	}
	return tx.InsertMany(ctx, "audit_entry", entryColumns, rows)
}
