// Package standard is the table of the standard roles: what each may do, exactly.
// A program brings its own; they are neither edited nor deleted, and can be
// cloned into roles of one's own.
package standard

import (
	"slices"
	"strings"
)

// Revision grows with every change of the table, so that an older program does
// not take a newer one's permissions back.
var Revision int64 = 28

// Role is one standard role. Its name is its id.
type Role struct {
	ID, Name    string
	At          string // what it is granted at: everything or a unit, process, table
	Permissions []string
	Later       string // what it will hold besides, once there is such an area
}

// crud are the permissions on tables.
func crud(verbs string, tables ...string) []string {
	var list []string
	for _, t := range tables {
		for _, v := range strings.Fields(verbs) {
			list = append(list, t+"."+v)
		}
	}
	return list
}

const (
	read  = "view"
	write = "view insert update delete"
	// Who writes something and who agrees to it are two people, not always two roles:
	// nobody agrees to a change of their own.
	approve = "approve"
)

// join sorts the permissions of several lists, each once.
func join(lists ...[]string) []string {
	all := slices.Concat(lists...)
	slices.Sort(all)
	return slices.Compact(all)
}

func role(id, at, later string, lists ...[]string) Role {
	return Role{ID: id, Name: id, At: at, Permissions: join(lists...), Later: later}
}

func these(permissions ...string) []string { return permissions }

const (
	global    = "everything or a unit"
	process   = "a process"
	reference = "a reference table"
)

var (
	people   = crud(read, "unit", "user", "group", "member", "role", "grant")
	netting  = crud(read, "cycle", "participant", "invoice", "settlement")
	payments = crud(read, "customer", "account", "account_signatory", "job", "user_job", "exclusion", "package", "order", "signature", "bank_instruction", "delivery", "amount_band", "call_back", "calendar", "holiday", "bank_report", "report_line")
	matching = crud(read, "process", "run", "exception", "exception_comment", "hand_match", "broken_match", "expected_file", "staging_copy")
)

