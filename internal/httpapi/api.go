// Package httpapi is the way in over HTTP: a REST resource for every declared
// table, a POST for every command, the life of pending changes, the log, and
// the questions about access. It translates and never decides: what may happen
// the Engine says.
//
// It guarantees that a request is read in one way only (a repeated or unknown
// name is refused, in body and query), that a secret never leaves, that every
// refusal is one RFC 9457 problem document, and that every route stands in
// Routes and in the OpenAPI document.
package httpapi

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/login"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// Limits bound what one request may cost. Zero values are replaced by the
// defaults named.
type Limits struct {
	Body    int64         // bytes of an ordinary request; 8 MiB
	Import  int64         // bytes of an upload; 64 MiB
	Request time.Duration // until its command must have begun; 60 s
}

// Config is what an API is made of.
type Config struct {
	Engine  *govern.Engine
	DB      store.DB
	Ring    *secret.Ring
	Desk    *login.Desk                 // where people sign in
	Files   files.Store                 // of uploads
	Temp    string                      // folder for what is worked on; "": the system's
	Log     *slog.Logger                // nil: none
	Ready   func(context.Context) error // what else must work; nil: nothing
	Limits  Limits
	Version string
	// URL is the address that people's browsers use, to whose host passkeys belong;
	// "": that of the page that asks.
	URL string
	// RunStarted has the worker of runs look at once; nil: it looks by itself.
	RunStarted func()
}

// API collects routes and serves them.
type API struct {
	Config
	mux      *http.ServeMux
	routes   []Route
	doc      *huma.OpenAPI
	schemas  huma.Registry
	names    map[string]string // Go type → schema name
	failures *failures
	guests   guests
	streams  streams
	rendered func() ([]byte, error) // the OpenAPI document, made once
	// readied are commands, by name, that read more than their fields hold before they
	// are asked for, also when they are asked for again.
	readied map[string]func(*call, govern.ID, govern.Action) error
	// remade make commands, by name, that are none on a record from what they were
	// asked with.
	remade map[string]func(json.RawMessage) (configuring, error)
}

// New makes an API with the routes that need no table: changes, the log,
// access, health and documentation.
func New(c Config) *API {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Limits.Body == 0 {
		c.Limits.Body = 8 << 20
	}
	if c.Limits.Import == 0 {
		c.Limits.Import = 64 << 20
	}
	if c.Limits.Request == 0 {
		c.Limits.Request = time.Minute
	}
	a := &API{Config: c, mux: http.NewServeMux(), failures: &failures{}, readied: map[string]func(*call, govern.ID, govern.Action) error{}, remade: map[string]func(json.RawMessage) (configuring, error){}}
	a.rendered = sync.OnceValues(a.OpenAPI)
	a.describe()
	a.documents()
	a.changes()
	a.log()
	a.proofs()
	a.reports()
	a.access()
	a.who()
	a.catalogue()
	a.find()
	a.events()
	a.health()
	a.pages()
	a.me()
	a.sessions()
	a.factors()
	a.passkeys()
	a.authzen()
	a.foreign()
	a.mux.HandleFunc("/", a.lost)
	return a
}

// Handler serves everything that has been added.
func (a *API) Handler() http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(a.crossOrigin))
	return a.identified(a.logged(a.recovered(guard.Handler(a.mux))))
}
