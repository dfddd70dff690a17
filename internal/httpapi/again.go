package httpapi

import (
	"context"
	"strings"

	"github.com/countersign/countersign/internal/govern"
)

// again is what a maker sends who asks once more.
type again struct {
	Reason string `json:"reason" required:"false" maxLength:"2000" doc:"Why; that of the change before when empty."`
	Mine   bool   `json:"mine" required:"false" doc:"Where others changed the same fields meanwhile, yours goes first; otherwise that is refused, and shown."`
}

// resubmission serves asking anew for a change that ended without being executed.
func (a *API) resubmission() {
	body := schemaInline[again](a)
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/change/{id}/resubmit", Asks: "the change's maker, who must still be allowed to make it"},
		tag:   "change", summary: "Ask anew for a change that is stale, failed, expired or withdrawn, on the records as they are now",
		write: true, body: body, do: func(c *call) (reply, error) {
			var in again
			if _, err := a.decode(c.body, body, true, &in); err != nil {
				return reply{}, err
			}
			note, err := c.note()
			if err != nil {
				return reply{}, err
			}
			if why := strings.TrimSpace(in.Reason); why != "" {
				note.Reason = why
			}
			how := govern.Repeat{Mine: in.Mine, Ready: func(_ context.Context, on govern.ID, action govern.Action) error {
				if makes := a.readied[action.Name()]; makes != nil {
					return makes(c, on, action)
				}
				return nil
			}}
			var written configuring
			how.Remake = func(command string, ask *govern.Ask) (govern.Command, error) {
				makes := a.remade[command]
				if makes == nil {
					return nil, nil
				}
				cmd, err := makes(ask.Body)
				if err != nil {
					return nil, err
				}
				written = cmd
				return cmd, nil
			}
			located := func(err error) error {
				if err == nil || written == nil {
					return err
				}
				return written.Located(err)
			}
			if c.dryRun {
				out, rows, err := a.Engine.DryAgain(c.ctx, c.who, note, c.id(), how)
				if err != nil {
					return reply{}, located(err)
				}
				shown, err := a.show(c.who.User, rows, false)
				return reply{body: Planned{out, shown}}, err
			}
			c.handed = true
			out, err := a.Engine.Again(c.ctx, c.who, note, c.id(), how)
			return c.outcome(out), located(err)
		},
	})
}
