package deliver_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit/house"
)

// sealedOf is a key as it stands in a request, before it is sealed.
func sealedOf(key []byte) secret.Sealed { return secret.Sealed(key) }

func TestAKeyIsNowhereReadableOnceItsChannelIsSaved(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		row, err := deliver.Channels.Get(ctx, d.DB, "bank")
		if err != nil {
			t.Fatal(err)
		}
		middle := d.bank.ClientKey[100:160]
		if bytes.Contains([]byte(row.PrivateKey), middle) || !strings.HasPrefix(string(row.PrivateKey), "sealed:") {
			t.Error("the channel's row holds the key")
		}
		if printed := fmt.Sprintf("%v %+v %#v", row, row, row); strings.Contains(printed, string(row.PrivateKey)) {
			t.Error("printing the row shows the sealed key")
		}
		err = d.DB.Query(ctx, func(scan store.Scan) error {
			var header, sealed []byte
			err := scan(&header, &sealed)
			if bytes.Contains(header, middle) || bytes.Contains(sealed, middle) || bytes.Contains(sealed, []byte(row.PrivateKey)) {
				t.Error("the log holds the key")
			}
			return err
		}, `SELECT header, sealed FROM audit_entry`)
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestAKeyThatIsNotSealedIsRefusedWithoutRepeatingIt(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		c := d.channel("read_back")
		c.PrivateKey = sealedOf(d.bank.ClientKey)
		_, err := d.Submit(house.Founder, govern.Put(deliver.Channels, "bank", 1, c))
		wantFault(t, err, "not_sealed")
		if strings.Contains(err.Error(), string(d.bank.ClientKey[100:120])) {
			t.Error("the refusal repeats the key")
		}
	})
}

func TestASealedKeyBelongsToItsChannel(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		mine, err := deliver.Channels.Get(ctx, d.DB, "bank")
		if err != nil {
			t.Fatal(err)
		}
		kept := mine.PrivateKey
		if err := deliver.SealChannel(d.Ring, mine); err != nil || mine.PrivateKey != kept {
			t.Errorf("a key that was left out did not stay: %v", err)
		}
		mine.ID = "elsewhere"
		wantFault(t, deliver.SealChannel(d.Ring, mine), "foreign_seal")
		for _, key := range []string{"sealed:1:AAAA", "-----BEGIN OPENSSH PRIVATE KEY-----"} {
			mine.PrivateKey = secret.Sealed(key)
			if err := deliver.SealChannel(d.Ring, mine); !fault.Is(err, fault.Invalid) || fault.From(err).Field != "private_key" {
				t.Errorf("%q: %v", key, err)
			}
		}
	})
}

func TestAChannelWithoutAPinnedKeyIsRefused(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		for _, lines := range []string{"", "# none\n", "bank.example ssh-ed25519 AAAA\n", "@revoked " + d.channel("read_back").HostKeys} {
			c := d.channel("read_back")
			c.HostKeys = lines
			_, err := d.Submit(house.Founder, govern.Put(deliver.Channels, "bank", 1, c))
			wantFault(t, err, "sftp_host_key_bad")
		}
	})
}

func TestAChannelStaysWithItsBank(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		c := d.channel("read_back")
		c.BIC = "UBSWCHZH80A"
		_, err := d.Submit(house.Founder, govern.Put(deliver.Channels, "bank", 1, c))
		if fault.Code(err) != "fixed" {
			t.Errorf("moved to another bank: %v", err)
		}
		second := d.channel("read_back")
		second.ID, second.Name = "bank-2", "Second"
		if _, err := d.Submit(house.Founder, govern.PutNew(deliver.Channels, "bank-2", second)); fault.Code(err) != "duplicate" {
			t.Errorf("a second channel to the same bank: %v", err)
		}
	})
}

func TestAChannelChangesUnderFourEyes(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.Must(d.Submit(house.Founder, govern.PutNew(policy.Rules, "channels", &policy.Rule{
			Name: "channels", Subject: "channel",
			Operations: []string{"update"}, Factors: []approval.Factor{{Permission: "channel.approve", People: 1}}, Enabled: true,
		})))
		c := d.channel("no_read_back")
		out := d.MustHold(d.Submit(house.Founder, govern.Put(deliver.Channels, "bank", 1, c)))
		d.Must(d.Engine.Approve(ctx, govern.Actor{User: house.Second}, govern.Note{}, out.Change, out.Digest))
		id := d.queue()
		d.step()
		d.want(id, deliver.Unconfirmed)
	})
}
