package httpapi_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// mark stands in everything of vienna and of what is above, which nobody of london
// may be told.
const mark = "zwiebel"

// reviewedOffice is two companies beneath a group, and rita, who reviews london by
// the standard role.
func reviewedOffice(o *office, role string) {
	o.make(ada, "unit", mark+"-group", map[string]any{"name": "Group " + mark})
	for id, parent := range map[string]string{"london": mark + "-group", mark + "-vienna": mark + "-group"} {
		o.make(ada, "unit", id, map[string]any{"name": id, "parent": parent})
	}
	o.make(ada, "unit", "thames", map[string]any{"name": "Thames", "parent": "london"})
	for id, permissions := range map[string][]string{"clerk": {"unit.insert", "group.insert"}, "painter": {"unit.update", "group.insert"}, "warden": {"group.update"}, "keeper": {"group.delete", "unit.insert"}} {
		o.make(ada, "role", id, map[string]any{"name": id, "permissions": permissions})
	}
	person := func(id, unit string) {
		o.make(ada, "user", id, map[string]any{"email": id + "@example.com", "name": id, "kind": "person", "status": "active", "unit": unit})
	}
	person("eva", "london")
	person("tim", "thames")
	person(mark+"-tom", mark+"-vienna")
	for id, unit := range map[string]string{"londoners": "london", mark + "-choir": mark + "-vienna"} {
		o.make(ada, "group", id, map[string]any{"name": id, "unit": unit})
	}
	member := func(id, user, group string) {
		o.make(ada, "member", id, map[string]any{"user": user, "group": group})
	}
	member("eva-londoners", "eva", "londoners")
	member(mark+"-eva-choir", "eva", mark+"-choir")
	member(mark+"-tom-londoners", mark+"-tom", "londoners")
	grant := func(id, holder, of, role, unit string) {
		row := map[string]any{holder: of, "role": role, "scope": "unit", "scope_record": unit}
		if unit == "" {
			row["scope"] = "everything"
			delete(row, "scope_record")
		}
		o.make(ada, "grant", id, row)
	}
	grant("of-londoners", "group", "londoners", "clerk", "london")
	grant(mark+"-londoners-abroad", "group", "londoners", "painter", mark+"-vienna")
	grant(mark+"-of-choir", "group", mark+"-choir", "warden", mark+"-group")
	grant(mark+"-eva-all", "user", "eva", "keeper", "")
	grant(mark+"-tom-london", "user", mark+"-tom", "clerk", "london")
	o.make(ada, "user", "rita", map[string]any{"email": "rita@example.com", "name": "Rita", "kind": "person", "status": "active", "unit": mark + "-vienna"})
	grant("grant-rita", "user", "rita", role, "london")
	o.tokens["rita"] = o.session("rita")
}

// same is an answer without what names the request and what was asked about.
func same(a *answer, asked string) string {
	var problem map[string]any
	if err := json.Unmarshal(a.body, &problem); err != nil {
		a.t.Fatal(err)
	}
	delete(problem, "request")
	text, _ := json.Marshal(problem)
	return fmt.Sprint(a.status, a.header.Get("Content-Type"), strings.ReplaceAll(string(text), asked, "…"))
}

