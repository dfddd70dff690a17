package ascode_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/house"
)

// channel enters a bank's drop box with a real key, through the door.
func channel(t *testing.T, h *house.House) *deliver.Channel {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	host, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	c := &deliver.Channel{
		Meta: govern.Meta{ID: "bank"}, Name: "Bank", BIC: "COBADEFF", Kind: "sftp", Host: "localhost", Port: 22, User: "u", Mode: "read_back",
		HostKeys: "localhost " + string(ssh.MarshalAuthorizedKey(host)), PrivateKey: secret.Sealed(pem.EncodeToMemory(block)),
	}
	if err := deliver.SealChannel(h.Ring, c); err != nil {
		t.Fatal(err)
	}
	h.Must(h.Submit(house.Founder, govern.PutNew(deliver.Channels, c.ID, c)))
	return c
}

func TestASecretStandsInNoFileAndStaysAsItIs(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		was := channel(t, h)
		var text string
		for _, f := range export(t, h) {
			if f.Name == "channel.yaml" {
				text = f.Content
			}
			if strings.Contains(f.Content, "sealed:") || strings.Contains(f.Content, "private_key") {
				t.Errorf("%s: %s", f.Name, f.Content)
			}
		}
		cmd := must(t, h, strings.Replace(text, "port: 22", "port: 2222", 1))
		if got := changed(t, h, cmd); len(got) != 1 || got[0] != "update channel Bank; port 22→2222" {
			t.Errorf("it changes %v", got)
		}
		is, err := deliver.Channels.Get(context.Background(), h.DB, "bank")
		if err != nil || is.Port != 2222 || is.PrivateKey != was.PrivateKey {
			t.Errorf("the channel is %+v, %v", is, err)
		}
	})
}

func TestTheExampleOfTheDocumentationApplies(t *testing.T) {
	doc, err := os.ReadFile(filepath.Join(testkit.Root(), "docs", "governance-as-code.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(doc), "```yaml\n")
	text, _, found := strings.Cut(text, "```\n")
	if !found {
		t.Fatal("there is no example")
	}
	each(t, func(t *testing.T, h *house.House) {
		if got := changed(t, h, must(t, h, text)); len(got) != 8 {
			t.Errorf("it changes %v", got)
		}
	})
}