// Roles are all standard roles, in the documentation's order.
var Roles = []Role{
	role("user-administrator", global, "", crud("view insert update", "user"), crud(write, "deputy", "member"), crud(read, "unit", "group", "sign_in_link", "credential", "passkey", "handover", "session_end", "notice_choice"), these("user.invite", "user.reset_factor", "user.reset_passkeys", "user.end_sessions", "user.suspend", "user.reactivate", "user.move", "api_token.view", "api_token.insert", "api_token.update")),
	role("group-administrator", global, "", crud(write, "group", "member", "grant"), these("group.set_up"), crud(read, "unit", "user", "role")),
	role("role-administrator", global, "", crud(write, "role"), these("role.clone"), crud(write, "grant"), crud(read, "unit", "user", "group", "member")),
	role("security-administrator", global, "single sign-on", crud(read, "escalated"), crud(write, "escalation", "trusted_exporter", "duty_rule", "duty_exception", "four_eyes_rule", "foreign_type", "foreign_entity", "foreign_table"), these("four_eyes_rule.preset", "sign_in_policy.view", "sign_in_policy.set", "access_policy.view", "access_policy.set", "access_policy.sponsor_process_admin", "access.why"), crud(read, "role", "group", "user", "unit")),
	role("domain-administrator", global, "", crud(write, "unit"), these("access_policy.view", "access_policy.set_domains")),
	role("global-permissions-administrator", global, "", people, crud("view approve", "escalation", "webhook", "report_schedule", "trusted_exporter", "duty_rule", "duty_exception", "deputy"), crud("approve", "configuration.import", "access_review.start", "access_review.close", "review_item.decide", "review_item.assign", "unit", "user", "group", "member", "role", "grant", "api_token", "four_eyes_rule", "foreign_type", "foreign_entity", "foreign_table"), these("user.invite.approve", "user.reset_factor.approve", "user.reset_passkeys.approve", "user.end_sessions.approve", "user.suspend.approve", "user.reactivate.approve", "user.move.approve", "sign_in_policy.set.approve", "four_eyes_rule.preset.approve", "sign_in_policy.approve", "access_policy.approve", "access_policy.set.approve", "access_policy.set_domains.approve", "access_policy.sponsor_process_admin.approve"), crud(approve, "configuration.apply", "configuration.export", "configuration_import", "access_review", "review_item", "role.clone", "group.set_up", "credential", "passkey", "sign_in_link", "session_end", "handover", "notice_choice", "escalated")),
	role("global-permission-viewer", global, "", people, crud(read, "duty_rule", "duty_exception", "deputy"), these("access.why")),
	role("global-process-administrator", "every process, or every reference table", "hidden until a change with ticket and sponsor switches it on", crud(write, "grant")),
	role("access-reviewer", global, "", people, crud(read, "api_token", "access_review", "review_item"), these("access.why", "access_review.start", "access_review.close", "review_item.decide", "review_item.assign")),
	role("audit-log-viewer", global, "", these("audit.view"), crud(read, "report_schedule", "report_made")),
	role("audit-amounts-viewer", global, "", these("audit.view_amounts")),
	role("audit-log-archivist", global, "", these("audit.view", "audit.export", "audit.archive", "audit.archive.approve", "audit.restore", "audit.restore.approve", "archive_order.view", "report_made.view"), crud(write, "report_schedule"), crud(approve, "archive_order", "report_made")),
	role("account-administrator", global, "", crud(write, "account", "account_signatory", "amount_band"), crud(read, "customer"), crud(approve, "account", "account_signatory", "amount_band")),
	role("balance-administrator", global, "balances"),
	role("dashboard-administrator", global, "dashboards"),
	role("data-source-administrator", global, "where files come from", crud(write, "expected_file")),
	role("data-uploader", global, "uploads besides runs", these("process.run", "run.view")),
	role("data-downloader", global, "", these("process.view", "run.view", "run.download", "settlement.view")),
	role("failed-run-marker", global, "", crud(read, "run"), these("run.mark_failed"), crud(approve, "run.mark_failed")),
	role("labels-administrator", global, "", crud(write, "label"), crud(approve, "label")),
	role("process-creator", global, "", these("process.view", "process.insert")),
	role("process-configuration-exporter", global, "", these("configuration.export", "process.view")),
	role("process-configuration-importer", global, "", these("configuration.apply", "configuration.import", "configuration_import.view", "trusted_exporter.view", "process.view", "process.insert", "process.update")),
	role("process-deletor", global, "", these("process.view", "process.delete")),
	role("staging-copy-creator", global, "", crud(read, "process", "run", "staging_copy"), these("process.copy", "staging_copy.close", "staging_copy.raise", "staging_copy.renew", "staging_copy.try")),
	role("reference-data-table-creator", global, "", these("reference_table.view", "reference_table.insert")),
	role("netting-administrator", global, "", crud(write, "participant"), netting, these("rate.view"), these("cycle.approve_result"), crud(approve, "participant", "cycle", "settlement", "cycle.draft", "cycle.open", "cycle.close_input", "cycle.reopen_input", "cycle.fix_rates", "cycle.compute", "cycle.approve_result", "cycle.settle", "cycle.close")),
	role("netting-operator", global, "", netting, these("rate.view", "cycle.draft", "cycle.open", "cycle.close_input", "cycle.reopen_input", "cycle.fix_rates", "cycle.compute", "cycle.settle", "cycle.close")),
	role("rates-clerk", global, "", these("cycle.view", "rate.view", "cycle.key_rate")),
	role("rates-approver", global, "", these("cycle.view", "rate.view", "cycle.confirm_rate"), crud(approve, "rate", "cycle.key_rate", "cycle.confirm_rate")),
	role("participant-clerk", "a unit", "", netting, these("cycle.import_invoices"), crud("insert update delete", "invoice")),
	role("participant-approver", "a unit", "", netting, these("cycle.import_invoices.approve"), crud(approve, "invoice")),
	role("netting-viewer", global, "", netting, these("rate.view")),
	role("bank-instructions-clerk", global, "", crud(write, "bank_instruction")),
	role("bank-instructions-approver", global, "", these("bank_instruction.view", "bank_instruction.approve"), crud("view approve", "call_back"), crud(approve, "bank_instruction.call_back")),
	role("payments-administrator", global, "", crud(write, "customer", "account", "account_signatory", "amount_band", "job", "user_job", "exclusion"), crud(read, "user", "unit", "calendar", "holiday"), crud(approve, "customer", "account", "account_signatory", "amount_band", "job", "user_job", "exclusion")),
	role("calendar-administrator", global, "", crud(write, "calendar", "holiday"), crud(approve, "calendar", "holiday")),
	role("payments-clerk", global, "", crud(read, "customer", "account", "bank_instruction", "package", "order", "signature", "call_back", "calendar", "holiday", "bank_report", "report_line"), these("package.import", "package.hold", "order.recall", "bank_report.take", "bank_instruction.call_back", "package.create", "package.add_orders", "package.submit", "package.reopen", "package.withdraw", "order.change", "order.remove")),
	role("signatory", global, "", crud(read, "package", "order", "signature", "account", "customer"), these("package.sign", "package.take_back", "package.decline", "package.hold")),
	role("payments-releaser", global, "", crud(read, "package", "order", "signature", "account", "customer", "delivery"), these("package.hold", "package.resume", "package.resume.approve", "package.release", "package.release.approve"), crud("view approve", "bank_report", "report_line"), crud(approve, "package", "order", "signature", "package.create", "package.import", "package.add_orders", "package.submit", "package.reopen", "package.withdraw", "package.hold", "package.sign", "package.take_back", "package.decline", "order.change", "order.remove", "order.recall", "bank_report.take")),
	role("payroll-viewer", global, "", crud(read, "package", "order"), these("order.view_salary")),
	role("delivery-administrator", global, "", crud(write, "webhook", "channel"), these("channel.test", "channel.send", "delivery.view", "delivery.confirm", "delivery.retry"), crud(approve, "channel", "channel.send", "channel.test", "delivery", "delivery.confirm", "delivery.retry")),
	role("payments-viewer", global, "", payments),
	role("integration", global, "what a programme reads and brings", these("access.evaluate", "access.search", "cycle.view", "cycle.import_invoices", "process.view", "process.run", "run.view")),

	role("process-user-admin", process, "", crud(write, "grant")),
	role("config-admin", process, "", these("process.view", "process.update", "process.approve", "staging_copy.view"), crud(write+" approve", "expected_file"), crud(approve, "process.copy", "staging_copy", "staging_copy.close", "staging_copy.raise", "staging_copy.renew", "staging_copy.try")),
	role("operator", process, "", matching, these("process.run", "exception.assign", "exception.comment", "exception.label", "exception.review"), these("run.comment"), crud(approve, "process.run", "run", "run.comment", "exception.assign", "exception.comment", "exception.label", "exception.review", "exception_comment")),
	role("process-data-uploader", process, "", these("process.run", "run.view")),
	role("process-runner", process, "", these("process.view", "process.run", "run.view")),
	role("process-viewer", process, "", matching),
	role("investigator", "a group: what is allocated to it", "", these("exception.view", "exception.comment", "exception_comment.view")),
	role("group-members-administrator", "a group", "", crud(write, "member"), these("group.view")),
	role("run-stopper", process, "", these("process.view", "run.view", "run.stop"), crud(approve, "run.stop")),
	role("exceptions-allocator", process, "", these("exception.view", "exception.allocate", "exception.assign", "exception.label"), crud(approve, "exception.allocate")),
	role("exception-closer", process, "", these("exception.view", "exception.close", "exception.reopen", "exception.comment", "exception.label", "exception_comment.view"), crud(approve, "exception", "exception.close", "exception.reopen")),
	role("exception-force-closer", process, "", these("exception.view", "exception.force_close", "exception.comment", "exception_comment.view"), crud(approve, "exception.force_close")),
	role("manual-matcher", process, "", crud(read, "exception", "run", "hand_match", "broken_match"), these("exception.match"), crud(approve, "exception.match")),
	role("match-breaker", process, "", crud(read, "exception", "run", "hand_match", "broken_match"), these("hand_match.break", "run.break_match"), crud(approve, "hand_match", "broken_match", "hand_match.break", "run.break_match")),
	role("process-analyst", process, "", matching, these("exception.comment", "exception.assign", "exception.label", "run.comment")),

	role("table-admin", reference, "", crud("view update delete", "reference_table"), crud(write, "reference_row", "grant"), these("reference_table.import_rows"), crud(approve, "reference_table", "reference_row", "reference_table.import_rows")),
	role("table-editor", reference, "", crud(read, "reference_table"), crud(write+" approve", "reference_row"), these("reference_table.import_rows", "reference_table.import_rows.approve")),
	role("table-viewer", reference, "", crud(read, "reference_table", "reference_row")),
}

