package httpapi_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

// ids are the ids of a list, over all its pages of two.
func (o *office) ids(user, table string, query url.Values) []string {
	o.t.Helper()
	var ids []string
	query.Set("limit", "2")
	for range 50 {
		page := o.ask(user, "GET", "/api/v1/"+table+"?"+query.Encode(), nil).is(200)
		for _, row := range page.items() {
			ids = append(ids, row["id"].(string))
		}
		next, more := page.object()["next"].(string)
		if !more {
			return ids
		}
		query.Set("cursor", next)
	}
	o.t.Fatal("the list has no end")
	return nil
}

// counted asks how many rows there are in all.
func (o *office) counted(user, table string, filters ...string) float64 {
	o.t.Helper()
	query := url.Values{"count": {"true"}, "limit": {"1"}, "filter": filters}
	return o.ask(user, "GET", "/api/v1/"+table+"?"+query.Encode(), nil).is(200).object()["total"].(float64)
}

func TestAListIsFilteredSortedAndCounted(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.hire("eva", "", "bank_instruction.view", "bank_instruction.insert")
		for i, name := range []string{"Möwe", "adler", "Zaunkönig", "Adler", "Amsel"} {
			row := instruction(iban)
			row["owner"], row["currency"] = name, []string{"EUR", "HUF"}[i%2]
			o.make("eva", "bank_instruction", fmt.Sprintf("b-%d", i), row)
		}
		for _, c := range []struct {
			filters    []string
			sort, want string
		}{
			{nil, "", "b-0 b-1 b-2 b-3 b-4"},
			{nil, "-id", "b-4 b-3 b-2 b-1 b-0"},
			{nil, "owner", "b-3 b-4 b-0 b-2 b-1"},
			{nil, "-currency", "b-3 b-1 b-4 b-2 b-0"},
			{[]string{"owner~ADLER"}, "", "b-1 b-3"},
			{[]string{"owner~ö"}, "", "b-0 b-2"},
			{[]string{"owner=Adler"}, "", "b-3"},
			{[]string{"owner!=Adler", "currency=HUF"}, "", "b-1"},
			{[]string{"owner>=M", "owner<Z"}, "", "b-0"},
			{[]string{"id!=b-0"}, "-owner", "b-1 b-2 b-4 b-3"},
			{[]string{"owner=%", "owner~_"}, "", ""},
		} {
			query := url.Values{"filter": c.filters}
			if c.sort != "" {
				query.Set("sort", c.sort)
			}
			if got := strings.Join(o.ids("eva", "bank_instruction", query), " "); got != c.want {
				t.Errorf("filtered by %v and sorted by %q the list is %q, want %q", c.filters, c.sort, got, c.want)
			}
			if want := float64(len(strings.Fields(c.want))); o.counted("eva", "bank_instruction", c.filters...) != want {
				t.Errorf("filtered by %v the count is not %v", c.filters, want)
			}
		}
		for filter, code := range map[string]string{
			"owner": "bad_filter", "nobody=1": "unknown_column", "currency<~x": "", "unit<group": "bad_operator", "owner~": "bad_value", "version=1": "unknown_column",
		} {
			a := o.ask("eva", "GET", "/api/v1/bank_instruction?filter="+url.QueryEscape(filter), nil)
			if code == "" {
				a.is(200)
				continue
			}
			a.refused(422, code).at("filter")
		}
		o.ask("eva", "GET", "/api/v1/bank_instruction?sort=nobody", nil).refused(422, "bad_value").at("sort")
	})
}

func TestSecretsNeitherFilterNorSort(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	o.ask(ada, "GET", "/api/v1/api_token?filter=hash%3E0", nil).refused(422, "unknown_column").at("filter")
	o.ask(ada, "GET", "/api/v1/api_token?sort=hash", nil).refused(422, "bad_value").at("sort")
}

func TestACursorIsOfItsListAlone(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	for i := range 3 {
		o.make(ada, "unit", fmt.Sprintf("u-%d", i), map[string]any{"name": fmt.Sprintf("Unit %d", i)})
	}
	o.hire("eva", "", "unit.view")
	cursor := o.ask(ada, "GET", "/api/v1/unit?limit=1&sort=name", nil).is(200).text("next")
	o.ask(ada, "GET", "/api/v1/unit?sort=name&cursor="+cursor, nil).is(200)
	altered := []byte(cursor)
	altered[len(altered)/2] ^= 1
	for _, query := range []string{
		"cursor=" + cursor, "sort=-name&cursor=" + cursor, "sort=name&filter=name~U&cursor=" + cursor, "sort=name&cursor=" + string(altered), "sort=name&cursor=x",
	} {
		o.ask(ada, "GET", "/api/v1/unit?"+query, nil).refused(422, "foreign_cursor").at("cursor")
	}
	o.ask(ada, "GET", "/api/v1/role?sort=name&cursor="+cursor, nil).refused(422, "foreign_cursor")
	o.ask("eva", "GET", "/api/v1/unit?sort=name&cursor="+cursor, nil).refused(422, "foreign_cursor")
}

