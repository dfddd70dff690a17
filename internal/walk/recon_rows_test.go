package walk_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/countersign/countersign/internal/server"
)

var otherTables = []table{
	{name: "process", change: fields{"name": "Another process"}, free: "a process rests on nothing that has a version", row: process},
	{name: "label", change: fields{"state": "retired"}, free: "a label rests on nothing that has a version", row: label},
	{name: "reference_table", change: fields{"doc": "Another sentence."}, free: "a reference table rests on nothing that has a version", row: reference},
	{name: "reference_row", change: fields{"values": fields{"code": "EUR", "amount": "250"}}, row: func(w *walk) fields {
		return fields{"reference_table": w.make("reference_table", reference(w)), "values": fields{"code": "EUR", "amount": "100.5"}}
	}, rests: func(w *walk, row fields) { w.touch("reference_table", row["reference_table"].(string)) }},
	{name: "channel", change: fields{"port": 2222}, free: "a channel rests on nothing that has a version", row: func(w *walk) fields {
		return channel(w, w.bic())
	}},
}

func process(w *walk) fields {
	return fields{"code": w.name("REC"), "name": "Process", "unit": "treasury", "kind": "data", "on_inconsistency": "stop", "configuration": "keys: ref\n"}
}

func label(w *walk) fields {
	return fields{"name": w.name("Label"), "unit": "treasury", "colour": "amber", "state": "in_use"}
}

func reference(w *walk) fields {
	return fields{"name": w.name("Limits"), "unit": "treasury", "columns": []fields{{"name": "code", "kind": "text", "key": true}, {"name": "amount", "kind": "decimal"}}}
}

func configured(w *walk) string { return w.make("process", process(w)) }

// files differ by one row on each side.
func files(*walk, string) fields {
	return fields{"left": fields{"name": "left.csv", "content": []byte("ref\nA\nB\n")}, "right": fields{"name": "right.csv", "content": []byte("ref\nA\nC\n")}}
}

func compared(w *walk) string {
	return w.do(colleague, "process.run", configured(w), files(w, "")).of("run")
}

// underWay is a run whose outcome cannot be recorded, because the service that
// would do so is suspended.
func underWay(w *walk) string {
	if w.ask(ada, "GET", "/api/v1/user/"+server.InstallationUser, nil).is(http.StatusOK).row()["status"] == "active" {
		w.suspend(server.InstallationUser)
	}
	path := strings.ReplaceAll(pathOf("process.run"), "{id}", configured(w))
	return w.ask(colleague, "POST", path, files(w, ""), "Prefer", "respond-async").is(http.StatusOK).outcome().of("run")
}

// resume has the service work again.
func resume(w *walk) {
	w.do(ada, "user.reactivate", server.InstallationUser, fields{"keep": []string{"grant-" + server.InstallationUser}})
}

// ended waits for the end of a run, so that nothing moves while the walk looks.
func (w *walk) ended(id string) fields {
	w.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if run := w.ask(colleague, "GET", "/api/v1/run/"+id, nil).is(http.StatusOK).row(); run["state"] != "running" {
			return run
		}
	}
	w.t.Fatalf("the run %s does not end", id)
	return nil
}

func found(w *walk) string { return w.first("exception", "run="+compared(w)) }

// beside is the other exception of the same run.
func (w *walk) beside(id string) string {
	run := w.ask(colleague, "GET", "/api/v1/exception/"+id, nil).row()["run"].(string)
	return w.first("exception", "run="+run+"&id!="+id)
}

// staged is a copy of a process that was run.
func staged(w *walk) string {
	run := compared(w)
	process := w.ask(colleague, "GET", "/api/v1/run/"+run, nil).row()["process"].(string)
	return w.do(colleague, "process.copy", process, nil).of("staging_copy")
}

// original is what it is a copy of.
func (w *walk) original(copied string) string {
	return w.ask(colleague, "GET", "/api/v1/staging_copy/"+copied, nil).row()["original"].(string)
}

func differing(w *walk) string {
	id := staged(w)
	w.edit("process", id, fields{"configuration": "keys: ref\nopposite_sign: false\n"})
	return id
}

func behind(w *walk) string {
	id := staged(w)
	w.edit("process", w.original(id), fields{"configuration": "keys: {left: ref, right: ref}\n"})
	return id
}

func tried(w *walk) string {
	id := staged(w)
	w.do(colleague, "staging_copy.try", id, nil)
	return id
}

func matched(w *walk) string {
	id := found(w)
	return w.do(colleague, "exception.match", id, fields{"with": []string{w.beside(id)}, "reason": "The same payment."}).of("hand_match")
}

func solved(w *walk) string {
	id := found(w)
	w.do(colleague, "exception.close", id, solution(w, id))
	return id
}

func solution(*walk, string) fields { return fields{"action_taken": "Posted by hand"} }

func remark(*walk, string) fields { return fields{"text": "Please have a look."} }

