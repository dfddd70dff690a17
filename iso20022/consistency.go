package iso20022

import "math/big"

// CheckConsistency says why the statement contradicts itself, or nil: opening
// balance and booked movements must give the closing balance, and the number of
// entries must be the one that the bank states. Codes: no_balance,
// ambiguous_balance, mixed_currencies, balance_mismatch, count_mismatch.
// Opening is OPBD, else PRCD, else the first ITBD; closing is CLBD, else the
// last ITBD. Entries that are not booked (PDNG, INFO, FUTR) do not move it.
func (s *Statement) CheckConsistency() error {
	if refusal := s.checkConsistency(); refusal != nil {
		return refusal
	}
	return nil
}

func (s *Statement) checkConsistency() *Error {
	if s.EntryCount >= 0 && s.EntryCount != len(s.Entries) {
		return refuse("TxsSummry/TtlNtries/NbOfNtries", "count_mismatch", "The bank states %d entries, the file holds %d.", s.EntryCount, len(s.Entries))
	}
	opening, err := s.bound("opening", "OPBD", "PRCD")
	if err != nil {
		return err
	}
	closing, err := s.bound("closing", "CLBD")
	if err != nil {
		return err
	}
	currency := opening.Amount.Currency
	if closing.Amount.Currency != currency {
		return refuse("Bal", "mixed_currencies", "The opening balance is in %s and the closing balance in %s.", currency, closing.Amount.Currency)
	}
	sum := big.NewInt(opening.Signed())
	for i := range s.Entries {
		e := &s.Entries[i]
		if e.Status != "BOOK" {
			continue
		}
		if e.Amount.Currency != currency {
			return &Error{Code: "mixed_currencies", Place: "Ntry", Line: e.Line, Detail: "An entry in " + e.Amount.Currency + " stands on an account in " + currency + "."}
		}
		sum.Add(sum, big.NewInt(e.Signed()))
	}
	want := big.NewInt(closing.Signed())
	if sum.Cmp(want) == 0 {
		return nil
	}
	exponent := opening.Amount.Exponent
	return refuse("Bal", "balance_mismatch", "Opening balance and movements give %s %s, the bank states %s: %s apart.",
		currency, decimal(sum, exponent), decimal(want, exponent), decimal(new(big.Int).Sub(want, sum), exponent))
}

// bound finds the balance of the first type that is there, else the interim
// balance at that end of the statement.
func (s *Statement) bound(end string, types ...string) (*Balance, *Error) {
	for _, code := range types {
		var found *Balance
		for i := range s.Balances {
			if b := &s.Balances[i]; b.Type != code {
				continue
			} else if found == nil {
				found = b
			} else if found.Signed() != b.Signed() || found.Amount.Currency != b.Amount.Currency {
				return nil, refuse("Bal", "ambiguous_balance", "The statement holds two different balances %s.", code)
			}
		}
		if found != nil {
			return found, nil
		}
	}
	var interim *Balance
	for i := range s.Balances {
		if b := &s.Balances[i]; b.Type == "ITBD" && (interim == nil || end == "closing") {
			interim = b
		}
	}
	if interim == nil {
		return nil, refuse("Bal", "no_balance", "The statement holds no %s balance.", end)
	}
	return interim, nil
}
