package duty

import (
	"fmt"
	"slices"

	"github.com/countersign/countersign/access"
)

// Act is something that was done, by whom, as the log has it under Seq.
type Act struct {
	Action, User, Person string
	Seq                  int64
}

// Clash is an act that a dynamic rule has done by somebody else. Exception is the
// one that lets them, "" when there is none.
type Clash struct {
	Rule      *Rule
	Action    string
	Past      Act
	Exception string
}

// Refused reports whether the rule forbids it; else it is told and let through.
func (c *Clash) Refused() bool { return c.Rule.Mode != Report && c.Exception == "" }

func (c *Clash) String() string {
	return fmt.Sprintf("%s did %s here before (entry %d); by the duty rule %q somebody else does %s", c.Past.User, c.Past.Action, c.Past.Seq, c.Rule.Name, c.Action)
}

// Acting reports whether any enabled rule is about what people do.
func (s *Set) Acting() bool { return len(s.acts) > 0 }

// Against lists, sorted, the actions that nobody may have done to the same record
// who does this one, by any enabled rule; nil when no rule names it.
func (s *Set) Against(action string) []string {
	var list []string
	for _, r := range s.acts[action] {
		list = append(list, r.against(action)...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Against lists the actions that the rule has done by somebody else than who does
// this one; nil when it does not name it.
func (r *Rule) Against(action string) []string {
	if !slices.ContainsFunc(r.Duties, func(d Acts) bool { return slices.Contains(d.Actions, action) }) {
		return nil
	}
	return r.against(action)
}

// against are the actions of the other duties.
func (r *Rule) against(action string) (list []string) {
	for _, d := range r.Duties {
		if !slices.Contains(d.Actions, action) {
			list = append(list, d.Actions...)
		}
	}
	return list
}

// Binds reports whether any rule would refuse the person the action if they had done
// what it keeps apart from it: one that does not only report, and lets them by no
// exception.
func (s *Set) Binds(snap *access.Snapshot, action, person string, now int64) bool {
	return slices.ContainsFunc(s.acts[action], func(r *Rule) bool {
		return r.Mode != Report && r.against(action) != nil && s.exception(snap, r, person, now) == nil
	})
}

// Clashes lists what the person who does the action did before that a rule has
// done by somebody else: past is what was done to the same record, what it is part
// of and what is part of it. One for each rule, the oldest, by rule; those that
// refuse come first.
func (s *Set) Clashes(snap *access.Snapshot, action, person string, past []Act, now int64) []Clash {
	var refused, told []Clash
	for _, r := range s.acts[action] {
		against := r.against(action)
		var oldest *Act
		for i := range past {
			a := &past[i]
			if a.Person == person && slices.Contains(against, a.Action) && (oldest == nil || a.Seq < oldest.Seq) {
				oldest = a
			}
		}
		if oldest == nil {
			continue
		}
		c := Clash{Rule: r, Action: action, Past: *oldest}
		if x := s.exception(snap, r, person, now); x != nil {
			c.Exception = x.ID
		}
		if c.Refused() {
			refused = append(refused, c)
		} else {
			told = append(told, c)
		}
	}
	return append(refused, told...)
}
