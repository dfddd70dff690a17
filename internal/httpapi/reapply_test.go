package httpapi_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/govern"
)

// filed is an office with two units whose new names wait for Béla, but for quick ones.
func filed(t *testing.T, f func(t *testing.T, o *office)) {
	each(t, func(t *testing.T, o *office) {
		for id, name := range map[string]string{"u1": "One", "u2": "Two"} {
			o.make(ada, "unit", id, map[string]any{"name": name})
		}
		o.make(ada, "four_eyes_rule", "watch", map[string]any{
			"name": "units", "subject": "unit", "operations": []string{"insert", "update"}, "enabled": true, "condition": `!after.name.startsWith("Quick")`,
			"factors": []map[string]any{{"permission": "unit.approve", "people": 1}},
		})
		f(t, o)
	})
}

func (o *office) decides(user, verb string, held *answer, more map[string]any) *answer {
	body := map[string]any{}
	if verb == "approve" {
		body["digest"] = held.text("digest")
	}
	for k, v := range more {
		body[k] = v
	}
	return o.ask(user, "POST", "/api/v1/change/"+held.text("change")+"/"+verb, body)
}

func (o *office) renames(id, name string) {
	o.ask(ada, "PATCH", "/api/v1/unit/"+id, map[string]any{"name": name}, "If-Match", o.ask(ada, "GET", "/api/v1/unit/"+id, nil).is(200).header.Get("ETag")).is(200)
}

// TestFilesThatEndedStaleAreAskedForAgainInOneStep, with all that they were asked with,
// and set back nothing that others changed meanwhile without their maker saying so.
func TestFilesThatEndedStaleAreAskedForAgainInOneStep(t *testing.T) {
	filed(t, func(t *testing.T, o *office) {
		files := map[string]any{"all_or_nothing": true, "files": []map[string]any{{"name": "units.yaml", "content": "unit:\n  - {id: u1, name: Uno}\n  - {id: u2, name: Due}\n"}}}
		held := o.ask(ada, "POST", "/api/v1/configuration/apply", files).is(202)
		o.renames("u1", "Quick")
		if got := o.decides(bela, "approve", held, nil).is(200); got.text("state") != "stale" {
			t.Fatalf("it came to %s", got.body)
		}
		path := "/api/v1/change/" + held.text("change") + "/resubmit"
		got := o.ask(ada, "POST", path, map[string]any{}).refused(409, "fields_changed")
		if !strings.Contains(string(got.body), `unit u1 (name is \"Quick\" by now)`) || strings.Contains(string(got.body), "u2") {
			t.Errorf("the refusal is %s", got.body)
		}
		mine := map[string]any{"mine": true}
		if dry := string(o.ask(ada, "POST", path+"?dry_run=true", mine).is(200).body); strings.Count(dry, `"table":"unit","op":"update"`) != 2 {
			t.Errorf("the dry run says %s", dry)
		}
		again := o.ask(ada, "POST", path, mine).is(202)
		o.decides(bela, "approve", again, map[string]any{"leave_out": []map[string]any{{"table": "unit", "id": "u1"}}}).refused(422, "all_or_nothing")
		if got := o.decides(bela, "approve", again, nil).is(200); got.text("state") != "applied" {
			t.Errorf("asked again it came to %s", got.body)
		}
		if n := o.count(`SELECT count(*) FROM unit WHERE name IN ('Uno', 'Due')`); n != 2 {
			t.Errorf("%d units have the files' names", n)
		}
	})
}

// TestFilesAskedForAgainSetNothingBackThatTheyLeftAsItWas.
func TestFilesAskedForAgainSetNothingBackThatTheyLeftAsItWas(t *testing.T) {
	filed(t, func(t *testing.T, o *office) {
		files := map[string]any{"files": []map[string]any{{"name": "units.yaml", "content": "unit:\n  - {id: u1, name: One}\n  - {id: u2, name: Due}\n  - {name: Three}\n"}}}
		held := o.ask(ada, "POST", "/api/v1/configuration/apply", files).is(202)
		o.decides(ada, "withdraw", held, nil).is(200)
		o.renames("u1", "Quick")
		path := "/api/v1/change/" + held.text("change") + "/resubmit"
		if got := o.ask(ada, "POST", path, map[string]any{}).refused(409, "fields_changed"); !strings.Contains(string(got.body), "unit u1") {
			t.Errorf("the refusal is %s", got.body)
		}
		o.renames("u1", "Quicker")
		o.ask(bela, "POST", path, map[string]any{"mine": true}).refused(403, "not_maker")
		again := o.ask(ada, "POST", path, map[string]any{"mine": true}).is(202)
		o.decides(ada, "withdraw", again, nil).is(200)
		o.decides(bela, "approve", o.ask(ada, "POST", "/api/v1/change/"+again.text("change")+"/resubmit", map[string]any{}).is(202), nil).is(200)
		if n := o.count(`SELECT count(*) FROM unit WHERE name IN ('One', 'Due', 'Three')`); n != 3 {
			t.Errorf("%d units have the files' names", n)
		}
	})
}

// TestABundleIsAskedForAgainAndLookedAtAnew: who is no longer trusted brings nothing.
func TestABundleIsAskedForAgainAndLookedAtAnew(t *testing.T) {
	filed(t, func(t *testing.T, o *office) {
		private, public, err := note.GenerateKey(rand.Reader, "testing.example/1")
		if err != nil {
			t.Fatal(err)
		}
		signer, err := note.NewSigner(private)
		if err != nil {
			t.Fatal(err)
		}
		o.make(ada, "trusted_exporter", "testing", map[string]any{"name": "Testing", "verifier_key": public, "enabled": true})
		here := o.ask(ada, "GET", "/api/v1/configuration/key", nil).is(200).text("name")
		b, err := ascode.Seal(signer, here, "eva@example.com", govern.At(o.server.Engine.Now()), []ascode.File{{Name: "unit.yaml", Content: "unit:\n  - {id: u2, name: Due}\n"}})
		if err != nil {
			t.Fatal(err)
		}
		held := o.ask(ada, "POST", "/api/v1/configuration/import", b).is(202)
		o.decides(ada, "withdraw", held, nil).is(200)
		trusts := func(enabled bool) {
			o.ask(ada, "PATCH", "/api/v1/trusted_exporter/testing", map[string]any{"enabled": enabled}, "If-Match", o.ask(ada, "GET", "/api/v1/trusted_exporter/testing", nil).is(200).header.Get("ETag")).is(200)
		}
		path := "/api/v1/change/" + held.text("change") + "/resubmit"
		trusts(false)
		o.ask(ada, "POST", path, map[string]any{"mine": true}).refused(403, "exporter_disabled")
		trusts(true)
		o.decides(bela, "approve", o.ask(ada, "POST", path, map[string]any{}).is(202), nil).is(200)
		if n := o.count(`SELECT count(*) FROM unit WHERE name = 'Due'`) + o.count(`SELECT count(*) FROM configuration_import`); n != 2 {
			t.Errorf("of the unit and the import there are %d", n)
		}
	})
}