func TestWhoMayAskAtOneUnitIsAnsweredForItsPeopleAndRecordsAlone(t *testing.T) {
	for _, role := range []string{"access-reviewer", "global-permission-viewer", "security-administrator"} {
		t.Run(role, func(t *testing.T) {
			each(t, func(t *testing.T, o *office) {
				reviewedOffice(o, role)
				now := time.Now().UTC().Format(time.RFC3339Nano)
				get := func(path string) *answer {
					t.Helper()
					for _, then := range []string{"", "&as_of=" + now} {
						a := o.ask("rita", "GET", "/api/v1/access/"+path+then, nil).is(200)
						if strings.Contains(string(a.body), mark) {
							t.Errorf("%s tells %s", path+then, a.body)
						}
					}
					return o.ask("rita", "GET", "/api/v1/access/"+path, nil)
				}
				why := func(permission, unit string) *answer {
					t.Helper()
					return get("why?user=eva&permission=" + permission + "&table=unit&id=" + unit)
				}
				if got := why("unit.insert", "london"); !got.holds(`"allowed":true`, `"grant":"of-londoners","group":"londoners","member":"eva-londoners"`, `{"grant":"","through":[],"scope":{"kind":"unit","id":"london"}}`) {
					t.Errorf("by a grant of london and one over everything: %s", got.body)
				}
				if got := why("group.update", "thames"); !got.holds(`"allowed":true`, `a grant that you may not be told of, at unit london`) {
					t.Errorf("by another unit's group: %s", got.body)
				}
				if got := why("unit.update", "london"); !got.holds(`"allowed":false`, `"missing":[{"code":"none_seen"}]`, `"roles":[`, `"within":[{"kind":"unit","id":"london"}]`) {
					t.Errorf("what is held elsewhere: %s", got.body)
				}
				if held, none := why("unit.update", "london"), get("why?user=tim&permission=unit.update&table=unit&id=london"); strings.ReplaceAll(string(held.body), "eva", "tim") != string(none.body) {
					t.Errorf("held elsewhere differs from held nowhere: %s and %s", held.body, none.body)
				}
				if got := get("check?user=eva&permission=unit.insert&table=unit&id=thames"); !got.holds(`{"allowed":true}`) {
					t.Errorf("check: %s", got.body)
				}
				if got := get("who?permission=unit.insert&table=unit&id=london"); got.object()["total"] != 1.0 || got.items()[0]["user"] != "eva" || !got.holds(`"within":[{"kind":"unit","id":"london"}]`) {
					t.Errorf("who: %s", got.body)
				}
				var held []string
				for _, h := range get("what?user=eva").items() {
					held = append(held, h["permission"].(string))
				}
				if want := []string{"group.delete", "group.insert", "group.update", "unit.insert"}; !slices.Equal(held, want) {
					t.Errorf("eva holds %v in london, not %v", want, held)
				}
				if got := o.ask("rita", "GET", "/api/v1/access/what", nil).is(200); !got.holds(`"unit":"`) && got.object()["within"] != nil {
					t.Errorf("of oneself all is told: %s", got.body)
				}
				if got := o.ask(ada, "GET", "/api/v1/access/who?permission=unit.insert&table=unit&id=london", nil).is(200); !got.holds(mark+"-tom-london", mark+"-eva-all") || got.object()["within"] != nil {
					t.Errorf("ada is told %s", got.body)
				}
			})
		})
	}
}

