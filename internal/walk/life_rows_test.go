package walk_test

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// calendar is one of a country that no account of the walk is kept in.
func calendar(w *walk) fields {
	name := w.name("Calendar")
	n, _ := strconv.Atoi(name[strings.LastIndexAny(name, "- ")+1:])
	return fields{"name": name, "country": "Q" + string(rune('A'+n%26)), "currency": []string{"SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "MXN", "ISK", "TRY"}[n/26%10]}
}

func heldPackage(w *walk) string {
	id := awaiting(w)
	w.do(colleague, "package.hold", id, fields{"why": "To be looked at."})
	return id
}

// acceptedTwofold is accepted under dual disposition, by others than the maker.
func acceptedTwofold(w *walk) string {
	row := account(w, "house", "COBADEFFXXX")
	row["dual_disposition"], row["required_points"] = true, 5
	acc := w.make("account", row)
	w.make("account_signatory", of("house", fields{"account": acc, "user": signer, "points": 5}))
	return sign(w, awaitingFrom(w, acc), signer)
}

// overdue waits for signatures of orders for today, whose bank took no more since
// midnight at the other end of the world.
func overdue(w *walk) string {
	today, weekend := time.Now().UTC(), "friday"
	if today.Weekday() == time.Friday {
		weekend = "sunday"
	}
	acc := w.make("account", account(w, "house", "COBAZZFFXXX"))
	if items := w.ask(colleague, "GET", "/api/v1/calendar?filter=country=ZZ", nil).is(http.StatusOK).items(); len(items) == 0 {
		w.make("calendar", fields{"name": w.name("Calendar"), "country": "ZZ", "weekend": weekend})
	}
	entry := pay(w, acc)
	entry["execution_date"] = today.Format(time.DateOnly)
	body := fields{"code": w.name("P"), "customer": "house", "kind": "third_party", "orders": []fields{entry}}
	id := w.do(colleague, "package.create", "new", body).of("package")
	w.do(colleague, "package.submit", id, nil)
	w.edit("account", acc, fields{"cut_off": "00:00", "zone": "Pacific/Kiritimati"})
	return id
}

func withdrawn(w *walk, id string) { w.do(colleague, "package.withdraw", id, because(w, id)) }

func sentOrder(w *walk) string {
	id := accepted(w)
	w.do(colleague, "package.sent", id, digestOf("sha256")(w, id))
	return w.first("order", "package="+id)
}

func statement(w *walk) string {
	return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-11-06T01:00:00Z</CreDtTm></GrpHdr><Stmt><Id>` + w.name("S") +
		`</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct><Bal><Tp><CdOrPrtry><Cd>ITBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-05</Dt></Dt></Bal><Ntry><NtryRef>Charges</NtryRef><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-05</Dt></BookgDt></Ntry></Stmt></BkToCstmrStmt></Document>`
}

func sheet(w *walk) string {
	number := w.ask(colleague, "GET", "/api/v1/account/acc", nil).is(http.StatusOK).row()
	own, _ := number["number"].(string)
	iban, _ := number["iban"].(string)
	return "account,creditor_account,creditor,currency,amount,execution_date,end_to_end_id,remittance\n" + own + iban + ",NL91ABNA0417164300,Builder,EUR,12.50,2039-06-30," + w.name("E") + "," + w.name("Invoice") + "\n"
}

// lifeCommands are what happens to packages besides their signatures.
var lifeCommands = []command{
	{
		name: "package.import", on: func(*walk) string { return "new" }, want: fields{"state": "draft", "created_by": maker}, race: func(w *walk, _ string) { w.touch("account", "acc") },
		body: func(w *walk, _ string) fields {
			return fields{"code": w.name("P"), "customer": "house", "kind": "third_party", "file_name": "orders.csv", "content": sheet(w)}
		},
	},
	{name: "package.hold", on: awaiting, body: because, want: fields{"held": true, "held_by": maker}},
	{name: "package.resume", on: heldPackage, want: fields{"held": false, "held_by": ""}, race: withdrawn},
	{
		name: "package.release", on: acceptedTwofold, body: digestOf("digest"), want: fields{"state": "released", "released_by": maker},
		race: func(w *walk, id string) { w.do(colleague, "package.hold", id, because(w, id)) },
	},
	{name: "package.lapse", on: overdue, want: fields{"state": "stale"}},
	{name: "order.recall", on: sentOrder, body: because, want: fields{"recall_why": "Not this one"}},
	{
		name: "bank_report.take", on: func(*walk) string { return "new" }, want: fields{"kind": "camt.053", "taken_by": maker}, race: func(w *walk, _ string) { w.touch("customer", "house") },
		body: func(w *walk, _ string) fields {
			return fields{"customer": "house", "file_name": "statement.xml", "content": statement(w)}
		},
	},
	{
		name: "bank_instruction.call_back", on: func(*walk) string { return "builder" }, of: "call_back", want: fields{"spoken_to": "Jan de Boer", "noted_by": maker},
		body: func(*walk, string) fields { return fields{"spoken_to": "Jan de Boer", "number": "+31 20 1234567"} },
		race: func(w *walk, _ string) { w.touch("bank_instruction", "builder") },
	},
}
