package httpapi

import (
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// manyDecided is what an approver sends who decides on several changes in one step.
type manyDecided struct {
	Agreed  []govern.Shown `json:"agreed" doc:"The changes that you agree to, each by itself, as you saw them."`
	LeftOut []govern.ID    `json:"left_out" required:"false" doc:"The changes that you reject; their makers are told the reason."`
	Reason  string         `json:"reason" required:"false" maxLength:"2000" doc:"Why; needed where something is left out."`
	Behalf  string         `json:"on_behalf" required:"false" doc:"Whose deputy you act as; empty: for yourself."`
}

// JudgedList is what became of changes that were decided together.
type JudgedList struct {
	Items []govern.Judged `json:"items" doc:"One for each change, in the order in which they were named."`
}

// decidingTogether serves what several changes come to, and deciding on them.
func (a *API) decidingTogether() {
	body := schemaInline[manyDecided](a)
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/change/decide", Asks: "the approvers that the rules of each change name"},
		tag:   "change", summary: "Agree to several changes in one step, and leave some out; each is judged by itself",
		write: true, body: body, answer: schemaOf[JudgedList](a), do: func(c *call) (reply, error) {
			var in manyDecided
			if _, err := a.decode(c.body, body, true, &in); err != nil {
				return reply{}, err
			}
			if c.dryRun {
				return reply{}, fault.Bad("dry_run", "no_dry_run", "A decision has no dry run; GET the change, which says what is missing.")
			}
			note, err := c.note()
			if err != nil {
				return reply{}, err
			}
			if why := strings.TrimSpace(in.Reason); why != "" {
				note.Reason = why
			}
			c.handed = true
			list, err := a.Engine.ApproveEach(c.ctx, c.as(in.Behalf), note, in.Agreed, in.LeftOut)
			if list == nil {
				list = []govern.Judged{}
			}
			return reply{body: JudgedList{list}}, err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/change/summary", Asks: parties},
		tag:   "change", summary: "What several changes come to: how many rows, totals, the largest amounts and what would be new",
		query:  []parameter{{name: "id", many: true, required: true, doc: "The changes, at most 200.", schema: &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString}}}},
		answer: schemaOf[govern.Sum](a), do: func(c *call) (reply, error) {
			var ids []govern.ID
			for _, id := range c.query["id"] {
				ids = append(ids, govern.ID(id))
			}
			sum, err := a.Engine.SumUp(c.ctx, c.who.User, ids)
			return reply{body: sum}, err
		},
	})
}
