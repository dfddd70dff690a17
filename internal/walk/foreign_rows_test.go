package walk_test

import (
	"net/http"
	"strings"

	"github.com/countersign/countersign/internal/audit"
)

// letters is a name of small letters alone, another one each time.
func (w *walk) letters() string {
	digits := w.name("x")
	var b strings.Builder
	for _, r := range digits {
		if r >= '0' && r <= '9' {
			b.WriteRune('a' + r - '0')
		}
	}
	return walked + b.String()
}

// walked begins the names of what rows declare for a while.
const walked = "walked_"

// noted is a table of another application that the walk goes along like our own.
const noted = "noted_thing"

var foreignTables = []table{
	{name: "foreign_type", change: fields{"doc": "Another sentence."}, free: "a type rests on nothing that has a version", row: func(w *walk) fields {
		return fields{"name": w.letters(), "actions": []fields{{"name": "open", "allow": []fields{{"who": "permission"}}}}}
	}},
	{name: "foreign_entity", change: fields{"properties": []fields{{"name": "colour", "values": []string{"red"}}}}, free: "an entity rests on nothing that has a version", row: func(w *walk) fields {
		return fields{"type": "thing", "key": w.name("thing"), "unit": "treasury"}
	}},
	{name: "foreign_table", change: fields{"doc": "Another sentence."}, free: "a table rests on nothing that has a version", row: func(w *walk) fields {
		return declaration(w.letters())
	}},
}

func declaration(name string) fields {
	return fields{"name": name, "doc": "Things of another application.", "unit_column": "unit", "unique": []fields{{"columns": []string{"code"}}}, "columns": []fields{
		{"name": "code", "kind": "text", "audit": "show"},
		{"name": "unit", "kind": "text", "audit": "show", "ref": "unit"},
		{"name": "count", "kind": "integer", "audit": "show", "optional": true},
		{"name": "limit", "kind": "money", "audit": "show"},
		{"name": "key", "kind": "text", "audit": "mask", "optional": true},
	}}
}

// composedTables are declared while the server runs; their routes stand in the
// documentation once for all.
var composedTables = []table{
	{name: noted, change: fields{"count": 7}, free: "a thing rests on nothing that has a version", row: func(w *walk) fields {
		return fields{"code": w.name("T"), "unit": "treasury", "limit": fields{"currency": "EUR", "value": "12.50"}}
	}},
}

func composedSteps() []step {
	var list []step
	for _, r := range composedTables {
		list = append(list, r.steps()...)
	}
	return list
}

// generic is the documented form of a composed table's route.
func generic(route string) string {
	return strings.Replace(route, "/api/v1/"+noted, "/api/v1/{declared_table}", 1)
}

func composedRoutes() []string {
	list := []string{"GET /api/v1/{declared_table}", "GET /api/v1/{declared_table}/{id}", "GET /api/v1/{declared_table}/{id}/history"}
	for _, s := range composedSteps() {
		list = append(list, generic(s.route))
	}
	return list
}

// questions are what other applications ask of the decision point.
var questions = []struct {
	route, asks string
	body        fields
	has         string
}{
	{"POST /access/v1/evaluation", "access.evaluate", asking, `{"decision":true}`},
	{"POST /access/v1/evaluations", "access.evaluate", fields{"subject": asking["subject"], "action": asking["action"], "evaluations": []fields{{"resource": asking["resource"]}}}, `{"evaluations":[{"decision":true}]}`},
	{"POST /access/v1/search/subject", "access.search", asking, `"id":"maker"`},
	{"POST /access/v1/search/resource", "access.search", asking, `"id":"treasury"`},
	{"POST /access/v1/search/action", "access.search", asking, `"name":"view"`},
}

var asking = fields{"subject": fields{"type": "user", "id": maker}, "action": fields{"name": "view"}, "resource": fields{"type": "unit", "id": "treasury"}}

// question: with the permission over everything and not otherwise, and the
// refusal is in the log. Nothing changes by being asked.
func (w *walk) question(route, asks string, body fields, has string) {
	path := strings.TrimPrefix(route, "POST ")
	if a := w.ask("", "POST", path, body); a.status != http.StatusUnauthorized {
		w.t.Errorf("%s without a session: %d", route, a.status)
	}
	w.lack(asks)
	before := w.rows()
	since := w.head()
	for _, user := range []string{lacking, outsider} {
		if a := w.ask(user, "POST", path, body); a.status != http.StatusForbidden {
			w.t.Errorf("%s by the %s: %d", route, user, a.status)
		}
	}
	w.recorded(since, like{action: asks, outcome: audit.Refused, code: "denied"}, 2)
	if a := w.ask(maker, "POST", path, body).is(http.StatusOK); !strings.Contains(string(a.body), has) {
		w.t.Errorf("%s answers %.300s, without %s", route, a.body, has)
	}
	w.unchanged(before, route)
}
