package hook_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/deliver/hook"
	"github.com/countersign/countersign/internal/deliver/sftp"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/testkit/agent"
	"github.com/countersign/countersign/internal/webhook"
)

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

var content = []byte(strings.Repeat("<pain.001/>", 1000))

func options() sftp.Options { return sftp.Options{Now: time.Now} }

func post(t *testing.T, ch hook.Channel) (sftp.Proof, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	return hook.Deliver(ctx, ch, "d-1", "P-1.xml", content, options())
}

func wantFault(t *testing.T, err error, code string, kind fault.Kind) {
	t.Helper()
	if fault.Code(err) != code || !fault.Is(err, kind) {
		t.Errorf("got %v, want %s", err, code)
	}
}

func TestAReceiverThatAnswersWithTheDigestHasTheFile(t *testing.T) {
	r := agent.Start(t, secret)
	p, err := post(t, hook.Channel{URL: r.URL, Secret: secret})
	sum := sha256.Sum256(content)
	if err != nil || p.Status != sftp.Delivered || p.ReadBackSHA256 != hex.EncodeToString(sum[:]) || p.FinishedAt == 0 || !p.RenameAcknowledged {
		t.Fatalf("%+v, %v", p, err)
	}
	files := r.Files()
	if len(files) != 1 || !bytes.Equal(files[0].Content, content) || files[0].Name != "P-1.xml" {
		t.Fatalf("it has %d files", len(files))
	}
	// The headers by their standards, read without our own code.
	h := files[0].Header
	if h.Get("Content-Digest") != "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":" {
		t.Errorf("Content-Digest is %q", h.Get("Content-Digest"))
	}
	key, _ := base64.StdEncoding.DecodeString(secret[len("whsec_"):])
	at, err := strconv.ParseInt(h.Get("Webhook-Timestamp"), 10, 64)
	if err != nil || h.Get("Webhook-Signature") != webhook.Sign(key, h.Get("Webhook-Id"), at, content) || h.Get("Idempotency-Key") != strconv.Quote(h.Get("Webhook-Id")) {
		t.Errorf("it is signed as %v", h)
	}
}

func TestTheSameBytesAreTakenOnceHoweverOftenTheyArePosted(t *testing.T) {
	r := agent.Start(t, secret)
	for range 3 {
		if p, err := post(t, hook.Channel{URL: r.URL, Secret: secret}); err != nil || p.Status != sftp.Delivered {
			t.Fatalf("%+v, %v", p, err)
		}
	}
	if n := len(r.Files()); n != 1 || r.Calls() != 3 {
		t.Errorf("of %d calls it kept %d files", r.Calls(), n)
	}
}

func TestOtherBytesOfADeliveryAreNoRepetition(t *testing.T) {
	r := agent.Start(t, secret)
	for _, text := range []string{"one", "two"} {
		if _, err := hook.Deliver(t.Context(), hook.Channel{URL: r.URL, Secret: secret}, "d-1", "P-1.xml", []byte(text), options()); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(r.Files()); n != 2 {
		t.Errorf("%d files, want both", n)
	}
}

func TestWhatTheReceiverAnswersDecides(t *testing.T) {
	sum := sha256.Sum256(content)
	right := hex.EncodeToString(sum[:])
	for name, c := range map[string]struct {
		status int
		body   string
		want   sftp.Status
		code   string
		kind   fault.Kind
		lost   bool
	}{
		"the digest":          {200, `{"sha256":"` + right + `"}`, sftp.Delivered, "", 0, false},
		"in capitals":         {201, `{"sha256":"` + strings.ToUpper(right) + `","id":7}`, sftp.Delivered, "", 0, false},
		"nothing":             {204, "", sftp.SentUnconfirmed, "", 0, false},
		"no JSON":             {200, "OK", sftp.SentUnconfirmed, "", 0, false},
		"JSON without it":     {200, `{"ok":true}`, sftp.SentUnconfirmed, "", 0, false},
		"another digest":      {200, `{"sha256":"` + strings.Repeat("0", 64) + `"}`, "", "sftp_unsure", fault.Conflict, false},
		"a wrong signature":   {401, "", "", "webhook_refused", fault.Conflict, false},
		"gone":                {410, "", "", "webhook_refused", fault.Conflict, false},
		"elsewhere":           {307, "", "", "webhook_refused", fault.Conflict, false},
		"busy":                {503, "", "", "webhook_busy", fault.Unavailable, false},
		"too many":            {429, "", "", "webhook_busy", fault.Unavailable, false},
		"failed on the way":   {500, "", "", "webhook_lost", fault.Unavailable, true},
		"failed at its agent": {502, "", "", "webhook_lost", fault.Unavailable, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "/other")
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte(c.body))
			}))
			defer s.Close()
			p, err := post(t, hook.Channel{URL: s.URL, Secret: secret})
			if p.Status != c.want || fault.Code(err) != c.code || hook.Lost(err) != c.lost {
				t.Errorf("%+v, %v", p, err)
			}
			if c.code != "" && !fault.Is(err, c.kind) {
				t.Errorf("the fault is %v", err)
			}
			if c.want == "" && p.FinishedAt != 0 {
				t.Error("it ended as if it had arrived")
			}
		})
	}
}

