package e2e

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
)

// canaries are texts that a test types and later looks for.
type canaries struct{ all []string }

// text is a new one, of at least 12 characters, that occurs nowhere else.
func (c *canaries) text(place string) string {
	s := fmt.Sprintf("canary-%s-%04d", strings.ReplaceAll(place, "_", "-"), len(c.all))
	c.all = append(c.all, s)
	return s
}

func (c *canaries) unit(place string) *directory.Unit { return &directory.Unit{Name: c.text(place)} }

func (c *canaries) user(place string) *directory.User {
	id := c.text(place)
	return &directory.User{
		Meta: govern.Meta{ID: govern.ID(id)}, Email: c.text(place) + "@example.com", Name: c.text(place), Kind: "person", Status: "active",
		PersonnelID: c.text(place), JobTitle: c.text(place),
	}
}

// type types canaries into every text column there is, by commands that are
// applied, held, refused, approved, rejected and withdrawn.
func (c *canaries) typeEverywhere(t *testing.T, w *town) (tokenSecret, tokenHash string) {
	t.Helper()
	note := func() govern.Note {
		return govern.Note{Reason: c.text("reason"), Ticket: c.text("ticket"), Key: c.text("key"), Fingerprint: c.text("fingerprint")}
	}
	who := func(user string) govern.Actor {
		return govern.Actor{User: user, Method: "token", Session: c.text("session"), From: c.text("address"), Request: c.text("request")}
	}
	ask := func(user string, want govern.State, cmd govern.Command) govern.Outcome {
		t.Helper()
		out, err := w.engine.Submit(ctx, who(user), note(), cmd)
		if err != nil && want != "" || out.State != want {
			t.Fatalf("%s: %+v, %v; want %q", cmd.Name(), out, err, want)
		}
		return out
	}
	u := c.user("user")
	ask("founder", govern.Applied, govern.PutNew(directory.Users, u.ID, u))
	id := govern.ID(c.text("unit-id"))
	ask("founder", govern.Applied, govern.PutNew(directory.Units, id, c.unit("unit")))
	ask("founder", govern.Applied, govern.Put(directory.Units, id, 1, c.unit("unit-again")))
	ask("visitor", "", govern.PutNew(directory.Units, govern.ID(c.text("unit-refused-id")), c.unit("unit-refused")))
	role := govern.ID(c.text("role-id"))
	ask("founder", govern.Applied, govern.PutNew(directory.Roles, role, &directory.Role{Name: c.text("role"), Permissions: []string{"unit.view"}}))
	ask("founder", govern.Applied, govern.PutNew(directory.Grants, govern.ID(c.text("grant-id")), &directory.Grant{User: u.ID, Role: role, Scope: "record", ScopeTable: "unit", ScopeRecord: id}))
	ask("founder", govern.Applied, govern.PutNew(policy.Rules, govern.ID(c.text("rule-id")), &policy.Rule{
		Name: c.text("rule"), Subject: "role", Operations: []string{"insert"},
		Condition: `after.name == "` + c.text("rule-condition") + `"`, Factors: []approval.Factor{{Permission: "role.approve", People: 1}}, Enabled: true,
	}))
	tokenSecret, tokenHash = directory.NewSecret()
	ask("founder", govern.Applied, govern.PutNew(directory.APITokens, govern.ID(c.text("token-id")),
		&directory.APIToken{User: "robot", Name: c.text("token"), Hash: tokenHash, ExpiresAt: govern.At(w.engine.Now()) + 3600e6}))

	hold := func(user string, version int64) govern.Outcome {
		return ask(user, govern.Held, govern.Put(directory.Units, id, version, &directory.Unit{Name: "held " + c.text("held")}))
	}
	held := hold("founder", 2)
	if out, err := w.engine.Reject(ctx, who("second"), note(), held.Change); err != nil || out.State != govern.Rejected {
		t.Fatalf("got %+v, %v", out, err)
	}
	held = hold("founder", 2)
	if out, err := w.engine.Withdraw(ctx, who("founder"), note(), held.Change); err != nil || out.State != govern.Withdrawn {
		t.Fatalf("got %+v, %v", out, err)
	}
	held = hold("founder", 2)
	if out, err := w.engine.Approve(ctx, who("second"), note(), held.Change, held.Digest); err != nil || out.State != govern.Applied {
		t.Fatalf("got %+v, %v", out, err)
	}
	ev := audit.Event{Action: "file.export", Outcome: audit.Noted, Reason: c.text("note"), Ticket: c.text("note"), Detail: c.text("note"), Facts: []audit.Fact{{Name: c.text("fact"), Value: c.text("fact")}}}
	if _, err := w.engine.Note(ctx, who("founder"), ev); err != nil {
		t.Fatal(err)
	}
	return tokenSecret, tokenHash
}

