package server_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/server"
)

// newer makes this program the next one: a standard role of it may do more.
func newer(t *testing.T, role, permission string) (older func()) {
	t.Helper()
	roles, revision := standard.Roles, standard.Revision
	older = func() { standard.Roles, standard.Revision = roles, revision }
	t.Cleanup(older)
	standard.Roles, standard.Revision = slices.Clone(roles), revision+1
	i := slices.IndexFunc(roles, func(r standard.Role) bool { return r.ID == role })
	standard.Roles[i].Permissions = append(slices.Clone(roles[i].Permissions), permission)
	slices.Sort(standard.Roles[i].Permissions)
	return older
}

func TestANewerProgramBringsItsRolesThroughTheDoor(t *testing.T) {
	each(t, func(t *testing.T, c *config.Config) {
		s := open(t, c)
		if _, err := s.Found(t.Context(), admins); err != nil {
			t.Fatal(err)
		}
		shut(t, s)
		older := newer(t, "audit-log-viewer", "unit.view")
		s = open(t, c)
		wantRole(t, s, "audit-log-viewer", standard.Revision, "unit.view")
		found, err := audit.Search(context.Background(), s.DB, s.Ring, audit.Query{Action: "role.renew", Limit: 10})
		if err != nil || len(found) != 1 || found[0].Event.Outcome != audit.Applied || found[0].Event.Actor != server.InstallationUser {
			t.Errorf("the log has %d entries of it, %v", len(found), err)
		}
		shut(t, s)
		newest := standard.Revision
		older()
		s = open(t, c) // an older program takes nothing back
		wantRole(t, s, "audit-log-viewer", newest, "unit.view")
		shut(t, s)
	})
}

func wantRole(t *testing.T, s *server.Server, id string, revision int64, permission string) {
	t.Helper()
	r, err := directory.Roles.One(t.Context(), s.DB, `id = $1`, id)
	if err != nil || r == nil {
		t.Fatalf("%+v %v", r, err)
	}
	if r.Standard != revision || !slices.Contains(r.Permissions, permission) {
		t.Errorf("%s is of revision %d with %s; want %d with %s", id, r.Standard, strings.Join(r.Permissions, " "), revision, permission)
	}
}
