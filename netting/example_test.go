package netting_test

import (
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
