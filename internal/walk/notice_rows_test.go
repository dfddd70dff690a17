package walk_test

import (
	"net/http"
	"slices"
	"time"
)

// noticeTables say who is told of what waits.
var noticeTables = []table{
	{name: "webhook", change: fields{"url": "https://chat.example/another"}, free: "a webhook rests on nothing that has a version", row: func(w *walk) fields {
		return fields{"name": w.name("Webhook"), "unit": "treasury", "url": "https://chat.example/hook", "secret": hookSecret, "kinds": []string{"change"}, "enabled": false}
	}},
	{name: "escalation", change: fields{"after_minutes": 600000}, free: "an escalation rests on nothing that has a version", row: func(w *walk) fields {
		return fields{"name": w.name("Escalation"), "unit": "treasury", "kind": "review", "after_minutes": 500000, "before_minutes": 0, "user": signer, "group": ""}
	}},
	{name: "expected_file", change: fields{"time": "23:58"}, free: "an expected file rests on nothing that has a version", row: func(w *walk) fields {
		return fields{"process": configured(w), "name": w.name("File"), "from_date": "2126-11-02", "days": []string{"mon"}, "time": "23:59", "zone": "Europe/Vienna", "user": signer}
	}},
	{name: "report_schedule", change: fields{"time": "06:00"}, free: "a schedule rests on nothing that has a version", row: func(w *walk) fields {
		return fields{"name": w.name("Report"), "unit": "treasury", "report": "rights", "user": "", "days": []string{"mon"}, "month_day": 0, "time": "07:30", "zone": "Europe/Vienna", "group": "", "enabled": false}
	}},
}

// madeReport is a report that the installation made.
func madeReport(w *walk) string { return w.first("report_made", "report=rights") }

const hookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// told has something that was escalated, because its end is nearer than was asked
// for, and somebody who chose their mails.
func (w *walk) told() {
	w.t.Helper()
	w.secrets = append(w.secrets, hookSecret)
	w.ask(signer, "POST", "/api/v1/me/notice", fields{"mail": "off"}).is(http.StatusOK)
	w.make("report_schedule", fields{"name": w.name("Report"), "unit": "treasury", "report": "rights", "user": "", "days": []string{}, "month_day": 1, "time": "00:00", "zone": "UTC", "group": "", "enabled": true})
	soon := w.make("escalation", fields{"name": w.name("Escalation"), "unit": "", "kind": "review", "after_minutes": 0, "before_minutes": 100000000, "user": signer, "group": ""})
	reviewOf(w)
	for end := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		made := len(w.ask(colleague, "GET", "/api/v1/report_made", nil).is(http.StatusOK).items()) > 0
		if made && len(w.ask(colleague, "GET", "/api/v1/escalated", nil).is(http.StatusOK).items()) > 0 {
			w.edit("escalation", soon, fields{"after_minutes": 500000, "before_minutes": 0}) // nothing more is written while the walk looks
			return
		}
		if time.Now().After(end) {
			w.t.Fatal("what nears its end is not escalated, or the report that is due is not made")
		}
	}
}

// listed: everybody sees what they were told of, and nothing of others.
func (w *walk) listed() {
	const route = "/api/v1/me/told"
	list := w.ask(signer, "GET", route, nil).is(http.StatusOK).items()
	if !slices.ContainsFunc(list, func(x fields) bool { return x["escalated"] == true && x["kind"] == "review" }) {
		w.t.Errorf("who was told of an escalation has the list %v", list)
	}
	if list := w.ask(outsider, "GET", route, nil).is(http.StatusOK).items(); len(list) != 0 {
		w.t.Errorf("who was told nothing has the list %v", list)
	}
}

// notices: everybody chooses for themselves how they are told.
func (w *walk) notices() {
	const route = "/api/v1/me/notice"
	if now := w.ask(outsider, "GET", route, nil).is(http.StatusOK).row(); now["mail"] != "at_once" {
		w.t.Errorf("who has not chosen is told %v", now)
	}
	w.ask(outsider, "POST", route, fields{"mail": "never"}).refused(http.StatusUnprocessableEntity, "bad_value")
	w.ask(outsider, "POST", route, fields{"mail": "daily"}).is(http.StatusOK)
	w.ask(outsider, "POST", route, fields{"mail": "daily"}).refused(http.StatusConflict, "nothing_to_do")
	if now := w.ask(outsider, "GET", route, nil).is(http.StatusOK).row(); now["mail"] != "daily" {
		w.t.Errorf("who chose daily is told %v", now)
	}
	if now := w.ask(signer, "GET", route, nil).is(http.StatusOK).row(); now["mail"] != "off" {
		w.t.Errorf("another's choice changed to %v", now)
	}
}