// TestAListHoldsWhatGrantsOfAnyScopeReach: grants over units reach what stands
// beneath them, grants over a record what names it.
func TestAListHoldsWhatGrantsOfAnyScopeReach(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.hire("max", "", "customer.insert", "job.insert", "customer.view")
		for _, u := range []string{"london", "vienna"} {
			o.make(ada, "unit", u, map[string]any{"name": u, "parent": "group"})
			o.make(ada, "unit", u+"-desk", map[string]any{"name": u + " desk", "parent": u})
			o.make("max", "customer", "c-"+u, map[string]any{"name": "Customer " + u, "unit": u + "-desk"})
			for _, name := range []string{"Mayor", "Notary"} {
				o.make("max", "job", strings.ToLower(name)+"-"+u, map[string]any{"customer": "c-" + u, "unit": u + "-desk", "name": name})
			}
		}
		o.hire("eva", "london", "job.view", "grant.view", "customer.view")
		o.hire("tom", "", "unit.view")
		give := func(user string, permissions []string, scope map[string]any) {
			id := fmt.Sprintf("more-%s-%d", user, len(o.ids(ada, "role", url.Values{})))
			o.make(ada, "role", id, map[string]any{"name": id, "permissions": permissions})
			scope["user"], scope["role"] = user, id
			o.make(ada, "grant", id, scope)
		}
		give("tom", []string{"job.view", "grant.view"}, map[string]any{"scope": "record", "scope_table": "customer", "scope_record": "c-vienna"})
		give("tom", []string{"job.view"}, map[string]any{"scope": "record", "scope_table": "job", "scope_record": "mayor-london"})
		for user, want := range map[string]string{"eva": "mayor-london notary-london", "tom": "mayor-london mayor-vienna notary-vienna"} {
			if got := strings.Join(o.ids(user, "job", url.Values{}), " "); got != want {
				t.Errorf("the jobs that %s sees are %q, want %q", user, got, want)
			}
			if n := o.counted(user, "job"); n != float64(len(strings.Fields(want))) {
				t.Errorf("%s is told of %v jobs", user, n)
			}
		}
		if got := o.ids("tom", "job", url.Values{"sort": {"-name"}, "filter": {"name!=Mayor"}}); !slices.Equal(got, []string{"notary-vienna"}) {
			t.Errorf("filtered, tom sees %v", got)
		}
		// A grant belongs to the unit or the record that it is for, and with the record to its unit.
		if got := o.ids("eva", "grant", url.Values{}); len(got) != 2 || got[0] != "grant-eva" || !strings.HasPrefix(got[1], "more-tom") || o.counted("eva", "grant") != 2 {
			t.Errorf("the grants that eva sees are %v", got)
		}
		if got := o.ids("tom", "grant", url.Values{}); len(got) != 1 || o.counted("tom", "grant") != 1 {
			t.Errorf("the grants that tom sees are %v", got)
		}
		o.ask("tom", "GET", "/api/v1/customer", nil).refused(403, "denied")
	})
}

func TestTheCatalogueTellsWhatOneMayDo(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	o.hire("eva", "", "unit.view", "cycle.view", "cycle.open", "bank_instruction.update")
	tables := map[string]map[string]any{}
	for _, table := range o.ask("eva", "GET", "/api/v1/table", nil).is(200).items() {
		tables[table["name"].(string)] = table
	}
	if len(tables) != 3 {
		t.Fatalf("the catalogue lists %d tables", len(tables))
	}
	if may := tables["unit"]["may"].(map[string]any); may["view"] != true || may["insert"] != false {
		t.Errorf("in units eva may %v", may)
	}
	if tables["cycle"]["area"] != "netting" || tables["unit"]["area"] != "directory" {
		t.Errorf("the areas are %v and %v", tables["cycle"]["area"], tables["unit"]["area"])
	}
	for _, c := range tables["cycle"]["commands"].([]any) {
		c := c.(map[string]any)
		if c["makes"] != (c["name"] == "cycle.draft") || c["may"] != (c["name"] == "cycle.open") || c["path"] != "/api/v1/netting/cycle/{id}/"+strings.TrimPrefix(c["name"].(string), "cycle.") {
			t.Errorf("the command is %v", c)
		}
	}
	first := tables["bank_instruction"]["columns"].([]any)[0].(map[string]any)
	if first["name"] != "unit" || first["ref"] != "unit" || first["required"] != true || fmt.Sprint(first["filter"]) != "[= !=]" || first["sort"] != true {
		t.Errorf("the first column is %v", first)
	}
}

