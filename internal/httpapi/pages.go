package httpapi

import (
	"bytes"
	"embed"
	"html/template"
	"io"
	"sort"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed page
var page embed.FS

var docsPage = template.Must(template.ParseFS(page, "page/docs.html"))

// pages serves the OpenAPI document and the same for people, without a request
// to any other host.
func (a *API) pages() {
	a.add(route{
		Route: Route{Method: "GET", Path: "/openapi.json", Asks: anyone}, tag: "docs", summary: "This document",
		answerType: "application/openapi+json", do: func(*call) (reply, error) {
			doc, err := a.rendered()
			return raw("application/openapi+json", doc), err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/docs", Asks: anyone}, tag: "docs", summary: "This document for people",
		answerType: "text/html", do: func(c *call) (reply, error) {
			c.w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'")
			var out bytes.Buffer
			err := docsPage.Execute(&out, a.chapters())
			return raw("text/html; charset=utf-8", out.Bytes()), err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/docs/style.css", Asks: anyone}, tag: "docs", summary: "The page's style",
		answerType: "text/css", do: func(*call) (reply, error) {
			css, err := page.ReadFile("page/style.css")
			return raw("text/css; charset=utf-8", css), err
		},
	})
}

// raw answers bytes as they are.
func raw(kind string, b []byte) reply {
	return reply{header: map[string]string{"Content-Type": kind}, stream: func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}}
}

// chapter is what the page shows of one tag.
type chapter struct {
	Name       string
	Operations []operation
}

type operation struct {
	*huma.Operation
	Takes  []*huma.Param
	Fields []field
}

// field is one member of a body.
type field struct {
	Name, Type, Doc string
	Required        bool
}

func (a *API) chapters() []chapter {
	by := map[string][]operation{}
	for _, item := range a.doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op != nil {
				by[op.Tags[0]] = append(by[op.Tags[0]], operation{op, a.takes(op), a.fields(op)})
			}
		}
	}
	var list []chapter
	for name, ops := range by {
		sort.Slice(ops, func(i, j int) bool {
			if ops[i].Path != ops[j].Path {
				return ops[i].Path < ops[j].Path
			}
			return ops[i].Method < ops[j].Method
		})
		list = append(list, chapter{name, ops})
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}

// takes lists the parameters, with those that are only referred to in full.
func (a *API) takes(op *huma.Operation) []*huma.Param {
	list := make([]*huma.Param, len(op.Parameters))
	for i, p := range op.Parameters {
		if list[i] = p; p.Ref != "" {
			list[i] = a.doc.Components.Parameters[p.Ref[strings.LastIndex(p.Ref, "/")+1:]]
		}
	}
	return list
}

// fields lists what a JSON body holds, for the page.
func (a *API) fields(op *huma.Operation) []field {
	if op.RequestBody == nil || op.RequestBody.Content["application/json"] == nil {
		return nil
	}
	s := op.RequestBody.Content["application/json"].Schema
	var list []field
	for name, p := range s.Properties {
		f := field{Name: name, Doc: p.Description, Type: p.Type}
		if p.Ref != "" {
			f.Type = p.Ref[strings.LastIndex(p.Ref, "/")+1:]
		}
		for _, r := range s.Required {
			f.Required = f.Required || r == name
		}
		list = append(list, f)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}
