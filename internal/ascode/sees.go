package ascode

import (
	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/govern"
)

// seeing reports what is there for who asks: the records that they may view, and
// those whose configuration is theirs to apply or import. What is not is passed over as if
// there were no such record, so that nobody learns by trying names what others
// have; as in an export, a path through it is written "=" and its id.
func seeing(q govern.Reader) func(s *sheet, rec *govern.Record) bool {
	who, known := q.Asker(), map[string]bool{}
	theirs := func(on access.Target) bool { return q.May(who, Applying, on) || q.May(who, Importing, on) }
	if theirs(access.Target{}) {
		return nil
	}
	return func(s *sheet, rec *govern.Record) bool {
		on := s.Target(rec)
		id := s.Name() + "\x00" + written(on)
		sees, asked := known[id]
		if !asked {
			sees = q.May(who, s.Name()+".view", on) || theirs(on)
			known[id] = sees
		}
		return sees
	}
}