func TestWhatIsOfAnotherUnitIsAnsweredAsWhatIsNotThere(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		reviewedOffice(o, "access-reviewer")
		now := "&as_of=" + time.Now().UTC().Format(time.RFC3339Nano)
		for _, c := range []struct{ path, there string }{
			{"why?permission=unit.insert&user=", mark + "-tom"},
			{"check?permission=unit.insert&user=", mark + "-tom"},
			{"what?user=", mark + "-tom"},
			{"why?permission=unit.insert&user=eva&table=unit&id=", mark + "-vienna"},
			{"why?permission=unit.insert&user=eva&table=group&id=", mark + "-choir"},
			{"who?permission=unit.insert&table=unit&id=", mark + "-group"},
			{"who?permission=unit.insert&table=grant&id=", mark + "-eva-all"},
		} {
			for _, then := range []string{"", now} {
				path := "/api/v1/access/" + c.path
				there, not := o.ask("rita", "GET", path+c.there+then, nil), o.ask("rita", "GET", path+"nothing"+then, nil)
				there.refused(404, "not_found")
				if x, y := same(there, c.there), same(not, "nothing"); x != y {
					t.Errorf("%s is answered %s where it is there, and %s where not", path+then, x, y)
				}
			}
		}
		would := func(table, op, id string, body map[string]any) map[string]any {
			return map[string]any{"changes": []map[string]any{{"table": table, "op": op, "id": id, "body": body}}}
		}
		for _, c := range []struct {
			there string
			ask   func(id string) map[string]any
		}{
			{mark + "-tom", func(id string) map[string]any {
				return would("user", "update", id, map[string]any{"status": "suspended"})
			}},
			{mark + "-eva-all", func(id string) map[string]any { return would("grant", "delete", id, nil) }},
			{mark + "-eva-choir", func(id string) map[string]any { return would("member", "delete", id, nil) }},
			{mark + "-choir", func(id string) map[string]any {
				return would("member", "insert", "", map[string]any{"user": "tim", "group": id})
			}},
			{mark + "-tom", func(id string) map[string]any {
				return would("member", "insert", "", map[string]any{"user": id, "group": "londoners"})
			}},
			{mark + "-vienna", func(id string) map[string]any { return would("user", "update", "eva", map[string]any{"unit": id}) }},
			{mark + "-vienna", func(id string) map[string]any {
				return would("grant", "insert", "", map[string]any{"user": "tim", "role": "clerk", "scope": "unit", "scope_record": id})
			}},
			{mark + "-choir", func(id string) map[string]any {
				return would("grant", "insert", "", map[string]any{"user": "tim", "role": "clerk", "scope": "record", "scope_table": "group", "scope_record": id})
			}},
			{mark + "-choir", func(id string) map[string]any {
				return would("group", "insert", id, map[string]any{"name": "Another", "unit": "london"})
			}},
		} {
			const path = "/api/v1/access/simulate"
			there, not := o.ask("rita", "POST", path, c.ask(c.there)), o.ask("rita", "POST", path, c.ask("nothing"))
			x, y := same(there, c.there), same(not, "nothing")
			if n := strings.Index(x, `"at":`); n > 0 {
				x, y = x[:n], y[:n] // when it was asked
			}
			if x != y {
				t.Errorf("%v is answered %s where it is there, and %s where not", c.ask("…"), x, y)
			}
		}
	})
}

func TestWhoMayAskAtOneUnitIsNotToldWhatIsHeldOverEverything(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		reviewedOffice(o, "access-reviewer")
		// By which eva does the one in london too, over everything, and the other not.
		for _, permission := range []string{"group.delete", "group.update"} {
			for _, path := range []string{"check?user=eva&permission=", "why?user=eva&permission=", "who?permission="} {
				o.ask("rita", "GET", "/api/v1/access/"+path+permission, nil).refused(403, "denied")
			}
		}
		o.ask("rita", "GET", "/api/v1/access/why?permission=group.delete", nil).is(200) // of oneself all is told
	})
}

