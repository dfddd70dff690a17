package walk_test

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/countersign/countersign/internal/audit"
)

// reading is the row of the walk for a route that reads something else than a
// table.
type reading struct {
	route string
	asks  string             // "": anybody who is signed in
	of    func(*walk) string // makes the record of the address; nil: there is none
	query string             // "?permission=unit.view"
	has   string             // what the answer must hold
	body  any                // of a question that is asked by POST
	whole bool               // the address names no record: it is of the whole log
	part  bool               // who has the permission at a unit is told what is of that unit
	hides string             // what of another unit they are not told
	about bool               // it asks about somebody of another unit, who is not there for them
}

var reads = []reading{
	{route: "GET /api/v1/duty_rule/{id}/violations", asks: "duty_rule.view", of: broken, has: `"person":"maker"`},
	{route: "GET /api/v1/duty_rule/{id}/breaches", asks: "duty_rule.view", of: broken, has: `"items":[`},
	{route: "GET /api/v1/duty/violations", asks: "duty_rule.view", has: `{"total":`},
	{route: "GET /api/v1/four_eyes/eligible", asks: "four_eyes_rule.view", has: `{"items":[`},
	{route: "GET /api/v1/four_eyes/watched", asks: "four_eyes_rule.view", has: `{"name":"bank_instruction"`},
	{route: "GET /api/v1/access_review/{id}/result", asks: "access_review.view", of: reviewOf, has: "xl/workbook.xml"},
	{route: "GET /api/v1/package/{id}/verdict", asks: "package.view", of: awaiting, has: `"verdict"`},
	{route: "GET /api/v1/account/{id}/verdict", asks: "account.view", of: func(*walk) string { return "acc" }, query: "?users=" + maker + "," + signer, has: `"accepted"`},
	{route: "GET /api/v1/package/{id}/totals", asks: "package.view", of: awaiting, has: `{"items":[{"account":"acc"`},
	{route: "GET /api/v1/package/{id}/warning", asks: "package.view", of: awaiting, has: `"lowers"`},
	{route: "GET /api/v1/package/{id}/proof", asks: "package.view", of: awaiting, has: `"signatures":[`},
	{route: "GET /api/v1/package/{id}/file", asks: "package.view", of: awaiting, has: "<CstmrCdtTrfInitn>"},
	{route: "POST /api/v1/deliver/channel/{id}/test", asks: "channel.test", of: func(w *walk) string { return w.make("channel", channel(w, w.bic())) }, has: `{"ok":true`},
	{route: "GET /api/v1/customer/{id}/people", asks: "customer.view", of: func(*walk) string { return "house" }, has: `"lacks_job"`},
	{route: "GET /api/v1/run/{id}/comparison", asks: "exception.view", of: compared, has: `"keys":[{"left":`},
	{route: "GET /api/v1/run/{id}/progress", asks: "run.view", of: compared, has: `"state":"done"`},
	{route: "GET /api/v1/run/{id}/file", asks: "run.download", of: compared, query: "?side=right", has: "ref\nA\nC\n"},
	{route: "GET /api/v1/run/{id}/matches", asks: "exception.view", of: compared, query: "?find=a", has: `{"items":[{"left":0,"right":0,"exact":true`},
	{route: "GET /api/v1/exception/{id}/people", asks: "exception.view", of: found, has: `"solvers":[`},
	{route: "GET /api/v1/exception/labels", asks: "exception.view", has: `{"items":[`, part: true},
	{route: "GET /api/v1/exception/{id}/candidates", asks: "exception.view", of: found, has: `{"items":[`},
	{route: "GET /api/v1/staging_copy/{id}/comparison", asks: "staging_copy.view", of: tried, has: `"gained_rows":0`},
	{route: "GET /api/v1/staging_copy/{id}/difference", asks: "staging_copy.view", of: differing, has: `"op":"added"`},
	{route: "GET /api/v1/cycle/{id}/flows", asks: "settlement.view", of: after(settled...), has: `"direction":"receive"`},
	{route: "GET /api/v1/cycle/{id}/ledger", asks: "settlement.view", of: after(settled...), has: "reference,currency,amount,date,counterparty\n"},
	{route: "GET /api/v1/reference_table/{id}/csv", asks: "reference_row.view", of: func(w *walk) string {
		id := w.make("reference_table", reference(w))
		w.make("reference_row", fields{"reference_table": id, "values": fields{"code": "EUR", "amount": "100.5"}})
		return id
	}, has: "EUR,100.5"},
	{route: "GET /api/v1/process/{id}/grantable", asks: "grant.insert", of: func(w *walk) string { return w.make("process", process(w)) }, query: "?q=Colleague", has: `{"id":"config-admin","name":"config-admin"}`},
	{route: "GET /api/v1/reference_table/{id}/grantable", asks: "grant.insert", of: func(w *walk) string { return w.make("reference_table", reference(w)) }, has: `"id":"table-admin"`},
	{route: "GET /api/v1/group/{id}/joinable", asks: "member.insert", of: func(w *walk) string { return w.make("group", fields{"name": w.name("Group"), "unit": "treasury"}) }, query: "?q=Colleague", has: `"name":"The colleague"`},
	{route: "GET /api/v1/process/{id}/awaitable", asks: "expected_file.insert", of: func(w *walk) string { return w.make("process", process(w)) }, query: "?q=Colleague", has: `"name":"The colleague"`},
	{route: "GET /api/v1/process/named", query: "?may=process.run&q=process", has: `"name":"Process"`},
	{route: "GET /api/v1/search", query: "?q=build", has: `"title":"Builder"`},
	{route: "GET /api/v1/table", has: `{"items":[`},
	{route: "GET /api/v1/audit", asks: "audit.view", query: "?limit=1", has: `"event"`, part: true},
	{route: "GET /api/v1/audit/entry/{id}", asks: "audit.view", of: signedEntry, has: `"event"`},
	{route: "GET /api/v1/audit/entry/{id}/proof", asks: "audit.view", of: signedEntry, has: `"sealed"`},
	{route: "GET /api/v1/audit/export", asks: "audit.export", has: `"sealed"`},
	{route: "GET /api/v1/audit/consistency", asks: "audit.view", query: "?from=1", has: `old 1\n`, part: true},
	{route: "GET /api/v1/audit/tlog/checkpoint", asks: "audit.export", has: "countersign.local/"},
	{route: "GET /api/v1/audit/tlog/tile/{id}", asks: "audit.export", of: func(*walk) string { return "entries/000.p/1" }, whole: true},
	{route: "GET /api/v1/audit/result", asks: "audit.export", query: "?format=jsonl&actor=" + maker + "&action=customer.insert", has: `"proof"`, part: true},
	{route: "GET /api/v1/report/rights", asks: "audit.view", has: `"role"`, part: true},
	{route: "GET /api/v1/report/changes", asks: "audit.view", query: "?user=" + maker, has: `"maker","The maker"`, part: true},
	{route: "GET /api/v1/report/rules_off", asks: "audit.view", has: `"off_from"`, part: true},
	{route: "GET /api/v1/report/payments", asks: "audit.view", has: `"entered"`, part: true},
	{route: "GET /api/v1/report/ticket", asks: "audit.view", query: "?ticket=none", has: `"step"`, part: true},
	{route: "POST /api/v1/report/leavers", asks: "audit.view", has: `"unknown"`, part: true, body: fields{"kind": "left", "csv": "email\nnobody@example.com\n"}},
	{route: "GET /api/v1/report_made/{id}/file", asks: "report_made.view", of: madeReport, has: `"report":"rights"`},
	{route: "GET /api/v1/audit/archive", asks: "audit.view", has: `{"items":[`, part: true},
	{route: "GET /api/v1/audit/checkpoint", asks: "audit.view", has: `"checkpoints"`, part: true},
	{route: "GET /api/v1/configuration", asks: "configuration.export", has: `"unit.yaml"`},
	{route: "GET /api/v1/configuration/bundle", asks: "configuration.export", query: "?for=countersign.local/0123456789abcdef", has: `"seal"`},
	{route: "GET /api/v1/configuration/key", has: `"key"`},
	{route: "GET /api/v1/access/check", asks: "access.why", about: true, query: "?permission=unit.view&user=" + maker, has: `{"allowed":true}`},
	{route: "GET /api/v1/access/why", asks: "access.why", about: true, query: "?permission=unit.view&user=" + maker, has: `"text"`},
	{route: "GET /api/v1/access/what", asks: "access.why", about: true, query: "?user=" + maker, has: `"unit.view"`},
	{route: "GET /api/v1/access/who", asks: "access.why", query: "?permission=unit.view&table=unit&id=" + elsewhere, has: `"user":"maker"`, part: true, hides: maker},
	{route: "GET /api/v1/access/impossible", asks: "access.why", has: `"items":[`, part: true},
	{route: "GET /api/v1/access/collusion", asks: "access.why", query: "?outcome=four_eyes_rule_off", has: `"cases":[`},
	{route: "GET /api/v1/access/alarm", asks: "access.why", has: `"alarms":[`},
	{route: "POST /api/v1/access/simulate", asks: "access.why", about: true, has: `"users":1`, body: fields{"changes": []fields{
		{"table": "user", "op": "update", "id": colleague, "body": fields{"status": "suspended"}},
	}}},
	{route: "GET /api/v1/stale", asks: "access.why", has: `"groups":[`, part: true},
	{route: "GET /api/v1/access/permission", has: `"unit.view"`},
}

