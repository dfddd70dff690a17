package httpapi

import (
	"encoding/json"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Configuration is an installation's configuration as files.
type Configuration struct {
	Files []ascode.File `json:"files" doc:"One for each table, sorted so that a table comes after those that it refers to."`
}

// configurationInput is what somebody sends who wants it to be so.
type configurationInput struct {
	Files  []ascode.File `json:"files" minItems:"1" maxItems:"1000"`
	Delete bool          `json:"delete" required:"false" doc:"Delete what the files do not name, of the tables that they do."`
	Whole  bool          `json:"all_or_nothing" required:"false" doc:"Where others have to agree: nobody leaves rows out, and one that is stale by then stops all. Without it such a row fails alone."`
}

// Configured says what became of a configuration.
type Configured struct {
	govern.Outcome
	Differences []ascode.Difference  `json:"differences" doc:"What it changes, or would change."`
	Later       []ascode.Later       `json:"later,omitempty" doc:"Rows left for another change, because this one declares their table: apply the files again once it is in force."`
	Over        []ascode.Left        `json:"over,omitempty" doc:"Rows left because their time is over, or because the change that they last until does not wait here."`
	Gains       []govern.Gain        `json:"gains,omitempty" doc:"Of a dry run: whose access grows or shrinks by it."`
	Rows        []govern.ShownChange `json:"rows,omitempty" doc:"Of a dry run: the rows that would change, as for every command."`
}

// Configurations serves governance as code.
func Configurations(a *API, book *ascode.Book) {
	body := schemaInline[configurationInput](a)
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/configuration", Permission: ascode.Exporting}, tag: "configuration",
		summary: "The configuration as YAML files: what the asker may view of it, without secrets; the export is logged",
		answer:  schemaOf[Configuration](a), do: func(c *call) (reply, error) { return c.exported(book) },
	})
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/configuration/apply", Permission: ascode.Applying}, tag: "configuration", write: true, brings: true,
		summary: "Make the configuration what the files say, as one change; each record that changes also asks the permission of its table",
		body:    body, answer: schemaOf[Configured](a), do: func(c *call) (reply, error) {
			// Who may do this nowhere is told nothing about records.
			if now := int64(govern.At(a.Engine.Now())); !a.Engine.Access().Holds(c.who.User, ascode.Applying, now) {
				return reply{}, c.on(ascode.Applying)
			}
			var in configurationInput
			if _, err := a.decode(c.body, body, true, &in); err != nil {
				return reply{}, err
			}
			c.brought = func(error) []audit.Fact { return ascode.Facts(in.Files) }
			cmd, err := a.applying(book, &in)
			if err != nil {
				return reply{}, err
			}
			return c.configure(cmd, &in)
		},
	})
	a.remade[ascode.Applying] = func(asked json.RawMessage) (configuring, error) {
		var in configurationInput
		if err := json.Unmarshal(asked, &in); err != nil {
			return nil, err
		}
		return a.applying(book, &in)
	}
}

func (c *call) exported(book *ascode.Book) (reply, error) {
	if err := c.on(ascode.Exporting); err != nil {
		return reply{}, err
	}
	files, err := c.files(book)
	if err != nil {
		return reply{}, err
	}
	return reply{body: Configuration{files}}, c.noted(ascode.Exporting, audit.Record{}, ascode.Facts(files)...)
}

// book knows also the tables that other applications have declared by now.
func (c *call) book(own *ascode.Book) *ascode.Book { return own.With(c.api.Engine.Foreigns()) }

// files is the configuration as far as the caller may view it.
func (c *call) files(book *ascode.Book) (files []ascode.File, err error) {
	snapshot, now := c.api.Engine.Access(), int64(govern.At(c.api.Engine.Now()))
	err = c.api.DB.Snapshot(c.ctx, func(r store.Reader) (err error) {
		files, err = c.book(book).Export(c.ctx, r, func(permission string, on access.Target) bool {
			return snapshot.Check(c.who.User, permission, on, now)
		})
		return err
	})
	return files, err
}

func (a *API) applying(book *ascode.Book, in *configurationInput) (configuring, error) {
	cmd, err := book.With(a.Engine.Foreigns()).Apply(in.Files, in.Delete)
	if err == nil && in.Whole {
		cmd.AllOrNothing()
	}
	return cmd, err
}

// configuring is a command that makes the configuration what files say.
type configuring interface {
	govern.Command
	Located(err error) error
	Differences(r store.Reader) ([]ascode.Difference, error)
	Changes() []govern.RowChange
	Later() []ascode.Later
	Over() []ascode.Left
}

// configure asks for it; what it is asked with is kept with a change that waits, so
// that it can be asked for again.
func (c *call) configure(cmd configuring, asked any) (reply, error) {
	body, err := json.Marshal(asked)
	if err != nil {
		return reply{}, err
	}
	c.made = &govern.Ask{Body: body}
	rep, err := c.submit(cmd)
	if err != nil {
		return reply{}, cmd.Located(err)
	}
	out := Configured{}
	if out.Differences, err = cmd.Differences(c.api.DB); err != nil {
		return reply{}, err
	}
	switch body := rep.body.(type) {
	case Planned:
		out.Outcome, out.Rows = body.Outcome, body.Rows
		out.Gains, err = c.api.Engine.Gains(cmd.Changes())
	case govern.Outcome:
		out.Outcome = body
	default:
		return reply{}, fault.New(fault.Internal, "internal", "An outcome of another kind: %T.", body)
	}
	out.Later, out.Over = cmd.Later(), cmd.Over()
	rep.body = out
	return rep, err
}