func TestWhoMaySimulateAtOneUnitIsToldWhatItsPeopleWouldGainThere(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		reviewedOffice(o, "access-reviewer")
		ask := func(changes ...map[string]any) *answer {
			t.Helper()
			got := o.ask("rita", "POST", "/api/v1/access/simulate", map[string]any{"changes": changes}).is(200)
			if strings.Contains(string(got.body), mark) {
				t.Errorf("%v tells %s", changes, got.body)
			}
			return got
		}
		joins := map[string]any{"table": "member", "op": "insert", "body": map[string]any{"user": "tim", "group": "londoners"}}
		if got := ask(joins); !got.holds(`"users":1`, `"permissions":["group.insert","unit.insert"],"scopes":[{"kind":"unit","id":"london"}]`, `"within":`) || got.holds("unit.update") {
			t.Errorf("what tim would gain in london: %s", got.body)
		}
		// What eva has over everything she has in london already.
		if got := ask(map[string]any{"table": "member", "op": "delete", "id": "eva-londoners"}); !got.holds(`"loses":[{"permissions":["group.insert"],"scopes":[{"kind":"unit","id":"london"}]}]`) {
			t.Errorf("what eva would lose in london: %s", got.body)
		}
		got := ask(
			map[string]any{"table": "group", "op": "insert", "id": "night", "body": map[string]any{"name": "Night", "unit": "thames"}},
			map[string]any{"table": "member", "op": "insert", "body": map[string]any{"user": "tim", "group": "night"}},
			map[string]any{"table": "grant", "op": "insert", "body": map[string]any{"group": "night", "role": "warden", "scope": "record", "scope_table": "group", "scope_record": "night"}})
		if !got.holds(`"scopes":[{"kind":"record","table":"group","id":"night"}]`) {
			t.Errorf("what a new group would give: %s", got.body)
		}
		// Another role changes what people elsewhere hold too.
		if got := ask(map[string]any{"table": "role", "op": "update", "id": "clerk", "body": map[string]any{"permissions": []string{"unit.insert", "group.update"}}}); !got.holds(`"users":1`, `"user":"eva"`) {
			t.Errorf("what another role would change: %s", got.body)
		}
		o.make(ada, "duty_rule", "apart", map[string]any{
			"name": "Apart", "kind": "static", "mode": "refuse", "enabled": true, "permissions": []string{"group.update", "unit.update"},
		})
		broken := ask(map[string]any{"table": "grant", "op": "insert", "body": map[string]any{"user": "eva", "role": "painter", "scope": "unit", "scope_record": "london"}}).object()["breaks"].(map[string]any)
		if broken["total"] != 0.0 || broken["elsewhere"] != nil { // eva holds both already, in vienna
			t.Errorf("a duty rule that is broken today: %v", broken)
		}
		o.make(ada, "duty_rule", "tokens", map[string]any{
			"name": "Tokens", "kind": "static", "mode": "refuse", "enabled": true, "permissions": []string{"api_token.insert", "unit.update"},
		})
		for role, want := range map[string]struct {
			total     float64
			elsewhere any
		}{"warden": {0, true}, "clerk": {1, true}, "keeper": {0, true}} {
			more := map[string]any{"table": "role", "op": "update", "id": role, "body": map[string]any{"permissions": []string{"api_token.insert"}}}
			breaks := ask(more).object()["breaks"].(map[string]any)
			if breaks["total"] != want.total || len(breaks["items"].([]any)) != int(want.total) || breaks["elsewhere"] != want.elsewhere {
				t.Errorf("by another role %s a duty rule is broken: %v", role, breaks)
			}
			all := o.ask(ada, "POST", "/api/v1/access/simulate", map[string]any{"changes": []map[string]any{more}}).is(200).object()["breaks"].(map[string]any)
			if all["total"] == 0.0 || all["elsewhere"] != nil {
				t.Errorf("ada is told %v", all)
			}
		}
		gone := o.ask("rita", "POST", "/api/v1/access/simulate", map[string]any{"changes": []map[string]any{{"table": "group", "op": "delete", "id": "londoners"}}})
		if gone.refused(422, "group_has_grants"); strings.Contains(string(gone.body), mark) {
			t.Errorf("why a group stays: %s", gone.body)
		}
		o.ask("rita", "POST", "/api/v1/access/simulate", map[string]any{"changes": []map[string]any{{"table": "user", "op": "update", "id": "eva", "body": map[string]any{"personnel_id": "P1"}}}}).refused(422, "asks_for_everybody").at("changes[0].personnel_id")
	})
}

