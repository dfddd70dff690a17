package deliver_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/testkit/agent"
	"github.com/countersign/countersign/internal/testkit/house"
)

const hookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// posts is a webhook channel for the bank, its secret sealed.
func (d *desk) posts(url string) *deliver.Channel {
	d.t.Helper()
	c := &deliver.Channel{Meta: govern.Meta{ID: "bank"}, Name: "bank", BIC: "COBADEFFXXX", Kind: "webhook", URL: url, Secret: secret.Sealed(hookSecret), Mode: "read_back"}
	if err := deliver.SealChannel(d.Ring, c); err != nil {
		d.t.Fatal(err)
	}
	return c
}

func (d *desk) put(c *deliver.Channel) {
	d.t.Helper()
	now, err := deliver.Channels.Get(ctx, d.DB, "bank")
	if err != nil {
		d.t.Fatal(err)
	}
	d.Must(d.Submit(house.Founder, govern.Put(deliver.Channels, "bank", now.Version, c)))
}

// eachAgent is a desk whose channel is another program.
func eachAgent(t *testing.T, f func(t *testing.T, d *desk, a *agent.Agent)) {
	each(t, func(t *testing.T, d *desk) {
		a := agent.Start(t, hookSecret)
		d.put(d.posts(a.URL))
		f(t, d, a)
	})
}

func (d *desk) wantPosted(a *agent.Agent) {
	d.t.Helper()
	if files := a.Files(); len(files) != 1 || !bytes.Equal(files[0].Content, d.content) || files[0].Name != fileName {
		d.t.Fatalf("the agent has %d files", len(files))
	}
}

func TestAPostedFileIsSentWhenItsDigestComesBack(t *testing.T) {
	eachAgent(t, func(t *testing.T, d *desk, a *agent.Agent) {
		id := d.queue()
		d.step()
		row := d.want(id, deliver.Sent)
		d.wantPosted(a)
		if row.RemotePath != a.URL || row.Attempts != 1 || d.news() != 1 || d.alerts != 0 {
			t.Errorf("%+v, %d messages of its arrival", row, d.news())
		}
	})
}

func TestWithoutItsDigestAPostedFileIsUnconfirmed(t *testing.T) {
	eachAgent(t, func(t *testing.T, d *desk, a *agent.Agent) {
		a.Mute()
		id := d.queue()
		d.step()
		d.want(id, deliver.Unconfirmed)
		d.wantPosted(a)
		if d.news() != 0 {
			t.Error("it was told to have arrived")
		}
		d.Must(d.Submit(house.Second, on(id, &deliver.Confirm{Outcome: deliver.Sent, Reason: "the agent's desk has it"})))
		d.want(id, deliver.Sent)
	})
}

// Killed before and after each of its records, the attempt is made again under
// the same key: the agent has one file.
func TestACrashAtAnyStepPostsOneFile(t *testing.T) {
	for n := 1; n <= 2; n++ { // the records: about to post, sent
		for _, after := range []bool{false, true} {
			eachAgent(t, func(t *testing.T, d *desk, a *agent.Agent) {
				id := d.queue()
				d.crash(n, after)
				d.step()
				d.want(id, deliver.Sent)
				d.wantPosted(a)
				if d.news() != 1 {
					t.Errorf("%d messages of its arrival", d.news())
				}
			})
		}
	}
}

func TestAnAnswerThatWasLostIsAskedForAgainAndTheFileTakenOnce(t *testing.T) {
	eachAgent(t, func(t *testing.T, d *desk, a *agent.Agent) {
		a.Refuse(http.StatusServiceUnavailable)
		a.Stumble(http.StatusBadGateway, http.StatusInternalServerError)
		id := d.queue()
		for range 4 {
			d.step()
			d.Clock.Advance(time.Hour)
		}
		row := d.want(id, deliver.Sent)
		d.wantPosted(a)
		if a.Calls() != 4 || row.Attempts != 4 {
			t.Errorf("%d calls, %+v", a.Calls(), row)
		}
	})
}

