package walk_test

import "net/http"

// of gives a row its customer and unit. The customer shop is for tables alone,
// so that no job or account of theirs changes who signs for house.
func of(customer string, row fields) fields {
	row["customer"], row["unit"] = customer, "treasury"
	return row
}

func account(w *walk, customer, bic string) fields {
	return of(customer, fields{"name": "Account", "number": w.name("ACC"), "bic": bic, "currency": "EUR"})
}

func job(w *walk) fields { return of("shop", fields{"name": w.name("Job")}) }

func touchOf(table string) func(w *walk, row fields) {
	return func(w *walk, row fields) { w.touch(table, row[table].(string)) }
}

var paymentTables = []table{
	{name: "customer", change: fields{"name": "Another Ltd"}, free: "a customer rests on nothing that has a version", row: func(w *walk) fields {
		return fields{"name": w.name("Customer"), "unit": "treasury"}
	}},
	{name: "account", change: fields{"name": "Another name"}, rests: touchOf("customer"), row: func(w *walk) fields { return account(w, "shop", "COBADEFFXXX") }},
	{name: "account_signatory", change: fields{"points": 7}, rests: touchOf("account"), row: func(w *walk) fields {
		return of("shop", fields{"account": w.make("account", account(w, "shop", "COBADEFFXXX")), "user": signer, "points": 5})
	}},
	{name: "job", change: fields{"name": "Another job"}, rests: touchOf("customer"), row: job},
	{name: "user_job", rests: touchOf("job"), change: fields{}, row: func(w *walk) fields {
		return of("shop", fields{"user": w.make("user", person(w)), "job": w.make("job", job(w))})
	}},
	{name: "exclusion", change: fields{}, rests: func(w *walk, row fields) { w.touch("job", row["job_b"].(string)) }, row: func(w *walk) fields {
		a, b := w.make("job", job(w)), w.make("job", job(w))
		return of("shop", fields{"job_a": min(a, b), "job_b": max(a, b)}) // as it is kept
	}},
	{name: "amount_band", change: fields{"required_points": 7}, rests: touchOf("account"), row: func(w *walk) fields {
		return of("shop", fields{"account": w.make("account", account(w, "shop", "COBADEFFXXX")), "from": fields{"currency": "EUR", "value": "1000.00"}, "required_points": 5})
	}},
	{name: "calendar", change: fields{"weekend": "sunday"}, free: "a calendar rests on nothing that has a version", row: calendar},
	{name: "holiday", change: fields{"name": "Another day"}, free: "a holiday rests on its calendar's being there alone", row: func(w *walk) fields {
		return fields{"calendar": w.make("calendar", calendar(w)), "day": "2039-12-26", "name": "A holiday"}
	}},
	{name: "bank_instruction", change: fields{"iban": "GB29NWBK60161331926819", "bic": ""}, free: "an instruction rests on nothing that has a version", row: func(w *walk) fields {
		return fields{"unit": "treasury", "owner": w.name("Bouwbedrijf"), "iban": "NL91ABNA0417164300", "bic": "ABNANL2A", "country": "NL"}
	}},
}

// pay is an order that has nothing wrong.
func pay(w *walk, account string) fields {
	return fields{
		"account": account, "bank_instruction": "builder", "amount": fields{"currency": "EUR", "value": "12.50"},
		"execution_date": "2039-06-30", "end_to_end_id": w.name("E"), "remittance": w.name("Invoice"),
	}
}

func draft(w *walk, account string) fields {
	return fields{"code": w.name("P"), "customer": "house", "kind": "third_party", "orders": []fields{pay(w, account)}}
}

// drafted, awaiting and so on are packages of one order in that state.
func draftedFrom(w *walk, account string) string {
	return w.do(colleague, "package.create", "new", draft(w, account)).of("package")
}

func drafted(w *walk) string { return draftedFrom(w, "acc") }

func awaitingFrom(w *walk, account string) string {
	id := draftedFrom(w, account)
	w.do(colleague, "package.submit", id, nil)
	return id
}

func awaiting(w *walk) string { return awaitingFrom(w, "acc") }

// digestOf is the digest of the package's file as members of a body.
func digestOf(member string) func(w *walk, id string) fields {
	return func(w *walk, id string) fields {
		return fields{member: w.ask(colleague, "GET", "/api/v1/package/"+id, nil).is(http.StatusOK).row()["digest"]}
	}
}

func sign(w *walk, id string, users ...string) string {
	for _, user := range users {
		w.do(user, "package.sign", id, digestOf("digest")(w, id))
	}
	return id
}

func accepted(w *walk) string { return sign(w, awaiting(w), signer, maker) }

// almost is a package whose signature suffices since the account asks less.
func almost(w *walk) string {
	acc := w.make("account", account(w, "house", "COBADEFFXXX"))
	w.make("account_signatory", of("house", fields{"account": acc, "user": signer, "points": 5}))
	id := sign(w, awaitingFrom(w, acc), signer)
	w.edit("account", acc, fields{"required_points": 5})
	return id
}

func reopened(w *walk, id string) { w.do(colleague, "package.reopen", id, nil) }

func orderOf(w *walk) string { return w.first("order", "package="+drafted(w)) }

var paymentCommands = append(lifeCommands, []command{
	{
		name: "package.create", on: func(*walk) string { return "new" }, body: func(w *walk, _ string) fields { return draft(w, "acc") },
		want: fields{"state": "draft", "created_by": maker}, race: func(w *walk, _ string) { w.touch("account", "acc") },
	},
	{
		name: "package.add_orders", on: drafted, body: func(w *walk, _ string) fields { return fields{"orders": []fields{pay(w, "acc")}} },
		want: fields{"number": 2, "removed": false}, of: "order",
	},
	{
		name: "order.change", on: orderOf, body: func(w *walk, _ string) fields { return pay(w, "acc") },
		want: fields{"amount": fields{"currency": "EUR", "value": "12.50"}, "number": 1},
	},
	{name: "order.remove", on: orderOf, want: fields{"removed": true}},
	{name: "package.submit", on: drafted, want: fields{"state": "awaiting_signatures", "submission": 1}},
	{name: "package.reopen", on: awaiting, want: fields{"state": "draft", "digest": ""}},
	{name: "package.sign", on: awaiting, body: digestOf("digest"), want: fields{"user": maker, "withdrawn": false}, of: "signature", race: reopened},
	{name: "package.take_back", on: func(w *walk) string { return sign(w, awaiting(w), maker) }, want: fields{"user": maker, "withdrawn": true}, of: "signature", race: reopened},
	{name: "package.judge", on: almost, want: fields{"state": "accepted"}},
	{name: "package.decline", on: awaiting, body: because, want: fields{"state": "declined", "ended_by": maker}, race: reopened},
	{name: "package.withdraw", on: drafted, body: because, want: fields{"state": "withdrawn", "ended_by": maker}},
	{name: "package.sent", on: accepted, body: digestOf("sha256"), want: fields{"state": "sent"}},
}...)

func because(*walk, string) fields { return fields{"why": "Not this one"} }
