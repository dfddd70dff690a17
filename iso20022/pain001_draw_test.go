package iso20022

import (
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"
)

// drawInitiation makes a message that must be writable, with texts that need
// mapping and lengths up to the limits.
func drawInitiation(t *rapid.T) Initiation {
	m := Initiation{
		MessageID:  "M" + drawID(t, 20),
		CreatedAt:  time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "created"), 0),
		Initiating: drawParty(t),
	}
	debits := make([]Debit, rapid.IntRange(1, 4).Draw(t, "accounts"))
	for i := range debits {
		debits[i] = Debit{Party: drawParty(t), Account: drawAccount(t), Agent: drawAgent(t)}
	}
	for i := range rapid.IntRange(1, 12).Draw(t, "transfers") {
		day := Date(fmt.Sprintf("2026-03-%02d", rapid.IntRange(2, 4).Draw(t, "day")))
		m.Add(rapid.SampledFrom(debits).Draw(t, "debit"), day, drawTransfer(t, i))
	}
	return m
}

func drawTransfer(t *rapid.T, i int) Transfer {
	currency := rapid.SampledFrom([]string{"EUR", "USD", "JPY", "KWD", "CLF"}).Draw(t, "currency")
	amount, err := NewAmount(rapid.Int64Range(1, 1e12).Draw(t, "minor"), currency)
	if err != nil {
		t.Fatal(err)
	}
	transfer := Transfer{
		EndToEndID:      fmt.Sprintf("%d-%s", i, drawID(t, 30)),
		Amount:          amount,
		ChargeBearer:    rapid.SampledFrom([]string{"", "DEBT", "CRED", "SHAR", "SLEV"}).Draw(t, "bearer"),
		ServiceLevel:    rapid.SampledFrom([]string{"", "SEPA", "NURG", "URGP"}).Draw(t, "service"),
		CategoryPurpose: rapid.SampledFrom([]string{"", "SALA", "TAXS"}).Draw(t, "category"),
		Purpose:         rapid.SampledFrom([]string{"", "INTC", "GDDS"}).Draw(t, "purpose"),
		CreditorAgent:   drawAgent(t),
		Creditor:        drawParty(t),
		CreditorAccount: drawAccount(t),
	}
	if rapid.Bool().Draw(t, "instruction") {
		transfer.InstructionID = fmt.Sprintf("%d%s", i, drawID(t, 30))
	}
	if rapid.Bool().Draw(t, "ultimate") {
		debtor := drawParty(t)
		transfer.UltimateDebtor = &debtor
	}
	switch rapid.IntRange(0, 3).Draw(t, "remittance") {
	case 1:
		transfer.Remittance.Text = drawText(t, 140)
	case 2:
		body := strings.ToUpper(rapid.StringMatching(`[A-Z0-9]{1,21}`).Draw(t, "reference"))
		transfer.Remittance.Reference = "RF" + checkDigits("RF", body) + body
	case 3:
		transfer.Remittance = Remittance{Reference: "R" + drawID(t, 30), ReferenceType: "QRR", Issuer: drawText(t, 35)}
	}
	return transfer
}

func drawID(t *rapid.T, most int) string {
	return rapid.StringOfN(rapid.RuneFrom([]rune("abcXYZ0123456789-.:+")), 1, most, -1).Draw(t, "id")
}

// drawText stays within most characters even where one letter becomes two.
func drawText(t *rapid.T, most int) string {
	return "T" + rapid.StringOfN(rapid.RuneFrom([]rune("abz AZ09éßñøŠ&_'’(/-?:).,+[]")), 0, (most-1)/2, -1).Draw(t, "text")
}

func drawParty(t *rapid.T) Party {
	p := Party{Name: drawText(t, 140)}
	if rapid.Bool().Draw(t, "address") {
		p.Address = &Address{
			Street: drawText(t, 70), Building: drawText(t, 16), PostCode: drawText(t, 16), Town: drawText(t, 35),
			Subdivision: drawText(t, 35), Country: rapid.SampledFrom([]string{"DE", "FR", "US"}).Draw(t, "country"),
		}
		for range rapid.IntRange(0, 7).Draw(t, "lines") {
			p.Address.Lines = append(p.Address.Lines, drawText(t, 70))
		}
	}
	if rapid.Bool().Draw(t, "organisation") {
		p.OrganisationID = drawID(t, 35)
	}
	if rapid.Bool().Draw(t, "lei") {
		body := rapid.StringMatching(`[A-Z0-9]{18}`).Draw(t, "lei body")
		p.LEI = body + checkDigits("", body)
	}
	return p
}

func drawAccount(t *rapid.T) Account {
	a := Account{Currency: rapid.SampledFrom([]string{"", "EUR", "USD"}).Draw(t, "account currency")}
	if rapid.Bool().Draw(t, "iban") {
		a.IBAN = drawIBAN(t)
		return a
	}
	a.Other = drawID(t, 34)
	a.Scheme = rapid.SampledFrom([]string{"", "BBAN", "CUID"}).Draw(t, "scheme")
	return a
}

func drawAgent(t *rapid.T) Agent {
	var a Agent
	if rapid.Bool().Draw(t, "bic") {
		// As version 03 spells it; version 09 allows more.
		a.BIC = rapid.StringMatching(`[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?`).Draw(t, "bic text")
	}
	if rapid.Bool().Draw(t, "clearing") {
		a.ClearingSystem, a.ClearingMember = "USABA", drawID(t, 35)
	}
	return a
}