var reconCommands = []command{
	{name: "reference_table.import_rows", of: "reference_row", on: func(w *walk) string { return w.make("reference_table", reference(w)) }, body: func(*walk, string) fields {
		return fields{"file": "limits.csv", "csv": "code,amount\nEUR,100.50\n"}
	}, want: fields{"key": "EUR", "values": fields{"code": "EUR", "amount": "100.5"}}, race: func(w *walk, id string) { w.touch("reference_table", id) }},
	{name: "process.run", on: configured, body: files, want: fields{"number": 1, "left_name": "left.csv", "asked_by": maker}, of: "run", hides: true, after: func(w *walk, id string) {
		if run := w.ended(id); run["state"] != "done" || run["matched"] != json.Number("1") || run["unmatched_left"] != json.Number("1") || run["unmatched_right"] != json.Number("1") {
			w.t.Errorf("the run came to %v", run)
		}
	}},
	{name: "run.stop", on: underWay, body: func(*walk, string) fields { return fields{"reason": "The wrong file was sent."} }, want: fields{"state": "stopped", "detail": "The wrong file was sent.", "stopped_by": maker}, finally: resume},
	{name: "process.copy", on: configured, want: fields{"number": 1, "original_version": 1, "made_by": maker}, of: "staging_copy"},
	{name: "staging_copy.try", on: staged, want: fields{"number": 1, "left_name": "left.csv", "asked_by": maker}, of: "run", hides: true, after: func(w *walk, id string) {
		if run := w.ended(id); run["state"] != "done" || run["matched"] != json.Number("1") {
			w.t.Errorf("the trial came to %v", run)
		}
	}},
	{name: "staging_copy.raise", on: differing, want: fields{"original_version": 2}},
	{name: "staging_copy.renew", on: behind, want: fields{"original_version": 2}},
	{name: "staging_copy.close", on: staged, race: func(w *walk, id string) { w.do(colleague, "staging_copy.try", id, nil) }},
	{
		name: "run.comment", on: compared, body: remark, want: fields{"author": maker, "text": "Please have a look."}, of: "exception_comment",
		unraced: "a run is neither changed nor deleted, and a comment rests on nothing else",
	},
	{name: "run.mark_failed", on: compared, body: func(*walk, string) fields { return fields{"reason": "The wrong file was taken."} }, want: fields{"state": "failed"}, race: func(w *walk, id string) {
		w.do(colleague, "exception.review", w.first("exception", "run="+id), nil)
	}},
	{name: "exception.match", on: found, body: func(w *walk, id string) fields {
		return fields{"with": []string{w.beside(id)}, "reason": "The same payment."}
	}, want: fields{"state": "closed", "closed_by": maker}, race: func(w *walk, id string) { w.do(colleague, "exception.review", id, nil) }},
	{name: "hand_match.break", on: matched, body: func(*walk, string) fields { return fields{"reason": "Two payments after all."} }, want: fields{"state": "broken"}},
	{name: "run.break_match", on: compared, body: func(*walk, string) fields {
		return fields{"pairs": []fields{{"left": 0, "right": 0}}, "reason": "Two payments."}
	}, want: fields{"left_row": json.Number("0"), "broken_by": maker}, of: "broken_match"},
	{name: "exception.review", on: found, body: func(*walk, string) fields { return fields{"priority": "now"} }, want: fields{"state": "under_review", "priority": "now"}},
	{name: "exception.allocate", on: found, body: func(w *walk, _ string) fields {
		return fields{"group": w.make("group", fields{"name": w.name("Investigators"), "unit": "treasury"})}
	}, want: fields{"state": "unreviewed"}},
	{name: "exception.label", on: found, body: func(w *walk, _ string) fields { return fields{"add": []string{w.make("label", label(w))}} }, want: fields{"state": "unreviewed"}},
	{name: "exception.assign", on: found, body: func(*walk, string) fields {
		return fields{"assignee": signer, "cause": "Late", "suggested_action": "Ask the bank"}
	}, want: fields{"state": "pending", "assignee": signer}},
	{name: "exception.comment", on: found, body: remark, want: fields{"author": maker}, of: "exception_comment", race: func(w *walk, id string) {
		w.do(colleague, "exception.review", id, nil)
	}},
	{name: "exception.close", on: found, body: solution, want: fields{"state": "closed", "closed_by": maker}},
	{name: "exception.force_close", on: found, body: func(*walk, string) fields {
		return fields{"grounds": "The bank is no more, and nobody answers."}
	}, want: fields{"state": "closed", "closed_by": maker}},
	{name: "exception.reopen", on: solved, want: fields{"state": "under_review", "closed_by": ""}},
}

// The records of these are delivered before the walk begins, to a real server.
var deliveryCommands = []command{
	{
		name: "channel.send", of: "delivery", on: func(w *walk) string { return w.make("channel", channel(w, w.bic())) }, unraced: "each file is queued by itself",
		body: func(*walk, string) fields { return fields{"what": "checkpoint"} }, want: fields{"subject_table": "file"},
	},
	{name: "delivery.confirm", on: delivered("unconfirmed"), body: func(*walk, string) fields {
		return fields{"outcome": "failed", "reason": "The bank's desk has no such file."}
	}, want: fields{"state": "failed", "detail": "The bank's desk has no such file."}},
	{name: "delivery.retry", on: delivered("failed"), want: fields{"state": "queued"}},
}

func delivered(state string) func(w *walk) string {
	return func(w *walk) string {
		id := w.waiting[state][0]
		w.waiting[state] = w.waiting[state][1:]
		return id
	}
}

// line is a part of a private key that betrays it.
func line(key string) string {
	lines := strings.Split(key, "\n")
	return slices.MaxFunc(lines[2:], func(a, b string) int { return len(a) - len(b) })
}
