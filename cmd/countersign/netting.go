package main

import (
	"errors"
	"fmt"

	"github.com/countersign/countersign/money"
	"github.com/countersign/countersign/netting"
)

type nettingVerb struct {
	Compute nettingComputeVerb `cmd:"" help:"Net cycles: one a line from standard input, or one that lies in files."`
}

type nettingComputeVerb struct {
	Invoices     string `help:"CSV or Parquet file: id, payer, payee, currency, amount." type:"path" placeholder:"FILE"`
	Participants string `help:"CSV or Parquet file: id, currency." type:"path" placeholder:"FILE"`
	Rates        string `help:"CSV or Parquet file: currency, rate." type:"path" placeholder:"FILE"`
	Base         string `help:"Base currency of the files." placeholder:"EUR"`
	Out          string `help:"Folder for the results as CSV files; without it they are one line of JSON." type:"path" placeholder:"DIR"`
	JSON         bool   `name:"json" help:"Accepted for uniformity: without --out the answer is JSON in any case."`
}

// Run answers malformed lines of standard input too, with their error; a
// malformed file is refused with its place.
func (v *nettingComputeVerb) Run(t *tool) error {
	if v.Invoices+v.Participants+v.Rates+v.Base+v.Out == "" {
		return netting.Run(t.in, t.out)
	}
	if v.Invoices == "" || v.Participants == "" || v.Rates == "" || v.Base == "" {
		return usage{errors.New("files are netted with all of --invoices, --participants, --rates and --base; lines come from standard input without them")}
	}
	shown := progress(t.errors)
	r, err := netting.Files(t.ctx, v.Invoices, v.Participants, v.Rates, netting.Options{
		Base:     money.Currency(v.Base),
		Progress: func(p netting.Progress) { shown("read", p.Done, p.Total) },
	})
	shown("", 0, 0)
	if err != nil {
		return err
	}
	if v.Out == "" {
		_, err = t.out.Write(append(netting.AppendJSON(nil, r), '\n'))
		return err
	}
	if err := netting.WriteFolder(v.Out, r); err != nil {
		return fmt.Errorf("the results cannot be written: %w", err)
	}
	return t.say("%d payments become %d; results in %s", r.PaymentsBefore, r.PaymentsAfter, v.Out)
}
