package walk_test

import (
	"net/http"
	"strings"

	"github.com/countersign/countersign/internal/audit"
)

// step is one writing route with one permission.
type step struct {
	route       string // "PUT /api/v1/unit/{id}"
	what        string // tells two steps of one route apart
	asks        string // the permission; "": none, it is refused to everybody
	subject, op string // what a four-eyes rule on it watches
	prepare     func(w *walk) *asked
	never       string // the code that even those who may are refused with
	status      int    // of never
	unraced     string // why nothing can make it stale
	hides       bool   // who may do it elsewhere is not told whether the record exists
	finally     func(w *walk)
}

func (s *step) title() string { return strings.TrimSpace(s.route + " " + s.what) }

// asked is one request that the maker may make, on a record in the right state.
type asked struct {
	path   string
	body   any
	header []string
	table  string // of the record that it is about
	want   fields // of that record afterwards; nil: it is gone
	// race has the record changed by somebody else. Nil: the colleague asks the
	// same.
	race func()
	// after looks at the record, or waits for what follows by itself.
	after func(id string)
}

func (w *walk) send(user string, s *step, a *asked, query string) *answer {
	w.t.Helper()
	method, _, _ := strings.Cut(s.route, " ")
	return w.ask(user, method, a.path+query, a.body, a.header...)
}

// step goes all the way with one route.
func (w *walk) step(s step) {
	if s.finally != nil {
		defer s.finally(w)
	}
	a := s.prepare(w)
	if s.asks == "" {
		w.send("", &s, a, "").refused(http.StatusUnauthorized, "no_session")
	} else {
		w.lack(s.asks)
		w.denied(&s, a)
	}
	if s.never != "" {
		before := w.rows()
		w.send(maker, &s, a, "").refused(s.status, s.never)
		w.unchanged(before, "a request that is always refused")
		return
	}
	rule := w.watch(s.subject, s.op)
	w.rehearsed(&s, a)
	held := w.held(&s, a)
	shown := w.shown(&held)
	w.unapproved(&held)
	w.approved(&s, a, &held, shown)
	w.unwatch(rule)
	if s.unraced == "" {
		w.raced(&s, &shown[0])
	}
}

// denied: nobody may without the permission, nor in another unit, nor unsigned.
func (w *walk) denied(s *step, a *asked) {
	w.t.Helper()
	before, since := w.rows(), w.head()
	w.send(lacking, s, a, "").refused(http.StatusForbidden, "denied")
	if ans := w.send(outsider, s, a, ""); s.hides || w.hidden(a.path) {
		ans.refused(http.StatusNotFound, "not_found")
	} else if beneath(s, a) {
		ans.refused(http.StatusUnprocessableEntity, "unknown_reference")
	} else {
		ans.refused(http.StatusForbidden, "denied")
	}
	w.mayNot(s.asks, func(user string) *answer { return w.send(user, s, a, "") })
	w.send(lacking, s, a, "?dry_run=true").refused(http.StatusForbidden, "denied")
	w.send("", s, a, "").refused(http.StatusUnauthorized, "no_session")
	w.unchanged(before, "a denied request")
	w.recorded(since, like{actor: lacking, action: s.asks, outcome: audit.Refused, code: "denied"}, 2)
	w.recorded(since, like{actor: outsider, action: s.asks, outcome: audit.Refused, code: "denied"}, 1)
}

// hidden reports whether the address is that of a record which the outsider may
// not view: they are answered as if it were not there.
func (w *walk) hidden(path string) bool {
	parts := strings.Split(strings.TrimPrefix(path, "/api/v1/"), "/")
	switch len(parts) {
	case 4: // area, table, id, verb
		parts = parts[1:3]
	case 3: // table, id, put_back
		parts = parts[:2]
	}
	if len(parts) != 2 {
		return false
	}
	one := "/api/v1/" + strings.Join(parts, "/")
	return w.ask(colleague, "GET", one, nil).status == http.StatusOK && w.ask(outsider, "GET", one, nil).status == http.StatusNotFound
}

// watch puts a rule on a table or command, for the maker alone: so others can
// race.
func (w *walk) watch(subject, op string) string {
	w.t.Helper()
	id := w.name("rule")
	w.makeAs(ada, "four_eyes_rule", id, fields{
		"name": "Walk " + id, "subject": subject, "operations": []string{op}, "condition": `actor.id == "` + maker + `"`,
		"factors": []fields{{"permission": subject + ".approve", "people": 1}}, "enabled": true,
	})
	return id
}

// unwatch deletes the rule, which falls under the rule itself.
func (w *walk) unwatch(id string) {
	w.t.Helper()
	held := w.ask(ada, "DELETE", "/api/v1/four_eyes_rule/"+id, nil, "If-Match", `"1"`).is(http.StatusAccepted).outcome()
	if got := w.approve(approver, &held).is(http.StatusOK).outcome(); got.State != "applied" {
		w.t.Fatalf("the rule was not deleted: %+v", got)
	}
}

