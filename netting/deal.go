package netting

import (
	"math/big"

	"github.com/countersign/countersign/money"
)

// DealSheet is what the centre deals with its bank so that the settlements leave
// it nothing of any currency but the base.
type DealSheet struct {
	Deals []Deal // by currency code
	// Kept is what the centre is left with in base currency, short if negative:
	// the residues' opposite and what rounding the deals' base amounts came to.
	Kept money.Decimal
}

// Deal buys or sells an amount of a currency against the base currency. BaseAmount
// is amount × rate, rounded half-even to the base currency's minor unit. Amounts
// have no sign.
type Deal struct {
	Currency   money.Currency
	Side       Side
	Amount     money.Decimal
	Digits     int
	Rate       money.Decimal
	BaseAmount money.Decimal
	BaseDigits int
}

// Side is which way a deal goes, seen from the centre.
type Side string

// The sides.
const (
	Buy  Side = "buy"
	Sell Side = "sell"
)

// dealSheet covers what the centre holds of each currency after the settlements,
// in minor units.
func (t *terms) dealSheet(holdings []big.Int) DealSheet {
	base := t.byCode[t.base]
	unit := &t.currencies[base]
	var sheet DealSheet
	kept := new(big.Int).Set(&holdings[base])
	for i := range holdings {
		held, c := &holdings[i], &t.currencies[i]
		if i == base || held.Sign() == 0 {
			continue
		}
		worth := money.DivideHalfEven(new(big.Int).Mul(held, c.factor), unit.factor)
		kept.Add(kept, worth)
		side := Sell
		if held.Sign() < 0 {
			side = Buy
		}
		sheet.Deals = append(sheet.Deals, Deal{
			c.code, side, money.DecimalOf(new(big.Int).Abs(held), c.digits), c.digits,
			c.rate, money.DecimalOf(worth.Abs(worth), unit.digits), unit.digits,
		})
	}
	sheet.Kept = money.DecimalOf(kept, unit.digits)
	return sheet
}
