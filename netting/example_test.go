package netting_test

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/countersign/countersign/netting"
)

// Three companies owe each other in three currencies; five payments become three.
func ExampleCompute() {
	result, err := netting.Compute(triangle())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, n := range result.Participants {
		s := n.Settlement
		fmt.Println(n.ID, s.Direction, s.Amount.Abs().Fixed(s.Digits), s.Currency)
	}
	fmt.Println(result.PaymentsBefore, "payments become", result.PaymentsAfter)
	fmt.Println("the centre keeps a residue of", result.ResidueBase, result.Base)
	// Output:
	// A pay 11500.00 EUR
	// B receive 29420.29 USD
	// C pay 13304.84 GBP
	// 5 payments become 3
	// the centre keeps a residue of 0.004 EUR
}

func ExampleRun() {
	lines := `{"id":1,"base":"EUR","rates":{},"participants":{"A":"EUR","B":"EUR"},"invoices":[{"id":"7","payer":"A","payee":"B","currency":"USD","amount":"1"}]}`
	_ = netting.Run(strings.NewReader(lines), os.Stdout)
	// Output: {"id":1,"error":"NO_RATE","at":"7"}
}

// A cycle in three CSVs; the centre deals what the settlements leave it with.
func ExampleInputs() {
	csv := func(name, text string) netting.Input {
		return netting.Input{Name: name, Bytes: strings.NewReader(text), Size: int64(len(text))}
	}
	result, err := netting.Inputs(
		context.Background(),
		csv("invoices.csv", "id,payer,payee,currency,amount\n1,A,B,USD,100.00\n2,B,A,EUR,30.00\n"),
		csv("participants.csv", "id,currency\nA,EUR\nB,USD\n"),
		csv("rates.csv", "currency,rate\nUSD,0.92\n"),
		netting.Options{Base: "EUR"},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range result.DealSheet.Deals {
		fmt.Println(d.Side, d.Amount.Fixed(d.Digits), d.Currency, "for", d.BaseAmount.Fixed(d.BaseDigits), result.Base)
	}
	fmt.Println("kept", result.DealSheet.Kept, result.Base)

	_, err = netting.Inputs(context.Background(), csv("invoices.csv", "id,payer,payee,currency,amount\n1,A,B,USD,1.005\n"),
		csv("participants.csv", "id,currency\nA,EUR\nB,USD\n"), csv("rates.csv", "currency,rate\nUSD,0.92\n"), netting.Options{Base: "EUR"})
	fmt.Println(err)
	// Output:
	// buy 67.39 USD for 62.00 EUR
	// kept 0 EUR
	// TOO_MANY_DECIMALS in invoices.csv, row 0, column "amount": invoice "1": 1.005 has 3 decimals, the currency has 2
}

// The same cycle, each participant settling every currency by itself.
func ExampleTerms_basis() {
	cycle := triangle()
	cycle.Basis = netting.NetTransaction
	result, _ := netting.Compute(cycle)
	for _, s := range result.Participants[0].Settlements {
		fmt.Println("A", s.Direction, s.Amount.Abs().Fixed(s.Digits), s.Currency)
	}
	fmt.Println(result.PaymentsAfter, "payments,", len(result.DealSheet.Deals), "deals")
	// Output:
	// A pay 70000.00 EUR
	// A receive 50000.00 GBP
	// 6 payments, 0 deals
}
