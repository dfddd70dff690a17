package walk_test

import (
	"net/http"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/testkit/entrance"
)

// Those who walk, besides the founders.
const (
	ada       = "ada"       // founder: makes users, roles and rules
	maker     = "maker"     // may everything, and falls under every rule
	colleague = "colleague" // may everything but approve, and falls under none
	approver  = "approver"  // may approve everything, and nothing else
	onlooker  = "onlooker"  // may everything but approve, and makes nothing that they administer
	signer    = "signer"    // may everything, and falls under no rule
	lacking   = "lacking"   // may everything but what the row asks
	outsider  = "outsider"  // may everything, in another unit
)

// elsewhere is the unit of the outsider; nothing else is there.
const elsewhere = "elsewhere"

// gather brings the units and people in.
func (w *walk) gather() {
	for _, u := range [][2]string{{"group", ""}, {"treasury", "group"}, {elsewhere, "group"}} {
		w.makeAs(ada, "unit", u[0], fields{"name": "Unit " + u[0], "parent": u[1]})
	}
	w.makeAs(ada, "foreign_table", noted, declaration(noted))
	all := w.s.Engine.Permissions()
	approvals := func(p string) bool { return strings.HasSuffix(p, ".approve") }
	w.hire(maker, all)
	w.hire(signer, all)
	w.hire(colleague, slices.DeleteFunc(slices.Clone(all), approvals))
	w.hire(onlooker, slices.DeleteFunc(slices.Clone(all), approvals))
	w.hire(approver, slices.DeleteFunc(slices.Clone(all), func(p string) bool { return !approvals(p) }))
	w.hire(lacking, all)
	w.hire(outsider, all)
	w.employ()
}

// hire enters a person with a role of those permissions and a session.
func (w *walk) hire(id string, permissions []string) {
	w.t.Helper()
	unit, scope, at := "treasury", "everything", ""
	if id == outsider || isTrade(id) {
		unit, scope, at = elsewhere, "unit", elsewhere
	}
	w.makeAs(ada, "user", id, fields{"email": id + "@example.com", "name": "The " + id, "kind": "person", "status": "active", "unit": unit})
	w.makeAs(ada, "role", "role-"+id, fields{"name": "Role of the " + id, "permissions": permissions})
	w.makeAs(ada, "grant", "grant-"+id, fields{"user": id, "role": "role-" + id, "scope": scope, "scope_record": at})
	w.keep(id, entrance.Session(w.t, w.s.Desk, id))
}

// lack takes the permission from lacking, and gives back what was taken before.
func (w *walk) lack(permission string) {
	w.t.Helper()
	if w.lacks == permission {
		return
	}
	w.lacks = permission
	rest := slices.DeleteFunc(w.s.Engine.Permissions(), func(p string) bool { return p == permission || strings.HasPrefix(p, walked) })
	version := w.ask(ada, "GET", "/api/v1/role/role-"+lacking, nil).is(http.StatusOK).header.Get("ETag")
	w.ask(ada, "PUT", "/api/v1/role/role-"+lacking, fields{"name": "Role of the lacking", "permissions": rest}, "If-Match", version).is(http.StatusOK)
}

// make inserts a row as the colleague, under a name of its own.
func (w *walk) make(table string, row fields) string {
	w.t.Helper()
	id := w.name(table)
	w.makeAs(colleague, table, id, row)
	return id
}

func (w *walk) makeAs(user, table, id string, row fields) {
	w.t.Helper()
	w.agreed(w.ask(user, "PUT", "/api/v1/"+table+"/"+id, row, "If-None-Match", "*"), http.StatusCreated)
}

// agreed wants the status, or has the approver agree to what always waits.
func (w *walk) agreed(a *answer, status int) {
	w.t.Helper()
	if a.status != http.StatusAccepted {
		a.is(status)
		return
	}
	held := a.outcome()
	if got := w.approve(approver, &held).is(http.StatusOK).outcome(); got.State != "applied" {
		w.t.Fatalf("what always waits is %+v after it was agreed to", got)
	}
}

// touch has the colleague write a record again, so that it is at its next
// version.
func (w *walk) touch(table, id string) {
	w.t.Helper()
	w.edit(table, id, nil)
}

// edit has the colleague change fields of a record.
func (w *walk) edit(table, id string, change fields) {
	w.t.Helper()
	a := w.ask(colleague, "GET", "/api/v1/"+table+"/"+id, nil).is(http.StatusOK)
	row := a.row()
	delete(row, "id")
	delete(row, "version")
	delete(row, "pending_change")
	for k, v := range change {
		row[k] = v
	}
	w.ask(colleague, "PUT", "/api/v1/"+table+"/"+id, row, "If-Match", a.header.Get("ETag")).is(http.StatusOK)
}

// do carries out a command that must be applied at once.
func (w *walk) do(user, verb, id string, body fields) outcome {
	w.t.Helper()
	if body == nil {
		body = fields{}
	}
	o := w.ask(user, "POST", strings.ReplaceAll(pathOf(verb), "{id}", id), body).is(http.StatusOK).outcome()
	if o.State != "applied" {
		w.t.Fatalf("%s of %s by the %s is %s: %v", verb, id, user, o.State, o.Missing)
	}
	return o
}

// first is the id of the first row of the table that satisfies the filters,
// which are separated by &.
func (w *walk) first(table, query string) string {
	w.t.Helper()
	items := w.ask(colleague, "GET", "/api/v1/"+table+"?limit=1&filter="+strings.ReplaceAll(query, "&", "&filter="), nil).is(http.StatusOK).items()
	if len(items) == 0 {
		w.t.Fatalf("there is no %s with %s", table, query)
	}
	return items[0]["id"].(string)
}
