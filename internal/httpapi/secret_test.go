package httpapi_test

import (
	"crypto/ed25519"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/testkit"
)

// clientKey is a fresh private key and a host's public key.
func clientKey(t *testing.T) (private, host string) {
	t.Helper()
	public, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(key, "")
	if err != nil {
		t.Fatal(err)
	}
	hostKey, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(block)), string(ssh.MarshalAuthorizedKey(hostKey))
}

func TestASecretComesInClearAndNeverLeaves(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.hire("otto", "", "channel.view", "channel.insert", "channel.update")
		o.hire("tom", "", "channel.view", "channel.approve")
		o.watch("channel", "channel.approve")
		key, host := clientKey(t)
		row := map[string]any{"name": "Hausbank", "bic": "COBADEFFXXX", "kind": "sftp", "host": "bank.example.com", "port": 22, "user": "acme", "private_key": key, "host_keys": host, "mode": "read_back"}
		line := strings.Split(key, "\n")[2]
		held := o.ask("otto", "PUT", "/api/v1/channel/hausbank", row, "If-None-Match", "*").is(202)
		change := o.ask("tom", "GET", held.header.Get("Location"), nil).is(200)
		o.ask("tom", "POST", held.header.Get("Location")+"/approve", map[string]any{"digest": held.text("digest")}).is(200)
		got := o.ask("otto", "GET", "/api/v1/channel/hausbank", nil).is(200)
		if got.text("private_key") != "masked" {
			t.Errorf("the channel is shown as %s", got.body)
		}
		for what, text := range map[string]string{
			"the change": string(change.body), "the channel": string(got.body), "the outcome": string(held.body), "the log's lines": o.log.String(),
			"the log": string(o.ask(ada, "GET", "/api/v1/audit?table=channel", nil).is(200).body),
		} {
			if strings.Contains(text, line) || strings.Contains(text, "sealed:") {
				t.Errorf("%s shows the key: %s", what, text)
			}
		}
		c, err := deliver.Channels.Get(t.Context(), o.server.DB, "hausbank")
		if err != nil {
			t.Fatal(err)
		}
		plain, err := o.server.Ring.UnsealText(c.PrivateKey, "channel/hausbank/private_key")
		if err != nil || plain != key {
			t.Errorf("the stored key opens to %q, %v", plain, err)
		}
		// Left out, or sent back as it was shown, the key stays; another column changes.
		for version, form := range []any{nil, "masked"} {
			delete(row, "private_key")
			if form != nil {
				row["private_key"] = form
			}
			row["directory"] = []string{"in", "out"}[version]
			held := o.ask("otto", "PUT", "/api/v1/channel/hausbank", row, "If-Match", []string{"1", "2"}[version]).is(202)
			shown, _ := json.Marshal(o.ask("tom", "GET", held.header.Get("Location"), nil).is(200).object()["rows"].([]any)[0].(map[string]any)["changed"])
			if string(shown) != `["directory"]` {
				t.Errorf("the columns that change are %s", shown)
			}
			o.ask("tom", "POST", held.header.Get("Location")+"/approve", map[string]any{"digest": held.text("digest")}).is(200)
		}
		now, err := deliver.Channels.Get(t.Context(), o.server.DB, "hausbank")
		if err != nil || now.PrivateKey != c.PrivateKey || now.Directory != "out" {
			t.Errorf("the key did not stay as it was: %v, %v", now, err)
		}
	})
}

func TestATokenIsShownOnce(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.service("eva", ada)
		body := map[string]any{"user": "eva", "name": "script", "expires_at": "2999-01-01T00:00:00Z"}
		first := o.ask(ada, "POST", "/api/v1/api_token", body, "Idempotency-Key", "t").is(201)
		again := o.ask(ada, "POST", "/api/v1/api_token", body, "Idempotency-Key", "t").is(201)
		token := first.text("token")
		if !strings.HasPrefix(token, "cst_") || again.object()["token"] != nil || first.header.Get("Location") != again.header.Get("Location") {
			t.Fatalf("the answers are %s and %s", first.body, again.body)
		}
		o.tokens["eva"] = token
		o.ask("eva", "GET", "/api/v1/access/check?permission=unit.view", nil).is(200)
		shown := o.ask(ada, "GET", first.header.Get("Location"), nil).is(200)
		if shown.text("hash") != "masked" {
			t.Errorf("the token is shown as %s", shown.body)
		}
		if would := o.ask(ada, "POST", "/api/v1/api_token?dry_run=true", body).is(200); would.object()["token"] != nil {
			t.Errorf("a dry run gives a token: %s", would.body)
		}
		body["hash"] = strings.Repeat("0", 64)
		o.ask(ada, "POST", "/api/v1/api_token", body).refused(422, "unknown_field").at("hash")
		o.ask(ada, "PUT", "/api/v1/api_token/mine", body, "If-None-Match", "*").refused(422, "not_here")
		delete(body, "hash")
		body["revoked"] = true
		o.ask(ada, "PUT", first.header.Get("Location"), body, "If-Match", "1").is(200)
		o.ask("eva", "GET", "/api/v1/access/check?permission=unit.view", nil).refused(401, "bad_token")
		if strings.Contains(o.log.String(), token) {
			t.Error("the log's lines hold the token")
		}
	})
}

func TestATokenThatWaitsForApprovalIsShownToItsMakerOnce(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	o.hire("eva", "", "api_token.insert")
	o.service("robot", "eva")
	o.make(ada, "role", "viewer", map[string]any{"name": "viewer", "permissions": []string{"user.view"}})
	o.make(ada, "grant", "robot", map[string]any{"user": "robot", "role": "viewer", "scope": "everything"})
	o.make(ada, "four_eyes_rule", "tokens", map[string]any{
		"name": "tokens", "subject": "api_token", "operations": []string{"insert"},
		"factors": []map[string]any{{"permission": "api_token.approve", "people": 1}}, "enabled": true,
	})
	body := map[string]any{"user": "robot", "name": "script", "expires_at": "2999-01-01T00:00:00Z"}
	held := o.ask("eva", "POST", "/api/v1/api_token", body, "Idempotency-Key", "t").is(202)
	o.tokens["later"] = held.text("token")
	if again := o.ask("eva", "POST", "/api/v1/api_token", body, "Idempotency-Key", "t").is(202); again.object()["token"] != nil {
		t.Errorf("the replay shows a token: %s", again.body)
	}
	o.ask("later", "GET", "/api/v1/user", nil).refused(401, "bad_token")
	o.ask(ada, "POST", held.header.Get("Location")+"/approve", map[string]any{"digest": held.text("digest")}).is(200)
	o.ask("later", "GET", "/api/v1/user", nil).is(200)
}
