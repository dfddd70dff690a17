package payments_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/money"
)

// mixed is a package over both accounts and two days, in which the blocks of
// the file are not the runs of the orders.
func (w *town) mixed() *payments.Package {
	w.t.Helper()
	put(w, payments.BankInstructions, "tax-office", &payments.BankInstruction{Unit: "group", Owner: "Steueramt Zürich", Number: "01-2345-6", BIC: "POFICHBEXXX", Country: "CH", Currency: "CHF"})
	orders := []payments.Entry{pay("E-1", "100.00"), pay("E-2", "0.01"), pay("E-3", "250.50"), pay("E-4", "7")}
	orders[1].Account, orders[1].BankInstruction, orders[1].Kind = "chf", "tax-office", "tax"
	orders[1].Amount = money.Money{Minor: 1, Currency: "CHF"}
	orders[2].ExecutionDate, orders[2].ChargeBearer = "2026-11-06", "SLEV"
	for i := range orders {
		if orders[i].Kind == "" {
			orders[i].Kind = "third_party"
		}
	}
	id := w.create(draft("MIX-7", "mixed", orders...))
	w.Must(w.on("clerk", id, &payments.Submit{}))
	return w.pkg(id)
}

func (w *town) accept(p *payments.Package) {
	w.t.Helper()
	w.Must(w.sign("mayor", p))
	w.Must(w.sign("treasurer", p))
	w.wantState(p.ID, payments.Accepted)
}

