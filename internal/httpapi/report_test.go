package httpapi_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/httpapi"
	"github.com/countersign/countersign/internal/sheets"
)

// table asks for a report and gives of each row the columns that are named.
func (o *office) table(user, method, path string, body any, columns ...string) [][]string {
	o.t.Helper()
	var table httpapi.ReportTable
	if err := json.Unmarshal(o.ask(user, method, "/api/v1/report/"+path, body).is(200).body, &table); err != nil {
		o.t.Fatal(err)
	}
	rows := [][]string{}
	for _, row := range table.Rows {
		var cells []string
		for _, name := range columns {
			cells = append(cells, row[slices.Index(table.Columns, name)])
		}
		rows = append(rows, cells)
	}
	return rows
}

func (o *office) wantRows(what string, want, got [][]string) {
	o.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		o.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestReportsTellWhoHeldWhatAndWhoChangedWhat(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		unitsOffice(o)
		o.hire("mia", "london", "unit.view", "unit.update")
		then := time.Now().UTC().Format(time.RFC3339Nano)
		o.ask(ada, "DELETE", "/api/v1/grant/grant-mia", nil, "If-Match", `"1"`).is(200)
		held := func(as, query string) (rows [][]string) {
			for _, row := range o.table(as, "GET", "rights"+query, nil, "user", "role", "scope", "permissions") {
				if row[0] == "mia" || row[0] == "of-london" || row[0] == "of-vienna" {
					rows = append(rows, row)
				}
			}
			return rows
		}
		o.wantRows("rights then", [][]string{{"mia", "role-mia", "unit london", "unit.update unit.view"}}, held(ada, "?as_of="+url.QueryEscape(then)))
		o.wantRows("rights now", nil, held(ada, ""))

		o.ask(ada, "PATCH", "/api/v1/user/of-london", map[string]any{"job_title": "=Clerk"}, "If-Match", `"1"`, "Countersign-Ticket", "T-1").is(200)
		changes := o.table(ada, "GET", "changes?user=ada", nil, "action", "record", "field", "old", "new", "ticket")
		o.wantRows("changes", [][]string{{"user.update", "of-london", "job_title", "Zwiebelfisch of london", "=Clerk", "T-1"}}, changes[:1])

		file := o.ask(ada, "GET", "/api/v1/report/changes?user=ada&format=csv", nil).is(200)
		rows, err := sheets.ReadCSV(file.body)
		if err != nil || !strings.Contains(string(file.body), ",'=Clerk,") || rows[1][slices.Index(rows[0], "new")] != "=Clerk" {
			t.Errorf("the file holds %q, %v", rows, err)
		}

		// eva reads london's log, and of mia, who is of no unit, nothing.
		for _, row := range o.table("eva", "GET", "changes?user=ada", nil, "record", "new") {
			if strings.Contains(row[1], "vienna") {
				t.Errorf("eva is told %q", row)
			}
		}
		o.wantRows("rights for eva", nil, held("eva", "?as_of="+url.QueryEscape(then)))
		o.ask("of-london", "GET", "/api/v1/report/changes?user=ada", nil).is(401)
		if n := len(o.ask(ada, "GET", "/api/v1/audit?action=audit.report&value=rights", nil).is(200).items()); n != 3 {
			t.Errorf("the report is logged %d times", n)
		}
	})
}

func TestAReportTellsWhatPassedWhileARuleWasOff(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.hire("tom", "", "unit.approve")
		rule := map[string]any{"name": "Units", "subject": "unit", "operations": []string{"update"}, "condition": "", "factors": []map[string]any{{"permission": "unit.approve", "people": 1}}, "enabled": false}
		o.make(ada, "four_eyes_rule", "units", rule)
		o.ask(ada, "PATCH", "/api/v1/unit/group", map[string]any{"name": "Passed"}, "If-Match", `"1"`).is(200)
		o.make(ada, "unit", "other", map[string]any{"name": "An insertion is none of its operations"})
		o.ask(ada, "PATCH", "/api/v1/four_eyes_rule/units", map[string]any{"enabled": true}, "If-Match", `"1"`).is(200)
		o.ask(ada, "PATCH", "/api/v1/unit/group", map[string]any{"name": "Held"}, "If-Match", `"2"`).is(202)
		got := o.table(ada, "GET", "rules_off", nil, "rule_name", "switched_on_by", "action", "record", "operation")
		o.wantRows("what passed", [][]string{{"Units", "ada", "unit.update", "group", "update"}}, got)
		later := url.QueryEscape(time.Now().UTC().Add(time.Hour).Format(time.RFC3339))
		o.wantRows("what passed later", [][]string{}, o.table(ada, "GET", "rules_off?from="+later, nil, "rule"))
	})
}

func TestAReportHoldsAccountsAgainstAListOfPersonnel(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		unitsOffice(o)
		o.ask(ada, "PATCH", "/api/v1/user/of-vienna", map[string]any{"personnel_id": "-77"}, "If-Match", `"1"`).is(200)
		leavers := func(kind, csv string) [][]string {
			return o.table(ada, "POST", "leavers", map[string]any{"kind": kind, "csv": csv}, "email", "personnel_id", "finding", "user")
		}
		o.wantRows("those who left", [][]string{
			{"london@example.com", "", "still_active", "of-london"}, {"", "-77", "still_active", "of-vienna"}, {"gone@example.com", "", "unknown", ""},
		}, leavers("left", "personnel_id;Name;email\n;L;London@example.com\n'-77;V;\n;G;gone@example.com\n"))
		staff := leavers("staff", "email\nada@example.com\nbela@example.com\nlondon@example.com\n")
		if !slices.ContainsFunc(staff, func(r []string) bool { return r[3] == "of-vienna" && r[2] == "not_on_the_list" }) || slices.ContainsFunc(staff, func(r []string) bool { return r[3] == "of-london" || r[3] == "delivery" }) {
			t.Errorf("of the staff are not on the list: %q", staff)
		}
		for csv, code := range map[string]string{"email\n": "no_rows", "Name\nL\n": "missing_column", "email\n\"x\n": "bad_csv"} {
			o.ask(ada, "POST", "/api/v1/report/leavers", map[string]any{"kind": "left", "csv": csv}).refused(422, code).at("file")
		}
	})
}

func TestTheEvidenceSheetOfATicketTellsWhatBecameOfIt(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.make(ada, "role", "reader", map[string]any{"name": "Reader", "permissions": []string{"unit.view"}})
		ticket := []string{"If-None-Match", "*", "Countersign-Ticket", "HR-9"}
		o.ask(ada, "PUT", "/api/v1/user/nora", map[string]any{"email": "nora@example.com", "name": "Nora", "kind": "person", "status": "active", "unit": "group"}, ticket...).is(201)
		o.ask(ada, "PUT", "/api/v1/grant/g-nora", map[string]any{"user": "nora", "role": "reader", "scope": "everything"}, ticket...).is(201)
		o.ask(ada, "POST", "/api/v1/directory/user/nora/suspend", map[string]any{"successor": ""}).is(200)
		o.wantRows("the sheet", [][]string{{"created", "nora"}, {"access_given", "nora"}, {"suspended", "nora"}}, o.table(ada, "GET", "ticket?ticket=HR-9", nil, "step", "of_user"))
	})
}
