package money_test

import (
	"fmt"

	"github.com/countersign/countersign/money"
)

func Example() {
	invoice, _ := money.Parse("80000.00", "USD")
	rate, _ := money.ParseDecimal("0.92")
	inEuro := invoice.Decimal().Mul(rate).RoundHalfEven(money.Currency("EUR").Digits())
	amount, _ := money.FromDecimal(inEuro, "EUR")
	fmt.Println(amount, amount.Currency, amount.Minor)

	_, err := money.Parse("12.505", "EUR")
	fmt.Println(err)
	// Output:
	// 73600.00 EUR 7360000
	// too_many_decimals: 12.505 has 3 decimals, the currency has 2
}
