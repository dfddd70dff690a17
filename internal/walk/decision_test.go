package walk_test

import (
	"encoding/json"
	"net/http"

	"github.com/countersign/countersign/internal/audit"
)

// pending is a change of a new unit by the maker that waits.
func (w *walk) pending() (outcome, func()) {
	w.t.Helper()
	s := tables[0].steps()[0]
	rule := w.watch(s.subject, s.op)
	return w.held(&s, s.prepare(w)), func() { w.unwatch(rule) }
}

func (w *walk) decide(user, verb string, o *outcome, query string, body fields) *answer {
	w.t.Helper()
	return w.ask(user, "POST", "/api/v1/change/"+o.Change+"/"+verb+query, body)
}

// over: the change has ended so, and nobody can decide on it any more.
func (w *walk) over(o *outcome, state string) {
	w.t.Helper()
	if c := w.change(maker, o); c["state"] != state {
		w.t.Errorf("the change is %v, want %s", c["state"], state)
	}
	w.approve(approver, o).refused(http.StatusConflict, "change_ended")
}

func (w *walk) reject() {
	held, end := w.pending()
	defer end()
	before, since, why := w.rows(), w.head(), fields{"reason": "Not this unit"}
	w.decide("", "reject", &held, "", why).refused(http.StatusUnauthorized, "no_session")
	w.decide(maker, "reject", &held, "", why).refused(http.StatusForbidden, "own_change")
	w.decide(colleague, "reject", &held, "", why).refused(http.StatusForbidden, "not_an_approver")
	w.decide(approver, "reject", &held, "", fields{}).refused(http.StatusUnprocessableEntity, "reason_missing")
	w.decide(approver, "reject", &held, "?dry_run=true", why).refused(http.StatusUnprocessableEntity, "no_dry_run")
	w.recorded(since, like{action: "change.reject", outcome: audit.Refused}, 2)
	if out := w.decide(approver, "reject", &held, "", why).is(http.StatusOK).outcome(); out.State != "rejected" {
		w.t.Errorf("it is %+v", out)
	}
	w.over(&held, "rejected")
	w.unchanged(before, "a rejected change")
	if ev := w.recorded(since, like{change: held.Change, outcome: audit.Rejected}, 1)[0].Event; ev.Actor != approver || ev.Reason != "Not this unit" {
		w.t.Errorf("it is recorded as %+v", ev)
	}
}

func (w *walk) withdraw() {
	held, end := w.pending()
	defer end()
	before, since := w.rows(), w.head()
	w.decide("", "withdraw", &held, "", fields{}).refused(http.StatusUnauthorized, "no_session")
	for _, user := range []string{approver, colleague} {
		w.decide(user, "withdraw", &held, "", fields{}).refused(http.StatusForbidden, "not_maker")
	}
	w.decide(maker, "withdraw", &held, "?dry_run=true", fields{}).refused(http.StatusUnprocessableEntity, "no_dry_run")
	w.recorded(since, like{action: "change.withdraw", outcome: audit.Refused}, 2)
	if out := w.decide(maker, "withdraw", &held, "", fields{}).is(http.StatusOK).outcome(); out.State != "withdrawn" {
		w.t.Errorf("it is %+v", out)
	}
	w.over(&held, "withdrawn")
	w.unchanged(before, "a withdrawn change")
	w.recorded(since, like{change: held.Change, outcome: audit.Withdrawn, actor: maker}, 1)
	w.resubmit(&held)
}

// resubmit asks anew for a change that was withdrawn: its maker alone, once, and
// under the same rules.
func (w *walk) resubmit(was *outcome) {
	before, since := w.rows(), w.head()
	w.decide("", "resubmit", was, "", fields{}).refused(http.StatusUnauthorized, "no_session")
	for _, user := range []string{approver, colleague} {
		w.decide(user, "resubmit", was, "", fields{}).refused(http.StatusForbidden, "not_maker")
	}
	w.recorded(since, like{action: "change.resubmit", outcome: audit.Refused}, 2)
	if out := w.decide(maker, "resubmit", was, "?dry_run=true", fields{}).is(http.StatusOK).outcome(); out.State != "held" {
		w.t.Errorf("asked anew it would be %+v, want held", out)
	}
	w.unchanged(before, "asking what asking anew would do")
	again := w.decide(maker, "resubmit", was, "", fields{}).is(http.StatusAccepted).outcome()
	w.unchanged(before, "a change that waits again")
	w.decide(maker, "resubmit", was, "", fields{}).refused(http.StatusConflict, "asked_again")
	w.decide(maker, "resubmit", &again, "", fields{}).refused(http.StatusConflict, "not_again")
	w.together(&again)
	w.decide(maker, "resubmit", &again, "", fields{}).refused(http.StatusConflict, "not_again")
	w.unchanged(before, "a change that was rejected in the end")
}

