package hook

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/countersign/countersign/internal/deliver/sftp"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/webhook"
)

// Try asks the receiver what it takes (OPTIONS), signed like a file; nothing is
// left there. connected tells how far it came. Faults as of Deliver.
func Try(ctx context.Context, ch Channel, now time.Time) (p sftp.Proof, connected bool, err error) {
	key, err := webhook.Key(ch.Secret)
	if err != nil {
		return p, false, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodOptions, ch.URL, http.NoBody)
	if err != nil {
		return p, false, fault.Wrap(err, fault.Conflict, "bad_url", "The channel's address cannot be used; correct it.")
	}
	ch.sign(req.Header, key, "test", now, nil)
	if u, err := url.Parse(ch.URL); err == nil {
		p.Address = u.Host
	}
	res, _, err := ch.do(req)
	if err != nil {
		return p, false, lost(err, false)
	}
	defer func() { _ = res.Body.Close() }()
	seen(&p, res)
	switch res.StatusCode {
	case http.StatusMethodNotAllowed, http.StatusNotImplemented: // it knows the address, and takes files alone
		return p, true, nil
	}
	return p, true, refusal(res)
}
