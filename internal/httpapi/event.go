package httpapi

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Bounds on streams of events.
const (
	streamsOfUser = 8
	streamsOfNode = 2000
	heartbeat     = 15 * time.Second
	askStanding   = 2 * time.Second
	codeStreams   = "too_many_streams"
)

// Changed is the data of an event 'changed'.
type Changed struct {
	Table   string    `json:"table" doc:"change when it is a pending change."`
	ID      govern.ID `json:"id"`
	Version int64     `json:"version" doc:"0 when nothing of it was written, or it was deleted."`
}

// InboxCount is the data of an event 'inbox'.
type InboxCount struct {
	Count int `json:"count" doc:"Changes that wait for you."`
}

// streams counts the open ones.
type streams struct {
	mu      sync.Mutex
	of      map[string]int
	all     int
	closing chan struct{}
	once    sync.Once
}

// Hush ends all streams of events; a stopping server calls it, for they do not
// end by themselves.
func (a *API) Hush() { a.streams.once.Do(func() { close(a.streams.closing) }) }

func (s *streams) enter(user string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of[user] >= streamsOfUser || s.all >= streamsOfNode {
		return fault.New(fault.Unavailable, codeStreams, "At most %d streams of events are open for one user and %d here; close one.", streamsOfUser, streamsOfNode)
	}
	s.of[user]++
	s.all++
	return nil
}

func (s *streams) leave(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all--
	if s.of[user]--; s.of[user] == 0 {
		delete(s.of, user)
	}
}

func (a *API) events() {
	a.streams.of, a.streams.closing = map[string]int{}, make(chan struct{})
	schemaOf[Changed](a)
	schemaOf[InboxCount](a)
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/event", Asks: signedIn}, tag: "event", answerType: "text/event-stream",
		summary: "Server-sent events of what you may see: changed (Changed) when a record or pending change did, inbox (InboxCount), missed when you must look again at everything",
		do:      a.stream,
	})
}

func (a *API) stream(c *call) (reply, error) {
	if err := a.streams.enter(c.who.User); err != nil {
		return reply{}, err
	}
	l := a.Engine.Listen(c.who.User)
	header := map[string]string{"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
	return reply{header: header, stream: func(w io.Writer) error {
		defer a.streams.leave(c.who.User)
		defer l.Close()
		s := &eventStream{w: w, control: http.NewResponseController(c.w)}
		_ = s.control.SetReadDeadline(time.Time{}) // that of the request would end the stream
		s.run(c, l)
		return nil
	}}, nil
}

// eventStream writes events.
type eventStream struct {
	w       io.Writer
	control *http.ResponseController
	err     error
}

// run tells what there is to tell until the client goes, its session or user
// ends, or the server stops.
func (s *eventStream) run(c *call, l *govern.Listener) {
	s.write("retry: 2000\n\n")
	if c.r.Header.Get("Last-Event-ID") != "" { // what was told meanwhile is not kept
		s.event("missed", 0, struct{}{})
	}
	beat, ask := time.NewTicker(heartbeat), time.NewTicker(askStanding)
	defer beat.Stop()
	defer ask.Stop()
	for s.err == nil {
		select {
		case <-c.whole.Done():
			return
		case <-c.api.streams.closing:
			return
		case <-beat.C:
			s.write(": \n\n")
		case <-ask.C:
			if c.stillIn(c.whole) != nil {
				return
			}
		case n := <-l.C:
			if c.api.Engine.Standing(c.who.User) != nil {
				return
			}
			s.news(n)
		}
	}
}

func (s *eventStream) news(n govern.News) {
	if n.Missed {
		s.event("missed", 0, struct{}{})
	}
	for _, t := range n.Told {
		s.event("changed", t.Seq, Changed{t.Table, t.ID, t.Version})
	}
	if n.Counted {
		s.event("inbox", 0, InboxCount{n.Inbox})
	}
}

func (s *eventStream) event(name string, id int64, data any) {
	text, err := json.Marshal(data)
	if err != nil {
		s.err = err
		return
	}
	line := ""
	if id > 0 {
		line = "id: " + strconv.FormatInt(id, 10) + "\n"
	}
	s.write(fmt.Sprintf("%sevent: %s\ndata: %s\n\n", line, name, text))
}

func (s *eventStream) write(text string) {
	if s.err != nil {
		return
	}
	_ = s.control.SetWriteDeadline(time.Now().Add(10 * time.Second))
	if _, s.err = io.WriteString(s.w, text); s.err == nil {
		s.err = s.control.Flush()
	}
}

// stillIn is nil while the user stands and the session that the request came
// with lasts. It does not prolong it.
func (c *call) stillIn(ctx context.Context) error {
	if err := c.api.Engine.Standing(c.who.User); err != nil {
		return err
	}
	var err error
	if c.session != nil {
		err = c.api.Desk.Lasts(ctx, c.session.ID)
	} else {
		var t *directory.APIToken
		t, err = directory.APITokens.Get(ctx, c.api.DB, govern.ID(c.who.Session))
		if err == nil && (t.Revoked || t.ExpiresAt <= govern.At(c.api.Engine.Now())) {
			err = fault.New(fault.Unauthenticated, "bad_token", "This token has ended.")
		}
	}
	if store.IsUnavailable(err) {
		return nil // nobody said that it ended
	}
	return err
}
