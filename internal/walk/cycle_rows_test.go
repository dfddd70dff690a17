package walk_test

var cycleTables = []table{
	{name: "participant", change: fields{"name": "Another AG"}, free: "a participant rests on nothing that has a version", row: participant},
	{name: "invoice", change: fields{"due_date": "2039-05-31"}, rests: func(w *walk, row fields) { w.touch("participant", row["payer"].(string)) }, row: func(w *walk) fields {
		return fields{
			"cycle": "running", "unit": "treasury", "payer": "payer", "payee": "payee", "reference": w.name("INV"),
			"amount": fields{"currency": "EUR", "value": "100.00"},
		}
	}},
}

func participant(w *walk) fields {
	return fields{"code": w.name("P"), "name": "Company", "unit": "treasury", "currency": "EUR", "bank_instruction": "builder"}
}

func plan(w *walk, _ string) fields {
	return fields{"code": w.name("C"), "unit": "treasury", "base_currency": "EUR", "settlement_date": "2039-06-30"}
}

func planned(w *walk) string {
	id := w.name("cycle")
	w.do(colleague, "cycle.draft", id, plan(w, id))
	return id
}

// after is a cycle of one invoice that has come through these steps.
func after(verbs ...string) func(w *walk) string {
	return func(w *walk) string {
		id := planned(w)
		for _, verb := range verbs {
			switch verb {
			case "import_invoices":
				w.do(colleague, "cycle.import_invoices", id, invoices(w, id))
			case "settle":
				w.do(colleague, "cycle.settle", id, settlement(w, id))
			default:
				w.do(colleague, "cycle."+verb, id, nil)
			}
		}
		return id
	}
}

func invoices(w *walk, _ string) fields {
	return fields{"file": "in.csv", "csv": "reference,payer,payee,currency,amount\n" + w.name("I") + ",PAYER,PAYEE,EUR,10.00\n"}
}

func settlement(w *walk, _ string) fields {
	return fields{"package": w.name("NET"), "customer": "centre"}
}

func rate(*walk, string) fields { return fields{"currency": "CHF", "value": "1.05"} }

func keyed(w *walk) string {
	id := after("open")(w)
	w.do(signer, "cycle.key_rate", id, rate(w, id))
	return id
}

var (
	opened   = []string{"open", "import_invoices"}
	shut     = append(opened[:2:2], "close_input")
	fixed    = append(shut[:3:3], "fix_rates")
	computed = append(fixed[:4:4], "compute")
	agreed   = append(computed[:5:5], "approve_result")
	settled  = append(agreed[:6:6], "settle")
)

var cycleCommands = []command{
	{name: "cycle.draft", on: planned, body: plan, want: fields{"state": "draft", "unit": "treasury"}},
	{name: "cycle.open", on: planned, want: fields{"state": "open"}},
	{
		name: "cycle.import_invoices", on: after("open"), body: invoices, want: fields{"amount": fields{"currency": "EUR", "value": "10.00"}}, of: "invoice",
		race: func(w *walk, id string) { w.do(colleague, "cycle.close_input", id, nil) },
	},
	{name: "cycle.close_input", on: after(opened...), want: fields{"state": "input_closed"}},
	{name: "cycle.reopen_input", on: after(shut...), want: fields{"state": "open"}},
	{name: "cycle.key_rate", on: keyed, body: rate, want: fields{"keyed_by": maker, "state": "keyed"}, of: "rate"},
	{name: "cycle.confirm_rate", on: keyed, body: rate, want: fields{"confirmed_by": maker, "state": "confirmed"}, of: "rate"},
	{name: "cycle.fix_rates", on: after(shut...), want: fields{"state": "rates_fixed"}},
	{name: "cycle.compute", on: after(fixed...), want: fields{"state": "calculated"}},
	{name: "cycle.approve_result", on: after(computed...), want: fields{"state": "approved"}},
	{name: "cycle.settle", on: after(agreed...), body: settlement, want: fields{"state": "settled"}},
	{name: "cycle.close", on: after(settled...), want: fields{"state": "closed"}},
}