// dump reads every column of every table whose name begins so, as bytes.
func dump(t *testing.T, db store.DB, prefix string) map[string][]byte {
	t.Helper()
	names := `SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`
	cast := `CAST(%s AS BLOB)`
	if db.Dialect() == store.Postgres {
		names = `SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = current_schema()`
		cast = `CASE WHEN pg_typeof(%[1]s) = 'bytea'::regtype THEN decode(substr(%[1]s::text, 3), 'hex') ELSE convert_to(%[1]s::text, 'UTF8') END`
	}
	var columns [][2]string
	err := db.Query(ctx, func(scan store.Scan) error {
		var c [2]string
		err := scan(&c[0], &c[1])
		if strings.HasPrefix(c[0], prefix) {
			columns = append(columns, c)
		}
		return err
	}, names)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, c := range columns {
		err := db.Query(ctx, func(scan store.Scan) error {
			var b []byte
			err := scan(&b)
			out[c[0]] = append(append(out[c[0]], b...), 0)
			return err
		}, `SELECT coalesce(`+fmt.Sprintf(cast, store.Quote(c[1]))+`, '') FROM `+store.Quote(c[0]))
		if err != nil {
			t.Fatalf("%v: %v", c, err)
		}
	}
	return out
}

func TestNothingTypedIsReadableInTheAuditTables(t *testing.T) {
	testkit.EachURL(t, func(t *testing.T, url string) {
		w := settle(t, place{url, t.TempDir()}, 0)
		var c canaries
		tokenSecret, tokenHash := c.typeEverywhere(t, w)
		if err := audit.NewKeeper(w.db, w.ring, w.checkpoints()).Tick(ctx); err != nil {
			t.Fatal(err)
		}
		all := dump(t, w.db, "")
		log := dump(t, w.db, "audit_")
		for _, table := range []string{"audit_entry", "audit_head", "audit_checkpoint", "audit_block", "audit_segment", "audit_volume", "audit_index"} {
			if table != "audit_block" && table != "audit_segment" && table != "audit_volume" && len(log[table]) == 0 {
				t.Errorf("nothing of %s was looked at", table)
			}
		}
		file, err := os.ReadFile(w.checkpoints())
		if err != nil {
			t.Fatal(err)
		}
		log["the checkpoint file"] = file
		for _, s := range append(c.all, tokenSecret, tokenHash) {
			for table, content := range log {
				if bytes.Contains(bytes.ToLower(content), []byte(s)) {
					t.Errorf("%q is readable in %s", s, table)
				}
			}
		}
		// The looking itself finds what is there: names stand in their own table.
		if !bytes.Contains(all["unit"], []byte("canary-held")) || !bytes.Contains(all["change_body"], []byte("canary-held")) {
			t.Error("the dump does not find what stands in the tables")
		}
		for table, content := range all {
			if bytes.Contains(content, []byte(tokenSecret)) {
				t.Errorf("the token's secret stands in %s", table)
			}
			if bytes.Contains(content, []byte(tokenHash)) != (table == "api_token") {
				t.Errorf("the token's hash in %s: %t", table, table != "api_token")
			}
		}
		wantTyped(t, w, c.all)
	})
}

// wantTyped opens the log: what was typed into entries must be in them, else
// the test above looked for what was never written.
func wantTyped(t *testing.T, w *town, typed []string) {
	t.Helper()
	events, err := w.events(0)
	if err != nil {
		t.Fatal(err)
	}
	var opened strings.Builder
	for _, ev := range events {
		fmt.Fprintf(&opened, "%+v\n", *ev.Event)
		for _, row := range ev.Rows {
			opened.Write(row.After)
			opened.Write(row.Was)
		}
	}
	for _, s := range typed {
		kept := strings.HasPrefix(s, "canary-key") || strings.HasPrefix(s, "canary-fingerprint") || strings.HasPrefix(s, "canary-unit-refused")
		if !kept && !strings.Contains(opened.String(), s) {
			t.Errorf("%q is not in any opened entry", s)
		}
	}
}

func TestTheLogIsVerifiedWithTheKeyRingMovedAway(t *testing.T) {
	testkit.EachURL(t, func(t *testing.T, url string) {
		w := settle(t, place{url, t.TempDir()}, 0)
		var c canaries
		c.typeEverywhere(t, w)
		if err := audit.NewKeeper(w.db, w.ring, w.checkpoints()).Tick(ctx); err != nil {
			t.Fatal(err)
		}
		w.close()
		if err := os.Rename(w.place.ring(), w.place.ring()+".away"); err != nil {
			t.Fatal(err)
		}
		if _, err := secret.Open(w.place.ring()); err == nil {
			t.Fatal("the ring is still there")
		}
		db, err := store.OpenUnmigrated(ctx, url)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		rep, err := w.verified(db)
		if err != nil || !rep.Whole() || rep.Entries < 10 || rep.Unsigned != 0 || rep.Checkpoints == 0 {
			t.Errorf("got %+v, %v", rep, err)
		}
	})
}
