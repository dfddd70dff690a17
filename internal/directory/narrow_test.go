package directory

import (
	"testing"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/govern"
)

func TestARoleForRecordsThatAnOlderProgramGaveOverMoreReachesTheseRecordsAlone(t *testing.T) {
	for _, c := range []struct {
		grant Grant
		want  access.Scope
	}{
		{Grant{Role: govern.ProcessAdministrator, Scope: "everything"}, access.Scope{Kind: access.ScopeTable, Table: "process"}},
		{Grant{Role: "process-user-admin", Scope: "unit", ScopeRecord: "london"}, access.Scope{Kind: access.ScopeTable, Table: "process", ID: "london"}},
		{Grant{Role: "table-admin", Scope: "unit", ScopeRecord: "london"}, access.Scope{Kind: access.ScopeTable, Table: "reference_table", ID: "london"}},
		{Grant{Role: "process-user-admin", Scope: "record", ScopeTable: "process", ScopeRecord: "cash"}, access.Scope{Kind: access.ScopeRecord, Table: "process", ID: "cash"}},
		{Grant{Role: "process-viewer", Scope: "unit", ScopeRecord: "london"}, access.Scope{Kind: access.ScopeUnit, ID: "london"}},
	} {
		if got := c.grant.scope(); got != c.want {
			t.Errorf("%s over %s %s reaches %s, not %s", c.grant.Role, c.grant.Scope, c.grant.ScopeRecord, got, c.want)
		}
	}
}
