package httpapi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Who brings files, awaits them or gives roles is told what processes are called, and
// how none of them compares; processes in which they may do nothing are not told.
func TestProcessesAreNamedToWhoDoesSomethingThere(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.make(ada, "unit", "apart", map[string]any{"name": "Apart"})
		o.hire("lena", "", "process.view", "process.insert", "process.run", "run.view", "expected_file.insert", "expected_file.view")
		for id, unit := range map[string]string{"cash": "group", "other": "apart"} {
			o.make("lena", "process", id, map[string]any{"code": "C-" + id, "name": "Process " + id, "unit": unit, "kind": "cash", "account_number": "DE89370400440532013000", "configuration": "keys: ref\n", "on_inconsistency": "warn"})
		}
		body, kind := form(t, [3]string{"left", "l.csv", "ref\nA\n"}, [3]string{"right", "r.csv", "ref\nA\n"})
		o.ask("lena", "POST", runPath, body, "Content-Type", kind).is(200)
		o.make("lena", "expected_file", "statements", map[string]any{"process": "cash", "name": "Statements", "from_date": "2126-11-02", "days": []string{"mon"}, "time": "09:00", "zone": "UTC", "user": "lena"})
		o.hire("uploader", "group", "process.run", "run.view")
		o.hire("awaiter", "group", "expected_file.insert")
		o.hire("giver", "group", "grant.insert")
		o.hire("stranger", "group", "exception.view")

		named := func(user, query string) []map[string]any {
			list := o.ask(user, "GET", "/api/v1/process/named"+query, nil).is(200)
			if strings.Contains(string(list.body), "keys") || strings.Contains(string(list.body), "other") {
				t.Errorf("%s is told %s", user, list.body)
			}
			return list.items()
		}
		taken := func(name string) any { return map[string]any{"name": name, "format": "csv"} }
		want := []map[string]any{{
			"id": "cash", "code": "C-cash", "name": "Process cash", "unit": "Group", "kind": "cash", "may": []any{"process.run", "run.view"}, "awaits": []any{"Statements"},
			"takes": map[string]any{"account_number": "DE89370400440532013000", "left": taken("l.csv"), "right": taken("r.csv")},
		}}
		if diff := cmp.Diff(want, named("uploader", "")); diff != "" {
			t.Error(diff)
		}
		for _, user := range []string{"awaiter", "giver"} {
			list := named(user, "")
			if len(list) != 1 || list[0]["takes"] != nil || len(list[0]["awaits"].([]any)) != 0 {
				t.Errorf("%s is told %v", user, list)
			}
		}
		for user, query := range map[string]string{"stranger": "", "awaiter": "?may=process.run", "giver": "?q=nothing", "uploader": "?id=other"} {
			if list := named(user, query); len(list) != 0 {
				t.Errorf("%s is told %v", user, list)
			}
		}
		o.ask("uploader", "GET", "/api/v1/process/named?may=user.view", nil).refused(422, "bad_value")
		for _, user := range []string{"uploader", "awaiter", "giver"} {
			o.ask(user, "GET", "/api/v1/process/cash", nil).refused(403, "denied")
		}

		// What one may do there is told as well, and no more of it.
		asked := "/api/v1/access/check?table=process&id="
		if got := o.ask("uploader", "GET", asked+"cash&permission=process.run", nil).is(200); string(got.body) != "{\"allowed\":true}\n" {
			t.Errorf("got %s", got.body)
		}
		o.ask("uploader", "GET", asked+"cash&permission=process.update", nil).refused(404, "not_found")
		o.ask("uploader", "GET", asked+"other&permission=process.run", nil).refused(404, "not_found")
	})
}

