package server

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// behind gives requests that come through a trusted proxy the address of who
// sent them: the right-most of X-Forwarded-For that is no trusted proxy itself.
// What stands left of it anybody may have written. From others, and without
// trusted proxies, the header is not read.
func behind(proxies []netip.Prefix, next http.Handler) http.Handler {
	if len(proxies) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if from := sender(proxies, r); from != "" {
			r = r.Clone(r.Context())
			r.RemoteAddr = net.JoinHostPort(from, "0")
		}
		next.ServeHTTP(w, r)
	})
}

// sender is "" where the connection itself tells it.
func sender(proxies []netip.Prefix, r *http.Request) string {
	trusted := func(a netip.Addr) bool {
		return slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(a) })
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	at, err := netip.ParseAddr(host)
	if err != nil || !trusted(at.Unmap()) {
		return ""
	}
	from := ""
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop := strings.TrimSpace(hops[i])
		a, err := netip.ParseAddr(hop)
		if p, e := netip.ParseAddrPort(hop); e == nil {
			a, err = p.Addr(), nil
		}
		if err != nil {
			return from // what cannot be read, nobody trusted wrote
		}
		if from = a.Unmap().WithZone("").String(); !trusted(a.Unmap()) {
			return from
		}
	}
	return from
}
