package govern

import (
	"context"

	"github.com/countersign/countersign/internal/store"
)

// ready is the command of an ended change, made or made ready outside the
// transaction; nil where nothing has to be. What is wrong with asking for it again is
// looked at once more inside.
func (e *Engine) ready(ctx context.Context, who Actor, note Note, id ID, how Repeat) (Command, error) {
	v := e.view.Load()
	j := &job{who: who, note: note, at: At(e.now())}
	if err := v.standing(who.User, j.at); err != nil {
		return nil, err
	}
	var cmd *anew
	err := e.db.Snapshot(ctx, func(r store.Reader) (err error) {
		cmd, err = e.again(ctx, r, v, j, id, how)
		return err
	})
	if err != nil {
		return nil, err
	}
	switch c := cmd.Command.(type) {
	case *asWritten:
		return c.Command, nil
	case Action:
		if how.Ready != nil {
			return c, how.Ready(ctx, j.note.Ask.ID, c)
		}
	}
	return nil, nil
}

// given is the Remake of a command that is made already, or could not be.
func given(cmd Command, unready error) func(string, *Ask) (Command, error) {
	return func(string, *Ask) (Command, error) { return cmd, unready }
}

// readied puts the command in place that was made ready outside.
func (c *anew) readied(cmd Command) {
	if action, is := cmd.(Action); is {
		c.Command = action
	}
}