// ofOneself: about oneself anybody may ask it.
func (r *reading) ofOneself() bool {
	return strings.HasPrefix(r.route, "GET /api/v1/access/") && !strings.HasSuffix(r.route, "/who") && !strings.HasSuffix(r.route, "/impossible") && !strings.HasSuffix(r.route, "/collusion") && !strings.HasSuffix(r.route, "/alarm")
}

// read: with the permission and not otherwise, and the refusal is in the log.
func (w *walk) read(r reading) {
	method, path, _ := strings.Cut(r.route, " ")
	path += r.query
	if r.of != nil {
		path = strings.ReplaceAll(path, "{id}", r.of(w))
	}
	w.ask("", method, path, r.body).refused(http.StatusUnauthorized, "no_session")
	if a := w.ask(maker, method, path, r.body).is(http.StatusOK); !strings.Contains(string(a.body), r.has) {
		w.t.Errorf("%s answers %.300s, without %s", path, a.body, r.has)
	}
	if r.asks == "" {
		if a := w.ask(outsider, method, path, r.body).is(http.StatusOK); strings.Contains(r.query, "q=") && strings.Contains(string(a.body), r.has) {
			w.t.Errorf("%s tells the outsider of another unit's records: %.300s", path, a.body)
		}
		return
	}
	w.lack(r.asks)
	w.tradesAsk(r, method, path)
	for _, user := range []string{lacking, outsider} {
		if user == outsider && r.part {
			if a := w.ask(user, method, path, r.body).is(http.StatusOK); r.hides != "" && strings.Contains(string(a.body), r.hides) {
				w.t.Errorf("%s tells the outsider %.300s", path, a.body)
			}
			continue
		}
		since := w.head()
		if a := w.ask(user, method, path, r.body); user == outsider && (r.about || r.of != nil && !r.whole) {
			a.refused(http.StatusNotFound, "not_found") // another unit's record is not there for them
		} else {
			a.refused(http.StatusForbidden, "denied")
		}
		w.recorded(since, like{actor: user, outcome: audit.Refused, code: "denied"}, 1)
	}
	if r.ofOneself() { // about themselves everybody may know
		own, _, _ := strings.Cut(path, "user=")
		w.ask(lacking, "GET", strings.TrimRight(own, "?&"), nil).is(http.StatusOK)
	}
}

