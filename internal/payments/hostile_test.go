package payments_test

import (
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/payments"
)

// What a clerk sends by mistake, and somebody else on purpose: each is refused
// with what is wrong, and nothing of it stands.
func TestAFileThatIsWrongOrHostileLeavesNothing(t *testing.T) {
	const head = "account,creditor_account,creditor,currency,amount,execution_date,end_to_end_id,remittance\n"
	row := func(cells ...string) string {
		list := []string{eurIBAN, payIBAN, "", "EUR", "1.00", "2026-11-05", "E-1", "x"}
		for i := 0; i < len(cells); i += 2 {
			for at, name := range strings.Split(strings.TrimSpace(head), ",") {
				if name == cells[i] {
					list[at] = cells[i+1]
				}
			}
		}
		return head + strings.Join(list, ",") + "\n"
	}
	pain := func(version string) string {
		return `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:` + version + `"><CstmrCdtTrfInitn></CstmrCdtTrfInitn></Document>`
	}
	eachTown(t, func(t *testing.T, w *town) {
		w.Grant("clerk", "package.import")
		for name, content := range map[string]string{
			"two swapped digits of an IBAN": row("account", "DE89370400440532031000"),
			"an IBAN with spaces":           row("creditor_account", "NL91 ABNA 0417 1643 99"),
			"three decimals of a euro":      row("amount", "1.005"),
			"decimals of yen":               row("currency", "JPY", "amount", "1.50"),
			"a comma for decimals":          row("amount", `"1,50"`),
			"thousands":                     row("amount", `"1,000.00"`),
			"a number of another script":    row("amount", "١٢"),
			"an exponent":                   row("amount", "1e3"),
			"nothing to pay":                row("amount", "0.00"),
			"money back":                    row("amount", "-1.00"),
			"more than there is":            row("amount", strings.Repeat("9", 30)),
			"another currency":              row("currency", "CHF"),
			"no currency at all":            row("currency", "XXY"),
			"a Saturday":                    row("execution_date", "2026-11-07"),
			"the thirtieth of February":     row("execution_date", "2027-02-30"),
			"an American day":               row("execution_date", "11/05/2026"),
			"a day that is over":            row("execution_date", "2020-01-02"),
			"an id of 36 characters":        row("end_to_end_id", strings.Repeat("E", 36)),
			"an id of other characters":     row("end_to_end_id", "E_1€"),
			"no id":                         row("end_to_end_id", ""),
			"the same id twice":             row() + strings.TrimPrefix(row(), head),
			"text that the bank lacks":      row("remittance", "請求書"),
			"a remittance of 141":           row("remittance", strings.Repeat("x", 141)),
			"a formula":                     row("end_to_end_id", "=1+1"),
			"a cell too many":               head + "a,b,c,d,e,f,g,h,i\n",
			"an open quote":                 head + `"` + eurIBAN,
			"no rows":                       head,
			"another header":                "iban,betrag\nDE,1\n",
			"nothing":                       "",
			"NUL":                           row("remittance", "a\x00b"),
			"no UTF-8":                      row("remittance", "M\xfcller"),
			"a bomb of entities":            `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">&b;</Document>`,
			"a file of the server's":        `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">&x;</Document>`,
			"a deep nest":                   `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">` + strings.Repeat("<a>", 100_000),
			"a version of old":              pain("pain.001.001.02"),
			"a version to come":             pain("pain.001.001.99"),
			"a direct debit":                pain("pain.008.001.02"),
			"an empty message":              pain("pain.001.001.09"),
		} {
			_, err := w.bring("P-1", content)
			if f := fault.From(err); err == nil || !fault.Is(err, fault.Invalid) || f.Detail == "" {
				t.Errorf("%s: %v", name, err)
			}
			if n := w.Count(`SELECT count(*) FROM package`) + w.Count(`SELECT count(*) FROM "order"`); n != 0 {
				t.Fatalf("%s: %d rows stand", name, n)
			}
		}
		w.Must(w.bring("P-1", row()))
	})
}

// An order that was paid can be entered again only as what it is: the repair of
// one that failed, once.
func TestWhatIsRecalledIsNotRepairedBeforeItIsBack(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.sent()
		old := w.order(p.ID, 0)
		w.Must(w.on("teller", old.ID, &payments.Recall{Why: "Wrong beneficiary."}))
		again := pay("E-1R", old.Amount.Decimal().String())
		again.RepairOf = old.ID
		_, err := w.Submit("clerk", draft("P-2", "third_party", again))
		wantFault(t, err, "not_failed", "orders[0].repair_of")
		w.Must(w.take(answeredRecall("A-1", p.Code, old.EndToEndID+"=RJCR:CUST")))
		_, err = w.Submit("clerk", draft("P-2", "third_party", again))
		wantFault(t, err, "not_failed", "orders[0].repair_of")
	})
}
