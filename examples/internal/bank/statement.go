package main

import (
	"bytes"
	"fmt"
	"text/template"
)

const (
	settled = "2026-11-30"
	cycle   = "2026-11"
	opening = 5_000_000_000_00 // enough for every pay-out
)

// entry is one booking: signed, in minor units of two decimals.
type entry struct {
	ID, Party, Date, Text string
	Minor                 int64
}

type account struct {
	Currency, IBAN string
	Entries        []entry
}

// statement is what the bank books: every settlement, except that
//   - the French company's payment comes short of 15.00, taken as a charge,
//   - the Polish company's comes a week late,
//   - the American company's does not come,
//   - a charge and a payment of a stranger stand there that nobody expected,
//   - and an interest booking carries no reference at all.
func statement(group []company, expected map[string]settlement) ([]byte, error) {
	by := map[string]*account{}
	var list []*account
	for _, c := range currencies {
		by[c] = &account{Currency: c, IBAN: centreIBAN(c)}
		list = append(list, by[c])
	}
	for _, c := range group {
		s := expected[c.code]
		m, err := minor(s.Amount)
		if err != nil {
			return nil, err
		}
		if c.code == "US01" || m == 0 {
			continue
		}
		e := entry{ID: "NET-" + cycle + "-" + c.code, Party: c.name, Date: settled, Text: "Netting " + cycle, Minor: -m}
		switch c.code {
		case "FR01":
			e.Minor -= 1500
		case "PL01":
			e.Date = "2026-12-07"
		}
		by[s.Currency].Entries = append(by[s.Currency].Entries, e)
	}
	by["EUR"].Entries = append(by["EUR"].Entries,
		entry{ID: "CHG-2026-11-0441", Party: "Hausbank", Date: settled, Text: "Charges for payments", Minor: -1250},
		entry{Party: "Hausbank", Date: settled, Text: "Interest", Minor: 731})
	by["GBP"].Entries = append(by["GBP"].Entries, entry{ID: "INV 88213", Party: "Brackley Water plc", Date: settled, Text: "INV 88213", Minor: 125_000})
	var out bytes.Buffer
	err := document.Execute(&out, list)
	return out.Bytes(), err
}

// Closing is the balance after all bookings.
func (a *account) Closing() int64 {
	sum := int64(opening)
	for _, e := range a.Entries {
		sum += e.Minor
	}
	return sum
}

// Opening is the balance before them.
func (a *account) Opening() int64 { return opening }

var document = template.Must(template.New("camt").Funcs(template.FuncMap{
	"amount": func(minor int64) string {
		if minor < 0 {
			minor = -minor
		}
		return fmt.Sprintf("%d.%02d", minor/100, minor%100)
	},
	"sign": func(minor int64) string {
		if minor < 0 {
			return "DBIT"
		}
		return "CRDT"
	},
	"next": func(i int) int { return i + 1 },
	"text": func(s string) string {
		var out bytes.Buffer
		template.HTMLEscape(&out, []byte(s)) // XML's five characters
		return out.String()
	},
}).Parse(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
  <BkToCstmrStmt>
    <GrpHdr>
      <MsgId>HVBK-20261208-1</MsgId>
      <CreDtTm>2026-12-08T05:30:00Z</CreDtTm>
    </GrpHdr>
{{- range $n, $a := .}}
    <Stmt>
      <Id>2026-12-08-{{$a.Currency}}</Id>
      <ElctrncSeqNb>{{next $n}}</ElctrncSeqNb>
      <CreDtTm>2026-12-08T05:30:00Z</CreDtTm>
      <Acct><Id><IBAN>{{$a.IBAN}}</IBAN></Id><Ccy>{{$a.Currency}}</Ccy></Acct>
      <Bal>
        <Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp>
        <Amt Ccy="{{$a.Currency}}">{{amount $a.Opening}}</Amt>
        <CdtDbtInd>CRDT</CdtDbtInd>
        <Dt><Dt>2026-11-27</Dt></Dt>
      </Bal>
      <Bal>
        <Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp>
        <Amt Ccy="{{$a.Currency}}">{{amount $a.Closing}}</Amt>
        <CdtDbtInd>CRDT</CdtDbtInd>
        <Dt><Dt>2026-12-07</Dt></Dt>
      </Bal>
{{- range $e := $a.Entries}}
      <Ntry>
        <Amt Ccy="{{$a.Currency}}">{{amount $e.Minor}}</Amt>
        <CdtDbtInd>{{sign $e.Minor}}</CdtDbtInd>
        <Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><Dt>{{$e.Date}}</Dt></BookgDt>
        <ValDt><Dt>{{$e.Date}}</Dt></ValDt>
        <BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd>
        <NtryDtls>
          <TxDtls>
{{- if $e.ID}}
            <Refs><EndToEndId>{{$e.ID}}</EndToEndId></Refs>
{{- end}}
            <Amt Ccy="{{$a.Currency}}">{{amount $e.Minor}}</Amt>
            <CdtDbtInd>{{sign $e.Minor}}</CdtDbtInd>
            <RltdPties>
{{- if lt $e.Minor 0}}
              <Cdtr><Pty><Nm>{{text $e.Party}}</Nm></Pty></Cdtr>
{{- else}}
              <Dbtr><Pty><Nm>{{text $e.Party}}</Nm></Pty></Dbtr>
{{- end}}
            </RltdPties>
            <RmtInf><Ustrd>{{text $e.Text}}</Ustrd></RmtInf>
          </TxDtls>
        </NtryDtls>
      </Ntry>
{{- end}}
    </Stmt>
{{- end}}
  </BkToCstmrStmt>
</Document>
`))