// signedEntry is an entry of the maker's unit that a checkpoint covers.
func signedEntry(w *walk) string {
	seq := ""
	for _, f := range w.ask(maker, "GET", "/api/v1/audit?action=customer.insert&outcome=applied&limit=1", nil).is(http.StatusOK).items() {
		seq = fmt.Sprint(f["seq"])
	}
	if err := w.s.DB.QueryRow(w.t.Context(), []any{new(int64)}, `SELECT size FROM audit_checkpoint WHERE size >= CAST($1 AS BIGINT) LIMIT 1`, seq); err != nil {
		w.t.Fatalf("no checkpoint covers the entry %q: %v", seq, err)
	}
	return seq
}

// readLog: who may read the log of a unit is told of no row of another, by any
// filter.
func (w *walk) readLog() {
	for _, query := range []string{"?limit=1000", "?limit=1000&table=customer", "?limit=1000&actor=" + colleague} {
		for _, f := range w.ask(outsider, "GET", "/api/v1/audit"+query, nil).is(http.StatusOK).items() {
			for _, path := range f["event"].(fields)["units"].([]any) {
				if path.([]any)[0] != elsewhere {
					w.t.Errorf("%s: the outsider is told %v", query, f)
				}
			}
		}
	}
}

// readTable: the list and one row, both with the permission and within the unit.
func (w *walk) readTable(table string) {
	w.lack(table + ".view")
	list := "/api/v1/" + table
	items := w.ask(maker, "GET", list+"?limit=1000", nil).is(http.StatusOK).items()
	var id string
	for _, f := range items {
		if !within(f) {
			id = f["id"].(string)
		}
	}
	if id == "" {
		w.t.Fatal("there is no row to read")
	}
	one, past := list+"/"+id, list+"/"+id+"/history"
	since := w.head()
	for _, path := range []string{list, one, past} {
		w.ask("", "GET", path, nil).refused(http.StatusUnauthorized, "no_session")
		w.ask(lacking, "GET", path, nil).refused(http.StatusForbidden, "denied")
	}
	w.recorded(since, like{actor: lacking, action: table + ".view", outcome: audit.Refused, code: "denied"}, 3)
	for _, f := range w.ask(outsider, "GET", list+"?limit=1000", nil).is(http.StatusOK).items() {
		if !within(f) && !shownToAll[table] {
			w.t.Errorf("the outsider sees %v", f)
		}
	}
	w.tradesRead(table, one)
	since = w.head()
	refusals := 2
	if a := w.ask(outsider, "GET", one, nil); shownToAll[table] {
		a.is(http.StatusOK)
		refusals = 1
	} else {
		a.refused(http.StatusNotFound, "not_found")
	}
	w.ask(outsider, "GET", past, nil).refused(http.StatusNotFound, "not_found")
	w.recorded(since, like{actor: outsider, action: table + ".view", outcome: audit.Refused, code: "denied"}, refusals)
	if made := w.ask(maker, "GET", past, nil).is(http.StatusOK).items(); len(made) == 0 || made[len(made)-1]["op"] != "insert" {
		w.t.Errorf("the history of %s is %v, which does not begin with its insertion", one, made)
	}
	a := w.ask(maker, "GET", one, nil).is(http.StatusOK)
	row := a.row()
	tag := fmt.Sprint(row["version"])
	if change, waits := row["pending_change"]; waits {
		tag += "-" + fmt.Sprint(change)
	}
	if row["id"] != id || a.header.Get("ETag") != `"`+tag+`"` {
		w.t.Errorf("%s answers %s with the ETag %s", one, a.body, a.header.Get("ETag"))
	}
	for _, secret := range masked[table] {
		for _, f := range items {
			if f[secret] != "masked" && (f[secret] != "" || table != "credential" && secret != "password") { // ada has no second factor, and channels have keys
				w.t.Errorf("%s of %v is shown as %v", secret, f["id"], f[secret])
			}
		}
	}
}

// shownToAll are the tables that whoever views a part of is shown all of.
var shownToAll = map[string]bool{"role": true}

// within is true for what belongs to the outsider's unit: the unit itself, its
// one user and what is granted there.
func within(f fields) bool {
	return f["unit"] == elsewhere || f["id"] == elsewhere || f["scope_record"] == elsewhere
}

// open: anybody may ask, without a token.
func (w *walk) open(route string) {
	if a := w.ask("", "GET", strings.TrimPrefix(route, "GET "), nil).is(http.StatusOK); len(a.body) == 0 {
		w.t.Error("the answer is empty")
	}
}
