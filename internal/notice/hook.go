package notice

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/webhook"
)

// Posted is what a webhook is sent, as JSON.
type Posted struct {
	ID     govern.ID   `json:"id" doc:"Of the notice; the same when it is repeated."`
	Type   string      `json:"type" doc:"waiting or escalated."`
	Kind   Kind        `json:"kind"`
	Record govern.ID   `json:"record"`
	What   string      `json:"what"`
	Maker  string      `json:"maker,omitempty" doc:"Id of who asked for it."`
	Since  govern.Time `json:"since"`
	Until  govern.Time `json:"until,omitempty"`
	Why    string      `json:"why,omitempty" doc:"Of an escalation: too_long or near_end; of a delivery: failed or unsure; of an exception: allocated where it is a group's."`
	Link   string      `json:"link,omitempty"`
}

var hookClient = &http.Client{
	Timeout:       20 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // a signature is for one address
}

// post sends a notice as a signed message. gone reports that the receiver wants no more.
func (h *Herald) post(ctx context.Context, w *Webhook, n *row, of *body) (gone bool, err error) {
	key, err := h.keyFor(w)
	if err != nil {
		return false, err
	}
	p := Posted{ID: n.ID, Type: "waiting", Kind: n.Kind, Record: n.Record, What: of.What, Maker: of.Maker, Since: of.Since, Until: of.Until}
	if n.Kind == OfDelivery || n.Kind == OfException {
		p.Why = of.Why
	}
	if n.Kind == ofEscalation {
		p.Type, p.Kind, p.Record, p.Why = "escalated", of.Inner, of.About, of.Why
	}
	p.Link = h.link(p.Kind, p.Record)
	content, err := json.Marshal(p)
	if err != nil {
		return false, err
	}
	return h.send(ctx, w, key, string(n.ID), content)
}

// keyFor opens what a webhook's messages are signed with.
func (h *Herald) keyFor(w *Webhook) ([]byte, error) {
	secret, err := h.Ring.UnsealText(w.Secret, place(w.ID))
	if err != nil {
		return nil, err
	}
	return webhook.Key(secret)
}

// send posts signed content; id is the same when it is repeated.
func (h *Herald) send(ctx context.Context, w *Webhook, key []byte, id string, content []byte) (gone bool, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(content))
	if err != nil {
		return false, err
	}
	at := h.Engine.Now().Unix()
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Countersign")
	req.Header.Set("Webhook-Id", id)
	req.Header.Set("Webhook-Timestamp", strconv.FormatInt(at, 10))
	req.Header.Set("Webhook-Signature", webhook.Sign(key, id, at, content))
	res, err := hookClient.Do(req)
	if err != nil {
		return false, fault.Wrap(err, fault.Unavailable, "webhook_unreachable", "The webhook %s cannot be reached: %v.", w.Name, err)
	}
	defer func() { _ = res.Body.Close() }()
	_, _ = io.CopyN(io.Discard, res.Body, 64<<10) // so that the connection can be used again
	if res.StatusCode/100 != 2 {
		return res.StatusCode == http.StatusGone, fault.New(fault.Unavailable, "webhook_refused", "The webhook %s answered %d.", w.Name, res.StatusCode)
	}
	return false, nil
}
