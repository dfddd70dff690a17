package server_test

import (
	"encoding/json"
	"io"
	"mime/quotedprintable"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/notice"
	"github.com/countersign/countersign/internal/testkit/entrance"
	"github.com/countersign/countersign/internal/testkit/postbox"
)

// chat is another program that is told of what waits.
type chat struct {
	mu   sync.Mutex
	told []notice.Posted
	raw  strings.Builder
}

func (c *chat) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	text, _ := io.ReadAll(r.Body)
	var p notice.Posted
	_ = json.Unmarshal(text, &p)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.raw.Write(text)
	c.told = append(c.told, p)
}

// has reports whether it was told of that.
func (c *chat) has(typ string, kind notice.Kind, record, why string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.ContainsFunc(c.told, func(p notice.Posted) bool {
		return p.Type == typ && p.Kind == kind && string(p.Record) == record && p.Why == why
	})
}

// letters are what a person was sent, each decoded, with its subject.
func letters(t *testing.T, box *postbox.Box, user string) (list []string) {
	t.Helper()
	for _, l := range box.Letters() {
		if l.To != user+"@example.com" {
			continue
		}
		text, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(l.Text)))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, l.Header.Get("Subject")+"\n"+string(text))
	}
	return list
}

// someone adds a person with a role of exactly those permissions.
func (w *treasury) someone(user string, permissions ...string) {
	w.t.Helper()
	w.keeper = "ada"
	w.put("user", user, body{"email": user + "@example.com", "name": user, "kind": "person", "status": "active", "unit": "group"})
	w.put("role", user, body{"name": user, "permissions": append(permissions, "unit.view")})
	w.put("grant", user, body{"user": user, "role": user, "scope": "everything"})
	w.tokens[user] = entrance.Session(w.t, w.s.Desk, user)
}

