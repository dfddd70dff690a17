package payments_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/payments"
)

// answeredRecall is a camt.029: "E-1=ACCR" or "E-1=RJCR:CUST".
func answeredRecall(id, pkg string, items ...string) string {
	var list strings.Builder
	for _, i := range items {
		ref, status, _ := strings.Cut(i, "=")
		status, code, _ := strings.Cut(status, ":")
		fmt.Fprintf(&list, `<CxlDtls><TxInfAndSts><OrgnlGrpInf><OrgnlMsgId>%s</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInf><OrgnlEndToEndId>%s</OrgnlEndToEndId><TxCxlSts>%s</TxCxlSts>`, pkg, ref, status)
		if code != "" {
			fmt.Fprintf(&list, `<CxlStsRsnInf><Rsn><Cd>%s</Cd></Rsn><AddtlInf>The beneficiary refuses</AddtlInf></CxlStsRsnInf>`, code)
		}
		list.WriteString(`</TxInfAndSts></CxlDtls>`)
	}
	return `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.029.001.09"><RsltnOfInvstgtn>` +
		`<Assgnmt><Id>` + id + `</Id><Assgnr><Agt/></Assgnr><Assgne><Agt/></Assgne><CreDtTm>2026-11-07T08:00:00Z</CreDtTm></Assgnmt><Sts><Conf>PDCR</Conf></Sts>` + list.String() + `</RsltnOfInvstgtn></Document>`
}

func TestARecallIsAFileThatIsAlwaysTheSame(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.sent()
		o := w.order(p.ID, 0)
		_, _, _, err := payments.RecallFile(ctx, w.DB, o.ID)
		wantFault(t, err, "not_recalled", "")
		w.Must(w.on("teller", o.ID, &payments.Recall{Why: "Paid twice: see 請求書 E-0, Größe.", Code: "DUPL"}))
		name, content, digest, err := payments.RecallFile(ctx, w.DB, o.ID)
		if err != nil || name != p.Code+"-recall-1.xml" {
			t.Fatalf("%s, %v", name, err)
		}
		_, again, other, err := payments.RecallFile(ctx, w.DB, o.ID)
		if err != nil || !bytes.Equal(content, again) || digest != other {
			t.Errorf("other bytes the second time: %v", err)
		}
		for _, part := range []string{"camt.056.001.08", "<OrgnlMsgId>" + p.Code + "<", "<OrgnlEndToEndId>" + o.EndToEndID + "<", "<Cd>DUPL</Cd>", "<AddtlInf>Paid twice: see E-0, Groesse.</AddtlInf>"} {
			if !bytes.Contains(content, []byte(part)) {
				t.Errorf("the file holds no %s:\n%s", part, content)
			}
		}
		if n := w.Count(`SELECT count(*) FROM outbox WHERE kind = 'order_recalled' AND subject = $1`, string(o.ID)); n != 1 {
			t.Errorf("%d messages have it sent", n)
		}
		_, err = w.on("teller", o.ID, &payments.Recall{Why: "Again."})
		wantFault(t, err, "already_recalled", "")
		_, err = w.on("teller", w.order(p.ID, 1).ID, &payments.Recall{Why: "x", Code: "WHY"})
		wantFault(t, err, "bad_code", "code")
	})
}

func TestAnAccountsBankIsAskedInTheMessageThatItTakes(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.account(func(a *payments.Account) { a.RecallVersion = "camt.055.001.08" })
		o := w.order(w.sent().ID, 0)
		w.Must(w.on("teller", o.ID, &payments.Recall{Why: "Paid twice."}))
		if _, content, _, err := payments.RecallFile(ctx, w.DB, o.ID); err != nil || !bytes.Contains(content, []byte("<CstmrPmtCxlReq>")) || !bytes.Contains(content, []byte("<Cd>CUST</Cd>")) {
			t.Errorf("%v\n%s", err, content)
		}
	})
}

