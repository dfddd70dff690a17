package httpapi_test

import (
	"fmt"
	"testing"

	"github.com/countersign/countersign/internal/testkit"
)

func TestRowsThatLeaveTheProgramAreLogged(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	unitsOffice(o)
	o.ask(ada, "GET", "/api/v1/unit?filter=name=london&export=true", nil).is(200)
	o.ask(ada, "GET", "/api/v1/unit", nil).is(200)
	found := o.ask(ada, "GET", "/api/v1/audit?action=unit.export", nil).is(200).items()
	if len(found) != 1 {
		t.Fatalf("exporting is logged as %v", found)
	}
	if facts, want := fmt.Sprint(found[0]["event"].(map[string]any)["facts"]), "[map[name:rows value:1] map[name:filter value:name=london]]"; facts != want {
		t.Errorf("it tells %s, want %s", facts, want)
	}
	o.ask(ada, "GET", "/api/v1/unit?export=perhaps", nil).refused(422, "bad_value").at("export")
}
