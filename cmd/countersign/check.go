package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/store"
)

// question is asked of an installation's store, whether a server runs or not.
type question struct {
	place
	User       string `help:"The id of the user." required:""`
	Permission string `help:"Such as bank_instruction.update." required:"" placeholder:"TABLE.VERB"`
	Table      string `help:"The table of the record; without it, everything is meant." and:"record"`
	ID         string `name:"id" help:"The id of the record." and:"record"`
	AsOf       string `help:"At this time instead of now, such as 2026-11-22T14:00:00Z, from the log; takes the keys." placeholder:"TIME"`
	JSON       bool   `name:"json" help:"Print the decision as JSON."`
}

type checkVerb struct{ question }

// Run answers by the exit status too.
func (v *checkVerb) Run(t *tool) error {
	d, err := v.decide(t)
	if err != nil {
		return err
	}
	switch {
	case v.JSON:
		err = t.show(map[string]bool{"allowed": d.Allowed})
	case d.Allowed:
		err = t.say("yes")
	default:
		err = t.say("no")
	}
	if err == nil && !d.Allowed {
		err = errSilent
	}
	return err
}

// answer is a decision, and who could give what is lacking today.
type answer struct {
	access.Decision
	People []govern.Titled `json:"people,omitempty"`
}

func (q *question) decide(t *tool) (d answer, err error) {
	c, err := q.load(nil)
	if err != nil {
		return d, err
	}
	decide := q.now
	if q.AsOf != "" {
		at, err := time.Parse(time.RFC3339, q.AsOf)
		if err != nil {
			return d, usage{fmt.Errorf("--as-of: %q is not a time like 2026-11-22T14:00:00Z", q.AsOf)}
		}
		decide = q.then(c.Keys(), at)
	}
	db, err := look(t, c.DatabaseURL(), c.SQLite())
	if err != nil {
		return d, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.Snapshot(t.ctx, func(r store.Reader) error {
		if d, err = decide(t.ctx, r); err != nil {
			return err
		}
		// A role that nobody is given is no answer, here as little as from a server.
		withheld, err := govern.WithheldIn(t.ctx, r, server.Tables)
		if d.Decision = d.Without(withheld); len(d.Roles) == 0 {
			d.People = nil // no role would help
		}
		return err
	})
	return d, err
}

// now decides as a server would.
func (q *question) now(ctx context.Context, r store.Reader) (d answer, err error) {
	snapshot, err := govern.Survey(ctx, r, server.Tables)
	if err != nil {
		return d, err
	}
	var on access.Target
	if q.Table != "" {
		if on, err = govern.TargetIn(ctx, r, server.Tables, q.Table, govern.ID(q.ID)); err != nil {
			return d, err
		}
	}
	now := time.Now()
	d.Decision = snapshot.Explain(q.User, q.Permission, on, now.UnixMicro())
	if len(d.Roles) > 0 && snapshot.Stands(q.User, now.UnixMicro()) {
		for _, id := range govern.Givers(snapshot, q.User, on, govern.At(now)) {
			u, _ := snapshot.User(id)
			d.People = append(d.People, govern.Titled{ID: govern.ID(id), Name: u.Name})
		}
	}
	return d, nil
}

// then decides as it would have been decided at the past time.
func (q *question) then(keys string, at time.Time) func(context.Context, store.Reader) (answer, error) {
	return func(ctx context.Context, r store.Reader) (d answer, err error) {
		ring, err := secret.Open(keys)
		if err != nil {
			return d, err
		}
		snapshot, on, err := govern.SurveyAt(ctx, r, ring, server.Tables, q.Table, govern.ID(q.ID), govern.At(at))
		if err != nil {
			return d, err
		}
		d.Decision = snapshot.Explain(q.User, q.Permission, on, at.UnixMicro())
		return d, nil
	}
}

// look opens a database as it is. A SQLite file that is not there must not be
// made by looking.
func look(t *tool, url string, file bool) (store.DB, error) {
	if file {
		if _, err := os.Stat(url[len("sqlite:"):]); err != nil {
			return nil, fault.New(fault.NotFound, "no_installation", "There is no installation at %s; name its folder with --data, or its --database.", url)
		}
	}
	return store.OpenUnmigrated(t.ctx, url)
}