func TestTheBankGrantsOrRefusesARecall(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.sent()
		first, second := w.order(p.ID, 0), w.order(p.ID, 1)
		for _, o := range []*payments.Order{first, second} {
			w.Must(w.on("teller", o.ID, &payments.Recall{Why: "Paid twice."}))
		}
		w.Must(w.take(answeredRecall("A-0", p.Code, first.EndToEndID+"=PDCR")))
		if o := w.order(p.ID, 0); o.RecallState != payments.RecallAsked {
			t.Errorf("undecided, it is %s", o.RecallState)
		}
		w.Must(w.take(answeredRecall("A-1", p.Code, first.EndToEndID+"=ACCR", second.EndToEndID+"=RJCR:CUST")))
		if o := w.order(p.ID, 0); o.RecallState != payments.RecallGranted || o.Outcome != payments.OutcomeRecalled {
			t.Errorf("granted before it was booked: %+v", o.Fate)
		}
		if o := w.order(p.ID, 1); o.RecallState != payments.RecallRefused || o.Outcome != "" || o.RecallAnswer != "CUST The beneficiary refuses" {
			t.Errorf("refused: %+v", o.Fate)
		}
		// A later word against the first is shown to people, and changes nothing.
		w.Must(w.take(answeredRecall("A-2", p.Code, second.EndToEndID+"=ACCR")))
		if o := w.order(p.ID, 1); o.RecallState != payments.RecallRefused || len(w.lines("contradicts")) != 1 {
			t.Errorf("%+v, %v", o.Fate, w.lines("contradicts"))
		}
		// What comes back although it was refused is a return, not a recall.
		w.Must(w.take(stated("S-1", eurIBAN, second.EndToEndID+" DBIT "+second.Amount.Decimal().String())))
		w.Must(w.take(stated("S-2", eurIBAN, second.EndToEndID+" CRDT "+second.Amount.Decimal().String())))
		if o := w.order(p.ID, 1); o.Outcome != payments.OutcomeReturned {
			t.Errorf("given back, it is %s", o.Outcome)
		}
	})
}

func TestWhatIsBookedIsRecalledWhenTheMoneyIsThere(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.sent()
		o := w.order(p.ID, 0)
		amount := o.Amount.Decimal().String()
		w.Must(w.take(stated("S-1", eurIBAN, o.EndToEndID+" DBIT "+amount)))
		w.Must(w.on("teller", o.ID, &payments.Recall{Why: "Paid twice."}))
		w.Must(w.take(answeredRecall("A-1", p.Code, o.EndToEndID+"=ACCR")))
		if o := w.order(p.ID, 0); o.Outcome != payments.OutcomeBooked || o.RecallState != payments.RecallGranted {
			t.Errorf("granted, it is %s", o.Outcome)
		}
		w.Must(w.take(stated("S-2", eurIBAN, o.EndToEndID+" CRDT "+amount)))
		if o := w.order(p.ID, 0); o.Outcome != payments.OutcomeRecalled {
			t.Errorf("the money is there, it is %s", o.Outcome)
		}
	})
}

func TestABanksWordOnWhatNobodyAskedBackChangesNothing(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		p := w.sent()
		o := w.order(p.ID, 0)
		w.Must(w.take(answeredRecall("A-1", p.Code, o.EndToEndID+"=ACCR", "NOBODYS=ACCR")))
		if now := w.order(p.ID, 0); now.RecallState != "" || now.Outcome != "" {
			t.Errorf("%+v", now.Fate)
		}
		if len(w.lines("contradicts")) != 1 || len(w.lines("unknown")) != 1 {
			t.Errorf("lines: %v and %v", w.lines("contradicts"), w.lines("unknown"))
		}
		w.Must(w.on("teller", o.ID, &payments.Recall{Why: "Paid twice."}))
		w.Must(w.take(answeredRecall("A-2", "OTHER", o.EndToEndID+"=ACCR")))
		if now := w.order(p.ID, 0); now.RecallState != payments.RecallAsked {
			t.Errorf("by an answer about another package it is %s", now.RecallState)
		}
		_, err := w.Submit("teller", &payments.TakeReport{Customer: "town", FileName: "x", Content: "<x>camt.029.001.09</x>"})
		wantFault(t, err, "unknown_namespace", "content")
	})
}
