package login

import (
	"embed"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/countersign/countersign/internal/fault"
)

//go:embed page
var files embed.FS

// pages are the templates by name.
var pages = func() map[string]*template.Template {
	all := map[string]*template.Template{}
	for _, name := range []string{"sign_in", "code", "enrol", "recovery", "link", "message"} {
		all[name] = template.Must(template.ParseFS(files, "page/layout.html", "page/"+name+".html"))
	}
	return all
}()

// page is what a template shows.
type page struct {
	T                                  map[string]string
	Lang, Title, Error, Next           string
	Notice, Email, Seed, Link, Message string
	QR                                 template.URL
	Codes                              []string
}

// policyOf the pages: nothing from elsewhere, no scripts, forms only to here.
const contentPolicy = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// The two cookies. The half one lives while a sign-in is not finished.
const (
	Cookie     = "__Host-countersign"
	halfCookie = "__Host-countersign-step"
)

// visit is one request to a page.
type visit struct {
	d *Desk
	w http.ResponseWriter
	r *http.Request
	p page
}

// Patterns are what Handler serves.
var Patterns = []string{
	"GET /sign-in", "POST /sign-in", "GET /sign-in/code", "POST /sign-in/code", "GET /sign-in/enrol", "POST /sign-in/enrol",
	"GET /sign-in/style.css", "GET /link/{token}", "POST /link/{token}", "POST /sign-out",
}

// Handler serves the pages. It relies on its caller to refuse posts of other
// sites (http.CrossOriginProtection) and to set X-Request-Id.
func (d *Desk) Handler() http.Handler {
	mux := http.NewServeMux()
	for pattern, show := range map[string]func(*visit){
		"GET /sign-in": (*visit).askPassword, "POST /sign-in": (*visit).password,
		"GET /sign-in/code": (*visit).askCode, "POST /sign-in/code": (*visit).code,
		"GET /sign-in/enrol": (*visit).askEnrol, "POST /sign-in/enrol": (*visit).enrol,
		"GET /link/{token}": (*visit).askLink, "POST /link/{token}": (*visit).link, "POST /sign-out": (*visit).signOut,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { show(d.visit(w, r)) })
	}
	mux.HandleFunc("GET /sign-in/style.css", func(w http.ResponseWriter, _ *http.Request) {
		css, err := files.ReadFile("page/style.css")
		if err != nil {
			http.Error(w, "not found", http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write(css)
	})
	return mux
}

func (d *Desk) visit(w http.ResponseWriter, r *http.Request) *visit {
	r.Body = http.MaxBytesReader(w, r.Body, 16<<10)
	lang := languageOf(r.Header.Get("Accept-Language"))
	v := &visit{d: d, w: w, r: r, p: page{T: catalogue[lang], Lang: lang}}
	v.p.Next = within(r.FormValue("next"))
	h := w.Header()
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "same-origin") // none at all, and browsers send posts with "Origin: null"
	h.Set("X-Content-Type-Options", "nosniff")
	return v
}

// within keeps a way to go on that leads nowhere else.
func within(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}

func (v *visit) from() From {
	host, _, err := net.SplitHostPort(v.r.RemoteAddr)
	if err != nil {
		host = v.r.RemoteAddr
	}
	return From{Address: host, Agent: v.r.UserAgent(), Request: v.w.Header().Get("X-Request-Id")}
}

func (v *visit) show(status int, name, title string) {
	v.p.Title = title
	v.w.WriteHeader(status)
	_ = pages[name].Execute(v.w, v.p) // its error is a client that went away
}

// fail shows the page again with what went wrong.
func (v *visit) fail(err error, name, title string) {
	f := fault.From(err)
	if f.Kind == fault.Internal {
		v.d.Log.Error("a sign-in page failed", "request", v.from().Request, "error", err)
	}
	v.p.Error = said(v.p.T, err)
	status := map[fault.Kind]int{fault.Invalid: 422, fault.Denied: 403, fault.Unauthenticated: 401, fault.NotFound: 404, fault.Conflict: 409, fault.Unavailable: 503}[f.Kind]
	if f.Code == "slow_down" {
		status = http.StatusTooManyRequests
	}
	if status == 0 {
		status = http.StatusInternalServerError
	}
	v.show(status, name, title)
}

func (v *visit) token(cookie string) string {
	c, err := v.r.Cookie(cookie)
	if err != nil {
		return ""
	}
	return c.Value
}

// set gives a cookie; "" takes it away.
func (v *visit) set(name, value string) {
	c := &http.Cookie{Name: name, Value: value, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(v.w, c)
}

func (v *visit) to(path string) {
	http.Redirect(v.w, v.r, path, http.StatusSeeOther) //nolint:gosec // within has kept it here
}

// on goes where the stage says.
func (v *visit) on(s Stage) {
	next := ""
	if v.p.Next != "/" {
		next = "?next=" + url.QueryEscape(v.p.Next)
	}
	switch s.Next {
	case stageCode, stageEnrol:
		v.set(halfCookie, s.Token)
		v.to("/sign-in/" + s.Next + next)
	case stageWhole:
		v.let(s)
		v.to(v.p.Next)
	default:
		v.p.Message = v.p.T["held"]
		v.show(http.StatusAccepted, "message", "held_title")
	}
}

// let gives the whole session; the one before, if any, ends.
func (v *visit) let(s Stage) {
	if old := v.token(Cookie); old != "" {
		if was, err := v.d.at(v.r.Context(), old, stageWhole); err == nil {
			_ = v.d.over(v.r.Context(), was, "signed in anew")
		}
	}
	v.set(Cookie, s.Token)
	v.set(halfCookie, "")
}
