package govern

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Breach is what one person did by themselves that a dynamic duty rule has done by
// different people, whether the rule stood then or not.
type Breach struct {
	Person string `json:"person" doc:"The personnel id, or the user's id where there is none."`
	User   string `json:"user" doc:"Who did the one."`
	Action string `json:"action"`
	Seq    int64  `json:"seq" doc:"The log's entry of the one."`
	Record Ref    `json:"record" doc:"What that was done to; empty where you may not view it, or it is no more."`
	Also   string `json:"also" doc:"The user by whom the same person did the other."`
	Other  string `json:"other" doc:"The other action."`
	At     int64  `json:"other_seq" doc:"The log's entry of the other."`
}

// Breaches are some of them, newest first.
type Breaches struct {
	Items []Breach `json:"items" doc:"Those of people whom you may see; at most 100 of one page, and 20 in the answer to a change."`
	Next  int64    `json:"next,omitempty" doc:"Ask for what was before this entry for the next page; absent: there is no more."`
	Ends  string   `json:"ends,omitempty" doc:"Why it ends before the log does: the rest is archived."`
}

// String says who did what alone, for the log and for who is asked to agree.
func (x *Breach) String() string {
	who, on := x.User, "a record"
	if x.Also != x.User {
		who += " and " + x.Also + ", one person,"
	}
	if x.Record != (Ref{}) {
		on = x.Record.Table + " " + string(x.Record.ID)
	}
	return fmt.Sprintf("%s did %s (entry %d) and %s (entry %d) to %s", who, x.Action, x.Seq, x.Other, x.At, on)
}

// bounds are those of one page: how many it tells, how many entries it looks at and
// how long, and how many entries about one record.
type bounds struct {
	told, entries, others int
	time                  time.Duration
}

// The bounds of a page that is asked for, and of the answer to a change, which
// keeps the writer from others for so long.
var (
	pageBounds   = bounds{told: 100, entries: 500, others: 1000, time: 2 * time.Second}
	answerBounds = bounds{told: 20, entries: 200, others: 100, time: 200 * time.Millisecond}
)

// mostBreachDeeds is how many rows of one entry are looked at.
const mostBreachDeeds = 50

// earlier is what the asker may see of what one person did alone, before a rule
// that is about to be made.
func (e *Engine) earlier(ctx context.Context, q *recorder, rule *duty.Rule) (*Breaches, error) {
	found := &Breaches{Items: []Breach{}}
	own := newRecorder(e, q.v, q.Reader, q.now, q.asker) // what it looks at is no ground of the plan
	b := &breaching{h: e.hindsight(own), rule: rule, user: q.asker, out: found, bounds: answerBounds}
	return found, b.untilArchived(ctx, 0)
}

// Breaches looks through the log, from the entry before the one given (0: from its
// end), for what breaks a dynamic duty rule. Of an entry about very many records
// the first are looked at, and about one record the newest thousand entries. Fault
// not_found.
func (e *Engine) Breaches(ctx context.Context, user string, rule ID, before int64) (*Breaches, error) {
	v, now := e.view.Load(), At(e.now())
	found := &Breaches{Items: []Breach{}}
	err := e.db.Snapshot(ctx, func(r store.Reader) error {
		named := v.duties.Rule(string(rule))
		if named == nil {
			return fault.New(fault.NotFound, "not_found", "There is no duty rule %s.", rule)
		}
		if named.Kind != duty.Dynamic {
			return nil
		}
		b := &breaching{h: e.hindsight(newRecorder(e, v, r, now, user)), rule: named, user: user, out: found, bounds: pageBounds}
		return b.untilArchived(ctx, before)
	})
	return found, err
}

// untilArchived is a page that ends, and says so, where the log is archived.
func (b *breaching) untilArchived(ctx context.Context, before int64) error {
	err := b.page(ctx, before)
	if fault.Code(err) == "audit_archived" {
		b.out.Ends, err = fault.From(err).Detail, nil
	}
	return err
}

// breaching is one page in the making.
type breaching struct {
	h    *hindsight
	rule *duty.Rule
	user string
	out  *Breaches
	bounds
}

