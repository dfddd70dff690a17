package notice_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/notice"
	"github.com/countersign/countersign/internal/outbox"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/internal/testkit/postbox"
	"github.com/countersign/countersign/money"
)

// despatch is an office from which one package's file leaves into a folder.
type despatch struct {
	*office
	courier *deliver.Courier
	pkg     govern.ID
	content []byte
	given   []string
}

// sending founds it: dora administers deliveries, mia has entered the package.
func sending(o *office) *despatch {
	o.t.Helper()
	d := &despatch{office: o, content: []byte("<pain.001/>")}
	put := func(cmd govern.Command) govern.Outcome { return o.Must(o.Submit(house.Founder, cmd)) }
	o.approve("anna", o.MustHold(o.Submit(house.Founder, govern.PutNew(directory.Units, "group", &directory.Unit{Name: "Group"}))))
	put(govern.PutNew(payments.Customers, "town", &payments.Customer{Name: "Town", Unit: "group"}))
	of := payments.OfCustomer{Customer: "town", Unit: "group"}
	put(govern.PutNew(payments.Accounts, "eur", &payments.Account{OfCustomer: of, Name: "Euro", IBAN: "DE89370400440532013000", BIC: "COBADEFFXXX", Currency: "EUR"}))
	put(govern.PutNew(payments.BankInstructions, "builder", &payments.BankInstruction{Unit: "group", Owner: "De Boer", IBAN: "NL91ABNA0417164300", BIC: "ABNANL2A", Country: "NL"}))
	o.User("dora", "delivery.retry", "delivery.confirm", "delivery.view")
	o.Grant("mia", "package.create", "bank_instruction.view")
	o.User("courier", "delivery.record", "delivery.queue")
	amount, err := money.Parse("4711.99", "EUR")
	if err != nil {
		o.t.Fatal(err)
	}
	d.pkg = o.Must(o.Submit("mia", &payments.Create{Draft: payments.Draft{Code: "P-1", Customer: "town", Kind: "third_party", Orders: []payments.Entry{
		{Account: "eur", BankInstruction: "builder", Amount: amount, ExecutionDate: "2026-11-05", EndToEndID: "E-1", Remittance: "Invoice 1"},
	}}})).Records[0].ID
	put(govern.PutNew(deliver.Channels, "bank", &deliver.Channel{Name: "bank", Kind: "folder", Directory: "out", Mode: "read_back"}))
	kept, err := files.NewFolder(o.t.TempDir())
	if err != nil {
		o.t.Fatal(err)
	}
	d.courier = &deliver.Courier{
		Files: kept, Folder: o.t.TempDir(), Door: o.Engine, DB: o.DB, Ring: o.Ring, Actor: govern.Actor{User: "courier", Method: "service"},
		Content: func(context.Context, string, govern.ID) (string, []byte, error) { return "P-1.xml", d.content, nil },
	}
	o.worker.Handlers[deliver.Deliver] = d.courier.Do
	o.worker.OnGiveUp = func(ctx context.Context, m outbox.Message, _ error) {
		d.given = append(d.given, m.Kind)
		if err := d.courier.GaveUp(ctx, m); m.Kind == deliver.Deliver && err != nil {
			o.t.Error(err)
		}
	}
	return d
}

func (d *despatch) queue() govern.ID {
	d.t.Helper()
	sum := sha256.Sum256(d.content)
	q := &deliver.Queue{Channel: "bank", SubjectTable: "package", Subject: d.pkg, FileName: "P-1.xml", SHA256: hex.EncodeToString(sum[:]), Size: int64(len(d.content))}
	d.Must(d.Submit(house.Founder, q))
	return q.Delivery()
}

func (d *despatch) state(id govern.ID) string {
	d.t.Helper()
	row, err := deliver.Deliveries.Get(context.Background(), d.DB, id)
	if err != nil {
		d.t.Fatal(err)
	}
	return row.State
}

