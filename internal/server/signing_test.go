package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/passkey"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit/device"
	"github.com/countersign/countersign/internal/testkit/entrance"
)

// treasury is a whole server, reached by HTTP, with a town that eva and tom sign
// for together, mia who enters and dora who looks after deliveries.
type treasury struct {
	t      *testing.T
	s      *server.Server
	url    string
	site   passkey.Site
	tokens map[string]string
	keeper string // who enters what there is
	day    string
	out    string // where the bank's agent takes files
}

type body = map[string]any

// told is an answer.
type told struct {
	status int
	body   body
}

func (a told) code() string { text, _ := a.body["code"].(string); return text }

func (w *treasury) ask(user, method, path string, in any, headers ...string) told {
	w.t.Helper()
	var content []byte
	if in != nil {
		var err error
		if content, err = json.Marshal(in); err != nil {
			w.t.Fatal(err)
		}
	}
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.url+"/api/v1/"+path, bytes.NewReader(content))
	if err != nil {
		w.t.Fatal(err)
	}
	entrance.Authorise(req, w.tokens[user])
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", w.url) // a page of this installation
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	a := told{status: res.StatusCode, body: body{}}
	if len(text) > 0 && text[0] == '{' {
		if err := json.Unmarshal(text, &a.body); err != nil {
			w.t.Fatalf("%s %s answers %q", method, path, text)
		}
	}
	return a
}

func (w *treasury) must(user, method, path string, in any, headers ...string) body {
	w.t.Helper()
	a := w.ask(user, method, path, in, headers...)
	if a.status >= 300 || a.status == http.StatusAccepted {
		w.t.Fatalf("%s %s by %s: %d %v", method, path, user, a.status, a.body)
	}
	return a.body
}

// refused wants a problem of that status and code.
func (w *treasury) refused(status int, code string, a told) {
	w.t.Helper()
	if a.status != status || a.code() != code {
		w.t.Errorf("answered %d %v; want %d %s", a.status, a.body, status, code)
	}
}

func (w *treasury) put(table, id string, row body) {
	w.t.Helper()
	w.must(w.keeper, "PUT", table+"/"+id, row, "If-None-Match", "*")
}

// payday is a day on which banks work, some days ahead.
func payday() string {
	day := time.Now().UTC().AddDate(0, 0, 7)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 1)
	}
	return day.Format(time.DateOnly)
}

func eachTreasury(t *testing.T, do func(t *testing.T, w *treasury), set ...func(t *testing.T, c *config.Config)) {
	each(t, func(t *testing.T, c *config.Config) {
		for _, s := range set {
			s(t, c)
		}
		s := open(t, c)
		t.Cleanup(func() { shut(t, s) })
		made, err := s.Found(context.Background(), admins)
		if err != nil {
			t.Fatal(err)
		}
		srv := httptest.NewServer(s.Handler())
		t.Cleanup(srv.Close)
		entrance.Accept(t, s.Desk, made[0].Link)
		w := &treasury{t: t, s: s, url: strings.Replace(srv.URL, "127.0.0.1", "localhost", 1), tokens: map[string]string{}, day: payday(), out: filepath.Join(c.Outgoing(), "bank")}
		w.site = passkey.Site{ID: "localhost", Origin: w.url}
		if err := os.MkdirAll(w.out, 0o755); err != nil {
			t.Fatal(err)
		}
		w.tokens["ada"] = entrance.Session(t, s.Desk, "ada")
		w.settle()
		do(t, w)
	})
}

