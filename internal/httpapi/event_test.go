package httpapi_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/entrance"
)

// told is one event of a stream.
type told struct {
	name string
	data map[string]any
}

// listen opens the user's stream and waits until it runs. The channel closes
// when the stream ends.
func (o *office) listen(user string) chan told {
	o.t.Helper()
	ctx, cancel := context.WithCancel(o.t.Context())
	o.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, o.url+"/api/v1/event", nil)
	if err != nil {
		o.t.Fatal(err)
	}
	entrance.Authorise(r, o.tokens[user])
	res, err := http.DefaultClient.Do(r) //nolint:bodyclose // closed when the stream ends
	if err != nil {
		o.t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/event-stream" {
		o.t.Fatalf("the stream is answered %d, %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	out := make(chan told, 100)
	go func() {
		defer close(out)
		defer func() { _ = res.Body.Close() }()
		lines := bufio.NewReader(res.Body)
		var now told
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				if !errors.Is(err, io.EOF) && ctx.Err() == nil {
					o.t.Logf("the stream broke: %v", err)
				}
				return
			}
			name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
			switch name {
			case "event":
				now.name = value
			case "data":
				_ = json.Unmarshal([]byte(value), &now.data)
				out <- now
				now = told{}
			}
		}
	}()
	o.expect(out, "inbox", "")
	return out
}

// expect waits for the event, and gives what it says; others are passed over.
func (o *office) expect(from chan told, name, holds string) told {
	o.t.Helper()
	deadline := time.After(5 * time.Second)
	for {
		select {
		case e, open := <-from:
			if !open {
				o.t.Fatalf("the stream ended before it told of %s %s", name, holds)
			}
			if e.name == name && strings.Contains(fmt.Sprint(e.data), holds) {
				return e
			}
		case <-deadline:
			o.t.Fatalf("nothing was told of %s %s", name, holds)
		}
	}
}

// ended stops the test unless the stream ends.
func (o *office) ended(from chan told) {
	o.t.Helper()
	deadline := time.After(8 * time.Second)
	for {
		select {
		case _, open := <-from:
			if !open {
				return
			}
		case <-deadline:
			o.t.Fatal("the stream goes on")
		}
	}
}

func TestAStreamTellsWhatItsUserMaySee(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		bank(t, o)
		o.make(ada, "unit", "vienna", map[string]any{"name": "Vienna"})
		o.hire("max", "vienna", "unit.view", "bank_instruction.view")
		eva, tom, max := o.listen("eva"), o.listen("tom"), o.listen("max")
		held := o.ask("eva", "PUT", acme, instruction(otherIBAN), "If-Match", `"1"`).is(202)
		o.expect(tom, "changed", "acme")
		if e := o.expect(tom, "inbox", ""); e.data["count"] != 1.0 {
			t.Errorf("the approver's inbox has %v", e.data)
		}
		o.expect(eva, "changed", held.text("change"))
		o.ask("tom", "POST", "/api/v1/change/"+held.text("change")+"/approve", map[string]any{"digest": held.text("digest")}).is(200)
		if e := o.expect(eva, "changed", "version:2"); e.data["table"] != "bank_instruction" || e.data["id"] != "acme" {
			t.Errorf("eva is told of %v", e.data)
		}
		if e := o.expect(tom, "inbox", ""); e.data["count"] != 0.0 {
			t.Errorf("the approver's inbox has %v", e.data)
		}
		o.ask(ada, "PATCH", "/api/v1/unit/vienna", map[string]any{"name": "Wien"}, "If-Match", `"1"`).is(200)
		if e := <-max; e.data["id"] != "vienna" {
			t.Errorf("max is told of %v, which he may not see", e)
		}
	})
}

func TestAStreamEndsWithItsSessionItsTokenAndItsUser(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	o.hire("eva", "", "unit.view")
	eva := o.listen("eva")
	session := o.ask("eva", "GET", "/api/v1/me/session", nil).is(200).items()[0]["id"].(string)
	o.ask("eva", "DELETE", "/api/v1/me/session/"+session, nil).is(200)
	o.ended(eva)
	o.service("robot", "ada")
	made := o.token("robot").is(201)
	o.tokens["robot"] = made.text("token")
	robot := o.listen("robot")
	token := made.object()["records"].([]any)[0].(map[string]any)["id"].(string)
	o.ask(ada, "PATCH", "/api/v1/api_token/"+token, map[string]any{"revoked": true}, "If-Match", `"1"`).is(200)
	o.ended(robot)
	o.hire("tom", "", "unit.view")
	tom := o.listen("tom")
	o.ask(ada, "PATCH", "/api/v1/user/tom", map[string]any{"status": "suspended"}, "If-Match", `"1"`).is(200)
	o.ended(tom)
}

func TestSoManyStreamsAreOpenForOneUser(t *testing.T) {
	o := newOffice(t, testkit.SQLiteURL(t))
	for range 8 {
		o.listen(ada)
	}
	o.ask(ada, "GET", "/api/v1/event", nil).refused(429, "too_many_streams")
	o.listen(bela)
}

func TestAStreamTellsWhatAnotherNodeWrote(t *testing.T) {
	one := newOffice(t, testkit.PostgresURL(t, "fast"))
	two := one.beside()
	heard := two.listen(ada)
	began := time.Now()
	one.make(ada, "unit", "group", map[string]any{"name": "Group"})
	two.expect(heard, "changed", "group")
	if took := time.Since(began); took > time.Second {
		t.Errorf("the other node told of it after %v", took)
	}
}

// beside is another node of the same installation.
func (o *office) beside() *office {
	o.t.Helper()
	s, err := server.Open(o.t.Context(), o.server.Config, server.Options{Version: "test"})
	if err != nil {
		o.t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		o.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, ln) }()
	o.t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-served, s.Close()); err != nil {
			o.t.Error(err)
		}
	})
	return &office{t: o.t, server: s, url: "http://" + ln.Addr().String(), log: &lines{}, tokens: o.tokens}
}
