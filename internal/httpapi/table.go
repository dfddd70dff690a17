package httpapi

import (
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// resource is one table as it is served. Its rows are pointers to the table's
// row type.
type resource struct {
	a       *API
	t       govern.Sheet
	name    string
	columns []govern.Column
	read    *huma.Schema // the row as it leaves
	write   *huma.Schema // the row as it comes in: without id and version
	prepare []func(any) error
}

// Mount serves a table as /api/v1/<table>. A table that changes by commands
// alone can only be read.
//
// prepare, when given, seals the row's secrets and checks them first; a row has
// its id by then. Without it every column of type secret.Sealed is sealed.
func Mount[T any](a *API, t *govern.Table[T], prepare ...func(*T) error) {
	var erased []func(any) error
	for _, p := range prepare {
		erased = append(erased, func(row any) error { return p(row.(*T)) })
	}
	mount(a, govern.SheetOf(t), erased...)
}

func mount(a *API, t govern.Sheet, prepare ...func(any) error) {
	x := &resource{a: a, t: t, name: t.Name(), columns: t.Sorted(), prepare: prepare}
	x.describe()
	x.readRoutes()
	if t.ByCommand() {
		return
	}
	x.changeRoutes()
	if !x.drawn() {
		x.insertRoute()
	}
}

// drawn reports whether the server draws a new row's secret: Tokens serves its
// insertion.
func (x *resource) drawn() bool { return x.name == "api_token" }

func (x *resource) path() string { return "/api/v1/" + x.name }

// describe makes the two schemas from T's tags.
func (x *resource) describe() {
	name := camel(x.name)
	row := x.t.RowType()
	x.a.names[row.String()] = name
	full := x.a.inline(row)
	x.a.exact(full, x.columns)
	in := *full
	in.Properties = map[string]*huma.Schema{}
	in.Required = nil
	for k, v := range full.Properties {
		if k != "id" && k != "version" {
			in.Properties[k] = v
		}
	}
	for _, c := range x.columns {
		if !c.Masked {
			continue
		}
		s := *full.Properties[c.Name]
		s.Description = strings.TrimSpace(s.Description + " Never shown again; left out, it stays as it is.")
		s.WriteOnly = true
		in.Properties[c.Name] = &s
		shown := huma.Schema{Type: huma.TypeString, Enum: []any{"", govern.Masked}, Description: "Whether there is one; never the value."}
		full.Properties[c.Name] = &shown
	}
	for _, k := range full.Required {
		if p := in.Properties[k]; p != nil && !p.WriteOnly {
			in.Required = append(in.Required, k)
		}
	}
	in.PrecomputeMessages()
	full.Properties["pending_change"] = &huma.Schema{Type: huma.TypeString, Description: "The change that waits for other people's agreement; absent when there is none that you may see."}
	full.PrecomputeMessages()
	x.a.schemas.Map()[name+"Input"] = &in
	x.read = &huma.Schema{Ref: "#/components/schemas/" + name}
	x.write = &in
}

func (x *resource) readRoutes() {
	view := x.name + ".view"
	x.a.add(route{
		Route: Route{Method: "GET", Path: x.path(), Permission: view}, tag: x.name, summary: "List: " + x.t.Doc(),
		query: listParameters(x.columns), answer: pageOf(x.read, true), do: x.list,
	})
	x.a.add(route{
		Route: Route{Method: "GET", Path: x.path() + "/{id}/history", Permission: view}, tag: x.name,
		summary: "What became of one, newest first, field by field; also of one that is deleted",
		query:   []parameter{number("limit", "At most so many entries, 1 to 200; 50 when absent.").between(1, 200), text("cursor", "The next of the page before.")},
		answer:  pageOf(schemaOf[govern.Past](x.a), false), do: x.history,
	})
	x.a.add(route{Route: Route{Method: "GET", Path: x.path() + "/{id}", Permission: view}, tag: x.name, summary: "Read one, with its version as ETag; with as_of as it was, from the log", query: []parameter{asOfParameter}, answer: x.read, do: x.get})
}

// get answers one row. Who may view some rows of the table, and not this one,
// is not told that it exists.
func (x *resource) get(c *call) (reply, error) {
	if c.query.Get(asOfParameter.name) != "" {
		return x.then(c)
	}
	row, err := x.visible(c)
	if err != nil {
		return reply{}, err
	}
	shown, pending, err := x.a.Engine.Shown(c.ctx, c.who.User, x.t, row)
	return reply{header: map[string]string{"ETag": etag(x.t.MetaOf(row).Version, pending)}, body: shown}, err
}

func (x *resource) visible(c *call) (any, error) {
	row, err := x.t.Get(c.ctx, x.a.DB, c.id())
	on := everything
	if err == nil {
		on = x.t.TargetOf(row)
	}
	return row, c.sees(x.name+".view", x.name, on, err)
}

// sees asks the permission on a record that was read with err. Who has it
// nowhere is denied; who has it elsewhere is not told whether the record exists; of
// what nobody is shown today everybody who could is told why.
func (c *call) sees(permission, table string, on access.Target, err error) error {
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	e := c.api.Engine
	if !e.Access().Holds(c.who.User, permission, int64(govern.At(e.Now()))) {
		return e.Check(c.who.User, permission, everything)
	}
	if err != nil {
		return err
	}
	if denied := e.Check(c.who.User, permission, on); denied != nil {
		c.refused(denied)
		return fault.New(fault.NotFound, "not_found", "There is no %s %s.", words(table), c.id())
	}
	return e.Hides(table, c.id())
}

// idForm is what ids that a client chooses look like.
var idForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

func chosen(id govern.ID) error {
	if idForm.MatchString(string(id)) {
		return nil
	}
	return fault.Bad("id", "bad_id", "An id of your own has 1 to 64 letters, digits, dots, hyphens and underscores, and begins with a letter or digit.")
}

// words is a table's name as people read it.
func words(table string) string { return strings.ReplaceAll(table, "_", " ") }

// oneOf is a table's name with its article.
func oneOf(table string) string {
	if strings.ContainsAny(table[:1], "aeio") { // those with u begin like you
		return "an " + words(table)
	}
	return "a " + words(table)
}
