package httpapi

import (
	"bytes"
	"errors"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/countersign/countersign/internal/fault"
)

const mergePatch = "application/merge-patch+json"

// patchRoute serves the change of single fields as a merge patch (RFC 7396).
func (x *resource) patchRoute(match parameter) {
	fields := *x.write
	fields.Required, fields.Properties = nil, map[string]*huma.Schema{}
	for name, s := range x.write.Properties {
		if !requires(x.write, name) && s.Type != "" {
			nullable := *s
			nullable.Nullable, s = true, &nullable
		}
		fields.Properties[name] = s
	}
	fields.PrecomputeMessages()
	fields.Description = "The fields that change; null empties one that may be empty. Of an amount or other object, its members in the same way; a list is replaced as a whole."
	x.a.add(route{
		Route: Route{Method: "PATCH", Path: x.path() + "/{id}", Permission: x.name + ".update"}, tag: x.name, write: true,
		summary: "Change fields of " + oneOf(x.name) + " (If-Match)", headers: []parameter{match.must()},
		body: &fields, forms: map[string]*huma.Schema{mergePatch: &fields}, do: x.patch,
	})
}

func (x *resource) patch(c *call) (reply, error) {
	base, err := c.match()
	if err != nil {
		return reply{}, err
	}
	before, err := x.t.Get(c.ctx, x.a.DB, c.id())
	if fault.Is(err, fault.NotFound) || !c.holds(x.name+".update") {
		return c.submit(x.t.Put(c.id(), base, x.t.New())) // the Engine says it to those who may know
	}
	if err != nil {
		return reply{}, err
	}
	image, err := x.t.Plain(before)
	if err != nil {
		return reply{}, err
	}
	if c.body, err = x.merged(image, c.body); err != nil {
		return reply{}, err
	}
	row, err := x.row(c, c.id(), before)
	if err != nil {
		return reply{}, err
	}
	return c.submit(x.t.Put(c.id(), x.since(before, base), row))
}

// since is the version that the row rests on: base, unless what was read for it
// is another one. Then it is a version that the record will never be at again,
// and the Engine refuses it to those who may know.
func (x *resource) since(read any, base int64) int64 {
	if at := x.t.MetaOf(read).Version; base > at {
		return 0
	}
	return base
}

// merged is the row with the patch applied. What it comes to is held against the
// schema like any other body; here only what a merge would swallow is refused.
func (x *resource) merged(image, patch []byte) ([]byte, error) {
	if len(bytes.TrimSpace(patch)) == 0 {
		patch = []byte("{}")
	}
	var change map[string]jsontext.Value
	if err := json.Unmarshal(patch, &change); err != nil {
		var meaning *json.SemanticError
		if errors.As(err, &meaning) {
			return nil, fault.Bad("body", "not_an_object", "The body is one JSON object.")
		}
		return nil, x.a.bodyFault(err, x.write)
	}
	for name, value := range change {
		if name == "id" || name == "version" {
			continue // refused with the merged row
		}
		if x.write.Properties[name] == nil {
			return nil, fault.Bad(name, "unknown_field", "There is no field %s here.%s", name, likely(x.write, name))
		}
		if value.Kind() == 'n' && requires(x.write, name) {
			return nil, fault.Bad(name, "missing_field", "The field %s cannot be empty.", name)
		}
		if value.Kind() == 'n' && x.write.Properties[name].WriteOnly {
			change[name] = jsontext.Value(`""`) // a secret that is only left out stays
		}
	}
	patch, err := json.Marshal(change)
	if err != nil {
		return nil, err
	}
	return merge(image, patch)
}

func requires(s *huma.Schema, name string) bool {
	for _, r := range s.Required {
		if r == name {
			return true
		}
	}
	return false
}

// merge is RFC 7396's MergePatch. Values that are not objects are taken as they
// are written, so that no number is rounded.
func merge(target, patch jsontext.Value) (jsontext.Value, error) {
	if patch.Kind() != '{' {
		return patch, nil
	}
	into, change := map[string]jsontext.Value{}, map[string]jsontext.Value{}
	if target.Kind() == '{' {
		if err := json.Unmarshal(target, &into); err != nil {
			return nil, err
		}
	}
	if err := json.Unmarshal(patch, &change); err != nil {
		return nil, err
	}
	for name, value := range change {
		if value.Kind() == 'n' {
			delete(into, name)
			continue
		}
		next, err := merge(into[name], value)
		if err != nil {
			return nil, err
		}
		into[name] = next
	}
	return json.Marshal(into, json.Deterministic(true))
}
