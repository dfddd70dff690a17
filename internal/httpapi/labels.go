package httpapi

import (
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/recon"
)

// UsableLabels are the labels of exceptions.
type UsableLabels struct {
	Items []*recon.Label `json:"items" doc:"By name; retired ones too, which are put on nothing more but stay where they are."`
}

// labels serves the labels that stand on exceptions, or could, to who sees some of
// these: the labels themselves are looked after by others.
func (a *API) labels() {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/exception/labels", Permission: "exception.view"}, tag: "exception",
		summary: "The labels of the processes whose exceptions the asker may view: those of their units and of all above", query: []parameter{text("process", "Only those of this process.")},
		answer: schemaOf[UsableLabels](a), do: a.usableLabels,
	})
}

func (a *API) usableLabels(c *call) (reply, error) {
	if now := int64(govern.At(a.Engine.Now())); !a.Engine.Access().Holds(c.who.User, "exception.view", now) {
		return reply{}, c.on("exception.view")
	}
	where, args := `1 = 1 ORDER BY id`, []any{}
	if p := c.query.Get("process"); p != "" {
		where, args = `id = $1`, []any{p}
	}
	all, err := recon.Processes.Find(c.ctx, a.DB, where, args...)
	if err != nil {
		return reply{}, err
	}
	var units []govern.ID
	for _, p := range all {
		if a.Engine.Check(c.who.User, "exception.view", recon.Processes.TargetOf(p)) == nil {
			units = append(units, p.Unit)
		}
	}
	items, err := recon.LabelsFor(c.ctx, a.DB, units)
	if items == nil {
		items = []*recon.Label{}
	}
	return reply{body: UsableLabels{items}}, err
}
