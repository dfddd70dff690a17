package server

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/notary"
)

// newNotary is what the settings ask for; nil when they ask for nothing.
func newNotary(c *config.Config, now func() time.Time) (*notary.Notary, error) {
	n := &notary.Notary{Client: notary.Client(), Sent: map[string]int64{}}
	var err error
	if n.Witnesses, err = notary.ParseWitnesses(c.Witnesses); err != nil {
		return nil, err
	}
	if c.SendWebhook != "" {
		if !strings.HasPrefix(c.SendWebhook, "https://") && !strings.HasPrefix(c.SendWebhook, "http://") {
			return nil, fault.Bad("audit.webhook", "bad_setting", "This is not an https address.")
		}
		n.Places = append(n.Places, &notary.Webhook{URL: c.SendWebhook, Secret: c.SendSecret, Client: n.Client})
	}
	if c.SendSFTP != "" {
		f, err := notary.NewFolder(c.SendSFTP, c.SendKey, c.SendHosts, now)
		if err != nil {
			return nil, err
		}
		n.Places = append(n.Places, f)
	}
	if len(n.Witnesses)+len(n.Places) == 0 {
		return nil, nil
	}
	return n, nil
}

// attesting has the notary work, where there is one.
func (s *Server) attesting() *rounds {
	s.notary.DB = s.DB
	return &rounds{
		lease: "audit_notary", every: s.Config.SendEvery, hold: 2*s.Config.SendEvery + time.Minute,
		trouble: "the log's checkpoint could not be attested everywhere", work: s.notary.Round,
	}
}

// keysEvery is how soon a running node seals and signs with keys that were
// rotated.
const keysEvery = 2 * time.Second

// watchKeys takes over what 'countersign keys rotate' wrote, and records it.
func (s *Server) watchKeys(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(keysEvery):
		}
		rotated, err := s.Ring.Refresh()
		if err == nil && rotated {
			err = s.event(ctx, "keys.rotate", s.keyFacts()...)
		}
		if err != nil && ctx.Err() == nil {
			s.Log.Error("the key ring could not be read again; the keys that were read before are used", "code", fault.Code(err), "error", err)
		}
	}
}

// keyFacts name the keys in use by what is public of them.
func (s *Server) keyFacts() []audit.Fact {
	return []audit.Fact{{Name: "sealing_key", Value: strconv.FormatUint(uint64(s.Ring.KeyID()), 10)}, {Name: "signing_key", Value: s.Ring.Verifier()}}
}
