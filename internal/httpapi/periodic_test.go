package httpapi_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/login/visitor"
	"github.com/countersign/countersign/internal/store"
)

// until asks again and again until it is so.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(90 * time.Second); !so(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: that did not come", what)
		}
	}
}

func schedule(name, unit, report string) map[string]any {
	return map[string]any{"name": name, "unit": unit, "report": report, "user": "", "days": []string{}, "month_day": 1, "time": "00:00", "zone": "Europe/Vienna", "group": "", "enabled": true}
}

func TestADueReportIsMadeOnceAndReadByWhoCouldAskForIt(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.make(ada, "unit", "group", map[string]any{"name": "Group"})
		o.make(ada, "unit", "north", map[string]any{"name": "North", "parent": "group"})
		o.make(ada, "unit", "south", map[string]any{"name": "South", "parent": "group"})
		o.make(ada, "user", "nora", map[string]any{"email": "nora@example.com", "name": "=Nora", "kind": "person", "status": "active", "unit": "north"})
		o.make(ada, "grant", "nora", map[string]any{"user": "nora", "role": "netting-viewer", "scope": "unit", "scope_record": "north"})
		o.hire("viewer", "north", "report_made.view", "audit.view")
		o.hire("exporter", "north", "report_made.view", "audit.view", "audit.export")
		o.hire("blind", "north", "report_made.view")
		o.hire("southern", "south", "report_made.view", "audit.view")
		for field, bad := range map[string]map[string]any{
			"user": {"report": "changes"}, "days": {"days": []string{"mon"}}, "zone": {"zone": "Vienna"}, "time": {"time": "24:00"},
		} {
			row := schedule("bad", "north", "rights")
			for k, v := range bad {
				row[k] = v
			}
			o.ask(ada, "PUT", "/api/v1/report_schedule/bad", row, "If-None-Match", "*").is(422).at(field)
		}
		o.make(ada, "report_schedule", "monthly", schedule("Rights of the north", "north", "rights"))
		o.make(ada, "report_schedule", "rules", schedule("Rules that were off", "", "rules_off"))
		until(t, "the reports", func() bool { return o.count(`SELECT count(*) FROM report_made`) == 2 })
		made := o.ask(ada, "GET", "/api/v1/report_made?filter=schedule=monthly", nil).is(200).items()[0]
		if made["report"] != "rights" || made["unit"] != "north" || !strings.Contains(made["to_at"].(string), "T23:00:00.") && !strings.Contains(made["to_at"].(string), "T22:00:00.") {
			t.Errorf("it was made as %v", made)
		}
		entries := o.ask(ada, "GET", "/api/v1/audit?action=report_schedule.make&value="+made["sha256"].(string), nil).is(200).items()
		if len(entries) != 1 || entries[0]["event"].(map[string]any)["actor"] != "installation" {
			t.Errorf("the log tells of it as %v", entries)
		}

		path := "/api/v1/report_made/" + made["id"].(string) + "/file"
		o.ask("viewer", "GET", path, nil).is(200)
		o.ask("viewer", "GET", path+"?format=csv", nil).refused(403, "denied")
		o.ask("blind", "GET", path, nil).refused(403, "denied")
		o.ask("southern", "GET", path, nil).refused(404, "not_found")
		file := o.ask("exporter", "GET", path+"?format=csv", nil).is(200)
		sum := sha256.Sum256(file.body)
		if hex.EncodeToString(sum[:]) != made["sha256"] || float64(len(file.body)) != made["size"] {
			t.Errorf("the file is not the one that the log names: %s", file.body)
		}
		o.sendsTheReport(made["id"].(string), made["sha256"].(string))
		if sheet := o.ask("exporter", "GET", path+"?format=xlsx", nil).is(200); !bytes.HasPrefix(sheet.body, []byte("PK")) {
			t.Errorf("the workbook is %.20q", sheet.body)
		}
		if read := o.ask(ada, "GET", "/api/v1/audit?action=report_made.download&outcome=noted", nil).is(200).items(); len(read) != 3 {
			t.Errorf("the log tells of %d readings, want 3", len(read))
		}
	})
}

// sendsTheReport has the very file of a report sent by a channel, by who could
// download it.
func (o *office) sendsTheReport(id, sum string) {
	o.t.Helper()
	o.hire("sender", "", "channel.insert", "channel.send", "report_made.view", "audit.view", "audit.export")
	o.make("sender", "channel", "agent", map[string]any{"name": "Agent", "kind": "folder", "directory": "out", "mode": "read_back"})
	o.hire("poster", "", "channel.send", "report_made.view", "audit.view")
	const send = "/api/v1/deliver/channel/agent/send"
	this := map[string]any{"what": "report_made", "report_made": id}
	o.ask("exporter", "POST", send, this).refused(403, "denied")
	o.ask("poster", "POST", send, this).refused(403, "denied")
	o.ask("sender", "POST", send, map[string]any{"what": "report_made", "report_made": "none"}).is(422).at("report_made")
	o.hire("agrees", "", "channel.send.approve", "channel.view")
	o.make(ada, "four_eyes_rule", "sent", map[string]any{"name": "Sent", "subject": "channel.send", "operations": []string{"command"}, "factors": []map[string]any{{"permission": "channel.send.approve", "people": 1}}, "enabled": true})
	first := o.ask("sender", "POST", send, this).is(202)
	o.ask("sender", "POST", "/api/v1/change/"+first.text("change")+"/withdraw", map[string]any{}).is(200)
	held := o.ask("sender", "POST", "/api/v1/change/"+first.text("change")+"/resubmit", map[string]any{}).is(202) // its file is made once more
	o.ask("agrees", "POST", "/api/v1/change/"+held.text("change")+"/approve", map[string]any{"digest": held.text("digest")}).is(200)
	o.ask("sender", "POST", send, this).refused(409, "already_queued")
	if n := o.count(`SELECT count(*) FROM delivery WHERE subject_table = 'file' AND sha256 = '` + sum + `'`); n != 1 {
		o.t.Errorf("%d deliveries are of the report's file, want 1", n)
	}
}