// together decides on changes in one step: what is left out is rejected.
func (w *walk) together(o *outcome) {
	const route, sum = "/api/v1/change/decide", "/api/v1/change/summary?id="
	out := fields{"agreed": []fields{}, "left_out": []string{o.Change}, "reason": "Still not"}
	w.ask("", "POST", route, out).refused(http.StatusUnauthorized, "no_session")
	w.ask("", "GET", sum+o.Change, nil).refused(http.StatusUnauthorized, "no_session")
	w.ask(outsider, "GET", sum+o.Change, nil).refused(http.StatusForbidden, "denied")
	w.ask(approver, "GET", sum+"none", nil).refused(http.StatusNotFound, "not_found")
	if s := w.ask(approver, "GET", sum+o.Change, nil).is(http.StatusOK).row(); s["changes"] != json.Number("1") || len(s["rows"].([]any)) != 1 {
		w.t.Errorf("it comes to %v", s)
	}
	w.ask(approver, "POST", route+"?dry_run=true", out).refused(http.StatusUnprocessableEntity, "no_dry_run")
	agreed := fields{"agreed": []fields{{"change": o.Change, "digest": o.Digest}}}
	for user, code := range map[string]string{maker: "own_change", colleague: "not_an_approver"} {
		if list := w.ask(user, "POST", route, agreed).is(http.StatusOK).items(); len(list) != 1 || list[0]["code"] != code {
			w.t.Errorf("by %s it comes to %v", user, list)
		}
	}
	if list := w.ask(approver, "POST", route, out).is(http.StatusOK).items(); len(list) != 1 || list[0]["outcome"].(fields)["state"] != "rejected" {
		w.t.Errorf("what is left out comes to %v", list)
	}
}

// approveByWrongRequests: what every step does not try already.
func (w *walk) approveByWrongRequests() {
	held, end := w.pending()
	defer end()
	before := w.rows()
	digest := fields{"digest": held.Digest}
	w.decide(approver, "approve", &held, "?dry_run=true", digest).refused(http.StatusUnprocessableEntity, "no_dry_run")
	w.decide(approver, "approve", &held, "", fields{}).refused(http.StatusUnprocessableEntity, "missing_field")
	w.decide(approver, "approve", &outcome{Change: "none"}, "", digest).refused(http.StatusNotFound, "not_found")
	w.ask(maker, "GET", "/api/v1/change/none", nil).refused(http.StatusNotFound, "not_found")
	w.ask("", "GET", "/api/v1/change", nil).refused(http.StatusUnauthorized, "no_session")
	w.unchanged(before, "an approval that is not one")
	if out := w.approve(approver, &held).is(http.StatusOK).outcome(); out.State != "applied" {
		w.t.Errorf("it is %+v", out)
	}
	w.over(&held, "executed")
}

// outlived: what a table checks may be more than the records whose versions the
// change is bound to. The unit of a participant is fixed once a cycle is
// computed with it.
func (w *walk) outlived() {
	row, cycle := participant(w), after("open")(w)
	id := w.make("participant", row)
	w.do(colleague, "cycle.import_invoices", cycle, fields{"file": "in.csv", "csv": "reference,payer,payee,currency,amount\n1," + row["code"].(string) + ",PAYEE,EUR,10.00\n"})
	w.do(colleague, "cycle.close_input", cycle, nil)
	w.do(colleague, "cycle.fix_rates", cycle, nil)
	defer w.unwatch(w.watch("participant", "update"))
	row["unit"] = elsewhere
	held := w.ask(maker, "PUT", "/api/v1/participant/"+id, row, "If-Match", `"1"`).is(http.StatusAccepted).outcome()
	w.do(colleague, "cycle.compute", cycle, nil)
	before := w.rows()
	if out := w.approve(approver, &held).is(http.StatusOK).outcome(); out.State != "stale" || out.Detail == "" {
		w.t.Errorf("it is %+v, want stale and why", out)
	}
	w.unchanged(before, "a change that its table refuses now")
}