// TestWhatWaitsReachesPeopleByMailAndProgramsByWebhook on a whole server: packages
// for signatures, exceptions of a group and of a person, files and invoices that do
// not come, and the escalation of each.
func TestWhatWaitsReachesPeopleByMailAndProgramsByWebhook(t *testing.T) {
	var box *postbox.Box
	eachTreasury(t, func(t *testing.T, w *treasury) {
		c := &chat{}
		srv := httptest.NewServer(c)
		t.Cleanup(srv.Close)
		for _, user := range []string{"boss", "rina", "gina"} {
			w.someone(user)
		}
		w.someone("otto", "process.insert", "process.view", "process.run", "run.view", "exception.view", "exception.allocate", "exception.assign", "expected_file.insert",
			"participant.insert", "cycle.draft", "cycle.open", "cycle.view")
		w.someone("cora") // brings in the invoices of her company
		w.put("unit", "north", body{"name": "North", "parent": "group"})
		w.put("role", "bringer", body{"name": "bringer", "permissions": []string{"cycle.import_invoices"}})
		w.put("grant", "cora-brings", body{"user": "cora", "role": "bringer", "scope": "unit", "scope_record": "north"})
		w.put("group", "desk", body{"name": "Desk", "unit": "group"})
		w.put("member", "gina-desk", body{"group": "desk", "user": "gina"})
		w.put("role", "looker", body{"name": "looker", "permissions": []string{"exception.view"}})
		w.put("grant", "gina-looks", body{"user": "gina", "role": "looker", "scope": "record", "scope_table": "group", "scope_record": "desk"})
		w.put("webhook", "chat", body{"name": "chat", "unit": "group", "url": srv.URL, "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "enabled": true})
		const long = 100_000_000 // minutes: at once
		for kind, x := range map[string]body{"signature": {"before_minutes": long}, "missing": {"before_minutes": long}, "file": {"after_minutes": 5}} {
			x["name"], x["unit"], x["kind"], x["user"] = kind, "group", kind, "boss"
			w.put("escalation", kind, x)
		}

		pkg, _ := w.waiting("P-1")
		w.keeper = "otto"
		w.put("process", "cash", body{"code": "CASH", "name": "Cash", "unit": "group", "kind": "data", "on_inconsistency": "warn", "configuration": "keys: ref\namount: amount\n"})
		w.put("expected_file", "statements", body{"process": "cash", "name": "Statements", "from_date": time.Now().UTC().AddDate(0, 0, -1).Format(time.DateOnly), "days": []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}, "time": "00:00", "zone": "UTC", "user": "rina"})
		w.put("participant", "north", body{"code": "NORTH", "name": "North", "unit": "north", "currency": "EUR"})
		w.must("otto", "POST", "netting/cycle/nov/draft", body{"code": "2026-11", "unit": "group", "base_currency": "EUR", "settlement_date": w.day})
		w.must("otto", "POST", "netting/cycle/nov/open", body{})

		has := func(user, says string, n int) func() bool {
			return func() bool {
				found := 0
				for _, l := range letters(t, box, user) {
					found += strings.Count(l, says)
				}
				return found >= n
			}
		}
		told := func(typ string, kind notice.Kind, record, why string) func() bool {
			return func() bool { return c.has(typ, kind, record, why) }
		}
		w.until("eva is asked to sign", has("eva", "The package P-1 waits for your signature", 1))
		w.until("tom is asked to sign", has("tom", "The package P-1 waits for your signature", 1))
		w.until("the signature is posted", told("waiting", notice.OfSignature, pkg, ""))
		w.until("the boss hears of the package", has("boss", "P-1 nears its end", 1))
		w.until("its escalation is posted", told("escalated", notice.OfSignature, pkg, "near_end"))
		w.until("rina hears of the late file", has("rina", "The file Statements, CASH has not come", 1))
		w.until("the late file is posted", told("waiting", notice.OfFile, "statements", ""))
		w.until("the boss hears of the file", has("boss", "Statements, CASH has waited too long", 1))
		w.until("its escalation is posted", told("escalated", notice.OfFile, "statements", "too_long"))
		w.until("cora hears of the invoices", has("cora", "Of the company and the cycle NORTH, 2026-11 there are no invoices", 1))
		w.until("the invoices are posted", told("waiting", notice.OfMissing, "nov", ""))
		w.until("the boss hears of the invoices", has("boss", "NORTH, 2026-11 nears its end", 1))
		w.until("their escalation is posted", told("escalated", notice.OfMissing, "nov", "near_end"))
		if items := w.must("boss", "GET", "me/told", nil)["items"].([]any); len(items) != 3 {
			t.Errorf("the boss's list is %v; want the package, the file and the invoices", items)
		}

		// The file comes, with a difference that somebody has to look into.
		w.must("otto", "POST", "recon/process/cash/run", body{"left": body{"name": "left.csv", "content": []byte("ref,amount\nA,4711.99\n")}, "right": body{"name": "right.csv", "content": []byte("ref,amount\nB,4712.98\n")}})
		var exception string
		w.until("the run has exceptions", func() bool {
			items := w.must("otto", "GET", "exception?filter=process=cash", nil)["items"].([]any)
			if len(items) > 0 {
				exception = items[0].(body)["id"].(string)
			}
			return len(items) == 2
		})
		run := w.must("otto", "GET", "exception/"+exception, nil)["run"].(string)
		w.until("what nobody was given is posted", told("waiting", notice.OfUntaken, run, ""))
		w.must("otto", "POST", "recon/exception/"+exception+"/allocate", body{"group": "desk"})
		w.until("gina's group is told", has("gina", "your group's to look into", 1))
		w.until("the allocation is posted", told("waiting", notice.OfException, exception, "allocated"))
		w.must("otto", "POST", "recon/exception/"+exception+"/assign", body{"assignee": "tom", "cause": "A wrong booking", "suggested_action": "Ask De Boer"})
		w.until("tom is asked to solve it", has("tom", "An exception of the process CASH is yours to solve", 1))
		w.until("the assignment is posted", told("waiting", notice.OfException, exception, ""))
		if items := w.must("rina", "GET", "me/told", nil)["items"].([]any); len(items) != 0 {
			t.Errorf("the file came, and rina's list is %v", items)
		}

		// Nothing of what only people who may see it are shown.
		var all strings.Builder
		for _, l := range box.Letters() {
			text, _ := io.ReadAll(quotedprintable.NewReader(strings.NewReader(l.Text)))
			all.Write(text)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		all.WriteString(c.raw.String())
		for _, secret := range []string{"1012.50", "4711.99", "4712.98", "De Boer", "NL91ABNA0417164300", "DE89370400440532013000", "wrong booking", "Invoice P-1", "whsec"} {
			if strings.Contains(all.String(), secret) {
				t.Errorf("a notice tells %q", secret)
			}
		}
	}, func(t *testing.T, c *config.Config) {
		box = postbox.Open(t, postbox.Plain)
		c.MailServer, c.MailSecurity, c.MailFrom, c.PublicURL = box.Addr, notice.NoTLS, "cs@example.com", "http://localhost"
	})
}
