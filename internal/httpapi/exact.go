package httpapi

import (
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/countersign/countersign/internal/govern"
)

// exact makes the schema of a row say what its tags leave unsaid: that an
// optional text may be empty whatever else is asked of it, and that lists inside
// documents may be null.
func (a *API) exact(row *huma.Schema, columns []govern.Column) {
	for _, c := range columns {
		s := row.Properties[c.Name]
		if s == nil {
			continue
		}
		if c.Optional() && s.Type == huma.TypeString {
			loose := *s
			if loose.MinLength = nil; s.Enum != nil && !slices.Contains(s.Enum, any("")) {
				loose.Enum = append([]any{""}, s.Enum...)
			}
			if s.Pattern != "" {
				loose.Pattern = "^$|" + s.Pattern
			}
			loose.PrecomputeMessages()
			row.Properties[c.Name] = &loose
		}
		if s.Ref != "" {
			a.nullable(s, map[string]bool{})
		}
	}
}

// nullable lets the lists of a document be null, as Go writes those that are
// empty.
func (a *API) nullable(s *huma.Schema, seen map[string]bool) {
	if s == nil {
		return
	}
	if s.Ref != "" {
		if seen[s.Ref] {
			return
		}
		seen[s.Ref] = true
		s = a.schemas.Map()[s.Ref[strings.LastIndex(s.Ref, "/")+1:]]
	}
	if s == nil {
		return
	}
	for _, p := range s.Properties {
		if p.Type == huma.TypeArray {
			p.Nullable = true
		}
		a.nullable(p, seen)
		a.nullable(p.Items, seen)
	}
}

// documents lets the lists be null of what signing answers.
func (a *API) documents() {
	for _, s := range []*huma.Schema{schemaOf[PackageStanding](a), schemaOf[Warning](a)} {
		a.nullable(s, map[string]bool{})
	}
}
