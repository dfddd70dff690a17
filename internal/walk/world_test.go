package walk_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"net/http"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/testkit/sshd"
)

const (
	quietBIC = "UBSWCHZH80A" // of the bank whose drop box cannot be read back
	wrongBIC = "ABNANL2A"    // of the bank whose host key is another one
)

// found brings in what the rows stand on.
func (w *walk) found() {
	w.gather()
	w.makeAs(colleague, "customer", "house", fields{"name": "House", "unit": "treasury"})
	w.makeAs(colleague, "customer", "shop", fields{"name": "Shop", "unit": "treasury"})
	w.makeAs(colleague, "customer", "centre", fields{"name": "Netting centre", "unit": "treasury"})
	w.makeAs(colleague, "bank_instruction", "builder", fields{"unit": "treasury", "owner": "Builder", "participant": "payee", "iban": "NL91ABNA0417164300", "bic": "ABNANL2A", "country": "NL"})
	w.makeAs(colleague, "account", "acc", account(w, "house", "COBADEFFXXX"))
	for _, user := range []string{maker, signer} {
		w.makeAs(colleague, "account_signatory", "acc-"+user, of("house", fields{"account": "acc", "user": user, "points": 5}))
	}
	w.makeAs(colleague, "account", "acc-centre", account(w, "centre", "COBADEFFXXX"))
	for _, code := range []string{"PAYER", "PAYEE"} {
		row := participant(w)
		row["code"] = code
		w.makeAs(colleague, "participant", map[string]string{"PAYER": "payer", "PAYEE": "payee"}[code], row)
	}
	w.do(colleague, "cycle.draft", "running", plan(w, ""))
	w.do(colleague, "cycle.open", "running", nil)
	w.ask(colleague, "POST", "/api/v1/me/search", fields{"name": "Grants", "query": "table=grant", "shared": false}).is(http.StatusCreated)
	w.told()
	w.deliver()
}

// channel is a way to the real server; its key is a secret.
func channel(w *walk, bic string) fields {
	row := fields{"name": w.name("Bank"), "bic": bic}
	for k, v := range w.bank {
		row[k] = v
	}
	return row
}

// deliver has files sent whose deliveries wait for a person: two that cannot be
// confirmed and two that failed. Then the delivery service is suspended, so that
// nothing moves by itself while the walk looks.
func (w *walk) deliver() {
	w.t.Helper()
	real := sshd.Start(w.t)
	w.bank = fields{"kind": "sftp", "host": real.Host, "port": real.Port, "user": real.User, "private_key": string(real.ClientKey), "host_keys": "", "directory": real.Folder, "mode": "no_read_back"}
	w.secrets = append(w.secrets, line(string(real.ClientKey)))
	public, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		w.t.Fatal(err)
	}
	other, err := ssh.NewPublicKey(public)
	if err != nil {
		w.t.Fatal(err)
	}
	keys := map[string][]ssh.PublicKey{quietBIC: real.HostKeys, wrongBIC: {other}}
	for _, bic := range []string{wrongBIC, quietBIC} { // the bank's own come last, and stay for the channels made later
		w.bank["host_keys"] = ""
		for _, key := range keys[bic] {
			w.bank["host_keys"] = w.bank["host_keys"].(string) + real.Host + " " + string(ssh.MarshalAuthorizedKey(key))
		}
		w.make("channel", channel(w, bic))
	}
	for bic := range keys {
		acc := w.make("account", account(w, "house", bic))
		w.make("account_signatory", of("house", fields{"account": acc, "user": signer, "points": 10}))
		for range 2 {
			sign(w, awaitingFrom(w, acc), signer)
		}
	}
	for _, state := range []string{"unconfirmed", "failed"} {
		w.waiting[state] = w.until(state, 2)
	}
	w.suspend(server.DeliveryUser)
}

// until waits for so many deliveries in that state.
func (w *walk) until(state string, n int) (ids []string) {
	w.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		items := w.ask(colleague, "GET", "/api/v1/delivery?filter=state="+state, nil).is(http.StatusOK).items()
		if len(items) < n {
			continue
		}
		for _, f := range items {
			ids = append(ids, f["id"].(string))
		}
		return ids
	}
	w.t.Fatalf("there are no %d deliveries %s: %s", n, state, w.ask(colleague, "GET", "/api/v1/delivery", nil).body)
	return nil
}

func (w *walk) suspend(user string) {
	w.t.Helper()
	a := w.ask(ada, "GET", "/api/v1/user/"+user, nil).is(http.StatusOK)
	row := a.row()
	delete(row, "id")
	delete(row, "version")
	delete(row, "pending_change")
	row["status"] = "suspended"
	w.ask(ada, "PUT", "/api/v1/user/"+user, row, "If-Match", a.header.Get("ETag")).is(http.StatusOK)
}
