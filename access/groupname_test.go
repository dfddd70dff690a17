package access_test

import (
	"testing"

	"github.com/countersign/countersign/access"
)

func TestAGroupIsCalledSoThatItIsToldFromOthers(t *testing.T) {
	s, err := access.Compile(access.Facts{
		Units: []access.Unit{{ID: "n", Name: "North"}, {ID: "s", Name: "South"}, {ID: "bare"}},
		Groups: []access.Group{
			{ID: "g1", Name: "Finance", Unit: "n"},
			{ID: "g2", Name: "Finance", Unit: "s"},
			{ID: "g3", Name: "Audit", Unit: "n"},
			{ID: "g4", Name: "Board"},
			{ID: "g5", Name: "Board", Unit: "s"},
			{ID: "g6", Name: "Board", Unit: "bare"},
			{ID: "g7"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{
		"g1": "Finance (North)", "g2": "Finance (South)", "g3": "Audit",
		"g4": "Board (g4)", "g5": "Board (South)", "g6": "Board (g6)", "g7": "g7", "unknown": "unknown",
	} {
		if got := s.GroupName(id); got != want {
			t.Errorf("%s is called %q, want %q", id, got, want)
		}
	}
}
