package ascode_test

import (
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit/house"
)

// TestFilesThatStillNameWhatIsOverAskForNothing: an export from before the end of a
// grant and of a membership neither brings them back nor differs from what is there.
func TestFilesThatStillNameWhatIsOverAskForNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		must(t, h, organisation)
		until := govern.At(h.Clock.Now().Add(time.Hour))
		must(t, h, strings.ReplaceAll(`
group:
  - {name: Auditors, unit: Halvorn Group/Treasury}
member:
  - {group: Halvorn Group/Treasury/Auditors, user: paul@example.com, until_at: UNTIL}
grant:
  - {user: paul@example.com, role: Clerk, scope: everything, until_at: UNTIL}
`, "UNTIL", until.String()))
		before := export(t, h)
		same := func(when string) {
			t.Helper()
			out, cmd, err := apply(t, h, house.Founder, before, true)
			h.Must(out, err)
			if got := changed(t, h, cmd); len(got) != 0 {
				t.Errorf("%s: the export changes %v", when, got)
			}
		}
		same("before the end")
		h.Clock.Advance(time.Hour)
		same("before the program came round")
		grants, members, err := directory.Over(t.Context(), h.DB, govern.At(h.Clock.Now()))
		if err != nil || len(grants) != 1 || len(members) != 1 {
			t.Fatalf("over are %v and %v, %v", grants, members, err)
		}
		h.Must(h.Submit(house.Founder, &directory.EndGrant{Grant: grants[0].ID}))
		h.Must(h.Submit(house.Founder, &directory.EndMember{Member: members[0].ID}))
		same("after it")
		later := "grant:\n  - {user: paul@example.com, role: Clerk, scope: everything, until_at: " + govern.At(h.Clock.Now().Add(time.Hour)).String() + "}\n"
		if got := changed(t, h, must(t, h, later)); len(got) != 1 || !strings.HasPrefix(got[0], "insert grant") {
			t.Errorf("a later end brings %v, want one grant", got)
		}
	})
}