// settle enters people, the town and its bank.
func (w *treasury) settle() {
	w.keeper = "ada"
	w.put("unit", "group", body{"name": "Group"})
	for user, permissions := range map[string][]string{
		"mia":  {"package.create", "package.submit", "package.view", "order.view", "order.recall", "bank_report.take", "bank_instruction.view", "customer.view", "account.view"},
		"eva":  {"package.sign", "package.take_back", "package.view", "order.view", "signature.view"},
		"tom":  {"package.sign", "package.take_back", "package.view", "order.view", "signature.view"},
		"dora": {"channel.test", "channel.send", "channel.view", "delivery.view", "delivery.retry", "delivery.confirm", "audit.export", "audit.view"},
		"ned":  {"unit.view"},
		"lena": {"customer.insert", "account.insert", "account_signatory.insert", "bank_instruction.insert", "channel.insert"},
	} {
		w.put("user", user, body{"email": user + "@example.com", "name": user, "kind": "person", "status": "active", "unit": "group"})
		w.put("role", user, body{"name": user, "permissions": permissions})
		w.put("grant", user, body{"user": user, "role": user, "scope": "everything"})
		w.tokens[user] = entrance.Session(w.t, w.s.Desk, user)
	}
	w.keeper = "lena"
	w.put("customer", "town", body{"name": "Town", "unit": "group"})
	w.put("account", "eur", body{"customer": "town", "unit": "group", "name": "Euro", "iban": "DE89370400440532013000", "bic": "COBADEFFXXX", "currency": "EUR"})
	for _, user := range []string{"eva", "tom"} {
		w.put("account_signatory", user, body{"customer": "town", "unit": "group", "account": "eur", "user": user, "points": 5})
	}
	w.put("bank_instruction", "builder", body{"unit": "group", "owner": "De Boer", "iban": "NL91ABNA0417164300", "bic": "ABNANL2A", "country": "NL"})
}

// channel is the folder from which the bank's agent takes files.
func (w *treasury) channel(folder string) {
	w.t.Helper()
	w.put("channel", "bank", body{"name": "Bank", "bic": "COBADEFFXXX", "kind": "folder", "directory": folder, "mode": "read_back"})
}

// waiting is a package that waits for signatures, with its digest.
func (w *treasury) waiting(code string) (id, digest string) {
	w.t.Helper()
	out := w.must("mia", "POST", "payments/package/new/create", body{"code": code, "customer": "town", "kind": "third_party", "orders": []body{{
		"account": "eur", "bank_instruction": "builder", "amount": body{"value": "1012.50", "currency": "EUR"}, "execution_date": w.day, "end_to_end_id": "E-" + code, "remittance": "Invoice " + code,
	}}})
	for _, r := range out["records"].([]any) {
		if r := r.(body); r["table"] == "package" {
			id, _ = r["id"].(string)
		}
	}
	w.must("mia", "POST", "payments/package/"+id+"/submit", body{})
	p := w.must("mia", "GET", "package/"+id, nil)
	digest, _ = p["digest"].(string)
	return id, digest
}

func (w *treasury) count(query string, args ...any) (n int64) {
	w.t.Helper()
	if err := w.s.DB.QueryRow(w.t.Context(), []any{&n}, query, args...); err != nil {
		w.t.Fatal(err)
	}
	return n
}

func (w *treasury) write(statement string, args ...any) {
	w.t.Helper()
	if err := w.s.DB.Write(w.t.Context(), func(tx store.Tx) error { return tx.Exec(w.t.Context(), statement, args...) }); err != nil {
		w.t.Fatal(err)
	}
}

// until waits for what the server does by itself.
func (w *treasury) until(what string, done func() bool) {
	w.t.Helper()
	for end := time.Now().Add(2 * time.Minute); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatalf("in two minutes it did not come to this: %s", what)
		}
	}
}

// enrolled is a device with a passkey of the user's.
func (w *treasury) enrolled(user string) *device.Device {
	w.t.Helper()
	d := device.New(w.t, w.site)
	ask := w.must(user, "POST", "me/passkey/challenge", nil)
	w.must(user, "POST", "me/passkey", body{"name": "Telephone", "answer": d.Enrol(ask["challenge"].(string))})
	return d
}