// hooked is another program that takes what it is sent.
type hooked struct {
	*httptest.Server
	mu      sync.Mutex
	down    int      // so many are answered that it is not there
	refused []string // their ids
	ids     []string
	got     []struct {
		Ticket        string
		Columns, Type any
		Rows          [][]string
	}
}

func hook(t *testing.T) *hooked {
	t.Helper()
	h := &hooked{}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		content, _ := io.ReadAll(r.Body)
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.down > 0 {
			h.down, h.refused = h.down-1, append(h.refused, r.Header.Get("Webhook-Id"))
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		var one struct {
			Ticket        string
			Columns, Type any
			Rows          [][]string
		}
		if json.Unmarshal(content, &one) == nil && strings.HasPrefix(r.Header.Get("Webhook-Signature"), "v1,") {
			h.ids, h.got = append(h.ids, r.Header.Get("Webhook-Id")), append(h.got, one)
		}
	}))
	t.Cleanup(h.Close)
	return h
}

// steps are those of the newest sheet.
func (h *hooked) steps() (n int, steps string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.got) == 0 {
		return 0, ""
	}
	for _, row := range h.got[len(h.got)-1].Rows {
		steps += row[1] + " "
	}
	return len(h.got), steps
}

func TestATicketsSheetGoesToTheWebhookThatAsksForItEachTimeItChanges(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		h := hook(t)
		h.down = 2
		secret := "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
		o.make(ada, "webhook", "sheets", map[string]any{"name": "sheets", "unit": "", "url": h.URL, "secret": secret, "kinds": []string{"ticket"}, "enabled": true})
		other := hook(t)
		o.make(ada, "webhook", "others", map[string]any{"name": "others", "unit": "", "url": other.URL, "secret": secret, "kinds": []string{}, "enabled": true})
		o.watch("unit", "unit.approve")
		row := map[string]any{"email": "nina@example.com", "name": "Nina", "kind": "person", "status": "active"}
		o.ask(ada, "PUT", "/api/v1/user/nina", row, "If-None-Match", "*", "Countersign-Ticket", "CHG-7").is(201)
		until(t, "the sheet", func() bool { o.hurry(); _, s := h.steps(); return s == "created " })
		held := o.ask(ada, "PUT", "/api/v1/unit/east", map[string]any{"name": "East"}, "If-None-Match", "*", "Countersign-Ticket", "CHG-7").is(202)
		until(t, "the sheet of what was asked", func() bool { _, s := h.steps(); return s == "created asked " })
		o.ask(ada, "POST", "/api/v1/change/"+held.text("change")+"/withdraw", map[string]any{}).is(200)
		until(t, "the sheet of what was withdrawn", func() bool { _, s := h.steps(); return s == "created asked withdrawn " })

		n, _ := h.steps()
		again := string(govern.NewID(time.Now()))
		err := o.server.DB.Write(t.Context(), func(tx store.Tx) error {
			return tx.Exec(t.Context(), `INSERT INTO outbox (id, kind, subject, body, due_at, leased_until, attempts, done_at, made_seq) VALUES ($1, $2, 'CHG-7', '', 0, 0, 0, 0, 0)`, again, govern.TicketMessage)
		})
		if err != nil {
			t.Fatal(err)
		}
		until(t, "the message", func() bool {
			return o.count(`SELECT count(*) FROM outbox WHERE done_at = 0 AND kind = 'ticket.sheet'`) == 0
		})
		if now, _ := h.steps(); now != n {
			t.Errorf("a sheet that is as it was went out again: %d, before %d", now, n)
		}
		link := o.ask(ada, "POST", "/api/v1/directory/user/nina/invite", map[string]any{}).is(201).text("link")
		v := &visitor.Visitor{URL: o.url, Email: "nina@example.com", Password: "quartz-otter-lantern-42", Now: time.Now}
		if err := v.Accept(t.Context(), link); err != nil {
			t.Fatal(err)
		}
		until(t, "the sheet with her first sign-in", func() bool { _, s := h.steps(); return s == "created asked withdrawn first_sign_in " })
		o.ask(ada, "POST", "/api/v1/directory/user/nina/suspend", map[string]any{"successor": ""}).is(200)
		until(t, "the sheet with her suspension", func() bool {
			_, s := h.steps()
			return s == "created asked withdrawn first_sign_in suspended "
		})
		h.mu.Lock()
		defer h.mu.Unlock()
		if want := []string{h.ids[0], h.ids[0]}; !slices.Equal(h.refused, want) {
			t.Errorf("what could not be delivered came as %q, and was taken as %q", h.refused, h.ids[0])
		}
		for i, id := range h.ids {
			if id == "" || slices.Contains(h.ids[:i], id) {
				t.Errorf("two states of the sheet came as %q", id)
			}
		}
		if n, _ := other.steps(); n != 0 {
			t.Errorf("who did not ask for sheets was sent %d", n)
		}
	})
}

// hurry has what failed be tried again now.
func (o *office) hurry() {
	o.t.Helper()
	err := o.server.DB.Write(o.t.Context(), func(tx store.Tx) error {
		return tx.Exec(o.t.Context(), `UPDATE outbox SET due_at = 0 WHERE done_at = 0 AND attempts > 0`)
	})
	if err != nil {
		o.t.Fatal(err)
	}
}
