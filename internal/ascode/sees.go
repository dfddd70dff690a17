package ascode

import (
	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/govern"
)

// seeing reports what is there for who asks: the records that they may view, and
// those whose configuration is theirs to apply or import; nil for all of them.
// What is not is passed over as if there were no such record, so that nobody
// learns by trying names what others have.
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

// there are the rows that who asks sees, and in a tree those above them, whose
// names are in the paths of what they see; nil for all of them.
func (w *world) there(s *sheet, rows []*govern.Record) map[govern.ID]bool {
	if w.sees == nil {
		return nil
	}
	if s.draft {
		return map[govern.ID]bool{} // whose rows they are is not for a file to say
	}
	there, byID := map[govern.ID]bool{}, map[govern.ID]*govern.Record{}
	for _, rec := range rows {
		there[rec.ID], byID[rec.ID] = w.sees(s, rec), rec
	}
	if !s.tree() {
		return there
	}
	for _, rec := range rows {
		if !there[rec.ID] {
			continue
		}
		for above := aboveOf(s, rec); byID[above] != nil && !there[above]; above = aboveOf(s, byID[above]) {
			there[above] = true
		}
	}
	return there
}

func aboveOf(s *sheet, rec *govern.Record) govern.ID {
	return govern.ID(values(rec.Values).text(s.key[0]))
}