// asked is what the user's device answers when it is asked to sign that file.
func (w *treasury) asked(user string, d *device.Device, pkg, digest string) passkey.Answer {
	w.t.Helper()
	ask := w.must(user, "POST", "me/passkey/sign", body{"package": pkg, "digest": digest})
	return d.Sign(ask["challenge"].(string))
}

func (w *treasury) sign(user, pkg, digest string, answer *passkey.Answer) told {
	w.t.Helper()
	in := body{"digest": digest}
	if answer != nil {
		in["passkey"] = answer
	}
	return w.ask(user, "POST", "payments/package/"+pkg+"/sign", in)
}

func TestAPasskeySignsOneFileOnceForOnePersonOverHTTP(t *testing.T) {
	eachTreasury(t, func(t *testing.T, w *treasury) {
		eva, tom := w.enrolled("eva"), w.enrolled("tom")
		pkg, digest := w.waiting("P-1")
		second, other := w.waiting("P-2")
		signatures := func() int64 { return w.count(`SELECT count(*) FROM signature`) }

		// Nothing is asked of a device for another digest than one of its form.
		w.refused(http.StatusUnprocessableEntity, "bad_value", w.ask("eva", "POST", "me/passkey/sign", body{"package": pkg, "digest": "no digest"}))

		answer := w.asked("eva", eva, pkg, digest)
		for name, send := range map[string]func() told{
			"for another digest":  func() told { return w.sign("eva", pkg, other, &answer) },
			"for another package": func() told { return w.sign("eva", second, digest, &answer) },
			"by another user":     func() told { return w.sign("tom", pkg, digest, &answer) },
			"in a second session": func() told {
				w.tokens["eva-2"] = entrance.Session(t, w.s.Desk, "eva")
				return w.sign("eva-2", pkg, digest, &answer)
			},
			"without any session": func() told { return w.sign("nobody", pkg, digest, &answer) },
			"by who may not sign": func() told { return w.sign("ned", pkg, digest, &answer) },
			"signed by tom's key": func() told { a := w.asked("eva", tom, pkg, digest); return w.sign("eva", pkg, digest, &a) },
			"with a changed digit": func() told {
				a := w.asked("eva", eva, pkg, digest)
				a.Signature = "A" + a.Signature[1:]
				return w.sign("eva", pkg, digest, &a)
			},
		} {
			if a := send(); a.status < 400 || a.status >= 500 || a.code() == "" || signatures() != 0 {
				t.Errorf("%s: answered %d %v, and %d signatures stand", name, a.status, a.body, signatures())
			}
		}

		stale := w.asked("eva", eva, pkg, digest)
		w.write(`UPDATE passkey_challenge SET ends_at = 1`)
		w.refused(http.StatusForbidden, "old_challenge", w.sign("eva", pkg, digest, &stale))

		answer = w.asked("eva", eva, pkg, digest)
		if a := w.sign("eva", pkg, digest, &answer); a.status != http.StatusOK || signatures() != 1 {
			t.Fatalf("signed with the passkey: %d %v", a.status, a.body)
		}
		w.must("eva", "POST", "payments/package/"+pkg+"/take_back", body{})
		w.refused(http.StatusForbidden, "old_challenge", w.sign("eva", pkg, digest, &answer)) // replayed after it was taken back
		if n := w.count(`SELECT count(*) FROM signature WHERE withdrawn = 0`); n != 0 {
			t.Errorf("%d signatures stand after a replay", n)
		}
	})
}

