// Package walk_test walks every declared table, every command and every HTTP
// route of the server, on both databases, as people with tokens of their own.
//
// Each writing route is denied without its permission and without a token,
// rehearsed, held under a four-eyes rule, refused to its maker and to those who
// may not approve, approved by another, found stale when raced, and read back
// in the log; each reading route is refused without its permission and to
// people of another unit. Rows say what to ask (rows_*_test.go); the steps are
// the same for all. What no row names fails TestEveryRouteHasItsRow.
package walk_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/testkit"
)

// TestTheWalk goes along every row.
func TestTheWalk(t *testing.T) {
	if testing.Short() {
		t.Skip("it asks one thing after the other, where the race detector finds nothing; without -short it goes along every row")
	}
	testkit.EachURL(t, func(t *testing.T, url string) {
		t.Parallel()
		walkAll(t, url)
	})
}

func walkAll(t *testing.T, url string) {
	w := open(t, url)
	w.found()
	for _, s := range steps() {
		w.run(s.title(), func() { w.step(s) })
	}
	w.run("reject", w.reject)
	w.run("withdraw", w.withdraw)
	w.run("approve", w.approveByWrongRequests)
	w.run("approve what its table refuses now", w.outlived)
	for _, s := range composedSteps() {
		w.run(s.title(), func() { w.step(s) })
	}
	w.run("read "+noted, func() { w.readTable(noted) })
	for _, q := range questions {
		w.run(q.route, func() { w.question(q.route, q.asks, q.body, q.has) })
	}
	for _, table := range tableNames() {
		w.run("read "+table, func() { w.readTable(table) })
	}
	w.run("refusals beneath what one does not see", w.blind)
	for _, r := range reads {
		w.run(r.route, func() { w.read(r) })
	}
	w.run("GET /api/v1/audit of a unit", w.readLog)
	w.run("administrators of the technique", w.confide)
	w.run("GET /api/v1/event", w.stream)
	w.run("my own matters", w.mine)
	w.run("end sessions", w.endSessions)
	for route := range ungoverned {
		w.run(route, func() { w.open(route) })
	}
	w.run("no secret in the whole log", w.sweep)
}

// steps are all writing rows as the steps they stand for.
func steps() []step {
	var list []step
	for _, r := range tables {
		list = append(list, r.steps()...)
	}
	for _, r := range commands() {
		list = append(list, r.step())
	}
	return append(list, configuration, bundle, archive, restore)
}

// tableNames are all tables that the walk knows.
func tableNames() []string {
	names := slices.Clone(byCommand)
	for _, r := range tables {
		names = append(names, r.name)
	}
	slices.Sort(names)
	return names
}

// routes are all that the walk asks for, with the permissions that it takes
// them to ask; "" for none.
func routes() map[string][]string {
	named := map[string][]string{}
	name := func(route, permission string) {
		if !slices.Contains(named[route], permission) {
			named[route] = append(named[route], permission)
		}
	}
	for _, s := range steps() {
		if s.asks != "" { // otherwise refused whatever the permission
			name(s.route, s.asks)
		}
	}
	for _, q := range questions {
		name(q.route, q.asks)
	}
	for _, route := range composedRoutes() {
		name(route, "")
	}
	for _, table := range tableNames() {
		name("GET /api/v1/"+table, table+".view")
		name("GET /api/v1/"+table+"/{id}", table+".view")
		name("GET /api/v1/"+table+"/{id}/history", table+".view")
	}
	for _, r := range reads {
		if r.ofOneself() { // about oneself none
			name(r.route, "")
			continue
		}
		name(r.route, r.asks)
	}
	for _, m := range []map[string]string{ungoverned, decisions, ownMatters, streamed} {
		for route := range m {
			name(route, "")
		}
	}
	return named
}

func TestEveryRouteHasItsRow(t *testing.T) {
	s := start(t, "")
	named := routes()
	for _, r := range s.API.Routes() {
		route := r.Method + " " + r.Path
		asks := []string{r.Permission}
		if r.Also != "" {
			asks = append(asks, r.Also)
		}
		got, there := named[route]
		slices.Sort(got)
		slices.Sort(asks)
		switch {
		case !there:
			t.Errorf("no row of the walk names %s", route)
		case !slices.Equal(got, asks):
			t.Errorf("%s asks %q, the walk says %q", route, asks, got)
		}
		delete(named, route)
	}
	for route := range named {
		t.Errorf("the walk names %s, which is not served", route)
	}
}

func TestEveryTableHasItsRow(t *testing.T) {
	s := start(t, "")
	verbs := map[string]bool{}
	for _, v := range s.Engine.Verbs() {
		verbs[v.Name] = true
	}
	var declared []string
	for _, p := range s.Engine.Permissions() {
		if table, is := strings.CutSuffix(p, ".view"); is && !verbs[p] {
			declared = append(declared, table)
		}
	}
	if got := tableNames(); !slices.Equal(got, declared) || len(declared) != len(server.Tables) {
		t.Errorf("the walk's tables are %v, declared are %v", got, declared)
	}
}

// What a four-eyes rule can be about is held by one somewhere along the walk, or is
// the program's own.
func TestEveryWatchedCommandIsWalkedAlong(t *testing.T) {
	s := start(t, "")
	held := map[string]bool{}
	for _, st := range steps() {
		held[st.asks] = true
	}
	for _, w := range s.Engine.Watched() {
		if w.Command && !held[w.Name] && unserved[w.Name] == "" {
			t.Errorf("a rule can be made on %s, and no step of the walk writes by it", w.Name)
		}
	}
}

func TestEveryPermissionHasItsRow(t *testing.T) {
	s := start(t, "")
	asked := map[string]bool{}
	for _, st := range steps() {
		asked[st.asks] = true
	}
	for _, r := range reads {
		asked[r.asks] = true
	}
	for _, q := range questions {
		asked[q.asks] = true
	}
	for _, table := range tableNames() {
		asked[table+".view"] = true
	}
	for p, why := range unserved {
		if why == "" || asked[p] {
			t.Errorf("%s: a row asks it, or the reason why none does is missing", p)
		}
		asked[p] = true
	}
	delete(asked, "") // of routes that ask none
	known := map[string]bool{}
	for _, p := range s.Engine.Permissions() {
		known[p] = true
		// The approval of each is given in the steps of what it approves.
		if !strings.HasSuffix(p, ".approve") && !asked[p] {
			t.Errorf("no row of the walk asks %s", p)
		}
	}
	for p := range asked {
		if !known[p] {
			t.Errorf("the walk asks %s, which does not exist", p)
		}
	}
}
