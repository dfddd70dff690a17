// Package ui serves the page: the files that web/ is built into, embedded in
// the program. It knows nothing of the API; every address that is no file
// answers the page itself, which finds its way from there.
//
// It guarantees that a browser runs nothing of another host and nothing inline:
// scripts come from files, style elements carry the nonce of their answer.
package ui

import (
	"bytes"
	"crypto/rand"
	"embed"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed all:dist
var dist embed.FS

// placeholder stands in index.html where the nonce of each answer goes; the
// build writes it (web/vite.config.ts).
const placeholder = "countersign-nonce"

// hashed are the files whose name holds their content's hash.
const hashed = "/assets/"

// Page serves one build of the page.
type Page struct {
	files fs.FS
	index []byte // nil: it was not built
}

// New is the page that was built into the program.
func New() *Page {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the folder is named in this file
	}
	return newPage(files)
}

func newPage(files fs.FS) *Page {
	p := &Page{files: files}
	if index, err := fs.ReadFile(files, "index.html"); err == nil {
		p.index = index
	}
	return p
}

// ServeHTTP answers a file, or the page.
func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "The page can only be read.", http.StatusMethodNotAllowed)
	case p.index == nil:
		http.Error(w, "The page was not built into this program; run 'make build'. The API is served: see /docs.", http.StatusNotFound)
	case p.isFile(r.URL.Path):
		p.file(w, r)
	case strings.HasPrefix(r.URL.Path, hashed):
		http.NotFound(w, r) // a page of an older build must not get HTML for a script
	default:
		p.page(w, r)
	}
}

func (p *Page) isFile(name string) bool {
	if name == "/index.html" || strings.HasPrefix(path.Base(name), ".") {
		return false
	}
	info, err := fs.Stat(p.files, strings.TrimPrefix(name, "/"))
	return err == nil && info.Mode().IsRegular()
}

// file answers one file in the smallest form that the browser takes. A hashed
// name never gets another content, so it may be kept for good.
func (p *Page) file(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	h := w.Header()
	h.Set("Content-Type", typeOf(name))
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(r.URL.Path, hashed) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	for _, form := range [...]struct{ encoding, suffix string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if !accepts(r.Header.Get("Accept-Encoding"), form.encoding) {
			continue
		}
		if content, err := fs.ReadFile(p.files, name+form.suffix); err == nil {
			h.Set("Content-Encoding", form.encoding)
			answer(w, r, content)
			return
		}
	}
	content, err := fs.ReadFile(p.files, name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	answer(w, r, content)
}

// page answers index.html with a nonce of its own.
func (p *Page) page(w http.ResponseWriter, r *http.Request) {
	nonce := rand.Text()
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", policy(nonce))
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	answer(w, r, bytes.ReplaceAll(p.index, []byte(placeholder), []byte(nonce)))
}

// policy allows what the page is made of and nothing else. Styles that scripts
// set on elements need no permission; style elements need the nonce.
func policy(nonce string) string {
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self' 'nonce-" + nonce + "'", "img-src 'self' data:",
		"connect-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
	}, "; ")
}

func answer(w http.ResponseWriter, r *http.Request, content []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(content) //nolint:gosec // the program's own bytes; the error is a browser that went away
	}
}

// typeOf does not ask the operating system, whose tables differ.
func typeOf(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		return kind
	}
	return "application/octet-stream"
}

// accepts reads Accept-Encoding (RFC 9110, 12.5.3): a coding is taken when it
// is named and not with a weight of nothing.
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(part, ";")
		if strings.TrimSpace(name) != coding {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimPrefix(strings.ReplaceAll(weight, " ", ""), "q="), 64)
		return weight == "" || err == nil && q > 0
	}
	return false
}
