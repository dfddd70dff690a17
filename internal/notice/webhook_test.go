package notice_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/notice"
	"github.com/countersign/countersign/internal/outbox"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/internal/testkit/postbox"
	"github.com/countersign/countersign/internal/webhook"
)

// again has every message done anew, as after a crash before it was marked done.
func again(tx store.Tx) error {
	ctx := context.Background()
	if err := tx.Exec(ctx, `UPDATE outbox SET done_at = 0, attempts = 0`); err != nil {
		return err
	}
	return tx.Exec(ctx, `UPDATE notice SET state = 'queued', done_at = 0 WHERE state = 'sent'`)
}

const hookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// receiver is another program.
type receiver struct {
	*httptest.Server
	mu      sync.Mutex
	got     []http.Header
	bodies  [][]byte
	answers []int
}

func receive(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		content, _ := io.ReadAll(q.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.got, r.bodies = append(r.got, q.Header.Clone()), append(r.bodies, content)
		if len(r.answers) > 0 {
			w.WriteHeader(r.answers[0])
			r.answers = r.answers[1:]
		}
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) all() ([]http.Header, [][]byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]http.Header(nil), r.got...), append([][]byte(nil), r.bodies...)
}

func (o *office) webhook(id govern.ID, w *notice.Webhook) {
	o.t.Helper()
	w.ID, w.Name, w.Enabled = id, string(id), true
	if err := notice.SealWebhook(o.Ring, w); err != nil {
		o.t.Fatal(err)
	}
	o.Must(o.Submit(house.Founder, govern.PutNew(notice.Webhooks, id, w)))
}

func TestAWebhookIsSignedRepeatedUntilItIsTakenAndKnownByItsId(t *testing.T) {
	each(t, postbox.Plain, func(t *testing.T, o *office) {
		o.herald.Mail = nil
		r := receive(t)
		r.answers = []int{503, 302}
		o.webhook("chat", &notice.Webhook{URL: r.URL, Secret: secret.Sealed(hookSecret)})
		held := o.unit("Secret Company")
		o.look()
		for range 3 {
			o.Clock.Advance(time.Minute)
			o.send()
		}
		heads, bodies := r.all()
		if len(heads) != 3 {
			t.Fatalf("it was called %d times; want twice refused and once taken", len(heads))
		}
		key, err := base64.StdEncoding.DecodeString(hookSecret[len("whsec_"):])
		if err != nil {
			t.Fatal(err)
		}
		for i, h := range heads {
			at, err := strconv.ParseInt(h.Get("Webhook-Timestamp"), 10, 64)
			if err != nil || h.Get("Webhook-Id") != heads[0].Get("Webhook-Id") || h.Get("Webhook-Signature") != webhook.Sign(key, h.Get("Webhook-Id"), at, bodies[i]) {
				t.Errorf("call %d is signed as %v", i, h)
			}
		}
		var p notice.Posted
		if err := json.Unmarshal(bodies[2], &p); err != nil || p.Kind != notice.OfChange || p.Record != held.Change || p.What != "unit.insert" || p.Maker != "mia" || p.Link != "https://cs.example/change/"+string(held.Change) {
			t.Errorf("it is told %s, %v", bodies[2], err)
		}
		o.look()
		if heads, _ := r.all(); len(heads) != 3 {
			t.Error("it is told twice")
		}
	})
}

// The vector of the specification of Standard Webhooks.
func TestTheSignatureIsThatOfStandardWebhooks(t *testing.T) {
	key, err := base64.StdEncoding.DecodeString("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	got := webhook.Sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, []byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("the signature is %s, want %s", got, want)
	}
}

func TestAWebhookIsToldOfItsUnitAndItsKindsAlone(t *testing.T) {
	each(t, postbox.Plain, func(t *testing.T, o *office) {
		o.approve("anna", o.unit("north"))
		r := receive(t)
		o.webhook("unit", &notice.Webhook{URL: r.URL + "/unit", Unit: "north", Secret: hookSecret})
		o.webhook("kind", &notice.Webhook{URL: r.URL + "/kind", Kinds: []string{"review"}, Secret: hookSecret})
		o.unit("south")
		o.look()
		if heads, _ := r.all(); len(heads) != 0 {
			t.Errorf("%d calls tell of what is not theirs", len(heads))
		}
	})
}

func TestAReceiverThatIsGoneIsNotAskedAgain(t *testing.T) {
	each(t, postbox.Plain, func(t *testing.T, o *office) {
		o.herald.Mail = nil
		r := receive(t)
		r.answers = []int{http.StatusGone}
		o.webhook("chat", &notice.Webhook{URL: r.URL, Secret: hookSecret})
		o.unit("rome")
		o.look()
		lost, err := outbox.GivenUp(t.Context(), o.DB, "", 10)
		if err != nil || len(lost) != 1 || lost[0].Kind != "notice.webhook" {
			t.Errorf("given up: %+v, %v", lost, err)
		}
	})
}

func TestAWebhookHasAGoodSecretAndASafeAddress(t *testing.T) {
	each(t, postbox.Plain, func(t *testing.T, o *office) {
		for _, weak := range []secret.Sealed{"", "short", "whsec_AAAA", "whsec_***************************"} {
			if err := notice.SealWebhook(o.Ring, &notice.Webhook{Meta: govern.Meta{ID: "w"}, Secret: weak}); fault.Code(err) != "weak_secret" {
				t.Errorf("%q: %v", weak, err)
			}
		}
		for url, code := range map[string]string{"http://chat.example/x": "not_https", "ftp://chat.example": "not_https", "https://u:p@chat.example": "bad_url", "chat.example/xyz": "bad_url"} {
			w := &notice.Webhook{Meta: govern.Meta{ID: "w"}, Name: "w", URL: url, Secret: hookSecret}
			if err := notice.SealWebhook(o.Ring, w); err != nil {
				t.Fatal(err)
			}
			if _, err := o.Submit(house.Founder, govern.PutNew(notice.Webhooks, "w", w)); fault.Code(err) != code {
				t.Errorf("%s: %v, want %s", url, err, code)
			}
		}
		w := &notice.Webhook{Meta: govern.Meta{ID: "a"}, Secret: hookSecret}
		if err := notice.SealWebhook(o.Ring, w); err != nil {
			t.Fatal(err)
		}
		w.ID = "b"
		if err := notice.SealWebhook(o.Ring, w); fault.Code(err) != "foreign_seal" {
			t.Errorf("the sealed secret of another webhook: %v", err)
		}
	})
}
