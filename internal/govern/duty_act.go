package govern

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/countersign/countersign/duty"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// mostBeneath is how many entries of one person's deeds are looked through for those
// on what lies beneath a record: their entries do not name the record.
var mostBeneath = 5000

// past is who did any of the actions to what the line is of, to something above it
// or beneath it. person says whose deeds on what lies beneath are looked for, the
// newest mostBeneath of them; "" leaves these out, but for those of the same group.
// more says that there are others, not looked at.
func (h *hindsight) past(ctx context.Context, line lineage, actions []string, person string) (acts []duty.Act, more bool, err error) {
	look := func(f audit.Found) bool {
		if f.Event.Outcome != audit.Applied {
			return true
		}
		var list []deed
		var users []string
		if list, users, err = h.byEntry(ctx, f); err != nil {
			return false
		}
		for i, d := range list {
			if slices.Contains(actions, d.action) && d.line.related(line) {
				acts = append(acts, duty.Act{Action: d.action, User: users[i], Person: h.v.access.Person(users[i]), Seq: f.Seq})
			}
		}
		return true
	}
	if t := countedOf(h.Reader); t != nil && t.group != nil {
		for i, said := range t.group.events {
			if !look(audit.Found{Seq: t.group.seq + int64(i) + 1, At: int64(said.at), Event: said.ev}) {
				return nil, false, err
			}
		}
	}
	t := audit.Trail{}
	t.Tables, t.Actions = h.e.tablesOf(actions)
	for ref := range line.above {
		t.Records = append(t.Records, audit.Record{Table: ref.Table, ID: string(ref.ID)})
	}
	if len(t.Records) > 0 {
		if failed := t.Follow(ctx, h.Reader, h.e.ring, look); failed != nil || err != nil {
			return nil, false, errors.Join(failed, err)
		}
	}
	if person == "" || !h.e.lieBeneath(line, actions) {
		return acts, false, nil
	}
	looked := 0
	t.Records, t.People = nil, h.v.access.UsersOf(person)
	t.Actions = append(t.Actions, "change.approve")
	for ref := range line.self {
		t.Since = append(t.Since, audit.Record{Table: ref.Table, ID: string(ref.ID)})
	}
	failed := t.Follow(ctx, h.Reader, h.e.ring, func(f audit.Found) bool {
		if looked++; looked > mostBeneath {
			more = true
			return false
		}
		if ev := f.Event; ev.Change != "" && ev.Outcome != audit.Applied {
			if f, err = h.executed(ctx, ev.Change); f.Event == nil {
				return err == nil
			}
		}
		return look(f)
	})
	return acts, more, errors.Join(failed, err)
}

// executed is the entry by which a change was executed, empty when it was not.
func (h *hindsight) executed(ctx context.Context, change string) (audit.Found, error) {
	var seq int64
	err := h.QueryRow(ctx, []any{&seq}, `SELECT ended_seq FROM "change" WHERE id = $1 AND state = 'executed'`, change)
	if errors.Is(err, store.ErrNoRows) {
		return audit.Found{}, nil
	}
	if err != nil {
		return audit.Found{}, err
	}
	return audit.Entered(ctx, h.Reader, h.e.ring, seq)
}

// lieBeneath reports whether the actions are done to records that lie beneath
// those of the line without naming them in their entries: all but parts, whose
// changes name what they are part of.
func (e *Engine) lieBeneath(line lineage, actions []string) bool {
	for _, a := range actions {
		table, _, _ := strings.Cut(a, ".")
		for d := e.byName[table]; d != nil && !d.parentPart; d = e.byName[d.parentName] {
			for ref := range line.self {
				if ref.Table == d.parentName || ref.Table != d.name && d.names(ref.Table) {
					return true
				}
			}
		}
	}
	return false
}

// names reports whether rows of the table are part of records of the other.
func (d *def) names(other string) bool {
	if d.reach == nil {
		return true // only its rows know
	}
	return slices.ContainsFunc(d.reach.cases, func(c reachCase) bool {
		return slices.ContainsFunc(c.records, func(r recordSource) bool { return r.table == other || r.tableColumn != "" })
	})
}

