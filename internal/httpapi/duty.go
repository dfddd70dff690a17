package httpapi

import "github.com/countersign/countersign/internal/govern"

const viewDuties = "duty_rule.view"

// Duties serves who breaks duty rules.
func Duties(a *API) {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/duty_rule/{id}/violations", Permission: viewDuties}, tag: "duty_rule",
		summary: "Who breaks this rule, by which grants, as far as the asker may see them; also of a rule that is not enabled",
		answer:  schemaOf[govern.Breaking](a), do: func(c *call) (reply, error) {
			if err := c.mayView(viewDuties, "duty_rule"); err != nil {
				return reply{}, err
			}
			b, err := a.Engine.Violations(c.ctx, c.who.User, c.id())
			return reply{body: b}, err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/duty_rule/{id}/breaches", Permission: viewDuties}, tag: "duty_rule",
		summary: "What one person did that this rule has done by different people, from the log, also from before there was the rule; one page",
		query:   []parameter{number("before", "Only entries below this number: the next of the page before.")},
		answer:  schemaOf[govern.Breaches](a), do: func(c *call) (reply, error) {
			if err := c.mayView(viewDuties, "duty_rule"); err != nil {
				return reply{}, err
			}
			before, err := c.number("before", 1, 1<<62, 0)
			if err != nil {
				return reply{}, err
			}
			b, err := a.Engine.Breaches(c.ctx, c.who.User, c.id(), before)
			return reply{body: b}, err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/duty/violations", Permission: viewDuties}, tag: "duty_rule",
		summary: "Who breaks which duty rules that are enabled, as far as the asker may see them",
		answer:  schemaOf[govern.Breaking](a), do: func(c *call) (reply, error) {
			if err := c.on(viewDuties); err != nil {
				return reply{}, err
			}
			b, err := a.Engine.Violations(c.ctx, c.who.User, "")
			return reply{body: b}, err
		},
	})
}
