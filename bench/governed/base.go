package main

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/countersign/countersign/bench/internal/database"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/store"
)

// base is one database with an organisation, its Engines and its keeper.
type base struct {
	*database.Database
	keeper  *audit.Keeper
	engines []*govern.Engine
	nodes   []store.DB // without the database itself
}

func openBase(kind string) (*base, error) {
	d, err := database.Make(ctx, kind, *folder)
	if err != nil {
		return nil, err
	}
	b := &base{Database: d, keeper: audit.NewKeeper(d.DB, d.Ring, filepath.Join(d.Dir, "checkpoints"))}
	if err := b.engine(b.DB); err != nil {
		return nil, err
	}
	if kind == "postgres" {
		for range 3 {
			if err := b.node(); err != nil {
				return nil, err
			}
		}
	}
	return b, b.found()
}

func (b *base) node() error {
	db, err := store.Open(ctx, b.URL)
	if err != nil {
		return err
	}
	b.nodes = append(b.nodes, db)
	return b.engine(db)
}

func (b *base) engine(db store.DB) error {
	e, err := govern.New(ctx, govern.Config{DB: db, Ring: b.Ring, Commands: []govern.Verb{directory.FoundVerb},
		Tables: []govern.Any{directory.Units, directory.Users, directory.Groups, directory.Members, directory.Roles, directory.Grants, directory.APITokens, policy.Rules}})
	if err == nil {
		b.engines = append(b.engines, e)
	}
	return err
}

func (b *base) close() {
	for _, e := range b.engines {
		e.Close()
	}
	for _, db := range b.nodes {
		_ = db.Close()
	}
	_ = b.Close()
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
	return err
}

// robotOf is the service that a clerk answers for.
func robotOf(i int) string { return fmt.Sprintf("robot-%02d", i) }

func clerk(i int) string { return fmt.Sprintf("clerk-%02d", i) }

// fill brings the log to n entries, sealed like those that will be measured.
func (b *base) fill(n int) error {
	const bulk = 2000
	sealer := audit.NewSealer(b.Ring)
	for have := 0; have < n; have += bulk {
		err := b.DB.Write(ctx, func(tx store.Tx) error {
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
	if err := b.index(); err != nil || b.Kind == "sqlite" {
		return err
	}
	return b.Exec(ctx, "CHECKPOINT")
}
