package walk_test

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/countersign/countersign/internal/testkit/entrance"
)

// stream: without a token there is none; the maker is told of a record of their
// unit, the outsider is not.
func (w *walk) stream() {
	w.ask("", "GET", "/api/v1/event", nil).refused(http.StatusUnauthorized, "no_session")
	ctx, cancel := context.WithTimeout(w.t.Context(), 5*time.Second)
	defer cancel()
	heard := map[string]chan string{maker: w.listen(ctx, maker), outsider: w.listen(ctx, outsider)}
	id := w.make("unit", fields{"name": w.name("Unit"), "parent": "group"})
	theirs := w.make("unit", fields{"name": w.name("Unit"), "parent": elsewhere})
	for user, want := range map[string]string{maker: id, outsider: theirs} {
		told := ""
		for line := range heard[user] {
			if told += line; strings.Contains(line, want) {
				break
			}
		}
		if !strings.Contains(told, want) || user == outsider && strings.Contains(told, id) {
			w.t.Errorf("the %s is told %s", user, told)
		}
	}
}

// listen gives the lines of the user's stream once it runs.
func (w *walk) listen(ctx context.Context, user string) chan string {
	w.t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, w.url+"/api/v1/event", nil)
	if err != nil {
		w.t.Fatal(err)
	}
	entrance.Authorise(r, w.tokens[user])
	res, err := http.DefaultClient.Do(r) //nolint:bodyclose // closed when the stream ends
	if err != nil {
		w.t.Fatal(err)
	}
	lines, runs := make(chan string, 1000), make(chan struct{})
	go func() {
		defer close(lines)
		defer func() { _ = res.Body.Close() }()
		in := bufio.NewScanner(res.Body)
		for begun := false; in.Scan(); {
			if line := in.Text(); begun {
				lines <- line
			} else if line == "event: inbox" {
				begun = true
				close(runs)
			}
		}
	}()
	select {
	case <-runs:
	case <-ctx.Done():
		w.t.Fatal("the stream does not begin")
	}
	return lines
}
