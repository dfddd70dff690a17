package recon

import (
	"context"
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// onException is what the commands on one exception share.
type onException struct {
	id govern.ID `json:"-"`
}

// On sets the exception that the command is about.
func (c *onException) On(id govern.ID) { c.id = id }

// Targets is the exception with its run and process.
func (c *onException) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Exceptions.Targets(ctx, q, c.id)
}

// several are the exception and those with it, each once.
func (c *onException) several(with []string) []govern.ID {
	ids := []govern.ID{c.id}
	for _, id := range with {
		ids = append(ids, govern.ID(id))
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// targetsOf are all of the exceptions: whoever may not do it to one of them does it
// to none.
func targetsOf(ctx context.Context, q govern.Reader, exceptions []govern.ID) ([]access.Target, error) {
	var all []access.Target
	for _, id := range exceptions {
		on, err := Exceptions.Targets(ctx, q, id)
		if err != nil {
			return nil, err
		}
		all = append(all, on...)
	}
	return all, nil
}

// next plans the exception's next version. It must be closed, or must not be.
func (c *onException) next(ctx context.Context, q govern.Reader, closed bool, change func(x *Exception)) (govern.Plan, error) {
	x, err := Exceptions.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	switch {
	case x.State == "closed" && !closed:
		return govern.Plan{}, fault.New(fault.Conflict, "wrong_state", "This exception is closed. Reopen it first.")
	case x.State != "closed" && closed:
		return govern.Plan{}, fault.New(fault.Conflict, "wrong_state", "This exception is %s, not closed; there is nothing to reopen.", x.State)
	}
	after := *x
	change(&after)
	return govern.Plan{Rows: []govern.RowChange{Exceptions.Update(x, &after)}}, nil
}

// Review takes an exception up: an analyst looks into it.
type Review struct {
	onException
	Priority string `json:"priority,omitempty" doc:"now, end_of_day, or a number of days like 3_days; empty leaves it."`
}

// Name is the command's name.
func (*Review) Name() string { return "exception.review" }

// Plan sets the state.
func (c *Review) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	return c.next(ctx, q, false, func(x *Exception) {
		x.State = "under_review"
		if c.Priority != "" {
			x.Priority = c.Priority
		}
	})
}

// Assign gives an exception to somebody to solve. Cause and suggested action
// are asked for first.
type Assign struct {
	onException
	Assignee        govern.ID `json:"assignee" doc:"The user who is to solve it."`
	Cause           string    `json:"cause" doc:"What caused it."`
	SuggestedAction string    `json:"suggested_action" doc:"What should be done about it."`
	Priority        string    `json:"priority,omitempty" doc:"now, end_of_day, or a number of days like 3_days; empty leaves it."`
}

// Name is the command's name.
func (*Assign) Name() string { return "exception.assign" }

// Plan makes it pending. What is left empty stays as an earlier assignment said.
func (c *Assign) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	return c.next(ctx, q, false, func(x *Exception) {
		x.State, x.Assignee = "pending", c.Assignee
		for to, from := range map[*string]string{&x.Cause: c.Cause, &x.SuggestedAction: c.SuggestedAction, &x.Priority: c.Priority} {
			if from != "" {
				*to = from
			}
		}
	})
}

// Close ends the work on an exception; it must say what was done.
type Close struct {
	onException
	ActionTaken string `json:"action_taken" doc:"What was done about it."`
}

// Name is the command's name.
func (*Close) Name() string { return "exception.close" }

// Plan closes it in the name of who asks.
func (c *Close) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	return c.next(ctx, q, false, func(x *Exception) {
		x.State, x.ActionTaken, x.ClosedBy, x.ClosedAt = "closed", c.ActionTaken, govern.ID(who.User), q.Now()
	})
}

// ForceClose ends the work on an exception that nobody solved: what the other
// closing is never for. It is a command, a permission and, where so ruled, an
// agreement of its own.
type ForceClose struct {
	onException
	Grounds string `json:"grounds" minLength:"10" maxLength:"3900" doc:"Why it is closed although nobody solved it."`
}

// Name is the command's name.
func (*ForceClose) Name() string { return "exception.force_close" }

// Plan closes it in the name of who asks. Fault grounds_missing.
func (c *ForceClose) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	if len(strings.TrimSpace(c.Grounds)) < leastGrounds {
		return govern.Plan{}, fault.Bad("grounds", "grounds_missing", "Say in at least %d characters why it is closed although nobody solved it.", leastGrounds)
	}
	return c.next(ctx, q, false, func(x *Exception) {
		x.State, x.ActionTaken, x.ClosedBy, x.ClosedAt = "closed", "Closed by force: "+c.Grounds, govern.ID(who.User), q.Now()
	})
}

const leastGrounds = 10

// Reopen takes a closed exception up again. What had been done stays in the log.
type Reopen struct{ onException }

// Name is the command's name.
func (*Reopen) Name() string { return "exception.reopen" }

// Plan puts it under review again. What a match by hand closed is opened by
// breaking the match, and what a failed run closed not at all.
func (c *Reopen) Plan(ctx context.Context, q govern.Reader, _ govern.Actor) (govern.Plan, error) {
	x, err := Exceptions.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	r, err := Runs.Get(ctx, q, x.Run)
	switch {
	case err != nil:
		return govern.Plan{}, err
	case x.HandMatch != "":
		return govern.Plan{}, fault.New(fault.Conflict, "matched_by_hand", "This exception was matched by hand. Break the match apart instead.")
	case r.State == Failed:
		return govern.Plan{}, runFailed()
	}
	return c.next(ctx, q, true, func(x *Exception) {
		x.State, x.ActionTaken, x.ClosedBy, x.ClosedAt = "under_review", "", "", 0
	})
}

