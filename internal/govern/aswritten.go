package govern

import (
	"context"
	"fmt"
	"strings"

	"github.com/countersign/countersign/internal/fault"
)

// asWritten is a command whose rows stand written out, such as in files: planned anew
// it would undo what others changed meanwhile of what stands there. That is refused
// and shown, unless mine says that the maker's goes first.
type asWritten struct {
	Command
	was  []RowChange
	mine bool
}

// Undivided is the command's own answer.
func (c *asWritten) Undivided() bool { return undivided(c.Command) }

// Draw draws the command's own ids.
func (c *asWritten) Draw(newID func() ID) {
	if d, is := c.Command.(Drawer); is {
		d.Draw(newID)
	}
}

func (c *asWritten) Plan(ctx context.Context, q Reader, who Actor) (Plan, error) {
	p, err := c.Command.Plan(ctx, q, who)
	if err != nil || c.mine {
		return p, err
	}
	was := map[Ref]*RowChange{}
	for i := range c.was {
		was[Ref{c.was[i].Table, c.was[i].ID}] = &c.was[i]
	}
	var told []string
	for i := range p.Rows {
		rc := &p.Rows[i]
		if rc.Op == Insert || rc.def.byCommand && rc.def.loneRow == nil {
			continue
		}
		if what := rc.undoes(was[Ref{rc.Table, rc.ID}]); what != "" {
			told = append(told, words(rc.Table)+" "+string(rc.ID)+what)
		}
	}
	if told == nil {
		return p, nil
	}
	more := ""
	if len(told) > mostListed {
		told, more = told[:mostListed], "; and more"
	}
	return p, fault.New(fault.Conflict, "fields_changed", "Others changed meanwhile what this would set back: %s%s. Say that yours goes first, or bring what is written up to date and send it anew.", strings.Join(told, "; "), more)
}

// undoes names the fields that the row would change and that others changed since the
// change before saw the row; was is nil for one that it left as it was.
func (rc *RowChange) undoes(was *RowChange) string {
	saw := rc.after // it was as it is written, or the change would have had it
	switch {
	case was != nil && was.before != nil:
		saw = was.before
	case saw == nil:
		return " (which is new)"
	}
	var names []string
	for _, f := range rc.def.moves(saw, rc.after, rc.before) {
		if f.moved && (rc.after == nil || f.value(rc.before) != f.value(rc.after)) {
			names = append(names, fmt.Sprintf("%s is %s by now", f.name, f.show(rc.before)))
		}
	}
	if names == nil {
		return ""
	}
	return " (" + strings.Join(names, ", ") + ")"
}
