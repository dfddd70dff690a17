package payments_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
)

// answered is a pain.002 about the package, with a status of the whole and of
// named orders: "E-1=RJCT:AC04".
func answered(id, pkg, whole string, orders ...string) string {
	var tx strings.Builder
	for _, o := range orders {
		ref, status, _ := strings.Cut(o, "=")
		status, code, _ := strings.Cut(status, ":")
		fmt.Fprintf(&tx, `<TxInfAndSts><OrgnlEndToEndId>%s</OrgnlEndToEndId><TxSts>%s</TxSts>`, ref, status)
		if code != "" {
			fmt.Fprintf(&tx, `<StsRsnInf><Rsn><Cd>%s</Cd></Rsn><AddtlInf>Account closed</AddtlInf></StsRsnInf>`, code)
		}
		tx.WriteString(`</TxInfAndSts>`)
	}
	payment := ""
	if tx.Len() > 0 {
		payment = `<OrgnlPmtInfAndSts><OrgnlPmtInfId>` + pkg + `-1</OrgnlPmtInfId>` + tx.String() + `</OrgnlPmtInfAndSts>`
	}
	return `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>` +
		`<GrpHdr><MsgId>` + id + `</MsgId><CreDtTm>2026-11-05T08:15:00Z</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>` + pkg +
		`</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>` + whole + `</GrpSts></OrgnlGrpInfAndSts>` + payment + `</CstmrPmtStsRpt></Document>`
}

// stated is a statement of these bookings: "E-1 DBIT 100.00", or "batch P-1-1 DBIT 350.50".
func stated(id, iban string, bookings ...string) string {
	var entries strings.Builder
	for _, b := range bookings {
		f := strings.Fields(b)
		inside := ""
		if f[0] == "batch" {
			f = f[1:]
			inside = `<Btch><MsgId>` + f[0][:strings.LastIndex(f[0], "-")] + `</MsgId><PmtInfId>` + f[0] + `</PmtInfId></Btch>`
		} else {
			inside = `<TxDtls><Refs><EndToEndId>` + f[0] + `</EndToEndId></Refs></TxDtls>`
		}
		fmt.Fprintf(&entries, `<Ntry><Amt Ccy="EUR">%s</Amt><CdtDbtInd>%s</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-05</Dt></BookgDt><NtryDtls>%s</NtryDtls></Ntry>`, f[2], f[1], inside)
	}
	return `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-11-06T01:00:00Z</CreDtTm></GrpHdr>` +
		`<Stmt><Id>` + id + `</Id><Acct><Id><IBAN>` + iban + `</IBAN></Id><Ccy>EUR</Ccy></Acct>` +
		`<Bal><Tp><CdOrPrtry><Cd>ITBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-05</Dt></Dt></Bal>` +
		entries.String() + `</Stmt></BkToCstmrStmt></Document>`
}

func (w *town) take(content string) (govern.Outcome, error) {
	return w.Submit("teller", &payments.TakeReport{Customer: "town", FileName: "bank.xml", Content: content})
}

// sent is a package of two orders whose file has left.
func (w *town) sent() *payments.Package {
	w.t.Helper()
	w.User("teller", "bank_report.take", "order.recall", "order.view")
	p := w.waiting()
	w.accept(p)
	w.Must(w.on("cashier", p.ID, &payments.MarkSent{SHA256: p.Digest}))
	return w.pkg(p.ID)
}

