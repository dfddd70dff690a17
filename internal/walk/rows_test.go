package walk_test

import (
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/server"
)

// byCommand are the tables that change by commands alone: the walk reads them.
var byCommand = []string{"access_policy", "access_review", "archive_order", "audit_search", "bank_report", "broken_match", "call_back", "configuration_import", "credential", "cycle", "delivery", "escalated", "exception", "exception_comment", "hand_match", "handover", "notice_choice", "order", "package", "passkey", "rate", "report_line", "report_made", "review_item", "run", "session_end", "settlement", "sign_in_link", "sign_in_policy", "signature", "staging_copy"}

// tables are those that are written generically.
var tables = slices.Concat(directoryTables, bundleTables, dutyTables, foreignTables, paymentTables, cycleTables, otherTables, noticeTables)

// commands are those of all areas; a function because the rows of one command
// carry out others.
func commands() []command {
	return slices.Concat(peopleCommands, policyCommands, paymentCommands, cycleCommands, reconCommands, deliveryCommands, reviewCommands, presetCommands)
}

// pathOf is where a command is served.
func pathOf(name string) string {
	for _, v := range server.Verbs {
		if v.Name == name {
			table, verb, _ := strings.Cut(name, ".")
			return "/api/v1/" + v.Area + "/" + table + "/{id}/" + verb
		}
	}
	return "no command " + name
}

// decisions are walked by reject, withdraw and approveByWrongRequests, and
// approve and the reading of a change in every step besides.
var decisions = map[string]string{
	"POST /api/v1/change/{id}/approve":  "the approvers that the rules name",
	"POST /api/v1/change/{id}/reject":   "the approvers that the rules name",
	"POST /api/v1/change/{id}/withdraw": "the maker",
	"POST /api/v1/change/decide":        "the approvers that the rules of each change name",
	"GET /api/v1/change/summary":        "the people whom the changes concern",
	"POST /api/v1/change/{id}/resubmit": "the maker, for a change that ended unexecuted",
	"GET /api/v1/change":                "everybody, about themselves",
	"GET /api/v1/change/{id}":           "the people whom the change concerns",
}

// streamed are walked by stream.
var streamed = map[string]string{"GET /api/v1/event": "everybody, about what they may see"}

// ungoverned are the routes that anybody may ask without a token, and why.
var ungoverned = map[string]string{
	"GET /healthz":        "a load balancer has no user; it says that the process runs and its version",
	"GET /readyz":         "a load balancer has no user; it says whether the node can work",
	"GET /openapi.json":   "the description of the API is public like its source",
	"GET /docs":           "the same description for people",
	"GET /docs/style.css": "the style of that page",

	"GET /.well-known/authzen-configuration": "where other applications ask for decisions; it says nothing else",
}

// unserved are the permissions that no route asks, and why.
var unserved = map[string]string{
	"installation.found":   "sets up an installation without users, from the command line alone; refused for ever after",
	"delivery.queue":       "the delivery service asks it inside the server, when signatures accept a package",
	"audit.view_amounts":   "what of the log is told depends on it, and no answer but its amounts; tests of their own show it",
	"order.view_salary":    "views of orders ask it besides, where an order is a salary; their own tests show it",
	"user.accept":          "whoever holds a one-time link may, on the sign-in pages, which have tests of their own",
	"me.set_password":      "anybody may, about themselves; no permission is asked",
	"me.name_deputy":       "anybody may, about themselves; no permission is asked",
	"archive_order.record": "the installation's own service records how far it came with an order",
	"escalation.raise":     "the installation's own service records what has waited too long",
	"report_schedule.make": "the installation's own service records the reports that it made",
	"me.choose_notices":    "anybody may, about themselves; no permission is asked",
	"me.end_deputy":        "anybody may, about their own; no permission is asked",
	"me.keep_search":       "anybody may, about themselves; no permission is asked",
	"me.forget_search":     "anybody may, about their own; no permission is asked",
	"me.settle":            "anybody may, about their own list; no permission is asked",
	"me.enrol":             "anybody may, about themselves, while they sign in",
	"me.replace_factor":    "anybody may, about themselves, by their own way: my own matters",
	"me.renew_recovery":    "anybody may, about themselves, by their own way: my own matters",
	"me.add_passkey":       "anybody may, about themselves, on the page alone: my own matters",
	"me.remove_passkey":    "anybody may, about their own: my own matters",
	"role.renew":           "the installation's own service asks it at the start of a newer program",
	"user.hand_over":       "the installation's own service asks it once the end date has come",
	"grant.end":            "the installation's own service asks it once the grant's time is over",
	"member.end":           "the installation's own service asks it once the membership's time is over",
	"run.finish":           "the installation's own service records what a run came to",
	"delivery.record":      "the delivery service records its attempts inside the server",
}

// masked are the columns that hold secrets.
var masked = map[string][]string{"api_token": {"hash"}, "sign_in_link": {"hash"}, "credential": {"password", "seed", "recovery"}, "channel": {"private_key", "password"}, "signature": {"seal"}, "webhook": {"secret"}}
