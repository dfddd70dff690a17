package walk_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// document is the OpenAPI document that the walk's answers are held against.
type document map[string]any

// documented holds an answer against what its operation says it may be.
func (d document) documented(method, path string, status int, kind string, body []byte) []string {
	op := d.operation(method, path)
	if op == nil {
		return nil // of no route: the walk asks for such, too
	}
	responses := op["responses"].(map[string]any)
	r, named := responses[fmt.Sprint(status)].(map[string]any)
	if !named {
		if r, named = responses["default"].(map[string]any); !named || status < 400 {
			return []string{fmt.Sprintf("the status %d is not in the document", status)}
		}
	}
	content, _ := d.follow(r)["content"].(map[string]any)
	kind, _, _ = strings.Cut(kind, ";")
	media, named := content[kind].(map[string]any)
	if !named {
		return []string{fmt.Sprintf("the type %q of status %d is not in the document", kind, status)}
	}
	if !strings.HasSuffix(kind, "json") || kind == "application/openapi+json" {
		return nil
	}
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		return []string{err.Error()}
	}
	return d.fits("", media["schema"].(map[string]any), v)
}

// operation is the one that serves the path; literal parts go before {id}.
func (d document) operation(method, path string) map[string]any {
	path, _, _ = strings.Cut(path, "?")
	var found map[string]any
	open := 0 // of {id} and the like, which stand for anything: what has fewest is served
	for name, item := range d["paths"].(map[string]any) {
		op, ok := item.(map[string]any)[strings.ToLower(method)].(map[string]any)
		if n := strings.Count(name, "{"); ok && (found == nil || n < open) && serves(name, path) {
			found, open = op, n
		}
	}
	return found
}

// serves reports whether the path is of the form, whose {id} and the like stand for
// one part each.
func serves(form, path string) bool {
	parts, forms := strings.Split(path, "/"), strings.Split(form, "/")
	if len(parts) != len(forms) {
		return false
	}
	for i, f := range forms {
		before, rest, open := strings.Cut(f, "{")
		_, after, _ := strings.Cut(rest, "}")
		switch {
		case !open && f != parts[i]:
			return false
		case open && (len(parts[i]) <= len(before)+len(after) || !strings.HasPrefix(parts[i], before) || !strings.HasSuffix(parts[i], after)):
			return false
		}
	}
	return true
}

// follow resolves a reference.
func (d document) follow(v map[string]any) map[string]any {
	ref, is := v["$ref"].(string)
	if !is {
		return v
	}
	at := any(map[string]any(d))
	for _, part := range strings.Split(strings.TrimPrefix(ref, "#/"), "/") {
		m, _ := at.(map[string]any)
		at = m[part]
	}
	found, _ := at.(map[string]any)
	return found
}

// fits lists where a value is not what its schema says.
func (d document) fits(at string, schema map[string]any, v any) (wrong []string) {
	if schema = d.follow(schema); schema == nil {
		return []string{at + ": a reference leads nowhere"}
	}
	if types := asList(schema["type"]); types != nil && !slices.ContainsFunc(types, func(t any) bool { return isOf(t.(string), v) }) {
		return []string{fmt.Sprintf("%s is %T, not %v", at, v, types)}
	}
	if enum := asList(schema["enum"]); enum != nil && !slices.Contains(enum, v) {
		wrong = append(wrong, fmt.Sprintf("%s is %v, none of %v", at, v, enum))
	}
	switch v := v.(type) {
	case map[string]any:
		properties, _ := schema["properties"].(map[string]any)
		for _, name := range asList(schema["required"]) {
			if _, there := v[name.(string)]; !there {
				wrong = append(wrong, fmt.Sprintf("%s lacks %s", at, name))
			}
		}
		for name, member := range v {
			if p, known := properties[name].(map[string]any); known {
				wrong = append(wrong, d.fits(at+"."+name, p, member)...)
			} else if schema["additionalProperties"] == false {
				wrong = append(wrong, fmt.Sprintf("%s.%s is not in the document", at, name))
			}
		}
	case []any:
		items, _ := schema["items"].(map[string]any)
		for i, item := range v {
			if items != nil {
				wrong = append(wrong, d.fits(fmt.Sprintf("%s[%d]", at, i), items, item)...)
			}
		}
	}
	return wrong
}

func asList(v any) []any {
	if list, is := v.([]any); is || v == nil {
		return list
	}
	return []any{v}
}

func isOf(kind string, v any) bool {
	switch v := v.(type) {
	case nil:
		return kind == "null"
	case bool:
		return kind == "boolean"
	case string:
		return kind == "string"
	case float64:
		return kind == "number" || kind == "integer" && v == float64(int64(v))
	case []any:
		return kind == "array"
	}
	return kind == "object"
}

// TestTheDocumentIsOpenAPI31: every reference leads somewhere, every operation
// has a name of its own and its path's parameters, and nothing is said in the
// words of 3.0.
func TestTheDocumentIsOpenAPI31(t *testing.T) {
	doc := documentOf(t, start(t, "").API.OpenAPI)
	if doc["openapi"] != "3.1.0" {
		t.Errorf("it is of version %v", doc["openapi"])
	}
	kinds := []string{"string", "integer", "number", "boolean", "object", "array", "null"}
	var each func(at string, v any)
	each = func(at string, v any) {
		switch v := v.(type) {
		case []any:
			for i, item := range v {
				each(fmt.Sprintf("%s[%d]", at, i), item)
			}
		case map[string]any:
			if _, is := v["$ref"].(string); is && doc.follow(v) == nil {
				t.Errorf("%s: %v leads nowhere", at, v["$ref"])
			}
			for name, member := range v {
				if !strings.HasSuffix(at, "properties") && (name == "nullable" || name == "example") {
					t.Errorf("%s: %s is a word of 3.0", at, name)
				}
				if text, is := member.(string); name == "type" && is && !strings.HasSuffix(at, "properties") && !strings.Contains(at, "securitySchemes") && !slices.Contains(kinds, text) {
					t.Errorf("%s: there is no type %s", at, text)
				}
				each(at+"/"+name, member)
			}
		}
	}
	each("", map[string]any(doc))
	names := map[any]string{}
	for path, item := range doc["paths"].(map[string]any) {
		for method, op := range item.(map[string]any) {
			op := op.(map[string]any)
			if other := names[op["operationId"]]; other != "" {
				t.Errorf("%s %s and %s have one name", method, path, other)
			}
			names[op["operationId"]] = method + " " + path
			for _, p := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(path, -1) {
				if !slices.ContainsFunc(asList(op["parameters"]), func(v any) bool {
					q := doc.follow(v.(map[string]any))
					return q["in"] == "path" && q["name"] == p[1] && q["required"] == true
				}) {
					t.Errorf("%s %s does not declare {%s}", method, path, p[1])
				}
			}
		}
	}
}

func documentOf(t *testing.T, of func() ([]byte, error)) document {
	t.Helper()
	text, err := of()
	if err != nil {
		t.Fatal(err)
	}
	doc := document{}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}
