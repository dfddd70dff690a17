// Package entrance lets tests act as people: founders open their links, and
// sessions begin without the pages, which have tests of their own.
package entrance

import (
	"net/http"
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"

	"github.com/countersign/countersign/internal/login"
)

// Password is what Accept sets.
const Password = "quartz-otter-lantern-42"

// Work is what one hash costs where a test is not about that: the whole of it, in
// memory and time, was two thirds of the tests that have people. Its own test and
// the program's, which take the whole, are in login and cmd/countersign.
var Work = &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// Accept opens a one-time link, so that its user is active.
func Accept(t testing.TB, d *login.Desk, link string) {
	t.Helper()
	if d.Work != Work { // founders come before anybody signs in
		d.Work = Work
	}
	if _, err := d.Accept(t.Context(), login.From{Address: "test"}, strings.TrimPrefix(link, "/link/"), Password); err != nil {
		t.Fatal(err)
	}
}

// Session begins one of the user, and gives its token.
func Session(t testing.TB, d *login.Desk, user string) string {
	t.Helper()
	token, _, err := d.Begin(t.Context(), login.From{Address: "test"}, user, "test")
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// Authorise puts a session's or a service's token on a request.
func Authorise(r *http.Request, token string) {
	if strings.HasPrefix(token, "cst_") {
		r.Header.Set("Authorization", "Bearer "+token)
		return
	}
	r.AddCookie(&http.Cookie{Name: login.Cookie, Value: token})
}