// The connection is cut after each of the first bytes of the answer, and while
// the file is on its way: never 'delivered', and never certain that it was not.
func TestAnAnswerThatIsCutOffIsLostAndNeverASuccess(t *testing.T) {
	sum := sha256.Sum256(content)
	body := `{"sha256":"` + hex.EncodeToString(sum[:]) + `"}`
	answer := "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body
	for cut := 0; cut < len(answer); cut += 3 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = http.ReadRequest(bufio.NewReader(conn))
			_, _ = conn.Write([]byte(answer[:cut]))
			_ = conn.Close()
		}()
		p, err := post(t, hook.Channel{URL: "http://" + l.Addr().String(), Secret: secret})
		_ = l.Close()
		<-done
		if !hook.Lost(err) || !fault.Is(err, fault.Unavailable) || p.Status != "" {
			t.Fatalf("cut after %d bytes of the answer: %+v, %v", cut, p, err)
		}
	}
}

func TestAReceiverThatIsNotThereTookNothing(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	_, err = post(t, hook.Channel{URL: "http://" + l.Addr().String(), Secret: secret})
	wantFault(t, err, "webhook_unreachable", fault.Unavailable)
}

func TestTheCertificateOfTheReceiverIsPartOfTheProof(t *testing.T) {
	r := agent.StartTLS(t, secret)
	p, err := post(t, hook.Channel{URL: r.URL, Secret: secret, Client: r.Client()})
	if err != nil || p.Status != sftp.Delivered || !strings.HasPrefix(p.HostKey, "SHA256:") || p.HostKeyType != "x509" {
		t.Fatalf("%+v, %v", p, err)
	}
	// Nobody whom the machine's authorities do not know is spoken to.
	_, err = post(t, hook.Channel{URL: r.URL, Secret: secret})
	wantFault(t, err, "webhook_unreachable", fault.Unavailable)
	if len(r.Files()) != 1 {
		t.Error("a file went to a stranger")
	}
}

func TestATestLeavesNothingThere(t *testing.T) {
	r := agent.Start(t, secret)
	p, connected, err := hook.Try(t.Context(), hook.Channel{URL: r.URL, Secret: secret}, time.Now())
	if err != nil || !connected || p.Address == "" || len(r.Files()) != 0 {
		t.Fatalf("%+v, %v, %v", p, connected, err)
	}
	_, connected, err = hook.Try(t.Context(), hook.Channel{URL: r.URL, Secret: "another secret, drawn by chance"}, time.Now())
	if !connected {
		t.Error("it was not reached")
	}
	wantFault(t, err, "webhook_refused", fault.Conflict)
}

func TestTheAnswerIsTheDocumentedOne(t *testing.T) {
	var a hook.Answer
	if err := json.Unmarshal([]byte(`{"sha256":"ab"}`), &a); err != nil || a.SHA256 != "ab" {
		t.Errorf("%+v, %v", a, err)
	}
}
