package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

var ctx = context.Background()

// place is where a town lives: what a child is told.
type place struct{ url, dir string }

func (p place) ring() string        { return filepath.Join(p.dir, "keys.json") }
func (p place) checkpoints() string { return filepath.Join(p.dir, "checkpoints") }
func (p place) publicKey() string   { return filepath.Join(p.dir, audit.PublicKeyFile) }

// child starts this test binary again in another role, on the same place.
func (p place) child(role string, with ...string) *exec.Cmd {
	argv := append(with, os.Args[0], "-test.run=^$")
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env = append(os.Environ(), childVariable+"="+role, "COUNTERSIGN_E2E_URL="+p.url, "COUNTERSIGN_E2E_DIR="+p.dir)
	cmd.Stderr = os.Stderr
	return cmd
}

func placeOfChild() place {
	return place{os.Getenv("COUNTERSIGN_E2E_URL"), os.Getenv("COUNTERSIGN_E2E_DIR")}
}

// town is an organisation on one database, opened by one process.
type town struct {
	place
	db     store.DB
	ring   *secret.Ring
	engine *govern.Engine
	closed sync.Once
}

// tables and verbs are what every town consists of.
func tables() []govern.Any {
	return append([]govern.Any{directory.Units, directory.Users, directory.Groups, directory.Members, directory.Roles, directory.Grants, directory.APITokens, directory.Handovers, policy.Rules, policy.Deputies}, recon.Tables...)
}

func open(p place, verbs ...govern.Verb) (*town, error) {
	t := &town{place: p}
	var err error
	if t.ring, err = secret.Open(p.ring()); fault.Code(err) == "keys_missing" {
		t.ring, err = secret.Create(p.ring())
	}
	if err != nil {
		return nil, err
	}
	if t.db, err = store.Open(ctx, p.url); err != nil {
		return nil, err
	}
	return t, t.start(verbs)
}

func (t *town) start(verbs []govern.Verb) (err error) {
	t.engine, err = govern.New(ctx, govern.Config{DB: t.db, Ring: t.ring, Tables: tables(), Commands: append([]govern.Verb{directory.FoundVerb}, verbs...)})
	return err
}

func (t *town) close() {
	t.closed.Do(func() {
		t.engine.Close()
		_ = t.db.Close()
	})
}

// settle founds a new town: two administrators, and so many clerks who may do
// what the tests do. Renaming a unit to something that begins with "held" takes
// another person's agreement.
func settle(t *testing.T, p place, clerks int, verbs ...govern.Verb) *town {
	t.Helper()
	w, err := open(p, verbs...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.close)
	robot := person("robot")
	robot.Kind, robot.Keeper = "service", "founder"
	f := &directory.Found{
		Roles: []*directory.Role{{Meta: govern.Meta{ID: "all"}, Name: "all", Permissions: w.engine.Permissions()}},
		Users: []*directory.User{person("founder"), person("second"), person("visitor"), robot},
	}
	for i := range clerks {
		mine := person(robotOf(i))
		mine.Kind, mine.Keeper = "service", govern.ID(clerk(i))
		f.Users = append(f.Users, person(clerk(i)), mine)
	}
	for _, u := range f.Users {
		if u.ID != "visitor" && u.Kind == "person" {
			f.Grants = append(f.Grants, &directory.Grant{Meta: govern.Meta{ID: "grant-" + u.ID}, User: u.ID, Role: "all", Scope: "everything"})
		}
	}
	w.must(t, "", f)
	w.must(t, "founder", govern.PutNew(policy.Rules, "held-names", &policy.Rule{
		Name: "held names", Subject: "unit", Operations: []string{"update"},
		Condition: `after.name.startsWith("held")`, Factors: []approval.Factor{{Permission: "unit.approve", People: 1}}, Enabled: true,
	}))
	return w
}

// robotOf is the service that a clerk answers for.
func robotOf(i int) string { return fmt.Sprintf("robot-%02d", i) }

func clerk(i int) string { return fmt.Sprintf("clerk-%02d", i) }

func person(id string) *directory.User {
	return &directory.User{Meta: govern.Meta{ID: govern.ID(id)}, Email: id + "@example.com", Name: id, Kind: "person", Status: "active"}
}

func (t *town) ask(user string, cmd govern.Command) (govern.Outcome, error) {
	return t.engine.Submit(ctx, govern.Actor{User: user, Method: "test"}, govern.Note{Reason: "a test"}, cmd)
}

func (t *town) must(tb testing.TB, user string, cmd govern.Command) govern.Outcome {
	tb.Helper()
	out, err := t.ask(user, cmd)
	if err != nil || out.State != govern.Applied {
		tb.Fatalf("%s by %q: %+v, %v", cmd.Name(), user, out, err)
	}
	return out
}

// event is one opened entry.
type event struct {
	seq int64
	*audit.Event
}

// events opens the entries after a sequence number, and refuses gaps.
func (t *town) events(after int64) ([]event, error) {
	sealer := audit.NewSealer(t.ring)
	var list []event
	err := t.db.Query(ctx, func(scan store.Scan) error {
		var e audit.Entry
		if err := scan(&e.Seq, &e.Header, &e.Sealed); err != nil {
			return err
		}
		if want := after + int64(len(list)) + 1; e.Seq != want {
			return fmt.Errorf("entry %d follows where %d belongs", e.Seq, want)
		}
		h, err := tree.ParseHeader(e.Header)
		if err != nil {
			return err
		}
		e.At = h.At
		ev, err := sealer.Open(e)
		list = append(list, event{e.Seq, ev})
		return err
	}, `SELECT seq, header, sealed FROM audit_entry WHERE seq > $1 ORDER BY seq`, after)
	return list, err
}
