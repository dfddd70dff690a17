package standard

import "slices"

// Group is a ready group: the roles of one kind of person, bundled. It is set up
// for a unit or for everything, and is an ordinary group from then on.
type Group struct {
	ID, Name string
	Roles    []string
	// Ends says that its roles are given for a time only.
	Ends bool
}

// Groups are all ready groups, in the documentation's order.
var Groups = []Group{
	{ID: "treasurer", Name: "Treasurers", Roles: []string{"netting-administrator", "rates-approver", "bank-instructions-approver", "payments-viewer", "delivery-administrator"}},
	{ID: "participant-clerk", Name: "Participant clerks", Roles: []string{"participant-clerk"}},
	{ID: "signatory", Name: "Signatories", Roles: []string{"signatory", "payments-viewer"}},
	{ID: "analyst", Name: "Analysts", Roles: []string{"process-analyst"}},
	{ID: "solver", Name: "Solvers", Roles: []string{"process-analyst", "exception-closer", "manual-matcher"}},
	{ID: "sme", Name: "Subject matter experts", Roles: []string{"process-creator", "data-uploader", "config-admin", "operator", "run-stopper"}},
	{ID: "super-user", Name: "Super users", Roles: []string{"process-user-admin", "config-admin", "exceptions-allocator", "labels-administrator", "run-stopper", "match-breaker"}},
	{ID: "user-account-management", Name: "User account management", Roles: []string{"user-administrator", "group-administrator"}},
	{ID: "auditor", Name: "Auditors", Roles: []string{"audit-log-viewer", "audit-amounts-viewer", "global-permission-viewer", "netting-viewer", "payments-viewer", "process-viewer"}},
	{ID: "external-auditor", Name: "External auditors", Roles: []string{"audit-log-viewer", "audit-amounts-viewer", "global-permission-viewer", "netting-viewer", "payments-viewer", "process-viewer"}, Ends: true},
}

// FindGroup is the ready group of that id.
func FindGroup(id string) (Group, bool) {
	i := slices.IndexFunc(Groups, func(g Group) bool { return g.ID == id })
	if i < 0 {
		return Group{}, false
	}
	return Groups[i], true
}
