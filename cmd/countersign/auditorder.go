package main

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/countersign/countersign/internal/archives"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/httpapi"
	"github.com/countersign/countersign/internal/server"
)

// ordering is what the verbs share that order something of the log's archives.
// Where a running server holds the installation, that one is asked with a token of
// who may. Otherwise the installation's own service asks, under the same rules.
type ordering struct {
	place
	remote
	Reason string `help:"Why; kept with the order and in the log." placeholder:"TEXT"`
	Ticket string `help:"Number of an external ticket; kept in the same way." placeholder:"NUMBER"`
	JSON   bool   `name:"json" help:"Print the archives that it was about, or the change that waits, as JSON."`
}

// counter is where an order is given, and its progress looked at.
type counter struct {
	give func() (govern.Outcome, error)
	look func(id govern.ID) (*archives.Order, error)
	list func() ([]audit.Archive, error)
}

// order gives an order and waits for its end. It returns the archives that it was
// about; ended is false where it is held or may not be looked at, which was told.
func (v *ordering) order(t *tool, cmd govern.Command, path, stage string) (list []audit.Archive, ended bool, err error) {
	err = v.installation(t, func(s *server.Server) (err error) {
		list, ended, err = v.await(t, v.here(t, s, cmd), stage)
		return err
	})
	if fault.Code(err) == "data_in_use" {
		return v.await(t, v.there(t, cmd, path), stage)
	}
	return list, ended, err
}

// here is the installation itself, that no server runs on.
func (v *ordering) here(t *tool, s *server.Server, cmd govern.Command) *counter {
	return &counter{
		give: func() (govern.Outcome, error) {
			return s.Engine.Submit(t.ctx, govern.Actor{User: server.InstallationUser, Method: "operator"}, govern.Note{Reason: v.Reason, Ticket: v.Ticket}, cmd)
		},
		look: func(id govern.ID) (*archives.Order, error) { return archives.Orders.Get(t.ctx, s.DB, id) },
		list: func() ([]audit.Archive, error) { return audit.Archives(t.ctx, s.DB) },
	}
}

// there is a running server.
func (v *ordering) there(t *tool, cmd govern.Command, path string) *counter {
	return &counter{
		give: func() (out govern.Outcome, err error) {
			err = v.ask(t, http.MethodPost, path, cmd, &out, "Countersign-Reason", v.Reason, "Countersign-Ticket", v.Ticket)
			return out, err
		},
		look: func(id govern.ID) (*archives.Order, error) {
			var o archives.Order
			err := v.ask(t, http.MethodGet, "/api/v1/archive_order/"+url.PathEscape(string(id)), nil, &o)
			return &o, err
		},
		list: func() (list []audit.Archive, err error) {
			var out httpapi.ArchiveList
			err = v.ask(t, http.MethodGet, "/api/v1/audit/archive", nil, &out)
			for i := range out.Items {
				p := &out.Items[i]
				list = append(list, audit.Archive{First: p.From, Last: p.To, File: p.SHA256, Size: p.Size, Away: p.Away})
			}
			slices.Reverse(list)
			return list, err
		},
	}
}

// orderLook is how often it is asked how far an order is.
const orderLook = 100 * time.Millisecond

func (v *ordering) await(t *tool, c *counter, stage string) (list []audit.Archive, ended bool, err error) {
	out, err := c.give()
	if err != nil {
		return nil, false, err
	}
	if out.State == govern.Held {
		if v.JSON {
			return nil, false, t.show(out)
		}
		return nil, false, t.say("Held as change %s until others agree: %s. It is carried out when they have.", out.Change, strings.Join(out.Missing, ", "))
	}
	if len(out.Records) == 0 {
		return nil, false, fault.New(fault.Internal, "no_order", "The order has no record.")
	}
	id := out.Records[0].ID
	o, err := t.ended(c, id, stage)
	switch {
	case fault.Code(err) == "denied":
		return nil, false, t.say("Ordered as %s. You may not see how far it comes: that takes archive_order.view.", id)
	case err != nil:
		return nil, false, err
	case o.State == archives.Failed:
		return nil, false, orderFailed(o)
	}
	list, err = c.list()
	return slices.DeleteFunc(list, func(a audit.Archive) bool { return a.First < o.Begins || a.Last > o.Ends }), true, err
}

// ended waits for the end of an order, and shows how far it is.
func (t *tool) ended(c *counter, id govern.ID, stage string) (*archives.Order, error) {
	shown := progress(t.errors)
	defer shown("", 0, 0)
	for {
		o, err := c.look(id)
		if err != nil || o.State != archives.Asked {
			return o, err
		}
		shown(stage, o.Entries, max(o.Ends-o.Begins+1, 1))
		select {
		case <-t.ctx.Done():
			return nil, t.ctx.Err()
		case <-time.After(orderLook):
		}
	}
}

// orderFailed is the end of an order that could not be carried out.
func orderFailed(o *archives.Order) error {
	if o.Files > 0 {
		return fault.New(fault.Conflict, "order_failed", "After %d files: %s", o.Files, o.Detail)
	}
	return fault.New(fault.Conflict, "order_failed", "%s", o.Detail)
}

// installation opens the installation as a node, without its ways in.
func (p *place) installation(t *tool, do func(*server.Server) error) (err error) {
	c, err := p.load(nil)
	if err != nil {
		return err
	}
	s, err := server.Open(t.ctx, c, server.Options{Version: version})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return do(s)
}
