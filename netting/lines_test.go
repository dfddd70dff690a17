package netting_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/countersign/countersign/netting"
)

const worked = `{"id":"2026-05","base":"EUR","rates":{"USD":"0.92","GBP":"1.17"},"participants":{"A":"EUR","B":"USD","C":"GBP"},"invoices":[` +
	`{"id":"1","payer":"A","payee":"B","currency":"EUR","amount":"100000"},{"id":"2","payer":"B","payee":"C","currency":"USD","amount":"80000"},` +
	`{"id":"3","payer":"C","payee":"A","currency":"GBP","amount":"50000"},{"id":"4","payer":"B","payee":"A","currency":"EUR","amount":"30000"},` +
	`{"id":"5","payer":"C","payee":"B","currency":"USD","amount":"33333.33"}]}`

func answer(t testing.TB, lines string) string {
	t.Helper()
	var out strings.Builder
	if err := netting.Run(strings.NewReader(lines), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestWorkedExampleIsAnsweredToTheLetter(t *testing.T) {
	want := `{"id":"2026-05","positions":{"A":{"EUR":"-70000.00","GBP":"50000.00"},"B":{"EUR":"70000.00","USD":"-46666.67"},"C":{"GBP":"-50000.00","USD":"46666.67"}},` +
		`"base_net":{"A":"-11500","B":"27066.6636","C":"-15566.6636"},` +
		`"settlement":{"A":{"currency":"EUR","amount":"-11500.00","direction":"pay","residue_base":"0"},` +
		`"B":{"currency":"USD","amount":"29420.29","direction":"receive","residue_base":"0.0032"},` +
		`"C":{"currency":"GBP","amount":"-13304.84","direction":"pay","residue_base":"0.0008"}},` +
		`"residue_base":"0.004","gross_base":"292766.6636","net_base":"27066.6636","savings_pct":"90.75","payments_before":5,"payments_after":3}` + "\n"
	if got := answer(t, worked); got != want {
		t.Errorf("got      %sexpected %s", got, want)
	}
}

func TestEmptyCycleComesToNothing(t *testing.T) {
	got := answer(t, `{"base":"JPY","rates":{},"participants":{"B":"JPY","A":"JPY"},"invoices":[],"minor_units":null}`)
	want := `{"id":null,"positions":{"A":{},"B":{}},"base_net":{"A":"0","B":"0"},"settlement":{"A":{"currency":"JPY","amount":"0","direction":"none","residue_base":"0"},` +
		`"B":{"currency":"JPY","amount":"0","direction":"none","residue_base":"0"}},"residue_base":"0","gross_base":"0","net_base":"0","savings_pct":"0","payments_before":0,"payments_after":0}` + "\n"
	if got != want {
		t.Errorf("got      %sexpected %s", got, want)
	}
}

func TestMinorUnitsOverrideISOAndCurrenciesThatNetToZeroAreListed(t *testing.T) {
	got := answer(t, `{"id":1,"base":"EUR","rates":{"XYZ":"3","JPY":"0.006"},"minor_units":{"XYZ":4,"JPY":1},"participants":{"A":"XYZ","B":"JPY"},"invoices":[`+
		`{"id":"1","payer":"A","payee":"B","currency":"XYZ","amount":"1.0001"},{"id":"2","payer":"B","payee":"A","currency":"XYZ","amount":"1.0001"},{"id":"3","payer":"B","payee":"A","currency":"JPY","amount":"-2.5"}]}`)
	for _, want := range []string{
		`"positions":{"A":{"JPY":"-2.5","XYZ":"0.0000"},"B":{"JPY":"2.5","XYZ":"0.0000"}}`,
		`"A":{"currency":"XYZ","amount":"-0.0050","direction":"pay","residue_base":"0"}`,
		`"gross_base":"6.0156"`, `"savings_pct":"99.75"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s has no %s", got, want)
		}
	}
}

func TestBadLineIsNamedAndTheRestGoesOn(t *testing.T) {
	swap := func(old, with string) string { return strings.Replace(worked, old, with, 1) }
	const id = `{"id":"2026-05","error":`
	for line, want := range map[string]string{
		`{"id":`:                        `{"id":null,"error":"BAD_JSON","at":"byte 6"}`,
		`[]`:                            `{"id":null,"error":"BAD_JSON","at":"byte 0"}`,
		worked + "}":                    `{"id":null,"error":"BAD_JSON","at":"byte 474"}`,
		swap(`"base"`, `"id":1,"base"`): `{"id":null,"error":"BAD_JSON","at":"id"}`,
		swap(`"USD":"0.92"`, `"USD":"0.92","USD":"0.93"`):                             id + `"BAD_JSON","at":"USD"}`,
		swap(`"base"`, `"Rates":{},"base"`):                                           id + `"BAD_JSON","at":"Rates"}`,
		swap(`"payer":"A"`, `"payer":"A","Payer":"B"`):                                id + `"BAD_JSON","at":"Payer"}`,
		swap(`"participants":{"A":"EUR","B":"USD","C":"GBP"}`, `"participants":null`): id + `"BAD_JSON","at":"participants"}`,
		swap(`"invoices"`, `"items"`):                                                 id + `"BAD_JSON","at":"invoices"}`,
		swap(`"base"`, `"minor_units":[],"base"`):                                     id + `"BAD_MINOR_UNITS","at":"minor_units"}`,
		swap(`"base"`, `"minor_units":{"USD":2,"GBP":2.0},"base"`):                    id + `"BAD_MINOR_UNITS","at":"GBP"}`,
		swap(`"base":"EUR"`, `"base":null`):                                           id + `"BAD_BASE","at":"base"}`,
		swap(`"rates":{"USD":"0.92","GBP":"1.17"}`, `"rates":[]`):                     id + `"BAD_RATE","at":"rates"}`,
		swap(`"0.92"`, `0.92`):                                                        id + `"BAD_RATE","at":"USD"}`,
		swap(`"1.17"`, `"0.00"`):                                                      id + `"BAD_RATE","at":"GBP"}`,
		swap(`"USD":"0.92"`, `"USD":"0.92","EUR":"1.1"`):                              id + `"BASE_RATE_NOT_ONE","at":"EUR"}`,
		swap(`"B":"USD"`, `"B":null`):                                                 id + `"NO_RATE","at":"B"}`,
		swap(`{"id":"4","payer"`, `{"id":4,"payer"`):                                  id + `"BAD_INVOICE_ID","at":"invoices[3]"}`,
		swap(`"invoices":[`, `"invoices":[7,`):                                        id + `"BAD_INVOICE_ID","at":"invoices[0]"}`,
		swap(`"payer":"C"`, `"payer":null`):                                           id + `"UNKNOWN_PARTICIPANT","at":"3"}`,
		swap(`"currency":"GBP"`, `"currency":null`):                                   id + `"NO_RATE","at":"3"}`,
		swap(`"100000"`, `100000`):                                                    id + `"BAD_AMOUNT","at":"1"}`,
		swap(`"33333.33"`, `"33333.330"`):                                             id + `"TOO_MANY_DECIMALS","at":"5"}`,
	} {
		got := answer(t, line+"\n\n"+worked)
		first, rest, _ := strings.Cut(got, "\n")
		if first != want || !strings.HasPrefix(rest, `{"id":"2026-05","positions"`) {
			t.Errorf("%s\ngives    %s\nexpected %s", line, first, want)
		}
	}
}

func FuzzRun(f *testing.F) {
	f.Add([]byte(worked))
	f.Add([]byte(`{"base":"EUR","rates":{"XYZ":"0.000000000001"},"participants":{"A":"XYZ","B":"EUR"},"minor_units":{"XYZ":6},"invoices":[{"id":"1","payer":"A","payee":"B","currency":"EUR","amount":"-999999999999999999"}]}`))
	f.Add([]byte("{}\n[]\r\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		var out bytes.Buffer
		if err := netting.Run(bytes.NewReader(in), &out); err != nil {
			t.Fatal(err)
		}
		asked := 0
		for line := range bytes.Lines(in) {
			if len(bytes.Trim(line, " \t\r\n")) > 0 {
				asked++
			}
		}
		for line := range bytes.Lines(out.Bytes()) {
			var a struct {
				Error, At *string
				Positions map[string]map[string]string
			}
			if err := json.Unmarshal(line, &a); err != nil || (a.Positions == nil) != (a.Error != nil && a.At != nil) {
				t.Fatalf("%q answered by %s", in, line)
			}
			asked--
		}
		if asked != 0 {
			t.Fatalf("%q: %d lines without an answer in %q", in, asked, out.Bytes())
		}
	})
}
