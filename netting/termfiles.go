package netting

import (
	"context"
	"errors"

	"github.com/countersign/countersign/money"
)

// readTerms reads participants and rates. Basis is a column that may be missing.
func readTerms(ctx context.Context, participants, rates Input, o Options) (*terms, error) {
	t := Terms{Base: o.Base, Basis: o.Basis, MinorUnits: o.MinorUnits}
	columns := [][]string{{"currency"}, {"rate", "value"}}
	err := eachRow(ctx, rates, columns, func(cells [][]byte) *flaw {
		code := money.Currency(cells[0])
		if code == "" {
			return flawed(BadRate, 0, "every rate needs a currency")
		}
		value, err := money.ParseDecimal(string(cells[1]))
		if err != nil || value.Sign() <= 0 {
			return flawed(BadRate, 1, "%.60q is no rate; write it like 0.9215, above zero", cells[1])
		}
		t.Rates = append(t.Rates, Rate{code, value})
		return nil
	})
	if err != nil {
		return nil, err
	}
	columns = [][]string{{"id", "participant"}, {"currency"}, {"basis"}}
	take := func(cells [][]byte) *flaw {
		if len(cells[0]) == 0 {
			return flawed(BadParticipant, 0, "every participant needs an id")
		}
		p := Participant{ID: string(cells[0]), Currency: money.Currency(cells[1])}
		if len(cells) > 2 {
			p.Basis = Basis(cells[2])
		}
		t.Participants = append(t.Participants, p)
		return nil
	}
	err = eachRow(ctx, participants, columns, take)
	var refused *FileError
	if errors.As(err, &refused) && refused.Code == MissingColumn && refused.Column == "basis" {
		err = eachRow(ctx, participants, columns[:2], take)
	}
	if err != nil {
		return nil, err
	}
	c, bad := t.compile()
	if bad != nil {
		return nil, t.locate(bad, participants.Name, rates.Name)
	}
	return c, nil
}

// locate finds the row that the terms are refused for.
func (t Terms) locate(bad *Error, participants, rates string) error {
	e := &FileError{Code: bad.Code, File: rates, Row: NoRow, Detail: bad.Detail, Err: bad}
	rated, seen := map[money.Currency]bool{t.Base: true}, map[string]bool{}
	for i, r := range t.Rates {
		switch {
		case bad.Code == BadRate && seen[string(r.Currency)]:
			e.Row, e.Column = int64(i), "currency"
		case bad.Code == BaseRateNotOne && r.Currency == t.Base:
			e.Row, e.Column = int64(i), "rate"
		}
		rated[r.Currency], seen[string(r.Currency)] = true, true
		if e.Row >= 0 {
			return e
		}
	}
	clear(seen)
	e.File = participants
	for i, p := range t.Participants {
		switch {
		case bad.Code == NoRate && !rated[p.Currency]:
			e.Column = "currency"
		case bad.Code == DuplicateParticipant && seen[p.ID]:
			e.Column = "id"
		case bad.Code == BadBasis && (t.Basis == "" || t.Basis.known()) && p.Basis != "" && !p.Basis.known():
			e.Column = "basis"
		}
		if seen[p.ID] = true; e.Column != "" {
			e.Row = int64(i)
			return e
		}
	}
	return bad // of the options
}
