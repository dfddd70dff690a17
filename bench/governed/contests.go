package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
)

// drawn makes ids and hashes that no two requests share.
var drawn atomic.Int64

func token(client int) (govern.ID, *directory.APIToken) {
	n := drawn.Add(1)
	id := govern.NewID(time.Now())
	return id, &directory.APIToken{Meta: govern.Meta{ID: id}, User: govern.ID(robotOf(client)), Name: fmt.Sprintf("token %d", n), Hash: fmt.Sprintf("%064x", n), ExpiresAt: govern.At(time.Now()) + 3600e6*24}
}

func submit(e *govern.Engine, client int, cmd govern.Command, want govern.State) (govern.Outcome, error) {
	out, err := e.Submit(ctx, govern.Actor{User: clerk(client), Method: "token"}, govern.Note{}, cmd)
	if err == nil && out.State != want {
		err = fmt.Errorf("the outcome is %s, not %s", out.State, want)
	}
	return out, err
}

// governedInsert: one new row, asked of the engines in turn.
func (b *base) governedInsert(engines []*govern.Engine, name string) contest {
	return contest{name: name, governed: true, do: func(client int) error {
		id, row := token(client)
		_, err := submit(engines[client%len(engines)], client, govern.PutNew(directory.APITokens, id, row), govern.Applied)
		return err
	}}
}

// governedUpdate: every client changes a row of its own again and again.
func (b *base) governedUpdate() contest {
	rows := make([]*directory.APIToken, *clients)
	return contest{name: "governed update", governed: true,
		prepare: func() error {
			for i := range rows {
				id, row := token(i)
				if _, err := submit(b.engines[0], i, govern.PutNew(directory.APITokens, id, row), govern.Applied); err != nil {
					return err
				}
				row.Version = 1
				rows[i] = row
			}
			return nil
		},
		do: func(client int) error {
			next := *rows[client]
			next.Name = fmt.Sprintf("renamed %d", next.Version)
			if _, err := submit(b.engines[0], client, govern.Put(directory.APITokens, next.ID, next.Version, &next), govern.Applied); err != nil {
				return err
			}
			next.Version++
			rows[client] = &next
			return nil
		}}
}

// approve: changes wait, and every client approves those that another made.
func (b *base) approve() contest {
	var waiting []chan govern.Outcome
	return contest{name: "approve", governed: true,
		prepare: func() error {
			_, err := submit(b.engines[0], 0, govern.PutNew(policy.Rules, "bench", &policy.Rule{Name: "bench", Subject: "api_token", Operations: []string{"insert"},
				Condition: `after.name.startsWith("held")`, Factors: []approval.Factor{{Permission: "api_token.approve", People: 1}}, Enabled: true}), govern.Applied)
			if err != nil && fault.Code(err) != "duplicate" {
				return err
			}
			waiting, err = b.hold(int(*seconds * 12000))
			return err
		},
		do: func(client int) error {
			select {
			case held := <-waiting[client]:
				out, err := b.engines[0].Approve(ctx, govern.Actor{User: clerk(client), Method: "token"}, govern.Note{}, held.Change, held.Digest)
				if err == nil && out.State != govern.Applied {
					err = fmt.Errorf("the outcome is %s: %s", out.State, out.Detail)
				}
				return err
			default:
				return errEnough
			}
		}}
}

// hold leaves n changes waiting; those that client c approves were made by
// another.
func (b *base) hold(n int) ([]chan govern.Outcome, error) {
	waiting := make([]chan govern.Outcome, *clients)
	each := n / *clients
	var all sync.WaitGroup
	errs := make(chan error, *clients)
	for c := range waiting {
		waiting[c] = make(chan govern.Outcome, each)
		all.Go(func() {
			maker := (c + 1) % *clients
			for range each {
				id, row := token(maker)
				row.Name = "held " + row.Name
				out, err := submit(b.engines[0], maker, govern.PutNew(directory.APITokens, id, row), govern.Held)
				if err != nil {
					errs <- err
					return
				}
				waiting[c] <- out
			}
		})
	}
	all.Wait()
	select {
	case err := <-errs:
		return nil, err
	default:
		return waiting, nil
	}
}

// keep runs the keeper as a server does, and returns what ends it.
func (b *base) keep() (stop func()) {
	c, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.keeper.Run(c, func(err error) { fmt.Println("keeper:", err) })
	}()
	return func() { cancel(); <-done }
}

// behind is how many entries the index does not know yet.
func (b *base) behind() (int64, error) {
	var n int64
	err := b.DB.QueryRow(ctx, []any{&n}, `SELECT h.seq - 256 * i.blocks FROM audit_head h, audit_index i`)
	return n, err
}
