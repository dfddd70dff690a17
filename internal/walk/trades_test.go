package walk_test

import (
	"net/http"
	"slices"

	"github.com/countersign/countersign/internal/directory/standard"
)

// trades are people as they are found in a house, each with one standard role at
// the outsider's unit: along every route they get what their role says there,
// and are refused all else.
var trades = map[string]string{
	"clerk":   "participant-clerk",
	"solver":  "exception-closer",
	"steward": "user-administrator",
}

// employ brings them in.
func (w *walk) employ() {
	for id, role := range trades {
		w.hire(id, permissionsOf(role))
	}
}

func permissionsOf(role string) []string {
	for _, r := range standard.Roles {
		if r.ID == role {
			return r.Permissions
		}
	}
	panic("there is no standard role " + role)
}

// mayNot: whose role lacks the permission is refused; who holds it at their own
// unit is not let near another unit's record either.
func (w *walk) mayNot(permission string, ask func(user string) *answer) {
	w.t.Helper()
	for id, role := range trades {
		a := ask(id)
		if held := slices.Contains(permissionsOf(role), permission); held && a.status == http.StatusNotFound {
			a.refused(http.StatusNotFound, "not_found")
		} else if held && a.status == http.StatusUnprocessableEntity {
			a.refused(http.StatusUnprocessableEntity, "unknown_reference")
		} else {
			a.refused(http.StatusForbidden, "denied")
		}
	}
}

// tradesRead: the list within their unit where the role has it, else nothing.
func (w *walk) tradesRead(table, one string) {
	w.t.Helper()
	for id, role := range trades {
		if !slices.Contains(permissionsOf(role), table+".view") {
			w.ask(id, "GET", "/api/v1/"+table, nil).refused(http.StatusForbidden, "denied")
			continue
		}
		for _, f := range w.ask(id, "GET", "/api/v1/"+table+"?limit=1000", nil).is(http.StatusOK).items() {
			if !within(f) {
				w.t.Errorf("the %s sees %v", id, f)
			}
		}
	}
	for _, path := range []string{one, one + "/history"} {
		w.mayNot(table+".view", func(user string) *answer { return w.ask(user, "GET", path, nil) })
	}
}

// tradesAsk: what is no table is refused like a record, or told in part.
func (w *walk) tradesAsk(r reading, method, path string) {
	w.t.Helper()
	for id, role := range trades {
		a := w.ask(id, method, path, r.body)
		switch held := slices.Contains(permissionsOf(role), r.asks); {
		case held && r.part:
			a.is(http.StatusOK)
		case held && r.of != nil:
			a.refused(http.StatusNotFound, "not_found")
		default:
			a.refused(http.StatusForbidden, "denied")
		}
	}
}

// isTrade tells them from the others who are hired.
func isTrade(id string) bool { return trades[id] != "" }
