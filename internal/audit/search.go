package audit

import (
	"context"
	"errors"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Query is what to search for; every part given must be met. Texts compare
// exactly, except Words.
type Query struct {
	Actor   string // acting, or acted for
	Acting  string
	For     string // acted for
	Action  string
	Outcome string
	Table   string
	Record  string // id; needs Table
	Field   string // changed field; needs Table
	Words   string // all of them, in changed values, reason, detail or facts, any case
	Ticket  string
	Change  string
	Code    string
	Address string // network address it came from

	// Of one changed field, which is Field where that is given, in a row of the
	// table and record where those are. An amount is written as "EUR 12.50".
	Value      string // its old or its new value, exactly; without Old and New also a fact's
	Old, New   string // exactly
	ValueWords string // all of them in one of its values, any case

	From, To int64 // microseconds since 1970, From ≤ t < To; 0 is open
	Before   int64 // only sequences below; 0 is open. The last Seq found gives the next page
	Limit    int   // at most so many, 1 to 1000; 0 means 100

	// Scope, when given, is all that may be read: what lies outside is neither
	// found nor told.
	Scope *Scope
	// Allow, when given, is asked of every match before it counts.
	Allow func(Found) bool
}

// Found is one entry that a search found.
type Found struct {
	Seq   int64  `json:"seq"`
	At    int64  `json:"at"` // microseconds since 1970, UTC
	Event *Event `json:"event"`
	// Hidden are the rows that lie outside the scope of the search, in part or
	// wholly.
	Hidden int `json:"hidden,omitempty"`
	// Withheld is how many amounts are not told.
	Withheld int `json:"withheld,omitempty"`
}

const (
	defaultLimit = 100
	maxLimit     = 1000
	// clockSlack is how far the clock of one node may be behind another's
	// without a search by time missing an entry.
	clockSlack = 10 * 60 * 1_000_000
)

// Search returns what matches q, newest first. Tokens choose the candidates;
// each is opened and compared exactly. Values beyond the bounds of an entry's
// tokens (see maxValueTokens) are not found by Value or Words alone.
func Search(ctx context.Context, db store.DB, ring *secret.Ring, q Query) ([]Found, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	if q.Limit < 0 || q.Limit > maxLimit {
		return nil, fault.Bad("limit", "limit_range", "A page holds 1 to %d entries.", maxLimit)
	}
	if q.Limit == 0 {
		q.Limit = defaultLimit
	}
	var found []Found
	err := db.Snapshot(ctx, func(r store.Reader) error {
		s := &search{ctx: ctx, r: r, q: q, sealer: NewSealer(ring), wanted: q.tokens(ring)}
		err := s.run()
		found = s.found
		return err
	})
	return found, err
}

func (q *Query) check() error {
	if q.Table == "" && (q.Record != "" || q.Field != "") {
		return fault.Bad("table", "table_needed", "A record or field is searched for in a table; name the table.")
	}
	return nil
}

// Read is one entry as far as it lies in the scope (nil: all of it); nil when
// there is none of that number, or nothing of it does.
func Read(ctx context.Context, db store.DB, ring *secret.Ring, seq int64, in *Scope) (*Found, error) {
	var found *Found
	err := db.Snapshot(ctx, func(r store.Reader) error {
		s := &search{ctx: ctx, r: r, q: Query{Scope: in, Limit: 1}, sealer: NewSealer(ring)}
		err := s.open(seq)
		if errors.Is(err, store.ErrNoRows) {
			return nil
		}
		if len(s.found) > 0 {
			found = &s.found[0]
		}
		return err
	})
	return found, err
}

// search is one search under way.
type search struct {
	ctx     context.Context
	r       store.Reader
	q       Query
	sealer  *Sealer
	each    func(Found) error // takes what is found, instead of found
	entry   Entry             // the one that was opened last
	wanted  [][]uint64        // of each inner list one token must be in the header
	indexed int64             // whole blocks in the index
	volumes int64             // whole volumes of the index
	found   []Found
	done    bool
	looks   int      // entries that it may open; 0: as many as there are
	tired   bool     // it has opened them
	exact   bool     // nothing may be passed over because it is archived
	since   []uint64 // unless none of these tokens is there
	gone    []Archive
}

func (s *search) run() error {
	low, high, err := s.bounds()
	if err != nil || low >= high {
		return err
	}
	if err := s.index(); err != nil {
		return err
	}
	from := s.indexed // the first block whose headers are read
	if len(s.wanted) == 0 {
		from = 0
	}
	for b := blockOf(high); b >= max(from, blockOf(low+1)); b-- {
		if err := s.block(b, low, high); err != nil || s.done {
			return err
		}
	}
	if len(s.wanted) == 0 {
		return nil
	}
	return s.candidates(low, high, func(seqs []int64) (bool, error) {
		err := s.fetch(seqs)
		return !s.done, err
	})
}

// index reads how far the index reaches.
func (s *search) index() error {
	return s.r.QueryRow(s.ctx, []any{&s.indexed, &s.volumes}, `SELECT blocks, volumes FROM audit_index`)
}

// block searches one block, within (low, high]: headers first, so that only
// candidates are fetched whole.
func (s *search) block(b, low, high int64) error {
	low, high = max(low, b*tree.Run), min(high, (b+1)*tree.Run)
	if low >= high || s.passed(low+1) {
		return nil
	}
	var seqs []int64
	here := false
	err := s.r.Query(s.ctx, func(scan store.Scan) error {
		here = true
		var (
			seq    int64
			header []byte
		)
		if err := scan(&seq, &header); err != nil {
			return err
		}
		h, err := tree.ParseHeader(header)
		if err == nil && s.candidate(h) {
			seqs = append(seqs, seq)
		}
		return nil // a damaged header is verify's to name
	}, `SELECT seq, header FROM audit_entry WHERE seq > $1 AND seq <= $2 ORDER BY seq DESC`, low, high)
	if err == nil && !here {
		err = s.away(low+1, high)
	}
	if err != nil {
		return err
	}
	return s.fetch(seqs)
}

func (s *search) candidate(h tree.Header) bool {
	if s.q.From != 0 && h.At < s.q.From || s.q.To != 0 && h.At >= s.q.To {
		return false
	}
	for _, any := range s.wanted {
		hit := false
		for _, t := range any {
			hit = hit || h.Tokens.Has(t)
		}
		if !hit {
			return false
		}
	}
	return true
}

func (s *search) open(seq int64) error {
	e := Entry{Seq: seq}
	if err := s.r.QueryRow(s.ctx, []any{&e.Header, &e.Sealed}, `SELECT header, sealed FROM audit_entry WHERE seq = $1`, seq); err != nil {
		return err
	}
	h, err := tree.ParseHeader(e.Header)
	if err != nil {
		return err
	}
	e.At = h.At
	return s.take(e)
}

// judge takes an entry if its header may be what is searched for. A damaged one
// is verify's to name.
func (s *search) judge(e *Entry) error {
	h, err := tree.ParseHeader(e.Header)
	if err != nil || !s.candidate(h) {
		return nil
	}
	e.At = h.At
	return s.take(*e)
}

// take opens the entry, and has it found if it matches.
func (s *search) take(e Entry) error {
	s.entry = e
	if s.looks > 0 {
		if s.looks--; s.looks == 0 {
			s.tired, s.done = true, true
			return nil
		}
	}
	ev, err := s.sealer.Open(e)
	if err != nil {
		return err
	}
	f := Found{Seq: e.Seq, At: e.At, Event: ev}
	if s.q.Scope != nil {
		if f.Event, f.Hidden = s.q.Scope.of(ev); f.Event == nil {
			return nil
		}
		if s.q.Scope.Amounts != nil {
			f.Withheld = s.q.Scope.Amounts.withhold(f.Event)
		}
	}
	if s.q.matches(f.Event) && (s.q.Allow == nil || s.q.Allow(f)) {
		if s.each != nil {
			return s.each(f)
		}
		s.found = append(s.found, f)
		s.done = len(s.found) == s.q.Limit
	}
	return nil
}
