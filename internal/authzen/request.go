// Package authzen is the decision point of the AuthZEN Authorization API 1.0
// (OpenID Foundation): it reads a request, finds who and what it is about, and
// asks access for our own tables and the declared policies for the types of
// other applications. It says yes or no and never changes anything.
//
// It guarantees that what is unknown is denied, that one request is answered
// from one state of the database, that unknown members are ignored and repeated
// ones refused, and that no request costs more than its bounds.
package authzen

import (
	"bytes"
	"encoding/json"

	strict "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/countersign/countersign/internal/fault"
)

// Bounds on what one request may ask.
const (
	MostEvaluations = 100   // of one request
	mostText        = 1000  // bytes of a type, an id or a name
	mostResults     = 1000  // of one page of a search
	looked          = 20000 // candidates that one page of a search looks at
	mostPageToken   = 8000
)

// members are those of a JSON object, as they are written.
type members map[string]json.RawMessage

// object reads a JSON object. Fault bad_request.
func object(place string, text []byte) (members, error) {
	var m map[string]jsontext.Value
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, bad(place, "is empty; send a JSON object")
	}
	if err := strict.Unmarshal(text, &m); err != nil || m == nil {
		return nil, bad(place, "is no JSON object whose members all differ")
	}
	list := make(members, len(m))
	for name, value := range m {
		list[name] = json.RawMessage(value)
	}
	return list, nil
}

func bad(place, what string) error {
	return fault.Bad(place, "bad_request", "%s %s.", place, what)
}

// text is a member that is a text, and whether it is there.
func (m members) text(place, name string) (string, bool, error) {
	raw, there := m[name]
	if !there {
		return "", false, nil
	}
	var s string
	if err := strict.Unmarshal(raw, &s); err != nil || raw[0] != '"' {
		return "", true, bad(place+"."+name, "is no text")
	}
	if len(s) > mostText {
		return "", true, bad(place+"."+name, "is too long")
	}
	return s, true, nil
}

// object is a member that is an object; nil when it is not there.
func (m members) object(place, name string) (members, error) {
	raw, there := m[name]
	if !there {
		return nil, nil
	}
	if place != "" {
		place += "."
	}
	return object(place+name, raw)
}

// entity is a subject or a resource as it is sent.
type entity struct {
	kind, id string
	given    members
}

// entity reads a member that is a subject or a resource. named: its id is asked for.
func (m members) entity(name string, named bool) (e entity, err error) {
	o, err := m.object("", name)
	if err != nil {
		return e, err
	}
	if o == nil {
		return e, bad(name, "is missing")
	}
	var there bool
	if e.kind, there, err = o.text(name, "type"); err != nil || !there || e.kind == "" {
		return e, missing(err, name+".type")
	}
	if named {
		if e.id, there, err = o.text(name, "id"); err != nil || !there || e.id == "" {
			return e, missing(err, name+".id")
		}
	}
	e.given, err = o.object(name, "properties")
	return e, err
}

func missing(err error, place string) error {
	if err != nil {
		return err
	}
	return bad(place, "is missing")
}

// question is one request as it is sent.
type question struct {
	subject, resource entity
	action            string
	actionGiven       members
	context           members
}

// question reads an evaluation.
func (m members) question() (q question, err error) {
	if q.subject, err = m.entity("subject", true); err != nil {
		return q, err
	}
	if err = m.action(&q); err != nil {
		return q, err
	}
	if q.resource, err = m.entity("resource", true); err != nil {
		return q, err
	}
	q.context, err = m.object("", "context")
	return q, err
}

func (m members) action(q *question) error {
	o, err := m.object("", "action")
	if err != nil {
		return err
	}
	if o == nil {
		return bad("action", "is missing")
	}
	var there bool
	if q.action, there, err = o.text("action", "name"); err != nil || !there || q.action == "" {
		return missing(err, "action.name")
	}
	q.actionGiven, err = o.object("action", "properties")
	return err
}
