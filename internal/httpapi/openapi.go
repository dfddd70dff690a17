package httpapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/money"
)

const documentation = `Everything that Countersign can be asked.

Every table is a resource, every command a POST. A write is answered 200 or 201
when it was applied, and 202 with the pending change when other people have to
agree first. What was refused is a problem document (RFC 9457) with a stable code.`

// describe begins the OpenAPI document.
func (a *API) describe() {
	huma.DefaultArrayNullable = false
	a.names = map[string]string{}
	a.schemas = huma.NewMapRegistry("#/components/schemas/", a.schemaName)
	for from, to := range map[reflect.Type]reflect.Type{
		reflect.TypeFor[govern.Time]():      reflect.TypeFor[timeText](),
		reflect.TypeFor[money.Money]():      reflect.TypeFor[moneyText](),
		reflect.TypeFor[access.ScopeKind](): reflect.TypeFor[string](),
		reflect.TypeFor[access.Lack]():      reflect.TypeFor[accessLack](),
	} {
		a.schemas.RegisterTypeAlias(from, to)
	}
	a.doc = &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info:    &huma.Info{Title: "Countersign", Version: "1", Description: documentation},
		Components: &huma.Components{Schemas: a.schemas, SecuritySchemes: map[string]*huma.SecurityScheme{
			"token": {Type: "http", Scheme: "bearer", Description: "An API token."},
		}},
	}
	a.doc.Components.Parameters = map[string]*huma.Param{dryRun.name: dryRun.param("query")}
	for _, p := range writeHeaders {
		a.doc.Components.Parameters[p.name] = p.param("header")
	}
	a.doc.Components.Responses = map[string]*huma.Response{"Problem": {
		Description: "It was refused or failed.",
		Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: schemaOf[Problem](a)}},
	}}
}

// param describes a parameter.
func (p parameter) param(in string) *huma.Param {
	q := &huma.Param{Name: p.name, In: in, Description: p.doc, Required: p.required, Schema: p.schema}
	if p.many {
		q.Style, q.Explode = "form", &p.many
	}
	return q
}

// parameter describes one of an operation, by reference where all have it.
func (a *API) parameter(p parameter, in string) *huma.Param {
	if a.doc.Components.Parameters[p.name] != nil {
		return &huma.Param{Ref: "#/components/parameters/" + p.name}
	}
	return p.param(in)
}

// schemaName keeps types of one name in different packages apart: rows have
// their table's name, what is of this package or of govern its own, the rest
// its package's before it.
func (a *API) schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if name := a.names[t.String()]; name != "" {
		return name
	}
	name := huma.DefaultSchemaNamer(t, hint)
	if p := path.Base(t.PkgPath()); t.Name() != "" && p != "." && p != "httpapi" && p != "govern" {
		name = strings.ToUpper(p[:1]) + p[1:] + name
	}
	return name
}

// accessLack is how an access.Lack is written: what is said of a grant is there
// only when it is about one.
type accessLack struct {
	Code    access.LackCode `json:"code"`
	At      int64           `json:"at,omitempty"`
	Wall    string          `json:"wall,omitempty"`
	Grant   string          `json:"grant,omitempty"`
	Member  string          `json:"member,omitempty"`
	Group   string          `json:"group,omitempty"`
	Through []string        `json:"through,omitempty"`
	Scope   *access.Scope   `json:"scope,omitempty"`
}

// timeText is how a govern.Time is written.
type timeText struct{}

// Schema describes it.
func (timeText) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Description: "RFC 3339, UTC, microseconds; empty for none.", Examples: []any{"2026-11-22T14:00:00.000000Z"}}
}

// moneyText is how a money.Money is written.
type moneyText struct{}

// Schema describes it.
func (moneyText) Schema(huma.Registry) *huma.Schema {
	no := false
	s := &huma.Schema{Type: huma.TypeObject, Required: []string{"currency", "value"}, AdditionalProperties: no, Properties: map[string]*huma.Schema{
		"currency": {Type: huma.TypeString, Description: "ISO 4217.", Examples: []any{"EUR"}},
		"value":    {Type: huma.TypeString, Description: "Decimal text with the currency's digits.", Examples: []any{"12500.00"}},
	}}
	s.PrecomputeMessages()
	return s
}