func TestADeliveryThatIsGivenUpIsToldToItsAdministratorsItsMakerAndTheirPrograms(t *testing.T) {
	each(t, postbox.StartTLS, func(t *testing.T, o *office) {
		d, r := sending(o), receive(t)
		o.webhook("chat", &notice.Webhook{URL: r.URL, Secret: secret.Sealed(hookSecret), Kinds: []string{"delivery"}})
		id := d.queue()
		d.send() // there is no such folder
		if d.state(id) != deliver.Failed || len(d.given) != 1 {
			t.Fatalf("the delivery is %s, given up: %v", d.state(id), d.given)
		}
		d.look()
		d.look()
		for _, who := range []string{"dora", "mia"} {
			letters := o.to(who)
			if len(letters) != 1 {
				t.Fatalf("%s got %d letters", who, len(letters))
			}
			text := textOf(t, letters[0])
			if !strings.Contains(text, "P-1.xml did not arrive") || !strings.Contains(text, "https://cs.example/delivery/"+string(id)) || strings.Contains(text, "4711") {
				t.Errorf("%s reads\n%s", who, text)
			}
		}
		if n := len(o.to("carl")) + len(o.to("courier")); n != 0 {
			t.Errorf("%d letters went to people whom it does not concern", n)
		}
		_, bodies := r.all()
		var p notice.Posted
		if len(bodies) != 1 || json.Unmarshal(bodies[0], &p) != nil || p.Kind != notice.OfDelivery || p.Record != id || p.Why != "failed" || p.What != "P-1.xml" || p.Maker != "mia" {
			t.Fatalf("the program is told %q", bodies)
		}

		// Mended and asked for again, it is sent and nobody is told any more.
		if err := os.Mkdir(filepath.Join(d.courier.Folder, "out"), 0o755); err != nil {
			t.Fatal(err)
		}
		retry := &deliver.Retry{}
		retry.On(id)
		o.Must(o.Submit("dora", retry))
		d.send()
		d.look()
		if _, bodies := r.all(); d.state(id) != deliver.Sent || len(o.to("dora")) != 1 || len(bodies) != 1 {
			t.Errorf("the delivery is %s; dora has %d letters, the program %d", d.state(id), len(o.to("dora")), len(bodies))
		}
	})
}

func TestAFileThatMayHaveArrivedIsToldToWhoCanAskTheBank(t *testing.T) {
	each(t, postbox.Plain, func(t *testing.T, o *office) {
		d := sending(o)
		out := filepath.Join(d.courier.Folder, "out")
		if err := os.Mkdir(out, 0o755); err != nil {
			t.Fatal(err)
		}
		id := d.queue()
		// A node died when it had asked for the rename; then the file was taken.
		err := o.DB.Write(t.Context(), func(tx store.Tx) error {
			return tx.Exec(t.Context(), `UPDATE delivery SET rename_asked_at = 1 WHERE id = $1`, string(id))
		})
		if err != nil {
			t.Fatal(err)
		}
		d.send()
		if d.state(id) != deliver.Unsure {
			t.Fatalf("the delivery is %s", d.state(id))
		}
		d.look()
		if letters := o.to("dora"); len(letters) != 1 || !strings.Contains(textOf(t, letters[0]), "may have arrived") {
			t.Errorf("dora got %d letters", len(letters))
		}
		confirm := &deliver.Confirm{Outcome: deliver.Failed, Reason: "the bank has none"}
		confirm.On(id)
		o.Must(o.Submit("dora", confirm))
		d.look()
		if letters := o.to("mia"); len(letters) != 2 || !strings.Contains(textOf(t, letters[1]), "did not arrive") {
			t.Errorf("of what the bank said, mia got %d letters", len(letters))
		}
	})
}

func TestAnAcceptedPackageThatNobodySendsIsTold(t *testing.T) {
	each(t, postbox.Plain, func(t *testing.T, o *office) {
		d := sending(o)
		err := o.DB.Write(t.Context(), func(tx store.Tx) error {
			if err := tx.Exec(t.Context(), `UPDATE package SET state = 'accepted' WHERE id = $1`, string(d.pkg)); err != nil {
				return err
			}
			return tx.Exec(t.Context(), `INSERT INTO outbox (id, kind, subject, body, due_at, leased_until, attempts, done_at, made_seq) VALUES ('m', 'package_accepted', $1, '', 0, 0, 11, 0, 0)`, string(d.pkg))
		})
		if err != nil {
			t.Fatal(err)
		}
		d.look() // the last attempt: this office has no way to send it
		d.look()
		d.look()
		for _, who := range []string{"dora", "mia"} {
			letters := o.to(who)
			if len(letters) != 1 || !strings.Contains(textOf(t, letters[0]), "https://cs.example/package/"+string(d.pkg)) {
				t.Errorf("%s got %d letters", who, len(letters))
			}
		}
	})
}

func TestADeliveryThatNobodyLooksAfterIsEscalated(t *testing.T) {
	each(t, postbox.Plain, func(t *testing.T, o *office) {
		d := sending(o)
		o.User("head")
		o.Must(o.Submit(house.Founder, govern.PutNew(notice.Escalations, "late", &notice.Escalation{Name: "Files", Unit: "group", Kind: "delivery", After: 30, User: "head"})))
		d.queue()
		d.send()
		d.look()
		if n := len(o.to("head")); n != 0 {
			t.Fatalf("the head got %d letters at once", n)
		}
		o.Clock.Advance(31 * time.Minute)
		d.look()
		d.look()
		if letters := o.to("head"); len(letters) != 1 || !strings.Contains(textOf(t, letters[0]), "P-1.xml has waited too long") {
			t.Errorf("the head got %d letters", len(letters))
		}
	})
}
