package payments

import "github.com/countersign/countersign/internal/govern"

// Tables are the governed tables of this area.
var Tables = []govern.Any{Customers, Accounts, Signatories, Jobs, UserJobs, Exclusions, BankInstructions, Packages, Orders, Signatures, Bands, Calendars, Holidays, CallBacks, Reports, Lines}

// Verbs are the commands of this area.
var Verbs = []govern.Verb{
	{Name: "package.create", Area: "payments", Doc: "Enters a package with its orders; the id in the address is not used.", Makes: true, New: func() govern.Action { return &Create{} }},
	{Name: "package.import", Area: "payments", Doc: "Enters a package from a CSV or pain.001 file, all of it or nothing; the id in the address is not used.", Makes: true, New: func() govern.Action { return &Import{} }},
	{Name: "package.add_orders", Area: "payments", Doc: "Enters further orders in a draft.", New: func() govern.Action { return &AddOrders{} }},
	{Name: "order.change", Area: "payments", Doc: "Enters an order of a draft anew.", New: func() govern.Action { return &ChangeOrder{} }},
	{Name: "order.remove", Area: "payments", Doc: "Takes an order out of a draft.", New: func() govern.Action { return &RemoveOrder{} }},
	{Name: "package.submit", Area: "payments", Doc: "Freezes the package's bank file and asks for signatures.", New: func() govern.Action { return &Submit{} }},
	{Name: "package.reopen", Area: "payments", Doc: "Makes a package a draft again, without signatures.", New: func() govern.Action { return &Reopen{} }},
	{Name: SignVerb, Area: "payments", Doc: "Signs the package's bank file; the last signature needed accepts it.", New: func() govern.Action { return &Sign{} }},
	{Name: "package.take_back", Area: "payments", Doc: "Takes back the own signature of a package that is not accepted.", New: func() govern.Action { return &TakeBack{} }},
	{Name: "package.judge", Area: "payments", Doc: "Accepts a package whose signatures suffice since jobs, exclusions or points changed.", New: func() govern.Action { return &Judge{} }},
	{Name: "package.decline", Area: "payments", Doc: "Refuses to sign a package, with a reason.", New: func() govern.Action { return &Decline{} }},
	{Name: "package.withdraw", Area: "payments", Doc: "Ends a package that is not accepted.", New: func() govern.Action { return &Withdraw{} }},
	{Name: "package.hold", Area: "payments", Doc: "Stops a package that has not left, until two people resume it.", New: func() govern.Action { return &Hold{} }},
	{Name: "package.resume", Area: "payments", Doc: "Lets a held package go on; never by one person alone.", FourEyes: true, New: func() govern.Action { return &Resume{} }},
	{Name: "package.release", Area: "payments", Doc: "Lets an accepted package under dual disposition leave; never by one person alone.", FourEyes: true, New: func() govern.Action { return &Release{} }},
	{Name: "package.lapse", Area: "payments", Doc: "Makes a package stale whose day or cut-off passed while it waited.", New: func() govern.Action { return &Lapse{} }},
	{Name: ViewSalary, Area: "payments", Doc: "Sees single salary orders; without it they are told in totals alone.", Asked: true},
	{Name: "order.recall", Area: "payments", Doc: "Asks the bank to give an order back.", New: func() govern.Action { return &Recall{} }},
	{Name: "bank_report.take", Area: "payments", Doc: "Takes a bank's file that says what became of orders; the id in the address is not used.", Makes: true, New: func() govern.Action { return &TakeReport{} }},
	{Name: "bank_instruction.call_back", Area: "payments", Doc: "Notes that a beneficiary confirmed where to be paid, when called back.", New: func() govern.Action { return &NoteCallBack{} }},
	{Name: "package.sent", Area: "payments", Doc: "Records that the bank file left as it was signed.", New: func() govern.Action { return &MarkSent{} }},
}
