package govern

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	strict "github.com/go-json-experiment/json"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Ask is what a named command was made from, so that it can be made again.
type Ask struct {
	ID   ID              `json:"id"`
	Body json.RawMessage `json:"body"`
}

// Asked is the ask of an action on a record; nil for one that carries a secret,
// which is kept nowhere but where it belongs.
func Asked(id ID, action Action) (*Ask, error) {
	if holdsSecret(reflect.TypeOf(action).Elem()) {
		return nil, nil
	}
	body, err := marshal(action)
	return &Ask{ID: id, Body: body}, err
}

func holdsSecret(t reflect.Type) bool {
	for _, f := range reflect.VisibleFields(t) {
		if f.IsExported() && f.Type == reflect.TypeFor[secret.Sealed]() {
			return true
		}
	}
	return false
}

// Repeat says how a change is asked for again.
type Repeat struct {
	// Mine: where others changed the same fields meanwhile, the maker's goes first.
	Mine bool
	// Ready lets a command on the record on read again what it is planned from and
	// its fields do not hold, such as files. It is called outside the transaction.
	Ready func(ctx context.Context, on ID, action Action) error
	// Remake makes a command that is none on a record, such as files that are applied,
	// from what it was asked with. Also called outside the transaction.
	Remake func(command string, ask *Ask) (Command, error)
}

// factAgain names, in a change and in the log, the change that it repeats.
const factAgain = "resubmits"

// Again asks anew for a change that ended without being executed, in one step and
// on the records as they are now. A changed row keeps what others changed of it
// meanwhile, and gets what the maker had changed; where both changed the same
// field it is refused and shown, unless mine says that the maker's goes first. All
// checks are those of a new change. Out of a maker's hands is what somebody
// rejected: that is made anew, with what the rejection asks for. Faults: not_found,
// not_maker, change_pending, not_again, asked_again, fields_changed and those of
// Submit.
func (e *Engine) Again(ctx context.Context, who Actor, note Note, id ID, how Repeat) (Outcome, error) {
	remade, unready := e.ready(ctx, who, note, id, how)
	how.Remake = given(remade, unready)
	return e.ask(ctx, &job{who: who, note: note, what: "change.resubmit", do: func(g *batch, j *job) (Outcome, error) {
		if out, seen, err := g.seen(j); seen || err != nil {
			return out, err
		}
		if err := g.view.standing(j.who.User, j.at); err != nil {
			return Outcome{}, err
		}
		cmd, err := e.again(g.ctx, g.tx, g.view, j, id, how)
		if err != nil {
			return Outcome{}, err
		}
		if unready != nil {
			return Outcome{}, unready
		}
		cmd.readied(remade)
		e.draw(cmd.Command)
		out, err := g.submit(j, cmd)
		if err != nil {
			return Outcome{}, err
		}
		return out, g.tx.ExecOne(g.ctx, `UPDATE "change" SET followed_seq = $2 WHERE id = $1 AND followed_seq = 0`, string(id), out.Seq)
	}})
}

// DryAgain says what Again would do now, and writes nothing.
func (e *Engine) DryAgain(ctx context.Context, who Actor, note Note, id ID, how Repeat) (Outcome, []RowChange, error) {
	remade, unready := e.ready(ctx, who, note, id, how)
	how.Remake = given(remade, unready)
	v := e.view.Load()
	j := &job{who: who, note: note, at: At(e.now())}
	if err := v.standing(who.User, j.at); err != nil {
		return Outcome{}, nil, err
	}
	var cmd *anew
	err := e.db.Snapshot(ctx, func(r store.Reader) (err error) {
		cmd, err = e.again(ctx, r, v, j, id, how)
		return err
	})
	if err != nil {
		return Outcome{}, nil, err
	}
	if unready != nil {
		return Outcome{}, nil, unready
	}
	cmd.readied(remade)
	e.draw(cmd.Command)
	return e.DryRun(ctx, who, j.note, cmd)
}

