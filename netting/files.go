package netting

import (
	"context"

	"github.com/countersign/countersign/money"
)

// Options are what a computation on files is told beside them.
type Options struct {
	Base       money.Currency
	Basis      Basis        // of the participants that name none; NetParticipant when empty
	MinorUnits []MinorUnits // adds to or overrides ISO 4217; usually none
	Workers    int          // that read invoices side by side; the processors when 0
	Progress   func(Progress)
}

// Progress says how far the reading of invoices is, in bytes. Calls come one at a
// time, at most some hundred thousand bytes apart.
type Progress struct{ Done, Total int64 }

// Files nets the cycle that lies in three files, each a CSV in UTF-8, with commas
// and its column names in the first row, or Parquet:
//
//	invoices      id, payer, payee, currency, amount
//	participants  id (or participant), currency, and if need be basis
//	rates         currency, rate (or value)
//
// Columns may stand in any order, those of other names are passed over. In
// Parquet all are text, but amounts and rates may be decimals or integers, and
// ids integers. The result is that of Compute on the same rows, whatever the
// number of workers. Memory does not grow with the invoices but for eight to
// sixteen bytes of each.
//
// The error is a *FileError that names the file and, where they are known, row and
// column; an *Error for what the options say; or that of ctx. Of several bad
// invoices the first is named.
func Files(ctx context.Context, invoices, participants, rates string, o Options) (Result, error) {
	var inputs [3]Input
	var files [3]*opened
	for i, path := range [...]string{invoices, participants, rates} {
		file, err := open(path)
		if err != nil {
			return Result{}, err
		}
		defer func() { _ = file.file.Close() }()
		files[i], inputs[i] = file, file.Input
	}
	r, err := Inputs(ctx, inputs[0], inputs[1], inputs[2], o)
	for _, file := range files {
		if changed := file.unchanged(); changed != nil && ctx.Err() == nil {
			return Result{}, changed // which may be all that the other error is about
		}
	}
	return r, err
}

// Inputs is Files for what is opened already.
func Inputs(ctx context.Context, invoices, participants, rates Input, o Options) (Result, error) {
	t, err := readTerms(ctx, participants, rates, o)
	if err != nil {
		return Result{}, err
	}
	r, err := newReading(t, invoices, o)
	if err != nil {
		return Result{}, err
	}
	if err := r.run(ctx); err != nil {
		return Result{}, err
	}
	book := Book{terms: t, ledger: r.clerks[0].ledger}
	for _, k := range r.clerks[1:] {
		book.merge(&k.ledger)
	}
	return book.Result(), nil
}
