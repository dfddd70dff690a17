package httpapi

import (
	"slices"
	"strings"

	"github.com/countersign/countersign/access"
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
		summary: "The labels of the processes whose exceptions the asker may view: those of their units and of all above; of exceptions that the asker sees by a group alone, those that stand on them, without their units", query: []parameter{text("process", "Only those of this process.")},
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
	if err != nil {
		return reply{}, err
	}
	more, err := a.allocatedLabels(c)
	for _, l := range more {
		if !slices.ContainsFunc(items, func(have *recon.Label) bool { return have.ID == l.ID }) {
			items = append(items, l)
		}
	}
	slices.SortStableFunc(items, func(a, b *recon.Label) int { return strings.Compare(a.Name, b.Name) })
	if items == nil {
		items = []*recon.Label{}
	}
	return reply{body: UsableLabels{items}}, err
}

// allocatedLabels are those that stand on exceptions which the asker sees by a grant
// on the group that they are allocated to.
func (a *API) allocatedLabels(c *call) ([]*recon.Label, error) {
	process := govern.ID(c.query.Get("process"))
	groups, err := recon.GroupsWith(c.ctx, a.DB, process)
	if err != nil {
		return nil, err
	}
	groups = slices.DeleteFunc(groups, func(g govern.ID) bool {
		on := access.Target{Records: []access.Record{{Table: "group", ID: string(g)}}}
		return a.Engine.Check(c.who.User, "exception.view", on) != nil
	})
	return recon.LabelsOn(c.ctx, a.DB, groups, process)
}