// again makes the command of an ended change anew, and gives the job its reason and
// ticket where the maker says nothing else.
func (e *Engine) again(ctx context.Context, r store.Reader, v *view, j *job, id ID, how Repeat) (*anew, error) {
	c, err := ReadChange(ctx, r, id)
	if err != nil {
		return nil, err
	}
	if v.access.Person(j.who.User) != v.access.Person(c.Maker) {
		return nil, fault.New(fault.Denied, "not_maker", "Only %s, who made this change, can ask for it again.", c.Maker)
	}
	switch State(c.State) {
	case Stale, Expired, Failed, Withdrawn:
	case Rejected:
		return nil, fault.New(fault.Conflict, "not_again", "This change was rejected: %s. Make another one that heeds it.", c.EndedWhy)
	default:
		return nil, fault.New(fault.Conflict, "not_again", "This change is %s; only one that ended without being executed is asked for again.", c.State)
	}
	var followed int64
	if err := r.QueryRow(ctx, []any{&followed}, `SELECT followed_seq FROM "change" WHERE id = $1`, string(id)); err != nil {
		return nil, err
	}
	if followed != 0 {
		return nil, fault.New(fault.Conflict, "asked_again", "This change was asked for again already; entry %d of the log says what became of it.", followed)
	}
	body, err := e.open(c)
	if err != nil {
		return nil, err
	}
	if j.note.Reason == "" {
		j.note.Reason = body.Reason
	}
	if j.note.Ticket == "" {
		j.note.Ticket = body.Ticket
	}
	j.note.Ask = body.Ask
	cmd, err := e.remade(body, how)
	if err != nil {
		return nil, err
	}
	j.what = cmd.Name()
	return &anew{cmd, id}, nil
}

// remade is the command that the body was planned by.
func (e *Engine) remade(b *Body, how Repeat) (Command, error) {
	if b.Ask != nil {
		verb := e.verbs[b.Command]
		if verb.Verbatim && how.Remake != nil {
			cmd, err := how.Remake(b.Command, b.Ask)
			if err != nil || cmd == nil {
				return nil, orElse(err, fault.New(fault.Conflict, "not_again", "%s cannot be asked for again here; make the change again.", b.Command))
			}
			return &asWritten{Command: cmd, was: b.Rows, mine: how.Mine}, nil
		}
		if verb.New == nil {
			return nil, fault.New(fault.Conflict, "not_again", "There is no command %s any more.", b.Command)
		}
		action := verb.New()
		if err := strict.Unmarshal(b.Ask.Body, action, strict.RejectUnknownMembers(true)); err != nil {
			return nil, fault.Wrap(err, fault.Conflict, "not_again", "The command %s takes other fields by now; make the change again.", b.Command)
		}
		action.On(b.Ask.ID)
		return action, nil
	}
	for i := range b.Rows {
		rc := &b.Rows[i]
		if rc.Op != Touch && b.Command == rc.Table+"."+string(rc.Op) {
			return &rebased{rc: rc, mine: how.Mine}, nil
		}
	}
	return nil, fault.New(fault.Conflict, "not_again", "What %s was asked with is not kept; make the change again.", b.Command)
}

// anew is a command that names in its facts the change that it repeats.
type anew struct {
	Command
	of ID
}

func (c *anew) Plan(ctx context.Context, q Reader, who Actor) (Plan, error) {
	p, err := c.Command.Plan(ctx, q, who)
	p.Facts = append(p.Facts[:len(p.Facts):len(p.Facts)], audit.Fact{Name: factAgain, Value: string(c.of)})
	return p, err
}

// Undivided is the command's own answer.
func (c *anew) Undivided() bool { return undivided(c.Command) }

// rebased is the change of one row, moved onto the version that the row has now.
type rebased struct {
	rc   *RowChange
	mine bool
}

func (c *rebased) Name() string { return c.rc.Table + "." + string(c.rc.Op) }

func (c *rebased) Targets(ctx context.Context, q Reader) ([]access.Target, error) {
	before, after, err := c.rows(ctx, q)
	if err != nil {
		return nil, err
	}
	return c.rc.def.targetsOf(before, after), nil
}