func schemaOf[T any](a *API) *huma.Schema {
	return a.schemas.Schema(reflect.TypeFor[T](), true, reflect.TypeFor[T]().Name())
}

func schemaInline[T any](a *API) *huma.Schema { return a.inline(reflect.TypeFor[T]()) }

// inline is the schema itself, for holding a body against it.
func (a *API) inline(t reflect.Type) *huma.Schema { return a.schemas.Schema(t, false, t.Name()) }

// document describes a route.
func (a *API) document(rt *route) {
	op := &huma.Operation{
		Method: rt.Method, Path: rt.Path, OperationID: operationID(rt), Summary: rt.summary, Tags: []string{rt.tag},
		Responses: map[string]*huma.Response{},
	}
	if rt.Asks != anyone {
		op.Security = []map[string][]string{{"token": {}}}
		op.Responses["default"] = &huma.Response{Ref: "#/components/responses/Problem"}
		if rt.authzen {
			op.Responses["default"] = &huma.Response{Description: "It was refused or failed: a message.", Content: map[string]*huma.MediaType{"text/plain": {Schema: &huma.Schema{Type: huma.TypeString}}}}
		}
	}
	op.Description = "Who may: " + rt.Asks + "."
	if rt.Permission != "" {
		op.Description = "Permission: `" + rt.Permission + "`."
		op.Extensions = map[string]any{"x-permission": rt.Permission}
	}
	if strings.Contains(rt.Path, "{"+foreignTable+"}") {
		op.Parameters = append(op.Parameters, &huma.Param{Name: foreignTable, In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}})
	}
	if strings.Contains(rt.Path, "{id}") {
		op.Parameters = append(op.Parameters, &huma.Param{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}})
	}
	for _, p := range rt.query {
		op.Parameters = append(op.Parameters, a.parameter(p, "query"))
	}
	for _, p := range rt.headers {
		op.Parameters = append(op.Parameters, a.parameter(p, "header"))
	}
	if rt.body != nil {
		op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Schema: rt.body}}}
		for kind, form := range rt.forms {
			op.RequestBody.Content[kind] = &huma.MediaType{Schema: form}
		}
	}
	a.answers(rt, op)
	a.doc.AddOperation(op)
}

func (a *API) answers(rt *route, op *huma.Operation) {
	answer := rt.answer
	if rt.write && answer == nil {
		answer = schemaOf[govern.Outcome](a)
	}
	if answer == nil {
		answer = &huma.Schema{Type: huma.TypeString}
	}
	give := func(status int, what string, s *huma.Schema) {
		content := map[string]*huma.MediaType{}
		for _, kind := range strings.Split(orJSON(rt.answerType), ", ") {
			if content[kind] = (&huma.MediaType{Schema: s}); kind != "application/json" && s.Type != huma.TypeString && rt.answerType != "" {
				content[kind] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
			}
		}
		op.Responses[strconv.Itoa(status)] = &huma.Response{Description: what, Content: content}
	}
	if !rt.write {
		give(http.StatusOK, "What was asked for.", answer)
		return
	}
	done := schemaOf[Planned](a)
	if rt.answer != nil && !rt.created {
		done = answer
	}
	give(http.StatusOK, "It was applied, or, with dry_run, what would happen (then with the rows).", done)
	if rt.created {
		give(http.StatusCreated, "It was made.", answer)
	}
	give(http.StatusAccepted, "It waits for other people.", answer)
}

func orJSON(kind string) string {
	if kind == "" {
		return "application/json"
	}
	return kind
}

// operationID names an operation by its path, for generated clients.
func operationID(rt *route) string {
	words := []string{strings.ToLower(rt.Method)}
	for _, part := range strings.FieldsFunc(strings.TrimPrefix(rt.Path, "/api/v1"), func(r rune) bool { return r == '/' || r == '.' }) {
		words = append(words, strings.Trim(part, "{}"))
	}
	return strings.Join(words, "-")
}

// OpenAPI is the document, indented, with the same bytes for the same routes.
func (a *API) OpenAPI() ([]byte, error) {
	doc, err := json.MarshalIndent(a.doc, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("the OpenAPI document: %w", err)
	}
	return append(doc, '\n'), nil
}
