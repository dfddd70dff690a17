package walk_test

import (
	"fmt"
	"net/http"
	"strings"
)

// mark brings in records that hold the marks.
func (w *walk) mark() marked {
	at := marked{}
	w.markRecon(at)
	w.markPayments(at)
	for _, f := range w.ask(maker, "GET", "/api/v1/audit?limit=8", nil).is(http.StatusOK).items() {
		at.add("audit", fmt.Sprint(f["seq"]))
	}
	return at
}

func (w *walk) markRecon(at marked) {
	row := process(w)
	row["configuration"] = "keys: zzrulekey\namount: zzruleamount\namount_tolerance: 31415.926\n"
	id := w.make("process", row)
	at.add("process", id)
	rows := "zzrulekey,zzruleamount\nzzkeymatched,7310424.17\nzzkeyapart,7310424.17\n"
	run := w.do(colleague, "process.run", id, fields{
		"left":  fields{"name": "left.csv", "content": []byte(rows + "zzkeyopen,7310424.17\n")},
		"right": fields{"name": "right.csv", "content": []byte(rows)},
	}).of("run")
	w.ended(run)
	broken := w.do(colleague, "run.break_match", run, fields{"pairs": []fields{{"left": 1, "right": 1}}, "reason": "zzbroken"})
	at.add("run", run, w.contradictory(at))
	at.add("broken_match", broken.of("broken_match"))
	for _, f := range w.ask(colleague, "GET", "/api/v1/exception?filter=run="+run, nil).is(http.StatusOK).items() {
		at.add("exception", f["id"].(string))
	}
	copied := w.do(colleague, "process.copy", id, nil).of("staging_copy")
	w.edit("process", copied, fields{"configuration": "keys: zzrulecopy\n"})
	at.add("staging_copy", copied)
	at.add("expected_file", w.make("expected_file", fields{"process": id, "name": "Statements", "from_date": "2126-11-02", "days": []string{"mon"}, "time": "23:59", "zone": "Europe/Vienna", "user": signer}))
	at.add("change", w.pends(id))
	at.add("handover", w.handed(at["exception"][0]))
	table := w.make("reference_table", reference(w))
	at.add("reference_table", table)
	at.add("reference_row", w.make("reference_row", fields{"reference_table": table, "values": fields{"code": "zzcontent", "amount": "100.5"}}))
}

// contradictory is a run of a statement whose balances do not add up.
func (w *walk) contradictory(at marked) string {
	row := process(w)
	row["kind"], row["account_number"], row["on_inconsistency"] = "cash", "DE89370400440532013000", "warn"
	row["configuration"] = "keys: {left: ref, right: id}\n"
	id := w.make("process", row)
	at.add("process", id)
	interim := `<Cd>ITBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-05</Dt></Dt></Bal>`
	balance := func(kind, amount string) string {
		return strings.NewReplacer("ITBD", kind, "0.00", amount).Replace(interim)
	}
	text := strings.Replace(statement(w), interim, balance("OPBD", "0.00")+"<Bal><Tp><CdOrPrtry>"+balance("CLBD", "5550123.45"), 1)
	run := w.do(colleague, "process.run", id, fields{
		"left":  fields{"name": "ledger.csv", "content": []byte("ref\nA\n")},
		"right": fields{"name": "statement.xml", "content": []byte(text)},
	}).of("run")
	if got := w.ended(run); got["consistency"] != "inconsistent" {
		w.t.Fatalf("the statement's run is %v", got)
	}
	return run
}

// pends is a change of the process that waits for agreement.
func (w *walk) pends(process string) string {
	w.watch("process", "update")
	a := w.ask(maker, "GET", "/api/v1/process/"+process, nil).is(http.StatusOK)
	row := a.row()
	for _, own := range []string{"id", "version", "pending_change"} {
		delete(row, own)
	}
	row["configuration"] = row["configuration"].(string) + "opposite_sign: false # zzrulepending\n"
	return w.ask(maker, "PUT", "/api/v1/process/"+process, row, "If-Match", a.header.Get("ETag")).is(http.StatusAccepted).outcome().Change
}

// handed is what somebody left behind who was to solve the exception.
func (w *walk) handed(exception string) string {
	gone := w.make("user", person(w))
	w.do(colleague, "exception.assign", exception, fields{"assignee": gone, "cause": "Late", "suggested_action": "Ask the bank"})
	w.do(colleague, "user.suspend", gone, fields{"successor": signer})
	return w.first("handover", "user="+gone)
}

func (w *walk) markPayments(at marked) {
	payee := w.make("bank_instruction", fields{"unit": "treasury", "owner": "Zzbeneficiary", "iban": "FR1420041010050500013M02606", "bic": "BNPAFRPP", "country": "FR"})
	at.add("bank_instruction", payee)
	entry := pay(w, "acc")
	entry["bank_instruction"], entry["remittance"], entry["amount"] = payee, "zzremittance", fields{"currency": "EUR", "value": "8421535.28"}
	id := w.do(colleague, "package.create", "new", fields{"code": w.name("P"), "customer": "house", "kind": "third_party", "orders": []fields{entry}}).of("package")
	w.do(colleague, "package.submit", id, nil)
	at.add("package", sign(w, id, signer, maker))
	at.add("order", w.first("order", "package="+id))

	cycle := planned(w)
	w.do(colleague, "cycle.open", cycle, nil)
	w.do(colleague, "cycle.import_invoices", cycle, fields{"file": "in.csv", "csv": "reference,payer,payee,currency,amount\n" + w.name("I") + ",PAYER,PAYEE,EUR,9532646.39\n"})
	for _, verb := range agreed[2:] {
		w.do(colleague, "cycle."+verb, cycle, nil)
	}
	w.do(colleague, "cycle.settle", cycle, settlement(w, cycle))
	at.add("cycle", cycle)
	at.add("invoice", w.first("invoice", "cycle="+cycle))
	at.add("settlement", w.first("settlement", "cycle="+cycle))
}
