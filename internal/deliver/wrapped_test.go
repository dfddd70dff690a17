package deliver_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/openpgp"        //nolint:staticcheck // the bank of the test, which reads what was encrypted for it
	"golang.org/x/crypto/openpgp/armor"  //nolint:staticcheck // the same
	"golang.org/x/crypto/openpgp/packet" //nolint:staticcheck // the same

	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit/house"
)

// keyholder is the bank's key, made at the house's time.
func (d *desk) keyholder() (*openpgp.Entity, string) {
	d.t.Helper()
	config := &packet.Config{RSABits: 2048, Time: func() time.Time { return d.Clock.Now().Add(-time.Hour) }}
	key, err := openpgp.NewEntity("Bank", "", "bank@example.com", config)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, id := range key.Identities {
		if err := id.SelfSignature.SignUserId(id.UserId.Id, key.PrimaryKey, key.PrivateKey, config); err != nil {
			d.t.Fatal(err)
		}
	}
	for _, sub := range key.Subkeys {
		if err := sub.Sig.SignKey(sub.PublicKey, key.PrivateKey, config); err != nil {
			d.t.Fatal(err)
		}
	}
	var public bytes.Buffer
	out, err := armor.Encode(&public, openpgp.PublicKeyType, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	if err := key.Serialize(out); err != nil {
		d.t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		d.t.Fatal(err)
	}
	return key, public.String()
}

// encrypts has the channel encrypt, and gives the bank's key.
func (d *desk) encrypts() *openpgp.Entity {
	d.t.Helper()
	key, public := d.keyholder()
	c := d.channel("read_back")
	c.Encryption, c.Recipient = "openpgp", public
	now, err := deliver.Channels.Get(ctx, d.DB, "bank")
	if err != nil {
		d.t.Fatal(err)
	}
	d.Must(d.Submit(house.Founder, govern.Put(deliver.Channels, "bank", now.Version, c)))
	return key
}

// wantWrapped: the one file at the bank is a cipher text of the recorded digest,
// and the bank reads the agreed bytes in it.
func (d *desk) wantWrapped(key *openpgp.Entity, row *deliver.Delivery) {
	d.t.Helper()
	if names := d.standing(); len(names) != 1 || names[0] != fileName+".pgp" {
		d.t.Fatalf("at the bank: %v", names)
	}
	sealed, err := os.ReadFile(filepath.Join(d.bank.Folder, fileName+".pgp"))
	if err != nil {
		d.t.Fatal(err)
	}
	if sum := sha256.Sum256(sealed); hex.EncodeToString(sum[:]) != row.CipherSHA256 || int64(len(sealed)) != row.CipherSize {
		d.t.Errorf("recorded was %s of %d bytes, the bank has others", row.CipherSHA256, row.CipherSize)
	}
	if bytes.Contains(sealed, []byte("<pain.001/>")) {
		d.t.Error("the bank's file can be read by anybody")
	}
	m, err := openpgp.ReadMessage(bytes.NewReader(sealed), openpgp.EntityList{key}, nil, &packet.Config{Time: d.Clock.Now})
	if err != nil {
		d.t.Fatal(err)
	}
	if plain, err := io.ReadAll(m.UnverifiedBody); err != nil || !bytes.Equal(plain, d.content) {
		d.t.Errorf("the bank reads %d bytes, %v", len(plain), err)
	}
}

func TestAnEncryptedFileHasADigestOfItsOwnAndIsReadByTheBankAlone(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		key := d.encrypts()
		id := d.queue()
		d.step()
		row := d.want(id, deliver.Sent)
		d.wantWrapped(key, row)
		if row.SHA256 == row.CipherSHA256 || d.news() != 1 {
			t.Errorf("%+v, %d messages of its arrival", row, d.news())
		}
	})
}

func TestACrashAtAnyStepOfAnEncryptedDeliverySendsOneCipherText(t *testing.T) {
	for n := 1; n <= 3; n++ { // the records: enciphered, renaming, sent
		for _, after := range []bool{false, true} {
			each(t, func(t *testing.T, d *desk) {
				key := d.encrypts()
				id := d.queue()
				d.crash(n, after)
				d.step()
				d.wantWrapped(key, d.want(id, deliver.Sent))
				if d.news() != 1 {
					t.Errorf("%d messages of its arrival", d.news())
				}
			})
		}
	}
}

func TestARecipientIsCheckedWhenItIsEntered(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		_, public := d.keyholder()
		for name, change := range map[string]func(c *deliver.Channel){
			"bad_recipient":    func(c *deliver.Channel) { c.Encryption, c.Recipient = "openpgp", "a key" },
			"recipient_unused": func(c *deliver.Channel) { c.Recipient = public },
			"no_way_in":        func(c *deliver.Channel) { c.PrivateKey = "" },
			"not_sealed":       func(c *deliver.Channel) { c.Password = "an open secret" },
			"folder_only":      func(c *deliver.Channel) { c.Kind = "folder" },
			"missing_field":    func(c *deliver.Channel) { c.Host = "" },
		} {
			c := d.channel("read_back")
			change(c)
			_, err := d.Submit(house.Founder, govern.Put(deliver.Channels, "bank", 1, c))
			if fault.Code(err) != name || strings.Contains(err.Error(), "an open secret") {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestTheBanksAnswerConfirmsWhatCouldNotBeReadBack(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.mend("no_read_back")
		id := d.queue()
		d.step()
		d.want(id, deliver.Unconfirmed)
		if d.news() != 0 {
			t.Fatal("an unconfirmed file was told to have arrived")
		}
		d.Must(d.Submit(service, on(id, &deliver.Answered{})))
		d.want(id, deliver.Sent)
		if d.news() != 1 {
			t.Errorf("%d messages of its arrival", d.news())
		}
		_, err := d.Submit(service, on(id, &deliver.Answered{}))
		wantFault(t, err, "wrong_state")
	})
}
