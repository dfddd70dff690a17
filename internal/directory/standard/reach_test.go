package standard_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/server"
)

// nobodys are the permissions that no standard role of people holds.
var nobodys = map[string]string{
	"api_token.delete":     "a token is revoked and stays, so that the log can name it",
	"user.delete":          "a user is suspended, never deleted",
	"audit_search.view":    "one's own searches are shown without a permission, and nobody looks at others'",
	"audit_search.approve": "it is written by commands about oneself alone",
	"installation.found":   "it is asked once, by the founding itself",
}

// Whatever a person can ask, or others can be asked to agree to, somebody may by
// standard roles alone: an installation needs no role of its own to work.
func TestEachPermissionIsInAStandardRole(t *testing.T) {
	verbs := map[string]bool{}
	for _, v := range server.Verbs {
		verbs[v.Name] = true
		if v.Own || v.ByLink { // nothing is asked, and nothing can wait
			verbs[v.Name] = false
		}
	}
	for _, p := range permissions(t) {
		asked := strings.TrimSuffix(p, ".approve")
		_, command := verbs[asked]
		switch {
		case command && (!verbs[asked] || services(asked)) || asked != p && shown(asked):
			continue
		case nobodys[asked] != "" && command || nobodys[p] != "":
			if held(p) {
				t.Errorf("%s is held, though %s", p, nobodys[asked]+nobodys[p])
			}
		case !held(p):
			t.Errorf("no standard role holds %s", p)
		}
	}
}

// services reports whether the program's own services alone ask it.
func services(command string) bool {
	return !held(command) && slices.ContainsFunc(standard.Services, func(r standard.Role) bool { return slices.Contains(r.Permissions, command) })
}

// shown reports whether it is a command that changes nothing, which nothing can wait for.
func shown(command string) bool {
	at := slices.IndexFunc(server.Verbs, func(v govern.Verb) bool { return v.Name == command })
	return at >= 0 && server.Verbs[at].Asked
}

func held(permission string) bool {
	return slices.ContainsFunc(standard.Roles, func(r standard.Role) bool { return slices.Contains(r.Permissions, permission) })
}
