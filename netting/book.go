package netting

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"slices"

	"github.com/countersign/countersign/money"
)

// Book takes the invoices of one cycle one by one and keeps only sums and ids,
// so that a cycle of any length can be read as a stream. It is not for use by
// several goroutines at once.
type Book struct {
	terms    *terms
	ids      map[string]struct{}
	invoices int
	cells    []cell
	sparse   map[spot]int     // where the cells lie when there would be too many; nil when they are all there
	wide     map[int]*big.Int // what no longer fits into a cell
	gross    []magnitude      // of each currency
	err      error
}

// cell is the position of one participant in one currency.
type cell struct {
	sum     int64
	touched bool
}

type spot struct{ participant, currency int }

// magnitude is a sum of amounts without their signs. wide holds what one word
// cannot.
type magnitude struct {
	high, low uint64
	wide      *big.Int
}

// maxCells is how many cells are laid out beforehand (64 MiB). Only made-up
// input has more pairs of participant and currency; its cells come as needed.
const maxCells = 1 << 22

// NewBook checks the terms and opens a book under them. The error is an *Error.
func NewBook(t Terms) (*Book, error) {
	c, err := t.compile()
	if err != nil {
		return nil, err
	}
	b := &Book{terms: c, ids: map[string]struct{}{}, wide: map[int]*big.Int{}, gross: make([]magnitude, len(c.currencies))}
	if len(c.participants) <= maxCells/len(c.currencies) {
		b.cells = make([]cell, len(c.participants)*len(c.currencies))
	} else {
		b.sparse = map[spot]int{}
	}
	return b, nil
}

// Add enters an invoice. The error is an *Error; after one the book takes no
// more invoices and returns it again.
func (b *Book) Add(invoice Invoice) error {
	if b.err == nil {
		if err := b.add(&invoice); err != nil {
			b.err = err
		} else {
			b.invoices++
		}
	}
	return b.err
}

func (b *Book) add(in *Invoice) *Error {
	if in.ID == "" {
		return refuse(BadInvoiceID, fmt.Sprintf("invoices[%d]", b.invoices), "every invoice needs an id, as text")
	}
	before := len(b.ids)
	if b.ids[in.ID] = struct{}{}; len(b.ids) == before {
		return refuse(DuplicateInvoice, in.ID, "an invoice of this id is there already")
	}
	payer, known := b.terms.byID[in.Payer]
	if !known {
		return refuse(UnknownParticipant, in.ID, "the payer %q is no participant of the cycle", in.Payer)
	}
	payee, known := b.terms.byID[in.Payee]
	if !known {
		return refuse(UnknownParticipant, in.ID, "the payee %q is no participant of the cycle", in.Payee)
	}
	if payer == payee {
		return refuse(SelfInvoice, in.ID, "%q cannot owe itself", in.Payer)
	}
	currency, known := b.terms.byCode[in.Currency]
	if !known {
		return refuse(NoRate, in.ID, "there is no rate for %q", in.Currency)
	}
	return b.addAmount(in, payer, payee, currency)
}

func (b *Book) addAmount(in *Invoice, payer, payee, currency int) *Error {
	digits := b.terms.currencies[currency].digits
	minor, err := money.ParseMinor(in.Amount, digits)
	if err == nil && minor != 0 && minor != math.MinInt64 { // whose opposite does not fit
		b.post(payer, payee, currency, minor)
		return nil
	}
	// A slower look tells zero with too many decimals from other amounts, and
	// takes those past 64 bits.
	amount, bad := money.ParseDecimal(in.Amount)
	if bad != nil || amount.Sign() == 0 {
		return refuse(BadAmount, in.ID, "%.60q is no amount; write it like 1234.50, and not zero", in.Amount)
	}
	var refused *money.Error
	if errors.As(err, &refused) && refused.Code == money.TooManyDecimals {
		return refuse(TooManyDecimals, in.ID, "%s", refused.Detail)
	}
	exact := amount.Coefficient()
	b.postWide(payer, payee, currency, exact.Mul(exact, money.Pow10(digits-amount.Scale())))
	return nil
}

// post books an amount whose opposite fits 64 bits too.
func (b *Book) post(payer, payee, currency int, minor int64) {
	b.addTo(b.cell(payee, currency), minor)
	b.addTo(b.cell(payer, currency), -minor)
	g := &b.gross[currency]
	var carry uint64
	g.low, carry = bits.Add64(g.low, uint64(max(minor, -minor)), 0)
	g.high += carry
}

func (b *Book) addTo(i int, minor int64) {
	c := &b.cells[i]
	sum := c.sum + minor
	if (sum > c.sum) != (minor > 0) {
		b.addWide(i, big.NewInt(c.sum))
		sum = minor
	}
	c.sum, c.touched = sum, true
}

func (b *Book) postWide(payer, payee, currency int, minor *big.Int) {
	for _, side := range [...]struct {
		participant int
		amount      *big.Int
	}{{payee, minor}, {payer, new(big.Int).Neg(minor)}} {
		i := b.cell(side.participant, currency)
		b.cells[i].touched = true
		b.addWide(i, side.amount)
	}
	g := &b.gross[currency]
	if g.wide == nil {
		g.wide = new(big.Int)
	}
	g.wide.Add(g.wide, new(big.Int).Abs(minor))
}

func (b *Book) addWide(i int, amount *big.Int) {
	if b.wide[i] == nil {
		b.wide[i] = new(big.Int)
	}
	b.wide[i].Add(b.wide[i], amount)
}

// cell is where the position of a participant in a currency is kept.
func (b *Book) cell(participant, currency int) int {
	if b.sparse == nil {
		return participant*len(b.terms.currencies) + currency
	}
	at := spot{participant, currency}
	i, ok := b.sparse[at]
	if !ok {
		i = len(b.cells)
		b.sparse[at] = i
		b.cells = append(b.cells, cell{})
	}
	return i
}

// touched are the cells with traffic, by participant and then currency.
func (b *Book) touched() []spot {
	var spots []spot
	if b.sparse != nil {
		for at := range b.sparse {
			spots = append(spots, at)
		}
		slices.SortFunc(spots, func(x, y spot) int {
			return cmp.Or(x.participant-y.participant, x.currency-y.currency)
		})
		return spots
	}
	for i := range b.cells {
		if b.cells[i].touched {
			width := len(b.terms.currencies)
			spots = append(spots, spot{i / width, i % width})
		}
	}
	return spots
}

// total is a position in minor units.
func (b *Book) total(at spot) *big.Int {
	i := b.cell(at.participant, at.currency)
	sum := big.NewInt(b.cells[i].sum)
	if b.wide[i] != nil {
		sum.Add(sum, b.wide[i])
	}
	return sum
}

func (m magnitude) total() *big.Int {
	sum := new(big.Int).SetUint64(m.high)
	sum.Lsh(sum, 64).Add(sum, new(big.Int).SetUint64(m.low))
	if m.wide != nil {
		sum.Add(sum, m.wide)
	}
	return sum
}
