package walk_test

import (
	"maps"
	"net/http"
	"strings"
)

// table is the row of the walk for a table that is written generically: inserted
// by POST, and by PUT under an id of one's own, updated and deleted.
type table struct {
	name string
	row  func(w *walk) fields
	// change is what an update changes.
	change fields
	// rests, when given, touches what a new row was checked against, so that its
	// insertion is stale. Otherwise free says why nothing can race it.
	rests func(w *walk, row fields)
	free  string
	// gone: what stands is raced by its deletion, because a second change of it
	// would wait too.
	gone bool
	// stays is the code by which its deletion is refused to everybody.
	stays string
	// drawn: the server draws a secret, so that there is no PUT to insert.
	drawn bool
}

func (r *table) steps() []step {
	base := "/api/v1/" + r.name
	insert := step{route: "POST " + base, asks: r.name + ".insert", subject: r.name, op: "insert", unraced: r.free, prepare: func(w *walk) *asked {
		row := r.row(w)
		return &asked{path: base, body: row, table: r.name, want: row, race: r.race(w, row)}
	}}
	named := step{route: "PUT " + base + "/{id}", what: "inserting", asks: r.name + ".insert", subject: r.name, op: "insert", prepare: r.named}
	if r.drawn {
		named.never, named.status, named.asks = "not_here", http.StatusUnprocessableEntity, ""
	}
	update := step{route: "PUT " + base + "/{id}", what: "replacing", asks: r.name + ".update", subject: r.name, op: "update", prepare: r.changed}
	patch := step{route: "PATCH " + base + "/{id}", asks: r.name + ".update", subject: r.name, op: "update", prepare: r.patched}
	remove := step{route: "DELETE " + base + "/{id}", asks: r.name + ".delete", subject: r.name, op: "delete", prepare: r.removed}
	if r.stays != "" {
		remove.never, remove.status = r.stays, http.StatusConflict
	}
	back := step{route: "POST " + base + "/{id}/put_back", asks: r.name + ".update", subject: r.name, op: "update", prepare: r.back}
	return []step{insert, named, update, patch, back, remove}
}

func (r *table) race(w *walk, row fields) func() {
	return func() { r.rests(w, row) }
}

// named is a new row under an id of one's own. The race takes the id.
func (r *table) named(w *walk) *asked {
	row, id := r.row(w), w.name(r.name)
	if r.gone { // the id itself waits
		return &asked{path: "/api/v1/" + r.name + "/" + id, body: row, header: []string{"If-None-Match", "*"}, table: r.name, want: row, race: r.race(w, row)}
	}
	return &asked{path: "/api/v1/" + r.name + "/" + id, body: row, header: []string{"If-None-Match", "*"}, table: r.name, want: row, race: func() {
		w.makeAs(colleague, r.name, id, r.row(w))
	}}
}

// stand is a row that stands, with its id; a token is drawn by the server.
func (r *table) stand(w *walk) (string, fields) {
	row := r.row(w)
	if !r.drawn {
		return w.make(r.name, row), row
	}
	row["user"] = w.make("user", service(w, colleague)) // whose keeper alone makes it
	a := w.ask(colleague, "POST", "/api/v1/"+r.name, row).is(http.StatusCreated)
	w.keep("", a.row()["token"].(string))
	return a.outcome().of(r.name), row
}

func (r *table) changed(w *walk) *asked {
	id, row := r.stand(w)
	next := maps.Clone(row)
	maps.Copy(next, r.change)
	return &asked{path: "/api/v1/" + r.name + "/" + id, body: next, header: []string{"If-Match", `"1"`}, table: r.name, want: next, race: func() { r.faster(w, id) }}
}

// patched sends what changes alone; what it comes to is the same.
func (r *table) patched(w *walk) *asked {
	a := r.changed(w)
	patch := maps.Clone(r.change)
	if patch["name"] != nil { // may be taken by what was replaced
		patch["name"] = w.name("Name")
	}
	maps.Copy(a.want, patch)
	a.body = patch
	return a
}

// back puts a row that was changed back to what it was.
func (r *table) back(w *walk) *asked {
	a := r.patched(w)
	w.patchAs(colleague, a.path, a.body, `"1"`)
	was := maps.Clone(a.want)
	for name := range r.change {
		delete(was, name)
	}
	faster := func() { w.patchAs(colleague, a.path, fields{}, `"2"`) }
	if r.gone {
		faster = func() { w.ask(colleague, "DELETE", a.path, nil, "If-Match", `"2"`).is(http.StatusOK) }
	}
	return &asked{path: a.path + "/put_back", body: fields{"to": 1}, header: []string{"If-Match", `"2"`}, table: r.name, want: was, race: faster}
}

// patchAs changes a record, with the agreement of another where that is needed.
func (w *walk) patchAs(user, path string, body any, match string) {
	w.t.Helper()
	if a := w.ask(user, "PATCH", path, body, "If-Match", match); a.status == http.StatusAccepted {
		held := a.outcome()
		w.approve(approver, &held).is(http.StatusOK)
	} else {
		a.is(http.StatusOK)
	}
}

func (r *table) removed(w *walk) *asked {
	id, _ := r.stand(w)
	return &asked{path: "/api/v1/" + r.name + "/" + id, header: []string{"If-Match", `"1"`}, table: r.name, race: func() { r.faster(w, id) }}
}

// faster has somebody else write the row.
func (r *table) faster(w *walk, id string) {
	if !r.gone {
		w.touch(r.name, id)
		return
	}
	w.ask(colleague, "DELETE", "/api/v1/"+r.name+"/"+id, nil, "If-Match", `"1"`).is(http.StatusOK)
}

// command is the row of the walk for one command.
type command struct {
	name string
	// on makes a record in the right state, with the colleague as its maker.
	on   func(w *walk) string
	body func(w *walk, id string) fields // nil: none
	// want is what the record says afterwards; of names its table when it is
	// not the command's own.
	want fields
	of   string
	// race is how somebody else is faster; nil: the colleague asks the same.
	race    func(w *walk, id string)
	unraced string
	header  []string
	hides   bool                     // what another unit has is not there for the asker
	after   func(w *walk, id string) // of the record, once the command was approved
	finally func(w *walk)            // when all is done
}

func (r *command) step() step {
	return step{route: "POST " + pathOf(r.name), asks: r.name, subject: r.name, op: "command", unraced: r.unraced, hides: r.hides, finally: r.finally, prepare: func(w *walk) *asked {
		id, body := r.on(w), fields{}
		if r.body != nil {
			body = r.body(w, id)
		}
		a := &asked{path: strings.ReplaceAll(pathOf(r.name), "{id}", id), body: body, header: r.header, want: r.want, table: r.of}
		if a.table == "" {
			a.table, _, _ = strings.Cut(r.name, ".")
		}
		if r.race != nil {
			a.race = func() { r.race(w, id) }
		}
		if r.after != nil {
			a.after = func(id string) { r.after(w, id) }
		}
		return a
	}}
}