func TestWhoMayAskAtOneUnitIsNamedItsPeopleWhereNobodyCanCompleteAChange(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		reviewedOffice(o, "access-reviewer")
		o.make(ada, "role", "agreeing", map[string]any{"name": "agreeing", "permissions": []string{"group.approve"}})
		for _, user := range []string{"tim", mark + "-tom"} {
			o.make(ada, "grant", "agreeing-"+user, map[string]any{"user": user, "role": "agreeing", "scope": "unit", "scope_record": "london"})
		}
		o.make(ada, "four_eyes_rule", "three", map[string]any{"name": "Three agree", "subject": "group", "operations": []string{"update"}, "enabled": true, "factors": []map[string]any{{"permission": "group.approve", "people": 3}}})
		at := o.ask(ada, "GET", "/api/v1/group/londoners", nil).is(200)
		o.ask(ada, "PATCH", "/api/v1/group/londoners", map[string]any{"description": "Of London"}, "If-Match", at.header.Get("ETag")).is(202)
		o.ask(ada, "DELETE", "/api/v1/grant/agreeing-tim", nil, "If-Match", `"1"`).is(200)
		for _, path := range []string{"/api/v1/access/impossible", "/api/v1/me/impossible"} {
			got := o.ask("rita", "GET", path, nil).is(200)
			if len(got.items()) != 1 || got.items()[0]["kind"] != "change" || strings.Contains(string(got.body), mark) || !got.holds("people whom you may not see") {
				t.Errorf("%s: %s", path, got.body)
			}
			if all := o.ask(ada, "GET", path, nil).is(200); !all.holds(mark + "-tom") {
				t.Errorf("ada is told %s", all.body)
			}
		}
		// Who may ask about everything is told that there is more than they may see.
		o.hire("wes", "", "access.why")
		if got := o.ask("wes", "GET", "/api/v1/access/impossible", nil).is(200); len(got.items()) != 0 || got.object()["unseen"] != true {
			t.Errorf("wes is told %s", got.body)
		}
		if got := o.ask(ada, "GET", "/api/v1/access/impossible", nil).is(200); got.object()["unseen"] != nil {
			t.Errorf("ada is told %s", got.body)
		}
	})
}

func TestADutyRulesRefusalNamesAUnitsAdministratorNothingOfElsewhere(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		reviewedOffice(o, "access-reviewer")
		o.make(ada, "role", "giver", map[string]any{"name": "giver", "permissions": []string{"grant.insert", "grant.view", "role.view", "user.view"}})
		o.make(ada, "grant", "giver-rita", map[string]any{"user": "rita", "role": "giver", "scope": "unit", "scope_record": "london"})
		o.make(ada, "role", "tokens", map[string]any{"name": "tokens", "permissions": []string{"api_token.insert"}})
		o.make(ada, "duty_rule", "apart", map[string]any{
			"name": "Apart", "kind": "static", "mode": "refuse", "enabled": true, "permissions": []string{"unit.update", "api_token.insert"},
		})
		gives := map[string]any{"user": "eva", "role": "tokens", "scope": "unit", "scope_record": "london"}
		for _, path := range []string{"/api/v1/grant", "/api/v1/grant?dry_run=true"} {
			got := o.ask("rita", "POST", path, gives)
			got.refused(403, "duty_rule")
			if !got.holds("of role tokens at unit london", "; and what you may not be told of. Nobody may hold these together.") || strings.Contains(string(got.body), mark) {
				t.Errorf("rita is told %s", got.body)
			}
		}
		if got := o.ask(ada, "POST", "/api/v1/grant", gives); !got.holds(mark+"-londoners-abroad", "at unit "+mark+"-vienna") {
			t.Errorf("ada is told %s", got.body)
		}
		o.make(ada, "group", "ferry", map[string]any{"name": "Ferry", "unit": "london"})
		o.make(ada, "member", mark+"-tom-ferry", map[string]any{"user": mark + "-tom", "group": "ferry"})
		gives["group"] = "ferry"
		delete(gives, "user")
		got := o.ask("rita", "POST", "/api/v1/grant", gives)
		got.refused(403, "duty_rule")
		if !got.holds("Somebody whom you may not see breaks the duty rule", "to group ferry of role tokens at unit london; and what you may not be told of.") || strings.Contains(string(got.body), mark) {
			t.Errorf("of somebody of vienna rita is told %s", got.body)
		}
		if got := o.ask(ada, "POST", "/api/v1/grant", gives); !got.holds(mark + "-tom (" + mark + "-tom) breaks the duty rule") {
			t.Errorf("ada is told %s", got.body)
		}
	})
}