func TestFileIsTheSameBytesOnBothDatabasesForEver(t *testing.T) {
	golden := filepath.Join("testdata", "mixed.xml")
	eachTown(t, func(t *testing.T, w *town) {
		p := w.mixed()
		_, seen, _, err := payments.Preview(ctx, w.DB, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		w.accept(p)
		name, content, digest, err := payments.File(ctx, w.DB, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(content)
		if name != "MIX-7.xml" || digest != p.Digest || digest != hex.EncodeToString(sum[:]) {
			t.Errorf("file %s with digest %s; signed was %s", name, digest, p.Digest)
		}
		if d := cmp.Diff(string(seen), string(content)); d != "" {
			t.Errorf("what was shown to sign is not what leaves: %s", d)
		}
		if os.Getenv("UPDATE_GOLDEN") != "" {
			if err := os.WriteFile(golden, content, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), string(content)); d != "" {
			t.Errorf("the file changed: %s", d)
		}
	})
}

func TestFileHasOneBlockForEachAccountAndDay(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "mixed.xml"))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Blocks []struct {
			ID     string   `xml:"PmtInfId"`
			Sum    string   `xml:"CtrlSum"`
			Orders []string `xml:"CdtTrfTxInf>PmtId>EndToEndId"`
		} `xml:"CstmrCdtTrfInitn>PmtInf"`
	}
	if err := xml.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	got := [][]string{}
	for _, b := range doc.Blocks {
		got = append(got, append([]string{b.ID, b.Sum}, b.Orders...))
	}
	want := [][]string{{"MIX-7-1", "107.00", "E-1", "E-4"}, {"MIX-7-2", "0.01", "E-2"}, {"MIX-7-3", "250.50", "E-3"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestFileSatisfiesTheSchema(t *testing.T) {
	shared := os.Getenv("COUNTERSIGN_SHARED")
	if shared == "" {
		shared = filepath.Join(testkit.Root(), "..", "shared")
	}
	schema := filepath.Join(shared, "standards", "iso20022", "pain.001.001.09.xsd")
	if _, err := os.Stat(schema); err != nil {
		t.Skip("the ISO 20022 schemas are not here: ", err)
	}
	if out, err := exec.Command("xmllint", "--noout", "--nonet", "--schema", schema, filepath.Join("testdata", "mixed.xml")).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

func TestAlteredRowKeepsTheFileFromLeaving(t *testing.T) {
	alterations := []struct{ do, undo string }{
		{`UPDATE "order" SET amount_minor = amount_minor + 1 WHERE number = 1`, `UPDATE "order" SET amount_minor = amount_minor - 1 WHERE number = 1`},
		{`UPDATE "order" SET creditor_iban = '` + newIBAN + `' WHERE number = 1`, `UPDATE "order" SET creditor_iban = '` + payIBAN + `' WHERE number = 1`},
		{`UPDATE "order" SET removed = 1 WHERE number = 2`, `UPDATE "order" SET removed = 0 WHERE number = 2`},
		{`UPDATE account SET bic = 'DEUTDEFFXXX' WHERE id = 'eur'`, `UPDATE account SET bic = 'COBADEFFXXX' WHERE id = 'eur'`},
	}
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		w.accept(p)
		behindTheDoor := func(q string) {
			if err := w.DB.Write(ctx, func(tx store.Tx) error { return tx.ExecOne(ctx, q) }); err != nil {
				t.Fatal(err)
			}
		}
		for _, a := range alterations {
			behindTheDoor(a.do)
			_, content, _, err := payments.File(ctx, w.DB, p.ID)
			if fault.Code(err) != "other_file" || content != nil {
				t.Errorf("%s: the file left with %d bytes, %v", a.do, len(content), err)
			}
			behindTheDoor(a.undo)
			if _, _, digest, err := payments.File(ctx, w.DB, p.ID); err != nil || digest != p.Digest {
				t.Errorf("%s: the file has the digest %s, %v", a.undo, digest, err)
			}
		}
	})
}

func TestChangedInstructionStopsWhatIsNotAcceptedAndLeavesTheRest(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		accepted := w.waiting()
		w.accept(accepted)
		half := w.create(draft("P-2", "third_party", pay("E-3", "3")))
		w.Must(w.on("clerk", half, &payments.Submit{}))
		w.Must(w.sign("mayor", w.pkg(half)))
		begun := w.create(draft("P-3", "third_party", pay("E-4", "4")))
		moved := &payments.BankInstruction{Unit: "group", Owner: "Bouwbedrijf De Boer", IBAN: newIBAN, BIC: "NWBKGB2L", Country: "GB"}
		w.Must(w.Submit(house.Founder, govern.Put(payments.BankInstructions, "builder", 1, moved)))

		if _, _, digest, err := payments.File(ctx, w.DB, accepted.ID); err != nil || digest != accepted.Digest {
			t.Errorf("an accepted package no longer gives its file: %s, %v", digest, err)
		}
		_, err := w.sign("treasurer", w.pkg(half))
		wantFault(t, err, "instruction_changed", "orders[0].bank_instruction")
		w.Must(w.on("mayor", half, &payments.TakeBack{}))
		_, err = w.on("clerk", begun, &payments.Submit{})
		wantFault(t, err, "instruction_changed", "orders[0].bank_instruction")

		orders, err := payments.OrdersOf(ctx, w.DB, begun)
		if err != nil {
			t.Fatal(err)
		}
		stale := pay("E-4", "4")
		stale.BankInstructionVersion = 1
		_, err = w.on("clerk", orders[0].ID, &payments.ChangeOrder{Entry: stale})
		wantFault(t, err, "instruction_changed", "bank_instruction_version")
		w.Must(w.on("clerk", orders[0].ID, &payments.ChangeOrder{Entry: pay("E-4", "4")}))
		_, err = w.on("clerk", begun, &payments.Submit{})
		wantFault(t, err, "call_back_missing", "orders[0].bank_instruction")
		w.Must(w.on(house.Second, "builder", &payments.NoteCallBack{SpokenTo: "Jan de Boer", Number: "+31 20 1234567"}))
		w.Must(w.on("clerk", begun, &payments.Submit{}))
		if orders, err = payments.OrdersOf(ctx, w.DB, begun); err != nil || orders[0].CreditorIBAN != newIBAN || orders[0].BankInstructionVersion != 2 {
			t.Errorf("the order entered anew is %+v, %v", orders[0], err)
		}
	})
}

func TestOnlyTheSignedBytesAreMarkedAsSent(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.waiting()
		_, _, _, err := payments.File(ctx, w.DB, p.ID)
		wantFault(t, err, "wrong_state", "")
		_, err = w.on("cashier", p.ID, &payments.MarkSent{SHA256: p.Digest})
		wantFault(t, err, "wrong_state", "")
		w.accept(p)
		other := sha256.Sum256([]byte("other"))
		_, err = w.on("cashier", p.ID, &payments.MarkSent{SHA256: hex.EncodeToString(other[:])})
		wantFault(t, err, "other_file", "sha256")
		w.Must(w.on("cashier", p.ID, &payments.MarkSent{SHA256: p.Digest}))
		w.wantState(p.ID, payments.Sent)
		_, err = w.on("clerk", p.ID, &payments.Withdraw{})
		wantFault(t, err, "wrong_state", "")
	})
}
