package httpapi

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/govern"
)

// Permissions that belong to no table and no command of an area.
const (
	auditView   = "audit.view"
	auditExport = "audit.export"
	auditAmount = "audit.view_amounts"
	accessWhy   = "access.why"

	accessEvaluate = "access.evaluate"
	accessSearch   = "access.search"
)

// Verbs declares them.
var Verbs = []govern.Verb{
	{Name: auditView, Area: "audit", Doc: "Search the log and read its checkpoints.", Asked: true},
	{Name: auditAmount, Area: "audit", Doc: "Is told the amounts in the log; others only that there is one.", Asked: true},
	{Name: auditExport, Area: "audit", Doc: "Export the log with its proof.", Asked: true},
	{Name: accessWhy, Area: "access", Doc: "Ask what others may do, and why.", Asked: true},
	{Name: accessEvaluate, Area: "access", Doc: "Ask, as another application, whether somebody may do something (AuthZEN).", Asked: true},
	{Name: accessSearch, Area: "access", Doc: "Search, as another application, for who may do what (AuthZEN).", Asked: true},
}

// Command serves an action as POST /api/v1/<area>/<table>/<id>/<verb>; its
// fields are the body. A verb without New is a permission only.
func Command(a *API, v govern.Verb) {
	if v.New != nil {
		a.command(v, nil)
	}
}

// command serves an action; proves, when it is set, asks for its proof itself and
// gives the action what was seen.
func (a *API) command(v govern.Verb, proves func(*call, govern.Action) error) {
	table, verb, _ := strings.Cut(v.Name, ".")
	a.commandAt("/api/v1/"+v.Area+"/"+table+"/{id}/"+verb, v, proves)
}

// commandAt is command at another path, where the action needs no id.
func (a *API) commandAt(path string, v govern.Verb, proves func(*call, govern.Action) error) {
	table, verb, _ := strings.Cut(v.Name, ".")
	t := reflect.TypeOf(v.New()).Elem()
	a.names[t.String()] = camel(table) + camel(verb) + "Command"
	schema := a.inline(t)
	_, brings := v.New().(govern.Bringer)
	a.add(route{
		Route: Route{Method: "POST", Path: path, Permission: v.Name},
		tag:   table, summary: v.Doc, write: true, brings: brings, late: proves != nil, body: orEmpty(schema), do: func(c *call) (reply, error) {
			action := v.New()
			if _, err := a.decode(c.body, schema, true, action); err != nil {
				return reply{}, err
			}
			if b, ok := action.(govern.Bringer); ok {
				c.brought = b.Brought
			}
			action.On(c.id())
			if proves != nil {
				if err := proves(c, action); err != nil {
					return reply{}, err
				}
			}
			var err error
			if c.made, err = govern.Asked(c.id(), action); err != nil {
				return reply{}, err
			}
			return c.submit(action)
		},
	})
}

func camel(name string) string {
	out := ""
	for _, part := range strings.Split(name, "_") {
		out += strings.ToUpper(part[:1]) + part[1:]
	}
	return out
}

// orEmpty gives an action without fields the schema of an empty object.
func orEmpty(s *huma.Schema) *huma.Schema {
	if s.Type == "" {
		s.Type = huma.TypeObject
	}
	return s
}

// on asks a permission on the whole installation.
func (c *call) on(permission string) error {
	return c.api.Engine.Check(c.who.User, permission, everything)
}

// holds reports whether the caller has the permission anywhere at all. Who has not
// is told nothing about records, not even by what is wrong with a body.
func (c *call) holds(permission string) bool {
	e := c.api.Engine
	return e.Access().Holds(c.who.User, permission, int64(govern.At(e.Now())))
}

// noted records that the caller read something whose reading is itself logged.
func (c *call) noted(action string, about audit.Record, facts ...audit.Fact) error {
	note, err := c.note()
	if err != nil {
		return err
	}
	_, err = c.api.Engine.Note(c.ctx, c.who, audit.Event{Action: action, Outcome: audit.Noted, Record: about, Reason: note.Reason, Ticket: note.Ticket, Facts: facts})
	return err
}
