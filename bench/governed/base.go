package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

// base is one database with an organisation, its Engines and its keeper.
type base struct {
	kind, url, dir, version string
	db                      store.DB
	ring                    *secret.Ring
	keeper                  *audit.Keeper
	engines                 []*govern.Engine
	nodes                   []store.DB
	drop                    func()
}

func openBase(kind string) (*base, error) {
	b := &base{kind: kind, drop: func() {}}
	var err error
	if b.dir, err = os.MkdirTemp(*folder, "countersign-bench-"); err != nil {
		return nil, err
	}
	b.url = "sqlite:" + filepath.Join(b.dir, "bench.db")
	if kind == "postgres" {
		if err := b.schema(); err != nil {
			return nil, err
		}
	}
	if b.ring, err = secret.Create(filepath.Join(b.dir, "keys.json")); err != nil {
		return nil, err
	}
	nodes := 1
	if kind == "postgres" {
		nodes = 4
	}
	for range nodes {
		if err := b.node(); err != nil {
			return nil, err
		}
	}
	b.db = b.nodes[0]
	b.keeper = audit.NewKeeper(b.db, b.ring, filepath.Join(b.dir, "checkpoints"))
	return b, b.found()
}

func (b *base) node() error {
	db, err := store.Open(ctx, b.url)
	if err != nil {
		return err
	}
	e, err := govern.New(ctx, govern.Config{DB: db, Ring: b.ring, Commands: []govern.Verb{directory.FoundVerb},
		Tables: []govern.Any{directory.Units, directory.Users, directory.Groups, directory.Members, directory.Roles, directory.Grants, directory.APITokens, policy.Rules}})
	if err != nil {
		return err
	}
	b.nodes, b.engines = append(b.nodes, db), append(b.engines, e)
	return nil
}

func (b *base) close() {
	for i, e := range b.engines {
		e.Close()
		_ = b.nodes[i].Close()
	}
	b.drop()
	_ = os.RemoveAll(b.dir)
}

// schema makes a new one on the project's own test server, with fsync on.
func (b *base) schema() error {
	text, err := exec.Command(filepath.Join(root(), "scripts", "test-postgres"), "start", "durable").Output()
	if err != nil {
		return fmt.Errorf("scripts/test-postgres: %w", err)
	}
	server := strings.TrimSpace(string(text))
	name := fmt.Sprintf("bench_%d", time.Now().UnixNano())
	if err := execPostgres(server, "CREATE SCHEMA "+name); err != nil {
		return err
	}
	b.drop = func() { _ = execPostgres(server, "DROP SCHEMA "+name+" CASCADE") }
	b.url = server + "&search_path=" + name
	return nil
}

// found sets up 64 clerks who may do what is measured, each over everything.
func (b *base) found() error {
	f := &directory.Found{Roles: []*directory.Role{{Meta: govern.Meta{ID: "all"}, Name: "all", Permissions: b.engines[0].Permissions()}}}
	for i := range *clients {
		id := govern.ID(clerk(i))
		f.Users = append(f.Users, &directory.User{Meta: govern.Meta{ID: id}, Email: string(id) + "@example.com", Name: string(id), Kind: "person", Status: "active"})
		robot := robotOf(i)
		f.Users = append(f.Users, &directory.User{Meta: govern.Meta{ID: govern.ID(robot)}, Email: robot + "@example.com", Name: robot, Kind: "service", Status: "active", Keeper: id})
		f.Grants = append(f.Grants, &directory.Grant{Meta: govern.Meta{ID: "grant-" + id}, User: id, Role: "all", Scope: "everything"})
	}
	_, err := b.engines[0].Submit(ctx, govern.Actor{}, govern.Note{}, f)
	if err != nil {
		return err
	}
	version := `SELECT 'SQLite ' || sqlite_version()`
	if b.kind == "postgres" {
		version = `SELECT 'PostgreSQL ' || current_setting('server_version') || ', fsync ' || current_setting('fsync')`
	}
	return b.db.QueryRow(ctx, []any{&b.version}, version)
}

// robotOf is the service that a clerk answers for.
func robotOf(i int) string { return fmt.Sprintf("robot-%02d", i) }

func clerk(i int) string { return fmt.Sprintf("clerk-%02d", i) }

// fill brings the log to n entries, sealed like those that will be measured.
func (b *base) fill(n int) error {
	const bulk = 2000
	sealer := audit.NewSealer(b.ring)
	for have := 0; have < n; have += bulk {
		err := b.db.Write(ctx, func(tx store.Tx) error {
			var seq int64
			if err := tx.QueryRow(ctx, []any{&seq}, `UPDATE audit_head SET nonce = 'fill' WHERE one = 1 RETURNING seq`); err != nil {
				return err
			}
			list := make([]audit.Entry, min(bulk, n-have))
			for i := range list {
				seq++
				id, image := sample(have + i)
				var err error
				list[i], err = sealer.Seal(seq, time.Now().UnixMicro(), &audit.Event{Actor: clerk(i % *clients), Method: "token", Action: "api_token.insert", Outcome: audit.Applied,
					Record: audit.Record{Table: "api_token", ID: id}, Rows: []audit.Row{{Table: "api_token", ID: id, Op: "insert", Version: 1, After: image}}})
				if err != nil {
					return err
				}
			}
			if err := audit.Append(ctx, tx, list); err != nil {
				return err
			}
			return tx.ExecOne(ctx, `UPDATE audit_head SET seq = $1 WHERE one = 1`, seq)
		})
		if err != nil {
			return err
		}
		if have%100_000 == 0 {
			if err := b.keeper.Tick(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func sample(i int) (id string, image []byte) {
	id = fmt.Sprintf("%024x", i)
	return id, fmt.Appendf(nil, `{"expires_at":"2030-01-01T00:00:00.000000Z","hash":"masked:%016x","name":"token %d","revoked":false,"user":"%s"}`, i, i, clerk(i%*clients))
}

// index has the keeper sign and index all there is.
func (b *base) index() error {
	for last := int64(-1); ; {
		if err := b.keeper.Tick(ctx); err != nil {
			return err
		}
		behind, err := b.behind()
		if err != nil || behind == last || behind < 256 {
			return err
		}
		last = behind
	}
}

// settle has the log indexed and the database put its own house in order, so
// that no row pays for what was done before.
func (b *base) settle() error {
	if err := b.index(); err != nil || b.kind == "sqlite" {
		return err
	}
	return execPostgres(b.url, "CHECKPOINT")
}
