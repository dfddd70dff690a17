package walk_test

import "testing"

// A deletion that is refused to everybody is offered to nobody.
func TestNobodyIsOfferedADeletionThatIsRefusedToAll(t *testing.T) {
	s := start(t, "")
	stays := map[string]string{}
	for _, r := range tables {
		stays[r.name] = r.stays
	}
	for _, table := range s.Engine.Declared() {
		if code, written := stays[table.Name]; written && table.May.Delete != (code == "") {
			t.Errorf("%s: offered %v, refused to everybody as %q", table.Name, table.May.Delete, code)
		}
	}
}
