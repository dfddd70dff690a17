// Package visitor signs a person in through the pages, as a browser does: a
// one-time link, a password, a second factor, a session. The demo and the tests
// use it; it knows nothing but what the pages show.
package visitor

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"
)

// Visitor is one person with one browser.
type Visitor struct {
	URL      string // of the server
	Email    string
	Password string
	Seed     string   // of the second factor, once enrolled
	Recovery []string // the codes that were shown
	Now      func() time.Time
	cookies  map[string]string
	used     int64 // the last step whose code was given
}

// Refused is a page that says what is wrong.
type Refused struct {
	Status int
	Text   string
}

func (r *Refused) Error() string { return fmt.Sprintf("%d: %s", r.Status, r.Text) }

// Accept opens a one-time link, sets the password and enrols a second factor when
// it is asked for. Afterwards the visitor is signed in.
func (v *Visitor) Accept(ctx context.Context, link string) error {
	page, err := v.form(ctx, link, url.Values{"password": {v.Password}, "again": {v.Password}})
	if err != nil {
		return err
	}
	return v.on(ctx, page)
}

// SignIn signs in by password and, where it is asked for, a code.
func (v *Visitor) SignIn(ctx context.Context) error {
	page, err := v.form(ctx, "/sign-in", url.Values{"email": {v.Email}, "password": {v.Password}, "next": {"/"}})
	if err != nil {
		return err
	}
	return v.on(ctx, page)
}

// on does what the answer leads to.
func (v *Visitor) on(ctx context.Context, page *page) error {
	switch path, _, _ := strings.Cut(page.to, "?"); path {
	case "/sign-in/code":
		code, err := v.Code()
		if err != nil {
			return err
		}
		_, err = v.form(ctx, path, url.Values{"code": {code}})
		return err
	case "/sign-in/enrol":
		return v.enrol(ctx)
	case "":
		return &Refused{page.status, page.text()}
	}
	if v.Token() == "" {
		return errors.New("signed in, and no session was given")
	}
	return nil
}

var (
	seedForm  = regexp.MustCompile(`<code class="seed">([A-Z2-7]+)</code>`)
	codeForm  = regexp.MustCompile(`<li><code>([a-z2-7-]+)</code></li>`)
	errorForm = regexp.MustCompile(`(?s)<p class="error"[^>]*>(.*?)</p>`)
	titleForm = regexp.MustCompile(`(?s)<h1>(.*?)</h1>`)
)

func (v *Visitor) enrol(ctx context.Context) error {
	shown, err := v.send(ctx, http.MethodGet, "/sign-in/enrol", nil)
	if err != nil {
		return err
	}
	found := seedForm.FindStringSubmatch(shown.body)
	if found == nil {
		return &Refused{shown.status, shown.text()}
	}
	v.Seed = found[1]
	code, err := v.Code()
	if err != nil {
		return err
	}
	done, err := v.form(ctx, "/sign-in/enrol", url.Values{"code": {code}, "next": {"/"}})
	if err != nil {
		return err
	}
	v.Recovery = nil
	for _, c := range codeForm.FindAllStringSubmatch(done.body, -1) {
		v.Recovery = append(v.Recovery, c[1])
	}
	return nil
}

// Code is the next code of the second factor that has not been given yet: that of
// the step that is coming, when the present one is used.
func (v *Visitor) Code() (string, error) {
	step := max(v.Now().Unix()/30, v.used+1)
	if step > v.Now().Unix()/30+1 {
		return "", errors.New("the codes of this half minute are used; wait for the next")
	}
	v.used = step
	return totp.GenerateCode(v.Seed, time.Unix(step*30, 0))
}

// Token is the session's, "" without one.
func (v *Visitor) Token() string { return v.cookies["__Host-countersign"] }

// Cookie sets the session on a request to the API.
func (v *Visitor) Cookie(r *http.Request) {
	r.AddCookie(&http.Cookie{Name: "__Host-countersign", Value: v.Token()}) //nolint:gosec // sent, not set
}

// SignOut ends the session.
func (v *Visitor) SignOut(ctx context.Context) error {
	_, err := v.form(ctx, "/sign-out", url.Values{})
	return err
}

// page is what a page answered.
type page struct {
	status int
	to     string // where it leads
	body   string
}

// text is what the page says is wrong, or its title.
func (p *page) text() string {
	for _, form := range []*regexp.Regexp{errorForm, titleForm} {
		if found := form.FindStringSubmatch(p.body); found != nil {
			return html.UnescapeString(found[1])
		}
	}
	return p.body
}

// form posts a form; a page that refuses it is a *Refused.
func (v *Visitor) form(ctx context.Context, path string, fields url.Values) (*page, error) {
	p, err := v.send(ctx, http.MethodPost, path, fields)
	if err == nil && p.status >= http.StatusBadRequest {
		err = &Refused{p.status, p.text()}
	}
	return p, err
}

func (v *Visitor) send(ctx context.Context, method, path string, fields url.Values) (*page, error) {
	r, err := http.NewRequestWithContext(ctx, method, v.URL+path, strings.NewReader(fields.Encode()))
	if err != nil {
		return nil, err
	}
	if fields != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value}) //nolint:gosec // sent, not set
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	if v.cookies == nil {
		v.cookies = map[string]string{}
	}
	for _, c := range res.Cookies() {
		if c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		} else {
			v.cookies[c.Name] = c.Value
		}
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	return &page{res.StatusCode, res.Header.Get("Location"), string(body)}, err
}
