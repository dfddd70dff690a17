package server

import (
	"context"
	"time"

	"github.com/countersign/countersign/internal/archives"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/outbox"
)

const (
	// orderEvery is how soon an order is seen that was given on another node.
	orderEvery = time.Second
	// orderHold is how soon another node takes over from one that died.
	orderHold = 15 * time.Second
	// orderAgain is how long an order is left alone that could not be carried on.
	orderAgain = 10 * time.Second
	// orderTries is how often a node tries what fails for no reason that it knows.
	orderTries = 5
)

// archivist carries out what was ordered of the log's archives, and archives what
// is old of itself.
type archivist struct {
	*Server
	aged  time.Time               // when it archives by age again
	later map[govern.ID]time.Time // what it leaves alone
	tries map[govern.ID]int       // of what failed for no known reason
	told  map[govern.ID]string    // what the server's log said of it last
}

// archiving moves old entries of the log to files, and does what was ordered.
func (s *Server) archiving() *rounds {
	a := &archivist{Server: s, later: map[govern.ID]time.Time{}, tries: map[govern.ID]int{}, told: map[govern.ID]string{}}
	return &rounds{
		lease: "audit_archive", every: orderEvery, hold: orderHold, due: a.due, wake: s.ordered, work: a.work,
		trouble: "old entries of the log could not be archived; nothing was removed that is not",
	}
}

// orderGiven has this node look for orders at once. Others see them within orderEvery.
func (s *Server) orderGiven(context.Context, outbox.Message) error {
	select {
	case s.ordered <- struct{}{}:
	default: // it is about to look
	}
	return nil
}

func (a *archivist) due(ctx context.Context) (bool, error) {
	if !time.Now().Before(a.aged) {
		return true, nil
	}
	return archives.Waiting(ctx, a.DB)
}