// CommentOn writes a comment on an exception.
type CommentOn struct {
	onException
	Text    string `json:"text"`
	comment govern.ID
}

// Name is the command's name.
func (*CommentOn) Name() string { return "exception.comment" }

// Draw draws the comment's id.
func (c *CommentOn) Draw(newID func() govern.ID) { c.comment = newID() }

// Plan inserts the comment; closed exceptions take comments too.
func (c *CommentOn) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	x, err := Exceptions.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	row := &Comment{
		Meta: govern.Meta{ID: c.comment}, Run: x.Run, Exception: x.ID, Process: x.Process, Unit: x.Unit, Group: x.Group,
		Author: govern.ID(who.User), Text: c.Text, WrittenAt: q.Now(),
	}
	return govern.Plan{Rows: []govern.RowChange{Comments.Insert(row)}}, nil
}

// CommentOnRun writes a comment on a whole run.
type CommentOnRun struct {
	Text        string `json:"text"`
	id, comment govern.ID
}

// Name is the command's name.
func (*CommentOnRun) Name() string { return "run.comment" }

// On sets the run.
func (c *CommentOnRun) On(id govern.ID) { c.id = id }

// Draw draws the comment's id.
func (c *CommentOnRun) Draw(newID func() govern.ID) { c.comment = newID() }

// Targets is the run with its process.
func (c *CommentOnRun) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return Runs.Targets(ctx, q, c.id)
}

// Plan inserts the comment.
func (c *CommentOnRun) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	r, err := Runs.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	row := &Comment{
		Meta: govern.Meta{ID: c.comment}, Run: r.ID, Process: r.Process, Unit: r.Unit,
		Author: govern.ID(who.User), Text: c.Text, WrittenAt: q.Now(),
	}
	return govern.Plan{Rows: []govern.RowChange{Comments.Insert(row)}}, nil
}

// Verbs are the commands of the area. A run is made by Prepare, not by a
// request's body, and so has no New.
var Verbs = []govern.Verb{
	{Name: "process.run", Area: "recon", Doc: "Has two files compared, and records what comes of it."},
	{Name: "run.finish", Area: "recon", Doc: "Records what a run came to; the installation's own service does, once it has compared."},
	{Name: "run.stop", Area: "recon", Doc: "Stops a run that is under way: nothing of it is recorded, and its files can be compared again.", New: func() govern.Action { return &Stop{} }},
	{Name: "process.copy", Area: "recon", Doc: "Makes a staging copy of a process, to try changes out on.", New: func() govern.Action { return &MakeCopy{} }},
	{Name: "staging_copy.try", Area: "recon", Doc: "Compares what a run of the original compared as its copy says, and records what came of it."},
	{Name: "staging_copy.raise", Area: "recon", Doc: "Asks that the original becomes as its copy is: a change of the original.", New: func() govern.Action { return &Raise{} }},
	{Name: "staging_copy.renew", Area: "recon", Doc: "Overwrites a copy with its original as that stands now.", New: func() govern.Action { return &Renew{} }},
	{Name: "staging_copy.close", Area: "recon", Doc: "Closes a staging copy: it goes with its runs.", New: func() govern.Action { return &CloseCopy{} }},
	{Name: "run.comment", Area: "recon", Doc: "Writes a comment on a run.", New: func() govern.Action { return &CommentOnRun{} }},
	{Name: "run.mark_failed", Area: "recon", Doc: "Says that a run must not count, and closes its open exceptions.", New: func() govern.Action { return &MarkFailed{} }},
	{Name: "run.download", Area: "recon", Doc: "Fetches the files that the latest run of a process compared.", Asked: true},
	{Name: "exception.match", Area: "recon", Doc: "Matches an exception with others of its run by hand, and says why.", New: func() govern.Action { return &Match{} }},
	{Name: "hand_match.break", Area: "recon", Doc: "Breaks a match by hand apart: its exceptions are open again.", New: func() govern.Action { return &Break{} }},
	{Name: BreakVerb, Area: "recon", Doc: "Breaks matches apart that a run made: their rows become exceptions.", New: func() govern.Action { return &BreakMatch{} }},
	{Name: "exception.review", Area: "recon", Doc: "Takes an exception up to look into it.", New: func() govern.Action { return &Review{} }},
	{Name: "exception.allocate", Area: "recon", Doc: "Gives an exception to a group to look into, or takes it back.", New: func() govern.Action { return &Allocate{} }},
	{Name: "exception.label", Area: "recon", Doc: "Puts labels on exceptions and takes others off.", New: func() govern.Action { return &PutLabels{} }, Severable: true},
	{Name: "exception.assign", Area: "recon", Doc: "Gives an exception to somebody to solve, with its cause and what should be done.", New: func() govern.Action { return &Assign{} }},
	{Name: "exception.comment", Area: "recon", Doc: "Writes a comment on an exception.", New: func() govern.Action { return &CommentOn{} }},
	{Name: "exception.close", Area: "recon", Doc: "Closes an exception and says what was done.", New: func() govern.Action { return &Close{} }},
	{Name: "exception.force_close", Area: "recon", Doc: "Closes an exception that nobody solved, and says on what grounds.", New: func() govern.Action { return &ForceClose{} }},
	{Name: "exception.reopen", Area: "recon", Doc: "Takes a closed exception up again.", New: func() govern.Action { return &Reopen{} }},
}