func (b *breaching) page(ctx context.Context, before int64) error {
	t := audit.Trail{Before: before}
	for _, d := range b.rule.Duties {
		tables, commands := b.h.e.tablesOf(d.Actions)
		t.Tables, t.Actions = append(t.Tables, tables...), append(t.Actions, commands...)
	}
	began, entries := time.Now(), 0
	var err error
	failed := t.Follow(ctx, b.h.Reader, b.h.e.ring, func(f audit.Found) bool {
		if f.Event.Outcome == audit.Applied {
			err = b.entry(ctx, f)
		}
		if entries++; err == nil && (entries == b.entries || len(b.out.Items) >= b.told || time.Since(began) > b.time) {
			b.out.Next = f.Seq
			return false
		}
		return err == nil
	})
	return errors.Join(failed, err)
}

// entry tells what of an entry breaks the rule together with what was done to the
// same records, to what these are part of or, in the same entry, by the same
// person. Two entries of which each would lead to the other are told by the newer.
func (b *breaching) entry(ctx context.Context, f audit.Found) error {
	seq := f.Seq
	list, users, err := b.h.byEntry(ctx, f)
	if err != nil {
		return err
	}
	told := map[Breach]bool{}
	for i, d := range list[:min(len(list), mostBreachDeeds)] {
		against := b.rule.Against(d.action)
		if against == nil || !b.h.v.seesAll(b.user, users[i:i+1], b.h.now) {
			continue
		}
		err := b.others(ctx, d.line, against, func(other int64, action, user string, leadsBack bool) bool {
			later := other > seq || other == seq && action > d.action
			if b.h.v.access.Person(user) != b.h.v.access.Person(users[i]) || later && leadsBack {
				return true
			}
			x := Breach{Person: b.h.v.access.Person(user), User: users[i], Action: d.action, Seq: seq, Record: b.shown(ctx, chiefOf(d.line)), Also: user, Other: action, At: other}
			if !told[x] {
				told[x] = true
				b.out.Items = append(b.out.Items, x)
			}
			return len(told) < b.told
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// shown is the record if the asker may view it.
func (b *breaching) shown(ctx context.Context, ref Ref) Ref {
	def := b.h.v.extra.def(ref.Table)
	if def == nil {
		return Ref{}
	}
	row, err := def.get(ctx, b.h.recorder, ref.ID)
	if err != nil || !b.h.v.access.Check(b.user, ref.Table+".view", def.targetOf(row), int64(b.h.now)) {
		return Ref{}
	}
	return ref
}

// others gives what was done of the actions to the line's records and to what they
// are part of. leadsBack says that its own entry would lead here.
func (b *breaching) others(ctx context.Context, line lineage, actions []string, each func(seq int64, action, user string, leadsBack bool) bool) error {
	t := audit.Trail{}
	t.Tables, t.Actions = b.h.e.tablesOf(actions)
	for ref := range line.above {
		t.Records = append(t.Records, audit.Record{Table: ref.Table, ID: string(ref.ID)})
	}
	looked := 0
	var err error
	failed := t.Follow(ctx, b.h.Reader, b.h.e.ring, func(f audit.Found) bool {
		if looked++; f.Event.Outcome != audit.Applied {
			return looked < b.bounds.others
		}
		var list []deed
		var users []string
		if list, users, err = b.h.byEntry(ctx, f); err != nil {
			return false
		}
		for i, d := range list {
			if slices.Contains(actions, d.action) && d.line.related(line) && !each(f.Seq, d.action, users[i], d.line.reaches(line)) {
				return false
			}
		}
		return looked < b.bounds.others
	})
	return errors.Join(failed, err)
}

// reaches reports whether one's records, or what they are part of, are the other's.
func (l lineage) reaches(o lineage) bool {
	for ref := range o.self {
		if l.above[ref] {
			return true
		}
	}
	return false
}

// chiefOf is one of the records that something was done to, the same each time.
func chiefOf(l lineage) (chief Ref) {
	for ref := range l.self {
		if chief == (Ref{}) || ref.Table+"/"+string(ref.ID) < chief.Table+"/"+string(chief.ID) {
			chief = ref
		}
	}
	return chief
}
