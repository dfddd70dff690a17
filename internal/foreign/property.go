package foreign

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"

	"github.com/countersign/countersign/internal/fault"
)

// Property is one thing that conditions may ask about a subject, a resource, an
// action or the context. What is not declared is not looked at.
type Property struct {
	Name string `json:"name" doc:"Letters, digits and underscores: ownerID."`
	Kind string `json:"kind" enum:"text,integer,boolean,time,list" doc:"list: of texts."`
	// Kept says whose word counts: that of the caller where it gives one, or
	// never the caller's.
	Kept bool   `json:"kept,omitempty" doc:"Only what is kept here counts, never what the caller says."`
	Doc  string `json:"doc,omitempty"`
}

// kinds are the CEL types of the kinds of properties.
var kinds = map[string]*cel.Type{
	"text": cel.StringType, "integer": cel.IntType, "boolean": cel.BoolType,
	"time": cel.TimestampType, "list": cel.ListType(cel.StringType),
}

// given is the value that a caller sent. Fault bad_value.
func (p *Property) given(place string, text json.RawMessage) (any, error) {
	var err error
	switch p.Kind {
	case "text":
		var s string
		err = json.Unmarshal(text, &s)
		if err == nil && text[0] == '"' {
			return s, nil
		}
	case "integer":
		var n int64
		if n, err = strconv.ParseInt(string(text), 10, 64); err == nil {
			return n, nil
		}
	case "boolean":
		if s := string(text); s == "true" || s == "false" {
			return s == "true", nil
		}
	case "time":
		var s string
		var t time.Time
		if err = json.Unmarshal(text, &s); err == nil {
			if t, err = time.Parse(time.RFC3339, s); err == nil {
				return types.Timestamp{Time: t.UTC()}, nil
			}
		}
	case "list":
		var list []string
		if err = json.Unmarshal(text, &list); err == nil && text[0] == '[' {
			return list, nil
		}
	}
	return nil, fault.Bad(place, "bad_value", "%s is no %s.", place, p.Kind)
}

// kept is the value of what is kept with an entity. Fault bad_value.
func (p *Property) kept(place string, values []string) (any, error) {
	if p.Kind == "list" {
		return values, nil
	}
	if len(values) != 1 {
		return nil, fault.Bad(place, "bad_value", "%s is kept with %d values, and a %s has one.", place, len(values), p.Kind)
	}
	text := json.RawMessage(values[0])
	if p.Kind == "text" || p.Kind == "time" {
		text, _ = json.Marshal(values[0]) // a string always can be
	}
	return p.given(place, text)
}

// declared checks the properties of one place.
func declared(place string, list []Property) error {
	if len(list) > most {
		return fault.Bad(place, "too_many", "There are %d properties here; %d are allowed.", len(list), most)
	}
	seen := map[string]bool{}
	for i, p := range list {
		at := fmt.Sprintf("%s[%d]", place, i)
		switch {
		case !propertyForm.MatchString(p.Name):
			return fault.Bad(at+".name", "bad_form", "%q is no name of a property: letters, digits and underscores, not beginning with a digit.", p.Name)
		case seen[p.Name]:
			return fault.Bad(at+".name", "repeated", "The property %s is declared twice.", p.Name)
		case kinds[p.Kind] == nil:
			return fault.Bad(at+".kind", "unknown_value", "%q is none of text, integer, boolean, time, list.", p.Kind)
		}
		seen[p.Name] = true
	}
	return nil
}
