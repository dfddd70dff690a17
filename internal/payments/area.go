package payments

import "github.com/countersign/countersign/internal/govern"

// Tables are the governed tables of this area.
var Tables = []govern.Any{Customers, Accounts, Signatories, Jobs, UserJobs, Exclusions, BankInstructions, Packages, Orders, Signatures}

// Verbs are the commands of this area.
var Verbs = []govern.Verb{
	{Name: "package.create", Area: "payments", Doc: "Enters a package with its orders; the id in the address is not used.", Makes: true, New: func() govern.Action { return &Create{} }},
	{Name: "package.add_orders", Area: "payments", Doc: "Enters further orders in a draft.", New: func() govern.Action { return &AddOrders{} }},
	{Name: "order.change", Area: "payments", Doc: "Enters an order of a draft anew.", New: func() govern.Action { return &ChangeOrder{} }},
	{Name: "order.remove", Area: "payments", Doc: "Takes an order out of a draft.", New: func() govern.Action { return &RemoveOrder{} }},
	{Name: "package.submit", Area: "payments", Doc: "Freezes the package's bank file and asks for signatures.", New: func() govern.Action { return &Submit{} }},
	{Name: "package.reopen", Area: "payments", Doc: "Makes a package a draft again, without signatures.", New: func() govern.Action { return &Reopen{} }},
	{Name: "package.sign", Area: "payments", Doc: "Signs the package's bank file; the last signature needed accepts it.", New: func() govern.Action { return &Sign{} }},
	{Name: "package.take_back", Area: "payments", Doc: "Takes back the own signature of a package that is not accepted.", New: func() govern.Action { return &TakeBack{} }},
	{Name: "package.judge", Area: "payments", Doc: "Accepts a package whose signatures suffice since jobs, exclusions or points changed.", New: func() govern.Action { return &Judge{} }},
	{Name: "package.decline", Area: "payments", Doc: "Refuses to sign a package, with a reason.", New: func() govern.Action { return &Decline{} }},
	{Name: "package.withdraw", Area: "payments", Doc: "Ends a package that is not accepted.", New: func() govern.Action { return &Withdraw{} }},
	{Name: "package.sent", Area: "payments", Doc: "Records that the bank file left as it was signed.", New: func() govern.Action { return &MarkSent{} }},
}
