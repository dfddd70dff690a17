package govern

import (
	"context"
	"errors"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/store"
)

// Note is what a person adds to what they ask.
type Note struct {
	Reason string
	Ticket string
	// Key is an idempotency key: a second request with it gets the first's
	// answer. Fingerprint tells whether it really is the same request.
	Key, Fingerprint string
	// Ask is what a named command was made from; nil: it cannot be asked again.
	Ask *Ask
}

// Outcome says what became of a request.
type Outcome struct {
	State   State     `json:"state" enum:"applied,held,rejected,withdrawn,expired,stale,failed,planned" doc:"What became of it."`
	Change  ID        `json:"change,omitempty" doc:"The pending change, when it was held."`
	Digest  string    `json:"digest,omitempty" doc:"SHA-256 of the pending change: what an approver agrees to."`
	Seq     int64     `json:"seq,omitempty" doc:"The audit entry that records it."`
	Records []Result  `json:"records,omitempty" doc:"The records it changed, with their new versions; at most 100."`
	Missing []string  `json:"missing,omitempty" doc:"What is still needed, in words."`
	Detail  string    `json:"detail,omitempty" doc:"Why it ended as it did."`
	Skipped []Skipped `json:"skipped,omitempty" doc:"Of an executed change of many rows: those that were not written."`
	// Breaking is of changes of duty rules alone.
	Breaking *Breaking `json:"breaking,omitempty" doc:"Who breaks the duty rules that it makes, as things stand."`
	// Unadministered is of applied and imported files alone.
	Unadministered []Ref `json:"without_administrator,omitempty" doc:"New records that nobody administers for good, since their files grant nobody the role there: give it to somebody."`
}

// Result is one changed record.
type Result struct {
	Table   string `json:"table"`
	ID      ID     `json:"id"`
	Version int64  `json:"version" doc:"0 when it was deleted."`
}

// State is what became of a request or a pending change.
type State string

// The states of an Outcome.
const (
	Applied   State = "applied"
	Held      State = "held"
	Rejected  State = "rejected"
	Withdrawn State = "withdrawn"
	Expired   State = "expired"
	Stale     State = "stale"
	Failed    State = "failed"
	Planned   State = "planned" // of a dry run that would be applied
)

// job is one request on its way through the writer.
type job struct {
	ctx  context.Context // looked at only before the job starts
	who  Actor
	note Note
	id   ID      // of the change, should it be held
	on   ID      // the pending change that it decides on
	cmd  Command // that it submits, nil for other jobs
	at   Time    // drawn when its turn comes, so that nothing is done at a time before what it rests on
	do   func(g *batch, j *job) (Outcome, error)
	// instead is done when the database refuses what do wrote because a value is
	// taken; nil: then the job is refused.
	instead func() (Outcome, error)
	what    string          // for the log of refusals
	targets []access.Target // that its permission is asked on, once they are known

	out  Outcome
	err  error
	done chan struct{}
}

// Submit plans cmd, authorises it, and applies it or holds it for other eyes.
// The answer is given after the commit. Faults: denied, not_found, stale,
// those of the command, and unavailable when nothing was written.
func (e *Engine) Submit(ctx context.Context, who Actor, note Note, cmd Command) (Outcome, error) {
	e.draw(cmd)
	return e.ask(ctx, &job{who: who, note: note, cmd: cmd, what: cmd.Name(), do: func(g *batch, j *job) (Outcome, error) { return g.submit(j, cmd) }})
}

func (e *Engine) draw(cmd Command) {
	if d, ok := cmd.(Drawer); ok {
		d.Draw(func() ID { return NewID(e.now()) })
	}
}

func (e *Engine) ask(ctx context.Context, j *job) (Outcome, error) {
	j.ctx, j.id, j.done = ctx, NewID(e.now()), make(chan struct{})
	select {
	case e.queue <- j:
	case <-ctx.Done():
		return Outcome{}, fault.Wrap(ctx.Err(), fault.Unavailable, "busy", "The request waited too long and was not begun; try again.")
	case <-e.stop:
		return Outcome{}, fault.New(fault.Unavailable, "stopping", "This node is stopping; try again on another.")
	}
	select {
	case <-j.done: // from here on the answer is waited for: it may be written already
	case <-e.over:
		select {
		case <-j.done:
		default:
			return Outcome{}, fault.New(fault.Unavailable, "stopping", "This node is stopping; try again on another.")
		}
	}
	return j.out, j.err
}

// write is the single writer: it takes what waits into one transaction.
func (e *Engine) write() {
	defer e.stopped.Done()
	defer close(e.over)
	for {
		select {
		case j := <-e.queue:
			e.run(e.fill([]*job{j}))
		case <-e.stop:
			for {
				select {
				case j := <-e.queue:
					e.run(e.fill([]*job{j}))
				default:
					return
				}
			}
		}
	}
}

// fill adds what waits already to a group.
func (e *Engine) fill(jobs []*job) []*job {
	for len(jobs) < e.group {
		select {
		case j := <-e.queue:
			jobs = append(jobs, j)
		default:
			return jobs
		}
	}
	return jobs
}

// run does the jobs as one group; when the database refuses anything, again
// with a savepoint each, so that a bad one fails alone.
func (e *Engine) run(jobs []*job) {
	if jobs = inTime(jobs); len(jobs) == 0 {
		return
	}
	err := e.transact(&jobs, false)
	if err != nil && !errors.Is(err, store.ErrUnknownCommit) {
		e.log.Debug("a group is run again one by one", "jobs", len(jobs), "error", err)
		err = e.transact(&jobs, true)
	}
	for _, j := range jobs {
		if err != nil {
			j.out, j.err = Outcome{}, broken(err)
		}
		close(j.done)
	}
}

// inTime leaves out the jobs that nobody waits for any more.
func inTime(jobs []*job) []*job {
	live := jobs[:0]
	for _, j := range jobs {
		if err := j.ctx.Err(); err != nil {
			j.err = fault.Wrap(err, fault.Unavailable, "busy", "The request waited too long and was not begun; try again.")
			close(j.done)
			continue
		}
		live = append(live, j)
	}
	return live
}

func broken(err error) error {
	if errors.Is(err, store.ErrUnknownCommit) {
		return fault.Wrap(err, fault.Unavailable, "unknown_outcome", "The database went away while it was answering. Look in the audit log for this request's id before you try again.")
	}
	if store.IsUnavailable(err) {
		return fault.Wrap(err, fault.Unavailable, "database_unavailable", "The database does not answer. Nothing was written; try again.")
	}
	return fault.From(err)
}
