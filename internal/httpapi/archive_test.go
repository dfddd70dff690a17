package httpapi_test

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/govern"
)

func TestTheLogIsArchivedWhileTheServerRunsAndASearchSaysWhereItLies(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.hire("archie", "", "audit.view", "audit.archive", "audit.restore")
		o.hire("vera", "", "audit.view")
		for n := range 300 {
			if _, err := o.server.Engine.Note(t.Context(), govern.Actor{Method: "node"}, audit.Event{Action: "drill", Outcome: audit.Noted, Reason: fmt.Sprint("entry ", n)}); err != nil {
				t.Fatal(err)
			}
		}
		o.ask("vera", "POST", "/api/v1/audit/archive", map[string]any{"to": 256}).refused(403, "denied")
		o.ask("archie", "POST", "/api/v1/audit/archive", map[string]any{}).refused(422, "before_or_to")
		var part map[string]any
		until(t, "an archive", func() bool {
			part, _ = o.ask("archie", "POST", "/api/v1/audit/archive", map[string]any{"to": 256}).is(200).object()["part"].(map[string]any)
			return part != nil
		})
		if part["from"] != 1.0 || part["to"] != 256.0 || o.count(`SELECT count(*) FROM audit_entry WHERE seq <= 256`) != 0 {
			t.Errorf("archived: %v", part)
		}
		noted := o.ask("archie", "GET", "/api/v1/audit?action=audit.archive&outcome=noted", nil).is(200).items()
		if len(noted) != 1 || noted[0]["event"].(map[string]any)["actor"] != "archie" {
			t.Errorf("the log tells of it as %v", noted)
		}

		lies := func(query string) int {
			list, _ := o.ask("vera", "GET", "/api/v1/audit?limit=1"+query, nil).is(200).object()["archived"].([]any)
			if len(list) > 0 {
				if one := list[0].(map[string]any); one["sha256"] != part["sha256"] || one["command"] != "countersign audit restore --from 1 --to 256" {
					t.Errorf("the older part lies in %v", one)
				}
			}
			return len(list)
		}
		at := func(name string, d time.Duration) string {
			return "&" + name + "=" + url.QueryEscape(time.Now().Add(d).UTC().Format(time.RFC3339))
		}
		for query, want := range map[string]int{
			"": 1, "&word=drill": 1, at("from", -time.Hour) + at("to", time.Hour): 1, at("to", -time.Hour): 0,
		} {
			if n := lies(query); n != want {
				t.Errorf("a search with %q names %d archives, want %d", query, n, want)
			}
		}

		refusesASpoiltArchive(t, o, part["sha256"].(string))
		back := o.ask("archie", "POST", "/api/v1/audit/restore", map[string]any{"from": 3, "to": 9, "hours": 1}).is(200).object()
		if back["more"] != false || lies("") != 0 || o.count(`SELECT count(*) FROM audit_entry WHERE seq <= 256`) != 256 {
			t.Errorf("brought back: %v", back)
		}
		list := o.ask("vera", "GET", "/api/v1/audit/archive", nil).is(200).items()
		if len(list) != 1 || list[0]["away"] != false || list[0]["until"] == nil {
			t.Errorf("the archives are %v", list)
		}
		if none := o.ask("archie", "POST", "/api/v1/audit/restore", map[string]any{"from": 5000, "to": 5001}).is(200).object(); none["part"] != nil {
			t.Errorf("what is not archived came back as %v", none)
		}
	})
}

// refusesASpoiltArchive has the archive's file be missing and broken: nothing comes
// back, and the log tells who asked and why not.
func refusesASpoiltArchive(t *testing.T, o *office, digest string) {
	t.Helper()
	file := filepath.Join(o.server.Config.Files(), digest[:2], digest)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	bad := bytes.Clone(whole)
	bad[len(bad)/2] ^= 1
	var told []string
	for _, spoil := range []func() error{
		func() error { return os.Remove(file) },
		func() error { return os.WriteFile(file, bad, 0o600) },
	} {
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		answer := o.ask("archie", "POST", "/api/v1/audit/restore", map[string]any{"from": 3, "to": 9})
		if n := o.count(`SELECT count(*) FROM audit_entry WHERE seq <= 256`); answer.status < 400 || n != 0 {
			t.Errorf("from a spoilt file: status %d, %d entries are back", answer.status, n)
		}
	}
	if err := os.WriteFile(file, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, one := range o.ask("archie", "GET", "/api/v1/audit?action=audit.restore&outcome=refused", nil).is(200).items() {
		ev := one["event"].(map[string]any)
		told = append(told, fmt.Sprint(ev["actor"], " ", ev["code"]))
	}
	if want := []string{"archie archive_broken", "archie no_file"}; !slices.Equal(told, want) {
		t.Errorf("the log tells %q, want %q", told, want)
	}
}
