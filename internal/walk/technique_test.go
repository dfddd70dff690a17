package walk_test

import (
	"net/http"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/testkit/entrance"
)

// marks stand where administrators of the technique see nothing: each is looked for
// in every answer that they get.
var marks = map[string]string{
	"a key of a process":                         "zzrulekey",
	"an amount column of a process":              "zzruleamount",
	"a tolerance of a process":                   "31415.926",
	"a pending change of rules":                  "zzrulepending",
	"the rules of a staging copy":                "zzrulecopy",
	"the contents of a reference table":          "zzcontent",
	"a key of a row that was matched":            "zzkeymatched",
	"a key of a row that was not":                "zzkeyopen",
	"an amount of a row":                         "7310424.17",
	"the balance of a statement":                 "5550123.45",
	"the reason why a match was broken":          "zzbroken",
	"a beneficiary":                              "Zzbeneficiary",
	"the account of somebody else who is paid":   "NL91ABNA0417164300",
	"a beneficiary's account":                    "FR1420041010050500013M02606",
	"what an order is for":                       "zzremittance",
	"an amount of an order":                      "8421535.28",
	"an amount of an invoice of a netting cycle": "9532646.39",
}

// marked are the records that hold marks, and those around them, by table.
type marked map[string][]string

func (m marked) add(table string, ids ...string) { m[table] = append(m[table], ids...) }

// confide has somebody who holds all roles of the technique read all that there is to
// read, and somebody with each of them alone all that the role lets them, and finds
// no mark in it; who may see everything finds each.
func (w *walk) confide() {
	at := w.mark()
	seen := map[string]bool{}
	w.readsAll(maker, nil, at, func(path, mark string) { seen[mark] = true })
	for what, mark := range marks {
		if !seen[mark] {
			w.t.Errorf("%s is nowhere to be read, so that nothing is shown by its not being told", what)
		}
	}
	w.employAs(technician, standard.Technique...)
	w.readsAll(technician, nil, at, func(path, mark string) {
		w.t.Errorf("GET %s tells somebody who holds all roles of the technique %s", path, mark)
	})
	for _, role := range standard.Technique {
		w.run(role, func() {
			user := technician + "-" + role
			w.employAs(user, role)
			w.readsAll(user, permissionsOf(role), at, func(path, mark string) {
				w.t.Errorf("GET %s tells somebody who is %s alone %s", path, role, mark)
			})
		})
	}
}

// technician begins the names of those who hold roles of the technique.
const technician = "technician"

// employAs hires somebody with standard roles, over everything or on every record.
func (w *walk) employAs(user string, roles ...string) {
	w.t.Helper()
	w.makeAs(ada, "user", user, fields{"email": user + "@example.com", "name": "The " + user, "kind": "person", "status": "active", "unit": "treasury"})
	for _, role := range roles {
		given := fields{"user": user, "role": role, "scope": "everything"}
		if tables := standard.Narrow[role]; tables != nil {
			given["scope"], given["scope_table"] = "table", tables[0]
		}
		w.makeAs(ada, "grant", w.name("grant"), given)
	}
	w.keep(user, entrance.Session(w.t, w.s.Desk, user))
}

// readsAll asks every GET route, or those alone that ask one of the permissions or
// none, and says where a mark stands in the answer.
func (w *walk) readsAll(user string, holds []string, at marked, found func(path, mark string)) {
	answered := 0
	for _, r := range w.s.API.Routes() {
		route := r.Method + " " + r.Path
		if r.Method != http.MethodGet || streamed[route] != "" {
			continue
		}
		if holds != nil && r.Permission != "" && !slices.Contains(holds, r.Permission) {
			continue
		}
		for _, path := range at.paths(w, route) {
			a := w.ask(user, http.MethodGet, path, nil)
			if a.status == http.StatusOK {
				answered++
			}
			for _, mark := range marks {
				if strings.Contains(string(a.body), mark) {
					found(path, mark)
				}
			}
		}
	}
	if answered < 20 {
		w.t.Errorf("only %d answers were given to %s", answered, user)
	}
}

// paths are the addresses of a route: with the queries that it takes, for records
// that are there.
func (m marked) paths(w *walk, route string) []string {
	path := strings.TrimPrefix(route, "GET ")
	table, _, _ := strings.Cut(strings.TrimPrefix(path, "/api/v1/"), "/")
	queries := []string{""}
	for _, r := range reads {
		if r.route == route && r.query != "" {
			queries = []string{r.query}
		}
	}
	switch {
	case path == "/api/v1/"+table && slices.Contains(tableNames(), table):
		queries = []string{"?limit=1000&names=true&count=true", "?export=true&sort=-id"}
	case path == "/api/v1/search":
		queries = []string{"?q=zz", "?q=7310424", "?q=FR14200410"}
	case path == "/api/v1/run/{id}/file":
		queries = []string{"?side=left", "?side=right"}
	case path == "/api/v1/process/named":
		queries = []string{""}
	case path == "/api/v1/change":
		queries = []string{"?box=waiting&limit=200", "?box=mine&limit=200", "?box=all&limit=200"}
	case path == "/api/v1/change/summary":
		queries = []string{"?id=" + m["change"][0]}
	case strings.HasPrefix(path, "/api/v1/{declared_table}"):
		path, table = strings.Replace(path, "{declared_table}", noted, 1), noted
	case path == "/api/v1/audit/entry/{id}", path == "/api/v1/audit/entry/{id}/proof":
		table = "audit"
	case path == "/api/v1/audit/tlog/tile/{id}":
		path = strings.Replace(path, "{id}", "entries/000.p/1", 1)
	}
	var list []string
	for _, query := range queries {
		if !strings.Contains(path, "{id}") {
			list = append(list, path+query)
			continue
		}
		for _, id := range m.records(w, table) {
			list = append(list, strings.Replace(path, "{id}", id, 1)+query)
		}
	}
	return list
}

// records are those of the table that hold a mark; its first and last where none does.
func (m marked) records(w *walk, table string) []string {
	if ids := m[table]; len(ids) > 0 {
		return ids
	}
	ids := []string{"none"}
	if slices.Contains(append(tableNames(), noted), table) {
		ids = nil
		for _, sort := range []string{"id", "-id"} {
			for _, f := range w.ask(maker, http.MethodGet, "/api/v1/"+table+"?limit=1&sort="+sort, nil).is(http.StatusOK).items() {
				ids = append(ids, f["id"].(string))
			}
		}
	}
	m.add(table, ids...)
	return ids
}