// rehearsed: a dry run says that it would wait, and writes nothing.
func (w *walk) rehearsed(s *step, a *asked) {
	w.t.Helper()
	before, since, changes := w.rows(), w.head(), w.count(`"change"`)
	got := w.send(maker, s, a, "?dry_run=true").is(http.StatusOK).outcome()
	if got.State != "held" || len(got.Missing) == 0 || got.Change != "" || got.Seq != 0 {
		w.t.Errorf("the dry run says %+v, want held and what is missing", got)
	}
	w.unchanged(before, "a dry run")
	w.recorded(since, like{actor: maker}, 0)
	if w.count(`"change"`) != changes {
		w.t.Error("a dry run left a pending change")
	}
}

// held: the rule keeps it, and nothing is written but the change and its entry.
func (w *walk) held(s *step, a *asked) outcome {
	w.t.Helper()
	before, since := w.rows(), w.head()
	ans := w.send(maker, s, a, "").is(http.StatusAccepted)
	out := ans.outcome()
	if out.State != "held" || len(out.Digest) != 64 || len(out.Missing) == 0 || ans.header.Get("Location") != "/api/v1/change/"+out.Change {
		w.t.Fatalf("it was not held: %s", ans.body)
	}
	w.unchanged(before, "a held change")
	ev := w.recorded(since, like{change: out.Change}, 1)[0]
	if ev.Event.Actor != maker || ev.Event.Action != s.asks || ev.Event.Outcome != audit.Held || ev.Event.Digest != out.Digest || ev.Seq != out.Seq {
		w.t.Errorf("its entry is %+v", ev.Event)
	}
	// An API token's secret is shown in this one answer.
	if token, _ := ans.row()["token"].(string); token != "" {
		w.keep("", token)
	}
	if link, _ := ans.row()["link"].(string); link != "" { // nor is a link's anywhere else
		w.keep("", strings.TrimPrefix(link, "/link/"))
	}
	return out
}

func (w *walk) approve(user string, o *outcome) *answer {
	w.t.Helper()
	return w.ask(user, "POST", "/api/v1/change/"+o.Change+"/approve", fields{"digest": o.Digest})
}

// unapproved: not by its maker, not without the permission, not another digest.
func (w *walk) unapproved(o *outcome) {
	w.t.Helper()
	before, since := w.rows(), w.head()
	w.approve(maker, o).refused(http.StatusForbidden, "own_change")
	w.approve(onlooker, o).refused(http.StatusForbidden, "not_an_approver")
	w.approve("", o).refused(http.StatusUnauthorized, "no_session")
	w.approve(approver, &outcome{Change: o.Change, Digest: strings.Repeat("0", 64)}).refused(http.StatusUnprocessableEntity, "other_digest")
	w.unchanged(before, "a refused approval")
	w.recorded(since, like{actor: maker, action: "change.approve", outcome: audit.Refused, code: "own_change"}, 1)
	w.recorded(since, like{actor: onlooker, action: "change.approve", outcome: audit.Refused, code: "not_an_approver"}, 1)
}

// raced: held again, a command now by a rule on the table that it changes; then
// somebody else is faster: it ends stale, and what the faster one wrote stays.
func (w *walk) raced(s *step, changed *rowChange) {
	w.t.Helper()
	a := s.prepare(w)
	defer w.unwatch(w.watch(changed.Table, changed.Op))
	held := w.held(s, a)
	if a.race == nil {
		if out := w.send(colleague, s, a, "").outcome(); out.State != "applied" {
			w.t.Fatalf("the colleague was not faster: %+v", out)
		}
	} else {
		a.race()
	}
	before, since := w.rows(), w.head()
	got := w.approve(approver, &held).is(http.StatusOK).outcome()
	if got.State != "stale" || got.Detail == "" {
		w.t.Errorf("the raced change ended %+v, want stale and why", got)
	}
	ev := w.recorded(since, like{change: held.Change, outcome: audit.Stale}, 1)
	if len(ev) == 1 && (ev[0].Event.Actor != approver || ev[0].Event.Detail == "" || len(ev[0].Event.Rows) > 0) {
		w.t.Errorf("its end is recorded as %+v", ev[0].Event)
	}
	if c := w.change(approver, &held); c["state"] != "stale" || c["ended_why"] == "" {
		w.t.Errorf("the raced change is %v: %v", c["state"], c["ended_why"])
	}
	w.unchanged(before, "a raced change")
	w.recorded(since, like{change: held.Change, outcome: audit.Applied}, 0)
}
