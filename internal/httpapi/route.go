package httpapi

import (
	"context"
	"net/http"
	"sort"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// Route is one thing that can be asked, and what it takes.
type Route struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	// Permission is asked on the record, or on everything where there is none.
	// "" for the routes that Asks explains.
	Permission string `json:"permission,omitempty"`
	// Also is asked instead when the request makes a new record.
	Also string `json:"also,omitempty"`
	// Asks says who may where no one permission does.
	Asks string `json:"asks,omitempty"`
}

// Who may, where no permission says it.
const (
	anyone   = "anyone"
	signedIn = "anybody who is signed in, about themselves"
	parties  = "the people whom the change concerns: its maker, who may decide on it, and who may view its record"
)

// route is a Route with all that serving and describing it needs.
type route struct {
	Route
	tag, summary string
	query        []parameter
	headers      []parameter
	write        bool                    // takes dry_run, Idempotency-Key, reason and ticket
	body         *huma.Schema            // nil: it takes none
	forms        map[string]*huma.Schema // other types that the body may have
	limit        int64                   // bytes of the body; 0: the ordinary limit
	answer       *huma.Schema            // nil: no JSON
	answerType   string                  // "": application/json; several as "text/csv, application/jsonl"
	created      bool                    // answers 201 when it was applied
	fresh        bool                    // asks for a proof of the last minutes, whatever the policy allows
	brings       bool                    // it brings files from outside, whose refusal is logged
	late         bool                    // asks for its proof when the body has been read
	authzen      bool                    // echoes request ids and refuses in text, as that API has it
	deep         bool                    // its {id} takes the rest of the path, slashes too
	do           func(*call) (reply, error)
}

// parameter is one query parameter or header.
type parameter struct {
	name, doc string
	schema    *huma.Schema
	required  bool
	many      bool // may be given several times
}

func text(name, doc string) parameter {
	return parameter{name: name, doc: doc, schema: &huma.Schema{Type: huma.TypeString}}
}

func number(name, doc string) parameter {
	return parameter{name: name, doc: doc, schema: &huma.Schema{Type: huma.TypeInteger, Format: "int64"}}
}

func truth(name, doc string) parameter {
	return parameter{name: name, doc: doc, schema: &huma.Schema{Type: huma.TypeBoolean}}
}

func (p parameter) between(low, high float64) parameter {
	p.schema.Minimum, p.schema.Maximum = &low, &high
	return p
}

func (p parameter) oneOf(values ...any) parameter {
	p.schema.Enum = values
	return p
}

func (p parameter) must() parameter {
	p.required = true
	return p
}

// What every write takes.
var (
	dryRun       = truth("dry_run", "Say what would happen, and write nothing.")
	writeHeaders = []parameter{
		text("Idempotency-Key", "A second request with the same key gets the first one's answer."),
		text("Countersign-Reason", "Why; kept with the change and in the log. Beyond ASCII: UTF-8 as it is, or as UTF-8''percent-encoded."),
		text("Countersign-Ticket", "The number of an external ticket; kept in the same way."),
	}
)

// add registers a route for serving, for the walk and for the documentation.
func (a *API) add(rt route) {
	if rt.write {
		rt.query = append(rt.query, dryRun)
		rt.headers = append(rt.headers, writeHeaders...)
	}
	a.routes = append(a.routes, rt.Route)
	a.document(&rt)
	pattern := rt.Method + " " + rt.Path
	if rt.deep {
		pattern = strings.Replace(pattern, "{id}", "{id...}", 1)
	}
	a.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { a.serve(w, r, &rt) })
}

// Routes lists everything that is served, sorted by path and method.
func (a *API) Routes() []Route {
	list := append([]Route(nil), a.routes...)
	sort.Slice(list, func(i, j int) bool {
		if list[i].Path != list[j].Path {
			return list[i].Path < list[j].Path
		}
		return list[i].Method < list[j].Method
	})
	return list
}

func (a *API) serve(w http.ResponseWriter, r *http.Request, rt *route) {
	ctx, cancel := context.WithTimeout(r.Context(), a.Limits.Request)
	defer cancel()
	c := &call{api: a, rt: rt, w: w, r: r.WithContext(ctx), ctx: ctx, whole: r.Context()}
	if rt.authzen {
		echo(w, r)
	}
	rep, err := c.run()
	if err != nil {
		c.refused(err)
		a.refuse(w, r, rt, err)
		return
	}
	rep.send(w, r)
}

// refused records a refusal of permission, or of files from outside, that did not
// come through the writer, which records its own.
func (c *call) refused(err error) {
	var files []audit.Fact
	if c.brought != nil && !c.dryRun && govern.Turned(err) {
		files = c.brought(err)
	}
	if !fault.Is(err, fault.Denied) && files == nil || own[fault.Code(err)] || c.who.User == "" || c.handed || fault.Is(c.api.Engine.Standing(c.who.User), fault.Denied) {
		return
	}
	action := c.rt.Permission
	if action == "" {
		action = c.rt.tag + ".view"
	}
	if c.rt.Also != "" && c.r.Header.Get("If-None-Match") != "" {
		action = c.rt.Also
	}
	about := audit.Record{Table: c.rt.tag, ID: string(c.id())}
	if about.ID == "" {
		about = audit.Record{}
	}
	c.api.refused(c.ctx, c.who, action, about, err, files...)
}
