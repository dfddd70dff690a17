package ui

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// built looks like what the build leaves.
var built = fstest.MapFS{
	".gitignore":             {Data: []byte("*")},
	"index.html":             {Data: []byte(`<meta property="csp-nonce" nonce="countersign-nonce"><script src="/assets/index-a1.js" nonce="countersign-nonce"></script>`)},
	"scheme.js":              {Data: []byte("plain")},
	"assets/index-a1.js":     {Data: []byte("plain")},
	"assets/index-a1.js.gz":  {Data: []byte("gzipped")},
	"assets/index-a1.js.br":  {Data: []byte("brotli")},
	"assets/index-a1.css":    {Data: []byte("plain")},
	"assets/index-a1.css.gz": {Data: []byte("gzipped")},
}

func get(t *testing.T, p *Page, path, encodings string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", encodings)
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	return w
}

func TestEveryAddressThatIsNoFileAnswersThePage(t *testing.T) {
	p := newPage(built)
	for _, path := range []string{"/", "/bank_instruction/pay-AT01", "/index.html", "/.gitignore"} {
		w := get(t, p, path, "br")
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "csp-nonce") || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %q %v", path, w.Code, w.Body, w.Header())
		}
	}
}

func TestEachAnswerHasANonceOfItsOwnThatThePolicyNames(t *testing.T) {
	p := newPage(built)
	seen := map[string]bool{}
	for range 3 {
		w := get(t, p, "/", "")
		found := regexp.MustCompile(`nonce="([^"]+)"`).FindAllStringSubmatch(w.Body.String(), -1)
		if len(found) != 2 || found[0][1] != found[1][1] {
			t.Fatalf("nonces %v", found)
		}
		nonce := found[0][1]
		policy := w.Header().Get("Content-Security-Policy")
		if nonce == placeholder || !strings.Contains(policy, "'nonce-"+nonce+"'") {
			t.Errorf("nonce %q, policy %q", nonce, policy)
		}
		seen[nonce] = true
	}
	if len(seen) != 3 {
		t.Errorf("%d nonces in 3 answers", len(seen))
	}
}

func TestThePolicyAllowsNothingInlineAndNoOtherHost(t *testing.T) {
	policy := get(t, newPage(built), "/", "").Header().Get("Content-Security-Policy")
	for _, banned := range []string{"unsafe-inline", "unsafe-eval", "http:", "https:", "*"} {
		if strings.Contains(policy, banned) {
			t.Errorf("the policy has %s: %s", banned, policy)
		}
	}
	for _, needed := range []string{"default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'"} {
		if !strings.Contains(policy, needed) {
			t.Errorf("the policy lacks %s: %s", needed, policy)
		}
	}
}

func TestAFileIsAnsweredInTheSmallestFormThatIsTaken(t *testing.T) {
	p := newPage(built)
	for _, c := range []struct{ path, encodings, encoding, body string }{
		{"/assets/index-a1.js", "gzip, deflate, br", "br", "brotli"},
		{"/assets/index-a1.js", "gzip", "gzip", "gzipped"},
		{"/assets/index-a1.js", "br;q=0, gzip;q=0.5", "gzip", "gzipped"},
		{"/assets/index-a1.js", "", "", "plain"},
		{"/assets/index-a1.css", "br, gzip", "gzip", "gzipped"},
		{"/scheme.js", "br", "", "plain"},
	} {
		w := get(t, p, c.path, c.encodings)
		if w.Body.String() != c.body || w.Header().Get("Content-Encoding") != c.encoding || w.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s with %q: %q %v", c.path, c.encodings, w.Body, w.Header())
		}
	}
}

func TestOnlyHashedNamesAreKeptForGood(t *testing.T) {
	p := newPage(built)
	if got := get(t, p, "/assets/index-a1.js", "").Header().Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("a hashed file: %q", got)
	}
	if got := get(t, p, "/scheme.js", "").Header().Get("Cache-Control"); got != "no-cache" {
		t.Errorf("a file that keeps its name: %q", got)
	}
}

func TestAScriptOfAnOlderBuildIsNotAnsweredWithThePage(t *testing.T) {
	if w := get(t, newPage(built), "/assets/index-00.js", ""); w.Code != http.StatusNotFound {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

func TestACloneThatWasNotBuiltSaysWhatToDo(t *testing.T) {
	w := get(t, newPage(fstest.MapFS{".gitignore": {Data: []byte("*")}}), "/", "")
	if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "make build") {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

func TestThePageTakesNoWrites(t *testing.T) {
	w := httptest.NewRecorder()
	newPage(built).ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", nil))
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}