func TestAPostThatNobodyCanTellOfIsUnsureInTheEndAndARefusalIsNot(t *testing.T) {
	eachAgent(t, func(t *testing.T, d *desk, a *agent.Agent) {
		a.Refuse(http.StatusUnauthorized)
		id := d.queue()
		d.step()
		if row := d.want(id, deliver.Failed); !strings.Contains(row.Detail, "401") || d.alerts != 1 {
			t.Errorf("%+v, %d alerts", row, d.alerts)
		}
		d.Must(d.Submit(house.Founder, on(id, &deliver.Retry{})))
		for range 12 {
			a.Stumble(http.StatusInternalServerError)
		}
		for range 12 {
			d.step()
			d.Clock.Advance(2 * time.Hour)
		}
		d.want(id, deliver.Unsure)
		if n := len(a.Files()); n != 1 {
			t.Errorf("the agent has %d files", n)
		}
	})
}

func TestAnAgeFileHasADigestOfItsOwnAndIsReadByTheBankAlone(t *testing.T) {
	eachAgent(t, func(t *testing.T, d *desk, a *agent.Agent) {
		key, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		c := d.posts(a.URL)
		c.Encryption, c.Recipient = "age", key.Recipient().String()
		d.put(c)
		id := d.queue()
		d.crash(2, true) // enciphered, and about to post
		d.step()
		row, files := d.want(id, deliver.Sent), a.Files()
		if len(files) != 1 || files[0].Name != fileName+".age" {
			t.Fatalf("the agent has %+v", files)
		}
		if sum := sha256.Sum256(files[0].Content); hex.EncodeToString(sum[:]) != row.CipherSHA256 || row.SHA256 == row.CipherSHA256 {
			t.Errorf("recorded is %s", row.CipherSHA256)
		}
		r, err := age.Decrypt(bytes.NewReader(files[0].Content), key)
		if err != nil {
			t.Fatal(err)
		}
		if plain, err := io.ReadAll(r); err != nil || !bytes.Equal(plain, d.content) {
			t.Errorf("the bank reads %d bytes, %v", len(plain), err)
		}
	})
}

func TestAWebhookChannelIsCheckedWhenItIsEntered(t *testing.T) {
	eachAgent(t, func(t *testing.T, d *desk, a *agent.Agent) {
		for name, change := range map[string]func(c *deliver.Channel){
			"not_https":        func(c *deliver.Channel) { c.URL = "http://agent.example/in" },
			"bad_url":          func(c *deliver.Channel) { c.URL = "https://user:pass@agent.example/in" },
			"missing_field":    func(c *deliver.Channel) { c.URL = "" },
			"not_sealed":       func(c *deliver.Channel) { c.Secret = "an open secret of the agent" },
			"webhook_only":     func(c *deliver.Channel) { c.Host = "bank.example" },
			"bad_recipient":    func(c *deliver.Channel) { c.Encryption, c.Recipient = "age", "age1nonsense" },
			"recipient_unused": func(c *deliver.Channel) { c.Recipient = "age1nonsense" },
		} {
			c := d.posts(a.URL)
			change(c)
			_, err := d.Submit(house.Founder, govern.Put(deliver.Channels, "bank", 2, c))
			if fault.Code(err) != name || strings.Contains(err.Error(), "open secret") {
				t.Errorf("%s: %v", name, err)
			}
		}
		c := d.channel("read_back")
		c.URL = a.URL
		_, err := d.Submit(house.Founder, govern.Put(deliver.Channels, "bank", 2, c))
		wantFault(t, err, "webhook_only")
		weak := &deliver.Channel{Meta: govern.Meta{ID: "bank"}, Secret: "short"}
		wantFault(t, deliver.SealChannel(d.Ring, weak), "weak_secret")
	})
}

func TestAWebhookChannelIsTriedWithoutAFile(t *testing.T) {
	eachAgent(t, func(t *testing.T, d *desk, a *agent.Agent) {
		tried, err := d.courier.Try(ctx, "bank")
		if err != nil || !tried.OK || len(tried.Steps) != 2 || tried.Steps[1].Name != "address" || len(a.Files()) != 0 {
			t.Errorf("%+v, %v", tried, err)
		}
		a.Close()
		tried, err = d.courier.Try(ctx, "bank")
		if err != nil || tried.OK || len(tried.Steps) != 1 || tried.Steps[0].Code != "webhook_unreachable" {
			t.Errorf("of one that is gone: %+v, %v", tried, err)
		}
	})
}