func TestAHistoryTellsWhatDiffersAndNotWhatAnotherUnitHad(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		bank(t, o)
		o.make(ada, "unit", "london", map[string]any{"name": "London", "parent": "group"})
		o.hire("lena", "london", "bank_instruction.view")
		held := o.ask("eva", "PUT", acme, instruction(otherIBAN), "If-Match", `"1"`, "Countersign-Reason", "their letter").is(202)
		o.ask("tom", "POST", "/api/v1/change/"+held.text("change")+"/approve", map[string]any{"digest": held.text("digest")}).is(200)
		past := o.ask("eva", "GET", acme+"/history", nil).is(200).items()
		if len(past) != 3 || past[0]["outcome"] != "applied" || past[1]["outcome"] != "held" || past[2]["op"] != "insert" {
			t.Fatalf("the history is %v", past)
		}
		fields := past[0]["fields"].([]any)
		if past[0]["actor"] != "tom" || past[0]["version"] != float64(2) || past[1]["reason"] != "their letter" || len(fields) != 1 {
			t.Errorf("the newest entry is %v", past[0])
		}
		if f := fields[0].(map[string]any); f["name"] != "iban" || f["before"] != iban || f["after"] != otherIBAN {
			t.Errorf("the difference is %v", f)
		}
		page := o.ask("eva", "GET", acme+"/history?limit=2", nil).is(200)
		if rest := o.ask("eva", "GET", acme+"/history?limit=2&cursor="+page.text("next"), nil).is(200).items(); len(rest) != 1 || rest[0]["op"] != "insert" {
			t.Errorf("the second page is %v", rest)
		}
		o.ask("lena", "GET", acme+"/history", nil).refused(404, "not_found")
		moved := instruction(otherIBAN)
		moved["unit"] = "london"
		held = o.ask("eva", "PUT", acme, moved, "If-Match", `"2"`).is(202)
		o.ask("tom", "POST", "/api/v1/change/"+held.text("change")+"/approve", map[string]any{"digest": held.text("digest")}).is(200)
		if past := o.ask("lena", "GET", acme+"/history", nil).is(200).items(); len(past) != 0 {
			t.Errorf("of what another unit had lena is told %v", past)
		}
		moved["owner"] = "Acme Ltd"
		held = o.ask("eva", "PUT", acme, moved, "If-Match", `"3"`).is(202)
		o.ask("tom", "POST", "/api/v1/change/"+held.text("change")+"/approve", map[string]any{"digest": held.text("digest")}).is(200)
		if past := o.ask("lena", "GET", acme+"/history", nil).is(200).items(); len(past) != 2 || past[0]["op"] != "update" {
			t.Errorf("of her own unit's record lena is told %v", past)
		}
		held = o.ask("eva", "DELETE", acme, nil, "If-Match", `"4"`).is(202)
		o.ask("tom", "POST", "/api/v1/change/"+held.text("change")+"/approve", map[string]any{"digest": held.text("digest")}).is(200)
		if past := o.ask("lena", "GET", acme+"/history", nil).is(200).items(); len(past) != 4 || past[0]["op"] != "delete" {
			t.Errorf("of the deleted record lena is told %v", past)
		}
		o.ask("eva", "GET", "/api/v1/bank_instruction/none/history", nil).refused(404, "not_found")
	})
}

func TestALongListIsCountedAsFarAsPeopleRead(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	o.make(ada, "unit", "top", map[string]any{"name": "Top"})
	err := o.server.DB.Write(t.Context(), func(tx store.Tx) error {
		rows := make([][]any, govern.Counted)
		for i := range rows {
			rows[i] = []any{fmt.Sprintf("u%05d", i), 1, "Unit", "top"}
		}
		return tx.InsertMany(t.Context(), "unit", []string{"id", "version", "name", "parent"}, rows)
	})
	if err != nil {
		t.Fatal(err)
	}
	all := o.ask(ada, "GET", "/api/v1/unit?count=true&limit=1", nil).is(200).object()
	some := o.ask(ada, "GET", "/api/v1/unit?count=true&limit=1&filter=parent=top", nil).is(200).object()
	if all["total"] != float64(govern.Counted) || all["more"] != true || some["total"] != float64(govern.Counted) || some["more"] != nil {
		t.Errorf("of %d rows are told %v, of one fewer %v", govern.Counted+1, all, some)
	}
}