// rows are the row as it is and as it would be: both changes together, the
// maker's first where they meet.
func (c *rebased) rows(ctx context.Context, q Reader) (before, after any, err error) {
	d := c.rc.def
	meta := Meta{ID: c.rc.ID}
	if c.rc.Op != Insert {
		if before, err = d.get(ctx, q, c.rc.ID); err != nil {
			return nil, nil, err
		}
		meta = *metaOf(before)
	}
	if c.rc.Op == Delete {
		return before, nil, nil
	}
	after = d.new()
	reflect.ValueOf(after).Elem().Set(reflect.ValueOf(c.rc.after).Elem())
	*metaOf(after) = meta
	if before != nil {
		for _, f := range d.moves(c.rc.before, c.rc.after, before) {
			if !f.wanted {
				f.of(after).Set(f.of(before))
			}
		}
	}
	if d.fill != nil {
		err = d.fill(ctx, q, after)
	}
	return before, after, err
}

func (c *rebased) Plan(ctx context.Context, q Reader, _ Actor) (Plan, error) {
	d := c.rc.def
	before, after, err := c.rows(ctx, q)
	if err != nil {
		return Plan{}, err
	}
	if c.rc.Op == Insert {
		if err := unused(ctx, q, d.name, c.rc.ID); err != nil {
			return Plan{}, err
		}
		return Plan{Rows: []RowChange{d.change(Insert, nil, after)}}, nil
	}
	if !c.mine {
		if err := c.conflict(before); err != nil {
			return Plan{}, err
		}
	}
	if c.rc.Op == Update {
		now, err := d.image(before)
		if err != nil {
			return Plan{}, err
		}
		if then, err := d.image(after); err != nil || bytes.Equal(now, then) {
			return Plan{}, orElse(err, fault.New(fault.Conflict, "nothing_to_do", "All that this change asked for is so already."))
		}
	}
	return Plan{Rows: []RowChange{d.change(c.rc.Op, before, after)}}, nil
}

func orElse(err error, otherwise *fault.Error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// conflict says which fields both changed, each with what it was, is and should
// have been; of a row that was to be deleted, every field that others changed.
func (c *rebased) conflict(now any) error {
	var told []string
	for _, f := range c.rc.def.moves(c.rc.before, c.rc.after, now) {
		switch {
		case f.moved && c.rc.after == nil:
			told = append(told, fmt.Sprintf("%s was %s and is %s", f.name, f.show(c.rc.before), f.show(now)))
		case f.moved && f.wanted && f.show(c.rc.after) != f.show(now):
			told = append(told, fmt.Sprintf("%s was %s, is %s, and you asked for %s", f.name, f.show(c.rc.before), f.show(now), f.show(c.rc.after)))
		}
	}
	if told == nil {
		return nil
	}
	return fault.New(fault.Conflict, "fields_changed", "Others changed what you wanted to change: %s. Say that yours goes first, or make another change.", strings.Join(told, "; "))
}

// since names the fields that others changed since the change saw the row.
func (rc *RowChange) since(now any) string {
	var names []string
	for _, f := range rc.def.moves(rc.before, rc.after, now) {
		if f.moved {
			names = append(names, f.name)
		}
	}
	if names == nil {
		return ""
	}
	return " (" + strings.Join(names, ", ") + ")"
}

// moving is one column of a row that two sides may have changed.
type moving struct {
	*column
	moved  bool // by others since
	wanted bool // by the change
}

// moves compares column by column what the change saw with what it asked for and
// with what is there now. after is nil for a deletion.
func (d *def) moves(before, after, now any) []moving {
	list := make([]moving, len(d.columns))
	for i := range d.columns {
		f := moving{column: &d.columns[i]}
		f.moved = f.value(before) != f.value(now)
		f.wanted = after == nil || f.value(before) != f.value(after)
		list[i] = f
	}
	return list
}

func (f *moving) of(row any) reflect.Value { return reflect.ValueOf(row).Elem().FieldByIndex(f.index) }

// value is the column's canonical text, to compare.
func (f *moving) value(row any) string {
	text, err := f.appendJSON(nil, f.of(row))
	if err != nil {
		return "!" + err.Error()
	}
	return string(text)
}

// show is value for people to read, without secrets.
func (f *moving) show(row any) string {
	if f.audit == Mask {
		return Masked
	}
	return f.value(row)
}