// work carries out what was ordered, the oldest first, then looks for what is old.
func (a *archivist) work(ctx context.Context) error {
	list, err := archives.Open(ctx, a.DB)
	if err != nil {
		return err
	}
	for _, o := range list {
		if time.Now().Before(a.later[o.ID]) {
			continue
		}
		delete(a.later, o.ID)
		if err := a.carryOut(ctx, *o); err != nil {
			a.trouble(ctx, o.ID, err)
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	if time.Now().Before(a.aged) {
		return nil
	}
	a.aged = time.Now().Add(archiveEvery)
	last, err := audit.UpTo(ctx, a.DB, a.Now().Add(-a.Config.ArchiveAfter).UnixMicro())
	if err != nil {
		return err
	}
	return a.archive(ctx, age, last)
}

// carryOut takes an order up, or carries it on where a node left it, to its end.
func (a *archivist) carryOut(ctx context.Context, o archives.Order) error {
	if o.Begins == 0 {
		if err := a.begin(ctx, &o); err != nil {
			return err
		}
	}
	for o.State == archives.Asked {
		step := a.shelves
		if o.Kind == archives.ToRestore {
			step = a.returns
		}
		if err := step(ctx, &o); err != nil {
			return err
		}
	}
	delete(a.tries, o.ID)
	delete(a.told, o.ID)
	return nil
}

// begin lays down which entries the order is about, so that it stays so whatever
// happens to the node.
func (a *archivist) begin(ctx context.Context, o *archives.Order) (err error) {
	if o.Kind == archives.ToRestore {
		list, err := audit.Holding(ctx, a.DB, o.FromEntry, o.ToEntry)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return archives.NotArchived(o.FromEntry, o.ToEntry)
		}
		o.Begins, o.Ends = list[0].First, list[len(list)-1].Last
		o.UntilAt = govern.At(a.Now().Add(time.Duration(o.Hours) * time.Hour))
		return a.record(ctx, o)
	}
	last := o.ToEntry
	if o.BeforeAt != 0 {
		if last, err = audit.UpTo(ctx, a.DB, int64(o.BeforeAt)-1); err != nil {
			return err
		}
	}
	if last, err = a.ready(ctx, last); err != nil {
		return err
	}
	var archived int64
	if err := a.DB.QueryRow(ctx, []any{&archived}, `SELECT coalesce(max(last_seq), 0) FROM audit_archive`); err != nil {
		return err
	}
	if last <= archived {
		o.State = archives.Done // there is nothing to move
	} else {
		o.Begins, o.Ends = archived+1, last
	}
	return a.record(ctx, o)
}

// ready waits a while until what is to be archived is indexed, and says up to where
// it is: what comes later than that stays where it is.
func (a *archivist) ready(ctx context.Context, last int64) (int64, error) {
	var head int64
	if err := a.DB.QueryRow(ctx, []any{&head}, `SELECT seq FROM audit_head WHERE one = 1`); err != nil {
		return 0, err
	}
	if _, err := a.soon(ctx, `SELECT blocks FROM audit_index`, min(last, head)/tree.Run); err != nil {
		return 0, err
	}
	return a.whole(ctx, last)
}

// shelves makes the next file of an order to archive.
func (a *archivist) shelves(ctx context.Context, o *archives.Order) error {
	made, err := a.archiveOne(ctx, causeOf(o), o.Ends)
	if err != nil {
		return err
	}
	list, err := audit.Holding(ctx, a.DB, o.Begins, o.Ends)
	if err != nil {
		return err
	}
	o.Files, o.Entries = int64(len(list)), 0
	if len(list) > 0 {
		o.Entries = list[len(list)-1].Last - o.Begins + 1
	}
	if made == nil && o.Begins+o.Entries <= o.Ends {
		return fault.New(fault.Unavailable, "audit_unindexed", "The index of the log is being made anew; what is not indexed is not archived.")
	}
	return a.moved(ctx, o)
}

// returns brings the next file of an order to restore back.
func (a *archivist) returns(ctx context.Context, o *archives.Order) error {
	back, err := a.restoreOne(ctx, causeOf(o), o.Begins+o.Entries, o.Ends, o.UntilAt)
	if err != nil {
		return err
	}
	o.Files, o.Entries = o.Files+1, back.Last-o.Begins+1
	return a.moved(ctx, o)
}

// moved records how far the order is by now.
func (a *archivist) moved(ctx context.Context, o *archives.Order) error {
	if o.Begins+o.Entries > o.Ends {
		o.State = archives.Done
	}
	return a.record(ctx, o)
}

// causeOf is an order as the cause of what is done.
func causeOf(o *archives.Order) cause {
	return cause{govern.Actor{User: InstallationUser, Method: "node"}, audit.Record{Table: archives.Orders.Name, ID: string(o.ID)}}
}

// record has the order say how far it is, through the door like everybody else.
func (a *archivist) record(ctx context.Context, o *archives.Order) error {
	out, err := a.Engine.Submit(ctx, govern.Actor{User: InstallationUser, Method: "node"}, govern.Note{}, &archives.Record{Next: *o})
	if err := a.applied(out, err); err != nil {
		return err
	}
	next, err := archives.Orders.Get(ctx, a.DB, o.ID)
	if err == nil {
		*o = *next
	}
	return err
}

// lasting are the refusals that no further attempt changes.
var lasting = map[string]bool{"archive_broken": true, "archive_form": true, "no_file": true, "not_archived": true}

// trouble has an order fail that can never be carried out, and leaves every other one
// alone for a while: another node, or this one, carries it on.
func (a *archivist) trouble(ctx context.Context, id govern.ID, err error) {
	if ctx.Err() != nil {
		return
	}
	a.later[id] = time.Now().Add(orderAgain)
	f := fault.From(err)
	if text := err.Error(); a.told[id] != text {
		a.told[id] = text
		a.Log.Warn("an order about the log's archives could not be carried on", "order", id, "code", f.Code, "error", err)
	}
	why := f.Detail
	if !lasting[f.Code] {
		if f.Kind != fault.Internal {
			return
		}
		if a.tries[id]++; a.tries[id] < orderTries {
			return
		}
		why += " The operator finds more in the program's own log."
	}
	o, err := archives.Orders.Get(ctx, a.DB, id)
	if err == nil && o.State == archives.Asked {
		next := *o
		next.State, next.Detail = archives.Failed, why
		err = a.record(ctx, &next)
	}
	if err != nil {
		a.Log.Warn("the end of an order about the log's archives could not be recorded", "order", id, "code", fault.Code(err), "error", err)
		return
	}
	delete(a.tries, id)
	delete(a.later, id)
	delete(a.told, id)
}