// Of many processes a page is read at a time, however few of them are to be told.
func TestProcessesAreNamedAPageAtATime(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.hire("lena", "", "process.view", "process.insert", "process.run")
		var want []string
		enter := func(id, name, unit string) {
			o.make("lena", "process", id, map[string]any{"code": "C-" + id, "name": name, "unit": unit, "kind": "data", "configuration": "keys: ref\n", "on_inconsistency": "warn"})
			want = append(want, id)
		}
		for i := range 205 {
			enter(fmt.Sprintf("p%03d", 300-i), fmt.Sprintf("Number %03d", i/2), "")
		}
		enter("last", "The last", "group")
		o.hire("uploader", "group", "process.run")
		pages := func(user, query string) (ids []string, n int) {
			for cursor := ""; n == 0 || cursor != ""; n++ {
				got := o.ask(user, "GET", "/api/v1/process/named?"+query+"&cursor="+cursor, nil).is(200)
				for _, item := range got.items() {
					ids = append(ids, item["id"].(string))
				}
				cursor, _ = got.object()["next"].(string)
			}
			return ids, n
		}
		// Those of one name stand by id.
		for i := 0; i+1 < 204; i += 2 {
			want[i], want[i+1] = want[i+1], want[i]
		}
		for query, n := range map[string]int{"limit=100": 3, "": 2, "limit=103": 2} {
			if got, pages := pages("lena", query); !slices.Equal(got, want) || pages != n {
				t.Errorf("%q: %d pages of %v", query, pages, got)
			}
		}
		if got, n := pages("lena", "q=number+00&limit=10"); !slices.Equal(got, want[:20]) || n != 2 {
			t.Errorf("by a part of the name: %d pages of %v", n, got)
		}
		for _, query := range []string{"", "limit=1", "may=process.run", "q=LAST"} {
			if got, n := pages("uploader", query); !slices.Equal(got, []string{"last"}) || n != 1 {
				t.Errorf("%q: %v on %d pages", query, got, n)
			}
		}
		next := o.ask("lena", "GET", "/api/v1/process/named?limit=1", nil).is(200).object()["next"].(string)
		for _, foreign := range []string{"lena q=number", "lena may=process.run", "uploader "} {
			user, query, _ := strings.Cut(foreign, " ")
			o.ask(user, "GET", "/api/v1/process/named?"+query+"&cursor="+next, nil).refused(422, "foreign_cursor")
		}
		for _, limit := range []string{"0", "201", "many"} {
			o.ask("lena", "GET", "/api/v1/process/named?limit="+limit, nil).refused(422, "bad_value").at("limit")
		}
	})
}

func TestAnAwaitedFilesFormOffersNamesAlone(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.make(ada, "group", "desk", map[string]any{"name": "The desk", "unit": "group"})
		o.hire("lena", "", "process.view", "process.insert", "calendar.insert")
		o.make("lena", "process", "cash", map[string]any{"code": "CASH", "name": "Cash", "unit": "group", "kind": "data", "configuration": "keys: ref\n", "on_inconsistency": "warn"})
		o.make("lena", "calendar", "at", map[string]any{"name": "Austria", "country": "AT", "weekend": "sunday"})
		o.hire("awaiter", "group", "expected_file.insert", "expected_file.view")
		const path = "/api/v1/process/cash/awaitable"
		o.hire("nora", "group", "process.view")
		o.ask("nora", "GET", path, nil).refused(403, "denied")
		got := o.ask("awaiter", "GET", path+"?q=the", nil).is(200).object()
		want := map[string]any{
			"users": []any{}, "more": false,
			"groups": []any{map[string]any{"id": "desk", "name": "The desk", "unit": "Group"}}, "calendars": []any{map[string]any{"id": "at", "name": "Austria"}},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if all := string(o.ask("awaiter", "GET", path, nil).is(200).body); !strings.Contains(all, `"id":"awaiter"`) || strings.Contains(all, `"id":"delivery"`) {
			t.Errorf("of people, who asks is offered too, and of services none: %s", all)
		} else if strings.Contains(all, `"id":"lena"`) {
			t.Errorf("somebody of no unit is offered at a unit: %s", all)
		}
		file := map[string]any{"process": "cash", "name": "Statements", "from_date": "2126-11-02", "days": []string{"mon"}, "time": "09:00", "zone": "UTC", "user": "lena@example.com"}
		o.make("awaiter", "expected_file", "statements", file)
		if got := o.ask("awaiter", "GET", "/api/v1/expected_file/statements", nil).is(200).text("user"); got != "lena" {
			t.Errorf("by her address %q looks after the file", got)
		}
		file["user"] = "nobody@example.com"
		o.ask("awaiter", "PUT", "/api/v1/expected_file/another", file, "If-None-Match", "*").refused(422, "unknown_reference").at("user")
	})
}