func TestASealedSignatureNeedsAYoungProofAndIsProvedByTheServer(t *testing.T) {
	eachTreasury(t, func(t *testing.T, w *treasury) {
		pkg, digest := w.waiting("P-1")
		w.write(`UPDATE session SET proof_at = 1`)
		w.refused(http.StatusForbidden, "proof_needed", w.sign("eva", pkg, digest, nil))
		for _, user := range []string{"eva", "mia"} {
			w.tokens[user] = entrance.Session(t, w.s.Desk, user)
		}
		w.refused(http.StatusUnprocessableEntity, "other_digest", w.sign("eva", pkg, strings.Repeat("0", 64), nil))
		w.refused(http.StatusForbidden, "denied", w.sign("mia", pkg, digest, nil))
		if a := w.sign("eva", pkg, digest, nil); a.status != http.StatusOK {
			t.Fatalf("signed by the session: %d %v", a.status, a.body)
		}
		proof := w.must("eva", "GET", "package/"+pkg+"/proof", nil)
		text, _ := json.Marshal(proof)
		if !strings.Contains(string(text), digest) || strings.Contains(string(text), "sealed:") {
			t.Errorf("the proof that leaves is %s", text)
		}
	})
}

func TestWhatIsSignedByBothLeavesAndStandsAtTheBank(t *testing.T) {
	eachTreasury(t, func(t *testing.T, w *treasury) {
		w.channel("bank")
		eva := w.enrolled("eva")
		pkg, digest := w.waiting("P-1")
		answer := w.asked("eva", eva, pkg, digest)
		w.sign("eva", pkg, digest, &answer)
		w.tokens["tom"] = entrance.Session(t, w.s.Desk, "tom")
		if a := w.sign("tom", pkg, digest, nil); a.status != http.StatusOK {
			t.Fatalf("tom signs: %d %v", a.status, a.body)
		}
		w.until("the package is sent", func() bool { return w.must("mia", "GET", "package/"+pkg, nil)["state"] == "sent" })
		if n := w.count(`SELECT count(*) FROM delivery WHERE subject = $1 AND sha256 = $2 AND state = 'sent'`, pkg, digest); n != 1 {
			t.Errorf("%d deliveries of the signed file", n)
		}

		// Asked back, the request leaves by the same way, and the bank refuses it.
		orders := w.must("mia", "GET", "order?filter=package="+pkg, nil)["items"].([]any)
		order := orders[0].(body)["id"].(string)
		w.must("mia", "POST", "payments/order/"+order+"/recall", body{"why": "Paid twice", "code": "DUPL"})
		w.until("the request stands at the bank", func() bool {
			return w.count(`SELECT count(*) FROM delivery WHERE subject_table = 'order' AND subject = $1 AND state = 'sent'`, order) == 1
		})
		file, err := os.ReadFile(filepath.Join(w.out, "P-1-recall-1.xml"))
		if err != nil || !strings.Contains(string(file), "camt.056.001.08") || !strings.Contains(string(file), "<Cd>DUPL</Cd>") {
			t.Errorf("%v\n%s", err, file)
		}
		w.must("mia", "POST", "payments/bank_report/new/take", body{"customer": "town", "file_name": "answer.xml", "content": `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.029.001.09"><RsltnOfInvstgtn>` +
			`<Assgnmt><Id>A-1</Id><CreDtTm>2026-11-07T08:00:00Z</CreDtTm></Assgnmt><Sts><Conf>RJCR</Conf></Sts><CxlDtls><TxInfAndSts><OrgnlEndToEndId>E-P-1</OrgnlEndToEndId></TxInfAndSts></CxlDtls></RsltnOfInvstgtn></Document>`})
		if got := w.must("mia", "GET", "order/"+order, nil); got["recall_state"] != "refused" {
			t.Errorf("the order is %v", got)
		}
	})
}

func TestAPackageWhoseBankHadNoChannelIsSentOnceThereIsOne(t *testing.T) {
	eachTreasury(t, func(t *testing.T, w *treasury) {
		pkg, digest := w.waiting("P-1")
		for _, user := range []string{"eva", "tom"} {
			if a := w.sign(user, pkg, digest, nil); a.status != http.StatusOK {
				t.Fatalf("%s signs: %d %v", user, a.status, a.body)
			}
		}
		// All attempts over, there was no channel.
		w.until("an attempt was made", func() bool {
			return w.count(`SELECT count(*) FROM outbox WHERE kind = 'package_accepted' AND failure <> ''`) == 1
		})
		w.write(`UPDATE outbox SET gave_up_at = 1, leased_until = 0 WHERE kind = 'package_accepted'`)
		w.channel("bank")
		w.until("the package is sent", func() bool { return w.must("mia", "GET", "package/"+pkg, nil)["state"] == "sent" })
	})
}

