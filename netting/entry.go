package netting

import (
	"fmt"
	"math"

	"github.com/countersign/countersign/money"
)

// Entry is an invoice whose names were looked up before: participants and
// currency are the numbers that the book gives them, the amount counts the
// currency's minor units. It has no id: that no invoice comes twice is for the
// caller to see to.
type Entry struct {
	Payer, Payee, Currency int32
	Minor                  int64 // not zero; negative for a credit note
}

// Participant is the number of a participant in entries.
func (b *Book) Participant(id string) (n int32, known bool) {
	i, known := b.terms.byID[id]
	return int32(i), known
}

// Currency is the number of a currency in entries, and how many decimals it has.
func (b *Book) Currency(code money.Currency) (n int32, digits int, known bool) {
	i, known := b.terms.byCode[code]
	if !known {
		return 0, 0, false
	}
	return int32(i), b.terms.currencies[i].digits, true
}

// Post enters many invoices at once. The error is an *Error whose place is
// entries[n], n counting from 0 in this call; the entries before it are in the
// book, and it takes no more.
func (b *Book) Post(entries []Entry) error {
	if b.err != nil {
		return b.err
	}
	for at := 0; at < len(entries); at++ {
		if at += b.postPlain(entries[at:]); at == len(entries) {
			break
		}
		e := &entries[at]
		if b.bad(e) {
			b.err = b.refuseEntry(e, fmt.Sprintf("entries[%d]", at))
			return b.err
		}
		b.post(int(e.Payer), int(e.Payee), int(e.Currency), e.Minor)
	}
	return nil
}

// postPlain enters those up to the first that is bad or so large that a sum might
// overflow, and returns how many. No sum is larger than all amounts together, so
// that one look at the size of each is enough.
func (b *Book) postPlain(entries []Entry) int {
	if b.sparse != nil || b.turnover != nil || len(entries) < b.width {
		return 0
	}
	sums, traffic, gross, width := b.sums, b.traffic[:len(b.sums)], b.gross, b.width
	participants := uint32(len(b.terms.participants))
	most := b.room() / uint64(len(entries))
	done := len(entries)
	for i := range entries {
		e := &entries[i]
		minor, payer, payee, currency := e.Minor, uint32(e.Payer), uint32(e.Payee), uint32(e.Currency)
		size := uint64(max(minor, -minor))
		if payer >= participants || payee >= participants || payer == payee || currency >= uint32(len(gross)) || size-1 >= most {
			done = i
			break
		}
		to, from := int(payee)*width+int(currency), int(payer)*width+int(currency)
		sums[to] += minor
		traffic[to] = true
		sums[from] -= minor
		traffic[from] = true
		gross[currency].low += size
	}
	b.invoices += done
	return done
}

// room is how much more all amounts together may be before a sum might overflow.
func (b *Book) room() uint64 {
	room := uint64(math.MaxInt64)
	for i := range b.gross {
		g := &b.gross[i]
		if g.high > 0 || g.wide != nil || g.low > room {
			return 0
		}
		room -= g.low
	}
	return room
}

// bad tells what no ledger takes; of amounts 0, and the one whose opposite does
// not fit 64 bits.
func (b *Book) bad(e *Entry) bool {
	participants := uint32(len(b.terms.participants))
	return uint32(e.Payer) >= participants || uint32(e.Payee) >= participants || e.Payer == e.Payee ||
		uint32(e.Currency) >= uint32(b.width) || e.Minor == 0 || e.Minor == math.MinInt64
}

func (b *Book) refuseEntry(e *Entry, at string) *Error {
	for _, p := range [...]int32{e.Payer, e.Payee} {
		if p < 0 || int(p) >= len(b.terms.participants) {
			return refuse(UnknownParticipant, at, "there is no participant %d", p)
		}
	}
	switch {
	case e.Payer == e.Payee:
		return refuse(SelfInvoice, at, "participant %d cannot owe itself", e.Payer)
	case e.Currency < 0 || int(e.Currency) >= b.width:
		return refuse(NoRate, at, "there is no currency %d", e.Currency)
	}
	return refuse(BadAmount, at, "an amount is from %d to %d and not zero", -math.MaxInt64, math.MaxInt64)
}
