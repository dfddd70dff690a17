package server

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

func TestTheAddressIsTheLastThatNoTrustedProxyHas(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("2001:db8:1::/48")}
	for name, c := range map[string]struct {
		from string
		said []string
		want string
	}{
		"through one":              {"10.1.0.9:443", []string{"192.0.2.7"}, "192.0.2.7:0"},
		"through two":              {"10.1.0.9:443", []string{"192.0.2.7, 10.1.3.4"}, "192.0.2.7:0"},
		"in two headers":           {"10.1.0.9:443", []string{"192.0.2.7", "10.1.3.4"}, "192.0.2.7:0"},
		"what the client invented": {"10.1.0.9:443", []string{"10.1.0.1, 203.0.113.5, 192.0.2.7"}, "192.0.2.7:0"},
		"a stranger's header":      {"198.51.100.3:999", []string{"192.0.2.7"}, "198.51.100.3:999"},
		"no header":                {"10.1.0.9:443", nil, "10.1.0.9:443"},
		"all are proxies":          {"10.1.0.9:443", []string{"10.1.0.1, 10.1.0.2"}, "10.1.0.1:0"},
		"no address":               {"10.1.0.9:443", []string{"unknown"}, "10.1.0.9:443"},
		"no address before one":    {"10.1.0.9:443", []string{"x, 10.1.0.2"}, "10.1.0.2:0"},
		"with a port":              {"10.1.0.9:443", []string{"192.0.2.7:5566"}, "192.0.2.7:0"},
		"of version six":           {"[2001:db8:1::9]:443", []string{"2001:db8:2::7"}, "[2001:db8:2::7]:0"},
		"mapped":                   {"[::ffff:10.1.0.9]:443", []string{"::ffff:192.0.2.7"}, "192.0.2.7:0"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.from
		for _, line := range c.said {
			r.Header.Add("X-Forwarded-For", line)
		}
		got := ""
		behind(proxies, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr })).ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("%s: the address is %s, want %s", name, got, c.want)
		}
		behind(nil, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr })).ServeHTTP(httptest.NewRecorder(), r)
		if got != c.from {
			t.Errorf("%s: without trusted proxies the address is %s", name, got)
		}
	}
}