// Technique are the roles of who looks after the technique alone: users, sources of
// data, runs, deliveries. They see no financial data, no rules and no contents of
// reference tables; what they work on is named to them.
var Technique = []string{
	"user-administrator", "group-administrator", "role-administrator", "security-administrator", "domain-administrator", "global-permission-viewer", "access-reviewer",
	"data-source-administrator", "data-uploader", "failed-run-marker", "labels-administrator", "calendar-administrator", "delivery-administrator",
	"process-user-admin", "process-data-uploader",
}

// Tables are those whose records have roles of their own.
var Tables = []string{"process", "reference_table"}

// Givable reports whether the role can be given at a scope of the table, "" for one of
// everything or a unit.
func Givable(role, table string) bool {
	tables, narrow := Narrow[role]
	return !narrow || slices.Contains(tables, table)
}

// Narrow are the roles that let others act on records of some tables: at those alone
// they are given, at one or at every one.
var Narrow = map[string][]string{
	"global-process-administrator": {"process", "reference_table"}, "process-user-admin": {"process"}, "table-admin": {"reference_table"},
}

// At are the roles that are granted at one record of the table; nil for a table
// whose records have none of their own.
func At(table string) []Role {
	at := map[string]string{Tables[0]: process, Tables[1]: reference}[table]
	var list []Role
	for _, r := range Roles {
		if at != "" && r.At == at {
			list = append(list, r)
		}
	}
	return list
}

// Installation and Delivery are the ids of the program's own services, and of
// their roles.
const (
	Installation = "installation"
	Delivery     = "delivery"
)

// Services are the roles of the program's own services: what the jobs of this
// program ask. The founding grants each to the service user of its id.
var Services = []Role{
	{ID: Installation, Name: "Installation", Permissions: these("access_review.close", "archive_order.record", "audit.archive", "audit.restore", "escalation.raise", "grant.end", "member.end", "package.hold", "package.judge", "package.lapse", "report_schedule.make", "role.renew", "run.finish", "user.hand_over")},
	{ID: Delivery, Name: "Delivery service", Permissions: these("delivery.queue", "delivery.record", "package.sent")},
}

// All are the standard roles and those of the services.
func All() []Role { return slices.Concat(Roles, Services) }

// Find is the standard or service's role of that id.
func Find(id string) (Role, bool) {
	all := All()
	i := slices.IndexFunc(all, func(r Role) bool { return r.ID == id })
	if i < 0 {
		return Role{}, false
	}
	return all[i], true
}

// IsService reports whether the id is that of a service's role.
func IsService(id string) bool {
	return slices.ContainsFunc(Services, func(r Role) bool { return r.ID == id })
}