func TestChannelsAndDeliveriesAreKeptByWhoMayOverHTTP(t *testing.T) {
	eachTreasury(t, func(t *testing.T, w *treasury) {
		w.channel("nowhere")
		w.refused(http.StatusForbidden, "denied", w.ask("mia", "POST", "deliver/channel/bank/test", nil))
		if got := w.must("dora", "POST", "deliver/channel/bank/test", nil); got["ok"] != false {
			t.Errorf("a folder that is not there could take files: %v", got)
		}
		w.refused(http.StatusNotFound, "not_found", w.ask("dora", "POST", "deliver/channel/none/test", nil))

		w.refused(http.StatusForbidden, "denied", w.ask("mia", "POST", "deliver/channel/bank/send", body{"what": "checkpoint"}))
		w.refused(http.StatusUnprocessableEntity, "bad_value", w.ask("dora", "POST", "deliver/channel/bank/send", body{"what": "everything"}))
		w.refused(http.StatusUnprocessableEntity, "bad_value", w.ask("dora", "POST", "deliver/channel/bank/send", body{"what": "audit_export", "first": 9, "last": 3}))
		w.until("a checkpoint covers two entries", func() bool { return w.count(`SELECT count(*) FROM audit_checkpoint WHERE size >= 3`) > 0 })
		w.must("dora", "POST", "deliver/channel/bank/send", body{"what": "audit_export", "first": 1, "last": 2})
		w.refused(http.StatusConflict, "already_queued", w.ask("dora", "POST", "deliver/channel/bank/send", body{"what": "audit_export", "first": 1, "last": 2}))
		var id string
		state := func() string {
			item := w.must("dora", "GET", "delivery", nil)["items"].([]any)[0].(body)
			id, _ = item["id"].(string)
			text, _ := item["state"].(string)
			return text
		}
		w.until("the delivery failed", func() bool { return state() == "failed" })
		w.refused(http.StatusConflict, "wrong_state", w.ask("dora", "POST", "deliver/delivery/"+id+"/confirm", body{"outcome": "sent", "reason": "they say so"}))
		w.refused(http.StatusForbidden, "denied", w.ask("mia", "POST", "deliver/delivery/"+id+"/retry", body{}))

		if err := os.MkdirAll(filepath.Join(filepath.Dir(w.out), "nowhere"), 0o755); err != nil {
			t.Fatal(err)
		}
		if got := w.must("dora", "POST", "deliver/channel/bank/test", nil); got["ok"] != true {
			t.Errorf("the test says %v", got)
		}
		w.must("dora", "POST", "deliver/delivery/"+id+"/retry", body{})
		w.until("it is sent", func() bool { return state() == "sent" })
		w.refused(http.StatusConflict, "wrong_state", w.ask("dora", "POST", "deliver/delivery/"+id+"/retry", body{}))

		w.write(`UPDATE delivery SET state = 'unsure' WHERE id = $1`, id)
		w.refused(http.StatusUnprocessableEntity, "bad_value", w.ask("dora", "POST", "deliver/delivery/"+id+"/confirm", body{"outcome": "perhaps", "reason": "?"}))
		w.refused(http.StatusUnprocessableEntity, "bad_value", w.ask("dora", "POST", "deliver/delivery/"+id+"/confirm", body{"outcome": "sent", "reason": ""}))
		w.must("dora", "POST", "deliver/delivery/"+id+"/confirm", body{"outcome": "sent", "reason": "The bank's desk has it"})
		if state() != "sent" {
			t.Error("what the bank's desk has is not sent")
		}
	})
}