// clashes are what the people did before that duty rules have done by others than
// who does these deeds.
func (h *hindsight) clashes(ctx context.Context, list []deed, people []string, beneath bool) ([]duty.Clash, error) {
	var found []duty.Clash
	for _, d := range list {
		against := h.v.duties.Against(d.action)
		if against == nil {
			continue
		}
		for _, person := range people {
			whose := person
			if !beneath {
				whose = ""
			}
			acts, more, err := h.past(ctx, d.line, against, whose)
			if err != nil {
				return nil, err
			}
			clashes := h.v.duties.Clashes(h.v.access, d.action, person, acts, int64(h.now))
			if more && !slices.ContainsFunc(clashes, func(c duty.Clash) bool { return c.Refused() }) && h.v.duties.Binds(h.v.access, d.action, person, int64(h.now)) {
				return nil, fault.New(fault.Denied, codeDuty, "%s did so much of what a duty rule keeps apart from %s that the newest %d entries of it are not all. Whether any was done beneath this record cannot be said in time; let somebody else do it.", person, d.action, mostBeneath)
			}
			found = append(found, clashes...)
		}
	}
	return found, nil
}

// duty reports whether a dynamic duty rule names the command, what its rows are by
// themselves or the commands that they amount to, or the approval of these: most commands are not looked at further.
func (e *Engine) duty(v *view, command string, rows []RowChange, approval bool, now Time) bool {
	if !v.duties.Acting() {
		return false
	}
	suffix := ""
	if approval {
		suffix = ".approve"
	}
	asked := func(action string) bool { return v.duties.Against(action+suffix) != nil }
	return asked(command) || slices.ContainsFunc(rows, func(rc RowChange) bool {
		own := rc.Table
		if !approval {
			own += "." + string(rc.Op)
		}
		return asked(own) || slices.ContainsFunc(e.means(command, &rc, now), asked)
	})
}

// persons are the people who act: one, or one for another.
func (v *view) persons(users ...string) (list []string) {
	for _, u := range users {
		if u == "" {
			continue
		}
		if p := v.access.Person(u); !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list
}

// others refuses what a dynamic duty rule has done by somebody else than who asks,
// or for whom it is asked. What is let through is told in facts. Fault duty_rule.
func (e *Engine) others(ctx context.Context, q *recorder, command string, plan *Plan, users ...string) ([]audit.Fact, error) {
	if !e.duty(q.v, command, plan.Rows, false, q.now) {
		return nil, nil
	}
	h := e.hindsight(q)
	list, err := h.byPlan(ctx, command, plan, false)
	if err != nil {
		return nil, err
	}
	found, err := h.clashes(ctx, list, q.v.persons(users...), true)
	if err != nil {
		return nil, err
	}
	return judged(found)
}

// KeptApart is what others would refuse.
func (r *recorder) KeptApart(ctx context.Context, look store.Reader, user, command string, plan Plan) (refusal, err error) {
	if own, is := look.(*recorder); is {
		look = own.Reader
	}
	_, err = r.e.others(ctx, newRecorder(r.e, r.v, look, r.now, user), command, &plan, user)
	if code := fault.Code(err); code == codeDuty || code == "audit_archived" {
		return err, nil
	}
	return nil, err
}

// judged is the refusal among clashes, or the facts that tell what is let through.
func judged(found []duty.Clash) (facts []audit.Fact, err error) {
	for i := range found {
		if c := &found[i]; c.Refused() {
			return nil, fault.New(fault.Denied, codeDuty, "%s.", c)
		}
	}
	for i := range found {
		facts = append(facts, audit.Fact{Name: "duty_rule", Value: found[i].Rule.ID}, audit.Fact{Name: "duty_clash", Value: found[i].String()})
		if x := found[i].Exception; x != "" {
			facts = append(facts, audit.Fact{Name: "duty_exception", Value: x})
		}
	}
	return facts, nil
}