// outcomes are those of the package's orders.
func (w *town) outcomes(p *payments.Package) string {
	w.t.Helper()
	orders, err := payments.OrdersOf(ctx, w.DB, p.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	var list []string
	for _, o := range orders {
		list = append(list, o.EndToEndID+" "+o.Outcome)
	}
	return strings.Join(list, ", ")
}

func (w *town) lines(result string) []string {
	w.t.Helper()
	list, err := payments.Lines.Find(ctx, w.DB, `result = $1 ORDER BY report, number`, result)
	if err != nil {
		w.t.Fatal(err)
	}
	var said []string
	for _, l := range list {
		said = append(said, l.Reference+" "+l.Said)
	}
	slices.Sort(said)
	return said
}

func TestTheBanksAnswerAndItsStatementMoveOrdersToTheirEnd(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.sent()
		w.Must(w.take(answered("A-1", "P-1", "ACTC")))
		w.wantState(p.ID, payments.Acknowledged)
		if got := w.outcomes(p); got != "E-1 accepted, E-2 accepted" {
			t.Errorf("after the first answer: %s", got)
		}
		w.Must(w.take(answered("A-2", "P-1", "PART", "E-1=RJCT:AC04", "E-2=ACSC")))
		o := w.order(p.ID, 0)
		if o.Outcome != payments.OutcomeRejected || o.OutcomeCode != "AC04" || o.OutcomeText != "Account closed" {
			t.Errorf("the rejected order is %+v", o.Fate)
		}
		w.Must(w.take(stated("S-1", eurIBAN, "E-2 DBIT 250.50")))
		w.wantState(p.ID, payments.Booked)
		if o := w.order(p.ID, 1); o.Outcome != payments.OutcomeBooked || o.BookedOn != "2026-11-05" {
			t.Errorf("the booked order is %+v", o.Fate)
		}
		w.Must(w.take(stated("S-2", eurIBAN, "E-2 CRDT 245.50"))) // less the bank's charges
		if got := w.outcomes(p); got != "E-1 rejected, E-2 returned" {
			t.Errorf("at the end: %s", got)
		}
	})
}

func TestAPackageThatTheBankRejectsWholeIsRejected(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.sent()
		w.Must(w.take(answered("A-1", "P-1", "RJCT")))
		w.wantState(p.ID, payments.Rejected)
		if got := w.outcomes(p); got != "E-1 rejected, E-2 rejected" {
			t.Error(got)
		}
	})
}

func TestABlockThatTheBankBooksAtOnceBooksItsOrders(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.sent()
		w.Must(w.take(stated("S-1", eurIBAN, "batch P-1-1 DBIT 350.49")))
		if got := w.lines(payments.LineContradicts); len(got) != 2 {
			t.Errorf("a sum that is a cent off: %v", got)
		}
		w.wantState(p.ID, payments.Sent)
		w.Must(w.take(stated("S-2", eurIBAN, "batch P-1-1 DBIT 350.50")))
		w.wantState(p.ID, payments.Booked)
	})
}

func TestTheOrderOfTheBanksFilesChangesNothing(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.sent()
		files := []string{
			stated("S-2", eurIBAN, "E-2 CRDT 250.50"), stated("S-1", eurIBAN, "E-1 DBIT 100.00", "E-2 DBIT 250.50"),
			answered("A-2", "P-1", "ACSC"), answered("A-1", "P-1", "PART"),
		}
		for _, f := range files { // the last word first
			w.Must(w.take(f))
		}
		if got := w.outcomes(p); got != "E-1 booked, E-2 returned" {
			t.Errorf("backwards: %s", got)
		}
		w.wantState(p.ID, payments.Booked)
		before := w.pkg(p.ID).Version
		for _, f := range files {
			_, err := w.take(f)
			wantFault(t, err, "already_taken", "")
			w.Must(w.take(strings.Replace(f, "</Document>", " </Document>", 1))) // the same in another file
		}
		if got := w.pkg(p.ID).Version; got != before {
			t.Errorf("told twice, the package is at version %d, was %d", got, before)
		}
	})
}

