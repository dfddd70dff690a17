package payments

import (
	"context"
	"math/big"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/money"
)

// Total is what the orders of one account, day and kind come to.
type Total struct {
	Account       govern.ID      `json:"account"`
	ExecutionDate string         `json:"execution_date"`
	Kind          string         `json:"kind"`
	Orders        int            `json:"orders"`
	Amount        string         `json:"amount" doc:"A decimal of the currency; sums may be larger than any amount."`
	Currency      money.Currency `json:"currency"`
	Flagged       int            `json:"flagged" doc:"Orders with a possible duplicate, or whose bank instruction changed lately or is about to."`
}

// TotalsOf are the totals of a package, in the order of their first orders.
func TotalsOf(ctx context.Context, r store.Reader, pkg govern.ID) ([]Total, error) {
	orders, err := OrdersOf(ctx, r, pkg)
	if err != nil {
		return nil, err
	}
	type of struct {
		account   govern.ID
		day, kind string
	}
	list, at, sums := []Total{}, map[of]int{}, []*big.Int{}
	for _, o := range orders {
		k := of{o.Account, o.ExecutionDate, o.Kind}
		i, known := at[k]
		if !known {
			i, at[k] = len(list), len(list)
			list = append(list, Total{Account: o.Account, ExecutionDate: o.ExecutionDate, Kind: o.Kind, Currency: o.Amount.Currency})
			sums = append(sums, new(big.Int))
		}
		list[i].Orders++
		if o.Flags != (Flags{}) {
			list[i].Flagged++
		}
		sums[i].Add(sums[i], big.NewInt(o.Amount.Minor))
	}
	for i := range list {
		list[i].Amount = decimal(sums[i], list[i].Currency.Digits())
	}
	return list, nil
}

// decimal writes a sum of minor units, which may be past any amount, with its
// decimal point.
func decimal(minor *big.Int, digits int) string {
	text := minor.String()
	if digits == 0 {
		return text
	}
	for len(text) <= digits {
		text = "0" + text
	}
	return text[:len(text)-digits] + "." + text[len(text)-digits:]
}
