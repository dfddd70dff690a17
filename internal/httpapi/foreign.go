package httpapi

import (
	"net/http"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"github.com/countersign/countersign/internal/govern"
)

// guests are the tables that other applications declared, each served by routes
// of its own as long as its declaration stays what it is.
type guests struct {
	mu sync.Mutex
	by map[string]guest
}

type guest struct {
	t   govern.Sheet
	api *API
}

const (
	tablePath    = "/api/v1/"
	foreignTable = "declared_table"
)

// guestAt is who serves the path when it is of such a table; else nil. Own routes
// are asked before, so that no table can take one's place.
func (a *API) guestAt(path string) *API {
	rest, under := strings.CutPrefix(path, tablePath)
	if !under || a.guests.by == nil {
		return nil
	}
	name, _, _ := strings.Cut(rest, "/")
	t, declared := a.Engine.Foreign(name)
	a.guests.mu.Lock()
	defer a.guests.mu.Unlock()
	if !declared {
		delete(a.guests.by, name)
		return nil
	}
	if g := a.guests.by[name]; g.api != nil && g.t == t {
		return g.api
	}
	own := &API{Config: a.Config, mux: http.NewServeMux(), failures: a.failures}
	own.describe()
	mount(own, t)
	own.mux.HandleFunc("/", own.lost)
	a.guests.by[name] = guest{t, own}
	return own
}

// foreign documents what such tables are served as; their columns GET
// /api/v1/table tells.
func (a *API) foreign() {
	a.guests.by = map[string]guest{}
	row := &huma.Schema{Type: huma.TypeObject, Description: "The columns that the table declares, with id and version."}
	add := func(method, path, permission, summary string, write, created bool, body, answer *huma.Schema, headers ...parameter) {
		rt := route{
			Route: Route{Method: method, Path: tablePath + "{" + foreignTable + "}" + path, Asks: "who has the permission " + permission + " of the table"},
			tag:   "foreign", summary: summary, write: write, created: created, body: body, answer: answer, headers: headers,
		}
		if write {
			rt.query, rt.headers = append(rt.query, dryRun), append(rt.headers, writeHeaders...)
		}
		a.routes = append(a.routes, rt.Route)
		a.document(&rt)
	}
	match := text("If-Match", "The version that was read, from its ETag.")
	add("GET", "", "view", "List the rows of another application's table", false, false, nil, pageOf(row, true))
	add("POST", "", "insert", "Insert a row", true, true, row, nil)
	add("GET", "/{id}", "view", "Read one, with its version as ETag", false, false, nil, row)
	add("PUT", "/{id}", "update, or insert with If-None-Match: *", "Replace one, or insert one under an id of your own", true, true, row, nil, match, text("If-None-Match", "* to insert, when nothing has that id yet."))
	add("PATCH", "/{id}", "update", "Change fields of one", true, false, row, nil, match.must())
	add("DELETE", "/{id}", "delete", "Delete one", true, false, nil, nil, match.must())
	version := schemaInline[Earlier](a)
	add("POST", "/{id}/put_back", "update", "Put one back to an earlier version, by what the log tells of it", true, false, version, nil, match.must())
	add("GET", "/{id}/history", "view", "What became of one, newest first", false, false, nil, pageOf(schemaOf[govern.Past](a), false))
}