func TestWhatTheBankSaysOfUnknownOrdersIsListed(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.sent()
		w.Must(w.take(answered("A-1", "P-9", "RJCT", "X-1=RJCT:AM04")))
		w.Must(w.take(answered("A-2", "P-1", "PART", "X-2=RJCT:AM04")))
		w.Must(w.take(stated("S-1", eurIBAN, "X-3 DBIT 1.00", "X-4 CRDT 2.00")))
		if d := cmp.Diff([]string{"P-9 RJCT", "X-1 RJCT", "X-2 RJCT", "X-3 BOOK"}, w.lines(payments.LineUnknown)); d != "" {
			t.Error(d)
		}
		if d := cmp.Diff([]string{"X-4 BOOK"}, w.lines(payments.LineOther)); d != "" {
			t.Error(d)
		}
		w.Must(w.take(stated("S-2", eurIBAN, "E-1 DBIT 99.00")))
		w.Must(w.take(stated("S-3", "DE02120300000000202051", "E-1 DBIT 100.00")))
		if got := w.lines(payments.LineContradicts); len(got) != 2 || w.order(p.ID, 0).Outcome == payments.OutcomeBooked {
			t.Errorf("another amount and another account: %v", got)
		}
		waits := w.submitted("P-2", pay("E-9", "9"))
		w.Must(w.take(answered("A-3", "P-2", "ACSC")))
		w.wantState(waits.ID, payments.Awaiting)
		if got := w.lines(payments.LineContradicts); len(got) != 3 {
			t.Errorf("an answer to what has not left: %v", got)
		}
		r, err := payments.Reports.Find(ctx, w.DB, `customer = 'town' ORDER BY taken_at`)
		if err != nil || len(r) != 6 || r[2].Lines != 2 || r[2].Open != 1 || r[2].Kind != "camt.053" || r[0].Size == 0 || len(r[0].SHA256) != 64 {
			t.Errorf("the reports are %+v, %v", r, err)
		}
	})
}

func TestAFileThatIsNoneIsRefusedWithItsPlace(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.sent()
		_, err := w.take("reference;amount")
		wantFault(t, err, "unknown_format", "content")
		_, err = w.take(strings.Replace(stated("S-1", eurIBAN, "E-1 DBIT 100.00"), "<Sts>", "<Oops>", 1))
		wantFault(t, err, "bad_xml", "content")
		if n := w.Count(`SELECT count(*) FROM bank_report`); n != 0 {
			t.Errorf("%d refused reports stand", n)
		}
	})
}

func TestARecalledOrderIsRecalledWhenTheBankGivesItBack(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.sent()
		o := w.order(p.ID, 0)
		w.Must(w.on("teller", o.ID, &payments.Recall{Why: "Paid twice."}))
		_, err := w.on("teller", o.ID, &payments.Recall{Why: "Again."})
		wantFault(t, err, "already_recalled", "")
		w.Must(w.take(stated("S-1", eurIBAN, "E-1 DBIT 100.00", "E-2 DBIT 250.50")))
		w.Must(w.take(stated("S-2", eurIBAN, "E-1 CRDT 100.00")))
		if got := w.outcomes(p); got != "E-1 recalled, E-2 booked" {
			t.Error(got)
		}
	})
}

func TestARepairIsANewOrderLinkedToTheOneThatFailed(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.sent()
		old := w.order(p.ID, 0)
		again := pay("E-1R", "100.00")
		again.Remittance, again.RepairOf = old.Remittance, old.ID
		_, err := w.Submit("clerk", draft("P-2", "third_party", again))
		wantFault(t, err, "not_failed", "orders[0].repair_of")
		w.Must(w.take(answered("A-1", "P-1", "PART", "E-1=RJCT:AC04")))
		id := w.create(draft("P-2", "third_party", again))
		if o := w.order(id, 0); o.RepairOf != old.ID || o.PossibleDuplicate != "" {
			t.Errorf("the repair is %+v", o)
		}
		twice := again
		twice.EndToEndID = "E-1S"
		_, err = w.Submit("clerk", draft("P-3", "third_party", twice))
		wantFault(t, err, "already_repaired", "orders[0].repair_of")
	})
}
